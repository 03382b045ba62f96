"""Figures of what was supplied: against bans, limits and, line by line, the reported book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.core.ledger import Entry
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """One reading of a transfer beside the lines of its span."""

    statement: Statement
    band: Band
    span: Period
    tally: Tally
    book: Book

    @property
    def said(self) -> str:
        return wording.stands(self.statement, self.band)

    @property
    def claimed(self) -> str:
        return wording.capital(wording.claimed(self.statement))

    @property
    def lines(self) -> str:
        return wording.lines(self.tally.lines, unit=self.tally.unit)

    def verdict(self, code: str, reason: str, paragraphs: tuple[str, ...] = ()) -> Verdict:
        """A verdict that carries both figures, covered or not."""
        stated, total = self.statement.stated, self.tally.total
        unit = self.tally.unit
        ours = None if total is None else Quantity(wording.rounded(total, unit), unit)
        gap = None if stated is None or ours is None else stated - ours
        return Verdict(code, reason, stated, ours, gap, self.tally.ids, paragraphs)


def judge_transfer(statement: Statement, *, law: Law, book: Book, known_at: date) -> Verdict:
    """One reading of a transfer, by the order of precedence."""
    commodity, unit = statement.definite()
    stated = statement.stated
    if statement.period is None and statement.is_report:
        return _without_period(statement, book)
    span = statement.span or Period.through(known_at, known_at)
    parties = {"supplier": statement.supplier, "recipient": statement.recipient}
    measures = held(law, commodity=commodity, **parties)
    what = wording.good(commodity)
    if not measures.covers(span):
        return outside(what, **parties, measures=measures, span=span, stated=stated)
    if not statement.is_nil:  # a nil alleges no dealing
        forbidden = banned(what, measures, span, stated=stated)
        if forbidden is not None:
            return forbidden
    band = stands_for(statement)
    if band is None:
        return Verdict("ambiguous", "The transfer is given without an amount.", stated)
    tally = book.tally(commodity=commodity, **parties, span=span, unit=unit)
    beside = Comparison(statement, band, span, tally, book)
    return (
        _over(beside, measures)
        or _estimated(beside)
        or _against_nil(beside)
        or _uncovered(beside, known_at)
        or _compared(beside)
    )


def _over(claim: Comparison, measures: Held) -> Verdict | None:
    """A reported quantity that by itself is more than the limit of its one cap period."""
    capped = measures.capped(claim.span)
    if not claim.statement.is_report or len(capped) != 1 or claim.band.low is None:
        return None
    terms, period = capped[0]
    if not period.covers(claim.span):
        return None
    broken = _broken(terms, Quantity(claim.band.low, claim.tally.unit))
    if broken is None:
        return None
    limit, how = broken
    return claim.verdict(
        "exceeds_cap",
        f"{claim.claimed} is {wording.number(claim.band.low)} at the least{how}, over the limit of "
        f"{wording.quantity(limit)} for {wording.span(period)} ({paragraph(terms.citation)}); "
        f"{claim.lines}.",
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


def _estimated(claim: Comparison) -> Verdict | None:
    if claim.statement.is_report:
        return None
    kind = "an estimate" if claim.statement.basis == "estimated" else "an allegation"
    return claim.verdict(
        "estimate_beside",
        f"{claim.claimed} is {kind} and stands beside the reported book, where {claim.lines}.",
    )


def _against_nil(claim: Comparison) -> Verdict | None:
    tally = claim.tally
    if claim.statement.is_nil:
        if tally.all_nil:
            return None
        return claim.verdict("nil_contradicted", f"The claim is nil, but {claim.lines}.")
    if not tally.lines or not tally.all_nil or tally.open:
        return None
    return claim.verdict(
        "nil_contradicted",
        f"{claim.claimed} is claimed, but {wording.span(claim.span)} is an explicit nil: "
        f"{claim.lines}.",
    )


def _uncovered(claim: Comparison, known_at: date) -> Verdict | None:
    tally = claim.tally
    if not tally.lines and not tally.touching:
        who = wording.places(claim.statement.supplier) or "any State"
        what = wording.good(claim.statement.definite()[0])
        return claim.verdict(
            "unreported",
            f"No line of {who} on {what} touches {wording.span(claim.span)}, as known on "
            f"{wording.day(known_at)}.",
        )
    if not tally.open:
        return None
    gaps = [f"{wording.possessive(code)} {wording.span(gap)}" for code, gap in tally.open]
    gap = f"no line covers {wording.listed(gaps)}"
    across = ""
    if tally.touching:
        across = f" ({wording.listed([_line(entry) for entry in tally.touching])} cannot be added)"
    found = f"{claim.lines}, but {gap}" if tally.lines else gap
    return claim.verdict("partly_covered", f"{claim.said}; {found}{across}.")


def _compared(claim: Comparison) -> Verdict:
    tally, band, nil = claim.tally, claim.band, claim.statement.is_nil
    both = f"{claim.said}; {claim.lines}"
    if tally.fits(band, rounded=not nil):
        total = tally.total
        assert total is not None
        near = "" if band.holds(total) else ", within the rounding of the lines"
        return claim.verdict("agrees", f"{both}{near}.")
    factor = None if nil else tally.factor_for(band, rounded=True)
    if factor is not None:
        return claim.verdict(
            "agrees", f"{both}, and {factor:.2f} bbl a ton for all tons makes them agree."
        )
    return claim.verdict("differs", f"{both}{_instead(claim)}.")


def _instead(claim: Comparison) -> str:
    """What the figure may have been taken from: one supplier's lines, another month, a conflict."""
    names = claim.statement.supplier
    for entry in claim.book.beside:
        if entry.supplier in names and claim.span.covers(entry.period) and _gives(entry, claim):
            row = f"{wording.possessive(entry.supplier)} row of {wording.span(entry.period)}"
            return f"; {row} that gives the figure is kept beside, as {entry.kind}, and is no line"
    if len(names) > 1:
        fitting = [
            f"{wording.possessive(code)} lines alone"
            for code in names
            if _alone(claim.statement, claim.book, code, claim.span).fits(claim.band, rounded=True)
        ]
    else:
        fitting = [
            _line(entry) for entry in _lines_of(claim.statement, claim.book) if _gives(entry, claim)
        ]
    return f"; the figure is that of {fitting[0]}" if len(fitting) == 1 else ""


