"""Cases that Schemathesis makes of the OpenAPI document, and what it holds against the answers.

Every operation, four roles, half the cases as the document allows them and half against it, NUL
bytes among them. No answer may be a server error or other than the document says, and whatever the
document forbids must be refused. What is held is asked for in three cases of four, so that an
operation is not only answered that there is nothing there.

`FUZZ_CASES` says how many cases in all: 5,000 unless said, 20,000 in `make fuzz`. Strings that have
been trouble elsewhere, tables and spoilt bodies are tried by test_fuzz.py.
"""

from __future__ import annotations

import copy
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Client, guarded
from tests.api.document import openapi
from tests.api.held import IMPORTS, good_bodies, ready
from tests.api.test_fuzz import FITTING, OPERATIONS
from tests.factories import tables


CASES = -(-int(os.environ.get("FUZZ_CASES", "5000")) // len(OPERATIONS))  # of each, rounded up
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def the_schema() -> Any:
    config = schemathesis.Config()
    project = config.projects.default
    project.generation.allow_x00 = True
    project.generation.with_security_parameters = False  # each role has its own
    # Its own list lacks 412: who changes what has changed since is told that first.
    project.checks.negative_data_rejection.expected_statuses = ["4xx"]
    made = schemathesis.openapi.from_dict(copy.deepcopy(openapi()), config=config)
    made.app = taken_whole(get_wsgi_application())
    return made


def taken_whole(app: Any) -> Any:
    """As a server does: each answer is read to its end and closed."""

    def asked(environ: dict[str, Any], start: Any) -> list[bytes]:
        with closing(app(environ, start)) as answer:
            return [b"".join(answer)]

    return asked


def token(client: Any) -> dict[str, str]:
    said = client._credentials.get("HTTP_AUTHORIZATION")
    return {"Authorization": said} if said else {}


@contextmanager
def undone() -> Iterator[None]:
    """Requests stay within the transaction of the test; what they write is undone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def as_json(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


SCHEMA = the_schema()
_often = st.integers(0, 3).map(bool)


def fitted(draw: Callable[..., Any], case: Any, bodies: list[Any]) -> None:
    """Let what a case is asked with be about something that is held."""
    nth = draw(st.integers(0, 11))
    for name in case.query or {}:
        if name in FITTING:
            case.query[name] = FITTING[name][nth % len(FITTING[name])]
    if bodies and nth % 2:
        case.body, case.media_type = bodies[nth % len(bodies)], "application/json"
    if guarded(case.method, case.operation.path):
        case.headers["If-Match"] = "*"


def sure(path: str, method: str, good: dict[str, Any]) -> Any:
    """The case that is answered, if it is the administrator's."""
    said = SCHEMA[path][method]
    every = openapi()["paths"][path][method].get("parameters", [])
    needed = [p for p in every if p.get("required")]
    query = {p["name"]: FITTING[p["name"]][0] for p in needed if p["in"] == "query"}
    headers = {"If-Match": "*"} if guarded(method.upper(), path) else {}
    rest: dict[str, Any] = {}
    if path == IMPORTS and method == "post":
        rest = {"body": tables.as_csv(tables.several(2)), "media_type": "text/csv"}
        query["committee"] = "1718"
    elif path in good_bodies() and method != "get":
        rest = {"body": good_bodies()[path][0], "media_type": "application/json"}
    return said.Case(path_parameters=good, query=query, headers=headers, **rest)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_to_schemathesis_is_as_the_document_says(
    callers: dict[str, Client], path: str, method: str, record_property: Callable[..., None]
) -> None:
    operation = SCHEMA[path][method]
    held = ready(path, callers["administrator"]).items()
    good = {name: as_json(value) for name, value in held if f"{{{name}}}" in path}
    bodies = good_bodies().get(path, [])
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    tried: Counter[str] = Counter()

    def ask(case: Any, role: str) -> int:
        with undone():
            answer = case.call(headers=token(callers[role]))
        tried["cases of Schemathesis"] += 1
        tried[f"{role}'s"] += 1
        tried["that were answered"] += answer.status_code < 400
        sent = repr((case.path_parameters, case.query, case.body))
        tried["that had NUL bytes"] += "\\x00" in sent
        case.validate_response(answer, checks=CHECKS)
        return answer.status_code

    @settings(
        max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data(), role=st.sampled_from(list(callers)))
    def asked(data: st.DataObject, role: str) -> None:
        lawful = data.draw(st.booleans())
        case = data.draw(allowed if lawful else forbidden)
        if data.draw(_often):
            case.path_parameters = {**(case.path_parameters or {}), **good}
            if lawful:
                fitted(data.draw, case, bodies)
        ask(case, role)

    # Where every answer is a refusal, Schemathesis warns that there are no data to test with.
    assert ask(sure(path, method, good), "administrator") < 400
    asked()
    record_property("fuzz", dict(tried))
