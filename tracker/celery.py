"""Celery's app and its beat schedule, as code."""

import os

from celery import Celery


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep the press: whatever waits for its next step": {
        "task": "press.sweep",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "sweep the ledger: notices that are due": {
        "task": "ledger.sweep",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}
