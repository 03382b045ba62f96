"""Silences: months in which a supplier is said to have delivered, or reported, nothing.

"December's delivery was the first in 27 months", "after two years without a report", "has filed
nothing since January": each is a span of whole months of one supplier, which the ledger can agree
with or not. What the words leave open stays open as several spans: whether the month at the edge
is counted, and how round "over two years" is, by the tolerance of the last digit said.

English is heard, and refined petroleum supplied to the DPRK: of no other flow are months reported
one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.press.moments import Span, month_back, month_of, month_span
from compliance.core.press.periods import Time
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene
from compliance.core.press.subject import Subject
from compliance.core.press.values import Reason, Silence


LONGEST = 240  # months: of a longer span no ledger tells
GOODS = ("refined_petroleum", "petroleum")
REACH = 3  # sentences back in which supplier, good and month may have been named
SURE, BORROWED = Decimal("0.9"), Decimal("0.15")


@dataclass(frozen=True, slots=True)
class _Heard:
    """Words that tell of a silence: how long, of what, and where they stand."""

    rule: str
    start: int
    end: int
    of: str
    lengths: tuple[int, ...] = ()  # in months, the likeliest first; none: since a month


def silences(
    original: str, text: str, scenes: list[Scene], subject: Subject, anchor: date | None
) -> tuple[Silence, ...]:
    """The silences that a text tells of, each once, in order."""
    if subject.state != "KP":
        return ()
    found: dict[tuple[object, ...], Silence] = {}
    for scene in scenes:
        sentence = scene.sentence
        told = text[sentence.start : sentence.end]
        if sentence.headline or sentence.furniture or told.rstrip().endswith("?"):
            continue
        if not any(cue in told for cue in _CUES) or _OF_OTHER_THINGS.search(told):
            continue
        for heard in _heard(text, scene):
            if not heard.of:
                continue
            silence = _silence(original, text, scenes, scene, subject, anchor, heard)
            if silence is not None:
                found.setdefault((silence.of, silence.supplier, silence.period), silence)
    return tuple(found.values())


def _silence(
    original: str,
    text: str,
    scenes: list[Scene],
    scene: Scene,
    subject: Subject,
    anchor: date | None,
    heard: _Heard,
) -> Silence | None:
    supplier, named = _supplier(text, scenes, scene, subject, heard)
    good, spoken = _good(scenes, scene, subject)
    spans, dated, until = _spans(text, scenes, scene, anchor, heard)
    if not supplier or good is None or not spans:
        return None
    end = until.end if until is not None and heard.rule == "nothing_since" else heard.end
    reasons = [Reason("period", heard.rule, text[heard.start : end], heard.start, end)]
    if until is not None and heard.rule != "nothing_since":
        words = text[until.start : until.end]
        reasons.append(Reason("period", "the_end_of_the_gap", words, until.start, until.end))
    reasons += [
        Reason("supplier", "named" if named else "named_before", s.words, s.start, s.end)
        for s in supplier
    ]
    borrowed = sum((not named, not spoken, not dated))
    return Silence(
        heard.of,
        good,
        tuple(sorted({s.code for s in supplier})),
        ("KP",),
        spans[0],
        spans if len(spans) > 1 else (),
        original[heard.start : end],
        heard.start,
        end,
        SURE - BORROWED * borrowed,
        tuple(reasons),
    )


# What is heard


def _heard(text: str, scene: Scene) -> Iterator[_Heard]:
    """Of each way of telling a silence the first in a sentence; what is missing may be unsaid."""
    start, end = scene.sentence.start, scene.sentence.end
    first = _FIRST_IN.search(text, start, end)
    if first is not None and (lengths := _lengths(first, edge_counted=True)):
        near = text[max(start, first.start() - 70) : first.end()]
        after = text[first.end() : min(end, first.end() + 40)]
        of = _of_last(near) or _of_last(after)
        yield _Heard("first_in", first.start(), first.end(), of, lengths)
    gap = _AFTER.search(text, start, end) or _A_GAP.search(text, start, end)
    if gap is not None and (lengths := _lengths(gap)):
        # "without a report" says what was missing; of a gap the sentence does, or it may be either
        of = _of(gap["without"] or text[start:end])
        yield _Heard("after_a_gap", gap.start(), gap.end(), of, lengths)
    long = _NOTHING_FOR.search(text, start, end)
    if long is not None and (lengths := _lengths(long)):
        yield _Heard("nothing_for", long.start(), long.end(), _of(long["what"]), lengths)
    since = _NOTHING_SINCE.search(text, start, end)
    # "Not since 2020 had it sent oil" tells that it does again
    if since is not None and since["what"].strip().lower() != "not":
        yield _Heard("nothing_since", since.start(), since.end(), _of(since["what"]))


def _lengths(match: re.Match[str], *, edge_counted: bool = False) -> tuple[int, ...]:
    """How many months the words may stand for, what they say most plainly first."""
    said, word = match["count"].lower(), (match["how"] or "").lower()
    count = _count(said)
    if not count:
        return ()
    unit = 12 if match["unit"].lower().startswith("year") else 1
    months = count * unit
    below, above = {
        "": (unit // 2, unit // 2),
        **dict.fromkeys(_OVER, (0, unit)),
        **dict.fromkeys(_UNDER, (unit, 0)),
        **dict.fromkeys(_ABOUT, (unit, unit)),
    }[word]
    # "the first in 27 months" may count to the last one, and not the months between
    least = min(months - below, months - 1) if edge_counted else months - below
    every = sorted(range(least, months + above + 1), key=lambda n: (abs(n - months), n))
    return tuple(n for n in every if 0 < n <= LONGEST)


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, _, ones = word.replace(" ", "-").partition("-")
    if tens in _TENS:
        return _TENS[tens] + (_ONES.get(ones, 0) if ones else 0)
    return _ONES.get(word, 0)


def _of(words: str) -> str:
    """What was missing, as words name it: reports, deliveries, or a silence, that may be either.

    Empty where they name nothing of the kind.
    """
    reports, moved = bool(_REPORTS.search(words)), bool(_MOVED.search(words))
    if reports and moved:
        return "no_transfer" if _REPORTED_NONE.search(words) else "silence"
    if reports or moved:
        return "no_report" if reports else "no_transfer"
    return "silence" if _SILENT.search(words) else ""


def _of_last(words: str) -> str:
    """What the last word of report or delivery names; empty where there is none."""
    reports = [m.start() for m in _REPORTS.finditer(words)]
    moved = [m.start() for m in _MOVED.finditer(words)]
    if not reports and not moved:
        return ""
    return "no_report" if max(reports, default=-1) > max(moved, default=-1) else "no_transfer"


# Whose, of what, and when


def _supplier(
    text: str, scenes: list[Scene], scene: Scene, subject: Subject, heard: _Heard
) -> tuple[list[Named], bool]:
    """Who was silent: the nearest State before the words, or after; else one named before."""
    here = _others(scene)
    before = [s for s in here if s.end <= heard.end]
    if before:
        nearest = before[-1]
        both = [
            s for s in before if text[s.end : nearest.start].strip() == "and" and s.code != "KP"
        ]
        return [*both, nearest], True
    if here:
        return [here[0]], True
    for earlier in _before(scenes, scene):
        named = {s.code: s for s in _others(earlier)}
        if len(named) == 1:
            return list(named.values()), False
        if named:
            break
    every = [s for one in scenes for s in _others(one) if s.code in subject.suppliers]
    return (every[:1], False) if len(subject.suppliers) == 1 else ([], False)


def _others(scene: Scene) -> list[Named]:
    return [s for s in scene.states if s.code not in BODIES | WATCHERS and s.code != "KP"]


def _good(scenes: list[Scene], scene: Scene, subject: Subject) -> tuple[str | None, bool]:
    """The fuel that is spoken of, in the sentence or shortly before; none if it is another good."""
    for one in (scene, *_before(scenes, scene)):
        if one.goods:
            good = next((good for good in GOODS if good in one.goods), None)
            return (subject.fuel if good and subject.fuel in GOODS else good), one is scene
    return None, False


def _before(scenes: list[Scene], scene: Scene) -> Iterator[Scene]:
    for earlier in reversed(scenes[max(0, scene.index - REACH) : scene.index]):
        if not earlier.sentence.furniture:
            yield earlier


def _spans(
    text: str, scenes: list[Scene], scene: Scene, anchor: date | None, heard: _Heard
) -> tuple[tuple[Span, ...], bool, Time | None]:
    """The spans that may be meant, the likeliest first; whether a month is told; and which."""
    if heard.rule == "nothing_since":
        point = next((t for t in scene.times if t.start - heard.end in range(-2, 24)), None)
        if point is None or point.span is None or anchor is None or point.day:
            return (), False, None
        last = month_span(*month_back(anchor, 1))
        edges = [month_span(*month_back(point.span[0], -n)) for n in _edges(point)]
        spans = tuple((first[0], last[1]) for first in edges if first[0] <= last[0])
        return spans, True, point
    until = None
    if heard.rule == "nothing_for":
        if anchor is None:
            return (), False, None
        last = month_span(*month_back(anchor, 1))
    else:
        until = _resumed(scenes, scene, heard)
        if until is None or until.span is None:
            return (), False, None
        last = month_span(*month_back(until.span[0], 1))
    spans = tuple((month_span(*month_back(last[0], n - 1))[0], last[1]) for n in heard.lengths)
    return spans, until is None or until in scene.times, until


def _edges(point: Time) -> range:
    """Months after a point in which a silence since then may begin: it, or the month after it."""
    return range(12, -1, -1) if point.year_only else range(1, -1, -1)


def _resumed(scenes: list[Scene], scene: Scene, heard: _Heard) -> Time | None:
    """The month in which it ended: told before the words, or in the sentences before."""
    here = [t for t in scene.times if t.span and t.end <= heard.start and _of_a_month(t)]
    if here:
        return here[-1]
    for earlier in _before(scenes, scene):
        told = [t for t in earlier.times if t.span and not t.day and not t.year_only]
        if told:
            return told[-1]
    return None


def _of_a_month(time: Time) -> bool:
    """Whether it names a month, also as one since when supplies run again."""
    if time.span is None or time.day or time.year_only:
        return False
    return time.rule == "since" or time.span == month_of(time.span[0])


_ONES = {
    word: n
    for n, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
         "eighteen", "nineteen")
    )
} | {"a": 1, "an": 1}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_OVER = ("more than", "over", "at least", "well over")
_UNDER = ("nearly", "almost", "under", "less than", "close to")
_ABOUT = ("about", "around", "some", "roughly")
_WORDS = "|".join((*_TENS, *_ONES))
_SO_LONG = (
    rf"(?:(?P<how>{'|'.join((*_OVER, *_UNDER, *_ABOUT))}) )?"
    rf"(?P<count>[0-9]{{1,3}}|(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_ONES)})\b|(?:{_WORDS})\b)"
    r"(?: whole| full| straight| consecutive)?[ -](?P<unit>months?|years?)\b"
)
_NO = r"(?:no|not|never|nothing|none|neither|nor|hasn't|hadn't|without)"
_FIRST_IN = re.compile(rf"\bfirst (?:[\w'’-]{{1,14}} ){{0,4}}?(?:in|for) {_SO_LONG}", re.I)
_AFTER = re.compile(
    rf"\b(?:after|following|ending|ended|broke|breaking) (?:a |an |its |the )?{_SO_LONG}(?:'|’)?"
    r"(?: of)? (?:with(?:out)? (?P<without>(?:[\w-]+ ?){1,4})|(?:silence|nothing|gap|pause|break"
    r"|hiatus|lull|standstill)\b)",
    re.I,
)
_A_GAP = re.compile(
    rf"\b(?:silence|gap|pause|break|hiatus|lull|standstill) (?:of|that lasted) {_SO_LONG}"
    r"(?P<without>)",
    re.I,
)
_NOTHING_FOR = re.compile(
    rf"(?P<what>(?:\b(?!as )[\w-]+ )?\b{_NO}\b[^.;:?!,]{{0,90}}?)"
    rf"\b(?:for|in)(?: the)?(?: last| past)? {_SO_LONG}",
    re.I,
)
_NOTHING_SINCE = re.compile(
    rf"(?P<what>(?:\b(?!as )[\w-]+ )?\b{_NO}\b[^.;:?!,]{{0,90}}?"
    r"|\b(?:silent|blank|empty)\b[^.;:?!,]{0,40}?)"
    r"\bsince\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:report(?:s|ed|ing)?|fil(?:e|ed|es|ing|ings)|notif\w+|declar\w+|data|figures?|numbers?"
    r"|returns?|entr(?:y|ies)|submi\w+|disclos\w+|blank|empty)\b",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:transfer\w*|deliver\w*|suppl(?:y|ies|ied|ying)|shipments?|shipp?(?:ed|ing|s)?|exports?"
    r"|exported|sent|sold|sales?|oil|fuel|petroleum|barrels?|products?|cargo(?:es)?)\b",
    re.I,
)
_SILENT = re.compile(r"\b(?:silen(?:t|ce)|nothing was heard)\b", re.I)
_REPORTED_NONE = re.compile(r"\b(?:report|declar|notif|fil)\w+ (?:no|zero|nil|nothing)\b", re.I)
_CUES = ("month", "year", "since")  # what no silence is told without
# What else may be the first in years, or not have been for months
_OF_OTHER_THINGS = re.compile(
    r"\b(?:tests?|tested|launch\w*|missiles?|visit\w*|summits?|talks|meetings?|met|flights?"
    r"|tourists?|resolutions?|sanctioned|highest|lowest|largest|biggest|most|least)\b",
    re.I,
)
