"""Two people at one line at once, by every pair of ways to write it: how many updates are lost.

`make bench ARGS=pairs` does 25 pairs, each a hundred times with two threads that save at the same
moment, in a database of its own; `--times 10` does fewer. The figure that counts is 0.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any


HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from ledger import SIZES, drop, point_at, scratch  # noqa: E402


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--times", type=int, default=100)
    asked = ask.parse_args()

    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()  # so that an answer tells what its page was made of
    call_command("collectstatic", verbosity=0, interactive=False)
    name = scratch(SIZES[0])
    try:
        point_at(name)
        call_command("migrate", verbosity=0)
        return _every_pair(asked.times)
    finally:
        drop(name)


def _save(n: int, save: Any, kept: list[bool | None], ready: threading.Barrier) -> None:
    from django.db import connections

    try:
        ready.wait()
        kept[n] = save()
    finally:
        connections.close_all()


def _every_pair(times: int) -> int:
    from compliance import services
    from compliance.models import Transfer
    from tests.factories.pairs import PATHS, held, lost
    from tests.factories.regime import petroleum_cap

    petroleum_cap()
    won: Counter[int] = Counter()
    bad, began = 0, time.monotonic()
    for first, second in product(PATHS, repeat=2):
        for _ in range(times):
            row = held()
            saves = [PATHS[first](row, "2001"), PATHS[second](row, "2002")]
            kept: list[bool | None] = [None, None]
            ready = threading.Barrier(2)
            threads = [
                threading.Thread(target=_save, args=(n, saves[n], kept, ready)) for n in range(2)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if problem := lost(row, [bool(k) for k in kept]) if None not in kept else "no answer":
                bad += 1
                print(f"{first} and {second}: {problem}", flush=True)
            else:
                won[kept.index(True)] += 1
            newest = Transfer.objects.filter(series=row.series).latest("revision")
            if not newest.withdrawn:
                services.ledger.withdraw(
                    line=newest, reason="Done.", by=None, at=newest.recorded_at
                )
        print(f"{first:15} {second:15} {times} times", flush=True)
    done = sum(won.values())
    print(
        f"{done + bad:,} pairs in {time.monotonic() - began:.0f} s: {bad} lost; the first was kept "
        f"{won[0]:,} times, the second {won[1]:,} times"
    )
    return 1 if bad or not all(won[n] for n in range(2)) else 0


if __name__ == "__main__":
    if code := main():
        sys.exit(code)
