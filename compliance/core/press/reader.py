"""The reader's one act: `read` a text."""

from dataclasses import dataclass
from datetime import date

from compliance.core.press.allegations import alleged
from compliance.core.press.casting import cast
from compliance.core.press.claims import ClaimReader
from compliance.core.press.dating import Dating, date_of
from compliance.core.press.drafts import Draft
from compliance.core.press.figures import FigureReader
from compliance.core.press.layout import lay_out, plain
from compliance.core.press.marks import Mark
from compliance.core.press.periods import PeriodReader
from compliance.core.press.resolutions import cited, misprints
from compliance.core.press.restates import link
from compliance.core.press.scenes import Scene, build
from compliance.core.press.signs import SignReader
from compliance.core.press.silences import silences
from compliance.core.press.subject import Subject, judge
from compliance.core.press.tongue import tongue
from compliance.core.press.trades import set_apart
from compliance.core.press.transit import let_pass
from compliance.core.press.values import Caution, Reading
from compliance.core.press.weighing import settle
from compliance.core.press.words import lexicon, tables


VERSION = "1.6.0"
LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A text as the rules read it, before its claims are weighed."""

    text: str
    smooth: str
    language: str
    marks: list[Mark]
    scenes: list[Scene]
    subject: Subject
    dating: Dating
    reader: ClaimReader
    drafts: list[Draft]
    cautions: list[Caution]

    def signs(self) -> SignReader:
        """What finds the candidates of these drafts."""
        return SignReader(self.smooth, self.scenes, self.subject, self.dating.anchor, self.drafts)


def read(text: str, *, published_on: date | None, language: str | None = None) -> Reading:
    """Read a text: the figures in it, what they claim, what is alleged, what is cited."""
    found = draft(text, published_on=published_on, language=language)
    settle(found.signs())
    let_pass(found.smooth, found.scenes, found.drafts)
    set_apart(found.scenes, found.drafts)
    smooth, scenes, subject, drafts = found.smooth, found.scenes, found.subject, found.drafts
    claims = link([found.reader.claim(each) for each in drafts])
    allegations = alleged(
        found.text, smooth, scenes, drafts, subject, found.dating.anchor, found.language
    )
    resolutions = cited(smooth, found.marks, claims, subject.state, scenes)
    return Reading(
        VERSION,
        found.language,
        published_on,
        found.dating.dated,
        tuple(claims),
        allegations,
        resolutions,
        (*found.cautions, *misprints(smooth, resolutions)),
        silences(found.text, smooth, scenes, subject, found.dating.anchor)
        if found.language == "en"
        else (),
    )


def draft(text: str, *, published_on: date | None, language: str | None = None) -> Drafted:
    """What the rules alone find in a text."""
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
    scenes = build(smooth, marks, layout, times, found, tongue_of, cast)
    subject = judge(scenes, smooth)
    reader = ClaimReader(smooth, scenes, subject, anchor, tongue_of)
    return Drafted(
        text, smooth, tongue_of, marks, scenes, subject, dating, reader, reader.all(), cautions
    )
