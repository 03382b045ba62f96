"""Changes get their place in an order that only grows, and whoever subscribed is told of each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from compliance import core, queries, services
from compliance.core.follow import WAITS
from compliance.models import Change, Committee, Report, Sending, Subscription
from compliance.sources import pages
from compliance.tasks import follow as tasks
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.regime import petroleum_cap
from tests.factories.reports import record


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_not_passed_over() -> None:
    """One that began first and ends last gets a place after those that ended before it."""
    committee = Committee.objects.create(slug="1718", name="C", regime="DPRK")
    written, end = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                _report(committee, "slow")
                written.set()
                end.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert written.wait(20)
    _report(committee, "quick")
    services.follow.place()
    first = queries.follow.since(core.follow.Mark(), most=10)
    end.set()
    thread.join()
    services.follow.place()
    second = queries.follow.since(first.upto, most=10)
    keys = dict(Report.objects.values_list("pk", "key"))
    assert [keys[row.id] for row in first.rows] == ["quick"]
    assert [keys[row.id] for row in second.rows] == ["slow"]
    ids = list(Change.objects.order_by("place").values_list("id", flat=True))
    assert ids == sorted(ids, reverse=True)  # by number it would have come before


def _report(committee: Committee, key: str) -> None:
    Report.objects.create(
        committee=committee, kind="notification", key=key, recorded_at=timezone.now()
    )


@pytest.mark.django_db
def test_many_rows_of_one_statement_are_a_few_changes_and_are_paged_through() -> None:
    committee = Committee.objects.create(slug="1718", name="C", regime="DPRK")
    Report.objects.bulk_create(
        Report(committee=committee, kind="notification", key=str(n), recorded_at=timezone.now())
        for n in range(2_300)
    )
    assert Change.objects.count() == 3
    services.follow.place()
    mark, found = core.follow.Mark(), []
    while True:
        part = queries.follow.since(mark, most=700)
        found += [row.id for row in part.rows]
        assert part.left == 2_300 - len(found)
        if not part.left:
            break
        mark = core.follow.read_mark(str(part.upto))  # as it is given out
        assert mark is not None
    assert found == sorted(Report.objects.values_list("pk", flat=True))


# Messages


class Hook:
    """A server of somebody who subscribed: it takes down what comes, and answers as it is told."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(hook.status)
                self.send_header("Location", "http://169.254.169.254/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()


@pytest.fixture
def hook(settings: Any) -> Iterator[Hook]:
    found = Hook()
    settings.FETCH_ALLOWED_HOSTS = [found.host]
    yield found
    found.server.shutdown()
    found.server.server_close()


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def subscribed(hook: Hook, *events: str, cap: Any = None) -> Subscription:
    return services.follow.subscribe(
        url=f"http://{hook.host}/hook", events=list(events) or ["lines"], cap=cap,
        by=UserFactory(), at=NOW,
    )  # fmt: skip


def tell(row: Subscription, at: datetime = NOW) -> Sending | None:
    services.follow.place()
    return services.follow.tell(subscription=row.pk, at=at)


@pytest.mark.django_db
def test_a_change_is_told_once_signed_and_with_the_mark_to_ask_from(hook: Hook) -> None:
    petroleum_cap()
    record(draft("2023-01"))  # before anybody asked to be told
    row = subscribed(hook, "lines")
    report = record(draft("2023-02"))
    sent = tell(row)
    assert sent is not None
    assert (sent.status, sent.problem, sent.rows) == (204, "", 1)
    assert tell(row) is None
    ((head, body),) = hook.came
    key = base64.b64decode(row.secret.removeprefix("whsec_"))
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{expected}"
    assert head["webhook-timestamp"] == str(int(NOW.timestamp()))
    said = json.loads(body)
    assert said["type"] == "lines.changed"
    assert said["data"]["ids"] == [report.transfers.get().pk]
    mark = core.follow.read_mark(said["data"]["changed_since"])
    assert mark is not None
    told = queries.follow.since(mark, topics=["lines"], most=10)
    assert [one.id for one in told.rows] == said["data"]["ids"]


@pytest.mark.django_db
def test_only_what_concerns_its_cap_and_its_events_is_told(hook: Hook) -> None:
    cap = petroleum_cap()
    row = subscribed(hook, "lines", "notices", cap=cap)
    other = subscribed(hook, "notices")
    record(draft("2023-01", amount="400000"))
    while tell(row):
        pass
    topics = [json.loads(body)["type"] for _, body in hook.came]
    assert topics == ["lines.changed", "notices.changed"]
    while tell(other):
        pass
    assert len(hook.came) == 3
    row.refresh_from_db()
    assert row.progress.told_to == queries.follow.head().place


@pytest.mark.django_db
def test_what_is_not_taken_is_sent_again_after_growing_waits_and_then_no_more(hook: Hook) -> None:
    petroleum_cap()
    row = subscribed(hook)
    record(draft("2023-01"))
    hook.status = 500
    at, names = NOW, set()
    for wait in WAITS:
        sent = tell(row, at)
        assert sent is not None
        assert sent.problem == "The server answered 500."
        assert sent.next_at == at + wait
        names.add(sent.message)
        assert tell(row, at + wait - timedelta(seconds=1)) is None  # not before
        at += wait
    last = tell(row, at)
    assert last is not None
    assert last.next_at is None
    assert {*names, last.message} == {last.message}  # one message, one name
    row.refresh_from_db()
    assert not row.active
    assert row.stopped_because.startswith("9 tries in a row failed")
    assert "The server answered 500." in row.stopped_because
    assert tell(row, at + timedelta(days=9)) is None
    hook.status = 200
    services.follow.start(subscription=row, at=at)
    assert tell(row, at) is not None  # nothing was lost meanwhile
    assert hook.came[-1][0]["webhook-id"] == last.message
    assert row.sendings.count() == len(WAITS) + 2


@pytest.mark.django_db
def test_an_address_that_is_gone_stops_it_and_a_redirect_is_not_followed(hook: Hook) -> None:
    petroleum_cap()
    row = subscribed(hook)
    record(draft("2023-01"))
    hook.status = 302
    sent = tell(row)
    assert sent is not None
    assert sent.problem == "The server answered 302."
    hook.status = 410
    assert tell(row, NOW + timedelta(minutes=1)) is not None
    row.refresh_from_db()
    assert "410" in row.stopped_because
    assert len(hook.came) == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://follower.example/", "https://"),
        ("https://127.0.0.1/", "public web"),
        ("https://[::1]/", "public web"),
        ("https://169.254.169.254/latest/", "public web"),
        ("https://follower.example:8443/", "standard ports"),
        ("https://me:pw@follower.example/", "user name"),
        ("file:///etc/passwd", "https://"),
    ],
)
def test_an_address_where_nothing_may_be_sent_is_refused(url: str, words: str) -> None:
    with pytest.raises(services.follow.NotSubscribed, match=words):
        services.follow.address(url)


