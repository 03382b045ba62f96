"""How fast, and in how much memory, a table of reports is imported: 50,000 rows, then 200,000.

`make bench ARGS=exchange` imports 10,000 and 50,000 good rows into a scratch database with the
seeds, dry run and real run; `--large` adds 200,000 rows with the last one bad. Memory is the most
that the process held, so what counts is how little it grows from the short table to the long one;
"busy" is the processor's time of both processes, which other runs on the machine do not stretch.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from pathlib import Path


HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

FIRST_DAY = date(2018, 1, 1)
DAYS = 2_500
ASKED_S = 60


def table(rows: int, *, after: int = 0, last_bad: bool = False) -> Iterator[bytes]:
    """Rows of a CSV: a supplier and a day each, as no two reports share; suppliers `after` those
    of the tables before it, for a month that is reported twice is refused."""
    from compliance.core import state
    from compliance.core.ledger import COLUMNS

    suppliers = [code for code in sorted(state.names()) if code not in ("KP", "CN", "RU")]
    yield (",".join(COLUMNS) + "\r\n").encode()
    for n in range(rows):
        supplier, day = suppliers[after + n // DAYS], FIRST_DAY + timedelta(days=n % DAYS)
        known = day.replace(day=28) + timedelta(days=30)
        amount = "-1" if last_bad and n == rows - 1 else "12.5"
        yield (
            f"{supplier}-{rows}-{n},S/RES/2397 (2017),refined_petroleum_{day.year},"
            f"refined_petroleum,{supplier},{supplier},KP,{day},{day},{amount},bbl,{known},"
            "reported,,https://reports.example/,\r\n"
        ).encode()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--large", action="store_true", help="200,000 rows with the last one bad")
    ask.add_argument("--rows", type=int, nargs="*", default=[10_000, 50_000])
    options = ask.parse_args()

    import django

    django.setup()
    from ledger import Size, drop, point_at, scratch

    name = scratch(Size("exchange", 0, 0, 0))
    try:
        point_at(name)
        measure(options)
    finally:
        drop(name)


def measure(options: argparse.Namespace) -> None:
    from django.core.management import call_command

    with redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
        call_command("seed")
    print(
        f"{'rows':>8}  {'pass':<10}{'seconds':>8}  {'busy':>7}  {'rows/s':>7}  "
        f"{'most memory':>12}  outcome"
    )
    after = 0
    for rows in options.rows:
        one(rows, b"".join(table(rows, after=after)))
        after += -(-rows // DAYS)
    if options.large:
        one(200_000, b"".join(table(200_000, after=after, last_bad=True)))


def clock() -> float:
    """The processor's time spent so far, by us and by our session of PostgreSQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") + time.process_time()


def one(rows: int, content: bytes) -> None:
    from django.utils import timezone

    from compliance import services
    from compliance.models import Committee, Transfer

    committee = Committee.objects.get(slug="1718")
    file, _ = services.exchange.hand_in(
        stream=io.BytesIO(content), name="reports.csv", committee=committee, by=None,
        at=datetime.now(tz=timezone.get_current_timezone()),
    )  # fmt: skip
    del content
    for step in ("check", "enter"):
        before, began = Transfer.objects.count(), time.perf_counter()
        busy = clock()
        run = services.exchange.ask(file=file, step=step, by=None, at=timezone.now())
        done = services.exchange.carry_out(run=run, at=timezone.now(), beside=True)
        took, spent = time.perf_counter() - began, clock() - busy
        assert done is not None
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        saved = Transfer.objects.count() - before
        asked = "" if took <= ASKED_S or step == "check" else f" (asked: {ASKED_S} s)"
        print(
            f"{rows:>8,}  {step:<10}{took:>8.1f}  {spent:>7.1f}  {rows / took:>7,.0f}  "
            f"{most:>9,} MB  "
            f"{done.outcome}, {saved:,} saved{asked}",
            flush=True,
        )
        if done.outcome == "refused":
            return


if __name__ == "__main__":
    main()
