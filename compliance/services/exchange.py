"""Acts on tables of reports: hand one in, see what would come of it, enter it.

A pass over a table is asked for by a row, and done by whoever is free: at once where the table is
short, else by the worker. All of it happens in one transaction that either has every row or none;
a dry run is the same pass, forgotten at its end, so the two cannot disagree.
"""

from __future__ import annotations

import hashlib
import io
import logging
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, TYPE_CHECKING, TypeAlias

from django.db import connection, transaction

from compliance import queries
from compliance.core.ledger import Problem
from compliance.models import Committee, ImportFile, ImportOutcome, ImportRun
from compliance.services.ledger import Judged, Rejected, enter_table, projection
from compliance.services.ledger.locking import Busy, tables_are_free
from compliance.services.ledger.rows import Overtaken
from compliance.sources import tables
from compliance.sources.tables import NoTable


if TYPE_CHECKING:
    from django.contrib.auth.models import User


__all__ = ["NoTable", "NotNow", "ask", "carry_out", "hand_in"]

log = logging.getLogger(__name__)
MOST_BYTES = {"csv": 64 * 2**20, "xlsx": 16 * 2**20}
SHORT = 200_000  # bytes of a table that is gone through while whoever hands it in waits
MOST_KEPT = 5_000  # problems kept of a pass; of more only the number
MOST_TRIES = 3
EVERY = 500  # rows between two words on how far a pass is

Say: TypeAlias = Callable[[int, int], None]


class NotNow(ValueError):
    """A pass that cannot be asked for; the message says why and what to do."""


@transaction.atomic
def hand_in(
    *, stream: IO[bytes], name: str, committee: Committee, by: User | None, at: datetime
) -> tuple[ImportFile, bool]:
    """A table kept as it came, and whether it is new. Raises `NoTable`.

    Its bytes are known by their digest: the same ones again are the same file.
    """
    name = name.replace("\x00", "")[-300:] or "table.csv"
    begin = stream.read(2**16)
    kind = tables.kind_of(begin, name=name)
    digest, packed, size = hashlib.sha256(), io.BytesIO(), 0
    pump, whole = zlib.compressobj(6), io.BytesIO()
    for chunk in _chunks(begin, stream):
        size += len(chunk)
        if size > MOST_BYTES[kind]:
            words = f"The file is over {MOST_BYTES[kind] // 2**20} MB; hand it in in parts."
            raise NoTable([Problem("file", "too_large", words)])
        digest.update(chunk)
        packed.write(pump.compress(chunk))
        if kind == "xlsx":
            whole.write(chunk)
    packed.write(pump.flush())
    held = ImportFile.objects.defer("content", "table")
    if found := held.filter(committee=committee, digest=digest.hexdigest()).first():
        return found, False
    rows = zlib.compress(tables.workbook(whole.getvalue()), 6) if kind == "xlsx" else None
    return ImportFile.objects.get_or_create(
        committee=committee,
        digest=digest.hexdigest(),
        defaults={
            "name": name,
            "kind": kind,
            "size": size,
            "content": packed.getvalue(),
            "table": rows,
            "handed_in_at": at,
            "handed_in_by": by,
        },
    )


