"""What is sent to be recorded: a report, its lines, a correction, a withdrawal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from drf_spectacular.utils import (
    extend_schema_field,
)
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from compliance import core, services
from compliance.api.bodies import Address, Body, unknown
from compliance.api.parameters import (
    FIRST_DAY,
    LAST_DAY,
    Choice,
    Day,
    Held,
    PastDay,
    StateCode,
    Text,
)
from compliance.api.problems import Clash, Refused
from compliance.core.ledger import Draft, Problem
from compliance.core.ledger.drafts import FIELDS
from compliance.models import Committee, Report, Transfer
from compliance.models.fields import CONFIDENCES


MOST_LINES = 1_000
LINE_KINDS = Transfer._meta.get_field("kind").choices
# Refusals that say what is held, not what was sent.
CLASHES = {
    "another_person",
    "built_on",
    "changed_meanwhile",
    "decided",
    "not_withdrawn",
    "of_another",
    "outdated",
    "withdrawn",
}


@extend_schema_field(
    {
        "type": ["string", "null"],
        "pattern": r"^([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,6})?$",
        "description": '"10000.5"; a JSON number is refused, for it may lose digits',
    }
)
class Amount(Text):
    """Documents an amount; `core.ledger.read_draft` reads it."""


def text(**kwargs: Any) -> Text:
    """A field that may be left out."""
    return Text(required=False, allow_null=True, allow_blank=True, **kwargs)


class LineIn(Body):
    """A line as it is sent: every field a string, amounts with their digits whole."""

    supplier = StateCode(help_text="ISO 3166-1 code of the State that supplied")
    recipient = StateCode(help_text="ISO 3166-1 code of the State that received")
    commodity = Text(help_text="code, from /commodities/")
    first_day = Day()
    last_day = Day(help_text="the last day, included")
    kind = Choice(LINE_KINDS, required=False, help_text="reported unless given")
    amount = Amount(required=False)
    unit = text(help_text="as reported: bbl, t, …")
    stated_amount = Amount(
        required=False, help_text="the same quantity as the source itself gives in another unit"
    )
    stated_unit = text()
    product = text(help_text="of the good, where the source names it: bitumen; changes the factor")
    note = text(max_length=10_000)


class SourceIn(Body):
    """The document: who said it, where it stands, since when it is known."""

    committee = Held(Committee, "slug", help_text="slug, from /committees/")
    kind = Choice(Report.KINDS)
    reporting_state = StateCode(required=False, allow_null=True)
    document = Text(required=False, allow_blank=True, max_length=300, help_text="symbol or title")
    source_url = Address(required=False, allow_blank=True)
    known_on = PastDay(required=False, allow_null=True, help_text="first day it was public")
    known_not_before = Day(required=False, allow_null=True)
    known_precision = Choice(Report.PRECISIONS, required=False)
    confidence = Choice(list(CONFIDENCES.items()), required=False, allow_blank=True)
    note = Text(required=False, allow_blank=True, max_length=10_000)


class ReportIn(SourceIn):
    """A report with its lines, recorded all or not at all."""

    lines = LineIn(many=True, help_text=f"1 to {MOST_LINES:,} lines")


class CorrectionIn(Body):
    """The line as it should stand, whole, and why."""

    reason = Text(allow_blank=True, max_length=10_000, help_text="why; it is kept")
    line = LineIn()
    source = SourceIn(  # type: ignore[assignment]
        required=False,
        allow_null=True,
        help_text="the State's new statement; none: a slip of our own typing",
    )


class WithdrawalIn(Body):
    """Why a line is taken back, and since when that is known."""

    reason = Text(allow_blank=True, max_length=10_000, help_text="why; it is kept")
    known_on = PastDay(
        required=False,
        allow_null=True,
        help_text="first day on which the withdrawal was public; none: the line never was right",
    )


class ReinstatementIn(Body):
    """Why a withdrawn line stands again, and since when that is known."""

    reason = Text(allow_blank=True, max_length=10_000, help_text="why; it is kept")
    known_on = PastDay(
        required=False,
        allow_null=True,
        help_text="first day on which that was public; none: it never should have been withdrawn",
    )


def read_line(data: Any, row: int) -> tuple[Draft, list[Problem]]:
    """A line as sent, with the fields that cannot be read left empty and named."""
    if not isinstance(data, dict):
        nothing = Draft("", "", "", None, None, row=row)
        return nothing, [Problem("lines", "not_an_object", "A line is a JSON object.", row)]
    found = list(unknown(data, FIELDS, row))
    words: dict[str, str] = {}
    for field in FIELDS:
        value = data.get(field)
        if value is None:
            continue
        if not isinstance(value, str):
            found.append(
                Problem(
                    field,
                    "not_a_string",
                    f'Send {field} as a string, as "10000.5": a JSON number may lose digits.',
                    row,
                )
            )
        elif "\x00" in value:
            found.append(Problem(field, "null_character", "No text holds a NUL.", row))
        elif len(value) > 10_000:
            found.append(Problem(field, "too_long", "At most 10,000 characters.", row))
        else:
            words[field] = value
    draft, unread = core.ledger.read_draft(words, row=row)
    found += unread
    for field in ("first_day", "last_day"):
        day = getattr(draft, field)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            found.append(
                Problem(field, "range", f"Give a day from {FIRST_DAY} to {LAST_DAY}.", row)
            )
            words.pop(field)
            draft, _ = core.ledger.read_draft(words, row=row)
    # All are kept as missing, so that the service refuses the line whatever else it holds.
    return replace(draft, unread=frozenset()), found


def read_source(values: dict[str, Any], key: str) -> services.ledger.Source | None:
    """The document as far as it could be read; None while no committee is held at all."""
    slug = values.pop("committee", None)
    held = Committee.objects.filter(slug=slug).first() or Committee.objects.first()
    if held is None:
        return None
    values = {"kind": Report.KINDS[0][0], "known_on": None, **values}
    return services.ledger.Source(committee=held, key=key, **values)


def act(found: list[Problem], service: Callable[[], Any], *, possible: bool = True) -> Any:
    """Call a service once; with what the door has found itself, nothing is kept.

    Raises `Refused` or `Clash` with the problems of both, one a field and line where both spoke.
    """
    done = None
    with transaction.atomic():
        try:
            done = service() if possible else None
        except services.ledger.Rejected as rejected:
            spoken = {(p.row, p.field) for p in found}
            found = found + [p for p in rejected.problems if (p.row, p.field) not in spoken]
        if found:
            transaction.set_rollback(True)
    if found:
        clash = any(p.code in CLASHES for p in found)
        raise (Clash if clash else Refused)(sorted(found, key=lambda p: p.row))
    return done


def may(request: Request, model: type[Any]) -> None:
    """Also asked of an act that adds more than its address says."""
    if not request.user.has_perm(f"compliance.add_{model._meta.model_name}"):
        raise PermissionDenied()


def new_key() -> str:
    """What makes a report one: whether it was sent before is told by the Idempotency-Key."""
    return f"api:{uuid.uuid4()}"
