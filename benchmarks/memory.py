"""Whether the memory of a worker stays the same, however many articles go through it.

One process does what a worker does: fetches pages from a local server, keeps, extracts, reads,
places and reconciles them, on a scratch database with the seeds. After each quarter of the pages,
and before the first, its memory is printed and that of the child in which documents are parsed.
1,000 pages, `--pages` of them, or `--large` for 20,000: the texts that ship with the tests, one
after the other, each time under another number.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

from benchmarks import press  # noqa: E402 - found by the path above


QUARTERS = 4


def worker(pipe: Connection, name: str, allowed: str) -> None:
    press.warm(name, allowed)
    me = os.getpid()
    pipe.send({})
    for turn in iter(pipe.recv, None):
        if turn == "work":
            press.work_off()
        gc.collect()
        children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
        pipe.send(
            {
                "worker": resident(me),
                "its child": sum(resident(int(child)) for child in children),
                "objects": len(gc.get_objects()),
            }
        )


def resident(pid: int) -> float:
    """MB of memory that a process holds now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (held,) = (line for line in lines if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="20,000 pages")
    parser.add_argument("--pages", type=int, default=1000)
    said = parser.parse_args()
    several = 20_000 if said.large else said.pages
    name = "bench_memory"
    with press.database(name):
        allowed = press.newspaper()
        team = press.Team(worker, name, allowed, processes=1)
        warm = team.turn(["look"])[0]
        tell(0, warm)
        marks = [several * n // QUARTERS for n in range(QUARTERS + 1)]
        held = []
        for first, last in pairwise(marks):
            press.hand_in(allowed, range(first, last))
            held.append(team.turn(["work"])[0])
            tell(last, held[-1])
        team.end()
        # The first quarter fills what is kept on purpose: caches, compiled patterns, the allocator.
        grown = (held[-1]["worker"] - held[0]["worker"]) * 1000 / (several - marks[1])
        print(f"  after the first quarter it grew by {grown:.1f} MB per 1,000 pages")


def tell(pages: int, seen: dict[str, float]) -> None:
    print(
        f"  after {pages:6,} pages: worker {seen['worker']:.0f} MB, its child "
        f"{seen['its child']:.0f} MB, {seen['objects']:,.0f} objects",
        flush=True,
    )


if __name__ == "__main__":
    main()