def _chunks(begin: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield begin
    while chunk := stream.read(2**16):
        yield chunk


@transaction.atomic
def ask(*, file: ImportFile, step: str, by: User | None, at: datetime) -> ImportRun:
    """A pass over a table that somebody wants: "check", or after a good check "enter".

    Raises `NotNow`. One that was asked for and waits still is not asked for twice.
    """
    ImportFile.objects.select_for_update().only("pk").get(pk=file.pk)  # one at a time
    if (done := queries.exchange.entered(file)) is not None:
        who = f" by {done.run.asked_by}" if done.run.asked_by else ""
        raise NotNow(
            f"This very file (SHA-256 {file.digest[:12]}…) was imported on "
            f"{done.ended_at:%-d %B %Y at %H:%M}{who}; nothing is added."
        )
    waiting = ImportRun.objects.waiting().filter(file=file, step=step).first()
    if waiting is not None:
        return waiting
    if step == "enter":
        last = file.runs.filter(step="check").order_by("-id").first()
        seen = queries.exchange.outcome(last) if last is not None else None
        if seen is None or seen.outcome != "good":
            raise NotNow("Only a file whose last dry run found nothing wrong can be imported.")
        if not seen.new and not seen.corrects:
            raise NotNow("Every row of this file is held already; there is nothing to add.")
    return ImportRun.objects.create(file=file, step=step, asked_at=at, asked_by=by)


def carry_out(
    *, run: ImportRun, at: datetime, beside: bool = False, say: Say | None = None
) -> ImportOutcome | None:
    """The pass done, every row or none; None while another table is being gone through.

    The steps of usage that a long table left behind are caught up at once, each in a transaction
    of its own; should that be cut short, the worker's next sweep does it.

    `say` is told now and then how many rows it has seen, and per cent of the file.
    `beside`: how far it is, and how often it was begun, is written by a connection of its own, so
    that a page can show it; after three times without an end it is given up.
    """
    done = _gone_through(run, at, beside, say)
    if done is not None and done.outcome == "entered":
        projection.catch_up()
    return done


def _gone_through(
    run: ImportRun, at: datetime, beside: bool, say: Say | None
) -> ImportOutcome | None:
    if not beside:
        return _carried_out(run, at, say or (lambda rows, share: None))
    with transaction.atomic():
        if not tables_are_free():
            return None  # not begun, hence no try
    with _beside(run, at) as (attempts, say):
        if attempts > MOST_TRIES:
            words = f"It was begun {MOST_TRIES} times and came to no end; ask whoever runs it."
            return _given_up(run, at, words)
        return _carried_out(run, at, say)


@transaction.atomic
def _carried_out(run: ImportRun, at: datetime, say: Say) -> ImportOutcome | None:
    if not tables_are_free():
        return None
    if (done := queries.exchange.outcome(run)) is not None:
        return done
    try:
        tally, outcome = _passed(run, at, say)
    except Overtaken:  # judged anew, and this time nobody else writes before it is done
        tally, outcome = _passed(run, at, say, first=True)
    return ImportOutcome.objects.create(run=run, outcome=outcome, ended_at=at, **tally.kept())


def _passed(run: ImportRun, at: datetime, say: Say, *, first: bool = False) -> tuple[_Tally, str]:
    """What was said of each row, and what came of the table."""
    tally = _Tally()
    outcome = "entered" if run.step == "enter" else "good"
    try:
        rows, packed = queries.exchange.rows_of(run.file)

        def tell(judged: Judged) -> None:
            tally.add(judged)
            if sum(tally.counts.values()) % EVERY == 0:
                say(sum(tally.counts.values()), min(99, packed.share))

        enter_table(
            rows,
            committee=run.file.committee,
            by=run.asked_by,
            at=at,
            tell=tell,
            leave_held=True,
            checking=run.step == "check",
            first=first,
        )
        if not tally.counts:
            words = "The file has a header and no rows; nothing is to be imported."
            raise NoTable([Problem("file", "no_rows", words, 1)])
    except NoTable as wrong:
        tally.problems(wrong.problems)
        outcome = "refused"
    except Busy:
        raise
    except Rejected:
        outcome = "refused"
    return tally, outcome


@transaction.atomic
def _given_up(run: ImportRun, at: datetime, words: str) -> ImportOutcome:
    return ImportOutcome.objects.create(
        run=run,
        outcome="failed",
        ended_at=at,
        problems_n=1,
        problems=[[0, "file", "given_up", words]],
    )


class _Tally:
    """What is kept of a pass: counts, a letter a row, the first problems."""

    LETTERS = {"new": "n", "corrects": "c", "held": "h", "wrong": "w"}

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.letters = io.StringIO()
        self.said: list[list[object]] = []
        self.flagged: list[list[object]] = []
        self.n = 0

    def add(self, judged: Judged) -> None:
        self.counts[judged.verdict] += 1
        self.letters.write(self.LETTERS[judged.verdict])
        self.problems(judged.problems)
        self.flagged += _kept(judged.flags, MOST_KEPT - len(self.flagged))

    def problems(self, found: list[Problem] | tuple[Problem, ...]) -> None:
        self.n += len(found)
        self.said += _kept(found, MOST_KEPT - len(self.said))

    def kept(self) -> dict[str, object]:
        return {
            "rows": sum(self.counts.values()),
            **{verdict: self.counts[verdict] for verdict in self.LETTERS},
            "verdicts": self.letters.getvalue(),
            "problems_n": self.n,
            "problems": self.said,
            "flags": self.flagged,
        }


def _kept(found: list[Problem] | tuple[Problem, ...], most: int) -> list[list[object]]:
    return [[p.row, _clean(p.field), p.code, _clean(p.message)] for p in found[: max(0, most)]]


def _clean(text: str) -> str:
    """Words as PostgreSQL keeps them: no NUL, no half of a surrogate pair."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()[:1000]


@contextmanager
def _beside(run: ImportRun, at: datetime) -> Iterator[tuple[int, Say]]:
    """How often a pass was begun, and a way to say how far it is, committed at once."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "insert into compliance_importprogress (run_id, attempts, rows, share, said_at) "
                "values (%s, 1, 0, 0, %s) on conflict (run_id) do update "
                "set attempts = compliance_importprogress.attempts + 1, rows = 0, share = 0 "
                "returning attempts",
                [run.pk, at],
            )
            (attempts,) = cursor.fetchone()

            def say(rows: int, share: int) -> None:
                cursor.execute(
                    "update compliance_importprogress "
                    "set rows = %s, share = %s, said_at = clock_timestamp() where run_id = %s",
                    [rows, share, run.pk],
                )

            yield attempts, say
    finally:
        other.close()
