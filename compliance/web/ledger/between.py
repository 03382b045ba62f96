"""Two days of knowledge side by side: what one record says and the other did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance import queries
from compliance.core.ledger import KINDS, Differing, Entry
from compliance.queries.ledger import Between, CapUsage
from compliance.web.asking import Asked
from compliance.web.filters import amount, day, share_told, status_tag, unit


MOST = 100  # lines listed on the page; the two records have them all


@dataclass(frozen=True)
class Row:
    """A line by which the records differ, as the table prints it."""

    told: Differing
    words: str

    @property
    def before(self) -> Decimal | None:
        return self.told.before.quantity.amount if self.told.before else None

    @property
    def after(self) -> Decimal | None:
        return self.told.after.quantity.amount if self.told.after else None

    @property
    def change(self) -> Decimal:
        return self.told.change


@dataclass(frozen=True)
class Shown:
    """The two records as the page shows them: sentences first, then every line."""

    between: Between
    unit: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    beside: tuple[tuple[Entry, str], ...]
    left: int

    @property
    def earlier(self) -> date:
        return self.between.earlier.known_at

    @property
    def later(self) -> date:
        return self.between.later.known_at

    @property
    def values(self) -> tuple[CapUsage, CapUsage]:
        return self.between.earlier, self.between.later

    @property
    def heading(self) -> str:
        before, after = self.between.before, self.between.after
        if before is None or after is None or not after.counted:
            return _("Two records side by side: neither holds a figure")
        if not before.counted:
            return _("On %(day)s nothing was known; on %(other)s %(share)s of the cap") % {
                "day": day(self.earlier),
                "other": day(self.later),
                "share": share_told(self.between.later),
            }
        if not self.rows:
            return _(
                "On %(day)s and on %(other)s the record says the same: %(share)s of the cap"
            ) % {
                "day": day(self.earlier),
                "other": day(self.later),
                "share": share_told(self.between.later),
            }
        return _("%(before)s of the cap as known on %(day)s, %(after)s on %(other)s") % {
            "before": share_told(self.between.earlier),
            "day": day(self.earlier),
            "after": share_told(self.between.later),
            "other": day(self.later),
        }


def side_by_side(asked: Asked, value: CapUsage, lines: Sequence[Entry], second: date) -> Shown:
    other = queries.ledger.usage(
        value.cap, period=value.period, known_at=second, policy=value.policy, lines=lines
    )
    earlier, later = sorted((value, other), key=lambda v: v.known_at)
    found = queries.ledger.between(earlier, later, lines=lines)
    return Shown(
        found,
        unit(found.after.limit.unit) if found.after else "",
        tuple(_sentences(found)),
        tuple(Row(told, _what(told)) for told in found.lines[:MOST]),
        tuple((e, KINDS[e.kind]) for e in found.beside[:MOST]),
        max(len(found.lines) - MOST, 0) + max(len(found.beside) - MOST, 0),
    )


def _what(told: Differing) -> str:
    words = {
        "added": _("added"),
        "corrected": _("corrected"),
        "withdrawn": _("withdrawn"),
        "replaced": _("its place is taken by another line"),
        "released": _("known before, counts since"),
        "marked": _("figure as before, now marked"),
    }
    return words[told.what]


def _sentences(found: Between) -> list[str]:
    words = []
    for what, one, many in (
        ("added", _("One line was added."), _("%(n)s lines were added.")),
        ("corrected", _("One line was corrected."), _("%(n)s lines were corrected.")),
        ("withdrawn", _("One line was withdrawn."), _("%(n)s lines were withdrawn.")),
        (
            "replaced",
            _("One line gave its place to another."),
            _("%(n)s lines gave their place to others."),
        ),
        (
            "released",
            _("One line known before counts since."),
            _("%(n)s lines known before count since."),
        ),
        (
            "marked",
            _("One line was marked; its figure stays."),
            _("%(n)s lines were marked; their figures stay."),
        ),
    ):
        n = sum(d.what == what for d in found.lines)
        if n:
            words.append(one if n == 1 else many % {"n": n})
    change = found.change
    if change is not None and found.after is not None:
        name = unit(found.after.limit.unit)
        if change > 0:
            words.append(
                _("The total grew by %(n)s %(unit)s.") % {"n": amount(change), "unit": name}
            )
        elif change < 0:
            words.append(
                _("The total fell by %(n)s %(unit)s.") % {"n": amount(-change), "unit": name}
            )
        elif found.lines:
            words.append(_("The total stayed as it was."))
    before, after = status_tag(found.earlier.status), status_tag(found.later.status)
    if before != after:
        words.append(
            _("The status went from “%(before)s” to “%(after)s”.")
            % {"before": before, "after": after}
        )
    came = found.later.coverage.received - found.earlier.coverage.received
    if came > 0:
        words.append(
            ngettext("%(n)s more report had come in.", "%(n)s more reports had come in.", came)
            % {"n": came}
        )
    if not found.lines:
        words.append(_("No line that counts differs."))
    if found.beside:
        words.append(
            ngettext(
                "%(n)s line became known that does not count.",
                "%(n)s lines became known that do not count.",
                len(found.beside),
            )
            % {"n": len(found.beside)}
        )
    return words
