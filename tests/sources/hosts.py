"""A web server on this machine that plays a publisher's host and writes down who asked for what."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What is answered at a path."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Publisher:
    """A host: its pages by path, which a test may change, and the requests that came."""

    host: str
    pages: dict[str, Reply]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def headers(self, path: str) -> dict[str, str]:
        """Of the last request for a path."""
        return [headers for at, headers in self.asked if at == path][-1]


def story(words: str, **headers: str) -> Reply:
    return Reply(words, headers={"Content-Type": "text/plain; charset=utf-8", **headers})


@contextmanager
def publisher(**pages: Reply) -> Iterator[Publisher]:
    """A host with these pages, by their names; robots.txt is `robots`. What is not there is 404.

    A page with an ETag is answered 304 to whoever has it.
    """
    named = {("/robots.txt" if name == "robots" else f"/{name}"): r for name, r in pages.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            mine.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            reply = mine.pages.get(self.path.partition("?")[0], Reply("not here", 404))
            body, status = reply.body.encode(), reply.status
            tag = reply.headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                body, status = b"", 304
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", **reply.headers}.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    mine = Publisher(f"127.0.0.1:{server.server_port}", named)
    try:
        yield mine
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
