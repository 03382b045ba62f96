"""What the project does around `migrate`: guard newer data, and lay the queue."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.core.management.base import CommandError
from django.db.models.signals import post_migrate, pre_migrate


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Tracker"

    def ready(self) -> None:
        # Any app will do: Django tells only those with models, and tells each once.
        first = apps.get_app_config("contenttypes")
        pre_migrate.connect(refuse_newer_data, sender=first)
        post_migrate.connect(lay_queue, sender=first)


def refuse_newer_data(*, using: str, **_: Any) -> None:
    from tracker import health

    if newer := health.newer_migrations(using):
        raise CommandError(health.newer_data(newer[0]))


def lay_queue(*, using: str, **_: Any) -> None:
    from django.conf import settings

    from tracker import queue

    if using == "default" and settings.CELERY_BROKER_URL.startswith("pgmq"):
        queue.lay(settings.DATABASE_URL)
