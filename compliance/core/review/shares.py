"""Figures that say how much of a cap is used, in percent, or what is left of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from compliance.core.quantity import UNITS, Quantity
from compliance.core.regime import Terms
from compliance.core.review import wording
from compliance.core.review.dealings import outside
from compliance.core.review.lines import Book, alike, in_unit
from compliance.core.review.measures import citations, held
from compliance.core.review.tolerance import stands_for
from compliance.core.review.values import Law, Statement, Verdict, paragraph


HUNDRED = Decimal(100)


def judge_share(statement: Statement, *, law: Law, book: Book, known_at: date) -> Verdict:
    """A share or a remainder against what the lines of its span make of the cap's limit.

    Which months are still silent does not matter to it: it is an assertion on the book.
    """
    assert statement.commodity is not None and statement.unit is not None
    stated, span = statement.stated, statement.span
    if span is None:
        return Verdict(
            "ambiguous", "A share of a cap is of some period, and none is given.", stated
        )
    measures = held(
        law,
        commodity=statement.commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
    )
    what = wording.good(statement.commodity)
    capped = measures.capped(span)
    if len(capped) > 1:
        first, second = capped[0][1], capped[1][1]
        return Verdict(
            "ambiguous",
            f"{wording.capital(wording.span(span))} lies in two cap periods, "
            f"{wording.span(first)} and {wording.span(second)}, and the share may be of either "
            "or of both.",
            stated,
        )
    if not measures or not measures.covers(span):
        return outside(what, statement.supplier, statement.recipient, measures, span, stated=stated)
    band = stands_for(statement)
    if band is None:
        return Verdict("ambiguous", "The share is given without an amount.", stated)
    said = wording.stands(statement, band)
    terms = capped[0][0] if capped else None
    limit = limb(terms, statement.unit) if terms else None
    if terms is None or limit is None:
        reason = f"{said}, but in {wording.span(span)} {what} had no limit that it could be of"
        return Verdict("share_wrong", f"{reason}.", stated)
    percent = statement.unit == "percent"
    unit = limit.unit if percent else statement.unit
    whole = in_unit(limit, unit)
    used = band.times(whole / HUNDRED) if percent else band.taken_from(whole)
    tally = book.tally(
        commodity=statement.commodity,
        supplier=statement.supplier,
        recipient=statement.recipient,
        span=span,
        unit=unit,
    )
    total = tally.total
    if total is None:
        return Verdict(
            "share_wrong",
            f"{said}, but no line of {wording.span(span)} was known on {wording.day(known_at)} "
            f"that makes a share of {wording.quantity(limit)}.",
            stated,
            paragraphs=citations([terms]),
        )
    share = total * HUNDRED / whole if percent else whole - total
    ours = Quantity(wording.rounded(share, statement.unit), statement.unit)
    code, how = "share_wrong", ""
    if tally.fits(used, rounded=not percent):
        code = "share_agrees"
    else:
        factor = tally.factor_for(used, rounded=not percent)
        if factor is not None:
            code, how = "share_agrees", f", and {factor:.2f} bbl a ton explains the claim"
    makes = "percent" if percent else f"{wording.unit_words(statement.unit).strip()} left"
    return Verdict(
        code,
        f"{said}; {wording.lines(tally.lines, unit=unit)}, and of {_whole(limit, unit)} "
        f"({paragraph(terms.citation)}) that makes {wording.number(ours.amount)} {makes}{how}.",
        stated,
        ours,
        stated - ours if stated else None,
        tally.ids,
        citations([terms]),
    )


def limb(terms: Terms, unit: str) -> Quantity | None:
    """The limit that a share is of: the one in its unit; for percent that of volume or mass."""
    if unit == "percent":
        return next(
            (limit for limit in terms.limits if UNITS[limit.unit][0] in ("volume", "mass")), None
        )
    return next((limit for limit in terms.limits if alike(limit.unit, unit)), None)


def _whole(limit: Quantity, unit: str) -> str:
    return wording.quantity(Quantity(in_unit(limit, unit), unit))
