"""Lists of the desk cost the same however long they are: every list of the registry, at 10 rows
and at 1,000."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.admin import lists
from compliance.admin.lists import DeskAdmin
from compliance.models import Claim, Finding, Transfer
from tests.factories.people import chief, someone
from tests.factories.press import read_article


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

OURS = sorted(
    (m for m in admin.site._registry if m._meta.app_label == "compliance"), key=lambda m: m.__name__
)


def desk() -> Client:
    client = Client()
    client.force_login(chief())
    return client


def queries_of(client: Client, address: str) -> tuple[int, int]:
    """How many queries a list takes, and how many rows it then shows."""
    with CaptureQueriesContext(connection) as seen:
        page = client.get(address)
    assert page.status_code == 200
    return len(seen), len(page.context["cl"].result_list)


def told_apart(model: type[models.Model], field: models.Field) -> str:
    """What a copy holds in a column, in SQL: the same, but where rows must differ."""
    unique = {name for c in model._meta.constraints for name in getattr(c, "fields", ())}
    column = f'"{field.column}"'
    if not (field.unique or field.name in unique):
        return column
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.is_relation:
        return "null" if field.null else column
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        room = field.max_length or 99
        return f"right({column} || '-' || n, {room})" if room > 9 else "to_hex(n + 4096)"
    if isinstance(field, models.IntegerField):
        return f"{column} + n"
    return column


def multiply(model: type[models.Model], to: int, **given: str) -> None:
    """Copy a row of a table until it holds about so many; `given` says a column in SQL."""
    columns = [f for f in model._meta.concrete_fields if not f.primary_key]
    names = [f'"{f.column}"' for f in columns]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")  # what follows is no evidence
        cursor.execute(
            f"insert into {table} ({', '.join(names)}) "
            f"select {', '.join(given.get(f.name) or told_apart(model, f) for f in columns)} "
            f"from (select * from {table} order by id limit 1) one, generate_series(1, {to}) n "
            "on conflict do nothing"
        )
        cursor.execute("reset session_replication_role")


# Of these the seeds and an article bring no row, or one that cannot have a twin.
ALONE = {
    "Answer", "Cap", "CapConfirmation", "ConversionPolicy", "Host", "ImportFile", "IssuedNotice",
    "Look", "NoticeWithdrawal", "Review", "Robots", "Source", "Story", "Subscription",
    "Token",
}  # fmt: skip


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_at_10_rows_and_at_1000(
    model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_article()
    client, door = desk(), admin.site._registry[model]
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    monkeypatch.setattr(door, "list_per_page", 10)
    few, _ = queries_of(client, address)
    if model is Finding:  # of each claim the newest is shown
        multiply(Claim, 1000)
        claims = "(select id from compliance_claim order by id desc offset n limit 1)"
        multiply(Finding, 900, claim=claims)
    else:
        multiply(model, 1000, **({"revision": "1"} if model is Transfer else {}))
    monkeypatch.setattr(door, "list_per_page", 100)
    many, shown = queries_of(client, address)
    assert shown == 100 or model.__name__ in ALONE, shown
    assert many <= few


def test_a_list_is_counted_no_further_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 60)
    page = desk().get(reverse("admin:compliance_transfer_changelist"))
    assert page.context["cl"].result_count == 60
    assert "more than 60" in page.content.decode()
    narrowed = desk().get(reverse("admin:compliance_transfer_changelist"), {"supplier": "KR"})
    assert "more than" not in narrowed.content.decode()


def test_where_there_are_too_many_lines_to_count_they_are_not_counted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines are never taken away: where there were too many there are for good."""
    monkeypatch.setattr(lists, "COUNTED", 61)
    client, address = desk(), reverse("admin:compliance_transfer_changelist")

    def counts(asked: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address + asked)
        assert page.context["cl"].result_count <= 61
        return sum("COUNT(" in q["sql"] for q in seen)

    assert [counts(""), counts(""), counts("?p=2")] == [1, 0, 0]
    assert [counts("?supplier=KR"), counts("?supplier=KR")] == [1, 1]  # more may come


def test_no_list_sorts_or_counts_the_whole_table_of_lines() -> None:
    client = desk()
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("admin:compliance_transfer_changelist"))
    asked = [q["sql"] for q in seen if '"compliance_transfer"' in q["sql"]]
    assert len(asked) == 2
    assert all("LIMIT" in sql for sql in asked)
    assert not any("DISTINCT" in sql for sql in asked)


def test_every_list_of_the_desk_has_its_filters_above_it() -> None:
    plain = [m.__name__ for m in OURS if not isinstance(admin.site._registry[m], DeskAdmin)]
    assert plain == []


def lines(asked: str = "", *rights: str) -> str:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    page = client.get(f"{reverse('admin:compliance_transfer_changelist')}{asked}", follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_a_filter_left_open_is_not_asked_for() -> None:
    """The form of a list sends all its fields."""
    address = reverse("admin:compliance_transfer_changelist")
    answer = desk().get(address, {"q": "", "supplier": "KR", "kind__exact": "", "o": "3"})
    assert answer.headers["Location"] == f"{address}?supplier=KR&o=3"


def test_the_form_of_a_list_shows_what_is_asked_and_keeps_the_rest() -> None:
    page = lines("?supplier=KR&kind__exact=sum&o=3&q=x%22y")
    assert '<option value="KR" selected>' in page
    assert '<option value="sum" selected>' in page
    assert '<input type="hidden" name="o" value="3">' in page
    assert 'name="q" value="x&quot;y"' in page
    assert page.count('name="supplier"') == 1


def test_a_cell_is_never_markup() -> None:
    row = Transfer.objects.order_by("-first_day", "supplier", "-pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update compliance_commodity set name = '<script>x</script>' where id = %s",
            [row.commodity_id],
        )
        cursor.execute("reset session_replication_role")
    page = lines()
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_the_side_leads_only_where_somebody_may_go() -> None:
    page = lines("", "view_transfer")
    assert f'href="{reverse("admin:compliance_transfer_changelist")}" aria-current="page"' in page
    assert f'href="{reverse("admin:compliance_report_changelist")}"' not in page
    assert f'href="{reverse("admin:compliance_inbox")}"' not in page


def test_a_list_has_one_search_of_its_own_beside_that_of_everything() -> None:
    page = lines()
    assert page.count('role="search"') == 2
    assert 'aria-label="Everything"' in page
    assert 'aria-label="This list"' in page
    assert "nav-filter" not in page
