"""`manage.py replay`: what was given up is listed, and tried again with a reason that is kept."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from compliance import tasks
from compliance.models import Article, Attempt, Capture, Replay
from tests.factories.press import hand_in


pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    said = StringIO()
    call_command("replay", *words, stdout=said)
    return said.getvalue()


@pytest.fixture
def given_up() -> Article:
    article = hand_in("Russia reported 3,000 barrels of refined petroleum.")
    for _ in range(3):
        Attempt.objects.create(
            article=article, step="capture", subject=str(article.pk), begun_at=timezone.now()
        )
    return article


def test_what_was_given_up_is_listed_with_its_cause(given_up: Article) -> None:
    hand_in("Another article, which waits and is not given up.")
    assert run() == f"article {given_up.pk}, capture: killed: Its worker never came back.\n"


def test_nothing_given_up_is_nothing_listed() -> None:
    assert run() == ""


def test_it_is_tried_again_with_a_reason_that_is_kept(given_up: Article) -> None:
    tasks.press.sweep()
    assert not Capture.objects.exists()
    said = run(str(given_up.pk), "--reason", "The worker has more memory.")
    assert said == f"article {given_up.pk}: capture waits again\n"
    kept = Replay.objects.get()
    assert (kept.reason, kept.replayed_by) == ("The worker has more memory.", None)
    assert run() == ""
    tasks.press.sweep()
    assert Capture.objects.get().article == given_up


def test_without_a_reason_nothing_is_tried_again(given_up: Article) -> None:
    with pytest.raises(CommandError, match="Say in a sentence why"):
        run(str(given_up.pk))
    assert not Replay.objects.exists()


def test_what_was_not_given_up_is_said(given_up: Article) -> None:
    waits = hand_in("Another article.")
    with pytest.raises(CommandError, match=f"No step of article {waits.pk} was given up"):
        run(str(waits.pk), "--reason", "Why not.")
    with pytest.raises(CommandError, match="There is no article 999999"):
        run("999999", "--reason", "Why not.")
    assert not Replay.objects.exists()
