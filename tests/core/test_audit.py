"""Any tampering with the chain of the audit is found, and the first place of it is named."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.core import audit
from compliance.core.audit import FIRST, WORDS, Fault, Link


LENGTH = 1_000
TIMES = 100
VERIFIER = Path(__file__).resolve().parents[2] / "docs/verify_audit.py"


def entry(n: int, *, chain: str = "ours") -> tuple[str | None, ...]:
    said = dict.fromkeys(WORDS, "")
    said |= {
        "id": str(n),
        "at": f"2026-11-24T10:{n // 60 % 60:02}:{n % 60:02}.000000Z",
        "table_name": "compliance_limit",
        "row_id": str(n % 7),
        "verb": "update",
        "before": f'{{"amount": {n}}}',
        "after": f'{{"amount": {n + 1}}}',
        "actor": "ana" if n % 2 else "bo",
        "why": f"{chain}, reason {n}: ü, ⁒",
    }
    return tuple(None if name == "user_id" else word for name, word in said.items())


def chained(
    words: list[tuple[str | None, ...]], *, after: str = FIRST, start: int = 1
) -> list[Link]:
    made, before = [], after
    for place, each in enumerate(words, start=start):
        before = audit.digest(place, before, each)
        made.append(Link(place, before, each))
    return made


CHAIN = chained([entry(n) for n in range(LENGTH)])
OTHER = chained([entry(n, chain="another") for n in range(LENGTH)])
# Noted every hundred entries, as a task does every hour.
ANCHORS = {link.place: link.digest for link in CHAIN[99::100]}


def changed(link: Link, name: str, word: str) -> Link:
    at = WORDS.index(name)
    return replace(link, words=(*link.words[:at], word, *link.words[at + 1 :]))


def first_seen(at: int, broken: int) -> int:
    """Where the chain itself breaks, or the first place before it that was noted elsewhere."""
    return min(broken, at - at % 100 + 99)


def change(chain: list[Link], at: int) -> int:
    name = WORDS[at % len(WORDS)]
    chain[at] = changed(chain[at], name, (chain[at].words[WORDS.index(name)] or "") + "1")
    return at


def shift_a_clock(chain: list[Link], at: int) -> int:
    chain[at] = changed(chain[at], "at", "2026-11-24T09:59:59.000000Z")
    return at


def delete_inside(chain: list[Link], at: int) -> int:
    del chain[at]
    return at


def insert(chain: list[Link], at: int) -> int:
    words = entry(at, chain="invented")
    chain.insert(at, Link(at + 1, audit.digest(at + 1, chain[at - 1].digest, words), words))
    return first_seen(at, at + 1)


def swap(chain: list[Link], at: int) -> int:
    chain[at], chain[at + 1] = (
        replace(chain[at + 1], place=at + 1),
        replace(chain[at], place=at + 2),
    )
    return at


def repair_the_next(chain: list[Link], at: int) -> int:
    """The changed entry is digested anew, and the one after it: the third tells."""
    before = chain[at - 1].digest
    words = [changed(chain[at], "why", "no reason at all").words, chain[at + 1].words]
    chain[at : at + 2] = chained(words, after=before, start=at + 1)
    return first_seen(at, at + 2)


def digest_the_rest_anew(chain: list[Link], at: int) -> int:
    words = [changed(chain[at], "why", "no reason at all").words]
    words += [link.words for link in chain[at + 1 :]]
    chain[at:] = chained(words, after=chain[at - 1].digest, start=at + 1)
    return first_seen(at, LENGTH)


def cut_the_end(chain: list[Link], at: int) -> int:
    del chain[at:]
    return first_seen(at, LENGTH)


def empty(chain: list[Link], at: int) -> int:
    chain.clear()
    return 99


def restore_an_older_copy(chain: list[Link], at: int) -> int:
    """Then go on from there, as if nothing had been."""
    del chain[at:]
    words = [entry(n, chain="since") for n in range(LENGTH - at)]
    chain += chained(words, after=chain[-1].digest, start=at + 1)
    return first_seen(at, LENGTH)


def copy_from_another_chain(chain: list[Link], at: int) -> int:
    chain[at] = OTHER[at]
    return at


KINDS: list[Callable[[list[Link], int], int]] = [
    change, delete_inside, cut_the_end, insert, swap, repair_the_next, digest_the_rest_anew,
    shift_a_clock, empty, restore_an_older_copy, copy_from_another_chain,
]  # fmt: skip


def test_a_chain_as_it_was_written_has_no_fault() -> None:
    assert list(audit.faults(CHAIN, anchors=ANCHORS)) == []


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_each_tampering_is_found_and_its_first_place_named(
    tamper: Callable[[list[Link], int], int],
) -> None:
    found = 0
    for seed in range(TIMES):
        chain = list(CHAIN)
        first = tamper(chain, random.Random(seed).randrange(1, LENGTH - 3))
        fault: Fault | None = next(audit.faults(chain, anchors=ANCHORS), None)
        assert fault is not None, (tamper.__name__, seed)
        assert fault.place == first + 1, (tamper.__name__, seed, str(fault))
        found += 1
    assert found == TIMES
    assert len(KINDS) * TIMES == 1_100


def test_without_the_digest_before_it_a_repaired_entry_would_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sabotage: a digest of the entry alone finds no entry that was digested anew."""
    whole = audit.digest
    monkeypatch.setattr(audit, "digest", lambda place, before, words: whole(place, FIRST, words))
    chain = chained([entry(n) for n in range(LENGTH)])
    repair_the_next(chain, 500)
    assert list(audit.faults(chain)) == []


