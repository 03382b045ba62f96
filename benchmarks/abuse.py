"""What one caller can do to the others: 14 abusive calls, then a flood, against real workers.

`make bench ARGS="abuse"` takes 10 thousand lines, `make bench ARGS="abuse --large"` a million. Two
workers of gunicorn as in production; every call is sent eight times over, all at once, while a
visitor opens a cap's page once a second. Then 1,000 requests, each with another X-Forwarded-For.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path


HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import httpx  # noqa: E402
from ledger import SIZES, drop, law, lines, point_at, scratch  # noqa: E402

from tests.api.abuse import CALLS, Call  # noqa: E402


TOGETHER = 8  # callers of the same at the same moment: as many as the workers have threads
PROBE = "/caps/bench-0/"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="a million lines")
    asked = parser.parse_args(argv)

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    size = SIZES[1 if asked.large else 0]
    name = scratch(size)
    try:
        point_at(name)
        call_command("migrate", verbosity=0)
        law(size)
        print(f"{lines(size):,} lines, two workers")
        token = a_token()
        with served(settings.DATABASE_URL.rpartition("/")[0] + f"/{name}") as (address, master):
            against(address, master, token)
    finally:
        drop(name)


def a_token() -> str:
    from django.contrib.auth.models import User
    from django.utils import timezone

    from compliance import services

    user = User.objects.create(username="bench", is_superuser=True)
    _, secret = services.access.make_token(
        owner=user, name="bench", scopes=["read", "report", "press"], days=1, by=None,
        at=timezone.now(),
    )  # fmt: skip
    return secret


@contextmanager
def served(database: str) -> Iterator[tuple[str, int]]:
    """Gunicorn as in production, on a port of its own: its address, and its master's number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": database, "PORT": str(port), "HTTPS": "false",
        "SECRET_KEY": "b" * 50, "CELERY_BROKER_URL": "memory://", "WEB_CONCURRENCY": "2",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tracker.serving"]
    server = subprocess.Popen(command, env=environment, cwd=HERE.parent)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                if httpx.get(f"{address}/api/v1/committees/", timeout=10).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.25)
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


class Visitor:
    """Opens a page once a second, all the while."""

    def __init__(self, address: str) -> None:
        self.url, self.took, self.over = f"{address}{PROBE}", list[float](), threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        while not self.over.wait(1.0):
            begun = time.monotonic()
            code = httpx.get(self.url, timeout=30, follow_redirects=True).status_code
            self.took.append(time.monotonic() - begun if code == 200 else 30.0)

    def __enter__(self) -> Visitor:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def p95(self) -> float:
        return statistics.quantiles(self.took, n=20)[-1] if len(self.took) > 1 else self.took[0]


def memory(master: int) -> int:
    """Bytes that the workers have for themselves."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    total = 0
    for child in children:
        for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private"):
                total += int(line.split()[1]) * 1024
    return total


def ask(address: str, call: Call, token: str) -> tuple[int, float, float]:
    """The code, the seconds until the answer begins, and until it has ended."""
    begun = time.monotonic()
    headers = {"Authorization": f"Token {token}", **call.headers}
    url = f"{address}{call.path}"
    with httpx.stream(call.method, url, content=call.body, headers=headers, timeout=120) as answer:
        first = time.monotonic() - begun
        for _ in answer.iter_raw():
            pass
        return answer.status_code, first, time.monotonic() - begun


def against(address: str, master: int, token: str) -> None:
    for _ in range(8):  # each worker has seen the page
        httpx.get(f"{address}{PROBE}", timeout=30)
    with Visitor(address) as alone:
        time.sleep(10)
    print(f"the visitor alone: p95 {alone.p95() * 1000:.0f} ms")
    before = memory(master)
    print(f"{'call':28} {'answered':>24} {'begun, s':>9} {'ended, s':>9} {'visitor, s':>11}")
    pool = ThreadPoolExecutor(TOGETHER)
    seen: list[float] = []
    wrong = []
    for call in CALLS:
        with Visitor(address) as visitor:
            asked = [pool.submit(ask, address, call, token) for _ in range(TOGETHER)]
            found = [each.result() for each in asked]
            time.sleep(2)
        seen += visitor.took
        codes = Counter(code for code, _, _ in found)
        first, last = max(f for _, f, _ in found), max(e for _, _, e in found)
        said = ", ".join(f"{n} x {code}" for code, n in sorted(codes.items()))
        print(f"{call.name:28} {said:>24} {first:9.2f} {last:9.2f} {max(visitor.took):11.2f}")
        if first > 2 or not set(codes) <= {*call.codes, 414}:
            wrong.append(call.name)
    grown = (memory(master) - before) / 2**20
    p95 = statistics.quantiles(seen, n=20)[-1]
    print(f"the visitor meanwhile: p95 {p95 * 1000:.0f} ms; the workers grew by {grown:.0f} MB")
    flood(address)
    print("failed: " + ", ".join(wrong) if wrong else "each was answered in 2 s, as it should be")


def flood(address: str) -> None:
    """1,000 requests, each as if from elsewhere: they are all one caller's."""
    time.sleep(61)  # a minute of its own
    with Visitor(address) as visitor, httpx.Client(timeout=60) as client:

        def one(n: int) -> int:
            passed = {"X-Forwarded-For": f"198.51.{n // 250}.{n % 250}"}
            return client.get(f"{address}/api/v1/committees/", headers=passed).status_code

        with ThreadPoolExecutor(50) as pool:
            codes = Counter(pool.map(one, range(1000)))
        time.sleep(1)
    print(f"1,000 at once: {dict(codes)}; the visitor's worst {max(visitor.took):.2f} s")


if __name__ == "__main__":
    main()
