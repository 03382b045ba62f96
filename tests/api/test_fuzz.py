"""No request makes a server error, and every answer is what the OpenAPI document says it is.

Every operation of the document, four roles, values that are held, values that are odd (NUL,
surrogates, other scripts' digits, numbers without end), names that nobody knows, bodies that were
good until something in them was changed. `FUZZ_CASES` says how many cases in all: 1,500 unless
said, 20,000 in `make fuzz`. How many there were, and how many of them were answered rather than
refused, is told at the end of the run.
"""

from __future__ import annotations

import copy
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Client
from tests.api.document import operations
from tests.api.held import IMPORTS, good_bodies, ready
from tests.factories import tables


OPERATIONS = [(path, method) for path, method, _ in operations()]
CASES = -(-int(os.environ.get("FUZZ_CASES", "1500")) // len(OPERATIONS))  # of each, rounded up
SLOWEST_S = 2.0

PARAMETERS: dict[tuple[str, str], dict[str, list[str]]] = {
    (path, method): {
        p["name"]: [str(value) for value in p["schema"].get("enum", [])]
        for p in said.get("parameters", [])
        if p["in"] == "query"
    }
    for path, method, said in operations()
}
NAMES = sorted({name for names in PARAMETERS.values() for name in names})
FITTING = {  # what is held, by the parameter that takes it
    "period": ["2023", "2024", "2023-06-01", "2023-01-01/2023-12-31"],
    "policy": ["voa-7.9", "committee-2021"],
    "page_size": ["1", "3", "500"],
    "committee": ["1718"],
    "resolution": ["2397"],
    "cap": ["dprk-refined-petroleum", "dprk-crude-oil"],
    "commodity": ["refined_petroleum", "crude_oil"],
    "good": ["refined_petroleum", "coal"],
    "hs": ["2710", "271012"],
    **{name: ["true", "false"] for name in ("standing", "undecided", "computed", "dry_run")},
    **{
        name: ["RU", "CN", "KP"]
        for name in ("supplier", "recipient", "reporting_state", "from", "to")
    },
    **{name: ["1", "2"] for name in ("article", "reading", "finding", "report")},
    **{
        name: ["2023-06-14", "2024-01-17", "2026-01-01"]
        for name in ("on", "known_at", "valid_at", "in_force_on", "first_day", "last_day")
    },
}

ODD = [
    "", " ", "\x00", "a\x00b", "\n", "\u2028", "٣", "３０００", "-1", "0", "1", "1e3", "1" * 400,
    "9223372036854775808", "NaN", "Infinity", "null", "true", "[]", "{}", "../..", "%00", "'", '"',
    "; drop table compliance_transfer; --", "javascript:alert(1)", "<b>", "🛢", "\ufeff", "a" * 3000,
    "0001-01-01", "9999-12-31", "2023-02-30", "2024-02-29", "2023-12-31/2023-01-01", "2023/", "/",
    "0000", "9999", "1945", "file:///etc/passwd", "http://[::1", "http://a\x00.example/",
]  # fmt: skip
HELD = [
    "RU", "CN", "KP", "1718", "2397", "dprk-refined-petroleum", "dprk-crude-oil", "crude_oil",
    "refined_petroleum", "committee-2021", "voa-7.9", "2023", "2024-01-17", "2023-01-01/2023-12-31",
    "nil", "reported", "cap", "ban", "agrees", "notification", "2710", "27", "true", "false",
    "json", "csv", "ndjson", "first_day", "-recorded", "500", "2397-p5-cap", "transfer", "text",
]  # fmt: skip

words = st.one_of(
    st.sampled_from(HELD),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), words, st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
queries = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), words), words), max_size=4)
_seldom = st.integers(0, 3).map(lambda n: n == 0)


def asked_of(draw: Any, path: str, method: str) -> list[tuple[str, str]]:
    """Parameters that this operation takes, most of them as they fit; seldom any at all."""
    if draw(_seldom):
        return draw(queries)
    own = PARAMETERS[path, method]
    if not own:
        return []
    found = []
    for name in draw(st.lists(st.sampled_from(sorted(own)), max_size=3, unique=True)):
        fitting = FITTING.get(name) or own[name]
        odd = not fitting or draw(st.integers(0, 5)) == 0
        found.append((name, draw(words if odd else st.sampled_from(fitting))))
    return found


