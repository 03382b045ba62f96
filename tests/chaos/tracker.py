"""The tracker of a chaos run, by its own launcher, with a second worker and a Redis of its own."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg

from tests.chaos.faults.sitecustomize import POINTS, POISON
from tests.tracker.processes import PROJECT, environment, free_port, living, parent
from tracker import postgres, supervisor
from tracker.run import WORKER


TEXTS = sorted((PROJECT / "tests" / "gold" / "text").glob("*.txt"))
FAULTS = Path(__file__).with_name("faults")
POISONED = 5
SERVED = 3  # each third article is fetched from a server
TWICE = 10  # each tenth of those is handed in twice
CHANGED = 5  # so many of those have other words when they are looked at again
LATER = "Russia reported 4,321 barrels of refined petroleum to North Korea in March 2023.\n"


def articles(folder: Path, several: int, seed: int, host: str) -> list[str]:
    """Texts of the corpus with a line of their own, and a few that kill whoever reads them.

    Some are files, and some pages of the server: their addresses, in the order of the numbers.
    """
    chance = random.Random(seed)
    folder.mkdir()
    urls = []
    for number in range(several):
        text = TEXTS[chance.randrange(len(TEXTS))]
        if number % SERVED == 0:
            urls.append(f"http://{host}/{text.stem}/{seed}/chaos-{number:05}")
            if len(urls) % TWICE == 0:
                urls.append(urls[-1])
        else:
            told = own_words(text.stem, seed, number)
            (folder / f"chaos-{number:05}.txt").write_text(told, encoding="utf-8")
    for number in range(POISONED):  # handed in first, by their names
        (folder / f"chaos--poison{number}.txt").write_text(f"{POISON} {number}: 300 barrels.\n")
    return urls


def own_words(stem: str, seed: int, number: int) -> str:
    text = (PROJECT / "tests" / "gold" / "text" / f"{stem}.txt").read_text(encoding="utf-8")
    return f"{text}\n\nCopy {number} of seed {seed}.\n"


@dataclass
class Site:
    """A server of the articles that are fetched. One for all runs: they compare."""

    host: str = ""
    changed_for: set[str] = field(default_factory=set)  # by what a run's fetches call themselves


@contextmanager
def publisher() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, stem, seed, number = (*self.path.split("/"), "", "", "")[:4]
            if not number:  # its robots.txt
                self.send_error(404)
                return
            place = int(number.removeprefix("chaos-"))
            told = own_words(stem, int(seed), place)
            if place < SERVED * CHANGED and self.headers["User-Agent"] in site.changed_for:
                told += LATER
            body = told.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # whoever asked was killed
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        site.host = f"127.0.0.1:{server.server_port}"
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def prepare(home: Path) -> None:
    """A home with everything planted, for runs to begin from."""
    home.mkdir()
    env = environment(TRACKER_HOME=str(home), PORT=str(free_port()))
    with home.with_suffix(".out").open("w+") as out, Launched(env, out) as launched:
        launched.await_said("The tracker is ready")


class Launched:
    """`python -m tracker.run`, until the end of the block."""

    def __init__(self, env: dict[str, str], out: object) -> None:
        self.out = Path(out.name)  # type: ignore[attr-defined]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.run"], cwd=PROJECT, env=env,
            stdin=subprocess.DEVNULL, stdout=out, stderr=out,  # type: ignore[call-overload]
        )  # fmt: skip

    def __enter__(self) -> Launched:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()

    def await_said(self, words: str) -> None:
        for _ in range(4000):
            if words in self.out.read_text():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"The tracker did not start:\n{self.out.read_text()}")


class Tracker:
    """One run's, with what supervises the parts that its launcher does not."""

    def __init__(
        self,
        home: Path,
        stack: ExitStack,
        *,
        prepared: Path,
        sabotage: str,
        self_kills: int,
        site: Site,
        agent: str,
    ) -> None:
        shutil.copytree(prepared, home, ignore=shutil.ignore_patterns("run.lock", "alive", "log"))
        self.home, self.port = home, free_port()
        self.site, self.agent = site, agent
        self.tokens = home / "points"
        self.tokens.mkdir()
        for point in POINTS:
            for number in range(self_kills):
                (self.tokens / f"{point}-{number}").touch()
        web = free_port()
        self.address = f"http://127.0.0.1:{web}"
        self.env = environment(
            TRACKER_HOME=str(home),
            PORT=str(web),
            CELERY_BROKER_URL=f"redis://127.0.0.1:{self.port}/0",
            FETCH_ALLOWED_HOSTS=site.host,
            FETCH_AGENT=agent,
            CHAOS_SABOTAGE=sabotage,
            CHAOS_POINTS=str(self.tokens),
            PYTHONPATH=f"{FAULTS}:{PROJECT}",
            LOG_LEVEL="error",
        )
        redis = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.redis = supervisor.Child("redis", redis, home / "redis.log")
        self.redis.start()
        stack.callback(self.redis.kill)
        out = stack.enter_context(home.with_suffix(".out").open("w+"))
        self.launched = stack.enter_context(Launched(self.env, out))
        # What is left at the end is thrown away, so nothing need end in order.
        stack.callback(self.launched.process.kill)
        self.launched.await_said("The tracker is ready")
        command = ["env", *(f"{k}={v}" for k, v in self.env.items()), sys.executable, "-m", *WORKER]
        self.second = supervisor.Child("second worker", command, home / "second.log")
        self.second.start()
        stack.callback(self.second.kill)
        self.database = postgres.url(home)
        self.said: list[str] = []

    def look(self) -> None:
        for child in (self.redis, self.second):
            child.look(self.said.append)

    def started_again(self) -> list[str]:
        """Which processes had to be started again, in the words of whoever did it."""
        lines = [*self.launched.out.read_text().splitlines(), *self.said]
        return [line for line in lines if "starts again" in line]

    def hand_in(self, folder: Path, urls: list[str]) -> None:
        listed = self.home / "chaos.urls"
        listed.write_text("\n".join(urls))
        ingest = [sys.executable, "manage.py", "ingest", str(folder), *[str(listed)] * bool(urls)]
        subprocess.run(ingest, cwd=PROJECT, env=self.env, check=True, capture_output=True)

    def change(self, urls: list[str]) -> bool:
        """Pages that are read have other words from now on, and are to be looked at again; False
        as long as one of them is not read."""
        with psycopg.connect(self.database, connect_timeout=3) as database:
            [(read,)] = database.execute(
                "select count(distinct a.id) from compliance_article a "
                "join compliance_capture c on c.article_id = a.id "
                "join compliance_reading r on r.capture_id = c.id where a.url = any(%s)",
                [urls],
            ).fetchall()
            if read < len(urls):
                return False
            self.site.changed_for.add(self.agent)
            database.execute(
                "insert into compliance_lookrequest (article_id, asked_at) "
                "select a.id, now() from compliance_article a where a.url = any(%s) and not exists "
                "(select from compliance_lookrequest q where q.article_id = a.id)",
                [urls],
            )
        return True

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database, connect_timeout=3) as database:
            return database.execute(sql).fetchall()

    def number(self, sql: str) -> int:
        [(found,)] = self.ask(sql)
        return int(str(found))

    # What may happen to it

    def kill(self, kind: str, chance: random.Random) -> bool:
        """SIGKILL to one of a kind, if one lives."""
        if kind == "broker":
            found = [self.redis.process.pid] if self.redis.process else []
        else:
            found = self._victims(kind)
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)
        return True

    def _victims(self, kind: str) -> list[int]:
        word = "tracker beat" if kind == "beat" else "tracker worker"
        found = [pid for pid, command in living(self.home).items() if word in command]
        if kind == "beat":
            return found
        mains = {pid for pid in found if parent(pid) not in found}
        return [pid for pid in found if (pid in mains) == (kind == "worker")]

    def stop_database(self, seconds: float) -> bool:
        """In immediate mode, and again whenever the launcher starts it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._signal_servers(signal.SIGQUIT)
            time.sleep(0.3)
        return True

    def freeze_database(self, seconds: float) -> bool:
        """It hangs instead of refusing."""
        self._signal_servers(signal.SIGSTOP)
        time.sleep(seconds)
        self._signal_servers(signal.SIGCONT)
        return True

    def flap_database(self, times: int) -> bool:
        """Gone for half a second, and back for as long, again and again."""
        for _ in range(times):
            self.stop_database(0.5)
            time.sleep(0.5)
        return True

    def take_broker_away(self, seconds: float) -> bool:
        """Redis is stopped, and nobody starts it."""
        self.redis.kill()
        time.sleep(seconds)
        return True

    def empty_broker(self) -> bool:
        """Everything in Redis is thrown away, if it runs."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 3) as redis:
                redis.sendall(b"FLUSHALL\r\n")
                return redis.recv(100).startswith(b"+OK")
        except ConnectionRefusedError:
            return False

    def _signal_servers(self, wish: signal.Signals) -> None:
        for pid, command in living(self.home).items():
            if "postgres" in command:
                with suppress(ProcessLookupError):
                    os.kill(pid, wish)
