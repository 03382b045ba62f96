"""How heavy and how quick the overview and the page of a cap are, with what ships.

`make bench ARGS=weight` measures in this process and in Chromium, of a tracker of its own; with
`ARGS="weight --url http://127.0.0.1:8000"` the bytes alone, of one that runs.

Server time: the whole answer of the view and its middleware in this process, warm, gzip and all,
the pages by turns, made anew and given again (docs/decisions/0016); SQL: the time inside the
database driver for the very same answers. Bytes and layout shift: Chromium's own counts on a
first and a second view.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ledger import SIZES, drop, point_at, scratch


WARM = 3  # answers of each page that are not counted
PAGES = {"overview": "/", "cap 2023": "/caps/dprk-refined-petroleum/2023/"}
MOST_MS, MOST_TIMES, FIRST_KB, SECOND_KB = 60, 3, 400, 60
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 400);
})"""


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=weight")
    parser.add_argument("--url", help="of a tracker that runs: its bytes are counted, no other")
    parser.add_argument("--rounds", type=int, default=60, help="answers of each page")
    asked = parser.parse_args(argv)
    if asked.url:
        print_bytes(asked.url)
        return
    served(asked.rounds)
    from tests.browser.shots import tracker

    with tracker() as (url, *_):
        print_bytes(url)


def served(rounds: int) -> None:
    """Server time and SQL time of each page, by turns, from a database with the seeds."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    name = scratch(SIZES[0])
    try:
        point_at(name)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("seed", stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        client = Client(headers={"Accept-Encoding": "gzip", "Host": "127.0.0.1"})
        print(f"{'':26}{'p50 ms':>9}{'p95 ms':>9}{'SQL ms':>9}{'ratio':>8}{'queries':>9}")
        settings.ANSWERS_KEPT = 0
        anew = timed(client, rounds)
        own = {title: statistics.median(one.sql for one in each) for title, each in anew.items()}
        told("made anew", anew, own)
        settings.ANSWERS_KEPT = 100
        told("given again", timed(client, rounds), own)
        print(f"asked: p95 under {MOST_MS} ms, at most {MOST_TIMES} times the SQL of making it")
    finally:
        drop(name)


@dataclass
class Taken:
    """An answer: its time and that of its SQL, ms, and how many queries."""

    whole: float
    sql: float
    queries: int


def timed(client: Any, rounds: int) -> dict[str, list[Taken]]:
    """Each page so many times, by turns."""
    from django.db import connection

    found: dict[str, list[Taken]] = {name: [] for name in PAGES}
    for turn in range(rounds + WARM):
        for title, path in PAGES.items():
            spent = Spent()
            began = time.perf_counter()
            with connection.execute_wrapper(spent):
                answer = client.get(path)
            took = time.perf_counter() - began
            assert answer.status_code == 200, path
            if turn >= WARM:
                found[title].append(Taken(took * 1000, spent.seconds * 1000, spent.questions))
    return found


def told(how: str, times: dict[str, list[Taken]], own: dict[str, float]) -> None:
    """A line a page; `own` is the SQL of making it, which the ratio is of."""
    for title, every in times.items():
        whole = [one.whole for one in every]
        middle, sql = statistics.median(whole), statistics.median(one.sql for one in every)
        late = statistics.quantiles(whole, n=20)[-1]
        print(
            f"{title:12} {how:13}{middle:9.1f}{late:9.1f}{sql:9.1f}{middle / own[title]:8.1f}"
            f"{every[0].queries:9}"
        )


class Spent:
    """The time inside the database driver."""

    def __init__(self) -> None:
        self.seconds, self.questions = 0.0, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.questions += 1


def print_bytes(url: str) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.shots import ARGUMENTS

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    print(f"\n{'':12}{'first kB':>10}{'second kB':>11}{'requests':>10}{'shift':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, path in PAGES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            first, requests, shift = view(page, url + path)
            page.goto("about:blank")
            second, _, _ = view(page, url + path)
            print(f"{name:12}{first / 1000:10.1f}{second / 1000:11.1f}{requests:10}{shift:8.3f}")
            page.context.close()
        browser.close()
    print(f"asked: first under {FIRST_KB}, second under {SECOND_KB}, no shift")


def view(page: Any, address: str) -> tuple[float, int, float]:
    """The bytes over the wire, headers with them, of one view; its requests; its layout shift."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    shift = page.evaluate(SHIFT)
    session.detach()
    return sum(sizes), len(sizes), shift


if __name__ == "__main__":
    main()
