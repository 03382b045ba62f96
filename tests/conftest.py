"""What every test stands on: a database of its own, no network, and clear words on what is missing.

Tests use the embedded PostgreSQL (in var/test, so a tracker that runs is never touched), or the
server that DATABASE_URL names.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import pytest_socket
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from tracker import postgres


CI = os.environ.get("CI") == "true"
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
SERVERS = {"PostgreSQL": 5432, "Redis": 6379, "RabbitMQ": 5672}


settings.ANSWERS_KEPT = 0  # every test works its answers out; tests/web/test_kept.py keeps them
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing


# Laws are tried on 50 examples, or on as many as EXAMPLES says; slow machines are no failure.
hypothesis.settings.register_profile(
    "tracker",
    max_examples=int(os.environ.get("EXAMPLES") or 50),
    deadline=None,
    # Explaining a failure traces every line of every example: several times as slow.
    phases=[phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain],
)
hypothesis.settings.load_profile("tracker")


# The database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Tests with a database start the server; those without never wait for it."""
    if settings.EMBEDDED:
        postgres.ensure(settings.HOME, options=postgres.CARELESS)
    drop_what_killed_runs_left()
    yield
    if settings.EMBEDDED:
        postgres.release(settings.HOME)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end nobody else is in the database: threads of tests may leave a connection open."""
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def drop_what_killed_runs_left() -> None:
    prefix = "test_tracker_"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        names = server.execute(
            "select datname from pg_database where starts_with(datname, %s)", [prefix]
        ).fetchall()
        for (name,) in names:
            run = name.removeprefix(prefix).partition("_")[0]  # "_gw1" names one of several
            if run.isdecimal() and not Path("/proc", run).exists():
                server.execute(f"drop database if exists {name} with (force)")


def empty_tables(
    case: TransactionTestCase, flush: Any = TransactionTestCase._fixture_teardown
) -> None:
    """Evidence refuses TRUNCATE; only here, between tests, do the triggers look away."""
    for connection in connections.all(initialized_only=True):
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
    flush(case)
    for connection in connections.all(initialized_only=True):
        with connection.cursor() as cursor:
            cursor.execute("reset session_replication_role")


TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]


# The network, and what a machine may lack


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def missing_servers() -> list[str]:
    return [name for name, port in SERVERS.items() if not answers(port)]


def why_not(item: pytest.Item) -> str:
    """What this machine lacks for a test, in a sentence; empty where it lacks nothing."""
    if item.get_closest_marker("browser") and CHROMIUM is None:
        return "no Chromium found: install Debian's chromium, or set CHROMIUM to its path"
    if item.get_closest_marker("services") and (missing := missing_servers()):
        return f"no {' and no '.join(missing)} on 127.0.0.1: start them to run these tests"
    return ""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    if reason := why_not(item):
        if CI:
            pytest.fail(f"CI must run this: {reason}", pytrace=False)
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was not run is said, not hidden in a count."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        if isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in reasons.items():
        terminalreporter.write_line(f"NOT RUN: {count} tests, {reason}.", yellow=True)
    tried: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        if report.when == "call":
            tried.update(dict(report.user_properties).get("fuzz", {}))
    if tried:
        said = ", ".join(f"{name} {count:,}" for name, count in tried.items())
        terminalreporter.write_line(f"FUZZ: {said}.")


# A browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without any wish to talk to anybody but us."""
    from playwright.sync_api import sync_playwright

    # Playwright leaves its event loop in this thread, and Django takes that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page; the test fails if it asks anybody else for anything, or logs an error."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    elsewhere: list[str] = []
    errors: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
            elsewhere.append(request.url)

    page.on("request", asked)
    page.on(
        "console",
        lambda said: (
            errors.append(f"{said.text} ({said.location})") if said.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not elsewhere, f"the page asked elsewhere: {elsewhere}"
    assert not errors, f"the page's console has errors: {errors}"
