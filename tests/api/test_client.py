"""The client of docs/client/: it is what the API document says, and the page about it is true."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from django.conf import settings
from django.db import connections, transaction

from tests.api import factories
from tests.api.conftest import plant
from tests.api.document import openapi


FOLDER = Path(settings.BASE_DIR) / "docs" / "client"
PAGE = FOLDER.with_suffix(".md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
USUAL = "http://127.0.0.1:8000"
OF = {"Counts": "CoverageCounts"}  # what is named otherwise in the document


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two files are imported as whoever took them would."""
    monkeypatch.syspath_prepend(str(FOLDER))


def types() -> dict[str, Any]:
    import tracker_client

    return {
        name: kind
        for name, kind in vars(tracker_client).items()
        if is_typeddict(kind) and name != "Figure"
    }


@pytest.mark.parametrize(
    "name",
    [
        "Change", "Changes", "Cell", "Counts", "Coverage", "Entry", "Explanation", "Law", "LeftOut",
        "Line", "Matrix", "Measure", "Missing", "Problem", "Read", "Usage",
    ],
)  # fmt: skip
def test_a_type_is_what_the_document_says(name: str) -> None:
    said = openapi()["components"]["schemas"][OF.get(name, name)]
    fields = get_type_hints(types()[name])
    assert fields.keys() == said["properties"].keys() >= set(said["required"])
    for field, kind in fields.items():
        if kind is not Any:
            optional = get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)
            assert optional == ("null" in said["properties"][field].get("type", "")), field


def test_every_type_is_held_against_the_document() -> None:
    (mark,) = test_a_type_is_what_the_document_says.pytestmark  # type: ignore[attr-defined]
    assert set(mark.args[1]) == set(types())


def test_the_page_and_the_script_answer_by_the_client(
    seeds: dict[str, bytes],
    transactional_db: None,
    monkeypatch: pytest.MonkeyPatch,
    live_server: Any,
) -> None:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with transaction.atomic():  # which row comes first is asked at its end
        plant(seeds)
    # Without any package, as whoever took the two files would: -S leaves site-packages out.
    said = subprocess.run(
        [sys.executable, "-S", "-E", str(FOLDER / "questions.py"), live_server.url],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    assert said.count("## ") == 5
    assert "at least 212,862.168 of 500,000 bbl, 42.6%" in said
    assert "362,704.168 of 500,000 bbl, 72.5%" in said
    assert "RU: since 2024-02, due 2024-03-30, to 2025-08: 19 months." in said
    assert "ban: S/RES/2371 OP 8" in said
    assert "Together: 212862.168 bbl." in said
    assert said.count("\n+ ") == 9

    token = factories.secret(factories.someone(*factories.WRITES))
    names: dict[str, Any] = {}
    assert len(EXAMPLES) >= 9
    for example in EXAMPLES:
        example = example.replace(USUAL, live_server.url).replace("sct_…", token)
        exec(compile(example, "docs/client.md", "exec"), names)

    # By pages of a few rows, every row comes once.
    tracker = names["tracker"]
    lines = list(tracker.lines(supplier="RU", page_size=40))
    assert len(lines) == len({line["id"] for line in lines}) > 80

    # The state that was looked at, not whatever is there by now.
    source = names["ours"].look("sources/1")
    changed = names["ours"].send("sources/1", {"watched": False}, seen=source, method="PATCH")
    assert changed.value["watched"] is False
    with pytest.raises(names["Refused"]) as refused:
        names["ours"].send("sources/1", {"watched": True}, seen=source, method="PATCH")
    assert refused.value.status == 412
    assert [problem["code"] for problem in refused.value.problems] == ["changed_meanwhile"]


# What stands between us and the tracker


class Between(BaseHTTPRequestHandler):
    """A proxy that is busy, or sends elsewhere, or is broken, by the address it is asked."""

    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        tried = sum(path == self.path for path, _ in self.asked)
        status, headers, body = {
            "busy": (200 if tried == 3 else 503, {"Retry-After": "0"}, b'{"title": "Busy"}'),
            "later": (429, {"Retry-After": "3600"}, b'{"title": "Later", "problems": []}'),
            "elsewhere": (302, {"Location": "/api/v1/stolen/"}, b""),
            "stolen": (200, {}, b"{}"),
            "broken": (502, {}, b"<html>Bad gateway</html>"),
            "pages": (200, {}, b'{"results": [{"n": 1}], "next": %s}' % (
                b"null" if "cursor" in self.path
                else b'"http://elsewhere.example/api/v1/pages/?cursor=two"'
            )),
        }[self.path.split("/")[3]]  # fmt: skip
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def between() -> Iterator[str]:
    Between.asked = []
    with HTTPServer(("127.0.0.1", 0), Between) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_stands_between_is_waited_for_told_and_never_trusted(between: str) -> None:
    from tracker_client import Refused, Tracker

    tracker = Tracker(between, "sct_secret")
    tracker.send("busy", {})
    keys = {headers["Idempotency-Key"] for _, headers in Between.asked}
    assert (len(Between.asked), len(keys)) == (3, 1)
    for path, status in (("later", 429), ("elsewhere", 302), ("broken", 502)):
        with pytest.raises(Refused) as refused:
            tracker.look(path)
        assert (refused.value.status, refused.value.problems) == (status, [])
    assert "/api/v1/stolen/" not in [path for path, _ in Between.asked]
    assert list(tracker.rows("pages")) == [{"n": 1}, {"n": 1}]
    with pytest.raises(Refused, match="No answer"):
        Tracker("http://127.0.0.1:1", tries=1).look("")
    with pytest.raises(ValueError, match="no http"):
        Tracker("file:///etc/")
