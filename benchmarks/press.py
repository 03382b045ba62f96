"""The whole journey of a page against trafilatura alone, the same pages, two processes each.

Fetch from a local server, capture, read, reconcile, each with its commits, on a scratch database
with the seeds; `--large` takes 20,000 pages, else 1,000. The target is 0.6 of trafilatura's rate.
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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
TEXTS = sorted((ROOT / "tests" / "gold").glob("**/text/*.txt"))
PROCESSES = 2


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


def extract(first: int, several: int) -> None:
    import trafilatura

    for number in range(first, several, PROCESSES):
        trafilatura.bare_extraction(page(number).decode(), with_metadata=True)


def sweep(name: str, allowed: str, several: int) -> None:
    """A worker's part: sweep until every page is read; its memory at a tenth and at the end."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from compliance import tasks
    from compliance.models import Reading

    connection.settings_dict["NAME"] = name
    settings.FETCH_ALLOWED_HOSTS = [allowed]
    early = 0
    while (read := Reading.objects.count()) < several:
        tasks.press.sweep()
        if not early and read >= several // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    last = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  memory of a worker: {(early or last) // 1024} MB early, {last // 1024} MB at the end")


def beside(act: object, *arguments: object) -> float:
    """Seconds that the processes took together."""
    spawn = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    children = [
        spawn.Process(target=act, args=(n, *arguments) if act is extract else arguments)  # type: ignore[arg-type]
        for n in range(PROCESSES)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    several = 20_000 if parser.parse_args().large else 1000
    import django
    import psycopg

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from compliance import services
    from tracker import postgres

    if settings.EMBEDDED:
        postgres.ensure(settings.HOME)
    name = "bench_press"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("seed", stdout=nowhere)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    allowed = f"127.0.0.1:{server.server_port}"
    for number in range(several):
        services.press.hand_in(
            origin="url", url=f"http://{allowed}/{number}", at=timezone.now(), by=None
        )
    connection.close()
    alone = beside(extract, several)
    whole = beside(sweep, name, allowed, several)
    print(f"  {several} pages: trafilatura alone {several / alone:.1f} a second, the whole journey")
    print(f"  {several / whole:.1f} a second: {alone / whole:.2f} of it (target 0.6)")
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as database:
        database.execute(f"drop database if exists {name} with (force)")


if __name__ == "__main__":
    main()
