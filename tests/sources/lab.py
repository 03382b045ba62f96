"""A net of our own: names are answered from a table, and one server plays every public host.

Each number that is dialled is written down, so that a test can say that none was inside.
"""

from __future__ import annotations

import contextlib
import http.server
import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest


PUBLIC, OTHER, PUBLIC_6 = "93.184.215.14", "151.101.1.140", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

# Successive answers for a name; the last one repeats.
NAMES: dict[str, list[list[str]]] = {
    "ok.test": [[PUBLIC]],
    "six.test": [[PUBLIC_6]],
    "redir.test": [[OTHER]],
    "xn--bcher-kva.test": [[PUBLIC]],
    "10.0.0.1.ok.test": [[PUBLIC]],
    "169-254-169-254.ok.test": [[PUBLIC]],
    "intranet.test": [["10.1.2.3"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "nat64.test": [["64:ff9b::a9fe:a9fe"]],
    "rebind.test": [[PUBLIC], ["127.0.0.1"]],
    "rebind-slow.test": [[PUBLIC], [PUBLIC], ["169.254.169.254"]],
    "cname.test": [["172.18.0.2"]],
    "mixed.test": [["10.1.2.3", PUBLIC]],
    "dual.test": [[PUBLIC, PUBLIC_6]],
    "localhost.ok.test": [[PUBLIC]],
    "six-only.test": [["::1"]],
    "127.0.0.1.nip.test": [["127.0.0.1"]],
    "db": [["172.18.0.3"]],
    "rabbitmq": [["172.18.0.5"]],
    "kubernetes.default.svc": [["10.96.0.1"]],
    "ip6-localhost": [["::1"]],
    "localhost": [["127.0.0.1", "::1"]],
    "foo.localhost": [["127.0.0.1"]],
    "localhost.localdomain": [["127.0.0.1"]],
    "metadata.google.internal": [["169.254.169.254"]],
    "metadata": [["169.254.169.254"]],
    "postgres": [["172.18.0.3"]],
    "redis": [["172.18.0.4"]],
    "web": [["172.18.0.6"]],
    "host.docker.internal": [["192.168.65.2"]],
    "printer.local": [["192.168.1.9"]],
}
LEADS = {
    "302-loopback": "http://127.0.0.1:8000/",
    "303-loopback": "http://localhost/",
    "307-loopback": "http://127.0.0.1/",
    "302-decimal": "http://2130706433/",
    "302-ipv6": "http://[::ffff:127.0.0.1]/",
    "302-file": "file:///etc/passwd",
    "302-gopher": "gopher://127.0.0.1:6379/_INFO",
    "302-schemeless": "//127.0.0.1/",
    "302-userinfo": "http://ok.test@127.0.0.1/",
    "302-rebind": "http://rebind.test/",
    "302-port": "http://ok.test:6379/",
    "302-two-hops": "http://redir.test/302-loopback",
    "302-crlf": "http://127.0.0.1/%0d%0aX-Injected:%201",
    "302-empty": None,
    "301-loopback": "http://127.0.0.1/",
    "308-loopback": "http://127.0.0.1/",
    "302-metadata": "http://169.254.169.254/latest/",
    "302-nat64": "http://[64:ff9b::a9fe:a9fe]/",
    "302-downgrade": "http://intranet.test/",
    "302-loop": "http://redir.test/302-loop",
    "302-long": "http://redir.test/302-longer-1",
    **{f"302-longer-{n}": f"http://redir.test/302-longer-{n + 1}" for n in range(1, 25)},
    "302-public": "http://ok.test/",
    "301-https": "https://ok.test/",
    "302-relative": "plain",
}
INSIDE = [
    ipaddress.ip_network(net)
    for net in """
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
        192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
        224.0.0.0/4 240.0.0.0/4 168.63.129.16/32 ::/8 64:ff9b::/96 64:ff9b:1::/48 100::/64
        2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8
    """.split()  # noqa: SIM905
]


@dataclass
class Dialled:
    """The numbers that were dialled, inside and outside."""

    inside: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


class Site(http.server.BaseHTTPRequestHandler):
    """Every public host: redirects as `LEADS` says, or a small page."""

    pages: dict[str, bytes]
    kind = "text/html"

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/")
        if self.headers.get("Host", "").startswith("redir.test") and name in LEADS:
            self.send_response(int(name[:3]))
            if (to := LEADS[name]) is not None:
                self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self.pages.get(name, b"<html><body>ok</body></html>")
        if name == "meta-refresh":
            body = b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'
        self.send_response(200)
        if name == "refresh-header":
            self.send_header("Refresh", "0;url=http://127.0.0.1/")
        self.send_header("Content-Type", self.kind if name in self.pages else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def lab(kind: str = "text/html", **pages: bytes) -> Iterator[Dialled]:
    """Look-ups and dials of this process go to the lab. `pages`: bodies by their paths, and what
    the server calls them."""
    seen = Dialled()
    site = type("Site", (Site,), {"pages": pages, "kind": kind})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), site)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    look_up, connect = socket.getaddrinfo, socket.socket.connect
    asked: dict[str, int] = {}

    def named(host: Any, port: Any, family: int = 0, type: int = 0, *rest: Any, **_: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        numeric = socket.AI_NUMERICHOST
        with contextlib.suppress(socket.gaierror, UnicodeError):  # any spelling of a number
            return look_up(name, port, family, type, 0, numeric)
        key = name.lower().rstrip(".")
        answers = NAMES.get(key)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, f"no such name in the lab: {name!r}")
        n = asked[key] = asked.get(key, 0) + 1
        found: list[Any] = []
        for number in answers[min(n, len(answers)) - 1]:
            found += look_up(number, port, family, type, 0, numeric)
        return found

    def dial(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX:  # the database
            return connect(self, address)
        number = ipaddress.ip_address(str(address[0]).split("%")[0])
        if any(number in net for net in INSIDE if net.version == number.version):
            seen.inside.append(str(address))
            raise ConnectionRefusedError("the lab refuses what is inside")
        seen.outside.append(str(address))
        if self.family == socket.AF_INET6 or address[1] == 443:
            raise ConnectionRefusedError("written down, not served")
        return connect(self, server.server_address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", named)
        patch.setattr(socket.socket, "connect", dial)
        try:
            yield seen
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
