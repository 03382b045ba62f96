"""The whole journey of a page against trafilatura alone, the same pages, two processes each.

Fetch from a local server, capture, read, reconcile, each with its commits, on a scratch database
with the seeds; 1,000 pages, `--pages` of them, or `--large` for 20,000. The two take turns, two
hundred pages each, so that a busy machine slows both. The target is 0.6 of trafilatura's rate.

Seconds by the clock say what came of it, seconds of processor what it cost: the one is the measure
on a machine with nothing else to do, the other on any. The queue is what there would not be if
nothing could be lost and one process worked off a list: the search for what waits, the hold on it,
tries counted before and ended after, and the message that says "look now".
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
TEXTS = sorted((ROOT / "tests" / "gold").glob("**/text/*.txt"))
PROCESSES = 2
TURN = 200
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def page(number: int) -> bytes:
    """An article as a newspaper's page carries it: about 130 kB, of which the text is a few."""
    paragraphs = TEXTS[number % len(TEXTS)].read_text(encoding="utf-8").split("\n")
    body = "".join(f'<p class="c-article__par">{words}</p>' for words in paragraphs if words)
    return FRAME.replace("@number@", str(number)).replace("@body@", body).encode()


def frame() -> str:
    """What stands around an article: scripts, styles, menus, cards of other stories, comments."""
    menu = "".join(
        f'<li class="c-menu__item" data-track="nav:{n}"><a class="c-menu__link" '
        f'href="/section-{n}/">Section {n}</a></li>'
        for n in range(120)
    )
    card = (
        '<article class="c-card c-card--{n}" data-id="{n}"><a class="c-card__link" href="/story-{n}'
        '/"><figure class="c-card__media"><img class="lazy" src="/i/{n}.jpg" alt="Picture {n}" '
        'srcset="/i/{n}-320.jpg 320w, /i/{n}-640.jpg 640w, /i/{n}-1280.jpg 1280w"></figure><h3 '
        'class="c-card__title">Another story of the day, number {n}, on the harbour</h3></a><p '
        'class="c-card__lead">Two sentences that tell what it is about. They are short.</p>'
        '<time class="c-card__time" datetime="2024-03-{day:02}">{day} March 2024</time></article>'
    )
    cards = "".join(card.format(n=n, day=n % 28 + 1) for n in range(60))
    comments = "".join(
        f'<div class="c-comment" id="c{n}"><span class="c-comment__by">Reader {n}</span><p>What a '
        f"reader of this page thinks of it, in some words, number {n}.</p></div>"
        for n in range(80)
    )
    script = "window.__state=" + json.dumps({f"key{n}": "x" * 40 for n in range(700)}) + ";"
    style = "".join(f".c-{n}{{margin:{n}px;padding:0 {n}px;color:#123}}" for n in range(500))
    said = json.dumps(
        {"@type": "NewsArticle", "headline": "Page @number@", "datePublished": "2024-03-28"}
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page @number@</title>'
        '<meta property="article:published_time" content="2024-03-28T09:00:00Z">'
        f'<script type="application/ld+json">{said}</script><style>{style}</style></head><body>'
        f'<header><nav class="c-menu"><ul>{menu}</ul></nav></header><main><article '
        f'class="c-article"><h1>Page @number@</h1>@body@</article></main><aside>{cards}</aside>'
        f'<section class="comments">{comments}</section><footer><ul>{menu}</ul></footer>'
        f"<script>{script}</script></body></html>"
    )


FRAME = frame()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        content = page(int(self.path.rpartition("/")[2]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class Team:
    """Processes that do one thing beside each other, a turn at a time, and what it cost."""

    def __init__(
        self, act: Callable[..., None], *arguments: object, processes: int = PROCESSES
    ) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.seconds = 0.0
        self.cost: Counter[str] = Counter()
        self.pipes, self.processes = [], []
        for _ in range(processes):
            mine, theirs = spawn.Pipe()
            self.processes.append(spawn.Process(target=act, args=(theirs, *arguments)))
            self.pipes.append(mine)
            self.processes[-1].start()
        for pipe in self.pipes:
            pipe.recv()  # it is warm

    def turn(self, shares: Sequence[object]) -> list[dict[str, float]]:
        """Each its share; what each process says of itself when all are done."""
        began = time.perf_counter()
        for pipe, share in zip(self.pipes, shares, strict=True):
            pipe.send(share)
        said = [pipe.recv() for pipe in self.pipes]
        self.seconds += time.perf_counter() - began
        return said

    def end(self) -> None:
        for pipe in self.pipes:
            pipe.send(None)
        for process in self.processes:
            process.join()
            assert process.exitcode == 0


def extractor(pipe: Connection) -> None:
    """Trafilatura alone: the pages of each turn, until there is none."""
    import trafilatura

    trafilatura.bare_extraction(page(0).decode(), with_metadata=True)
    pipe.send({})
    for pages in iter(pipe.recv, None):
        before = processor(os.getpid())
        for number in pages:
            trafilatura.bare_extraction(page(number).decode(), with_metadata=True)
        pipe.send({"trafilatura": processor(os.getpid()) - before})


def warm(name: str, allowed: str) -> None:
    """This process becomes a worker of the database, and has done everything once."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from compliance import tasks
    from compliance.core import press
    from compliance.sources import documents

    connection.settings_dict["NAME"] = name
    settings.FETCH_ALLOWED_HOSTS = [allowed]
    press.read(documents.extract(page(0), at=datetime.now(UTC)).text, published_on=None)
    tasks.press.sweep()


def work_off() -> None:
    """Sweeps until all are read, whoever reads them."""
    from compliance import tasks
    from compliance.models import Article, Reading

    several = Article.objects.count()
    tasks.press.sweep()
    while Reading.objects.count() < several:
        time.sleep(0.2)  # as one waits for beat; the last handful is in the other's hands
        tasks.press.sweep()
    tasks.press.sweep()  # the last ones are placed and set against the ledger


def sweeper(pipe: Connection, name: str, allowed: str) -> None:
    """A worker, until there is no further turn."""
    warm(name, allowed)
    me = os.getpid()
    pipe.send({})
    for _ in iter(pipe.recv, None):
        before, parsing = processor(me), family(me)
        work_off()
        pipe.send(
            {
                "worker": processor(me) - before,
                "its child": family(me) - parsing,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )


def processor(pid: int, field: int = 11) -> float:
    """Seconds of processor that a process has used; from field 13, its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[field : field + 2])) * TICK_S


