"""`make run`, and an article handed in as whoever uses it does: its findings are there in seconds.

The seed article, where it lies beside the project, else the same facts told in our own words.
"""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.chaos.tracker import Launched
from tests.factories.press import RETOLD
from tests.sources.hosts import Reply, publisher
from tests.tracker.processes import environment, free_port, scratch, until
from tracker import postgres


WITHIN_S = 10.0
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
WORDS = next((path.read_text() for path in sorted(SEED.glob("*.txt"))), RETOLD)
# Each way in has words of its own at the end, else the three would be one article.
WAYS = {way: f"{WORDS}\n\nHanded in by {way}.\n" for way in ("text", "file", "url")}
FOUND = """select k.quote, n.verdict, n.paragraphs, n.compared->'ledger'->>'amount'
    from compliance_finding n join compliance_claim k on k.id = n.claim_id
    join compliance_reading r on r.id = k.reading_id
    join compliance_capture c on c.id = r.capture_id
    where n.view = 'then' and c.article_id = %s"""
CAUTIONS = """select r.cautions from compliance_reading r
    join compliance_capture c on c.id = r.capture_id where c.article_id = %s"""


def page(words: str) -> str:
    told = "".join(f"<p>{html.escape(line)}</p>" for line in words.splitlines() if line.strip())
    return f"<!doctype html><html><body><article>{told}</article></body></html>"


class Desk:
    """Somebody signed in at the admin."""

    def __init__(self, client: httpx.Client, password: str) -> None:
        self.client = client
        signing_in = "/admin/login/?next=/admin/"
        self.client.get(signing_in)
        entered = self._post(signing_in, {"username": "admin", "password": password})
        assert entered.status_code == 200, entered.text

    def hand_in(self, way: str, url: str) -> int:
        """By the form of the admin; the number of the article to whose page it leads."""
        form, files = "/admin/compliance/article/add/", None
        said = {"text": {"text": WAYS["text"]}, "file": {}, "url": {"url": url}}[way]
        if way == "file":
            files = {"file": ("seed.txt", WAYS["file"].encode(), "text/plain")}
        self.client.get(form)
        led_to = self._post(form, said, files)
        number = re.search(r"/articles/(\d+)/", str(led_to.url))
        assert number, led_to.text
        return int(number[1])

    def _post(self, path: str, said: dict[str, str], files: Any = None) -> httpx.Response:
        token = self.client.cookies["csrftoken"]
        said = {"csrfmiddlewaretoken": token, **said}
        return self.client.post(
            path, data=said, files=files, headers={"Referer": f"{self.client.base_url}{path}"}
        )


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Desk, str, str]]:
    """The desk, the database and the address of the page, with the tracker that serves them."""
    page_of = Reply(page(WAYS["url"]), headers={"Content-Type": "text/html; charset=utf-8"})
    with scratch() as folder, publisher(seed=page_of) as host:
        home, port = folder / "home", free_port()
        env = environment(TRACKER_HOME=str(home), PORT=str(port), FETCH_ALLOWED_HOSTS=host.host)
        with (folder / "out").open("w+") as out, Launched(env, out) as launched:
            launched.await_said("The tracker is ready")
            password = re.search(r"password (\S+) ", launched.out.read_text())
            assert password
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
                yield Desk(client, password[1]), postgres.url(home), host.url("/seed")


@pytest.mark.parametrize("way", list(WAYS))
def test_the_seed_article_has_its_findings_within_ten_seconds(
    way: str, running: tuple[Desk, str, str]
) -> None:
    desk, database, url = running
    began = time.monotonic()
    article = desk.hand_in(way, url)

    def rows(sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(database) as connection:
            return connection.execute(sql, [article]).fetchall()

    until(lambda: len(rows(FOUND)) >= 5, within=WITHIN_S)
    took = time.monotonic() - began
    found = {quote: rest for quote, *rest in rows(FOUND)}
    assert took < WITHIN_S
    print(f"\nby {way}: {took:.1f} s")
    assert found["67,300 barrels"] == ["agrees", [], "67298"]
    assert found["500,000 barrels"][:2] == ["cap_agrees", ["S/RES/2397 OP 5"]]
    assert found["255.4 barrels"] == ["agrees", [], "255.4"]
    assert found["first in 27 months"] == ["agrees", [], "27"]
    arms = ["S/RES/1874 OP 9", "S/RES/1718 OP 8(b)", "S/RES/2270 OP 6"]
    assert [said[1] for said in found.values() if said[0] == "prohibited_dealing"] == [arms]
    if WORDS is RETOLD:  # its page is stamped with its own day
        return
    ((cautions,),) = rows(CAUTIONS)
    assert "date_contradicted" in [caution["code"] for caution in cautions]
