"""Whoever follows us ends with what we hold: from any mark, over any history, in any pages."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from compliance import core, queries, services
from compliance.api import cited
from compliance.models import (
    Committee,
    Decision,
    DecisionStep,
    Finding,
    LedgerChange,
    Reading,
    Report,
    Transfer,
)
from tests.api.conftest import signed_in
from tests.factories.ledger import draft
from tests.factories.press import read
from tests.factories.reports import source


CHANGES = "/api/v1/changes/"
TOPICS = core.follow.TOPICS
HISTORIES = int(os.environ.get("HISTORIES") or 3)


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions as they are, looked up each time."""
    monkeypatch.setattr(cited, "_held", {"version": "", "until": 0.0})
    monkeypatch.setattr(cited, "HELD_S", 0.0)
    monkeypatch.setattr(cited, "HELD_S", 0.0)


class Follower:
    """Somebody who took every list once, and keeps it by the feed alone."""

    def __init__(self, client: Any) -> None:
        self.client = client
        # The version of the list that was taken first is right for all: later ones hold no less.
        self.mark, self.lists = "", {}
        for topic in TOPICS:
            answer = client.get(f"/api/v1/{topic}/", _all(topic))
            self.mark = self.mark or answer.headers["X-Data-Version"]
            self.lists[topic] = {row["id"]: row for row in _rows(client, answer)}
        standing = client.get("/api/v1/lines/", {"standing": "true", **_all("lines")})
        self.standing = {row["id"]: row for row in _rows(client, standing)}

    def follow(self, dice: random.Random) -> None:
        query: dict[str, Any] = {"changed_since": self.mark}
        while True:
            page = self.client.get(CHANGES, {**query, "page_size": dice.choice([1, 3, 50, 500])})
            assert page.status_code == 200, page.content
            said = page.json()
            for row in said["results"]:
                self.apply(row)
            self.mark = query["changed_since"] = said["changed_since"]
            if said["next"] is None:
                return
            assert f"changed_since={self.mark}" in said["next"]

    def apply(self, row: dict[str, Any]) -> None:
        held = self.lists[row["topic"]]
        if row["change"] == "removed":
            held.pop(row["id"], None)
            return
        held[row["id"]] = row["row"]
        if row["topic"] == "lines":
            self.standing.pop(row["replaces"], None)
            if row["change"] == "set" and row["id"] not in self.outdated():
                self.standing[row["id"]] = row["row"]

    def outdated(self) -> set[int]:
        """Of each series all but the newest revision: a row that comes twice is not newer."""
        newest: dict[str, dict[str, Any]] = {}
        for row in self.lists["lines"].values():
            if row["revision"] >= newest.get(row["series"], row)["revision"]:
                newest[row["series"]] = row
        kept = {row["id"] for row in newest.values()}
        return set(self.lists["lines"]) - kept


def _all(topic: str) -> dict[str, Any]:
    return {} if topic == "decisions" else {"page_size": 500}


def _rows(client: Any, answer: Any) -> list[dict[str, Any]]:
    found = []
    page = answer.json()
    while True:
        found += page["results"]
        if page["next"] is None:
            return found
        page = client.get(page["next"]).json()


# What may happen


def report(dice: random.Random) -> None:
    month = dice.randrange(1, 13)
    drafts = [
        draft(f"2025-{month:02}", amount=str(dice.choice([10, 90_000, 300_000])), supplier=supplier)
        for supplier in dice.sample(["RU", "CN"], dice.randint(1, 2))
    ]
    try:
        with transaction.atomic():
            services.ledger.record(
                source=source(
                    "2026-02-01",
                    committee=Committee.objects.get(slug="1718"),
                    key=f"history:{uuid4()}",
                ),
                drafts=drafts,
                by=None,
                at=timezone.now(),
            )
    except services.ledger.Rejected:
        return  # the month was reported already


def _mine(dice: random.Random) -> Transfer | None:
    rows = list(Transfer.objects.filter(first_day__year=2025).order_by("id"))
    return dice.choice(rows) if rows else None


def correct(dice: random.Random) -> None:
    if line := _mine(dice):
        entry = line.entry
        said = draft(
            f"{entry.period.start:%Y-%m}",
            supplier=line.supplier,
            amount=str(dice.choice([5, 200_000])),
        )
        try:
            with transaction.atomic():
                services.ledger.correct(
                    line=line, draft=said, reason="A slip.", by=None, at=timezone.now()
                )
        except services.ledger.Rejected:
            return


def withdraw(dice: random.Random) -> None:
    if line := _mine(dice):
        try:
            with transaction.atomic():
                services.ledger.withdraw(line=line, reason="A slip.", by=None, at=timezone.now())
        except services.ledger.Rejected:
            return


