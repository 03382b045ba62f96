"""Fetch one page from the public web: the only place from which a request leaves.

A hostile address or server costs one bounded job: the address is checked at the dial, on the
number really used, at each redirect again; raw and decoded bytes, redirects and total time are
capped; one content coding is undone.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx


AGENT = "sanctions-tracker/0.1 (reads public reports on UN sanctions)"
ACCEPT = (
    "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, "
    "message/rfc822;q=0.5, */*;q=0.1"
)
MOST_RAW = 10 * 2**20
MOST_DECODED = 20 * 2**20
MOST_REDIRECTS = 3
DEADLINE_S = 20.0
SEND_S = 10.0
MOST_SAID = 4 * 2**10
LONGEST_REST_S = 7 * 24 * 3600
PORTS = {"http": 80, "https": 443}

# What a server that is not there, or breaks off, or speaks no HTTP, ends in. Our own pool raises
# httpcore's errors as they are.
UNREACHED = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    OSError,
)

# Where nothing public is, beyond what `ipaddress` calls not global.
REFUSED = [
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",  # a cloud's own service on a number that looks public
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "::/8",  # also the old way of writing an IPv4 address in an IPv6 one
        "64:ff9b::/96",  # NAT64: an IPv4 address in disguise
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",  # 6to4, likewise
        "3fff::/20",  # for documents
        "5f00::/16",  # segment routing
        "fec0::/10",
        "ff00::/8",
    )
]


class Refused(Exception):
    """An address that is not fetched; the message says why, and never what listens there."""


class Failed(Exception):
    """A fetch that brought no page; the message says why in one sentence."""

    status: int | None = None
    url: str = ""  # which of the addresses on the way answered so
    retry_after: str = ""


class Unchanged(Exception):
    """The server says that nothing has changed since the page that was named to it."""


@dataclass(frozen=True)
class Page:
    """What came back: bytes as sent (one content coding undone), type, and where from."""

    url: str
    content: bytes
    content_type: str
    status: int = 200
    asked: tuple[tuple[str, str], ...] = ()  # the headers of the request as sent
    answered: tuple[tuple[str, str], ...] = ()  # and of the answer as they came
    etag: str = ""
    last_modified: str = ""


def canonical(url: str) -> str:
    """The address without fragment, with scheme and host in lower case. Raises `Refused`."""
    words = url.strip()
    if any(ord(c) <= 32 or ord(c) == 127 for c in words) or "\\" in words:
        raise Refused("An address has no spaces, control characters or backslashes in it.")
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError as wrong:
        raise Refused("This is no address of a web page.") from wrong
    if parts.scheme.lower() not in PORTS or not parts.hostname:
        raise Refused("Only addresses that begin with http:// or https:// are fetched.")
    if parts.username is not None or parts.password is not None:
        raise Refused("An address with a user name in it is not fetched.")
    try:
        host = (
            parts.hostname.encode("idna").decode()
            if not parts.hostname.isascii()
            else (parts.hostname)
        )
    except UnicodeError as wrong:
        raise Refused("The host's name is not one that can be looked up.") from wrong
    host = host.lower().rstrip(".")
    scheme = parts.scheme.lower()
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    return urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))


def fetch(
    url: str,
    *,
    allowed_hosts: Iterable[str] = (),
    agent: str = AGENT,
    accept: str = ACCEPT,
    etag: str = "",
    last_modified: str = "",
    within: float | None = None,
    permit: Callable[[str, float], None] | None = None,
) -> Page:
    """The page at an address. Raises `Refused` or `Failed`, each with a sentence.

    `allowed_hosts` ("127.0.0.1:8123") may be dialled though they are not public: for tests.
    Where `etag` or `last_modified` of an earlier page are given, `Unchanged` is raised if the
    server holds that page to be the newest still. `permit` is asked before each request, also of
    a redirect, with the seconds that are left, and raises what shall be raised. All of it ends
    `within` so many seconds.
    """
    headers = {"User-Agent": agent, "Accept": accept, "Accept-Encoding": "gzip"}
    since = {"If-None-Match": _told(etag), "If-Modified-Since": _told(last_modified)}
    headers |= {name: value for name, value in since.items() if value}
    allowed = frozenset(allowed_hosts)
    most = min(DEADLINE_S, within or DEADLINE_S)
    deadline = time.monotonic() + most
    url = canonical(url)
    pool = httpcore.ConnectionPool(network_backend=_Dial(allowed, deadline), retries=0)
    with httpx.Client(
        transport=_Transport(pool), follow_redirects=False, trust_env=False, timeout=DEADLINE_S
    ) as client:
        for _ in range(MOST_REDIRECTS + 1):
            _check_port(url, allowed)
            if permit is not None:
                permit(url, deadline - time.monotonic())
            page = _one(client, url, headers, deadline, most)
            if isinstance(page, Page):
                return page
            try:
                url = canonical(urljoin(url, page))
            except ValueError as wrong:
                raise Failed("The page redirects to what is no address.") from wrong
        raise Failed(f"The page redirects more than {MOST_REDIRECTS} times.")


@dataclass(frozen=True)
class Taken:
    """What a server said to a message that was sent to it."""

    status: int
    said: str


def may_be_sent(url: str, *, allowed_hosts: Iterable[str] = ()) -> None:
    """Whether a message of ours may go to an address: over TLS alone, and to the standard port.

    Raises `Refused`. Whether it leads to the public web shows when it is dialled.
    """
    allowed = frozenset(allowed_hosts)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.netloc not in allowed:
        raise Refused("Messages are sent to addresses that begin with https:// only.")
    _check_port(url, allowed)
    with suppress(ValueError):
        if parts.netloc not in allowed and not is_public(str(parts.hostname)):
            raise Refused("The address does not lead to the public web.")


def send(
    url: str,
    content: bytes,
    *,
    headers: Mapping[str, str],
    allowed_hosts: Iterable[str] = (),
    agent: str = AGENT,
) -> Taken:
    """Send a message to an address by POST, within the bounds of a fetch: the number dialled is
    checked, no redirect is followed, and little of the answer is read.

    Raises `Refused` or `Failed`, each with a sentence.
    """
    allowed = frozenset(allowed_hosts)
    deadline = time.monotonic() + SEND_S
    url = canonical(url)
    may_be_sent(url, allowed_hosts=allowed)
    pool = httpcore.ConnectionPool(network_backend=_Dial(allowed, deadline), retries=0)
    try:
        with (
            httpx.Client(
                transport=_Transport(pool), follow_redirects=False, trust_env=False, timeout=SEND_S
            ) as client,
            client.stream(
                "POST",
                url,
                content=content,
                headers={"User-Agent": agent, "Accept-Encoding": "identity", **headers},
            ) as answer,
        ):
            said = b""
            for chunk in answer.iter_raw():
                said += chunk
                if len(said) > MOST_SAID or time.monotonic() > deadline:
                    break
            return Taken(answer.status_code, said[:MOST_SAID].decode(errors="replace"))
    except (httpx.TimeoutException, httpcore.TimeoutException) as late:
        raise Failed(f"The server took longer than {SEND_S:.0f} seconds.") from late
    except UNREACHED as wrong:
        raise Failed("The server could not be reached or broke off.") from wrong


def _check_port(url: str, allowed: frozenset[str]) -> None:
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    if port != PORTS[parts.scheme] and f"{parts.hostname}:{port}" not in allowed:
        raise Refused("Only the standard ports 80 and 443 are dialled.")


def retry_at(said: str, *, at: datetime) -> datetime | None:
    """When a server wants to be asked again, as its Retry-After says; a week ahead at most."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        wait = timedelta(seconds=min(int(said[:12]), LONGEST_REST_S))
    else:
        try:
            wait = parsedate_to_datetime(said) - at
        except (ValueError, TypeError, OverflowError):
            return None
    return at + min(max(wait, timedelta()), timedelta(seconds=LONGEST_REST_S))


