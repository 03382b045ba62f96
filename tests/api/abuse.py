"""Calls that nobody means well, of a kind each: what one caller could ask to slow down the others.

Tried here for what they are answered, and by `benchmarks/abuse.py` against real workers and a
long ledger for how long that takes, and what a visitor feels of it meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field


LINES = "/api/v1/lines/"
BASIC = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Call:
    """A request, and the codes that it may be answered with."""

    name: str
    path: str
    codes: tuple[int, ...] = (400,)
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def post(name: str, path: str, body: bytes, *codes: int, kind: str = "application/json") -> Call:
    return Call(name, path, codes or (400,), "POST", body, {"Content-Type": kind})


def _parts() -> bytes:
    one = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\na\r\n'
    return one * 1000 + b"--x--\r\n"


# An address of more than 4,094 characters is refused by gunicorn itself, with 400 or 414.
CALLS = [
    Call("a page of 10^9", f"{LINES}?page_size={10**9}"),
    Call("an offset of 10^18", f"{LINES}?offset={10**18}&limit=50"),
    Call("page 10^30", f"{LINES}?page={10**30}"),
    post("10,000 numbers", "/api/v1/reports/batch/",
         b'{"reports": [' + b",".join(b"%d" % n for n in range(10_000)) + b"]}"),
    Call("1,000 parameters", LINES + "?" + "&".join(f"a{n}" for n in range(1100))),
    post("a search of 1 MB", f"{LINES}?q=x", b"q=" + b"x" * 2**20, 400, 405,
         kind="application/x-www-form-urlencoded"),
    Call("deep lookups", f"{LINES}?report__committee__resolutions__paragraphs__measures__cap=1"),
    Call("an order that no index has", f"{LINES}?order=note"),
    post("a text of 10 MB", "/api/v1/articles/",
         b'{"text": "' + b"3,000 barrels of oil. " * 500_000 + b'"}', 202, 400),
    post("JSON nested 100,000 deep", "/api/v1/reports/", b"[" * 100_000 + b"]" * 100_000),
    post("a number of 1 MB", "/api/v1/reports/", b'{"lines": ' + b"9" * 2**20 + b"}"),
    post("1,000 file parts", "/api/v1/imports/?committee=1718", _parts(), 400, 415,
         kind="multipart/form-data; boundary=x"),
    Call("the browsable API", f"{LINES}1/", (406,), headers={"Accept": "text/html"}),
    Call("an export of all", f"{LINES}?format=csv", (200, 429)),
]  # fmt: skip
