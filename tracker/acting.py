"""Who acts, told to the audit at each way in: a request, a task, a command.

`compliance.core.acting` carries it on to the database with every statement that writes.
"""

from __future__ import annotations

import getpass
import ipaddress
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from compliance.core.acting import Acting, acting


def address(request: HttpRequest) -> str:
    """Whose machine asks: the one that our own proxies name, never one that the caller names."""
    known: dict[str, Any] = settings.REST_FRAMEWORK
    proxies: int = known["NUM_PROXIES"]
    said = request.META.get("REMOTE_ADDR", "")
    passed = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and passed != [""]:
        said = passed[-min(proxies, len(passed))]
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return ""


class ActingMiddleware:
    """What a request writes is written by whoever is signed in, or gives a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        api = request.path_info.startswith("/api/")
        act = Acting(
            origin="api" if api else "web",
            door=f"{request.method} {request.path_info}",
            address=address(request),
            name="nobody signed in",
            user=lambda: getattr(request, "user", None),
        )
        with acting(act):
            return self.get_response(request)


def command(name: str) -> Acting:
    """The act of a command: whoever is signed in on the machine."""
    try:
        person = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have
        person = "somebody on the machine"
    return Acting(origin="command", door=f"manage.py {name}", name=person)


_tasks: dict[str, Any] = {}


def task_begins(*, task_id: str, task: Any, **_: Any) -> None:
    _tasks[task_id] = held = acting(Acting(origin="task", door=task.name, name="the worker"))
    held.__enter__()


def task_ends(*, task_id: str, **_: Any) -> None:
    held = _tasks.pop(task_id, None)
    if held is not None:
        held.__exit__(None, None, None)
