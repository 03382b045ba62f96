"""A sweep brings whatever waits a step further, and one that breaks stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from compliance import queries, services, tasks
from compliance.core import press
from compliance.models import Article, Attempt, Capture, Finding, Notice, Outcome, Reading
from compliance.sources import pages
from tests.factories.ledger import draft
from tests.factories.press import hand_in
from tests.factories.regime import petroleum_cap
from tests.factories.reports import line


pytestmark = pytest.mark.django_db

TOLD = "Russia reported 3,125 barrels of refined petroleum to North Korea in March 2023."
POISON = "Poison: 666 barrels of refined petroleum from Russia to North Korea."


def handed_in(text: str, **other: Any) -> Article:
    return hand_in(text, at=timezone.now() - timedelta(minutes=1), **other)


def test_an_article_goes_from_handed_in_to_findings_in_one_sweep() -> None:
    petroleum_cap()
    line(draft("2023-03", amount="3125"))
    article = handed_in(TOLD)
    tasks.press.sweep()
    finding = Finding.objects.get(claim__reading__capture__article=article)
    assert finding.verdict == "agrees"
    assert list(Attempt.objects.order_by("pk").values_list("step", flat=True)) == [
        "capture",
        "read",
        "reconcile",
    ]


def test_a_second_sweep_finds_nothing_to_do() -> None:
    petroleum_cap()
    handed_in(TOLD)
    tasks.press.sweep()
    before = Attempt.objects.count()
    tasks.press.sweep()
    assert Attempt.objects.count() == before


def test_more_than_a_batch_is_done_in_one_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    petroleum_cap()
    monkeypatch.setattr(tasks.press, "BATCH", 2)
    for n in range(5):
        handed_in(f"{TOLD} {n}")
    tasks.press.sweep()
    assert Reading.objects.count() == 5
    assert queries.press.awaiting_reconciliation(9) == []


def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    real = press.read

    def read(text: str, **other: Any) -> press.Reading:
        if "Poison" in text:
            raise RuntimeError("the reader broke")
        return real(text, **other)

    monkeypatch.setattr(press, "read", read)


def test_a_step_that_breaks_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    petroleum_cap()
    poisoned(monkeypatch)
    handed_in(POISON)
    good = handed_in(TOLD)
    tasks.press.sweep()
    assert Finding.objects.filter(claim__reading__capture__article=good).exists()
    assert "a step failed and will be tried again: Capture" in caplog.text


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What broke is tried again at once."""
    monkeypatch.setattr("compliance.models.press.PAUSES", (timedelta(0), timedelta(0)))
    queries.press.written.cache_clear()
    yield
    queries.press.written.cache_clear()


@pytest.mark.usefixtures("no_pauses")
def test_poison_is_given_up_after_three(monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned(monkeypatch)
    article = handed_in(POISON)
    for _ in range(6):
        tasks.press.sweep()
    assert Attempt.objects.filter(article=article, step="read").count() == 3
    assert queries.press.awaiting_reading(9) == []


def test_a_worker_killed_in_the_middle_of_a_step_counts_as_a_try() -> None:
    """What a kill leaves behind is an attempt without an outcome."""
    article = handed_in(TOLD)
    for _ in range(3):
        Attempt.objects.create(
            article=article, step="capture", subject=str(article.pk), begun_at=timezone.now()
        )
    tasks.press.sweep()
    assert not Capture.objects.exists()
    assert list(Article.objects.given_up()) == [article]
    assert queries.review.waiting(at=timezone.now()).given_up == 1


def test_a_page_that_fails_does_not_hold_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str, **_: Any) -> pages.Page:
        raise pages.Failed("The server answered 503.")

    monkeypatch.setattr(pages, "fetch", fetch)
    services.press.hand_in(origin="url", url="https://news.example/a", at=timezone.now(), by=None)
    tasks.press.sweep()
    assert [c.error for c in Capture.objects.all()] == ["The server answered 503."]