def _told(said: str) -> str:
    """What a server told us, as it may be told back to it: one line of plain characters."""
    return said if said.isascii() and said.isprintable() and len(said) <= 500 else ""


def _one(
    client: httpx.Client, url: str, headers: dict[str, str], deadline: float, most: float
) -> Page | str:
    """A page, or the address it redirects to."""
    try:
        with client.stream("GET", url, headers=headers) as answer:
            if answer.has_redirect_location:
                return answer.headers["location"]
            if answer.status_code == 304 and {"If-None-Match", "If-Modified-Since"} & set(headers):
                raise Unchanged
            if answer.status_code != 200:
                failed = Failed(f"The server answered {answer.status_code}.")
                failed.status, failed.url = answer.status_code, url
                failed.retry_after = answer.headers.get("retry-after", "")
                raise failed
            content = b"".join(_decoded(answer, deadline, most))
            return Page(
                url,
                content,
                answer.headers.get("content-type", ""),
                answer.status_code,
                tuple(answer.request.headers.items()),
                tuple(answer.headers.multi_items()),
                _told(answer.headers.get("etag", "")),
                _told(answer.headers.get("last-modified", "")),
            )
    except (httpx.TimeoutException, httpcore.TimeoutException) as late:
        raise Failed(f"The server took longer than {most:.0f} seconds.") from late
    except UNREACHED as wrong:
        raise Failed("The server could not be reached or broke off.") from wrong


