"""What the API costs over the bare minimum, and how fast all of it is taken.

`make bench ARGS="api"` makes 1 million lines, `make bench ARGS="api --rows 200000"` so many. In one
run, turn by turn: 50 rows of the lines by cursor under gunicorn with 2 workers, beside the same
rows by psycopg and orjson in a bare WSGI function and beside a ModelSerializer viewset as DRF has
it; usage beside its own SQL; every form of an export with its rows a second and its memory.
Throttles are off in all three, for one client asks here as fast as it can.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson


HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ["API_RATES"] = "1000000"  # for all three: what is measured asks as fast as it can

DATABASE = "BENCH_DATABASE"
CLIENTS = 4
PORTS = {"ours": 8931, "bare": 8932, "drf": 8933}
HOST = "127.0.0.1"
COLUMNS = """
    t.id, t.series, t.revision, t.report_id, t.kind, t.supplier, t.recipient, c.code, t.product,
    t.first_day, t.last_day, t.amount, t.unit, t.stated_amount, t.stated_unit, t.known_on,
    t.known_not_before, t.known_precision, t.withdrawn, t.reason, t.confidence, t.note,
    t.recorded_at, r.document, r.source_url
"""
BARE = f"""
    select {COLUMNS} from compliance_transfer t
    join compliance_commodity c on c.id = t.commodity_id
    join compliance_report r on r.id = t.report_id
    where t.id > %s order by t.id limit 50
"""
NAMES = [each.split(".")[1].strip() for each in COLUMNS.split(",")]


# What gunicorn serves: `gunicorn api:ours`, `api:bare`, `api:drf`


def _django() -> None:
    import django
    from ledger import point_at

    django.setup()
    point_at(os.environ[DATABASE])


def ours() -> Any:
    _django()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def bare() -> Any:
    import psycopg

    from tracker import settings

    held: list[Any] = []

    def plain(value: Any) -> str:
        return str(value)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if not held:  # after the fork: a connection a worker
            held.append(psycopg.connect(settings.DATABASE_URL, dbname=os.environ[DATABASE]))
        after = int(parse_qs(environ["QUERY_STRING"])["after"][0])
        with held[0].cursor() as cursor:
            rows = cursor.execute(BARE, [after]).fetchall()
        held[0].commit()
        said = [dict(zip(NAMES, row, strict=True)) for row in rows]
        body = orjson.dumps({"results": said, "next": rows[-1][0]}, default=plain)
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def drf() -> Any:
    _django()
    from django.core.wsgi import get_wsgi_application
    from django.urls import path
    from rest_framework import serializers, viewsets
    from rest_framework.pagination import CursorPagination
    from rest_framework.renderers import JSONRenderer

    from compliance.models import Transfer
    from tracker import urls

    class Lines(serializers.ModelSerializer):
        class Meta:
            model = Transfer
            fields = "__all__"

    class Pages(CursorPagination):
        page_size = 50
        ordering = "id"

    class View(viewsets.ModelViewSet):
        queryset = Transfer.objects.all()
        serializer_class = Lines
        pagination_class = Pages
        renderer_classes = [JSONRenderer]
        permission_classes: list[Any] = []

    urls.urlpatterns.insert(0, path("plain/", View.as_view({"get": "list"})))
    return get_wsgi_application()


# The run


@contextmanager
def served(name: str, database: str) -> Iterator[None]:
    command = [
        sys.executable, "-m", "gunicorn", f"api:{name}()", "--workers", "2", "--chdir", str(HERE),
        "--bind", f"{HOST}:{PORTS[name]}", "--keep-alive", "30", "--log-level", "error",
        "--worker-class", "gthread", "--threads", "2", "--preload",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env={**os.environ, DATABASE: database, "HTTPS": "0", "ALLOWED_HOSTS": HOST}
    )
    try:
        for _ in range(900):
            try:
                http.client.HTTPConnection(HOST, PORTS[name], timeout=5).connect()
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(120)


def rate(name: str, address: str, seconds: float) -> float:
    """Requests a second by a few clients, each over one connection."""
    counts: list[int] = []
    until = time.perf_counter() + seconds

    def ask() -> None:
        link = http.client.HTTPConnection(HOST, PORTS[name], timeout=180)
        n = 0
        while time.perf_counter() < until:
            link.request("GET", address)
            answer = link.getresponse()
            body = answer.read()
            assert answer.status == 200, (name, answer.status, body[:300])
            n += 1
        counts.append(n)

    began = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def fetched(name: str, address: str) -> Any:
    link = http.client.HTTPConnection(HOST, PORTS[name], timeout=180)
    link.request("GET", address)
    return orjson.loads(link.getresponse().read())


def pages(database: str, *, seconds: float, rounds: int) -> None:
    with served("ours", database), served("bare", database), served("drf", database):
        first = fetched("ours", "/api/v1/lines/?page_size=50&order=recorded")
        onward = first["next"].partition(f":{PORTS['ours']}")[2]
        last = first["results"][-1]["id"]
        plain = fetched("drf", "/plain/")["next"].partition(f":{PORTS['drf']}")[2]
        same = [row["id"] for row in fetched("ours", onward)["results"]]
        assert same == [row["id"] for row in fetched("bare", f"/?after={last}")["results"]]
        addresses = {"ours": onward, "bare": f"/?after={last}", "drf": plain}
        taken: dict[str, list[float]] = {name: [] for name in addresses}
        for turn in range(rounds + 1):
            for name, address in addresses.items():
                one = rate(name, address, seconds)
                if turn:
                    taken[name].append(one)
        median = {name: statistics.median(each) for name, each in taken.items()}
        print(f"50 rows by cursor, requests a second, median of {rounds} turns of {seconds:g} s")
        print(f"  bare psycopg and orjson {median['bare']:8.0f}")
        print(f"  ours                    {median['ours']:8.0f}", end="")
        print(f"   {median['ours'] / median['bare']:.2f} x bare", end="")
        print(f"   {median['ours'] / median['drf']:.2f} x ModelSerializer")
        print(f"  ModelSerializer viewset {median['drf']:8.0f}", flush=True)


def usage(times: int) -> None:
    """p95 of the first answer, of the one that is kept, and of the SQL that the first asks, turn by
    turn in one process; its period has its steps, as one has that is written to."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from ledger import ms

    from compliance import queries, services

    cap = queries.regime.caps().get(slug="bench-0")
    services.ledger.projection.project(
        cap=cap, period=cap.terms.year(2017), policy=queries.regime.policy().policy
    )
    client = Client(SERVER_NAME=HOST)
    address = "/api/v1/caps/bench-0/usage/?period=2017"
    many = settings.ANSWERS_KEPT

    def page(kept: int) -> int:
        settings.ANSWERS_KEPT = kept
        answer = client.get(address)
        assert answer.status_code == 200, answer.content[:300]
        return len(answer.content)

    page(0)
    with CaptureQueriesContext(connection) as seen:
        size = page(0)
    asked = [q["sql"] for q in seen]
    page(many)

    def sql() -> None:
        with connection.cursor() as cursor:
            for one in asked:
                cursor.execute(one)
                cursor.fetchall()

    acts = {"first": partial(page, 0), "kept": partial(page, many), "sql": sql}
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(times + 3):
        for name, act in acts.items():
            one = ms(act)
            if turn >= 3:
                taken[name].append(one)
    p95 = {name: sorted(each)[int(len(each) * 0.95) - 1] for name, each in taken.items()}
    print(f"usage, p95 of {times}; {size / 1024:.0f} kB; {len(asked)} queries {p95['sql']:.1f} ms")
    for name in ("first", "kept"):
        print(f"  {name:5} answer {p95[name]:7.1f} ms  {p95[name] / p95['sql']:.1f} x its SQL")


