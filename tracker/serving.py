"""How gunicorn serves: `gunicorn --config python:tracker.serving`."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from tracker import outage
from tracker.supervisor import die_with_parent


wsgi_app = "tracker.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
preload_app = True  # read once, shared by the workers
timeout = 30
graceful_timeout = 5
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat of a worker must not wait for a disk
control_socket_disable = True  # it would lie in the home folder
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(server: Any) -> None:
    """What the workers share is made before they are: how often each caller has asked."""
    import_module("compliance.api.throttles")


def post_fork(server: Any, worker: Any) -> None:
    """A worker dies with its master, so that the port is free for the next one."""
    die_with_parent(server.pid)
    outage.watch()
