"""A fact of the law is put right: what rests on it is to be confirmed until a reviewer has."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from compliance import queries, services
from compliance.models import Cap, CapConfirmation, Conversion, FactVersion, Limit, Paragraph
from compliance.services.regime import NotConfirmed
from tests.factories.people import chief
from tests.factories.regime import MeasureFactory, ParagraphFactory, petroleum_cap


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cap(db: None) -> Cap:
    return petroleum_cap()


def open_changes() -> list[tuple[str, str, str]]:
    cap = queries.regime.caps().get()
    return [(c.name, c.was, c.now) for c in queries.regime.to_confirm(cap)]


def confirm(cap: Cap, **other: Any) -> CapConfirmation:
    last = max((c.version for c in queries.regime.to_confirm(cap)), default=0)
    said = {"seen_to": last, "note": "Read again.", "by": chief(), "at": NOW, **other}
    return services.regime.confirm(cap=cap, **said)


def test_what_was_planted_needs_no_confirmation(cap: Cap) -> None:
    assert open_changes() == []
    assert queries.regime.to_be_confirmed() == []
    kinds = FactVersion.objects.order_by().values_list("kind", flat=True)
    assert set(kinds) == {"resolution", "paragraph", "factor", "limit", "threshold"}
    assert set(FactVersion.objects.values_list("version", "changes")) == {(1, False)}


def test_words_that_change_make_the_cap_to_be_confirmed(cap: Cap) -> None:
    paragraph = cap.measure.paragraph
    was = paragraph.words
    Paragraph.objects.filter(pk=paragraph.pk).update(words="Up to 400,000 barrels.")
    assert open_changes() == [("S/RES/2397 (2017) OP 5", was, "Up to 400,000 barrels.")]
    assert queries.regime.to_be_confirmed() == [cap]


def test_a_factor_changed_by_raw_sql_is_seen_too(cap: Cap) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update compliance_conversion set factor = 7.5 where supplier = 'RU'")
    ((name, was, now),) = open_changes()
    assert name == "factor from t to bbl of RU"
    assert was.startswith("7.98")
    assert now.startswith("7.5")


def test_a_factor_taken_out_is_said_and_its_versions_are_kept(cap: Cap) -> None:
    Conversion.objects.get(supplier="RU").delete()
    ((_, was, now),) = open_changes()
    assert was.startswith("7.98")
    assert now == "taken out"


def test_the_paragraph_of_a_threshold_counts_and_one_of_another_cap_does_not(cap: Cap) -> None:
    other = ParagraphFactory(number="6", words="Repatriation.")
    own = ParagraphFactory(number="7", words="The Secretary gives notice.")
    cap.thresholds.update(measure=MeasureFactory(paragraph=own, kind="threshold_notice"))
    Paragraph.objects.filter(pk=other.pk).update(words="Other words.")
    assert open_changes() == []
    Paragraph.objects.filter(pk=own.pk).update(words="The Secretary gives notice at 80.")
    assert [name for name, _, _ in open_changes()] == ["S/RES/2397 (2017) OP 7"]


def test_what_says_nothing_else_makes_no_version(cap: Cap) -> None:
    cap.measure.paragraph.save()
    Conversion.objects.get(supplier="RU").save()
    Paragraph.objects.update(place=9)
    assert not FactVersion.objects.filter(changes=True).exists()


def test_a_reviewer_confirms_and_the_next_change_opens_it_again(cap: Cap) -> None:
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    row = confirm(cap)
    assert (row.note, row.confirmed_by.username) == ("Read again.", "chief")
    assert open_changes() == []
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.6"))
    ((_, was, now),) = open_changes()
    assert (was[:3], now[:3]) == ("7.5", "7.6")


def test_nobody_confirms_what_they_have_not_seen(cap: Cap) -> None:
    with pytest.raises(NotConfirmed, match="Nothing under this cap waits"):
        confirm(cap)
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    seen = max(c.version for c in queries.regime.to_confirm(cap))
    Conversion.objects.filter(supplier="CN").update(factor=Decimal("8.5"))
    with pytest.raises(NotConfirmed, match="changed again meanwhile"):
        confirm(cap, seen_to=seen)
    assert not CapConfirmation.objects.exists()


def test_usage_says_what_is_open(cap: Cap) -> None:
    Conversion.objects.filter(supplier="RU").update(factor=Decimal("7.5"))
    held = queries.regime.caps().get()
    today = NOW.date()
    value = queries.ledger.usage(
        held,
        period=queries.ledger.period(held, "2025", today=today),
        known_at=today,
        policy=queries.regime.policy().policy,
    )
    (change,) = queries.ledger.as_data(value)["to_confirm"]
    assert (change["kind"], change["fact"]) == ("factor", "factor from t to bbl of RU")


@pytest.mark.django_db(transaction=True)
def test_a_factor_that_joins_a_policy_later_changes_what_rests_on_it() -> None:
    before = open_changes()  # here each factor is planted in a transaction of its own
    first = Conversion.objects.get(supplier="RU")
    first.pk, first.supplier = None, "KR"
    first.save(force_insert=True)
    (added,) = [change for change in open_changes() if change not in before]
    assert added[:2] == ("factor from t to bbl of KR", "not held")


def test_a_limit_or_threshold_that_changes_joins_or_goes_is_seen(cap: Cap) -> None:
    """Whatever the door; with its amount to the last digit, and a place in the list is none."""
    limit = cap.limits.get()
    Limit.objects.filter(pk=limit.pk).update(place=3)
    assert open_changes() == []
    Limit.objects.filter(pk=limit.pk).update(amount=Decimal("400000.000001"))
    assert open_changes() == [("limit of the cap", "500000 bbl", "400000.000001 bbl")]
    assert queries.regime.to_be_confirmed() == [cap]
    confirm(cap)
    with connection.cursor() as cursor:
        cursor.execute(
            "update compliance_threshold set share = 0.925 where cap_id = %s and share = 0.9",
            [cap.pk],
        )
    assert open_changes() == [("threshold of the cap", "90%, notice", "92.5%, notice")]
    confirm(cap)
    limit.delete()
    assert open_changes() == [("limit of the cap", "400000.000001 bbl", "taken out")]


@pytest.mark.django_db(transaction=True)
def test_a_limit_that_joins_a_cap_later_is_a_change_and_one_planted_with_it_is_not() -> None:
    before = open_changes()  # here each threshold is planted in a transaction of its own
    assert "limit of the cap" not in [name for name, _, _ in before]
    Cap.objects.get().limits.create(amount=525_000, unit="t", place=1)
    assert open_changes() == [*before, ("limit of the cap", "not held", "525000 t")]
