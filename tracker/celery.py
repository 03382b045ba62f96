"""Celery's app and its beat schedule, as code."""

from __future__ import annotations

import os
import warnings
from typing import Any

from celery import Celery, bootsteps, signals
from celery.schedules import crontab
from celery.worker import WorkController

from tracker import heartbeat, polling, postgres, queue


# Root may run the tracker on a machine of its own; messages are JSON, never code.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

polling.install()
app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep the press: whatever waits for its next step": {
        "task": "press.sweep",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "poll the sources: whichever is due for a look": {
        "task": "press.poll",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "sweep the exchange: tables that wait to be gone through": {
        "task": "exchange.sweep",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "follow: changes get their place, and whoever subscribed is told": {
        "task": "follow.sweep",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "dump all that is public, at night": {
        "task": "follow.dump",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 3600},
    },
    "forget old sendings": {
        "task": "follow.forget",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "chain what the audit has written down": {
        "task": "audit.seal",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "note where the audit's chain stands, elsewhere": {
        "task": "audit.anchor",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "forget the answers that were kept for those who ask twice": {
        "task": "access.forget",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "sweep the ledger: notices that are due": {
        "task": "ledger.sweep",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}


class Alive(bootsteps.StartStopStep):
    """The worker says that it is alive while it is connected to the broker."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: WorkController) -> None:
        self.timer = worker.timer.call_repeatedly(heartbeat.EVERY_S, self.say, (worker,))

    def stop(self, worker: WorkController) -> None:
        self.timer.cancel()

    @staticmethod
    def say(worker: WorkController) -> None:
        connection = getattr(worker.consumer, "connection", None)
        if connection is not None and connection.connected:
            heartbeat.beat("worker")


app.steps["worker"].add(Alive)


def leave_logging_alone(**_: Any) -> None:
    """Django's LOGGING holds for the worker and beat too."""


def ready_database(**_: Any) -> None:
    """The server runs and the queue is laid, whichever process comes first."""
    from django.conf import settings

    if settings.EMBEDDED:
        postgres.ensure(settings.HOME)
    if app.conf.broker_url.startswith("pgmq"):
        queue.lay(settings.DATABASE_URL)


def task_begins(**said: Any) -> None:
    """The audit knows what a task writes as its own."""
    from tracker import acting

    acting.task_begins(**said)


def task_ends(**said: Any) -> None:
    from tracker import acting

    acting.task_ends(**said)


signals.setup_logging.connect(leave_logging_alone)
signals.celeryd_init.connect(ready_database)
signals.beat_init.connect(ready_database)
signals.task_prerun.connect(task_begins)
signals.task_postrun.connect(task_ends)
