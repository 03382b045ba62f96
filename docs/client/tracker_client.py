"""Ask a sanctions tracker, and send it reports, from Python: one file, the standard library alone.

    tracker = Tracker("http://127.0.0.1:8000")
    usage = tracker.usage("dprk-refined-petroleum", period="2023", known_at="2024-01-17")
    print(usage["used"], usage["unit"])

Amounts are strings with every digit: `Decimal(usage["used"])` reckons with them, a float would
round them. Unknown is None and never 0. A day is "2024-01-17" or a `date`. What the tracker refuses
is raised as a `Refused`, which has every problem. Needs Python 3.11 or later.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any, TypedDict, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener


Day = str | date


class Problem(TypedDict):
    """One thing wrong: where, by which rule for programs (`code`), in a sentence for people."""

    field: str
    row: int | None
    item: int | None
    code: str
    message: str
    allowed: list[str] | None


class Counts(TypedDict):
    """Of the reports expected: how many came, how many are missing and how."""

    expected: int
    due: int
    received: int
    silent: int
    unclear: int
    unknown: int
    waiting: int
    last_known_on: str | None


class Entry(TypedDict):
    """A line that counts, with the factor that turned it into the cap's unit, and its source."""

    id: int
    supplier: str
    first_day: str
    last_day: str
    kind: str
    amount: str
    unit: str
    reported_amount: str | None
    reported_unit: str | None
    how: str
    factor: str | None
    factor_source: str | None
    known_on: str | None
    known_not_before: str | None
    confidence: str
    marks: list[str]
    source: str


class LeftOut(TypedDict):
    """A line that touches the period and does not count, and why."""

    id: int
    supplier: str
    first_day: str
    last_day: str
    kind: str
    amount: str | None
    unit: str | None
    known_on: str | None
    why: str
    because: str


class Law(TypedDict):
    """The paragraph that sets the cap."""

    citation: str
    words: str
    digest: str
    url: str


class Figure(TypedDict):
    """How much of a cap a period has used. `lower_bound`: reports are missing, it may be more."""

    cap: str
    title: str
    citation: str
    period: str
    first_day: str
    last_day: str
    known_at: str
    policy: str
    book: str
    limit: str | None
    unit: str | None
    used: str | None
    share: str | None
    lower_bound: bool
    status: str
    reason: str
    evidence: list[int]


class Usage(Figure):
    """The figure with what it is made of."""

    left: str | None
    to_confirm: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    coverage: Counts
    by_supplier: dict[str, str]
    thresholds: list[dict[str, Any]]
    knowledge_days: list[str]
    entries: list[Entry]


class Missing(TypedDict):
    """A month of a State of which no quantity is known."""

    supplier: str
    month: str
    state: str
    due_on: str
    days_late: int | None


class Coverage(Figure):
    """The figure with the months that are missing from it."""

    coverage: Counts
    missing: list[Missing]


class Cell(TypedDict):
    """A month of a State: reported or not, how much, how late."""

    supplier: str
    month: str
    state: str
    amount: str | None
    unit: str | None
    sum_first_day: str | None
    sum_last_day: str | None
    due_on: str
    known_on: str | None
    days_late: int | None
    marks: list[str]
    entry: int | None


class Matrix(Figure):
    """The figure with every month of every State."""

    rows: list[Cell]


class Explanation(Figure):
    """The figure with the law, every line that counts, and why the others do not."""

    law: Law
    counted: list[Entry]
    left_out: list[LeftOut]


class Line(TypedDict):
    """A revision of a line of a report."""

    id: int
    series: str
    revision: int
    report: int
    kind: str
    supplier: str
    recipient: str
    commodity: str
    first_day: str
    last_day: str
    amount: str | None
    unit: str
    stated_amount: str | None
    stated_unit: str
    product: str
    known_on: str | None
    known_not_before: str | None
    known_precision: str
    withdrawn: bool
    reason: str
    confidence: str
    note: str
    document: str
    source_url: str
    recorded_at: str


class Measure(TypedDict):
    """What a paragraph lays on a good in a direction."""

    key: str
    resolution: int
    paragraph: str
    kind: str
    direction: str
    goods_words: str
    goods: list[str]
    hs_codes: list[str]
    hs_source: str
    summary: str
    first_day: str
    last_day: str | None
    grace_until: str | None
    superseded_by: str
    cap: str | None
    details: Any
    sources: list[str]
    source_url: str
    confidence: str
    confidence_note: str


