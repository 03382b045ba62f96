"""`make bench`: the benchmarks one after the other; `make bench ARGS="ledger --large"` one alone.

Each prints its table; docs/benchmarks.md holds the last run, with the machine it was made on.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


HERE = Path(__file__).resolve().parent
NAMES = sorted(path.stem for path in HERE.glob("*.py") if path.stem != "run")


def main() -> None:
    wanted, rest = sys.argv[1:2], sys.argv[2:]
    if wanted and wanted[0] not in NAMES:
        sys.exit(f"No benchmark {wanted[0]!r}; there are {', '.join(NAMES)}.")
    for name in wanted or NAMES:
        path = HERE / f"{name}.py"
        sys.argv = [str(path), *rest]
        print(f"\n{name}", flush=True)
        runpy.run_path(str(path), run_name="__main__")


if __name__ == "__main__":
    main()
