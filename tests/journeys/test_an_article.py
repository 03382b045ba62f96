"""The first journey, whole: an article from hand-in to findings, a decision, and a line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from compliance import queries, services, tasks
from compliance.models import Article, Claim, Finding, Transfer
from tests.factories.people import UserFactory, chief
from tests.factories.press import RETOLD, hand_in


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

# As a reader finds it, where it lies beside the project.
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"


def journey(content: str | bytes, **other: Any) -> Article:
    """Handed in; the worker's sweep does the rest."""
    content = content.encode() if isinstance(content, str) else content
    article = hand_in("", content=content, at=timezone.now() - timedelta(minutes=1), **other)
    tasks.press.sweep()
    return article


def findings(article: Article) -> dict[str, Finding]:
    """Newest findings by the words they are about."""
    rows = queries.review.findings().filter(claim__reading__capture__article=article)
    return {row.claim.quote: row for row in rows}


def check_the_facts(article: Article) -> None:
    """What the acceptance asks of the article, by the seeded ledger."""
    found = findings(article)
    sold = found["67,300 barrels"]
    assert sold.verdict == "agrees"
    assert sold.compared["ledger"] == {"amount": "67298", "unit": "bbl"}
    assert (sold.claim.supplier, sold.claim.recipient) == (["RU"], ["KP"])
    assert (sold.claim.first_day, sold.claim.last_day) == (date(2022, 12, 1), date(2023, 4, 30))
    assert [line.first_day.month for line in sold.lines.order_by("first_day")] == [12, 1, 2, 3, 4]
    cap = found["500,000 barrels"]
    assert (cap.verdict, cap.paragraphs) == ("cap_agrees", ["S/RES/2397 OP 5"])
    august = found["255.4 barrels"]
    assert august.verdict == "agrees"
    assert [(t.first_day, t.last_day) for t in august.lines.all()] == [
        (date(2020, 8, 1), date(2020, 8, 31))
    ]


def check_the_caption(article: Article) -> None:
    """The same caption twice is one allegation, of arms from the DPRK to Russia, under all
    paragraphs that embargo them: the one by which it is judged, then those beside it."""
    claims = Claim.objects.filter(reading__capture__article=article, kind="allegation")
    arms = [c for c in claims if c.category == "arms" and c.restates is None]
    assert [(c.supplier, c.recipient) for c in arms] == [(["KP"], ["RU"])]
    (finding,) = Finding.objects.filter(claim__in=arms)
    assert finding.verdict == "prohibited_dealing"
    assert finding.paragraphs == ["S/RES/1874 OP 9", "S/RES/1718 OP 8(b)", "S/RES/2270 OP 6"]


def check_the_silence(article: Article) -> None:
    """The 27 months before December 2022: explicit nils, but for one that is blank."""
    gap = findings(article)["first in 27 months"]
    assert (gap.claim.kind, gap.claim.category, gap.verdict) == ("silence", "no_transfer", "agrees")
    months = {"amount": "27", "unit": "months"}
    assert gap.compared == {
        "stated": months, "ledger": months, "difference": {"amount": "0", "unit": "months"},
    }  # fmt: skip
    assert gap.reason.startswith(
        "27 months without a transfer: Russia's September 2020 to November 2022 hold 26 explicit "
        "nils and one month without a report (September 2020); August 2020 has 255.4 bbl and "
        "December 2022 has 3,225 bbl, as known on "
    )
    kinds = [line.kind for line in gap.lines.order_by("first_day")]
    assert kinds == ["restated", "blank", *["nil"] * 26, "reported"]


def test_the_retold_article_is_read_and_agrees_with_ledger_and_law() -> None:
    article = journey(RETOLD)
    check_the_facts(article)
    check_the_caption(article)
    check_the_silence(article)


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed article does not lie beside the project")
def test_the_seed_article_fed_as_it_is() -> None:
    for path in sorted(SEED.glob("*.txt")):
        article = journey(path.read_bytes(), origin="file", name=path.name)
        check_the_facts(article)
        check_the_caption(article)
        check_the_silence(article)


def test_each_figure_stands_where_its_span_says() -> None:
    article = journey(RETOLD)
    text = article.captures.get().text
    for claim in Claim.objects.filter(reading__capture__article=article):
        assert text[claim.start : claim.end] == claim.quote


def test_a_figure_that_nobody_reported_is_decided_on_and_becomes_a_line() -> None:
    article = journey(
        "Iran told the UN sanctions committee that it supplied 4,250 barrels of refined petroleum "
        "to North Korea in March 2024.",
        published_on=date(2024, 6, 14),
    )
    finding = findings(article)["4,250 barrels"]
    assert finding.verdict == "unreported"
    before = used("2024")
    person = chief()
    first = services.review.decide(
        finding=finding, decision="record", by=person, at=timezone.now(), note="Seen."
    )
    assert first.transfer is None
    review = services.review.decide(
        finding=finding,
        decision="record",
        by=UserFactory(),
        at=timezone.now(),
        answer=queries.review.machine_answer(finding.claim),
    )
    line = Transfer.objects.get(reviews=review)
    assert (line.supplier, line.amount, line.recorded_by) == ("IR", 4250, review.decided_by)
    assert line.known_on == date(2024, 6, 14)
    assert used("2024") == before + 4250
    # The thread back: line, decision, finding, claim, reading, capture, article.
    assert line.reviews.get().finding.claim.reading.capture.article == article
    assert finding not in Finding.objects.undecided()


def test_an_article_of_its_day_is_judged_by_what_was_known_then() -> None:
    """The cap was two thirds used by what 2024 learnt; in June 2023 nobody could say so."""
    told = "Russia reported 44,655 barrels of refined petroleum to North Korea in January 2023."
    early = journey(told, published_on=date(2023, 6, 1))
    assert findings(early)["44,655 barrels"].verdict == "unreported"
    late = journey(f"{told} ", published_on=date(2023, 6, 13))
    assert findings(late)["44,655 barrels"].verdict == "agrees"


def used(year: str) -> Decimal:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    today = timezone.localdate()
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, year, today=today),
        known_at=today,
        policy=queries.regime.policy().policy,
    )
    assert value.binding is not None
    return value.binding.used.amount
