"""What the pages take with a million transfers, beside the same pages with what ships.

`make bench ARGS="pages"` makes the million in a scratch database (`ledger` says how), gives one
period of each cap its steps, and asks each page of both databases in one process. Seconds of
processor time, medians: on a busy machine the ratios count. Each is worked out anew; none is one
that was kept. Asked: at most five times.
`--size "10 thousand"` tries it on less.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence

import ledger  # beside this file, as `run.py` runs it


KNOWN = "known_at={after}-03-01"
SHIPPED = "dprk-refined-petroleum"
PAGES = {
    "overview": ("/", f"/?{KNOWN}"),
    "cap": (f"/caps/{SHIPPED}/2023/", f"/caps/bench-0/{{last}}/?{KNOWN}"),
    "calendar of reports": ("/obligations/", f"/obligations/?{KNOWN}"),
    "State": ("/states/RU/", f"/states/AE/?{KNOWN}"),
    "list of States": ("/states/", "/states/"),
    "search": ("/search/?q=petroleum", "/search/?q=good"),
    "what if": (
        f"/caps/{SHIPPED}/2025/what-if/?supplier=RU&month=2025-03&amount=1",
        f"/caps/bench-0/{{last}}/what-if/?{KNOWN}&supplier=AE&month={{last}}-03&amount=1",
    ),
    "what if, past a Notice": (
        f"/caps/{SHIPPED}/2025/what-if/?supplier=RU&month=2025-03&amount=300000",
        f"/caps/bench-0/{{last}}/what-if/?{KNOWN}&supplier=KR&month={{last}}-03&amount=900000",
    ),
    "what if, silent as last year": (
        f"/caps/{SHIPPED}/2025/what-if/?silent=last-year",
        f"/caps/bench-0/{{last}}/what-if/?{KNOWN}&silent=last-year",
    ),
}


def last_year(size: ledger.Size) -> int:
    return ledger.FIRST_YEAR + size.years - 1


def steps(last: int) -> None:
    """The newest period of each cap, and every one of the first, as the pages ask for them."""
    from compliance import queries, services

    policy = queries.regime.policy("bench").policy
    for cap in queries.regime.caps():
        for year in range(ledger.FIRST_YEAR, last + 1) if cap.slug == "bench-0" else (last,):
            services.ledger.projection.project(cap=cap, period=cap.terms.year(year), policy=policy)


def seconds(address: str, rounds: int) -> float:
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    taken = []
    for turn in range(rounds + 1):
        began = time.process_time()
        answer = client.get(address)
        if turn:
            taken.append(time.process_time() - began)
        assert answer.status_code == 200, (address, answer.status_code)
    return statistics.median(taken)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", help="one that an earlier run kept")
    parser.add_argument("--keep", action="store_true", help="leave the database there")
    parser.add_argument("--only", help="one of the pages, as the table names it", choices=PAGES)
    parser.add_argument("--size", default="1 million", choices=[s.name for s in ledger.SIZES])
    asked = parser.parse_args(argv)

    os.environ["ANSWERS_KEPT"] = "0"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    few = connection.settings_dict["NAME"]
    size = next(s for s in ledger.SIZES if s.name == asked.size)
    last = last_year(size)
    many = asked.database or ledger.scratch(size)  # starts PostgreSQL where none is named
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        if not asked.database:
            ledger.point_at(many)
            call_command("migrate", verbosity=0)
            ledger.law(size)
            print(f"{ledger.lines(size):,} lines", flush=True)
            steps(last)
        print(f"\n| page | shipped | {size.name} | ratio |\n|---|---:|---:|---:|")
        for name in [asked.only] if asked.only else PAGES:
            short, long = PAGES[name]
            ledger.point_at(few)
            one = seconds(short, asked.rounds)
            ledger.point_at(many)
            other = seconds(long.format(last=last, after=last + 1), asked.rounds)
            print(f"| {name} | {one * 1000:.0f} ms | {other * 1000:.0f} ms | {other / one:.1f} |")
    finally:
        if not asked.keep and not asked.database:
            ledger.drop(many)


if __name__ == "__main__":
    main()
