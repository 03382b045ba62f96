"""Evidence is written once: guarded by the model, by the queryset, and by PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import Error, connection, models, transaction

from compliance import services
from compliance.models import Article, Finding, FindingLine, Notice
from compliance.models.evidence import Evidence, EvidenceQuerySet, Immutable
from tests.factories.ledger import draft
from tests.factories.people import chief
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line


EVIDENCE = [m for m in apps.get_app_config("compliance").get_models() if issubclass(m, Evidence)]
TOLD = "Russia supplied 480,000 barrels of refined petroleum to North Korea in March 2023."

Rows = dict[type[models.Model], models.Model]
each = pytest.mark.parametrize("model", EVIDENCE, ids=[m.__name__ for m in EVIDENCE])


@pytest.fixture
def rows(db: None) -> Rows:
    """A row of each table that the two journeys leave rows in."""
    petroleum_cap()
    recorded = line(draft("2023-03", amount="480000"))
    services.ledger.deliver(notice=Notice.objects.all()[0], channel="by hand", at=NOW)
    (finding,) = read_article(TOLD)
    FindingLine.objects.get_or_create(finding=finding, transfer=recorded)
    services.review.decide(finding=finding, decision="confirm", by=chief(), at=NOW)
    held = {model: model._default_manager.first() for model in EVIDENCE}
    return {model: row for model, row in held.items() if row is not None}


def test_the_journeys_leave_rows_of_report_press_and_review(rows: Rows) -> None:
    names = (
        "Report Transfer Notice Delivery Article Attempt Capture Reading Figure Claim "
        "Finding FindingLine Review"
    )
    assert {m.__name__ for m in rows} >= {*names.split(" ")}


@each
def test_a_kept_row_is_not_saved_or_deleted(model: type[Evidence]) -> None:
    row = model()
    row._state.adding = False
    with pytest.raises(Immutable):
        row.save()
    with pytest.raises(Immutable):
        row.delete()


@each
def test_a_queryset_changes_nothing(model: type[Evidence]) -> None:
    for name in ("objects", "_default_manager", "_base_manager"):
        queryset = getattr(model, name).all()
        if name != "_base_manager":
            assert isinstance(queryset, EvidenceQuerySet), name
    queryset = model._default_manager.all()
    for change in (
        lambda: queryset.update(pk=1),
        lambda: queryset.filter(pk=0).update(pk=1),
        lambda: queryset.delete(),
        lambda: queryset.bulk_update([], ["id"]),
    ):
        with pytest.raises(Immutable):
            change()


def statements(table: str) -> dict[str, str]:
    return {
        "update": f"update {table} set id = id",
        "delete": f"delete from {table}",
        "truncate": f"truncate {table} cascade",
        "upsert": f"insert into {table} select * from {table} limit 1 "
        "on conflict (id) do update set id = excluded.id",
    }


def test_postgresql_itself_changes_no_row(rows: Rows) -> None:
    sql("set constraints all immediate")
    for model in rows:
        table = model._meta.db_table
        before = sql(f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table} t")
        for statement in statements(table).values():
            with pytest.raises(Error, match=r"is refused, add a row"), transaction.atomic():
                sql(statement)
        assert before == sql(
            f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table} t"
        )


@each
@pytest.mark.django_db
def test_postgresql_truncates_no_table_even_an_empty_one(model: type[Evidence]) -> None:
    with pytest.raises(Error, match="truncate is refused"), transaction.atomic():
        sql(f"truncate {model._meta.db_table} cascade")


def sql(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def test_an_upsert_through_the_orm_changes_nothing(rows: Rows) -> None:
    """`bulk_create` with `update_conflicts` is an update by another name."""
    held = Article.objects.get()
    again = Article(key=held.key, origin="text", seen_at=NOW, name="renamed")
    with pytest.raises((Immutable, Error)), transaction.atomic():
        Article.objects.bulk_create(
            [again], update_conflicts=True, unique_fields=["key"], update_fields=["name"]
        )
    held.refresh_from_db()
    assert held.name != "renamed"


def test_what_is_held_is_given_back_as_it_is(rows: Rows) -> None:
    held = Article.objects.get()
    found, made = Article.objects.get_or_create(key=held.key, defaults={"name": "renamed"})
    assert (found, made, found.name) == (held, False, held.name)
    with pytest.raises((Immutable, Error)), transaction.atomic():
        Article.objects.update_or_create(key=held.key, defaults={"name": "renamed"})


def test_whoever_left_something_behind_is_not_deleted(rows: Rows) -> None:
    with pytest.raises(models.ProtectedError):
        User.objects.get(username="chief").delete()


def test_a_finding_cannot_lose_its_claim(rows: Rows) -> None:
    for field in Finding._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field
