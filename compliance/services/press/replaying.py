"""A step that was given up is tried again, because a person says so and says why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from compliance import queries
from compliance.models import Article, Attempt, Replay


if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotReplayed(ValueError):
    """Nothing is tried again; the message says why in one sentence."""


def replay(*, article: Article, reason: str, at: datetime, by: User | None) -> list[Replay]:
    """Every step of the article that was given up waits again. Raises `NotReplayed`."""
    if not reason.strip():
        raise NotReplayed("Say in a sentence why it is tried again; it is kept.")
    given_up = queries.press.quarantined(article=article)
    if not given_up:
        raise NotReplayed(f"No step of article {article.pk} was given up.")
    return Replay.objects.bulk_create(
        Replay(
            article=article,
            step=held.step,
            subject=held.subject,
            after=Attempt.objects.filter(step=held.step, subject=held.subject).latest("id"),
            reason=reason.strip(),
            replayed_at=at,
            replayed_by=by,
        )
        for held in given_up
    )
