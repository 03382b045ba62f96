"""What was kept for those who ask twice is thrown away in time."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from compliance import services


@shared_task(name="access.forget")
def forget() -> None:
    services.access.forget(at=timezone.now())
