"""The servers that misbehave and the packed bodies of `../shared/trust/cases`, in seconds.

The whole of it, with real processes, real deadlines and large bodies, is `make hostile`.
"""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from compliance import services, tasks
from compliance.models import Answer, Article, Capture
from compliance.sources import pages
from tests.hostile import cases
from tests.services.test_polling import watched


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not cases.CASES.is_dir(), reason=cases.ABSENT),
]
PAGE = b"<!doctype html><html><body><article><p>Oil.</p></article></body></html>"


def packed(folder: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """As `make_big.py` packs them, small enough for a test."""
    chain = PAGE
    for _ in range(200):
        chain = gzip.compress(chain, 1)
    bomb = gzip.compress(b"\0" * (30 << 20), 9)
    made = {
        "bomb.gzip.body": bomb,
        "bomb.gzip2.body": gzip.compress(bomb, 9),
        "bomb.deflate.body": zlib.compress(b" " * (30 << 20), 9),
        "chain200.gzip.body": chain,
        "truncated.gzip.body": gzip.compress(PAGE * 1000)[:-20],
        "crc.gzip.body": gzip.compress(PAGE)[:-8] + b"\0" * 8,
        "plain_as_gzip.body": PAGE,
        "large.html": PAGE + b"a" * (11 << 20),
    }
    for name, body in made.items():
        (folder / name).write_bytes(body)
    return cases.files(folder)


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[list[str]]:
    with cases.bad_server() as (host, names), cases.serving(packed(tmp_path)) as other:
        late = [name for name in names if name in cases.ASK_FOR_REST]
        aside = (*late, "gzip-bomb")  # which takes long to make
        first = [name for name in names if name not in aside]
        yield [
            *(f"http://{other}/{path.name}" for path in sorted(tmp_path.iterdir())),
            *(f"http://{host}/{name}" for name in (*first, *late)),
        ]


def test_each_costs_a_sentence_and_the_good_ones_are_served(
    bad: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pages.fetch

    def impatient(url: str, **said: Any) -> pages.Page:
        return real(url, **(said if good in url else said | {"within": 0.3}))

    monkeypatch.setattr(pages, "fetch", impatient)
    with cases.serving() as good:
        hosts = {good, *(url.split("/")[2] for url in bad)}
        settings.FETCH_ALLOWED_HOSTS = list(hosts)
        for number, url in enumerate(bad):
            services.press.hand_in(origin="url", url=url, at=timezone.now(), by=None)
            page = f"http://{good}/good/{number}"
            services.press.hand_in(origin="url", url=page, at=timezone.now(), by=None)
        while tasks.press.capture_waiting(math.inf):
            pass
        source = watched(f"http://{good}/feed")
        tasks.press.poll()
    read = Capture.objects.filter(article__url__startswith=f"http://{good}/", error="")
    assert read.count() == len(bad)
    assert Answer.objects.get(look__source=source).new == 10
    tried = Capture.objects.filter(article__url__in=bad)
    for capture in tried:
        assert capture.error.endswith(".") or capture.text, capture.article
        assert len(capture.content or b"") <= pages.MOST_DECODED
    assert tried.count() >= len(bad) - 1, set(bad) - {c.article.url for c in tried}
    assert Article.objects.filter(url__startswith=f"http://{good}/story").count() == 10