def _decoded(answer: httpx.Response, deadline: float, most: float) -> Iterator[bytes]:
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Failed("The server sent a content coding that was not asked for.")
    inflate = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    raw = decoded = 0
    for chunk in answer.iter_raw():
        if time.monotonic() > deadline:
            raise Failed(f"The server took longer than {most:.0f} seconds.")
        raw += len(chunk)
        if raw > MOST_RAW:
            raise Failed(f"The page is larger than {MOST_RAW // 2**20} MB.")
        if inflate is None:
            decoded += len(chunk)
            yield chunk
            continue
        try:
            piece = inflate.decompress(chunk, MOST_DECODED - decoded + 1)
        except zlib.error as wrong:
            raise Failed("The page's compression is broken.") from wrong
        decoded += len(piece)
        if decoded > MOST_DECODED or inflate.unconsumed_tail:
            raise Failed(f"The page is larger than {MOST_DECODED // 2**20} MB unpacked.")
        yield piece
    if inflate is not None and raw and not inflate.eof:
        raise Failed("The page broke off within its compression.")


class _Transport(httpx.BaseTransport):
    """httpx over our own pool of connections."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        inner = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(inner)
        stream = answer.stream
        assert isinstance(stream, Iterable)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(stream, answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, parts: Iterable[bytes], answer: httpcore.Response) -> None:
        self._parts, self._answer = parts, answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        self._answer.close()


class _Dial(httpcore.NetworkBackend):
    """Connections to public addresses only: looked up once, checked, and that number dialled."""

    def __init__(self, allowed: frozenset[str], deadline: float) -> None:
        self._inner = httpcore.SyncBackend()
        self._allowed, self._deadline = allowed, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as wrong:
            raise httpcore.ConnectError("no such host") from wrong
        numbers = [str(info[4][0]) for info in found]
        if f"{host}:{port}" not in self._allowed and not all(map(is_public, numbers)):
            raise Refused("The address does not lead to the public web.")
        stream = self._inner.connect_tcp(numbers[0], port, self._left(), None, socket_options)
        return _Deadlined(stream, self._deadline)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise Refused("The address does not lead to the public web.")

    def _left(self) -> float:
        return max(0.01, self._deadline - time.monotonic())


class _Deadlined(httpcore.NetworkStream):
    """A connection of which every read and write ends by one deadline, however slow it drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left())

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left())
        return _Deadlined(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        self._inner.close()


def is_public(number: str) -> bool:
    """Whether an IP address lies in the public net, also where it hides an IPv4 one."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in net for net in REFUSED if net.version == address.version)
    )
