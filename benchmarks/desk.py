"""How the desk's lists stand a long ledger: the page, its questions, and the one query of its rows.

`make bench ARGS="desk"` takes 10 thousand transfers, `make bench ARGS="desk --large"` a million;
with `--keep` the scratch database is left, and taken again by the next run with it.
What is compared is measured turn by turn on one connection; "busy" is the processor's time of both
processes, which other runs on the machine do not stretch.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from ledger import SIZES, Size, drop, in_turn, law, lines, named, point_at, scratch


LISTS = {
    "lines": "transfer/",
    "lines of a supplier": "transfer/?supplier=CN",
    "lines of a year": "transfer/?first_day_year=2020",
    "lines, page 100": "transfer/?p=100",
    "lines by document": "transfer/?q=bench",
    "reports": "report/",
    "notices": "notice/",
    "caps": "cap/",
    "everywhere": "report/everywhere/?q=bench",
    "the first page": "",
}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="a million transfers")
    parser.add_argument("--keep", action="store_true", help="leave the database, and take it again")
    parser.add_argument("--times", type=int, default=7)
    asked = parser.parse_args(argv)

    import django

    django.setup()
    from django.core.management import call_command

    from compliance.models import Transfer

    call_command("collectstatic", verbosity=0, interactive=False)
    size = SIZES[1 if asked.large else 0]
    name = kept(size) if asked.keep else ""
    fresh = not name
    name = name or scratch(size)
    try:
        point_at(name)
        call_command("migrate", verbosity=0)
        if fresh:
            law(size)
            lines(size)
        print(f"{Transfer.objects.count():,} lines; medians of {asked.times} in ms")
        print(
            f"{'list':22} {'page':>8} {'in SQL':>8} {'queries':>8} {'rows':>8} {'page:rows':>10}"
            f" {'busy: page':>12} {'rows':>8} {'page:rows':>10}"
        )
        for title, path in LISTS.items():
            show(title, path, asked.times)
    finally:
        if not asked.keep:
            drop(name)


def kept(size: Size) -> str:
    """The scratch database that an earlier run left; empty where there is none."""
    from tracker import postgres, settings

    if settings.EMBEDDED:
        postgres.ensure(settings.HOME)
    with psycopg.connect(settings.DATABASE_URL) as server:
        found = server.execute("select 1 from pg_database where datname = %s", [named(size)])
        return named(size) if found.fetchone() else ""


def show(title: str, path: str, times: int) -> None:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    user, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    address = reverse("admin:index") + (f"compliance/{path}" if path else "")

    def page() -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    page()
    with CaptureQueriesContext(connection) as seen:
        page()
    asked = [q["sql"] for q in seen]
    rows = [sql for sql in asked if "LIMIT 50" in sql]

    def run(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                cursor.fetchall()

    questions = [sql for sql in asked if sql.lstrip().startswith("SELECT")]
    acts: dict[str, Any] = {"page": page, "sql": lambda: run(questions)}
    if rows:
        acts["rows"] = lambda: run(rows[:1])
    taken = in_turn(times, **acts)
    one = taken.get("rows")
    busy = {name: spent(act) for name, act in acts.items() if name != "sql"}
    print(
        f"{title:22} {taken['page']:8.1f} {taken['sql']:8.1f} {len(asked):8} "
        + (f"{one:8.1f} {taken['page'] / one:10.1f}" if one else f"{'':8} {'':>10}")
        + f" {busy['page']:12.1f}"
        + (f" {busy['rows']:8.1f} {busy['page'] / busy['rows']:10.1f}" if one else ""),
        flush=True,
    )


def spent(act: Callable[[], object], times: int = 40) -> float:
    """The processor's time of an act in ms, ours and PostgreSQL's: no other run is in it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def clock() -> float:
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") + time.process_time()

    began, n = clock(), 0
    while n < times or (clock() - began < 0.4 and n < 400):  # ticks are of 10 ms
        act()
        n += 1
    return (clock() - began) * 1000 / n


if __name__ == "__main__":
    main()