def _gives(entry: Entry, claim: Comparison) -> bool:
    """Whether an entry's own figure, with no factor, is what the claim says."""
    said, unit = entry.quantity, claim.tally.unit
    return said is not None and alike(said.unit, unit) and claim.band.holds(in_unit(said, unit))


def _single(statement: Statement, book: Book, entry: Entry) -> Tally:
    return _alone(statement, book, entry.supplier, entry.period)


def _alone(statement: Statement, book: Book, supplier: str, span: Period) -> Tally:
    commodity, unit = statement.definite()
    return book.tally(
        commodity=commodity,
        supplier=(supplier,),
        recipient=statement.recipient,
        span=span,
        unit=unit,
    )


def _lines_of(statement: Statement, book: Book) -> tuple[Entry, ...]:
    return book.of(
        commodity=statement.definite()[0],
        supplier=statement.supplier,
        recipient=statement.recipient,
    )


def _line(entry: Entry) -> str:
    return f"{wording.possessive(entry.supplier)} line of {wording.span(entry.period)}"


def _without_period(statement: Statement, book: Book) -> Verdict:
    """No period: whether it agrees depends on the month one takes."""
    band = stands_for(statement)
    entries = _lines_of(statement, book)
    fitting = [
        _line(entry)
        for entry in entries
        if band is not None
        and _single(statement, book, entry).fits(band, rounded=not statement.is_nil)
    ]
    if not entries:
        found = "no line could be the one meant"
    elif 0 < len(fitting) <= len(wording.NUMBERS) // 2:
        found = f"it agrees with {wording.listed(fitting)} and with no other single line"
    else:
        found = f"it agrees with {wording.count(len(fitting))} of {len(entries)} single lines"
    return Verdict(
        "ambiguous",
        f"{wording.capital(wording.claimed(statement))} is given without a period; {found}.",
        statement.stated,
    )
