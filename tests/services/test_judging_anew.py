"""What is learnt later: findings set anew beside the old ones, and only where they say else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from compliance import queries, services
from compliance.models import Conversion, Finding, LedgerChange
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW, line, source


pytestmark = pytest.mark.django_db
TOLD = "Russia reported 3,000 barrels of refined petroleum to North Korea in March 2023."
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def cap() -> None:
    petroleum_cap()


def swept(**other: Any) -> list[Finding]:
    found = []
    while waiting := queries.review.changes_waiting(9):
        for change in waiting:
            found += services.review.judge_anew(change=change, at=LATER, **other) or []
    return found


def told(day: str = "2023-06-14") -> Finding:
    (finding,) = read_article(TOLD, published_on=date.fromisoformat(day))
    return finding


def test_what_is_known_now_stands_beside_what_was_known_then() -> None:
    line(draft("2023-03"), known_on="2024-02-01")
    assert told().verdict == "unreported"
    (shown,) = queries.review.findings()
    assert (shown.verdict, shown.now_verdict) == ("unreported", "agrees")


def test_a_report_that_arrives_sets_the_findings_of_its_supplier_and_days_anew() -> None:
    old = told()
    assert old.verdict == "unreported"
    line(draft("2023-03"), known_on="2024-05-20")
    (new,) = swept()
    assert (new.view, new.verdict, new.known_at) == ("now", "agrees", LATER.date())
    assert "RU" in new.because
    assert list(queries.review.changed()) == [new]
    assert not LedgerChange.objects.exists()


def test_a_report_learnt_late_but_public_then_supersedes_the_finding_and_re_opens_it() -> None:
    old = told()
    services.review.decide(finding=old, decision="confirm", by=UserFactory(), at=NOW)
    assert not Finding.objects.undecided().exists()
    line(draft("2023-03"), known_on="2023-05-01")
    new = next(f for f in swept() if f.view == "then")
    assert (new.verdict, new.supersedes) == ("agrees", old)
    assert list(Finding.objects.undecided()) == [new]
    assert old.reviews.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"supplier": "CN"},
        {"months": "2019-03"},
    ],
    ids=str,
)
def test_lines_of_others_touch_no_finding(other: dict[str, str]) -> None:
    told()
    line(draft(other.pop("months", "2023-03"), **other), known_on="2023-05-01")
    (change,) = LedgerChange.objects.all()
    assert not queries.review.concerned(change).exists()
    assert swept() == []


def test_a_correction_and_a_withdrawal_set_it_anew_again() -> None:
    told()
    row = line(draft("2023-03"), known_on="2023-05-01")
    swept()
    row = services.ledger.correct(
        line=row, draft=draft("2023-03", amount="9000"), reason="nine", by=None, at=NOW,
        source=source("2024-05-01"),
    )  # fmt: skip
    assert [(f.view, f.verdict) for f in swept()] == [("now", "differs")]
    services.ledger.withdraw(line=row, reason="wrong", by=None, at=NOW)
    assert "now" in {f.view for f in swept()}
    assert Finding.objects.filter(view="now").first().verdict == "unreported"


def test_a_factor_that_changes_sets_anew_what_was_worked_out_by_it() -> None:
    line(draft("2023-03", amount="376", unit="t"), known_on="2023-05-01")
    assert told().verdict == "agrees"
    changed = Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    assert changed
    assert {f.because for f in swept()} == {"The law or a factor changed (conversion)."}


def test_nothing_new_is_kept_where_nothing_is_other() -> None:
    line(draft("2023-03"), known_on="2023-05-01")
    old = told()
    services.review.judge_all_anew()
    assert swept() == []
    assert list(Finding.objects.all()) == [old]


def test_many_claims_are_judged_a_batch_at_a_time() -> None:
    for n in range(3):
        read_article(TOLD + f" It is said {'again ' * (n + 1)}.", published_on=date(2023, 6, 14))
    line(draft("2023-03"), known_on="2023-05-01")
    (change,) = LedgerChange.objects.all()
    services.review.judge_anew(change=change, at=LATER, most=2)
    change.refresh_from_db()
    assert change.done_to > 0
    assert {f.claim_id for f in swept(most=2)}
    assert Finding.objects.filter(view="then", verdict="agrees").count() == 3


def test_the_page_lists_what_was_set_anew(client: Any) -> None:
    told()
    assert "No finding has been set anew" in client.get("/findings/changes/").content.decode()
    line(draft("2023-03"), known_on="2023-05-01")
    swept()
    page = client.get("/findings/changes/").content.decode()
    assert "Not reported → Agrees" in page or "→" in page
    assert "The ledger holds new lines: RU" in page
