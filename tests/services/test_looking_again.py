"""An edited page: looked at again when due, captured only if changed, claims re-opened exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from compliance import queries, services
from compliance.models import Article, Capture, Claim, Finding, Reading, Relook
from compliance.models.copies import due_for_a_look
from compliance.services.press import NotTaken
from tests.factories.people import UserFactory
from tests.factories.press import RETOLD, hand_in
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW


pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
HOUR = timedelta(hours=1)


class Site:
    """A page that its publisher edits."""

    def __init__(self, address: str) -> None:
        self.address, self.text, self.status = address, RETOLD, 200

    def edit(self, old: str, new: str) -> None:
        assert old in self.text
        self.text = self.text.replace(old, new)


@pytest.fixture
def site(settings: object) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.text.encode()
            self.send_response(page.status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    petroleum_cap()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    settings.FETCH_ALLOWED_HOSTS = [host]
    page = Site(f"http://{host}/story")
    yield page
    server.shutdown()
    server.server_close()


def article(site: Site) -> Article:
    found, _ = services.press.hand_in(origin="url", url=site.address, at=NOW, by=None)
    step(services.press.capture(article=found, at=NOW))
    return found


def step(capture: Capture | None) -> Reading:
    assert capture is not None
    assert capture.error == ""
    reading = services.press.read(capture=capture, at=capture.captured_at)
    assert reading is not None
    services.review.reconcile(reading=reading, at=capture.captured_at)
    return reading


def looked(found: Article, hours: int) -> Relook:
    look = services.press.look_again(article=found, at=NOW + hours * HOUR)
    assert look is not None
    return look


def test_a_page_is_looked_at_at_growing_intervals_while_it_is_young(site: Site) -> None:
    found = article(site)
    looks = []
    for hour in range(31 * 24):
        if due_for_a_look(at=NOW + hour * HOUR).exists():
            assert looked(found, hour).outcome == "same"
            looks.append(hour)
    assert looks == [6, 12, 24, 48, 96, 192, 384]
    assert Capture.objects.count() == 1, "an unchanged text is not kept again"


def test_a_person_may_ask_at_any_time_and_is_answered_once(site: Site) -> None:
    found, person = article(site), UserFactory()
    assert services.press.look_again(article=found, at=NOW + HOUR) is None
    services.press.ask(article=found, at=NOW + HOUR, by=person)
    assert looked(found, 2).outcome == "same"
    assert not due_for_a_look(at=NOW + 3 * HOUR).exists()
    services.press.ask(article=found, at=NOW + 4000 * HOUR, by=person)
    assert looked(found, 4001).outcome == "same"
    with pytest.raises(NotTaken, match="no page to look at again"):
        services.press.ask(article=hand_in("Other words."), at=NOW, by=person)


def test_a_page_that_is_gone_is_said_and_takes_nothing_away(site: Site) -> None:
    found = article(site)
    site.status = 404
    look = looked(found, 6)
    assert (look.outcome, look.why) == ("failed", "The server answered 404.")
    assert queries.press.newest_text(found) is not None


def test_an_edit_re_opens_exactly_the_claims_that_changed(site: Site) -> None:
    found = article(site)
    before = {f.claim.quote: f for f in queries.review.findings()}
    for finding in before.values():
        services.review.decide(
            finding=finding, decision="reject", by=UserFactory(), at=NOW, note="Read."
        )
    site.edit("67,300 barrels", "76,300 barrels")
    site.edit("Pyongyang has denied", "Again, Pyongyang has denied")
    look = looked(found, 6)
    assert look.outcome == "changed"
    reading = step(look.capture)
    open_now = {f.claim.quote for f in Finding.objects.undecided()}
    assert open_now == {"76,300 barrels"}
    kept = {f.claim.quote: f for f in queries.review.findings()}
    assert {quote for quote in before if quote not in kept} == {"67,300 barrels"}
    assert all(kept[quote] == before[quote] for quote in before if quote in kept)
    assert [c.quote for c in queries.copies.vanished(reading)] == ["67,300 barrels"]


def test_what_comes_back_takes_up_its_old_thread(site: Site) -> None:
    found = article(site)
    first = Claim.objects.get(quote="67,300 barrels")
    site.edit("67,300 barrels", "76,300 barrels")
    step(looked(found, 6).capture)
    site.edit("76,300 barrels", "67,300 barrels")
    step(looked(found, 12).capture)
    last = Claim.objects.filter(quote="67,300 barrels").latest("pk")
    assert last.continues == first


def test_the_page_shows_what_changed_word_by_word(site: Site, client: object) -> None:
    found = article(site)
    site.edit("67,300 barrels", "76,300 barrels")
    step(looked(found, 6).capture)
    page = client.get(f"/articles/{found.pk}/").content.decode()
    assert "<del>67,300</del><ins>76,300</ins>" in page
    assert "no longer in it" in page
    texts = queries.copies.texts(found)
    address = f"/articles/{found.pk}/?before={texts[1].pk}&after={texts[0].pk}"
    assert "<del>76,300</del><ins>67,300</ins>" in client.get(address).content.decode()
    assert client.get(f"/articles/{found.pk}/?before=99999").status_code == 400
