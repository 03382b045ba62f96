"""Figures that say what the limit is: the cap of the day, an old one, a draft, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from compliance.core.period import Period
from compliance.core.quantity import UNITS, Quantity
from compliance.core.regime import Ban, Proposal, Terms
from compliance.core.review import wording
from compliance.core.review.dealings import outside
from compliance.core.review.lines import (
    GREATEST_FACTOR,
    LEAST_FACTOR,
    PER_BASE,
    alike,
    in_unit,
)
from compliance.core.review.measures import Held, citations, held, runs, touches
from compliance.core.review.tolerance import Band, stands_for
from compliance.core.review.values import Law, Statement, Verdict, paragraph


# Limits that have no limb in tons and yet are quoted in them, by factors nobody fixed.
BY_FACTOR = frozenset({"refined_petroleum"})


def judge_limit(statement: Statement, *, law: Law, known_at: date) -> Verdict:
    """A stated limit against the caps of its period or, without one, of the day."""
    commodity, unit = statement.definite()
    span = statement.span or Period.through(known_at, known_at)
    every = held(
        law,
        commodity=commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
    )
    measures = _known(every, law, known_at)
    running = [terms for terms in measures.caps if _applies(terms, span, known_at)]
    coming = []
    if statement.period is None:
        coming = [
            terms
            for terms in measures.caps
            if terms not in running and terms.begins > known_at and _expected(terms, known_at)
        ]
    bans = tuple(ban for ban in measures.bans if touches(ban, span))
    what = wording.good(commodity)
    if not (running or coming or bans):
        return outside(
            what,
            supplier=statement.supplier,
            recipient=statement.recipient,
            measures=every,
            span=span,
            stated=statement.stated,
        )
    in_force = _first(running, span) or (() if bans else _first(coming, span))
    band = stands_for(statement)
    if band is None:
        return Verdict("ambiguous", "The limit is given without an amount.", statement.stated)
    said = wording.stands(statement, band)
    agreeing = _meeting(band, statement, [*running, *coming])
    if agreeing:
        terms, limit = agreeing[0]
        return _verdict(
            statement,
            "cap_agrees",
            f"{said}, and the limit on {what} is {_limit(limit, unit)} "
            f"({paragraph(terms.citation)}).",
            _stated_in(unit, (limit,)),
            citations(terms for terms, _ in agreeing),
        )
    ours = _stated_in(unit, [limit for terms in in_force for limit in terms.limits])
    place: tuple[Terms | Ban, ...] = in_force or bans
    now = _now(in_force, bans, what)
    others = [terms for terms in measures.caps if terms not in running and terms not in coming]
    older = _meeting(band, statement, others)
    if older:
        terms, limit = older[0]
        return _verdict(
            statement,
            "cap_superseded",
            f"{said}; {wording.quantity(limit)} was a limit of {paragraph(terms.citation)} "
            f"({_when(terms)}), but {now}.",
            ours,
            citations([*place, *(terms for terms, _ in older)]),
        )
    draft = _drafted(band, statement, law.proposals, known_at)
    if draft is not None:
        proposal, limit = draft
        return _verdict(
            statement,
            "cap_superseded",
            f"{said}; {wording.quantity(limit)} stood in {proposal.symbol}, a draft tabled on "
            f"{wording.day(proposal.tabled_on)} and not adopted, but {now}.",
            ours,
            citations(place),
        )
    return _verdict(statement, "cap_misquoted", f"{said}, but {now}.", ours, citations(place))


def meets(band: Band, *, unit: str, commodity: str, limit: Quantity) -> bool:
    """Whether a limit is inside a band, where it has no limb in tons by any factor in use."""
    if alike(limit.unit, unit):
        return band.holds(in_unit(limit, unit))
    tons = tons_of(limit, unit=unit, commodity=commodity)
    return tons is not None and band.meets(*tons)


def tons_of(limit: Quantity, *, unit: str, commodity: str) -> tuple[Decimal, Decimal] | None:
    """The span of tons that a limit in barrels may be said to be; None where it may not."""
    if (
        commodity not in BY_FACTOR
        or unit not in PER_BASE
        or limit.unit not in PER_BASE
        or (UNITS[limit.unit][0], UNITS[unit][0]) != ("volume", "mass")
    ):
        return None
    barrels = in_unit(limit, "bbl")
    return (
        barrels / GREATEST_FACTOR * PER_BASE[unit],
        barrels / LEAST_FACTOR * PER_BASE[unit],
    )


def _known(measures: Held, law: Law, known_at: date) -> Held:
    return Held(
        tuple(t for t in measures.caps if law.adopted_on(t.citation) <= known_at),
        tuple(b for b in measures.bans if law.adopted_on(b.citation) <= known_at),
    )


def _expected(terms: Terms, known_at: date) -> bool:
    """Whether on that day nothing had yet taken the place of a cap still to begin."""
    return not terms.never_applied or terms.last_day is None or known_at <= terms.last_day


def _applies(terms: Terms, span: Period, known_at: date) -> bool:
    """Whether a cap runs in the span, as it was known that day that it would."""
    if terms.never_applied and _expected(terms, known_at):
        return terms.begins <= span.last_day
    return touches(terms, span)


def _first(caps: Sequence[Terms], span: Period) -> tuple[Terms, ...]:
    """The caps in force for a span: those that run on its first day, else the next to begin."""
    if not caps:
        return ()
    begun = [terms for terms in caps if terms.begins <= span.start]
    at = max(t.begins for t in begun) if begun else min(t.begins for t in caps)
    return tuple(terms for terms in caps if terms.begins == at)


def _meeting(
    band: Band, statement: Statement, caps: Sequence[Terms]
) -> list[tuple[Terms, Quantity]]:
    commodity, unit = statement.definite()
    return [
        (terms, limit)
        for terms in caps
        for limit in terms.limits
        if meets(band, unit=unit, commodity=commodity, limit=limit)
    ]


def _drafted(
    band: Band, statement: Statement, proposals: Sequence[Proposal], known_at: date
) -> tuple[Proposal, Quantity] | None:
    commodity, unit = statement.definite()
    for proposal in proposals:
        if proposal.tabled_on > known_at or proposal.commodity != commodity:
            continue
        for limit in proposal.limits:
            if meets(band, unit=unit, commodity=commodity, limit=limit):
                return proposal, limit
    return None


def _stated_in(unit: str, limits: Sequence[Quantity]) -> Quantity | None:
    """The limb of a limit that is stated in a unit, gallons and litres being barrels."""
    for limit in limits:
        if alike(limit.unit, unit):
            return Quantity(wording.rounded(in_unit(limit, unit), unit), unit)
    return None


def _limit(limit: Quantity, unit: str) -> str:
    said = wording.quantity(limit)
    if limit.unit == unit:
        return said
    if alike(limit.unit, unit):
        return f"{said}, that is {wording.quantity(Quantity(in_unit(limit, unit), unit))}"
    return (
        f"{said}, which is {limit.amount / GREATEST_FACTOR:,.0f} to "
        f"{limit.amount / LEAST_FACTOR:,.0f} t at {LEAST_FACTOR} to {GREATEST_FACTOR} "
        "bbl a ton"
    )


def _now(in_force: tuple[Terms, ...], bans: tuple[Ban, ...], what: str) -> str:
    if in_force:
        terms = in_force[0]
        limits = " or ".join(wording.quantity(limit) for limit in terms.limits)
        limits = limits or "of no published amount"
        return f"the limit on {what} is {limits} ({paragraph(terms.citation)})"
    ban = bans[0]
    return (
        f"{what} is banned outright since {wording.day(ban.first_day)} ({paragraph(ban.citation)})"
    )


def _when(terms: Terms) -> str:
    first, last = runs(terms)
    if terms.never_applied:
        return "replaced before it began"
    return f"from {wording.day(first)}" + (f" to {wording.day(last)}" if last else "")


def _verdict(
    statement: Statement,
    code: str,
    reason: str,
    ledger: Quantity | None,
    paragraphs: tuple[str, ...],
) -> Verdict:
    stated = statement.stated
    return Verdict(
        code,
        reason,
        stated,
        ledger,
        stated - ledger if stated and ledger else None,
        paragraphs=paragraphs,
    )
