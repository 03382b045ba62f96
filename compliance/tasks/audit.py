"""The audit's chain: what was written down is chained every minute, its head noted every hour."""

from __future__ import annotations

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from compliance import services


log = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def seal() -> None:
    services.audit.seal()


@shared_task(name="audit.anchor")
def anchor() -> None:
    """Note the head where whoever owns the database cannot reach it: the log, and a file."""
    head = services.audit.seal()
    line = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {head.place} {head.digest}"
    log.info("the audit stands at %s", line)
    if settings.AUDIT_ANCHORS:
        with Path(settings.AUDIT_ANCHORS).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
