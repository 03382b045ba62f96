"""The rules by which readings are compared with annotations.

A copy of the corpus's own scorer (its `score.py`), so that our tests stand alone; a test compares
the two where the corpus lies beside the project.

detect    transfer, cap and share_of_cap figures: number, unit and role are right
claim     transfers: as detect, and goods, parties, period (to the month) and basis are right
silence   figures on distractors that would reach a cap: 0 is perfect
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


Entry = dict[str, Any]

CLAIM_ROLES = ("transfer", "cap", "share_of_cap")
SANCTIONED = {"KP", "IR", "IQ", "LY", "SO", "SY", "YE", "SD", "SS", "CD", "CF", "ML", "HT"}
UNIT_ALIASES = {
    "barrel": "bbl",
    "barrels": "bbl",
    "tonne": "t",
    "tonnes": "t",
    "ton": "t",
    "%": "percent",
    "usd": "USD",
}


def unit(name: Any) -> str:
    return UNIT_ALIASES.get(str(name), str(name))


def bounds(figure: Entry) -> tuple[Any, Any]:
    """Low and high of a figure; an open bound (over, under) counts as its value."""
    value = figure.get("value")
    low = figure.get("low") if figure.get("low") is not None else value
    high = figure.get("high") if figure.get("high") is not None else value
    low = high if low is None else low
    high = low if high is None else high
    return low, high


def close(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 0.001 * max(abs(float(a)), abs(float(b)), 1e-9)


def same_number(gold: Entry, predicted: Entry) -> bool:
    if unit(gold.get("unit")) != unit(predicted.get("unit")):
        return False
    if gold.get("value") is not None and predicted.get("value") is not None:
        return close(gold["value"], predicted["value"])
    return all(close(a, b) for a, b in zip(bounds(gold), bounds(predicted), strict=True))


def month_span(period: Any) -> list[str] | None:
    return [str(day)[:7] for day in period] if period else None


def claim_fields(figure: Entry) -> Entry:
    return {
        "role": figure.get("role"),
        "commodity": figure.get("commodity"),
        "supplier": sorted(figure.get("supplier") or []),
        "recipient": sorted(figure.get("recipient") or []),
        "period": month_span(figure.get("period")),
        "basis": figure.get("basis"),
    }


def alternative_roles(figure: Entry) -> set[str]:
    return {
        word.split("=", 1)[1].strip(".,")
        for word in str(figure.get("note", "")).replace(";", " ").split()
        if word.startswith("alt=")
    }


def nil_in_words(figure: Entry) -> bool:
    return bounds(figure) == (0, 0) and not any(c.isdigit() for c in figure.get("quote", ""))


def optional(figure: Entry) -> bool:
    return "optional" in str(figure.get("note", "")) or nil_in_words(figure)


def reaches_a_cap(figure: Entry) -> bool:
    return (
        figure.get("role") in CLAIM_ROLES
        and figure.get("commodity") not in (None, "other", "money")
        and bool(SANCTIONED & {*(figure.get("supplier") or []), *(figure.get("recipient") or [])})
    )


def with_offsets(figures: list[Entry], text: str) -> list[Entry]:
    """Give each gold figure the offset of its quote, taking repeated quotes in order."""
    seen = {}
    for figure in figures:
        quote = figure.get("quote", "")
        at = figure.get("start")
        if at is None:
            at = text.find(quote, seen.get(quote, -1) + 1) if quote and text else -1
        seen[quote] = at
        figure["_at"] = at
    return figures


def pair(golds: list[Entry], predictions: list[Entry]) -> list[tuple[Entry, Entry]]:
    """One-to-one pairs of the same number and unit, best agreement first, then nearest."""
    options = []
    for g, gold in enumerate(golds):
        for p, predicted in enumerate(predictions):
            if not same_number(gold, predicted):
                continue
            mine, theirs = claim_fields(gold), claim_fields(predicted)
            agreement = sum(mine[k] == theirs[k] for k in mine) + 2 * (
                mine["role"] == theirs["role"]
            )
            start = predicted.get("start")
            distance = abs(start - gold["_at"]) if start is not None and gold["_at"] >= 0 else 0
            options.append((-agreement, distance, g, p))
    pairs, used_g, used_p = [], set(), set()
    for _, _, g, p in sorted(options):
        if g not in used_g and p not in used_p:
            used_g.add(g)
            used_p.add(p)
            pairs.append((golds[g], predictions[p]))
    return pairs


class Tally:
    """Right, spurious and missed."""

    def __init__(self) -> None:
        self.tp = self.fp = self.fn = 0

    def row(self) -> Entry:
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


def score(
    folder: Path, predictions: dict[str, Entry], keep: Callable[[Entry], bool] = lambda gold: True
) -> tuple[Entry, list[tuple[Any, ...]]]:
    tallies = {name: Tally() for name in ("detect", "claim", "allegation", "resolution")}
    fields = {name: [0, 0] for name in ("commodity", "supplier", "recipient", "period", "basis")}
    silence = articles = 0
    errors = []
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not keep(gold):
            continue
        articles += 1
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        predicted = predictions.get(gold["id"], {})
        golds = with_offsets(gold.get("figures", []), text)
        guesses = predicted.get("figures", [])
        pairs = pair(golds, guesses)
        paired_g = {id(g) for g, _ in pairs}
        paired_p = {id(p) for _, p in pairs}

        for g, p in pairs:
            mine, theirs = claim_fields(g), claim_fields(p)
            right_role = mine["role"] == theirs["role"] or theirs["role"] in alternative_roles(g)
            if g["role"] in CLAIM_ROLES:
                if right_role:
                    tallies["detect"].tp += 1
                else:
                    tallies["detect"].fn += 1
            if not right_role and p.get("role") in CLAIM_ROLES:
                tallies["detect"].fp += 1
            if not right_role:
                errors.append((gold["id"], "role", g.get("quote"), mine["role"], theirs["role"]))
            if g["role"] == "transfer":
                if mine == theirs:
                    tallies["claim"].tp += 1
                else:
                    tallies["claim"].fn += 1
                if right_role:
                    for name, counts in fields.items():
                        counts[0] += mine[name] == theirs[name]
                        counts[1] += 1
                        if mine[name] != theirs[name]:
                            errors.append(
                                (gold["id"], name, g.get("quote"), mine[name], theirs[name])
                            )
            if p.get("role") == "transfer" and mine != theirs:
                tallies["claim"].fp += 1
        for g in golds:
            if id(g) not in paired_g:
                if optional(g):
                    continue
                if g["role"] in CLAIM_ROLES:
                    tallies["detect"].fn += 1
                    errors.append((gold["id"], "missed", g.get("quote"), g["role"], None))
                if g["role"] == "transfer":
                    tallies["claim"].fn += 1
        for p in guesses:
            if id(p) not in paired_p and not nil_in_words(p):
                if p.get("role") in CLAIM_ROLES:
                    tallies["detect"].fp += 1
                    errors.append((gold["id"], "spurious", p.get("quote"), None, p.get("role")))
                if p.get("role") == "transfer":
                    tallies["claim"].fp += 1
        if gold.get("topic") == "distractor":
            silence += sum(reaches_a_cap(p) for p in guesses)

        def key(a: Entry) -> tuple[Any, ...]:
            return (
                a.get("category"),
                tuple(sorted(a.get("from") or [])),
                tuple(sorted(a.get("to") or [])),
            )

        mine = {key(a) for a in gold.get("allegations", [])}
        theirs = {key(a) for a in predicted.get("allegations", [])}
        for name, a, b in (
            ("allegation", mine, theirs),
            ("resolution", set(gold.get("resolutions", [])), set(predicted.get("resolutions", []))),
        ):
            implied = set(gold.get("resolutions_implied", [])) if name == "resolution" else set()
            tallies[name].tp += len(a & b)
            tallies[name].fp += len(b - a - implied)
            tallies[name].fn += len(a - b - implied)
            errors += [
                (gold["id"], f"{name} missed", str(x), x, None)
                for x in sorted(a - b - implied, key=str)
            ]
            errors += [
                (gold["id"], f"{name} spurious", str(x), None, x) for x in sorted(b - a, key=str)
            ]
    report = {
        "articles": articles,
        **{name: tally.row() for name, tally in tallies.items()},
        "field_accuracy": {n: round(c[0] / c[1], 4) if c[1] else None for n, c in fields.items()},
        "silence": silence,
    }
    return report, errors
