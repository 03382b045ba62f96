"""Two addresses for those who watch: /healthz (the process is up), /readyz (it can serve).

Answered before anything else looks at the request, so a probe needs no host name and no HTTPS.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return _say(200, "up")
        if request.path_info == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    try:
        missing = missing_migrations()
    except DatabaseError:
        return _say(503, "the database does not answer")
    finally:
        connections["default"].close_if_unusable_or_obsolete()
    if missing:
        return _say(503, f"not migrated: {missing[0]} is missing")
    return _say(200, "ready")


def _say(status: int, text: str) -> HttpResponse:
    answer = HttpResponse(f"{text}\n", status=status, content_type="text/plain")
    answer["Cache-Control"] = "no-store"
    return answer


@cache
def _on_disk() -> MigrationLoader:
    return MigrationLoader(None)


def _applied(using: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[using]).applied_migrations())


def missing_migrations(using: str = "default") -> list[str]:
    """Migrations of the code that the database has not had."""
    return sorted(".".join(m) for m in set(_on_disk().disk_migrations) - _applied(using))


def newer_migrations(using: str = "default") -> list[str]:
    """Migrations that the database has had and the code, being older, does not know."""
    loader = _on_disk()
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    ours = {app for app, _ in _applied(using)} & loader.migrated_apps
    return sorted(".".join(m) for m in _applied(using) - known if m[0] in ours)


def newer_data(migration: str) -> str:
    """What to tell the person whose data are newer than the code."""
    return (
        f"The data are of a newer tracker (one that knows {migration}): nothing was changed; "
        "bring the code up to date, or set TRACKER_HOME or DATABASE_URL to other data."
    )
