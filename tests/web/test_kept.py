"""Answers given again: never older than the data, whoever wrote them and however they ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compliance import services
from compliance.api.ledger import CapsAhead
from compliance.api.urls import QUESTIONS
from compliance.migrations._touches import TOUCHING
from compliance.models import Article, Transfer
from tests.browser.shots import PAGES
from tests.factories.people import UserFactory
from tests.factories.regime import CommitteeFactory


CAP = "/caps/dprk-refined-petroleum/2023/"
API = "/api/v1/caps/dprk-refined-petroleum/{}/"
# What a page may look at without resting on it: whom it is for, and where changes stand.
NO_DATA = {"compliance_touch", "compliance_change", "auth_user", "django_session"}


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    settings.ANSWERS_KEPT = 100
    caches["answers"].clear()
    yield
    caches["answers"].clear()


def as_another_transaction() -> None:
    """A test is one transaction, and touches once; what comes next is told like another one."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tracker.touched', '', true)")


def queries_of(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        act()
    return [one["sql"] for one in seen]


@pytest.mark.usefixtures("planted", "db")
class TestPages:
    def test_a_page_that_was_given_costs_the_question_how_the_data_stand(
        self, client: Client
    ) -> None:
        first = client.get(CAP)
        (asked,) = queries_of(lambda: client.get(CAP))
        again = client.get(CAP)
        assert "compliance_touch" in asked
        assert again.content == first.content
        assert dict(again.headers) == dict(first.headers)

    def test_a_line_withdrawn_is_on_the_page_at_once(self, client: Client) -> None:
        assert "362,704" in client.get(CAP).content.decode()
        row = Transfer.objects.filter(first_day="2023-03-01", kind="reported").latest("id")
        as_another_transaction()
        with transaction.atomic():
            services.ledger.withdraw(line=row, reason="Try.", by=None, at=row.recorded_at)
        said = client.get(CAP).content.decode()
        assert "362,704" not in said
        assert said == client.get(f"{CAP}?").content.decode()

    def test_who_is_signed_in_gets_a_page_of_their_own(self, client: Client) -> None:
        client.get(CAP)
        client.force_login(UserFactory())
        assert len(queries_of(lambda: client.get(CAP))) > 3

    def test_who_has_the_page_already_is_told_so(self, client: Client) -> None:
        etag = client.get(CAP)["ETag"]
        caches["answers"].clear()
        for _ in "anew", "kept":
            assert client.get(CAP, headers={"If-None-Match": etag}).status_code == 304
        assert client.get(CAP, headers={"If-None-Match": '"other"'}).status_code == 200

    @pytest.mark.parametrize(
        ("address", "headers", "cookies"),
        [
            ("/", {"Accept-Encoding": "gzip"}, {}),
            ("/?since=2026-01-01", {}, {}),
            ("/?known_at=2024-01-17", {}, {}),
            ("/fr/", {}, {}),
            ("/", {}, {"last_visit": "2026-01-02"}),
            ("/", {"Host": "localhost"}, {}),
        ],
    )
    def test_what_makes_another_page_is_asked_anew(
        self, client: Client, address: str, headers: dict[str, str], cookies: dict[str, str]
    ) -> None:
        usual = client.get("/").content
        client.cookies.load(cookies)
        assert len(queries_of(lambda: client.get(address, headers=headers))) > 3
        client.cookies.clear()
        assert client.get("/").content == usual

    def test_the_next_day_is_another_page(self, client: Client, monkeypatch: Any) -> None:
        client.get(CAP)
        key = next(iter(caches["answers"]._cache))
        place, held = key, caches["answers"]
        stands, answer = held.get(re.sub(r"^:\d+:", "", place))
        held.set(re.sub(r"^:\d+:", "", place), (f"{stands[:-10]}1999-01-01", answer))
        assert len(queries_of(lambda: client.get(CAP))) > 3

    @pytest.mark.parametrize("address", ["/caps/none/", "/?page=x", CAP + "?known_at=x"])
    def test_a_refusal_is_not_kept(self, client: Client, address: str) -> None:
        client.get(address)
        assert not caches["answers"]._cache

    def test_a_page_rests_on_nothing_that_can_change_untold(self, client: Client) -> None:
        told = {f"compliance_{name}" for name in TOUCHING} | NO_DATA
        pk = Article.objects.order_by("pk").values_list("pk", flat=True).first()
        addresses = [
            *(path for path in PAGES.values() if not path.startswith("/articles/")),
            "/articles/", "/caps/dprk-crude-oil/", "/states/RU/", "/resolutions/2397/",
            f"{CAP}take/", f"{CAP}months.csv", "/overview/years.json", "/findings/changes/",
            "/findings/findings.csv", "/feeds/notices.atom", *map(API.format, QUESTIONS),
            *([f"/articles/{pk}/"] if pk else []),
        ]  # fmt: skip
        for address in addresses:
            caches["answers"].clear()
            asked = queries_of(lambda address=address: client.get(address))
            if not caches["answers"]._cache:
                continue  # nothing is kept of it
            named = set(re.findall(r'"((?:compliance|auth|django)_\w+)"', " ".join(asked)))
            assert named <= told, address

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_an_answer_of_the_api_is_given_again_and_worked_out_after_a_write(
        self, client: Client, name: str
    ) -> None:
        address = API.format(name)
        anew = len(queries_of(lambda: client.get(address)))
        assert len(queries_of(lambda: client.get(address))) < anew
        kept = client.get(address)
        caches["answers"].clear()
        first = client.get(address)
        assert (kept.content, dict(kept.headers)) == (first.content, dict(first.headers))
        assert client.get(address, headers={"If-None-Match": kept["ETag"]}).status_code == 304
        as_another_transaction()
        CommitteeFactory(slug="1737")
        again = len(queries_of(lambda: client.get(address)))
        assert again >= anew - 1  # the version of the data is held for a second

    def test_an_answer_of_the_api_is_the_same_for_everybody(self, client: Client) -> None:
        for name in QUESTIONS:
            address = API.format(name)
            known = Client()
            known.force_login(UserFactory(is_superuser=True))
            whole = known.get(address).content
            caches["answers"].clear()
            assert client.get(address).content == whole


@pytest.mark.django_db
@pytest.mark.parametrize("table", TOUCHING)
def test_every_way_to_write_what_is_shown_touches(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and tgname like 'touch%%' "
            "and tgenabled = 'O' order by 1",
            [f"compliance_{table}"],
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "touch_added", "touch_changed", "touch_emptied", "touch_gone",
        ]  # fmt: skip


def test_every_question_of_a_cap_is_kept() -> None:
    assert CapsAhead.keeps == set(QUESTIONS)


# What no page and no answer that is kept shows.
UNSHOWN = {
    "Answer", "AuditEntry", "Change", "Host", "ImportFile", "ImportOutcome", "ImportProgress",
    "ImportRun", "KeptAnswer", "Look", "LookRequest", "ReportDraft", "Robots", "SavedFilter",
    "Sending", "Sight", "Subscription", "SubscriptionProgress", "Token", "TokenUse", "Touch",
}  # fmt: skip


def test_every_table_touches_or_is_declared_unshown() -> None:
    every = apps.get_app_config("compliance").get_models(include_auto_created=True)
    named = {m._meta.model_name: m.__name__ for m in every}
    assert {named[name] for name in TOUCHING} | UNSHOWN == set(named.values())
