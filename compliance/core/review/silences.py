"""Silences: are the months said to be without a delivery, or a report, so in the ledger?

A month with an explicit nil is a month without a transfer, and not without a report. What nobody
has looked at since its report was due is unknown, and neither agrees nor differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from compliance.core.ledger import Cell, cells
from compliance.core.period import Period, months_after
from compliance.core.quantity import Quantity
from compliance.core.review import wording
from compliance.core.review.dealings import outside
from compliance.core.review.lines import Book
from compliance.core.review.measures import Held, held, runs, touches
from compliance.core.review.readings import LOOSE, finds
from compliance.core.review.values import MISSING, Law, Silence, Verdict


UNIT = "months"
# What is said of months of each state that hold nothing of what is missed, one and several.
WORDS: dict[str, tuple[str, str]] = {
    "nil": ("one explicit nil", "{} explicit nils"),
    "silent": ("one month without a report", "{} months without a report"),
    "unclear": ("one that is zero or blank", "{} that are zero or blank"),
    "waiting": ("one not yet due", "{} not yet due"),
}
NAMED = 3  # months that are named one by one


def judge_silence(silence: Silence, *, law: Law, book: Book, known_at: date) -> Verdict:
    """The verdict on a silence; one that may be of reports or of deliveries is read as both."""
    if silence.of != "silence":
        return _judged(silence, law, book, known_at)
    found = [
        (of, _judged(replace(silence, of=of), law, book, known_at))
        for of in ("no_transfer", "no_report")
    ]
    if len({verdict.code for _, verdict in found}) == 1:
        return found[0][1]
    parts = [f"read as months {MISSING[of]} {finds(verdict.code)}" for of, verdict in found]
    reasons = " ".join(verdict.reason for _, verdict in found)
    span = wording.span(silence.spans[0])
    return Verdict(
        "ambiguous",
        f"A silence of {span}, {' and '.join(parts)}. {reasons}",
        found[0][1].stated,
        lines=tuple(dict.fromkeys(line for _, verdict in found for line in verdict.lines)),
    )


def _judged(silence: Silence, law: Law, book: Book, known_at: date) -> Verdict:
    goods = LOOSE.get(silence.commodity, (silence.commodity,))
    good, spans = goods[0], silence.spans
    parties = {"supplier": silence.supplier, "recipient": silence.recipient}
    measures = held(law, commodity=good, **parties)
    whole = Period(min(s.start for s in spans), max(s.end for s in spans))
    what = wording.good(good)
    if not measures.covers(whole):
        return outside(what, **parties, measures=measures, span=whole, stated=_months(spans[0]))
    matrix = _matrix(measures, book, whole, known_at)
    judged = []
    for span in spans:
        each = [
            _Gap(silence.of, span, code, [c for c in matrix if c.supplier == code], known_at)
            for code in silence.supplier
        ]
        verdicts = [gap.verdict() for gap in each]
        judged.append(next((v for v in verdicts if v.code != "agrees"), verdicts[0]))
    found = next((verdict for verdict in judged if verdict.code == "agrees"), judged[0])
    if len(spans) > 2:  # the words are round; of an exact number only the edge is open
        lengths = [sum(1 for _ in span.months()) for span in spans]
        open_words = f"The words stand for {min(lengths)} to {max(lengths)} months: "
        found = replace(found, reason=open_words + found.reason)
    return found


def _matrix(measures: Held, book: Book, span: Period, known_at: date) -> list[Cell]:
    """What each month is, from the first that was capped to the one after a span."""
    end = months_after(span.end.replace(day=1), 1)
    by_month: dict[tuple[str, Period], Cell] = {}
    for terms in sorted(measures.caps, key=lambda terms: terms.begins):
        first, last = runs(terms)
        until = end if last is None else min(end, months_after(last.replace(day=1), 1))
        begin = first.replace(day=1)
        if begin >= until or not touches(terms, Period(begin, until)):
            continue
        for cell in cells(
            terms,
            Period(begin, until),
            book.account,
            book.entries,
            on=known_at,
            known_at=known_at,
        ):
            by_month[cell.supplier, cell.month] = cell
    return sorted(by_month.values(), key=lambda cell: cell.month)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The months of one supplier, and a span that is said to hold nothing of them."""

    of: str
    span: Period
    supplier: str
    row: Sequence[Cell]
    known_at: date

    def verdict(self) -> Verdict:
        inside = [cell for cell in self.row if self.span.covers(cell.month)]
        stated, who = _months(self.span), wording.possessive(self.supplier)
        days = wording.span(self.span)
        said = f"{stated.amount} months {MISSING[self.of]}"
        as_known = f"as known on {wording.day(self.known_at)}"
        if not any(cell.entry for cell in self.row):
            return Verdict(
                "unreported",
                f"{wording.capital(said)}, {days}; the ledger holds no line of "
                f"{wording.place(self.supplier)}, {as_known}.",
                stated,
            )
        before = [cell for cell in self.row if cell.month.end <= self.span.start][-1:]
        after = [cell for cell in self.row if cell.month.start >= self.span.end][:1]
        edges = [cell for cell in (*before, *after) if self._broken(cell)]
        lines = tuple(
            dict.fromkeys(cell.entry.id for cell in (*before, *inside, *after) if cell.entry)
        )
        broken = [cell for cell in inside if self._broken(cell)]
        opened = [cell for cell in inside if self._open(cell)]
        held = f"of {who} {len(inside)} months, {days}, "
        if broken:
            code, ours = "differs", self._length()
            reason = f"{held}{_counted(broken)} one: {_each(broken)}"
        elif opened or len(inside) < stated.amount:
            code, ours = "partly_covered", None
            unseen = _named(opened) or "those before the cap"
            reason = f"{held}nobody can say of {unseen} whether they have one"
        elif before and self._broken(before[0]):
            code, ours = "agrees", stated
            reason = f"{who} {days} hold {_content(inside)}; {_each(edges)}"
        elif before and not self._open(before[0]):
            ours = self._length()
            code = "differs" if ours else "partly_covered"
            longer = f"are {ours.amount}" if ours else "reach back to where no line is held"
            reason = f"{who} months {MISSING[self.of]} to {_until(self.span)} {longer}"
            reason += f"; {_each(self._last())}" if ours else ""
        else:
            code, ours = "partly_covered", None
            reason = f"{who} {days} hold {_content(inside)}, but what stood before is not known"
        gap = None if ours is None else stated - ours
        return Verdict(
            code, f"{wording.capital(said)}: {reason}, {as_known}.", stated, ours, gap, lines
        )

    def _broken(self, cell: Cell) -> bool:
        """Whether a month holds what is said to be missing."""
        if self.of == "no_report":
            return cell.state in ("quantity", "nil", "sum")
        if cell.state == "sum":
            return not _is_zero(cell) and not self._across(cell)
        return cell.state == "quantity"

    def _open(self, cell: Cell) -> bool:
        """Whether nobody can say: not seen, or in a sum that reaches over the edge."""
        if self.of == "no_report":
            return cell.state in ("unknown", "unclear")
        across = cell.state == "sum" and not _is_zero(cell) and self._across(cell)
        return cell.state == "unknown" or across

    def _across(self, cell: Cell) -> bool:
        """Whether a sum lies partly in the span: which months the amount is of, is open."""
        period = cell.entry.period if cell.entry else cell.month
        return period.overlaps(self.span) and not self.span.covers(period)

    def _length(self) -> Quantity | None:
        """How many months it lasted by the ledger, counted back from its end."""
        until = [cell for cell in self.row if cell.month.end <= self.span.end]
        for count, cell in enumerate(reversed(until)):
            if self._broken(cell):
                return Quantity(Decimal(count), UNIT)
            if self._open(cell):
                return None
        return None

    def _last(self) -> list[Cell]:
        """The last month before the end of the span that holds what is missed."""
        held = [c for c in self.row if c.month.end <= self.span.end and self._broken(c)]
        return held[-1:]