def test_without_what_was_noted_elsewhere_a_cut_end_would_pass() -> None:
    assert list(audit.faults(CHAIN[:-5])) == []


# The verifier that needs nothing of ours


def exported(chain: list[Link], path: Path) -> None:
    lines = [
        {"place": n.place, "digest": n.digest, "entry": dict(zip(WORDS, n.words, strict=True))}
        for n in chain
    ]
    end = (chain[-1].place, chain[-1].digest) if chain else (0, FIRST)
    lines.append({"anchor": {"place": end[0], "digest": end[1]}})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def verified(path: Path, anchors: Path) -> subprocess.CompletedProcess[str]:
    """In a Python that sees the standard library and nothing of the tracker."""
    return subprocess.run(
        [sys.executable, "-I", "-S", VERIFIER, path, anchors],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    path = tmp_path / "anchors"
    path.write_text("".join(f"2026-11-24T11:00:00Z {p} {d}\n" for p, d in ANCHORS.items()))
    return path


def test_an_export_is_proved_whole_offline(tmp_path: Path, anchors: Path) -> None:
    exported(CHAIN, tmp_path / "audit.ndjson")
    done = verified(tmp_path / "audit.ndjson", anchors)
    assert (done.returncode, done.stderr) == (0, "")
    assert "10 heads noted elsewhere agree" in done.stdout


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_a_tampered_export_is_found_offline(
    tmp_path: Path, anchors: Path, tamper: Callable[[list[Link], int], int]
) -> None:
    chain = list(CHAIN)
    tamper(chain, 555)
    exported(chain, tmp_path / "audit.ndjson")
    done = verified(tmp_path / "audit.ndjson", anchors)
    assert (done.returncode, done.stderr) == (1, ""), done.stdout


def test_an_export_cut_anywhere_is_found_offline(tmp_path: Path, anchors: Path) -> None:
    exported(CHAIN, tmp_path / "audit.ndjson")
    whole = (tmp_path / "audit.ndjson").read_text(encoding="utf-8")
    for cut in (0, 10, len(whole) // 2, len(whole) - 120, len(whole) - 3):
        (tmp_path / "cut").write_text(whole[:cut], encoding="utf-8")
        assert verified(tmp_path / "cut", anchors).returncode == 1, cut
