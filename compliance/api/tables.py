"""A table that is sent as it is: kept aside while it comes in, its size and digest known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from rest_framework.parsers import BaseParser

from compliance.api.problems import TooLarge
from compliance.services.exchange import MOST_BYTES


IN_MEMORY = 2**20
CHUNK = 2**16


@dataclass(frozen=True)
class Sheet:
    """The bytes of a table."""

    stream: Any  # a file, at its beginning
    digest: str


class CSVParser(BaseParser):
    """A body that is the file itself; no form around it, hence none of a thousand parts."""

    media_type = "text/csv"
    most = MOST_BYTES["csv"]

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        aside: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request
        digest, size = sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > self.most:
                aside.close()
                raise TooLarge(f"The table is over {self.most:,} bytes; send it in parts.")
            digest.update(chunk)
            aside.write(chunk)
        aside.seek(0)
        return Sheet(aside, digest.hexdigest())


class XLSXParser(CSVParser):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    most = MOST_BYTES["xlsx"]
