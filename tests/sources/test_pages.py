"""One page from the public web: whatever the server does, a page or one sentence, and in time."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from compliance.sources import pages
from compliance.sources.pages import Failed, Refused, canonical, fetch, is_public
from tests.sources.misbehaving import ANSWERS, PAGE, http, server


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    bomb = gzip.compress(b"\0" * (pages.MOST_DECODED + 1000), 9)
    with server(
        bomb=http(bomb, Content_Encoding="gzip"),
        large=http(b"x" * (pages.MOST_RAW + 1)),
        full=http(b"x" * pages.MOST_RAW),
    ) as address:
        yield address


def get(host: str, path: str) -> pages.Page:
    return fetch(f"http://{host}{path}", allowed_hosts=[host])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/", PAGE),
        ("/text", b"Oil."),
        ("/gzip", PAGE),
        ("/x-gzip", PAGE),
        ("/chunked", b"hello"),
        ("/again", PAGE),
        ("/again-whole", PAGE),
        ("/three", PAGE),
    ],
)
def test_a_page_is_brought_as_it_is(host: str, path: str, content: bytes) -> None:
    assert get(host, path).content == content


def test_a_page_says_where_it_came_from_and_what_it_is(host: str) -> None:
    page = get(host, "/again")
    assert (page.url, page.content_type) == (f"http://{host}/", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/missing", "The server answered 404."),
        ("/broken", "The server answered 503."),
        ("/teapot", "The server answered 204."),
        ("/not-modified", "The server answered 304."),
        ("/nowhere", "The server answered 302."),
        ("/four", "The page redirects more than 3 times."),
        ("/loop", "The page redirects more than 3 times."),
        ("/brotli", "The server sent a content coding that was not asked for."),
        ("/chain", "The server sent a content coding that was not asked for."),
        ("/rot13", "The server sent a content coding that was not asked for."),
        ("/not-gzip", "The page's compression is broken."),
        ("/gzip-cut", "The page broke off within its compression."),
        ("/bomb", "The page is larger than 20 MB unpacked."),
        ("/large", "The page is larger than 10 MB."),
        ("/cut", "The server could not be reached or broke off."),
        ("/length-lies", "The server could not be reached or broke off."),
        ("/chunk-bad", "The server could not be reached or broke off."),
        ("/no-http", "The server could not be reached or broke off."),
        ("/nothing", "The server could not be reached or broke off."),
        ("/header-for-ever", "The server could not be reached or broke off."),
    ],
)
def test_a_server_that_misbehaves_costs_one_sentence(host: str, path: str, sentence: str) -> None:
    with pytest.raises(Failed) as raised:
        get(host, path)
    assert str(raised.value) == sentence


def test_a_page_of_just_the_most_is_taken(host: str) -> None:
    assert len(get(host, "/full").content) == pages.MOST_RAW


@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/silent", "/silent-after-headers"])
def test_however_slowly_it_drips_the_deadline_ends_it(
    host: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "DEADLINE_S", 0.4)
    began = time.monotonic()
    with pytest.raises(Failed, match="The server took longer than"):
        get(host, path)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "path",
    [
        "/to-loopback",
        "/to-metadata",
        "/to-port",
        "/to-file",
        "/to-script",
        "/to-user",
        "/to-brackets",
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(host: str, path: str) -> None:
    with pytest.raises((Refused, Failed)):
        get(host, path)


def test_whatever_it_answers_there_is_a_page_or_a_sentence(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "DEADLINE_S", 0.3)
    for path in ANSWERS:
        try:
            assert isinstance(get(host, path), pages.Page)
        except (Failed, Refused) as told:
            assert str(told).endswith("."), path  # noqa: PT017


def test_a_closed_port_is_told_like_any_other_failure() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(Failed, match=r"could not be reached or broke off\."):
        fetch(f"http://{address}/", allowed_hosts=[address])


# Addresses


REFUSED = [
    "",
    "news.example/a",
    "ftp://news.example/",
    "file:///etc/passwd",
    "gopher://news.example/",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://",
    "http:///path",
    "http://user@news.example/",
    "http://user:secret@news.example/",
    "http://@news.example/",
    "http://news.example:99999/",
    "http://news.example:port/",
    "http://news.example\\@127.0.0.1/",
    "http://news.example/a b",
    "http://news.example/a\r\nHost: other",
    "http://news.example/\x00",
    "http://[::1/",
    "http://[zz]/",
    "http://xn--\u2028.example/",
]


@pytest.mark.parametrize("address", REFUSED, ids=ascii)
def test_an_address_that_is_none_is_refused_before_any_look_up(address: str) -> None:
    with pytest.raises(Refused) as raised:
        canonical(address)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/",
        "http://100.64.0.1/",
        "http://192.0.0.170/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://[fec0::1]/",
        "http://[2001:db8::1]/",
        "http://[2001::1]/",
        "http://①②⑦.⓪.⓪.①/",
    ],
)
def test_an_address_that_leads_inside_is_refused_at_the_dial(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dial(*_: Any, **__: Any) -> None:
        raise AssertionError("dialled")

    monkeypatch.setattr(socket, "create_connection", dial)
    with pytest.raises(Refused, match="does not lead to the public web"):
        fetch(address)


def test_octal_spellings_are_no_addresses_at_all() -> None:
    with pytest.raises((Refused, Failed)):
        fetch("http://0177.0.0.1/")


@pytest.mark.parametrize("port", [21, 22, 25, 5432, 6379, 8000, 8080, 8443])
def test_only_the_standard_ports_are_dialled(port: int) -> None:
    with pytest.raises(Refused, match="standard ports 80 and 443"):
        fetch(f"http://93.184.216.34:{port}/")


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Look-ups answered from a list, one after the other; the numbers that were dialled."""
    asked, dialled = iter(answers), list[str]()

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in next(asked)
        ]

    def dial(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        dialled.append(address[0])
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", dial)
    return dialled


@pytest.mark.parametrize(
    "answer", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["fe80::1%eth0"]]
)
def test_a_name_that_leads_inside_even_by_one_of_its_numbers_is_refused(
    answer: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled = resolving(monkeypatch, answer)
    with pytest.raises(Refused):
        fetch("http://news.example/")
    assert dialled == []


def test_the_number_that_was_checked_is_the_one_that_is_dialled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers public first and private next is looked up once."""
    dialled = resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    with pytest.raises(Failed):
        fetch("http://news.example/")
    assert dialled == ["93.184.216.34"]


def test_a_name_that_is_not_there_fails_like_a_server_that_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_up(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Failed, match="could not be reached"):
        fetch("http://no-such.example/")


def test_no_proxy_of_the_environment_is_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert get(host, "/").content == PAGE


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
        ("::ffff:93.184.216.34", True),
        ("127.0.0.1", False),
        ("::ffff:192.168.0.1", False),
        ("fe80::1%eth0", False),
        ("192.88.99.1", False),
    ],
)
def test_public_is_what_the_whole_world_can_reach(number: str, public: bool) -> None:
    assert is_public(number) is public


@pytest.mark.parametrize(
    ("written", "canonical_form"),
    [
        ("https://news.example", "https://news.example/"),
        ("HTTPS://News.Example:443/A?b=1#c", "https://news.example/A?b=1"),
        ("http://news.example:8080/", "http://news.example:8080/"),
        ("http://news.example./", "http://news.example/"),
        ("https://новости.example/", "https://xn--b1amnebsh.example/"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
        ("  https://news.example/a  ", "https://news.example/a"),
    ],
)
def test_an_address_has_one_form(written: str, canonical_form: str) -> None:
    assert canonical(written) == canonical_form
    assert canonical(canonical_form) == canonical_form
