"""The reader's one act: `read` a text."""

from datetime import date

from compliance.core.press.allegations import alleged
from compliance.core.press.claims import ClaimReader
from compliance.core.press.dating import date_of
from compliance.core.press.east import cast_east
from compliance.core.press.figures import FigureReader
from compliance.core.press.layout import lay_out, plain
from compliance.core.press.periods import PeriodReader
from compliance.core.press.resolutions import cited, misprints
from compliance.core.press.restates import link
from compliance.core.press.scenes import build
from compliance.core.press.subject import judge
from compliance.core.press.tongue import tongue
from compliance.core.press.values import Caution, Reading
from compliance.core.press.words import lexicon, tables


VERSION = "1.2.0"
LIMIT = 100_000


def read(text: str, *, published_on: date | None, language: str | None = None) -> Reading:
    """Read a text: the figures in it, what they claim, what is alleged, what is cited."""
    cautions: list[Caution] = []
    if len(text) > LIMIT:
        cautions.append(
            Caution(
                "truncated",
                f"Only the first {LIMIT} characters were read: truncated.",
                LIMIT,
                len(text),
            )
        )
        text = text[:LIMIT]
    tongue_of = (language or tongue(text)).split("-")[0].lower()
    words = tables(tongue_of)
    smooth = plain(text)
    marks = lexicon(words.__name__.rsplit(".", 1)[-1]).scan(smooth)
    layout = lay_out(smooth, words.FURNITURE)
    figures = FigureReader(text, smooth, marks, layout, words.DECIMAL, tongue_of)
    found = figures.all()
    if figures.cut_at is not None and not cautions:
        message = f"Figures were read up to character {figures.cut_at} only: truncated."
        cautions.append(Caution("truncated", message, figures.cut_at, len(text)))
    periods = PeriodReader(smooth, marks, layout, tongue_of, published_on)
    dating = date_of(smooth, periods, layout, published_on)
    anchor = dating.anchor
    if dating.caution is not None:
        cautions.append(dating.caution)
    if anchor != published_on:
        periods = PeriodReader(smooth, marks, layout, tongue_of, anchor)
    times = periods.all()
    scenes = build(smooth, marks, layout, times, found, tongue_of, cast_east)
    subject = judge(scenes, smooth)
    reader = ClaimReader(smooth, scenes, subject, anchor, tongue_of)
    drafts = reader.all()
    claims = link([reader.claim(draft) for draft in drafts])
    allegations = alleged(text, smooth, scenes, drafts, subject, anchor, tongue_of)
    resolutions = cited(smooth, marks, claims, subject.state, scenes)
    cautions.extend(misprints(smooth, resolutions))
    return Reading(
        VERSION,
        tongue_of,
        published_on,
        dating.dated,
        tuple(claims),
        allegations,
        resolutions,
        tuple(cautions),
    )
