"""Figures that say how much of a cap is used, in percent, or what is left of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from compliance.core.quantity import UNITS, Quantity
from compliance.core.regime import Terms
from compliance.core.review import wording
from compliance.core.review.dealings import outside
from compliance.core.review.limits import tons_of
from compliance.core.review.lines import Book, Tally, alike, in_unit
from compliance.core.review.measures import citations, held
from compliance.core.review.tolerance import Band, stands_for
from compliance.core.review.values import Law, Statement, Verdict, paragraph


HUNDRED = Decimal(100)


def judge_share(statement: Statement, *, law: Law, book: Book, known_at: date) -> Verdict:
    """A share or a remainder against what the lines of its span make of the cap's limit.

    Which months are still silent does not matter to it: it is an assertion on the book.
    """
    commodity, said_in = statement.definite()
    stated, span = statement.stated, statement.span
    if span is None:
        return Verdict("ambiguous", "A share is of one cap period, and no period is given.", stated)
    parties = {"supplier": statement.supplier, "recipient": statement.recipient}
    measures = held(law, commodity=commodity, **parties)
    what, when = wording.good(commodity), wording.span(span)
    capped = measures.capped(span)
    if len(capped) > 1:
        periods = wording.listed([wording.span(period) for _, period in capped])
        return Verdict(
            "ambiguous",
            f"{wording.capital(when)} lies in {wording.count(len(capped))} cap periods, {periods}, "
            "and the share may be of any of them.",
            stated,
        )
    if not measures.covers(span):
        return outside(what, **parties, measures=measures, span=span, stated=stated)
    band = stands_for(statement)
    if band is None:
        return Verdict("ambiguous", "The share is given without an amount.", stated)
    terms = capped[0][0] if capped else None
    limit = limb(terms, unit=said_in, commodity=commodity) if terms else None
    said = wording.stands(statement, band)
    if terms is None or limit is None:
        return Verdict(
            "share_wrong",
            f"{said}, but in {when} {what} had no limit that it could be a share of.",
            stated,
        )
    unit = limit.unit if said_in == "percent" else said_in
    tally = book.tally(commodity=commodity, **parties, span=span, unit=unit)
    if not tally.lines:
        return Verdict(
            "share_wrong",
            f"{said}, but on {wording.day(known_at)} no line of {when} was known that would make "
            f"a share of {wording.quantity(limit)} ({paragraph(terms.citation)}).",
            stated,
            paragraphs=citations([terms]),
        )
    if not alike(limit.unit, unit):
        return _left_in_tons(statement, band, terms, limit, tally)
    return _shared(statement, band, terms, limit, tally)


def limb(terms: Terms, *, unit: str, commodity: str) -> Quantity | None:
    """The limit that a share is of: the one in its unit; for percent that of volume or mass."""
    for limit in terms.limits:
        if unit == "percent" and UNITS[limit.unit][0] in ("volume", "mass"):
            return limit
        if alike(limit.unit, unit):
            return limit
    return next((x for x in terms.limits if tons_of(x, unit=unit, commodity=commodity)), None)


def _shared(
    statement: Statement, band: Band, terms: Terms, limit: Quantity, tally: Tally
) -> Verdict:
    said_in, total, whole = statement.definite()[1], tally.total, in_unit(limit, tally.unit)
    assert total is not None
    percent = said_in == "percent"
    used = band.times(whole / HUNDRED) if percent else band.taken_from(whole)
    share = total * HUNDRED / whole if percent else whole - total
    ours = Quantity(wording.rounded(share, said_in), said_in)
    makes = f"{wording.quantity(ours)} used" if percent else f"{wording.quantity(ours)} left"
    code, how = "share_wrong", ""
    if tally.fits(used, rounded=not percent):
        code = "share_agrees"
    elif (factor := tally.factor_for(used, rounded=not percent)) is not None:
        code, how = "share_agrees", f", and {factor:.2f} bbl a ton for all tons explains the claim"
    elif percent and band.holds(HUNDRED - share):
        how = f", and {wording.number(wording.rounded(HUNDRED - share, said_in))} percent left"
    return Verdict(
        code,
        f"{wording.stands(statement, band)}; {wording.lines(tally.lines, unit=tally.unit)}, and of "
        f"{wording.quantity(Quantity(whole, tally.unit))} ({paragraph(terms.citation)}) that is "
        f"{makes}{how}.",
        statement.stated,
        ours,
        statement.stated - ours if statement.stated else None,
        tally.ids,
        citations([terms]),
    )


def _left_in_tons(
    statement: Statement, band: Band, terms: Terms, limit: Quantity, tally: Tally
) -> Verdict:
    """A remainder in tons of a limit in barrels: right if any one factor makes it so."""
    commodity, unit = statement.definite()
    own = sum((line.amount for line in tally.lines if not line.worked_out), Decimal(0))
    barrels = sum((line.raw for line in tally.lines if line.worked_out), Decimal(0))
    spare = Quantity(
        in_unit(limit, "bbl") - barrels / in_unit(Quantity(Decimal(1), "t"), unit), "bbl"
    )
    bounds = tons_of(spare, unit=unit, commodity=commodity)
    assert bounds is not None
    low, high = (bound - own for bound in bounds)
    right = band.widened(tally.rounding).meets(low, high)
    return Verdict(
        "share_agrees" if right else "share_wrong",
        f"{wording.stands(statement, band)}; {wording.lines(tally.lines, unit=unit)}, and of "
        f"{wording.quantity(limit)} ({paragraph(terms.citation)}), which has no limb in tons, "
        f"{low:,.0f} to {high:,.0f}{wording.unit_words(unit)} are left, as the factor may be.",
        statement.stated,
        lines=tally.ids,
        paragraphs=citations([terms]),
    )