def family(pid: int) -> float:
    """Seconds of processor that a process's children have used, those that ended among them."""
    living = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return processor(pid, 13) + sum(processor(int(child)) for child in living)


def postmaster() -> int:
    """The process of the database, where it runs on this machine; else 0."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists() or "(postgres)" not in stat.read_text():
        return 0
    return int(stat.read_text().rpartition(")")[2].split()[1])


def tell(several: int, alone: float, whole: float, cost: Counter[str]) -> None:
    """The rates by the clock and by the processor."""
    print(f"  {several} pages, {PROCESSES} processes, a second: trafilatura alone ", end="")
    print(
        f"{several / alone:.1f}, the whole journey {several / whole:.1f}: {alone / whole:.2f} of it"
    )
    base = cost.pop("trafilatura")
    of = ", ".join(f"{what} {1000 * s / several:.1f}" for what, s in cost.items())
    print(f"  ms of processor a page: trafilatura alone {1000 * base / several:.1f}; {of}")
    print(f"  by the processor: {base / cost.total():.2f} of it (target 0.6)")


def queueing(several: int) -> float:
    """Seconds for an article to be found, held, counted and ended by a step that does nothing.

    As a worker does it, among the rows that all this has left behind.
    """
    from django.db import transaction
    from django.utils import timezone

    from compliance import services, tasks
    from compliance.models import Article
    from compliance.services.press.alone import attempt, done

    at, gone, began = timezone.now(), 0, time.perf_counter()
    with services.press.without_waiting_for_the_disk():
        while gone < several:
            with services.press.claim(
                "capture", tasks.press.to_capture, tasks.press.BATCH, at
            ) as held:
                for row in Article.objects.filter(pk__in=held):
                    subject = str(row.pk)
                    with (
                        attempt(article=row, step="capture", subject=subject, at=at) as begun,
                        transaction.atomic(),
                    ):
                        done(begun)
                gone += len(held)
    return (time.perf_counter() - began) / several


def message(several: int = 100) -> float:
    """Seconds for a message to be sent, received and acknowledged; a whole sweep needs one."""
    from tracker.celery import app

    with app.connection_for_write() as connection, connection.SimpleQueue("bench_press") as queue:
        began = time.perf_counter()
        for _ in range(several):
            queue.put({"look": "now"})
            queue.get(timeout=5).ack()
        return (time.perf_counter() - began) / several


@contextmanager
def database(name: str) -> Iterator[None]:
    """A scratch database of a name, with the seeds, which this process uses and drops."""
    import django
    import psycopg

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tracker import postgres

    if settings.EMBEDDED:
        postgres.ensure(settings.HOME)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("seed", stdout=nowhere)
    yield
    connection.close()
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")


def newspaper() -> str:
    """A server of the pages, for as long as this process lives; its host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_port}"


def hand_in(host: str, pages: Iterable[int]) -> None:
    from django.utils import timezone

    from compliance import services

    for number in pages:
        url = f"http://{host}/{number}"
        services.press.hand_in(origin="url", url=url, at=timezone.now(), by=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="20,000 pages")
    parser.add_argument("--pages", type=int, default=1000)
    said = parser.parse_args()
    with database("bench_press"):
        measure("bench_press", 20_000 if said.large else said.pages)


def measure(name: str, several: int) -> None:
    from django.conf import settings

    from tracker import queue

    allowed = newspaper()
    alone, whole = Team(extractor), Team(sweeper, name, allowed)
    server = postmaster()
    cost: Counter[str] = Counter()
    early = 0.0
    for first in range(0, several, TURN):
        pages = range(first, min(first + TURN, several))
        for said in alone.turn([pages[n::PROCESSES] for n in range(PROCESSES)]):
            cost.update(said)
        hand_in(allowed, pages)
        before = family(server) if server else 0.0
        for said in whole.turn(["all"] * PROCESSES):
            late = said.pop("memory")
            early = early or late
            cost.update(said)
        cost["PostgreSQL"] += family(server) - before if server else 0.0
    alone.end()
    whole.end()
    tell(several, alone.seconds, whole.seconds, cost)
    print(f"  memory of a worker: {early // 1024:.0f} MB early, {late // 1024:.0f} MB at the end")
    hand_in(allowed, range(several, several + TURN))
    steps = 3000 * queueing(TURN)
    work = 1000 * whole.seconds * PROCESSES / several
    queue.lay(settings.DATABASE_URL)
    print(f"  the queue: {steps:.1f} ms an article for its three steps, of {work:.0f} in all")
    print(f"  and {1000 * message():.1f} ms a message, of which a sweep of any length needs one")


if __name__ == "__main__":
    main()
