"""What a reading of an article holds: figures, claims, allegations, silences, and why.

All values are frozen and carry the span of the text they came from, so that a person who
doubts one can be shown the words.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field of a claim has its value: the rule that spoke, and the words it heard."""

    field: str
    rule: str
    words: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its unit as printed; `text[start:end] == quote`.

    `value` is None for a range or a vague amount; `low` and `high` are its bounds then.
    """

    start: int
    end: int
    quote: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    modifier: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a figure asserts: who moved how much of what to whom and when, or what the limit is."""

    figure: Figure
    role: str
    commodity: str | None
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    period: tuple[date, date] | None
    periods: tuple[tuple[date, date], ...]
    basis: str | None
    restates: int | None
    confidence: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Allegation:
    """A dealing that the resolutions prohibit, as someone alleges it, with or without a figure."""

    category: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    period: tuple[date, date] | None
    asserted_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    quote: str
    start: int
    end: int
    confidence: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Months in which a supplier is said to have delivered, or reported, nothing.

    `of` says what was missing: no_transfer, no_report, or silence, which may be either. `periods`
    are the spans that may be meant where the words leave more than one open, the likeliest first.
    """

    of: str
    commodity: str
    supplier: tuple[str, ...]
    recipient: tuple[str, ...]
    period: tuple[date, date]
    periods: tuple[tuple[date, date], ...]
    quote: str
    start: int
    end: int
    confidence: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning about the text as a whole, in one sentence for an analyst."""

    code: str
    message: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass of one version of the reader over one text.

    `published_on` is the date the page gave; `dated` the span of days that the text itself
    supports as its date. They agree unless a caution says otherwise.
    """

    version: str
    language: str
    published_on: date | None
    dated: tuple[date, date] | None
    claims: tuple[Claim, ...]
    allegations: tuple[Allegation, ...]
    resolutions: tuple[str, ...]
    cautions: tuple[Caution, ...]
    silences: tuple[Silence, ...] = ()
