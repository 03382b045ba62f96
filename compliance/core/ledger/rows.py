"""Rows of a table of transfers, as a file gives them: read strictly, nothing guessed.

A row has every column and no other. What could be read two ways, or only by putting something
right, is refused with its column named: an amount with separators, a day in another order, a code
in lower case. The rows of one file are also set against each other, for they can name each other.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from compliance.core.ledger.drafts import Draft, Problem
from compliance.core.ledger.entries import COUNTING, KINDS, Entry
from compliance.core.period import OutsideSchedule, Period
from compliance.core.quantity import UNITS
from compliance.core.regime import Terms
from compliance.core.state import is_state


COLUMNS = (
    "reference",
    "resolution",
    "cap",
    "commodity",
    "reporting_state",
    "supplier",
    "recipient",
    "period_start",
    "period_end",
    "quantity",
    "unit",
    "reported_on",
    "status",
    "revises",
    "source_url",
    "remarks",
)
# What an export says of a line besides. A table may have these columns; of a row that is held they
# are compared, and a new row leaves them empty, for a line is given them by the form.
MORE_COLUMNS = (
    "product",
    "stated_quantity",
    "stated_unit",
    "known_not_before",
    "known_precision",
    "confidence",
)
# What a column is called in a draft or document of ours.
OURS = {
    "reference": "key",
    "status": "kind",
    "period_start": "first_day",
    "period_end": "last_day",
    "quantity": "amount",
    "reported_on": "known_on",
    "revises": "line",
    "remarks": "note",
}
THEIRS = {ours: column for column, ours in OURS.items()}
LONGEST_URL = 1000
LONGEST_REMARKS = 10_000

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,99}", re.ASCII)
_SYMBOL = re.compile(r"S/RES/[1-9]\d{0,3} \((?:19|20)\d\d\)", re.ASCII)
_CAP = re.compile(r"([a-z][a-z0-9_]*)_(\d{4})", re.ASCII)
AMOUNT = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?", re.ASCII)
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)
_ADDRESS = re.compile(
    r"https?://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+|[^/?#]*@[^/?#]*)(?::(?P<port>\d{1,5}))?"
    r"(?:[/?#].*)?",
    re.ASCII,
)
# What Unicode calls a control character, and halves of pairs; remarks have lines and tabs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_IN_REMARKS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Marks that turn the direction of what follows, or cannot be seen: kept, and pointed out.
_HIDING = frozenset("\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
_HIDING |= frozenset("\u2066\u2067\u2068\u2069\u061c")


_Wrong = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as a file gives it: its place, its cells by column, and what could not be read."""

    place: int  # the physical line it begins on
    words: Mapping[str | None, object]
    unread: tuple[Problem, ...] = ()
    whole: bool = True  # whether its cells could be told apart, so that they can be judged


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read: the line, what is said of its document, and what a person should see."""

    draft: Draft
    reference: str
    reporting_state: str
    known_on: date | None
    source_url: str
    revises: str
    flags: tuple[Problem, ...] = ()


def read_row(
    words: Mapping[str | None, object], place: int, *, terms: Sequence[Terms]
) -> tuple[Row, list[Problem]]:
    """A row of a table, and everything that is wrong with it by itself, each at its column.

    `terms` are the caps held. The row is given back also where something is wrong with it.
    """
    found: list[Problem] = []
    text: dict[str, str] = {}

    def wrong(column: str, code: str, message: str) -> None:
        found.append(Problem(column, code, message, place))

    for column in COLUMNS:
        said = words.get(column)
        text[column] = said if isinstance(said, str) else ""
        if not isinstance(said, str):
            wrong(column, "missing_column", f"The row has no column {column!r}.")
    if extra := sorted(str(column) for column in words if column not in COLUMNS + MORE_COLUMNS):
        wrong("row", "unknown_column", f"Columns that are not known: {', '.join(extra)[:200]}.")

    flags = _marks(text, place, wrong)
    first, last = _day(text, "period_start", wrong), _day(text, "period_end", wrong)
    known_on = _day(text, "reported_on", wrong)
    if known_on and first and known_on < first:
        wrong("reported_on", "before_period", f"It was reported before {first}, when it began.")
    amount = None
    silent = text["status"] in KINDS and text["status"] not in COUNTING
    if AMOUNT.fullmatch(text["quantity"]):
        amount = Decimal(text["quantity"])
    elif text["quantity"] or not silent:  # what counts has an amount; a blank is never a zero
        wrong(
            "quantity",
            "not_an_amount",
            f"{_short(text['quantity'])} is no amount; write up to twelve digits, and after a "
            "point up to six, as 67300 or 255.4. Zero or more, no sign, no separators.",
        )
    if text["unit"] not in UNITS and (text["unit"] or text["quantity"] or not silent):
        wrong(
            "unit",
            "unknown_unit",
            f"{_short(text['unit'])} is no unit held here; allowed: {', '.join(UNITS)}.",
        )
    if text["status"] not in KINDS:
        wrong("status", "unknown_kind", f"{_short(text['status'])} is none of {', '.join(KINDS)}.")
    if not REFERENCE.fullmatch(text["reference"]):
        wrong(
            "reference",
            "not_a_reference",
            "Give each row its reference: up to 100 letters, digits and . / _ - of ASCII.",
        )
    if text["revises"] and not REFERENCE.fullmatch(text["revises"]):
        wrong("revises", "not_a_reference", f"{_short(text['revises'])} is no reference.")
    if not is_state(text["reporting_state"]):
        wrong(
            "reporting_state",
            "unknown_state",
            f"{_short(text['reporting_state'])} is no State; give its two-letter ISO 3166 code.",
        )
    if problem := address_problem(text["source_url"]):
        wrong("source_url", "not_an_address", problem)
    for column, code, message in _law(text, first, last, terms):
        wrong(column, code, message)
    draft = Draft(
        supplier=text["supplier"],
        recipient=text["recipient"],
        commodity=text["commodity"],
        first_day=first,
        last_day=last,
        kind=text["status"],
        amount=amount,
        unit=text["unit"],
        note=unicodedata.normalize("NFC", text["remarks"]),
        row=place,
        unread=frozenset(OURS.get(p.field, p.field) for p in found),
    )
    return (
        Row(
            draft,
            text["reference"],
            text["reporting_state"],
            known_on,
            text["source_url"],
            text["revises"],
            tuple(flags),
        ),
        found,
    )


def _day(text: Mapping[str, str], column: str, wrong: _Wrong) -> date | None:
    try:
        if _DAY.fullmatch(text[column]):
            return date.fromisoformat(text[column])
    except ValueError:
        pass
    wrong(column, "not_a_day", f"{_short(text[column])} is no day; write it as 2023-03-31.")
    return None


def _marks(text: Mapping[str, str], place: int, wrong: _Wrong) -> list[Problem]:
    """Control characters are refused anywhere; in remarks a mark that hides is pointed out."""
    flags = []
    for column, said in text.items():
        if (_CONTROL_IN_REMARKS if column == "remarks" else _CONTROL).search(said):
            wrong(column, "control_characters", "There are control characters in it.")
    if _HIDING & set(text["remarks"]):
        flags.append(
            Problem(
                "remarks",
                "hidden_marks",
                "The remarks hold marks that turn or hide text: look at them before you trust "
                "what they seem to say.",
                place,
            )
        )
    if len(text["remarks"]) > LONGEST_REMARKS:
        wrong("remarks", "too_long", f"Remarks have at most {LONGEST_REMARKS:,} characters.")
    return flags


def address_problem(url: str) -> str:
    """What is wrong with the address of a source, as a sentence; empty where nothing is.

    It is kept and shown, never fetched from here; it is public, and holds no password.
    """
    if not url:
        return ""
    if len(url) > LONGEST_URL:
        return f"An address has at most {LONGEST_URL:,} characters."
    if not url.isascii() or not url.isprintable() or set(url) & set(" \\<>\"'`{}|^"):
        return "An address is of ASCII, without blanks, quotes or backslashes."
    match = _ADDRESS.fullmatch(url)
    if match is None:
        return "An address begins with http:// or https:// and a name, as https://un.org/en/."
    if "@" in match["host"]:
        return "An address holds no name or password."
    if match["port"] and int(match["port"]) > 65535:
        return f"{match['port']} is no port."
    return _host_problem(match["host"].lower().rstrip("."))


def _host_problem(host: str) -> str:
    public = "An address is public: a name as un.org, or a number that the whole internet reaches."
    if host.startswith("["):
        try:
            six = ipaddress.IPv6Address(host.strip("[]"))
        except ValueError:
            return public
        inside = six.ipv4_mapped or six.sixtofour or six.teredo or int(six) >> 32 == 0x64FF9B << 64
        return "" if six.is_global and not inside and not six.is_multicast else public
    labels = host.split(".")
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        try:
            four = ipaddress.IPv4Address(host)
        except ValueError:
            return public
        return "" if four.is_global and not four.is_multicast else public
    if len(labels) < 2 or "" in labels or labels[-1] in _LOCAL:
        return public
    return ""


_LOCAL = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa",
     "onion", "invalid"}
)  # fmt: skip


def _law(
    text: Mapping[str, str], first: date | None, last: date | None, terms: Sequence[Terms]
) -> Iterable[tuple[str, str, str]]:
    """Whether the cap that the row names is held, in the year it names, by that resolution."""
    named = _CAP.fullmatch(text["cap"])
    good, year = (named[1], int(named[2])) if named else ("", 0)
    cap = _named(good, year, terms) if named else None
    if not _SYMBOL.fullmatch(text["resolution"]):
        yield (
            "resolution",
            "not_a_symbol",
            f"{_short(text['resolution'])} is no symbol; write it as S/RES/2397 (2017).",
        )
    if cap is None:
        held = ", ".join(sorted({t.commodity for t in terms}))
        yield (
            "cap",
            "no_such_cap",
            f"{_short(text['cap'])} is no cap held here; name it by its good and year, as "
            f"refined_petroleum_2018. Goods: {held}.",
        )
        return
    t, period = cap
    if good != text["commodity"]:
        yield "cap", "another_good", f"{text['cap']} limits {good}, not this row's good."
        yield "commodity", "outside_cap", f"{text['cap']} limits {good}; the row has another good."
    symbol = t.citation.partition(" OP ")[0]
    if symbol != text["resolution"]:
        yield "resolution", "another_resolution", f"{text['cap']} was set by {symbol}."
    if first and first < period.start:
        yield (
            "period_start",
            "outside_cap",
            f"{text['cap']} runs from {period.start} to {period.last_day}.",
        )
    if last and last > period.last_day:
        yield (
            "period_end",
            "outside_cap",
            f"{text['cap']} runs from {period.start} to {period.last_day}.",
        )


def _named(good: str, year: int, terms: Sequence[Terms]) -> tuple[Terms, Period] | None:
    for t in terms:
        if t.commodity != good or t.never_applied:
            continue
        try:
            period = t.year(year)
        except (OutsideSchedule, ValueError):
            continue
        if t.in_force(period.start):
            return t, period
    return None


def cap_named(entry: Entry, terms: Sequence[Terms]) -> tuple[str, str]:
    """What a row calls the cap that a line falls under, and its resolution; empty for none."""
    for year in range(entry.period.start.year, entry.period.last_day.year + 1):
        found = _named(entry.commodity, year, terms)
        if found is None:
            continue
        t, period = found
        if period.covers(entry.period) and t.concerns(
            commodity=entry.commodity, supplier=entry.supplier, recipient=entry.recipient
        ):
            return f"{entry.commodity}_{year}", t.citation.partition(" OP ")[0]
    return "", ""


def together(
    rows: Iterable[Row], *, seen: dict[str, int], corrected: dict[str, int]
) -> list[Problem]:
    """What is wrong between the rows of a table: a reference is given once, in whatever case; a
    line has one correction, and none itself.

    `seen` and `corrected` are the rows before these by the reference that they gave or corrected;
    these rows are added to them.
    """
    found = []
    for row in rows:
        place, key = row.draft.row, folded(row.reference)
        if key and key in seen:
            found.append(
                Problem(
                    "reference",
                    "repeated",
                    f"Row {seen[key]} has this reference already (case and blanks aside).",
                    place,
                )
            )
        seen.setdefault(key, place)
        if not row.revises:
            continue
        if row.revises == row.reference:
            found.append(Problem("revises", "itself", "A row cannot correct itself.", place))
        if row.revises in corrected:
            found.append(
                Problem(
                    "revises",
                    "corrected_twice",
                    f"Row {corrected[row.revises]} corrects {row.revises} already; correct that.",
                    place,
                )
            )
        corrected.setdefault(row.revises, place)
    return found


def folded(reference: str) -> str:
    """A reference as it is compared: case and blanks aside."""
    return reference.strip().casefold()


def renamed(problem: Problem, row: int) -> Problem:
    """A problem of ours as one of the table: at its column and row."""
    return replace(problem, field=THEIRS.get(problem.field, problem.field), row=row)


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else f"{words[:40]}…")
