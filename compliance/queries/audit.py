"""Questions asked of the audit: the chain, and what became of a record, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from compliance.core.audit import WORDS, Link
from compliance.models import AuditEntry, Review


# The words of an entry as text, the same on every server and in every time zone.
TEXT = {
    "at": "to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}
AS_TEXT = ", ".join(TEXT.get(word, f"{word}::text") for word in WORDS)


def head() -> tuple[int, str] | None:
    """The last place of the chain and its digest."""
    last = AuditEntry.objects.exclude(place=None).order_by("-place").only("place", "digest").first()
    return (last.place, last.digest) if last is not None and last.place is not None else None


def unchained(most: int) -> list[tuple[str | None, ...]]:
    """The words of the entries that have no place yet, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {AS_TEXT} from compliance_auditentry where place is null "  # noqa: S608
            "order by id limit %s",
            [most],
        )
        return cursor.fetchall()


def waiting() -> int:
    """How many entries have no place yet."""
    return AuditEntry.objects.filter(place=None).count()


def chain(size: int = 5_000) -> Iterator[Link]:
    """The whole chain, from its first place; what is added meanwhile is a later part of it."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select place, digest, {AS_TEXT} from compliance_auditentry "  # noqa: S608
                "where place > %s order by place limit %s",
                [last, size],
            )
            rows = cursor.fetchall()
        for place, digest, *words in rows:
            yield Link(place, digest, tuple(words))
        if not rows:
            return
        last = rows[-1][0]


# In plain words


def named(table: str) -> str:
    """A table as people call its rows."""
    model = _models().get(table)
    return str(model._meta.verbose_name_plural) if model else table


def shown(row: Model, name: str, value: Any) -> str:
    """A value of a record, written as text, as people read it."""
    return _shown(type(row), name, value)


@dataclass(frozen=True)
class Change:
    """What somebody did to a record, as people say it."""

    entry: AuditEntry
    at: datetime
    who: str
    through: str
    did: str
    details: list[str]
    why: str


@cache
def _models() -> dict[str, type[Model]]:
    return {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}


def entries() -> QuerySet[AuditEntry]:
    """Newest first, each with whether it tells what the first of two has said (`withheld`)."""
    told = Review.objects.told().filter(pk=OuterRef("review"))
    return AuditEntry.objects.order_by("-id").annotate(
        review=models.Case(
            models.When(
                table_name=Review._meta.db_table,
                then=Cast("row_id", models.BigIntegerField()),
            )
        ),
        withheld=models.Q(review__isnull=False) & ~models.Exists(told),
    )


WITHHELD = "withheld until a second person has judged without it"


def history(row: Model, *, most: int = 200) -> list[Change]:
    """What became of a record and of the rows that stand on its page, newest first."""
    found = AuditEntry.objects.filter(table_name=row._meta.db_table, row_id=str(row.pk))
    for part in _parts(type(row)):
        key = f"{part.column}"
        table = part.model._meta.db_table
        mine = models.Q(**{f"after__{key}": row.pk}) | models.Q(**{f"before__{key}": row.pk})
        known = AuditEntry.objects.filter(models.Q(table_name=table) & mine)
        rows = set(known.values_list("row_id", flat=True)) | {
            str(pk)
            for pk in part.model._default_manager.filter(**{part.name: row.pk}).values_list(
                "pk", flat=True
            )
        }
        found = found | AuditEntry.objects.filter(table_name=table, row_id__in=rows)
    return [told(entry) for entry in found.order_by("-id")[:most]]


def last(row: Model) -> Change | None:
    """What was done to a record last."""
    found = AuditEntry.objects.filter(table_name=row._meta.db_table, row_id=str(row.pk))
    entry = found.order_by("-id").first()
    return told(entry) if entry else None


def _parts(model: type[Model]) -> list[models.ForeignKey]:
    """The keys by which rows of other tables belong to a record and go with it."""
    return [
        related.field
        for related in model._meta.related_objects
        if isinstance(related.field, models.ForeignKey)
        and related.on_delete is models.CASCADE
        and related.related_model._meta.app_label in ("compliance", "auth")
        and related.related_model._meta.db_table in audited()
    ]


@cache
def audited() -> frozenset[str]:
    """The tables whose rows are written down, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_trigger join pg_class on pg_class.oid = tgrelid "
            "where tgname = 'audit_changed'"
        )
        return frozenset(name for (name,) in cursor.fetchall())


def told(entry: AuditEntry, *, names: bool = True) -> Change:
    """An entry of the audit in plain words; without `names` of what its keys point at, which
    each take a query."""
    model = _models().get(entry.table_name)
    what = str(model._meta.verbose_name) if model else entry.table_name
    before, after = entry.before or {}, entry.after or {}
    details = []
    withheld = getattr(entry, "withheld", False)
    if withheld:
        details = [WITHHELD]
    elif entry.verb == "update":
        details = [
            f"{_label(model, name)}: from {_shown(model, name, before.get(name), names)} "
            f"to {_shown(model, name, after.get(name), names)}"
            for name in dict.fromkeys([*before, *after])
        ]
    else:
        details = [
            f"{_label(model, name)}: {_shown(model, name, value, names)}"
            for name, value in (before or after).items()
            if value not in (None, "", [], {}) and name != "id"
        ]
    return Change(
        entry=entry,
        at=entry.at,
        who=entry.actor,
        through=_through(entry),
        did=f"{entry.get_verb_display()} {_article(what)} {what}"
        if entry.verb == "insert"
        else f"{entry.get_verb_display()} the {what}",
        details=details,
        why=WITHHELD if withheld and entry.why else entry.why,
    )


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" else "a"


def _through(entry: AuditEntry) -> str:
    where = f" from {entry.address}" if entry.address else ""
    door = f" ({entry.door})" if entry.door else ""
    return f"by {entry.get_origin_display()}{where}{door}"


def _field(model: type[Model] | None, column: str) -> Any:
    if model is None:
        return None
    for field in model._meta.concrete_fields:
        if column in (field.column, field.attname):
            return field
    try:
        return model._meta.get_field(column)
    except FieldDoesNotExist:
        return None  # a column that the code no longer knows


def _label(model: type[Model] | None, column: str) -> str:
    field = _field(model, column)
    return str(field.verbose_name) if field is not None else column.replace("_", " ")


LONGEST = 200


def _shown(model: type[Model] | None, column: str, value: Any, names: bool = True) -> str:
    """A value as people read it: words for codes, a name for a key, a dash for nothing."""
    if value in (None, "", [], {}):
        return "—"
    field = _field(model, column)
    if field is not None and field.choices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(field, models.ForeignKey) and isinstance(value, int):
        row = field.related_model._default_manager.filter(pk=value).first() if names else None
        return f"{row} (no. {value})" if row is not None else f"no. {value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        moment = parse_datetime(value)
        return f"{moment:%-d %B %Y, %H:%M}" if moment else value
    if isinstance(value, Decimal):
        value = f"{value.normalize():,f}"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    said = str(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
