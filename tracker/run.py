"""`make run`: the whole tracker on this machine, until Ctrl-C.

Checks first (already running, port taken, settings), then touches things: database, migrations,
seeds, static files, samples; then the worker, beat and web server as children that are started
again when they die.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import IO, Any, NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from tracker import postgres, supervisor


HOST = "127.0.0.1"
# docker-compose.yml runs the same; tests/tracker/test_compose.py holds them together.
WORKER = ["celery", "--quiet", "--app", "tracker", "worker", "--concurrency", "2"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
BEAT = ["celery", "--quiet", "--app", "tracker", "beat", "--pidfile="]
WEB = ["gunicorn", "--config", "python:tracker.serving"]


class Refused(Exception):
    """Why the tracker does not start, in one sentence with what to do."""


class Stopped(Exception):
    """Ctrl-C, or the wish of whoever runs us."""


def main() -> int:
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    os.environ["HTTPS"] = os.environ.get("HTTPS") or "false"  # served here as plain http
    os.environ["PYTHONUNBUFFERED"] = "1"
    try:
        from django.conf import settings

        home: Path = settings.HOME
        os.environ["TRACKER_HOME"] = str(home)
        refuse_if_running(home)
        with web_socket(wanted_port()) as listener, lock(home, listener):
            serve(listener)
    except Stopped as wish:
        print(f"Stopped, as asked by {wish}.", flush=True)
    except (Refused, ImproperlyConfigured, postgres.Unavailable, CommandError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def stop(signum: int, _frame: Any) -> NoReturn:
    # From now on we are stopping; a second Ctrl-C changes nothing about that.
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_IGN)
    raise Stopped(signal.Signals(signum).name)


# Checks, before anything is touched


def wanted_port() -> int:
    said = os.environ.get("PORT") or "8000"
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise Refused(f"PORT is {said!r}; give a number below 65536, as in: make run PORT=8001")
    return int(said)


def refuse_if_running(home: Path) -> None:
    try:
        with (home / "run.lock").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise already_running(home) from error


def already_running(home: Path) -> Refused:
    try:
        said = json.loads((home / "run.lock").read_text())
        at = f" at {said['url']} (process {said['pid']})"
    except (OSError, ValueError, KeyError):
        at = ""
    return Refused(
        f"The tracker is already running{at} and was left alone: open that, or stop it with Ctrl-C "
        "where it runs; for a second one set TRACKER_HOME and PORT."
    )


@contextmanager
def web_socket(port: int) -> Iterator[socket.socket]:
    """The port, ours from the first check to the end; gunicorn inherits it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise Refused(
                f"PORT {port} cannot be had on {HOST} ({error.strerror}): stop whoever uses it, or "
                f"take another one, as in: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from error
        yield listener


@contextmanager
def lock(home: Path, listener: socket.socket) -> Iterator[None]:
    """Only one at a time; the kernel drops the lock of a process that was killed."""
    file: IO[str] = postgres.open_for_us(home / "run.lock")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise already_running(home) from error
        file.truncate(0)
        json.dump({"pid": os.getpid(), "url": address(listener)}, file)
        file.flush()
        yield


def address(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


# The work


def serve(listener: socket.socket) -> None:
    from django.conf import settings

    home: Path = settings.HOME
    log = home / "log"
    log.mkdir(mode=0o700, parents=True, exist_ok=True)
    children: list[supervisor.Child] = []
    try:
        if settings.EMBEDDED:
            with step("PostgreSQL, from its wheel"):
                postgres.ensure(home)
        else:
            postgres.check(settings.DATABASE_URL)
        check_broker()
        prepare(home)
        fd = listener.fileno()
        with step("Web server"):  # alone at first: it is what somebody waits for
            begin(children, "web", [*WEB, "--bind", f"fd://{fd}"], log, keep_open=(fd,))
            wait_until_it_answers(address(listener), children)
        begin(children, "worker", WORKER, log)
        begin(children, "beat", BEAT, log)
        welcome(address(listener), log)
        watch(children)
    finally:
        if children:
            print("Stopping ...", flush=True)
        supervisor.stop(children, within=5)
        postgres.release(home)


def begin(
    children: list[supervisor.Child],
    name: str,
    command: list[str],
    log: Path,
    *,
    keep_open: tuple[int, ...] = (),
) -> None:
    # As modules: the scripts in .venv/bin know only the folder that they were installed in.
    child = supervisor.Child(name, [sys.executable, "-m", *command], log / f"{name}.log", keep_open)
    child.start()
    children.append(child)


@contextmanager
def step(name: str) -> Iterator[None]:
    """A line for a part of the start that takes time."""
    began = time.monotonic()
    print(f"  {name} ...", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def check_broker() -> None:
    from django.conf import settings

    from tracker.celery import app

    if settings.CELERY_BROKER_URL.startswith("pgmq"):
        return
    try:
        with app.connection_for_write(connect_timeout=3) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0.2, timeout=5)
    except Exception as error:
        raise Refused(
            f"The broker that CELERY_BROKER_URL names does not answer ({error}): start it or "
            "correct CELERY_BROKER_URL, or unset it for the queue inside PostgreSQL."
        ) from error


def prepare(home: Path) -> None:
    import django
    from django.core.management import call_command, get_commands
    from django.db import connections

    django.setup()
    with step("Migrations"):
        call_command("migrate", verbosity=0, interactive=False)
    known, told = get_commands(), StringIO()
    with step("Seeds: the law and what was reported"):
        if "seed" in known:
            call_command("seed", stdout=StringIO(), stderr=told)
    if differing := told.getvalue().count("differs:"):
        print(
            f"  {differing} values differ from the seeds, edited here or planted by an older "
            "version; they were left alone: manage.py seed names them."
        )
    with step("Static files"):
        collect_static(home)
    with step("Sample articles"):
        if "ingest" in known:
            call_command("ingest", samples=True, stdout=StringIO())
    connections.close_all()


def collect_static(home: Path) -> None:
    """Collect them where one of them changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = home / "static.collected"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(seen.hexdigest())


def wait_until_it_answers(url: str, children: list[supervisor.Child]) -> None:
    said = "nothing"
    for _ in range(600):
        for child in children:
            if child.process is not None and (code := child.process.poll()) is not None:
                raise Refused(f"The {child.name} ended with code {code}; its log: {child.log}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - http, ours
                return
        except urllib.error.HTTPError as error:
            said = error.read().decode().strip()
        except OSError:
            pass
        time.sleep(0.05)
    raise Refused(f"The web server does not become ready (it says: {said}); see the logs.")


def welcome(url: str, log: Path) -> None:
    password = make_admin()
    print(
        f"""
The tracker is ready. Open

    {url}/            the pages
    {url}/api/v1/     the API
    {url}/admin/      the admin; {password}

Logs: {log}/*.log. Ctrl-C stops everything.
""",
        flush=True,
    )


def make_admin() -> str:
    """The first start makes an admin; its password is shown now and kept nowhere in clear."""
    from django.contrib.auth import get_user_model
    from django.db import connections

    users = get_user_model()._default_manager
    try:
        if users.filter(is_superuser=True).exists():
            return (
                "the password was shown at the first start\n"
                "                                  (a new one: .venv/bin/python manage.py "
                "changepassword admin)"
            )
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        return f"user admin, password {password}   (shown only now)"
    finally:
        connections.close_all()


def watch(children: list[supervisor.Child]) -> None:
    """Until somebody wants us to stop."""
    from django.conf import settings

    looks = 0
    while True:
        time.sleep(0.5)
        looks += 1
        if settings.EMBEDDED and looks % 4 == 0:
            try:
                if postgres.ensure(settings.HOME):
                    say("PostgreSQL had ended and was started again.")
            except postgres.Unavailable as error:  # ended again while it started: nobody is needed
                say(f"{error} It is tried again.")
        for child in children:
            child.look(say)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
