"""Whoever uses a tracker while it is hurt: asks for pages, records transfers, keeps the answers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType

import httpx
import psycopg
import pycountry


PAGES = ("/", "/obligations/", "/api/v1/caps/")
# Those of whom articles tell are left out, and the months are the newest: what is recorded here
# bears on no finding, or a run with it could not be compared to one without.
STATES = sorted({one.alpha_2 for one in pycountry.countries} - {"CN", "JP", "KP", "KR", "RU", "US"})
BACK_WITHIN_S = 60.0
PAUSE_S = 0.5
TOKEN = "c" * 40
TODAY = datetime.now(UTC).date()


@dataclass
class Answered:
    """What came back: by status, the slowest, and what was acknowledged as recorded."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_of: str = ""
    recorded: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    last_refused: float = 0.0


class Client:
    """Asks and records, every half second, until the end of the block."""

    def __init__(self, address: str, database: str) -> None:
        self.address, self.database = address, database
        self.seen = Answered()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._read), threading.Thread(target=self._write)]

    def __enter__(self) -> Client:
        with psycopg.connect(self.database) as database:
            database.execute(
                "insert into compliance_token (owner_id, name, prefix, digest, scopes, made_at, "
                "expires_at) select id, 'chaos', left(%s, 12), encode(sha256(%s::bytea), 'hex'), "
                "'{read,report}', now(), now() + interval '1 day' "
                "from auth_user where is_superuser limit 1",
                [TOKEN, TOKEN],
            )
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _read(self) -> None:
        turn = 0
        while not self._over.wait(PAUSE_S):
            self._ask("GET", PAGES[turn % len(PAGES)])
            turn += 1

    def _write(self) -> None:
        turn = 0
        while not self._over.wait(PAUSE_S):
            answer = self._ask("POST", "/api/v1/reports/", json=report(turn), key=f"chaos-{turn}")
            # What got no answer, or a refusal, is sent again with its key: recorded once.
            if answer is not None and answer.status_code < 300:
                with self._lock:
                    self.seen.recorded.add(answer.json()["id"])
                turn += 1
            elif answer is not None and answer.status_code != 503:
                self.seen.wrong.append(f"A report was refused: {answer.text[:200]}")
                turn += 1

    def _ask(
        self, method: str, path: str, *, json: object = None, key: str = ""
    ) -> httpx.Response | None:
        headers = {"Authorization": f"Token {TOKEN}"} | ({"Idempotency-Key": key} if key else {})
        began = time.monotonic()
        try:
            answer = httpx.request(
                method, f"{self.address}{path}", json=json, headers=headers, timeout=60
            )
        except httpx.HTTPError as error:
            with self._lock:
                self.seen.wrong.append(f"{method} {path} had no answer: {error!r}")
            return None
        took = time.monotonic() - began
        with self._lock:
            self._note(method, path, answer, took)
        return answer

    def _note(self, method: str, path: str, answer: httpx.Response, took: float) -> None:
        seen, status = self.seen, answer.status_code
        seen.statuses[status] += 1
        if took > seen.slowest:
            seen.slowest, seen.slowest_of = took, f"{method} {path}"
        if status == 503:
            seen.last_refused = time.monotonic()
            if not answer.headers.get("Retry-After"):
                seen.wrong.append(f"{method} {path}: 503 without Retry-After.")
        elif status >= 500:
            seen.wrong.append(f"{method} {path}: {status}.")
        if "Traceback" in answer.text:
            seen.wrong.append(f"{method} {path} shows a traceback.")


def report(turn: int) -> dict[str, object]:
    """A report of its own each time: a State and a month under the cap, the newest first."""
    month, state = divmod(turn, len(STATES))
    last = TODAY
    for _ in range(month + 1):
        last = last.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    return {
        "committee": "1718",
        "kind": "notification",
        "reporting_state": STATES[state],
        "document": f"Chaos {turn}",
        "known_on": f"{TODAY}",
        "lines": [
            {
                "supplier": STATES[state], "recipient": "KP", "commodity": "refined_petroleum",
                "first_day": f"{first}", "last_day": f"{last}", "amount": "100", "unit": "bbl",
            }
        ],
    }  # fmt: skip


def told(seen: Answered) -> str:
    """What it saw, in a line."""
    answers = ", ".join(f"{n} answers {status}" for status, n in sorted(seen.statuses.items()))
    return (
        f"{answers}; the slowest took {seen.slowest:.1f} s; {len(seen.recorded)} reports recorded"
    )


def faults(seen: Answered, held: Counter[int], *, returned: float, within: float) -> list[str]:
    """What the client has to complain of, in sentences.

    held: the reports in the database; returned: when the last outage was over;
    within: how long, in seconds, any answer may take.
    """
    found = [f"{n} times: {line}" for line, n in Counter(seen.wrong).items()]
    if lost := seen.recorded - set(held):
        found.append(f"{len(lost)} acknowledged reports lost, as {min(lost)}.")
    if len(held) > len(seen.recorded):
        found.append(f"{len(held) - len(seen.recorded)} reports were recorded more than once.")
    if not seen.recorded:
        found.append("No report was recorded, so nothing is shown.")
    if seen.slowest > within:
        found.append(f"{seen.slowest_of} took {seen.slowest:.1f} s, more than {within:g}.")
    if seen.last_refused - returned > BACK_WITHIN_S:
        late = seen.last_refused - returned
        found.append(f"Still refused {late:.0f} s after all was back.")
    return found
