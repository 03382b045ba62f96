"""The OpenAPI document as a judge: whether an answer is what the document says it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from jsonschema import Draft202012Validator, FormatChecker

from compliance.api import cited
from compliance.api.schema import document


METHODS = ("get", "post", "put", "patch", "delete")


@cache
def openapi() -> dict[str, Any]:
    return orjson.loads(document("json"))


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation: its path, its method, what the document says of it."""
    for path, item in openapi()["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


@cache
def _routes() -> list[tuple[re.Pattern[str], str]]:
    found = []
    for path in openapi()["paths"]:
        pattern = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
        found.append((re.compile(re.sub(r"{\w+}", "[^/]+", pattern)), path))
    return sorted(found, key=lambda route: route[1].count("{"))


def operation(method: str, path: str) -> dict[str, Any] | None:
    for route, name in _routes():
        if route.fullmatch(path):
            return openapi()["paths"][name].get(method.lower())
    return None


@cache
def _components() -> dict[str, Any]:
    """The components, grown strict: what the document does not name must not be there."""
    components = json.loads(json.dumps(openapi()["components"]))
    for schema in components["schemas"].values():
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return components


@cache
def _validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": _components()}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def departures(method: str, path: str, response: Any) -> list[str]:
    """How an answer departs from the document; nothing where it does not."""
    said = operation(method, path)
    if said is None:
        return []
    code = str(response.status_code)
    answer = said["responses"].get(code) or said["responses"].get(f"{code[0]}XX")
    if answer is None:
        return [f"{method} {path} answered {code}, which the document does not name"]
    streamed = getattr(response, "streaming", False)
    if not answer.get("content") and not streamed and not response.content:
        return []
    if unsaid := [name for name in cited.HEADERS if name in answer.get("headers", {})
                  and name not in response.headers]:  # fmt: skip
        return [f"{method} {path} answered {code} without {', '.join(unsaid)}"]
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    if media_type not in answer.get("content", {}):
        return [f"{method} {path} answered {code} as {media_type!r}"]
    if streamed or not media_type.endswith("json"):
        return []
    schema = json.dumps(answer["content"][media_type]["schema"], sort_keys=True)
    body = orjson.loads(response.content)
    return [
        f"{method} {path} {code}, at {'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in _validator(schema).iter_errors(body)
    ][:5]
