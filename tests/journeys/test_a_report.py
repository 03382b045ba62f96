"""The second journey, whole: a reported transfer from words to usage, notice and delivery."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from compliance import queries, services
from compliance.core.ledger import read_draft
from compliance.models import Committee, Notice, Transfer
from compliance.services.ledger import Rejected, Source
from tests.factories.people import chief


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
WORDS = {
    "supplier": "RU",
    "recipient": "KP",
    "commodity": "refined_petroleum",
    "first_day": "2023-05-01",
    "last_day": "2023-05-31",
    "amount": "20,000",
    "unit": "bbl",
}


def share(known_at: date) -> Decimal:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, "2023", today=known_at),
        known_at=known_at,
        policy=queries.regime.policy().policy,
    )
    assert value.binding is not None
    return value.binding.share


def test_said_checked_recorded_counted_noticed_sent() -> None:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    notices = Notice.objects.filter(cap=cap, first_day=date(2023, 1, 1))
    assert not notices.exists()

    # Said: somebody types a line.
    draft, unread = read_draft(WORDS, row=1)
    assert unread == []
    source = Source(
        committee=Committee.objects.get(),
        kind="notification",
        reporting_state="RU",
        known_on=date(2026, 5, 20),
        document="S/AC.49/2026/NOTE.1",
        key="journey",
    )

    # Checked: Russia reported May 2023 already.
    with pytest.raises(Rejected) as refused:
        services.ledger.record(source=source, drafts=[draft], by=chief(), at=NOW)
    (problem,) = refused.value.problems
    assert (problem.row, problem.field, problem.code) == (1, "first_day", "already_reported")

    # So the line that stands is corrected, by the State's own new statement.
    held = Transfer.objects.get(
        supplier="RU", first_day=date(2023, 5, 1), kind__in=["reported", "nil"]
    )
    before = share(NOW.date())
    reason = "Russia restated May 2023."
    line = services.ledger.correct(
        line=held,
        draft=draft,
        reason=reason,
        by=chief(),
        at=NOW,
        source=source,
    )

    # Counted: from the day it was known, and not before.
    assert held.amount is not None
    assert share(NOW.date()) == before + (20_000 - held.amount) / 500_000
    assert share(date(2026, 5, 19)) == before

    # Noticed: 75 per cent are reached on that day, once.
    (notice,) = notices
    assert (notice.share, notice.known_on) == (Decimal("0.75"), date(2026, 5, 20))
    assert services.ledger.issue_notices(cap=cap, at=NOW) == []

    # Sent.
    assert queries.review.waiting(at=NOW).notices == Notice.objects.count()
    services.ledger.deliver(notice=notice, channel="by hand", at=NOW)
    assert queries.review.waiting(at=NOW).notices == Notice.objects.count() - 1

    # And nothing was lost: the first figure is there, with the reason of the second.
    history = queries.ledger.revisions(str(line.series))
    assert [(row.amount, row.reason) for row in history] == [
        (held.amount, ""),
        (20_000, reason),
    ]
