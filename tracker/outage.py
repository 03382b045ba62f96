"""When the database goes away: each answer is a 503 with Retry-After, and none waits for it.

A stopped server refuses at once. A frozen one says nothing: a new connection gives up after
`connect_timeout`, but a question under way would wait for ever. So the web process looks at its
own requests: where one has taken long and the server answers nobody else either, the
connections' sockets are shut, which the threads that wait on them hear as a lost connection. From
then on, until the server answers again, whoever comes is told so at once.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from django.core.signals import request_finished, request_started
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.defaults import server_error


RETRY_AFTER_S = 10
# A request that found its old connection dead connects once more: all four times, one after the
# other, must stay within five seconds.
LONG_S = 0.75  # a request that takes longer makes us ask whether the database lives
ANSWERS_WITHIN_S = 1.5
EVERY_S = 0.25
RESTS_S = 1.0  # after a good answer: a long export is no reason to ask four times a second
# Thread: since when, and its connection to the database.
UNDER_WAY: dict[int, tuple[float, Any]] = {}
away = threading.Event()  # this process has found that the database answers nobody


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody foresaw; an outage is not a fault of ours."""
    if not isinstance(sys.exc_info()[1], OperationalError):
        return server_error(request)
    return _unavailable(request)


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        from compliance.api.problems import as_response

        answer = as_response(503, "The database does not answer; ask again in a while.")
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    answer["Cache-Control"] = "no-store"
    return answer


class OutageMiddleware:
    """While the database is known to be away nobody waits to find it out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _unavailable(request) if away.is_set() else self.get_response(request)


class InOneLine(logging.Filter):
    """An outage comes by the thousand: its place and words are logged, not each stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OperationalError):
            said = str(error).strip().partition("\n")[0]
            record.msg, record.args = f"{record.getMessage()}: {said}", ()
            record.exc_info = record.exc_text = None
        return True


def watch() -> None:
    """In a web process: see to it, for as long as it lives, that no request hangs."""
    request_started.connect(_begun)
    request_finished.connect(_ended)
    threading.Thread(target=_look_for_ever, name="outage", daemon=True).start()


def _begun(**_: Any) -> None:
    UNDER_WAY[threading.get_ident()] = (time.monotonic(), connections["default"])


def _ended(**_: Any) -> None:
    UNDER_WAY.pop(threading.get_ident(), None)


def _look_for_ever() -> None:
    while True:
        time.sleep(RESTS_S if look() else EVERY_S)


def look() -> bool:
    """Cut off what waits for a database that answers nobody; whether it was asked and answered."""
    began_before = time.monotonic() - LONG_S
    if not away.is_set() and all(since >= began_before for since, _ in list(UNDER_WAY.values())):
        return False
    if _answers():
        away.clear()
        return True
    away.set()
    # Those as well that came meanwhile: they wait for the same server.
    for _, held in list(UNDER_WAY.values()):
        _cut_off(held)
    return False


def _answers() -> bool:
    """Whether the database answers a question of a connection made for it."""
    params = connections["default"].get_connection_params()
    asked = {k: v for k, v in params.items() if k in ("host", "port", "user", "password", "dbname")}
    found: list[bool] = []

    def ask() -> None:
        with suppress(psycopg.Error), psycopg.connect(**asked, connect_timeout=2) as database:
            database.execute("select 1")
            found.append(True)

    # In a thread of its own: a server may freeze between connecting and answering.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(ANSWERS_WITHIN_S)
    return bool(found)


def _cut_off(held: Any) -> None:
    connection = held.connection
    if connection is None:  # it is connecting, and gives that up by itself
        return
    with suppress(psycopg.Error, OSError):
        descriptor = connection.fileno()
        # `socket` closes what it is given, and the descriptor is libpq's.
        ours = socket.socket(fileno=descriptor)
        try:
            ours.shutdown(socket.SHUT_RDWR)
        finally:
            ours.detach()