class Change(TypedDict):
    """`set` and `withdrawn`: put `row` by its id; `removed`: take it out."""

    topic: str
    id: int
    change: str
    replaces: int | None
    row: dict[str, Any] | None


class Changes(TypedDict):
    """Some changes, in their order. Once they are applied, keep `changed_since`: go on from it."""

    results: list[Change]
    next: str | None
    changed_since: str
    total: dict[str, Any]


class Read(TypedDict):
    """What a text says, as the reader reads it; nothing of it is stored."""

    figures: list[dict[str, Any]]
    allegations: list[dict[str, Any]]
    silences: list[dict[str, Any]]
    resolutions: list[str]
    language: str
    published: str | None
    dated: list[str] | None
    cautions: list[dict[str, Any]]
    version: str


class Refused(Exception):
    """The tracker did not do it. `problems` has every reason; `status` 0: it is not in reach."""

    def __init__(self, status: int, title: str, problems: list[Problem]) -> None:
        self.status, self.title, self.problems = status, title, problems
        said = "; ".join(
            " ".join(
                [
                    *([f"report {p['item']}"] if p["item"] else []),
                    *([f"line {p['row']}"] if p["row"] else []),
                    *([f"{p['field']}:"] if p["field"] else []),
                    p["message"],
                ]
            )
            for p in problems
        )
        super().__init__(f"{status} {title}: {said}" if said else f"{status} {title}")


@dataclass(frozen=True)
class Seen:
    """An answer with what it is cited by, and with the tag that says which state was seen."""

    value: Any
    etag: str
    data_version: str
    status: int = 200
    replayed: bool = False


