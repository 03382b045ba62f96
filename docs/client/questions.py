"""Five questions to a tracker, each a function: python3 questions.py http://127.0.0.1:8000

They print their answers as Markdown; docs/client.md asks the same by curl. What is asked as known
on a day is answered the same on any day after it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal

from tracker_client import Cell, Day, Entry, Tracker


CAP = "dprk-refined-petroleum"


def used(tracker: Tracker, period: str, known_at: Day | None = None) -> str:
    """How much of the cap was used, as known on a day?"""
    usage = tracker.usage(CAP, period=period, known_at=known_at)
    if usage["used"] is None or usage["share"] is None:
        return (
            f"{period}, as known on {usage['known_at']}: nothing was reported, which is not zero."
        )
    least = "at least " if usage["lower_bound"] else ""
    return (
        f"{period}, as known on {usage['known_at']}: {least}{Decimal(usage['used']):,} of "
        f"{Decimal(usage['limit'] or 0):,} {usage['unit']}, {Decimal(usage['share']):.1%} "
        f"({usage['citation']}; {usage['policy']})."
    )


def silent(tracker: Tracker, known_at: Day | None = None) -> dict[str, list[Cell]]:
    """Which States are silent, and since when: of each its months without a word, oldest first.

    Silent is a month whose report was due and was not in the table when it was last seen. A month
    that is not due yet, or that nobody has looked for since (`unknown`), is no silence.
    """
    found: dict[str, list[Cell]] = {}
    heard: set[str] = set()
    periods = tracker.look(f"caps/{CAP}/periods", known_at=known_at).value["results"]
    for period in reversed(periods):
        rows = tracker.matrix(CAP, period=period["period"], known_at=known_at)["rows"]
        for cell in sorted(rows, key=lambda row: row["month"], reverse=True):
            state = cell["supplier"]
            if state in heard:
                continue
            if cell["state"] == "silent":
                found.setdefault(state, []).insert(0, cell)
            elif state in found or cell["state"] not in ("waiting", "unknown"):
                heard.add(state)
        if heard >= {row["supplier"] for row in rows}:
            break
    return found


def bound(tracker: Tracker, good: str, on: Day, from_: str, to: str) -> list[str]:
    """Was a good banned or capped on a day, in a direction, and by which paragraph?"""
    return [
        f"{measure['kind']}: S/RES/{measure['resolution']} OP {measure['paragraph']}, "
        f"{measure['summary']}"
        for measure in tracker.in_force(on, good=good, from_=from_, to=to)
        if measure["kind"] in ("ban", "cap")
    ]


def behind(tracker: Tracker, period: str, known_at: Day | None = None) -> tuple[str, list[Entry]]:
    """Every line behind a number, with its source. They add up to the number, or it raises."""
    why = tracker.explain(CAP, period=period, known_at=known_at)
    total = sum((Decimal(entry["amount"]) for entry in why["counted"]), Decimal())
    if why["used"] is not None and total != Decimal(why["used"]):
        raise ArithmeticError(f"The lines make {total}, the figure is {why['used']}.")
    return why["used"] or "unknown", why["counted"]


def changed(tracker: Tracker, period: str, since: Day, upto: Day | None = None) -> Iterator[str]:
    """What has changed in a number since a day: lines that count now, lines that count no more."""
    before = tracker.explain(CAP, period=period, known_at=since)
    after = tracker.explain(CAP, period=period, known_at=upto)
    had = {entry["id"]: entry for entry in before["counted"]}
    has = {entry["id"]: entry for entry in after["counted"]}
    why = {line["id"]: line["because"] for line in after["left_out"]}
    for key in sorted(has.keys() - had.keys()):
        line = has[key]
        yield (
            f"+ {line['amount']} {line['unit']}, {line['supplier']} {line['first_day']}, "
            f"known on {line['known_on']}: {line['source']}"
        )
    for key in sorted(had.keys() - has.keys()):
        line = had[key]
        yield (
            f"- {line['amount']} {line['unit']}, {line['supplier']} {line['first_day']}: "
            f"{why.get(key, 'it is not held any more')}"
        )


def answers(tracker: Tracker) -> Iterator[str]:
    yield "## How much of the cap on refined petroleum was used in 2023?"
    yield used(tracker, "2023", "2024-01-17")
    yield used(tracker, "2023")
    yield "## Which States are silent, and since when?"
    for state, months in silent(tracker).items():
        yield (
            f"{state}: since {months[0]['month']}, due {months[0]['due_on']}, "
            f"to {months[-1]['month']}: {len(months)} months."
        )
    yield "## Was coal from the DPRK to China banned on 2018-01-01?"
    yield from bound(tracker, "coal", "2018-01-01", "KP", "CN")
    yield "## What is behind the figure of 2023, as known on 2024-01-17?"
    total, entries = behind(tracker, "2023", "2024-01-17")
    for entry in entries:
        yield (
            f"{entry['supplier']} {entry['first_day']}: {entry['amount']} {entry['unit']} "
            f"({entry['how']}), {entry['source']}"
        )
    yield f"Together: {total} bbl."
    yield "## What has changed in it since?"
    yield from changed(tracker, "2023", "2024-01-17")


if __name__ == "__main__":
    for answer in answers(Tracker(sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:8000")):
        print(answer, end="\n\n")
