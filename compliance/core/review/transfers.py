"""Figures of what was supplied: against bans, limits and, line by line, the reported book."""

from __future__ import annotations

from datetime import date

from compliance.core.period import Period
from compliance.core.quantity import UNITS, Quantity
from compliance.core.regime import Terms
from compliance.core.review import wording
from compliance.core.review.dealings import banned, outside
from compliance.core.review.limits import BY_FACTOR
from compliance.core.review.lines import LEAST_FACTOR, PER_BASE, Book, Tally, alike, in_unit
from compliance.core.review.measures import Held, citations, held
from compliance.core.review.tolerance import Band, stands_for
from compliance.core.review.values import Law, Statement, Verdict, paragraph


def judge_transfer(statement: Statement, *, law: Law, book: Book, known_at: date) -> Verdict:
    """One reading of a transfer, by the order of precedence."""
    assert statement.commodity is not None and statement.unit is not None
    stated = statement.stated
    if statement.period is None and statement.is_report:
        return _without_period(statement, book)
    span = statement.span or Period.through(known_at, known_at)
    measures = held(
        law,
        commodity=statement.commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
    )
    what = wording.good(statement.commodity)
    if not measures or not measures.covers(span):
        return outside(what, statement.supplier, statement.recipient, measures, span, stated=stated)
    if not statement.is_nil:  # a nil alleges no dealing
        forbidden = banned(what, measures.bans, span, stated=stated)
        if forbidden is not None:
            return forbidden
    band = stands_for(statement)
    if band is None:
        return Verdict("ambiguous", "The transfer is given without an amount.", stated)
    tally = book.tally(
        commodity=statement.commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
        span=span,
        unit=statement.unit,
    )
    return (
        _over(statement, band, measures, span, tally)
        or _beside(statement, band, span, tally)
        or _against_nil(statement, span, tally)
        or _uncovered(statement, band, span, tally, known_at)
        or _compared(statement, band, tally)
    )


def _over(
    statement: Statement, band: Band, measures: Held, span: Period, tally: Tally
) -> Verdict | None:
    """A reported quantity that by itself is more than the limit of its one cap period."""
    capped = measures.capped(span)
    if not statement.is_report or len(capped) != 1 or band.low is None:
        return None
    terms, period = capped[0]
    if not period.covers(span):
        return None
    assert statement.unit is not None
    broken = _broken(terms, Quantity(band.low, statement.unit))
    if broken is None:
        return None
    limit, how = broken
    return _verdict(
        statement,
        "exceeds_cap",
        f"{wording.capital(wording.claimed(statement))} is {wording.number(band.low)} at the "
        f"least{how}, over the limit of {wording.quantity(limit)} for {wording.span(period)} "
        f"({paragraph(terms.citation)}); {wording.lines(tally.lines, unit=tally.unit)}.",
        tally,
        citations([terms]),
    )


def _broken(terms: Terms, least: Quantity) -> tuple[Quantity, str] | None:
    """The limit that the least amount is over, whatever factor one takes, and how."""
    for limit in terms.limits:
        if alike(limit.unit, least.unit):
            if in_unit(least, limit.unit) > limit.amount:
                return limit, ""
        elif (
            terms.commodity in BY_FACTOR
            and least.unit in PER_BASE
            and (UNITS[least.unit][0], limit.unit) == ("mass", "bbl")
        ):
            barrels = in_unit(least, "t") * LEAST_FACTOR
            if barrels > limit.amount:
                return limit, f", {wording.number(barrels)} bbl even at {LEAST_FACTOR} bbl a ton"
    return None


def _beside(statement: Statement, band: Band, span: Period, tally: Tally) -> Verdict | None:
    if statement.is_report:
        return None
    kind = "an estimate" if statement.basis == "estimated" else "an allegation"
    return _verdict(
        statement,
        "estimate_beside",
        f"{wording.capital(wording.claimed(statement))} is {kind} and stands beside the reported "
        f"book, where for {wording.span(span)} {wording.lines(tally.lines, unit=tally.unit)}.",
        tally,
    )


