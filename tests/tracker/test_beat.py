"""What is due when, and how anybody can see that beat and the worker live."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from celery.schedules import crontab
from django.conf import settings

from tests.tracker.processes import PROJECT, environment
from tracker import heartbeat
from tracker.beat import Scheduler
from tracker.celery import app


def test_everything_is_due_when_beat_starts():
    scheduler = Scheduler(app=app)
    due = {entry.task: entry.is_due().is_due for entry in scheduler.schedule.values()}
    assert due == dict.fromkeys(
        (
            "press.sweep", "press.poll", "exchange.sweep", "ledger.sweep", "audit.seal",
            "audit.anchor", "follow.sweep", "follow.dump", "follow.forget", "access.forget",
        ),
        True,
    )  # fmt: skip


def test_what_is_scheduled_exists_and_no_message_outlives_its_successor():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        every = 86_400 if isinstance(entry["schedule"], crontab) else entry["schedule"]
        assert entry["options"]["expires"] <= every


def test_a_message_is_seen_again_only_after_the_longest_task():
    assert settings.VISIBLE_AGAIN_S > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT


def ask(name: str, home: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker.heartbeat", name],
        cwd=PROJECT,
        env=environment(TRACKER_HOME=str(home)),
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("age", "code"), [(None, 1), (0, 0), (10, 0), (31, 1)])
def test_a_heartbeat_that_is_old_or_missing_is_told(tmp_path, monkeypatch, age, code):
    monkeypatch.setenv("TRACKER_HOME", str(tmp_path))
    if age is not None:
        heartbeat.beat("worker")
        seen = (tmp_path / "alive" / "worker").stat().st_mtime
        os.utime(tmp_path / "alive" / "worker", (seen - age, seen - age))
    said = ask("worker", tmp_path)
    assert said.returncode == code
    assert ("has not been heard of" in said.stderr) == bool(code)


def test_a_web_server_that_does_not_answer_is_told(tmp_path):
    said = ask("http://127.0.0.1:1/readyz", tmp_path)
    assert said.returncode == 1
    assert "does not answer" in said.stderr
