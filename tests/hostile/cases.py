"""The cases of `../shared/trust/cases`, and servers of them; nothing where that folder is not.

Bad articles with what must hold of each, a server that misbehaves, bodies that are made large when
they are wanted; and good pages and a good feed, which must be served whatever the others do.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.tracker.processes import PROJECT, free_port


CASES = PROJECT.parent / "shared" / "trust" / "cases"
CORPUS = CASES / "bad_articles"
ABSENT = "../shared/trust/cases is not beside this folder"
TOLD = "Russia reported {} barrels of refined petroleum to North Korea in March 2023."

# What a page means and a reader cannot know: seven spellings in four languages side by side.
OF_THE_READER = {("page_12_locales.html", "not_value=67.3")}
# These ask for rest for the whole host, so each has a host of its own.
ASK_FOR_REST = ("429", "503-date")


@cache
def manifest() -> tuple[dict[str, Any], ...]:
    """The bad articles: file, kind, headers to serve, what must hold."""
    if not CORPUS.is_dir():
        return ()
    return tuple(json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8")))


@contextmanager
def bad_server() -> Iterator[tuple[str, list[str]]]:
    """The server that misbehaves, in a process of its own: its host, and the names of its ways."""
    process = subprocess.Popen(
        [sys.executable, str(CASES / "bad_server.py"), str(free_port())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        host, _, names = process.stdout.readline().strip().partition(" ")
        found = [name for name in names.partition(":")[2].split() if name != "ok"]
        yield host, found
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def big_bodies(folder: Path, mb: int) -> list[Path]:
    """Bodies that are large, or large once unpacked, made anew."""
    make = [sys.executable, str(CASES / "make_big.py"), str(folder), "--mb", str(mb)]
    subprocess.run(make, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return sorted(folder.iterdir())


def coding(path: Path) -> str:
    """The Content-Encoding that a body's name tells, as the name of its recipe has it."""
    if chain := re.match(r"chain(\d+)\.", path.name):
        return ", ".join(["gzip"] * int(chain[1]))
    if path.suffix != ".body":
        return ""
    word = path.stem.rpartition(".")[2] if "." in path.stem else path.stem.rpartition("_")[2]
    return {"gzip2": "gzip, gzip"}.get(word, word)


def files(folder: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """By address: files of a folder, with the headers that the manifest or the name wants."""
    headers = {case["file"]: case["headers"] for case in manifest()}
    found = {}
    for path in sorted(folder.iterdir()):
        said = dict(headers.get(path.name, {"Content-Type": "text/html; charset=utf-8"}))
        if packed := coding(path):
            said["Content-Encoding"] = packed
        found[f"/{path.name}"] = path, said
    return found


@contextmanager
def serving(held: dict[str, tuple[Path, dict[str, str]]] | None = None) -> Iterator[str]:
    """A server of files; without any it is the good one: `/good/1`, and a feed of ten stories."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                body, headers = self._found()
            except KeyError:
                self.send_error(404)
                return
            self.send_response(200)
            for name, words in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, words)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # they have enough
                return

        def _found(self) -> tuple[bytes, dict[str, str]]:
            if held is not None:
                path, headers = held[self.path]
                return path.read_bytes(), headers
            return good(self.path, host)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def good(path: str, host: str) -> tuple[bytes, dict[str, str]]:
    """A page with one true sentence, or the feed that lists ten of them."""
    html = {"Content-Type": "text/html; charset=utf-8"}
    if path == "/feed":
        items = "".join(
            f"<item><title>Story {n}</title><link>http://{host}/story/{n}</link></item>"
            for n in range(10)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        return feed.encode(), {"Content-Type": "application/rss+xml"}
    kind, _, number = path[1:].partition("/")
    if kind not in ("good", "story"):
        raise KeyError(path)
    amount = 1000 + int(number) + (500 if kind == "story" else 0)
    told = TOLD.format(f"{amount:,}")
    page = f"<!doctype html><html><body><article><h1>Oil</h1><p>{told}</p></article></body></html>"
    return page.encode(), html
