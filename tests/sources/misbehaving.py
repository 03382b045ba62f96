"""A web server on this machine that answers as it is told, well or badly."""

from __future__ import annotations

import gzip
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


PAGE = (
    b"<!doctype html><html><head><title>Oil</title></head><body><article><p>Russia reported "
    b"67,300 barrels of refined petroleum.</p></article></body></html>"
)
Answer = bytes | list[bytes | float]  # a float is a pause, in seconds


def http(
    body: bytes = PAGE, status: str = "200 OK", length: int | None = -1, **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}"]
    headers = {"Content-Type": "text/html; charset=utf-8", "Connection": "close", **headers}
    if length is not None:
        headers["Content-Length"] = str(len(body) if length == -1 else length)
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def to(location: str, status: str = "302 Found") -> bytes:
    return http(b"", status, Location=location)


def drip(every: float, pieces: int = 1000) -> list[bytes | float]:
    found: list[bytes | float] = [http(b"", length=pieces)]
    for _ in range(pieces):
        found += [every, b"x"]
    return found


ANSWERS: dict[str, Answer] = {
    "/": http(),
    "/text": http(b"Oil.", Content_Type="text/plain"),
    "/gzip": http(gzip.compress(PAGE), Content_Encoding="gzip"),
    "/x-gzip": http(gzip.compress(PAGE), Content_Encoding="x-gzip"),
    "/chunked": http(
        b"5\r\nhello\r\n0\r\n\r\n", length=None, Transfer_Encoding="chunked"
    ),
    "/again": to("/"),
    "/again-whole": to("http://{host}/"),
    "/four": to("/three"),
    "/three": to("/two"),
    "/two": to("/again"),
    "/loop": to("/loop"),
    "/not-modified": http(b"", "304 Not Modified"),
    "/nowhere": http(b"", "302 Found"),
    "/to-brackets": to("http://[::1"),
    "/to-odd": to("http://ne\u2100ws.example/"),
    "/to-loopback": to("http://127.0.0.1/"),
    "/to-metadata": to("http://169.254.169.254/latest/meta-data/"),
    "/to-port": to("http://127.0.0.1:22/"),
    "/to-file": to("file:///etc/passwd"),
    "/to-script": to("javascript:alert(1)"),
    "/to-user": to("http://user:secret@127.0.0.1/"),
    "/missing": http(b"no", "404 Not Found"),
    "/robots.txt": http(b"no", "404 Not Found"),
    "/broken": http(b"no", "503 Service Unavailable"),
    "/teapot": http(b"", "204 No Content", length=None),
    "/brotli": http(Content_Encoding="br"),
    "/chain": http(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip"),
    "/rot13": http(Content_Encoding="rot13"),
    "/gzip-cut": http(gzip.compress(PAGE * 100)[:-20], Content_Encoding="gzip"),
    "/not-gzip": http(Content_Encoding="gzip"),
    "/cut": http(PAGE[:40], length=len(PAGE)),
    "/length-lies": http(length=10**12),
    "/chunk-bad": http(b"ZZ\r\nhello\r\n", length=None, Transfer_Encoding="chunked"),
    "/both-lengths": http(
        b"5\r\nhello\r\n0\r\n\r\n", length=5, Transfer_Encoding="chunked"
    ),
    "/no-http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "/nothing": b"",
    "/header-for-ever": [b"HTTP/1.1 200 OK\r\n", *[b"X: %s\r\n" % (b"a" * 4000)] * 200],
    "/drip": drip(0.05),
    "/drip-headers": [b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n", 0.05] * 1000],
    "/silent": [30.0],
    "/silent-after-headers": [http(b"", length=10), 30.0],
}  # fmt: skip


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError, IndexError):
            path = self.rfile.readline().split(b" ")[1].decode()
            while self.rfile.readline().strip():
                pass
            server: _Server = self.server  # type: ignore[assignment]
            answer = server.more.get(path) or ANSWERS[path]
            for part in [answer] if isinstance(answer, bytes) else answer:
                if server.closing.is_set():
                    return
                if isinstance(part, float):
                    server.closing.wait(part)
                else:
                    self.wfile.write(part.replace(b"{host}", server.host.encode()))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.closing = threading.Event()
        self.more: dict[str, Answer] = {}


@contextmanager
def server(**more: Answer) -> Iterator[str]:
    """Its host and port."""
    serving = _Server()
    serving.more = {f"/{name}": answer for name, answer in more.items()}
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield serving.host
    finally:
        serving.closing.set()
        serving.shutdown()
        thread.join()
        serving.server_close()