def test_a_sweep_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.press, "BUDGET_S", 0.0)
    handed_in(TOLD)
    tasks.press.sweep()
    assert not Capture.objects.exists()


def test_notices_are_swept_too_and_given_once() -> None:
    petroleum_cap()
    line(draft("2023-03", amount="400000"))
    tasks.ledger.sweep()
    tasks.ledger.sweep()
    assert Notice.objects.count() == 1


# The pipeline's words


def state(article: Article) -> list[tuple[str, str, int]]:
    return [(w.step, w.state, w.tries) for w in queries.press.steps_of(article)]


def test_an_article_is_pending_then_done() -> None:
    petroleum_cap()
    article = handed_in(TOLD)
    assert state(article) == [("capture", "pending", 0)]
    tasks.press.sweep()
    assert state(article) == []


def test_what_broke_is_failed_with_its_reason_and_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    poisoned(monkeypatch)
    article = handed_in(POISON)
    tasks.press.sweep()
    tasks.press.sweep()
    (work,) = queries.press.steps_of(article)
    assert (work.step, work.state, work.tries) == ("read", "failed", 1)
    assert (work.cause, work.reason) == ("RuntimeError", "the reader broke")
    assert work.since is not None
    assert work.next_try == work.since + timedelta(seconds=5)


@pytest.mark.usefixtures("no_pauses")
def test_a_person_has_what_was_given_up_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    article = handed_in(POISON)
    with monkeypatch.context() as patch:
        poisoned(patch)
        for _ in range(4):
            tasks.press.sweep()
    assert state(article) == [("read", "quarantined", 3)]
    (held,) = queries.press.pipeline(at=timezone.now()).quarantined
    assert (held.article, held.cause) == (article.pk, "RuntimeError")
    tasks.press.sweep()
    assert not Reading.objects.exists()
    with pytest.raises(services.press.NotReplayed, match="Say in a sentence why"):
        services.press.replay(article=article, reason=" ", at=timezone.now(), by=None)
    services.press.replay(
        article=article, reason="The reader was mended.", at=timezone.now(), by=None
    )
    assert state(article) == [("read", "pending", 0)]
    tasks.press.sweep()
    assert Reading.objects.count() == 1
    with pytest.raises(services.press.NotReplayed, match="was given up"):
        services.press.replay(article=article, reason="Again.", at=timezone.now(), by=None)


def test_each_end_is_kept_and_the_pipeline_counts_it() -> None:
    petroleum_cap()
    handed_in(TOLD)
    tasks.press.sweep()
    seen = queries.press.pipeline(at=timezone.now())
    assert seen.done == {"capture": 1, "read": 1, "reconcile": 1}
    assert sum(n for _, n in seen.hours) == 3
    assert [(q.pending, q.failed, q.quarantined) for q in seen.queues] == [(0, 0, 0)] * 3
    assert len(seen.workers) == 1
    assert Outcome.objects.filter(cause="").count() == Attempt.objects.count() == 3


def test_a_step_in_hand_is_running_and_a_killed_one_failed() -> None:
    article = handed_in(TOLD)
    begun = timezone.now()
    with services.press.claim("capture", tasks.press.to_capture, 5, begun) as held:
        assert held == [article.pk]
        Attempt.objects.create(
            article=article, step="capture", subject=str(article.pk), begun_at=begun, worker="h:1"
        )
        (work,) = queries.press.steps_of(article)
        assert (work.state, work.since, work.worker) == ("running", begun, "h:1")
    (work,) = queries.press.steps_of(article)
    assert (work.state, work.cause) == ("failed", "killed")


def test_the_pipeline_asks_a_fixed_number_of_questions(
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(12):
        handed_in(f"{TOLD} {n}")
    tasks.press.sweep()
    with django_assert_max_num_queries(16):
        queries.press.pipeline(at=timezone.now())
