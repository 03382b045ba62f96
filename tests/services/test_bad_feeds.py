"""The corpus of bad feeds (`../shared/trust/cases`): each ends as its manifest says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from compliance import services
from compliance.core import press
from compliance.models import Article, Capture, Story
from tests.factories.reports import NOW
from tests.hostile import cases
from tests.services.test_polling import looked, watched
from tests.sources.lab import lab


pytestmark = pytest.mark.django_db

CASES = [case for case in cases.manifest() if case["kind"] == "feed"]


@pytest.mark.skipif(not CASES, reason=cases.ABSENT)
@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_what_must_hold_of_a_bad_feed_holds(case: dict[str, Any]) -> None:
    """Looked at twice, and every article that it lists is fetched."""
    content = (cases.CORPUS / case["file"]).read_bytes()
    with lab(case["headers"]["Content-Type"], feed=content) as dialled:
        source = watched("http://ok.test/feed")
        first, again = looked(source), looked(source, days=2)
        for article in Article.objects.all():
            services.press.capture(article=article, at=NOW)
    assert dialled.inside == []
    assert again.new == 0
    kept = "".join(
        f"{story.title} {story.text} {story.article.url}" for story in Story.objects.all()
    )
    texts = kept + "".join(Capture.objects.values_list("text", flat=True))
    values = {
        claim.figure.value
        for story in Story.objects.all()
        for claim in press.read(story.text, published_on=story.published_on).claims
    }
    for must in case["must"]:
        what, _, value = must.partition("=")
        if what == "rejected":
            assert first.outcome == "failed"
            assert first.problem
            assert not Article.objects.exists()
        elif what == "items":
            assert first.new == Story.objects.count() == int(value)
        elif what == "same_article":
            assert Article.objects.count() == 1
        elif what == "value":
            assert Decimal(value) in values
        elif what == "not_value":
            assert Decimal(value) not in values
        elif what == "inert":
            assert "<script" not in kept.lower()
            urls = [url for url in Article.objects.values_list("url", flat=True) if url]
            assert all(url.startswith(("http://", "https://")) for url in urls)
        elif what == "no_file_read":
            assert "root:" not in texts
        else:
            assert what in ("no_crash", "no_socket")
