"""What is judged, by which law, and the judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime import Ban, Proposal, Terms
from compliance.core.symbol import NotASymbol, Symbol


# Every verdict with its plain label, in the order of precedence where two would fit.
VERDICTS: dict[str, str] = {
    "ambiguous": "Ambiguous",
    "outside": "Outside every measure",
    "prohibited_dealing": "Prohibited dealing",
    "cap_agrees": "Cap agrees",
    "cap_superseded": "Cap superseded",
    "cap_misquoted": "Cap misquoted",
    "share_agrees": "Share agrees",
    "share_wrong": "Share wrong",
    "exceeds_cap": "Exceeds the cap",
    "estimate_beside": "Estimate, beside the book",
    "nil_contradicted": "Nil contradicted",
    "unreported": "Unreported",
    "partly_covered": "Partly covered",
    "agrees": "Agrees",
    "differs": "Differs",
}

# The roles of a figure that can be judged; a change or a context cannot.
ROLES = ("transfer", "cap", "share_of_cap")


class NotJudged(ValueError):
    """A figure in a role that no ledger can confirm or deny, as a growth rate or a price."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of the press: so much was supplied, is the limit, or is the share of it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    modifier: str
    commodity: str | None
    role: str
    basis: str | None = None
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    period: tuple[date, date] | None = None  # first and last day, as documents state it
    periods: tuple[tuple[date, date], ...] = ()  # candidates, where the text leaves it open

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise NotJudged(f"a figure is judged as {', '.join(ROLES)}, not as {self.role!r}")

    @property
    def is_nil(self) -> bool:
        return self.value is not None and self.value == 0

    @property
    def is_report(self) -> bool:
        """Whether it speaks of an official report, not of an estimate or an allegation."""
        return self.basis not in ("estimated", "alleged")

    def definite(self) -> tuple[str, str]:
        """Its commodity and its unit, which every reading of it has."""
        if self.commodity is None or self.unit is None:
            raise ValueError("a statement is judged by its readings, which leave nothing open")
        return self.commodity, self.unit

    @property
    def span(self) -> Period | None:
        return Period.through(*self.period) if self.period else None

    @property
    def stated(self) -> Quantity | None:
        if self.value is None or self.unit is None:
            return None
        return Quantity(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Dealing:
    """An allegation without a figure: somebody says that these dealt in this with those."""

    category: str
    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


# What may be said to be missing in a silence, in the words of a reason.
MISSING: dict[str, str] = {
    "no_transfer": "without a transfer",
    "no_report": "without a report",
    "silence": "of silence",
}


@dataclass(frozen=True, slots=True)
class Silence:
    """Months in which somebody is said to have delivered, or reported, nothing.

    `of`: a key of `MISSING`; a silence may be either of the others. `periods` as in a statement.
    """

    of: str
    commodity: str
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    period: tuple[date, date]
    periods: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if self.of not in MISSING:
            raise NotJudged(f"a silence is {', '.join(MISSING)}, not {self.of!r}")

    @property
    def spans(self) -> tuple[Period, ...]:
        """The spans that may be meant, the likeliest first."""
        return tuple(Period.through(*span) for span in self.periods or (self.period,))


@dataclass(frozen=True, slots=True)
class Law:
    """What the Council decided and what it was asked to decide, as far as claims touch it.

    `adopted` names the day of adoption by resolution ("S/RES/2375"); for one that it leaves out
    it is the first day on which any of the resolution's measures applies. `beside` are bans that
    say again, or of a part, what one of `bans` forbids: named with it, and nothing is judged by
    them.
    """

    terms: tuple[Terms, ...] = ()
    bans: tuple[Ban, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    adopted: tuple[tuple[str, date], ...] = field(default=())
    beside: tuple[Ban, ...] = ()

    def adopted_on(self, citation: str) -> date:
        """The day on which the paragraph was adopted, whenever it began to apply."""
        resolution = paragraph(citation).partition(" ")[0]
        for symbol, day in self.adopted:
            if paragraph(symbol) == resolution:
                return day
        return min(
            day for words, day in self._first_days() if paragraph(words).split(" ")[0] == resolution
        )

    def _first_days(self) -> Iterator[tuple[str, date]]:
        for terms in self.terms:
            yield terms.citation, terms.begins
        for ban in self.bans:
            yield ban.citation, ban.first_day


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim set against the ledger: the code, and a sentence an analyst can quote for it."""

    code: str
    reason: str
    stated: Quantity | None = None
    ledger: Quantity | None = None  # our figure in the claim's unit; None is "none", never zero
    difference: Quantity | None = None  # stated less ledger
    lines: tuple[int, ...] = ()  # the entries compared
    paragraphs: tuple[str, ...] = ()  # "S/RES/2397 OP 5"

    def __post_init__(self) -> None:
        if self.code not in VERDICTS:
            raise ValueError(f"{self.code!r} is none of {', '.join(VERDICTS)}")

    @property
    def label(self) -> str:
        return VERDICTS[self.code]


def paragraph(citation: str) -> str:
    """A citation as verdicts print it: without the year."""
    try:
        symbol = Symbol.read(citation)
    except NotASymbol:
        return citation
    return str(Symbol(symbol.number, None, symbol.paragraph))