def article(dice: random.Random) -> None:
    text = (
        f"Russia supplied North Korea with {dice.randrange(1_000, 90_000):,} barrels of refined "
        f"petroleum in January 2023, wrote paper {dice.randrange(10**6)}."
    )
    reading = read(text, at=timezone.now())
    services.review.reconcile(reading=reading, at=timezone.now())


def judge_anew(dice: random.Random) -> None:
    LedgerChange.objects.create(what="asked", done_to=0)
    for change in queries.review.changes_waiting(5):
        services.review.judge_anew(change=change, at=timezone.now())


def read_again(dice: random.Random) -> None:
    """A newer reading that finds nothing any more: its article's findings stand no longer."""
    readings = list(Reading.objects.order_by("id"))
    last = dice.choice(readings)
    Reading.objects.create(
        capture=last.capture, version=f"test-{uuid4().hex[:8]}", read_at=timezone.now(),
        language="en", resolutions=[], cautions=[],
    )  # fmt: skip


def decide(dice: random.Random) -> None:
    rows = list(Finding.objects.undecided().order_by("id"))
    if rows:
        user = signed_in("add_review").user  # type: ignore[attr-defined]
        services.review.decide(
            finding=dice.choice(rows), by=user, at=timezone.now(),
            decision=dice.choice(["confirm", "reject"]), note="Because.",
        )  # fmt: skip


def question(dice: random.Random) -> None:
    Decision.objects.create(
        committee=Committee.objects.get(slug="1718"), key=f"q-{uuid4().hex}", subject="A question",
        body="Committee", recorded_at=timezone.now(),
    )  # fmt: skip


def step(dice: random.Random) -> None:
    DecisionStep.objects.create(
        decision=dice.choice(list(Decision.objects.order_by("id"))),
        step=dice.choice(["proposed", "hold", "lapsed"]),
        on=date(2025, 1, 1) + timedelta(days=dice.randrange(500)),
        known_on=date(2025, 1, 1), states=["RU"],
    )  # fmt: skip


ACTS = (report, report, correct, withdraw, article, judge_anew, read_again, decide, question, step)


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_feed_from_any_mark_makes_of_an_old_export_the_new_one(api: Any, seed: int) -> None:
    dice = random.Random(seed)
    followers = [Follower(api)]
    for _ in range(dice.randint(4, 9)):
        with transaction.atomic():
            dice.choice(ACTS)(dice)
        if dice.random() < 0.3:
            followers.append(Follower(api))
        if dice.random() < 0.3:
            dice.choice(followers).follow(dice)
    now = Follower(api)
    for follower in followers:
        follower.follow(dice)
        assert follower.lists == now.lists
        assert follower.standing == now.standing


@pytest.mark.usefixtures("versions")
def test_from_the_beginning_it_is_everything(api: Any) -> None:
    now = Follower(api)
    follower = Follower(api)
    follower.mark = str(core.follow.Mark())
    follower.lists, follower.standing = {topic: {} for topic in TOPICS}, {}
    follower.follow(random.Random(1))
    assert follower.lists == now.lists
    assert follower.standing == now.standing


@pytest.mark.usefixtures("versions")
def test_a_topic_is_followed_alone_and_says_how_much_is_left(api: Any) -> None:
    said = api.get(CHANGES, {"topic": "reports", "page_size": 2}).json()
    assert {row["topic"] for row in said["results"]} == {"reports"}
    assert said["total"] == {"value": Report.objects.count(), "relation": "eq"}
    onward = api.get(said["next"]).json()
    assert onward["total"]["value"] == said["total"]["value"] - 2
    every = api.get(CHANGES, {"page_size": 2}).json()
    assert every["total"]["relation"] == "gte"


@pytest.mark.parametrize("mark", ["", "x", "1", "0-1", "999999999-5f", "1-1", "1-1-1", "\x00"])
def test_a_mark_that_is_none_of_ours_is_refused(api: Any, mark: str) -> None:
    answer = api.get(CHANGES, {"changed_since": mark})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["field"] == "changed_since"


@pytest.mark.usefixtures("versions")
def test_the_version_of_an_answer_moves_with_the_data(api: Any) -> None:
    before = api.get("/api/v1/committees/").headers["X-Data-Version"]
    services.ledger.record(
        source=source("2026-02-01", committee=Committee.objects.get(slug="1718")),
        drafts=[draft("2025-11", amount="10", supplier="RU")],
        by=None,
        at=timezone.now(),
    )
    services.follow.place()
    answer = api.get("/api/v1/lines/?format=csv")
    b"".join(answer.streaming_content)
    assert answer.headers["X-Data-Version"] != before
    assert answer.headers["Link"] == '</api/v1/licence/>; rel="license"'
    assert api.get("/api/v1/licence/").json()["licence"] is None
