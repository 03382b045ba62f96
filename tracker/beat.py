"""When what is due: the schedule is code (tracker.celery), so beat keeps no file of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery import beat

from tracker import heartbeat


class Scheduler(beat.Scheduler):
    """Everything is due when beat starts; each tick says that beat is alive."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at -= timedelta(days=1)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        heartbeat.beat("beat")
        pause: float = super().tick(*args, **kwargs)
        return min(pause, 5.0)
