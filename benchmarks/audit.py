"""Tamperings with a chain of 100,000 entries: eleven kinds at random places, and how long to prove.

`make bench ARGS=audit` does ten of each kind; `--times 100` all 1,100. Each tampered chain is gone
through until its first fault, whose place must be the one that was tampered with. The suite does
1,100 on a chain of a thousand (tests/core/test_audit.py), and proves 100,000 in the database.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path


HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

ASKED_S = 60


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--times", type=int, default=10)
    ask.add_argument("--rows", type=int, default=100_000)
    asked = ask.parse_args()

    from compliance.core import audit
    from tests.core import test_audit as kinds

    kinds.LENGTH = asked.rows
    chain = kinds.chained([kinds.entry(n) for n in range(asked.rows)])
    kinds.OTHER = kinds.chained([kinds.entry(n, chain="another") for n in range(asked.rows)])
    anchors = {link.place: link.digest for link in chain[99::100]}
    began = time.monotonic()
    if list(audit.faults(chain, anchors=anchors)):
        print("the chain as it was written has a fault")
        return 1
    whole = time.monotonic() - began
    print(f"{asked.rows:,} entries proved in {whole:.1f} s", flush=True)
    found = 0
    for tamper in kinds.KINDS:
        hits = 0
        for seed in range(asked.times):
            changed = list(chain)
            first = tamper(changed, random.Random(seed).randrange(1, asked.rows - 3))
            fault = next(audit.faults(changed, anchors=anchors), None)
            hits += fault is not None and fault.place == first + 1
        found += hits
        print(f"{tamper.__name__:26} {hits} of {asked.times}", flush=True)
    tried = len(kinds.KINDS) * asked.times
    print(f"{found:,} of {tried:,} tamperings found, each with its first place")
    return 0 if found == tried and whole <= ASKED_S else 1


if __name__ == "__main__":
    if code := main():
        sys.exit(code)