def exports(database: str) -> None:
    """Each form in a process of its own, so that its memory is its own."""
    for form in ("csv", "ndjson", "parquet", "xlsx"):  # of a workbook as much as it may hold
        subprocess.run(
            [sys.executable, __file__, "--export", form], check=True,
            env={**os.environ, DATABASE: database},
        )  # fmt: skip


def export(form: str) -> None:
    _django()
    from django.test import Client

    client = Client(SERVER_NAME=HOST)
    client.get("/api/v1/lines/?page_size=1")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    narrowed = {"supplier": "AD"} if form == "xlsx" else {}
    answer: Any = client.get("/api/v1/lines/", {"format": form, **narrowed})
    assert answer.status_code == 200, answer.content[:300]
    size = sum(len(part) for part in answer.streaming_content)
    took = time.perf_counter() - began
    from compliance.models import Transfer

    rows = Transfer.objects.filter(**narrowed).count()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"  {form:8} {rows:>9,} rows in {took:6.1f} s {rows / took:>9,.0f} rows a second "
        f"{size / 2**20:8.1f} MB, memory {most / 1024:.0f} MB ({before / 1024:.0f} before)",
        flush=True,
    )


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--export", help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.export:
        export(asked.export)
        return

    from ledger import SUPPLIERS, Size, drop, law, lines, point_at, scratch

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from django.core.management import call_command

    years = 10
    size = Size(f"api {asked.rows}", max(1, round(asked.rows / SUPPLIERS / 36 / years)), years, 36)
    name = scratch(size)
    try:
        point_at(name)
        call_command("migrate", verbosity=0)
        law(size)
        print(f"{lines(size):,} lines", flush=True)
        pages(name, seconds=asked.seconds, rounds=asked.rounds)
        usage(asked.times)
        print("exports")
        exports(name)
    finally:
        drop(name)


if __name__ == "__main__":
    main()
