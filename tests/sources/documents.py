"""Documents as the world sends them, made small: pages, a PDF, a message, a web archive."""

from __future__ import annotations

import io
import zlib
from email.message import EmailMessage

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


TOLD = "Russia reported 67,300 barrels of refined petroleum to the committee for April 2024."


def page(inside: str = "", head: str = "", said: str = TOLD) -> str:
    return (
        f"<!doctype html><html><head><title>Oil transfer</title>{head}</head><body><article>"
        f"<h1>Oil transfer</h1><p>{said}</p>{inside}</article></body></html>"
    )


def pdf(*lines: str, filters: int = 1, data: bytes | None = None, info: str = "") -> bytes:
    """A PDF of one page."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    data = f"BT /F1 12 Tf 20 200 Td {shown} ET".encode() if data is None else data
    for _ in range(filters):
        data = zlib.compress(data)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter[" + b"/FlateDecode" * filters + b"]/Length %d>>\nstream\n" % len(data)
        + data + b"\nendstream",
        f"<<{info}>>".encode(),
    ]  # fmt: skip
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begin = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer<</Size 6/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % begin


def message(
    body: str = TOLD, *, html: str = "", attached: str = "", date: str = "", charset: str = "utf-8"
) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Desk <desk@agency.example>"
    mail["To"] = "analyst@tracker.example"
    mail["Subject"] = "Oil transfer in April"
    mail["Date"] = date or "Tue, 28 May 2024 09:30:00 +0900"
    mail["Message-ID"] = "<1@agency.example>"
    if body:
        mail.set_content(body, charset=charset)
    if html and body:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    if attached:
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=attached)
    return mail.as_bytes()


def warc(*answers: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of (address, status, type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    for url, status, kind, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers
            )
        )
    return out.getvalue()