headers = st.dictionaries(
    st.sampled_from(
        [
            "HTTP_ACCEPT",
            "HTTP_IDEMPOTENCY_KEY",
            "HTTP_X_FORWARDED_FOR",
            "HTTP_IF_MATCH",
            "HTTP_IF_NONE_MATCH",
        ]
    ),
    st.sampled_from(
        ["*/*", "text/csv", "application/x-ndjson", "a;b=c", "x" * 256, "", "key-1", 'W/"a"']
    ),
    max_size=1,
)


def places(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = (
        body.items()
        if isinstance(body, dict)
        else enumerate(body)
        if isinstance(body, list)
        else ()
    )
    for key, value in inner:
        yield from places(value, (*at, key))


@st.composite
def bodies(draw: st.DrawFn, path: str) -> Any:
    """A good body, with up to three things in it changed."""
    body = copy.deepcopy(draw(st.sampled_from(good_bodies()[path])))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.sampled_from(list(places(body))))
        change = draw(st.one_of(words, anything))
        if not at:
            if draw(st.booleans()):
                return change
            if isinstance(body, dict):
                body[draw(words)] = change
            continue
        inner = body
        for key in at[:-1]:
            inner = inner[key]
        if draw(st.booleans()):
            inner[at[-1]] = change
        else:
            del inner[at[-1]]
    return body


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A good table, with up to three cells of it changed, or a few bytes that are none."""
    rows = tables.several(2)
    for _ in range(draw(st.integers(0, 3))):
        draw(st.sampled_from(rows))[draw(st.sampled_from(tables.COLUMNS))] = draw(words)
    good = tables.as_csv(rows)
    return draw(st.one_of(st.just(good), st.binary(max_size=40).map(lambda odd: good + odd)))


def body_of(draw: Any, path: str) -> dict[str, Any]:
    if path != IMPORTS:
        return {"data": draw(bodies(path)), "format": "json"}
    return {"data": draw(files()), "content_type": "text/csv"}


def nul_in(address: str, body: Any) -> bool:
    if isinstance(body, bytes):
        return b"\x00" in body
    return "%00" in address or "\\u0000" in json.dumps(body)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_a_server_error(
    callers: dict[str, Client], path: str, method: str, record_property: Callable[..., None]
) -> None:
    good = ready(path, callers["administrator"])
    tried: Counter[str] = Counter()
    fill = st.one_of(words, st.integers(-1, 2**70)).map(lambda v: quote(str(v), safe=""))

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def asked(data: st.DataObject) -> None:
        role = data.draw(st.sampled_from(list(callers)))
        client = callers[role]
        address = path
        for name, value in good.items():
            odd = data.draw(fill) if f"{{{name}}}" in path and data.draw(_seldom) else value
            address = address.replace(f"{{{name}}}", str(odd))
        query = "&".join(f"{quote(n)}={quote(v)}" for n, v in asked_of(data.draw, path, method))
        send: dict[str, Any] = {"QUERY_STRING": query, **data.draw(headers)}
        if method != "get":
            send |= body_of(data.draw, path)
        if path == IMPORTS and method == "post" and data.draw(st.booleans()):
            send["QUERY_STRING"] = f"committee=1718&{query}"
        tried["cases"] += 1
        tried[role] += 1
        tried["with NUL bytes"] += nul_in(address + query, send.get("data"))
        begun = time.process_time()  # so that a busy machine fails no test
        with transaction.atomic():
            answer = getattr(client, method)(address, **send)
            if getattr(answer, "streaming", False):
                assert b"".join(answer.streaming_content) is not None
            transaction.set_rollback(True)
        tried["answered"] += answer.status_code < 400
        assert answer.status_code < 500, answer.content
        assert time.process_time() - begun < SLOWEST_S

    asked()
    record_property("fuzz", dict(tried))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_has_something_to_answer(
    callers: dict[str, Client], path: str, method: str
) -> None:
    """A fuzzer that sees only refusals proves nothing."""
    good = ready(path, callers["administrator"])
    address = path.format(**good)
    send: dict[str, Any] = {"data": {"on": "2024-01-01"}} if "in-force" in path else {}
    if path == IMPORTS and method == "post":
        send = {"data": tables.as_csv(tables.several(2)), "content_type": "text/csv"}
        address += "?committee=1718"
    elif method != "get":
        send = {"data": good_bodies()[path][0], "format": "json"}
    answer = getattr(callers["administrator"], method)(address, **send)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # and with that it is closed
    assert answer.status_code in (200, 201, 202), answer