class _NoRedirect(HTTPRedirectHandler):
    """A token is for the address that it was given for, and goes nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Tracker:
    """A tracker at an address. Without a token it answers what is public.

    What was asked too often or is too busy is asked again `tries` times in all, after as long as
    the tracker says (at most `patience` seconds each). A POST has an Idempotency-Key, by which it
    may be sent again: nothing is done twice.
    """

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        timeout: float = 30,
        tries: int = 4,
        patience: float = 60,
    ) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"{address!r} is no http or https address.")
        self._root = address.rstrip("/") + "/api/v1/"
        self._token = token
        self._timeout, self._tries, self._patience = timeout, max(1, tries), patience
        self._opener = build_opener(_NoRedirect)

    # How much

    def usage(
        self,
        cap: str,
        *,
        period: str | None = None,
        known_at: Day | None = None,
        policy: str | None = None,
    ) -> Usage:
        """How much of a cap a period has used, by what was public on a day."""
        return cast(Usage, self._of_cap(cap, "usage", period, known_at, policy))

    def coverage(
        self,
        cap: str,
        *,
        period: str | None = None,
        known_at: Day | None = None,
        policy: str | None = None,
    ) -> Coverage:
        """Which months of which States are missing."""
        return cast(Coverage, self._of_cap(cap, "coverage", period, known_at, policy))

    def matrix(
        self,
        cap: str,
        *,
        period: str | None = None,
        known_at: Day | None = None,
        policy: str | None = None,
    ) -> Matrix:
        """Every month of every State that is to report."""
        return cast(Matrix, self._of_cap(cap, "matrix", period, known_at, policy))

    def explain(
        self,
        cap: str,
        *,
        period: str | None = None,
        known_at: Day | None = None,
        policy: str | None = None,
    ) -> Explanation:
        """Every line behind the figure, and why the rest does not count."""
        return cast(Explanation, self._of_cap(cap, "explain", period, known_at, policy))

    # What is held

    def rows(self, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page: `tracker.rows("reports", reporting_state="RU")`."""
        for page in self._pages(path, asked):
            yield from page["results"]

    def lines(self, **asked: Any) -> Iterator[Line]:
        """Lines of reports: `supplier="RU", standing=True, known_at="2024-01-17"`."""
        return cast(Iterator[Line], self.rows("lines", **asked))

    def in_force(self, on: Day, **asked: Any) -> Iterator[Measure]:
        """What binds on a good on a day: `good="coal", from_="KP"`, or `hs="271012", to="KP"`."""
        asked = {name.rstrip("_"): value for name, value in asked.items()}
        return cast(Iterator[Measure], self.rows("in-force", on=on, **asked))

    def changes(self, since: str | None = None, *, topic: str | None = None) -> Iterator[Changes]:
        """What has changed since a mark, some at a time; without a mark, from the beginning.

        Apply `results`, keep `changed_since`, take the next: wherever it stops, it goes on there.
        """
        return cast(
            Iterator[Changes], self._pages("changes", {"changed_since": since, "topic": topic})
        )

    def look(self, path: str, **asked: Any) -> Seen:
        """Anything at an address under /api/v1/, with its tag and the data's version."""
        return self._ask("GET", self._address(path, asked))

    # What is sent

    def read(
        self, text: str, *, published_on: Day | None = None, language: str | None = None
    ) -> Read:
        """What a text claims. Nothing of it is stored."""
        body = {"text": text, "published_on": published_on, "language": language}
        said = {name: value for name, value in body.items() if value is not None}
        return cast(Read, self.send("read", said).value)

    def report(self, report: Mapping[str, Any], *, key: str | None = None) -> Seen:
        """Send a report with its lines: all are recorded, or it is refused with every problem.

        By the same `key` (one of your own for each report: "RU-2026-01") it is recorded once,
        however often it is sent.
        """
        return self.send("reports", report, key=key)

    def correct(
        self,
        seen: Seen,
        *,
        line: Mapping[str, Any],
        reason: str,
        source: Mapping[str, Any] | None = None,
    ) -> Seen:
        """The whole line as it should stand, in the place of what `look` showed."""
        body = {"reason": reason, "line": line, **({"source": source} if source else {})}
        return self.send(f"lines/{seen.value['id']}/correction", body, seen=seen)

    def withdraw(self, seen: Seen, *, reason: str) -> Seen:
        """Take back the line that `look` showed."""
        return self.send(f"lines/{seen.value['id']}/withdrawal", {"reason": reason}, seen=seen)

    def send(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        key: str | None = None,
        seen: Seen | None = None,
        method: str = "POST",
    ) -> Seen:
        """Send to an address under /api/v1/. `seen` says on which state it is meant (If-Match):
        where it has changed since, it is refused with 412 and nothing is done."""
        headers = {"Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if seen is not None:
            headers["If-Match"] = seen.etag
        content = json.dumps(body, default=str).encode()
        return self._ask(method, self._address(path, {}), content, headers)

    # How

    def _of_cap(
        self, cap: str, what: str, period: str | None, known_at: Day | None, policy: str | None
    ) -> Any:
        asked = {"period": period, "known_at": known_at, "policy": policy}
        return self.look(f"caps/{quote(cap, safe='')}/{what}", **asked).value

    def _address(self, path: str, asked: Mapping[str, Any]) -> str:
        said = {n: _word(v) for n, v in asked.items() if v is not None}
        return self._root + path.strip("/") + "/" + (f"?{urlencode(said)}" if said else "")

    def _pages(self, path: str, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        address = self._address(path, {"page_size": 500, **asked})
        while True:
            page: dict[str, Any] = self._ask("GET", address).value
            yield page
            if page["next"] is None:
                return
            # The cursor of the next page, at the address that we know and trust.
            address = self._address(path, {}) + "?" + urlsplit(page["next"]).query

    def _ask(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Seen:
        said = {"Accept": "application/json", **(headers or {})}
        if self._token:
            said["Authorization"] = f"Token {self._token}"
        again = method != "PATCH"  # asked twice, or sent twice by one key, it is done once
        for left in reversed(range(self._tries)):
            request = Request(address, data=body, headers=said, method=method)  # noqa: S310 - checked
            try:
                with self._opener.open(request, timeout=self._timeout) as answer:
                    return Seen(
                        value=json.loads(answer.read()),
                        etag=answer.headers.get("ETag", ""),
                        data_version=answer.headers.get("X-Data-Version", ""),
                        status=answer.status,
                        replayed=answer.headers.get("Idempotency-Replayed") == "true",
                    )
            except HTTPError as error:
                with error:
                    refused = _refused(error.code, error.reason, error.read())
                    wait = error.headers.get("Retry-After", "")
                if not (left and again and wait.isdigit() and int(wait) <= self._patience):
                    raise refused from None
                time.sleep(int(wait))
            except (OSError, HTTPException) as error:
                if not (left and again):
                    raise Refused(0, f"No answer ({error})", []) from error
                time.sleep(0.5)
        raise AssertionError("the last try returns or raises")


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(status: int, title: str, body: bytes) -> Refused:
    """Of the tracker's own words; of what stands before it (a proxy), the status alone."""
    try:
        said = json.loads(body)
        return Refused(status, said["title"], said["problems"])
    except (ValueError, KeyError, TypeError):
        return Refused(status, title, [])
