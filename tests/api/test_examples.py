"""Every curl in docs/api.md, following.md and client.md is executed, and answers as it says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from compliance.api import examples
from tests.api.conftest import Client
from tests.api.document import operations
from tests.api.rights import ADDRESSES


PAGES = Path(settings.BASE_DIR) / "docs"
DOCS = "\n".join((PAGES / name).read_text() for name in ("api.md", "following.md", "client.md"))
TABLE = re.findall(r"```csv\n(.*?)```", DOCS, re.DOTALL)[0].encode()
EXAMPLES = re.findall(r"```console\n(curl .*?)```\n(?:\n```json\n(.*?)```)?", DOCS, re.DOTALL)


def holds(said: Any, shown: Any) -> bool:
    """Whether an answer has what the example shows of it; objects of a list in any place."""
    if isinstance(shown, dict):
        return isinstance(said, dict) and all(
            name in said and holds(said[name], value) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return all(any(holds(one, part) for one in said) for part in shown)
    return said == shown


def run(curl: str, client: Client) -> Any:
    words = shlex.split(curl.replace("\\\n", " "))[1:]
    url = urlsplit(words.pop(0))
    headers: dict[str, str] = {}
    body, kind, verb = None, "application/json", ""
    while words:
        option, value = words.pop(0), words.pop(0)
        if option == "-H":
            name, _, content = value.partition(": ")
            headers[f"HTTP_{name.upper().replace('-', '_')}"] = content
        elif option == "-X":
            verb = value.lower()
        elif option == "--data-binary":
            assert value == "@reports.csv"
            body, kind = TABLE, headers.pop("HTTP_CONTENT_TYPE")
        else:
            assert option == "--json"
            body = json.dumps(json.loads(value)).encode()
    if headers.pop("HTTP_AUTHORIZATION", None) is None:
        client = Client()
    address = f"{url.path}?{url.query}" if url.query else url.path
    verb = verb or ("get" if body is None else "post")
    return client.generic(verb.upper(), address, body or b"", content_type=kind, **headers)


@pytest.mark.parametrize(
    ("curl", "shown"), EXAMPLES, ids=[e[0].split("/v1/")[1][:40] for e in EXAMPLES]
)
def test_an_example_answers_as_it_says(analyst: Client, curl: str, shown: str) -> None:
    answer = run(curl, analyst)
    if not shown:
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).count(b"\n") > 50
        return
    assert holds(answer.json(), json.loads(shown)), json.dumps(answer.json(), indent=1)[:3000]


@pytest.mark.parametrize("path", examples.BODIES)
def test_what_the_document_sends_is_taken(analyst: Client, path: str) -> None:
    address = path.replace("{slug}", str(examples.value(path, "slug")))
    answer = analyst.post(address, examples.BODIES[path], format="json")
    assert answer.status_code < 300, answer.json()


@pytest.mark.parametrize("path", [p for p, m, _ in operations() if m == "get"])
def test_what_the_document_asks_is_answered(api: Client, path: str) -> None:
    asked = operation_of(path)["parameters"]
    tried = {p["name"]: p["example"] for p in asked if p["in"] == "query" and "example" in p}
    inside = [p for p in asked if p["in"] == "path"]
    if (tried or inside) and all("example" in p for p in inside):
        address = path.format(**{p["name"]: p["example"] for p in inside})
        assert api.get(address, tried).status_code == 200


def operation_of(path: str) -> dict[str, Any]:
    return next(said for p, m, said in operations() if (p, m) == (path, "get"))


def test_there_are_examples_of_reading_and_of_writing() -> None:
    assert len(EXAMPLES) >= 10
    assert sum("--json" in curl for curl, _ in EXAMPLES) >= 3


def test_what_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(?:POST |PATCH |GET )?/api/v1/([a-z/{}-]*)`", DOCS))
    routed = {re.sub(r"<\w+:(\w+)>", r"{\1}", a).replace("{pk}", "{id}") for a in ADDRESSES}
    assert named <= routed | {"docs/", "redoc/", "schema/"}