def _is_zero(cell: Cell) -> bool:
    quantity = cell.entry.quantity if cell.entry else None
    return quantity is not None and quantity.amount == 0


def _months(span: Period) -> Quantity:
    return Quantity(Decimal(sum(1 for _ in span.months())), UNIT)


def _counted(found: Sequence[Cell]) -> str:
    return "one has" if len(found) == 1 else f"{len(found)} have"


def _content(inside: Sequence[Cell]) -> str:
    """ "26 explicit nils and one month without a report (September 2020)"."""
    parts = []
    for state, (one, several) in WORDS.items():
        own = [cell for cell in inside if cell.state == state or (state == "nil" and _zero(cell))]
        if own:
            words = one if len(own) == 1 else several.format(len(own))
            few = state != "nil" and len(own) < len(inside)
            parts.append(f"{words} ({_named(own)})" if few else words)
    return wording.listed(parts)


def _zero(cell: Cell) -> bool:
    return cell.state == "sum" and _is_zero(cell)


def _named(found: Sequence[Cell]) -> str:
    """Months by name, the first few of many."""
    names = [wording.span(cell.month) for cell in found[:NAMED]]
    more = len(found) - len(names)
    return wording.listed([*names, f"{more} more"] if more else names)


def _each(found: Sequence[Cell]) -> str:
    """Months with what their lines say, the first few of many."""
    words = [
        f"{wording.span(cell.month)} has "
        + (
            "an explicit nil"
            if _is_zero(cell)
            else wording.quantity(cell.entry.quantity)
            if cell.entry and cell.entry.quantity
            else "a line"
        )
        for cell in found[:NAMED]
    ]
    more = len(found) - len(words)
    return wording.listed([*words, f"{more} more"] if more else words)


def _until(span: Period) -> str:
    return f"{span.last_day:%B %Y}"
