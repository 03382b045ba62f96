"""What a loose claim may mean, and one verdict from the verdicts on each reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from compliance.core.review import wording
from compliance.core.review.values import Law, Statement, Verdict


# The States that report supplies of petroleum, and so may be meant where none is named.
REPORTERS = ("CN", "RU")

# The units that may be meant where a number stands alone.
UNSAID = ("bbl", "t")

# What a loose word for a good may mean.
LOOSE: dict[str, tuple[str, ...]] = {"petroleum": ("refined_petroleum", "crude_oil")}


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim made definite, and in which respect ("as China's", "as refined petroleum")."""

    statement: Statement
    words: tuple[str, ...] = ()


def readings(statement: Statement, law: Law) -> tuple[Reading, ...]:
    """Every reading of what is missing or loose; the one whose figures count comes first."""
    found = [Reading(statement)]
    for choose in (_commodities, _units, _suppliers):
        found = [wider for reading in found for wider in choose(reading, law)]
    return tuple(found)


def _commodities(reading: Reading, law: Law) -> Iterator[Reading]:
    said = reading.statement.commodity
    if said is None:
        goods = [terms.commodity for terms in law.terms] + [ban.good for ban in law.bans]
        choices: Sequence[str] = list(dict.fromkeys(goods)) or ["other"]
    else:
        choices = LOOSE.get(said, (said,))
    for good in choices:
        words = (f"as {wording.good(good)}",) if len(choices) > 1 else ()
        yield Reading(replace(reading.statement, commodity=good), reading.words + words)


def _units(reading: Reading, law: Law) -> Iterator[Reading]:
    statement = reading.statement
    if statement.unit is not None:
        yield reading
        return
    for unit in UNSAID:
        yield Reading(replace(statement, unit=unit), (*reading.words, f"in {unit}"))


def _suppliers(reading: Reading, law: Law) -> Iterator[Reading]:
    statement = reading.statement
    if (
        statement.supplier
        or statement.role != "transfer"
        or not statement.is_report
        or statement.commodity not in LOOSE["petroleum"]
    ):
        yield reading
        return
    for codes in (REPORTERS, *((code,) for code in REPORTERS)):
        if len(codes) > 1:
            words = f"as that of {wording.places(codes)}"
        else:
            words = f"as {wording.possessive(codes[0])}"
        yield Reading(replace(statement, supplier=codes), (*reading.words, words))


def together(statement: Statement, judged: Sequence[tuple[Reading, Verdict]]) -> Verdict:
    """The one verdict where all readings have it, else ambiguous with each of them."""
    first = judged[0][1]
    if len({verdict.code for _, verdict in judged}) == 1:
        paragraphs = dict.fromkeys(p for _, verdict in judged for p in verdict.paragraphs)
        return replace(first, paragraphs=tuple(paragraphs))
    by_code: dict[str, list[str]] = {}
    for reading, verdict in judged:
        by_code.setdefault(verdict.code, []).append(" ".join(reading.words))
    parts = [f"{_some(words)} {finds(code)}" for code, words in by_code.items()]
    return Verdict(
        "ambiguous",
        f"{wording.capital(wording.claimed(statement))}: {'; '.join(parts)}.",
        statement.stated,
    )


def candidates(
    statement: Statement, judged: Sequence[tuple[tuple[str, Statement], Verdict]]
) -> Verdict:
    """The verdict where the text leaves open which of several spans is meant.

    If one agrees and no line touches the others, the ledger itself tells which was meant.
    """
    codes = [verdict.code for _, verdict in judged]
    if len(set(codes)) == 1:
        return judged[0][1]
    agreeing = [verdict for _, verdict in judged if verdict.code == "agrees"]
    names = [words for (words, _), _ in judged]
    if len(agreeing) == 1 and set(codes) == {"agrees", "unreported"}:
        one = agreeing[0]
        silent = [w for w, code in zip(names, codes, strict=True) if code == "unreported"]
        return replace(
            one,
            reason=f"{one.reason.rstrip('.')}; of the readings {wording.listed(names)} no line "
            f"touches {wording.listed(silent)}.",
        )
    parts = [f"read as {words} {finds(code)}" for words, code in zip(names, codes, strict=True)]
    return Verdict(
        "ambiguous",
        f"{wording.capital(wording.claimed(statement))}: {'; '.join(parts)}.",
        statement.stated,
    )


def _some(words: list[str]) -> str:
    if len(words) > 4:
        return f"{words[0]} and {len(words) - 1} other readings"
    return wording.listed(words)


def finds(code: str) -> str:
    """A verdict as a reading comes to it, inside a sentence."""
    return {
        "agrees": "it agrees",
        "differs": "it differs",
        "exceeds_cap": "it exceeds the cap",
        "unreported": "it is unreported",
        "partly_covered": "it is partly covered",
        "nil_contradicted": "an explicit nil contradicts it",
        "prohibited_dealing": "it is a prohibited dealing",
        "outside": "it lies outside every measure",
        "estimate_beside": "it stands beside the book",
        "cap_agrees": "it is the cap",
        "cap_superseded": "it is a superseded cap",
        "cap_misquoted": "it is no cap",
        "share_agrees": "the share agrees",
        "share_wrong": "the share is wrong",
    }.get(code, "it is ambiguous")