def _against_nil(statement: Statement, span: Period, tally: Tally) -> Verdict | None:
    said = wording.lines(tally.lines, unit=tally.unit)
    if statement.is_nil:
        if not tally.lines or tally.all_nil:
            return None
        return _verdict(statement, "nil_contradicted", f"The claim is nil, but {said}.", tally)
    if not tally.lines or not tally.all_nil or tally.open:
        return None
    return _verdict(
        statement,
        "nil_contradicted",
        f"{wording.capital(wording.claimed(statement))} is claimed, but {wording.span(span)} is "
        f"an explicit nil: {said}.",
        tally,
    )


def _uncovered(
    statement: Statement, band: Band, span: Period, tally: Tally, known_at: date
) -> Verdict | None:
    who = wording.listed([wording.place(code) for code in statement.supplier]) or "any State"
    if not tally.lines and not tally.touching:
        return _verdict(
            statement,
            "unreported",
            f"No line of {who} on {wording.good(statement.commodity)} touches "
            f"{wording.span(span)}, as known on {wording.day(known_at)}.",
            tally,
        )
    if not tally.open:
        return None
    gaps = [f"{wording.possessive(code)} {wording.span(gap)}" for code, gap in tally.open]
    across = ""
    if tally.touching:
        edges = [
            f"{wording.possessive(entry.supplier)} line of {wording.span(entry.period)}"
            for entry in tally.touching
        ]
        across = f" ({wording.listed(edges)} cannot be added)"
    return _verdict(
        statement,
        "partly_covered",
        f"{wording.stands(statement, band)}; {wording.lines(tally.lines, unit=tally.unit)}, but "
        f"no line covers {wording.listed(gaps)}{across}.",
        tally,
    )


def _compared(statement: Statement, band: Band, tally: Tally) -> Verdict:
    said = f"{wording.stands(statement, band)}; {wording.lines(tally.lines, unit=tally.unit)}"
    if tally.fits(band, rounded=not statement.is_nil):
        total = tally.total
        assert total is not None
        near = "" if band.holds(total) else ", within the rounding of the lines"
        return _verdict(statement, "agrees", f"{said}{near}.", tally)
    factor = None if statement.is_nil else tally.factor_for(band, rounded=True)
    if factor is not None:
        how = f", and {factor:.2f} bbl a ton instead of the policy's factor makes them agree"
        return _verdict(statement, "agrees", f"{said}{how}.", tally)
    return _verdict(statement, "differs", f"{said}.", tally)


def _without_period(statement: Statement, book: Book) -> Verdict:
    """No period: whether it agrees depends on the month one takes."""
    assert statement.commodity is not None and statement.unit is not None
    band = stands_for(statement)
    entries = book.of(
        commodity=statement.commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
    )
    fitting: list[str] = []
    for entry in entries:
        alone = book.tally(
            commodity=statement.commodity,
            supplier=(entry.supplier,),
            recipient=statement.recipient,
            span=entry.period,
            unit=statement.unit,
        )
        if band is not None and alone.fits(band, rounded=not statement.is_nil):
            fitting.append(f"{wording.possessive(entry.supplier)} {wording.span(entry.period)}")
    if not entries:
        found = "no line could be the one meant"
    elif fitting and len(fitting) <= 6:
        found = f"it agrees with {wording.listed(fitting)} and with no other single line"
    else:
        found = f"it agrees with {len(fitting)} of {len(entries)} single lines"
    return Verdict(
        "ambiguous",
        f"{wording.capital(wording.claimed(statement))} is given without a period; {found}.",
        statement.stated,
    )


def _verdict(
    statement: Statement,
    code: str,
    reason: str,
    tally: Tally,
    paragraphs: tuple[str, ...] = (),
) -> Verdict:
    stated, total = statement.stated, tally.total
    ours = Quantity(wording.rounded(total, tally.unit), tally.unit) if total is not None else None
    gap = stated - ours if stated is not None and ours is not None else None
    return Verdict(code, reason, stated, ours, gap, tally.ids, paragraphs)
