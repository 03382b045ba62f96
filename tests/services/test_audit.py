"""Every write, by whatever path, is written down with who, from where and why; and chained."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, connections, transaction

from compliance import queries, services
from compliance.core import audit
from compliance.core.acting import Acting, acting, because
from compliance.models import AuditEntry, Committee, Commodity, Report
from tests.factories.people import UserFactory
from tests.factories.regime import CommodityFactory


# Added by the worker alone, many rows an article, and never changed (docs/decisions/0012): each
# says when and by which attempt it was made, and triggers refuse to change or delete it. A Sight
# says itself who was shown what, and when.
THE_PRESS = {
    "Answer", "Article", "Attempt", "Capture", "Claim", "Figure", "Finding", "FindingLine", "Look",
    "Outcome", "Reading", "Relook", "Robots", "Sight", "Sighting", "Story",
}  # fmt: skip
# Worked out and made again at will, or true for moments.
WORKED_OUT = {
    "Cluster", "Host", "ImportProgress", "KeptAnswer", "LedgerChange", "Print", "Sending",
    "SubscriptionProgress", "TokenUse", "Touch", "UsageRun", "UsageStep",
}  # fmt: skip
# Written by triggers of their own, or a person's own notes that count nowhere.
BESIDE = {"Change", "FactVersion", "ReportDraft", "SavedFilter"}
ACCOUNTS = {
    "auth_group", "auth_group_permissions", "auth_permission", "auth_user", "auth_user_groups",
    "auth_user_user_permissions", "otp_static_staticdevice", "otp_static_statictoken",
    "otp_totp_totpdevice",
}  # fmt: skip
TRIGGERS = {"audit_added", "audit_changed", "audit_emptied"}


def entries(**said: Any) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(**said).order_by("id"))


@pytest.fixture
def since(db: None) -> Callable[..., list[AuditEntry]]:
    """The entries that were added since the test began."""
    last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return lambda **said: entries(id__gt=last, **said)


def somebody(why: str = "", **other: Any) -> Acting:
    user = UserFactory()
    said = {"origin": "web", "door": "POST /admin/", "address": "192.0.2.7", **other}
    return Acting(user=lambda: user, why=why, **said)


# Which tables


@pytest.mark.django_db
def test_every_table_is_written_down_or_says_why_not() -> None:
    """A new table fails this until it is one or the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger "
            "where tgname like 'audit_%%' and tgenabled = 'O'"
        )
        held: dict[str, set[str]] = {}
        for table, name in cursor.fetchall():
            held.setdefault(table, set()).add(name)
    ours = apps.get_app_config("compliance").get_models(include_auto_created=True)
    due = {m._meta.db_table for m in ours if m.__name__ not in THE_PRESS | WORKED_OUT | BESIDE}
    due -= {"compliance_auditentry"}
    of_others = ("auth", "otp_totp", "otp_static")
    accounts = {
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if m._meta.app_label in of_others
    }
    assert accounts == ACCOUNTS
    assert set(held) == due | ACCOUNTS
    assert all(names == TRIGGERS for names in held.values())


# Which paths


def by_save() -> None:
    row = Commodity(code="coal", name="Coal", unit="t")
    row.save()


def by_bulk_create() -> None:
    Commodity.objects.bulk_create([Commodity(code="coal", name="Coal", unit="t")])


def by_raw_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into compliance_commodity (code, name, unit, hs_codes, hs_source) "
            "select 'coal', 'Coal', 't', '{}', ''"
        )


@pytest.mark.parametrize("path", [by_save, by_bulk_create, by_raw_sql])
def test_an_addition_is_one_entry(path: Callable[[], None], since: Any) -> None:
    with acting(somebody("a test", address="2001:db8::7")) as act:
        path()
    (entry,) = since(table_name="compliance_commodity")
    assert (entry.table_name, entry.verb, entry.before) == ("compliance_commodity", "insert", None)
    assert entry.row_id == str(Commodity.objects.get(code="coal").pk)
    assert entry.after["name"] == "Coal"
    assert (entry.origin, entry.address, entry.door) == ("web", "2001:db8::7", "POST /admin/")
    assert (entry.actor, entry.user_id) == (act.user().username, act.user().pk)
    assert entry.why == "a test"


def update_by_save(row: Commodity) -> None:
    row.name = "Anthracite"
    row.save()


def update_by_queryset(row: Commodity) -> None:
    Commodity.objects.filter(pk=row.pk).update(name="Anthracite")


