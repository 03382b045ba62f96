"""A table of transfers entered whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance.core.ledger import Problem, Row, read_rows
from compliance.core.ledger.rows import renamed
from compliance.models import Cap, Committee, Report, Transfer
from compliance.services.ledger.recording import Source, correct, record
from compliance.services.ledger.rejected import Rejected


if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Entered:
    """A row that was entered: its line, and what a person should look at in it."""

    line: Transfer
    flags: tuple[Problem, ...] = ()


@transaction.atomic
def enter_rows(
    rows: Iterable[Mapping[str | None, object]],
    *,
    committee: Committee,
    by: User | None,
    at: datetime,
) -> list[Entered]:
    """The rows of a table in their order, a report a row; a row that `revises` another corrects it.

    All or nothing: raises `Rejected` with every problem of every row, each at its column.
    """
    caps = Cap.objects.with_terms().order_by("pk")
    read, found = read_rows(rows, terms=[cap.terms for cap in caps if cap.computed])
    entered: list[Entered] = []
    wrong: list[Problem] = []
    for row in read:
        said = [p for p in found if p.row == row.draft.row]
        if any(p.code in ("control_characters", "missing_column") for p in said):
            wrong += said  # not fit to be asked about
            continue
        try:
            with transaction.atomic():
                entered.append(Entered(_enter(row, said, committee, by, at), row.flags))
        except Rejected as rejected:
            place = row.draft.row
            more = {(p.field, p.code): p for p in (renamed(q, place) for q in rejected.problems)}
            wrong += more.values()
    if wrong:
        raise Rejected(wrong)
    return entered


def _enter(
    row: Row, said: list[Problem], committee: Committee, by: User | None, at: datetime
) -> Transfer:
    unfit = any(p.field == "reference" and p.code == "not_a_reference" for p in said)
    held = None if unfit else Report.objects.filter(key__iexact=row.reference).first()
    if held is not None:
        said = [
            *said,
            Problem(
                "reference",
                "already_held",
                f"{held.key} was entered already, known on {held.known_on}; a new figure is a row "
                "of its own that revises it.",
            ),
        ]
    source = Source(
        committee=committee,
        kind="notification",
        known_on=row.known_on,
        key="" if said else row.reference,
        reporting_state=row.reporting_state or None,
        document=row.reference,
        source_url=row.source_url,
    )
    if not row.revises:
        drafts = [row.draft]
        return record(source=source, drafts=drafts, by=by, at=at, unread=said).transfers.get()
    line = Transfer.objects.with_source().filter(report__key=row.revises).first()
    if line is None:
        words = f"No row {row.revises[:100]!r} was entered before."
        raise Rejected([*said, Problem("revises", "not_held", words)])
    if line.commodity.code != row.draft.commodity:
        words = f"{row.revises} is of another good, hence of another cap."
        said = [*said, Problem("revises", "another_cap", words)]
    if row.known_on and line.known_on and row.known_on < line.known_on:
        words = f"{row.revises} was reported on {line.known_on}, after this row."
        said = [*said, Problem("revises", "older", words)]
    return correct(
        line=line,
        draft=row.draft,
        reason=row.draft.note or f"Revised by {row.reference}.",
        by=by,
        at=at,
        source=source,
        unread=said,
    )