def test_a_name_that_leads_inside_is_refused_when_it_is_dialled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: inside)
    with pytest.raises(pages.Refused, match="public web"):
        pages.send("https://follower.example/", b"{}", headers={})


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_whoever_is_behind_and_one_that_fails_stops_no_other(hook: Hook) -> None:
    petroleum_cap()
    mine, other = subscribed(hook), subscribed(hook)
    Subscription.objects.filter(pk=mine.pk).update(url="http://nowhere.invalid/")
    record(draft("2023-01"))
    tasks.sweep()
    assert len(hook.came) == 1
    assert other.sendings.get().problem == ""
    assert mine.sendings.get().problem != ""


@pytest.mark.django_db
def test_an_act_that_is_undone_is_never_told(hook: Hook) -> None:
    petroleum_cap()
    row = subscribed(hook)
    with transaction.atomic():
        record(draft("2023-01"))
        transaction.set_rollback(True)
    assert tell(row) is None
    assert not Change.objects.filter(place=None).exists()


@pytest.mark.django_db
def test_the_log_is_kept_for_a_month(hook: Hook) -> None:
    row = subscribed(hook)
    for days in (31, 29):
        Sending.objects.create(
            subscription=row, message="m", what="lines", rows=1, at=NOW - timedelta(days=days)
        )
    services.follow.forget(before=NOW - services.follow.KEPT)
    assert row.sendings.get().at == NOW - timedelta(days=29)