def update_in_bulk(row: Commodity) -> None:
    row.name = "Anthracite"
    Commodity.objects.bulk_update([row], ["name"])


def update_by_raw_sql(row: Commodity) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update compliance_commodity set name = %s where id = %s", ["Anthracite", row.pk]
        )


def update_in_a_savepoint(row: Commodity) -> None:
    """What a savepoint that was undone said of the act is not missed."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                Commodity.objects.filter(pk=row.pk).update(name="Peat")
                raise ValueError
        except ValueError:
            Commodity.objects.filter(pk=row.pk).update(name="Anthracite")


def update_by_upsert(row: Commodity) -> None:
    Commodity.objects.bulk_create(
        [Commodity(code=row.code, name="Anthracite", unit=row.unit)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )


UPDATES = [
    update_by_save, update_by_queryset, update_in_bulk, update_by_raw_sql, update_in_a_savepoint,
    update_by_upsert,
]  # fmt: skip


@pytest.mark.parametrize("path", UPDATES)
def test_a_change_is_one_entry_with_what_was_and_what_is(
    path: Callable[[Commodity], None], since: Any
) -> None:
    row = CommodityFactory(code="coal")
    with acting(somebody()):
        because("100 % of what is traded is anthracite")
        path(row)
    (entry,) = since(verb="update", table_name="compliance_commodity")
    assert (entry.before, entry.after) == ({"name": "Coal"}, {"name": "Anthracite"})
    assert entry.why == "100 % of what is traded is anthracite"
    assert entry.actor.startswith("analyst-")


def test_a_deletion_keeps_the_whole_row(since: Any) -> None:
    row = CommodityFactory(code="coal")
    pk = row.pk
    with acting(somebody()):
        Commodity.objects.all().delete()
    (entry,) = since(verb="delete")
    assert (entry.row_id, entry.after) == (str(pk), None)
    assert entry.before["code"] == "coal"


def test_a_write_that_changes_nothing_is_no_entry(since: Any) -> None:
    row = CommodityFactory()
    before = len(since())
    row.save()
    assert len(since()) == before


def test_emptying_a_table_is_an_entry(since: Any) -> None:
    Group.objects.create(name="friends")
    with connection.cursor() as cursor:
        cursor.execute("truncate auth_group cascade")
    emptied = {entry.table_name for entry in since(verb="truncate")}
    assert {"auth_group", "auth_user_groups"} <= emptied


def test_what_is_written_past_the_tracker_is_the_database_roles(since: Any) -> None:
    by_raw_sql()
    (entry,) = since(table_name="compliance_commodity")
    with connection.cursor() as cursor:
        cursor.execute("select session_user")
        (role,) = cursor.fetchone()
    assert (entry.origin, entry.actor, entry.db_role, entry.user_id) == ("sql", role, role, None)


def test_what_is_undone_leaves_no_entry(since: Any) -> None:
    with transaction.atomic(), acting(somebody()):
        by_save()
        transaction.set_rollback(True)
    assert since() == []


@pytest.mark.django_db(transaction=True)
def test_an_act_is_forgotten_with_its_transaction() -> None:
    with acting(somebody()):
        by_save()
    Commodity.objects.update(name="Peat")
    assert [e.origin for e in entries(table_name="compliance_commodity")] == ["web", "sql"]


def test_no_secret_is_written_down(since: Any) -> None:
    user = User.objects.create_user("ana", password="a long pass phrase")
    user.set_password("another long pass phrase")
    user.save()
    made, changed = since(table_name="auth_user", row_id=str(user.pk))
    assert made.after["password"] == changed.after["password"] == "(not shown)"
    said = "".join(str((e.before, e.after)) for e in since())
    assert "pbkdf2" not in said
    assert "md5" not in said


@pytest.mark.parametrize("word", ["it's 100 %s", "\\'; drop table auth_user; --", "a\x00b", "ü⁒"])
def test_words_of_an_act_are_words_whatever_they_hold(word: str, since: Any) -> None:
    with acting(somebody(word, door=word)):
        by_bulk_create()
    (entry,) = since(table_name="compliance_commodity")
    assert entry.why == entry.door == word.replace("\x00", "")


@pytest.mark.django_db
def test_the_reason_of_a_correction_is_the_entrys() -> None:
    committee = Committee.objects.create(slug="1718", name="C", regime="DPRK")
    Report.objects.create(
        committee=committee, kind="notification", key="k", recorded_at="2024-01-01T00:00Z"
    )
    (entry,) = entries(table_name="compliance_report")
    assert entry.verb == "insert"
    assert entry.after["committee_id"] == committee.pk


# The chain


@pytest.mark.django_db
def test_the_chain_grows_by_what_has_come_and_proves_whole() -> None:
    CommodityFactory(code="coal")
    first = services.audit.seal()
    assert first.place > 0
    assert queries.audit.waiting() == 0
    Commodity.objects.update(name="Peat")
    assert queries.audit.waiting() == 1
    second = services.audit.seal()
    assert second.place == first.place + 1
    assert services.audit.seal() == second
    noted = {first.place: first.digest, second.place: second.digest}
    assert list(audit.faults(queries.audit.chain(), anchors=noted)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "update compliance_auditentry set actor = 'somebody else'",
        "update compliance_auditentry set place = place + 1",
        "update compliance_auditentry set place = null",
        "update compliance_auditentry set digest = repeat('0', 64)",
        "delete from compliance_auditentry",
        "truncate compliance_auditentry",
    ],
)
def test_an_entry_that_was_chained_is_never_changed(statement: str) -> None:
    CommodityFactory()
    services.audit.seal()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_a_place_is_not_given_together_with_another_word() -> None:
    CommodityFactory()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(
            "update compliance_auditentry set place = 1, digest = repeat('0', 64), actor = 'x' "
            "where place is null"
        )


@pytest.mark.django_db
def test_a_role_of_the_application_can_neither_change_nor_empty_nor_look_away() -> None:
    CommodityFactory()
    services.audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("create role an_application")
        cursor.execute(
            "grant select, insert, update on all tables in schema public to an_application"
        )
        cursor.execute("grant usage on all sequences in schema public to an_application")
        cursor.execute("set local role an_application")
        for statement in (
            "update compliance_auditentry set actor = 'x'",
            "delete from compliance_auditentry",
            "truncate compliance_auditentry",
            "alter table compliance_auditentry disable trigger all",
            "alter table compliance_commodity disable trigger audit_changed",
            "set session_replication_role = replica",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)
        cursor.execute("update compliance_commodity set name = 'Peat'")
        cursor.execute("reset role")
    assert entries()[-1].db_role == "an_application"


@pytest.mark.django_db
def test_what_the_owner_does_past_the_triggers_is_found() -> None:
    """Who owns the database can switch its triggers off; the chain tells where."""
    for code in ("coal", "crude", "seafood"):
        CommodityFactory(code=code)
    head = services.audit.seal()
    middle = head.place - 1
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update compliance_auditentry set actor = 'nobody' where place = %s", [middle]
        )
        cursor.execute("set local session_replication_role = origin")
    first = next(audit.faults(queries.audit.chain(), anchors={head.place: head.digest}))
    assert first.place == middle


# Together


@pytest.fixture
def threads(transactional_db: None) -> Callable[..., None]:
    def run(*works: Callable[[], None]) -> None:
        failed: list[BaseException] = []

        def one(work: Callable[[], None]) -> None:
            try:
                work()
            except BaseException as error:
                failed.append(error)
            finally:
                connections.close_all()

        running = [threading.Thread(target=one, args=(work,)) for work in works]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        assert not failed, failed

    return run


def test_many_writers_and_chainers_make_one_chain_without_a_fork(threads: Any) -> None:
    """32 writers, and four who chain meanwhile."""
    writers, each = 32, 25
    done = threading.Event()

    def write(n: int) -> Callable[[], None]:
        def work() -> None:
            with acting(Acting(origin="task", door=f"writer {n}", name="the worker")):
                for at in range(each):
                    with transaction.atomic():
                        Commodity.objects.create(code=f"good-{n}-{at}", name="x", unit="t")

        return work

    def chain() -> None:
        while not done.is_set():
            services.audit.seal()
            time.sleep(0.01)

    def write_all() -> None:
        try:
            threads(*(write(n) for n in range(writers)))
        finally:
            done.set()

    threads(write_all, *[chain] * 4)
    head = services.audit.seal()
    made = entries(table_name="compliance_commodity")
    assert len(made) == writers * each
    assert {entry.door for entry in made} == {f"writer {n}" for n in range(writers)}
    links = list(queries.audit.chain())
    assert len(links) == head.place == AuditEntry.objects.count()
    assert list(audit.faults(links, anchors={head.place: head.digest})) == []
