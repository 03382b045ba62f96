"""What PostgreSQL refuses by itself, whoever writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from compliance.models import Notice, Report, Transfer
from tests.factories.regime import CommitteeFactory, CommodityFactory, petroleum_cap
from tests.factories.reports import NOW


pytestmark = pytest.mark.django_db


def report() -> Report:
    return Report.objects.create(
        committee=CommitteeFactory(), kind="notification", key=str(uuid4()), recorded_at=NOW
    )


def transfer(**other: Any) -> Transfer:
    """A row straight into the table, past every rule of ours."""
    return Transfer.objects.create(
        **{
            "report": report(),
            "series": uuid4(),
            "revision": 1,
            "kind": "reported",
            "supplier": "RU",
            "recipient": "KP",
            "commodity": CommodityFactory(),
            "first_day": date(2023, 3, 1),
            "last_day": date(2023, 3, 31),
            "amount": Decimal(3000),
            "unit": "bbl",
            "recorded_at": NOW,
            **other,
        }
    )


def test_a_sound_row_is_taken() -> None:
    assert transfer().pk


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": Decimal(-1)}, "an_amount_is_zero_or_more_and_a_number"),
        ({"stated_amount": Decimal(-1)}, "an_amount_is_zero_or_more_and_a_number"),
        ({"amount": None}, "an_amount_has_its_unit"),
        ({"unit": ""}, "an_amount_has_its_unit"),
        ({"recipient": "RU"}, "a_state_is_not_its_own_recipient"),
        ({"last_day": date(2023, 2, 28)}, "a_span_ends_after_it_begins"),
        ({"revision": 2}, "a_correction_gives_its_reason"),
        ({"kind": "nil"}, "a_nil_is_zero"),
        ({"kind": "blank"}, "a_blank_is_never_a_number"),
        ({"kind": "unknown"}, "a_blank_is_never_a_number"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused(wrong: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        transfer(**wrong)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("column", ["amount", "stated_amount"])
def test_no_number_that_is_none_even_in_plain_sql(column: str, number: str) -> None:
    """PostgreSQL holds NaN to be greater than any number: `amount >= 0` alone would take it."""
    row = transfer()
    columns = [f.column for f in Transfer._meta.concrete_fields if f.column != "id"]
    values = [
        f"'{number}'::numeric" if c == column else "gen_random_uuid()" if c == "series" else c
        for c in columns
    ]
    with (
        pytest.raises((IntegrityError, DataError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"insert into compliance_transfer ({', '.join(columns)}) "
            f"select {', '.join(values)} from compliance_transfer where id = %s",
            [row.pk],
        )


def test_a_line_has_each_revision_once() -> None:
    first = transfer()
    with (
        pytest.raises(IntegrityError, match="a_series_has_each_revision_once"),
        transaction.atomic(),
    ):
        transfer(series=first.series)
    assert transfer(series=first.series, revision=2, reason="a slip").pk


def test_a_threshold_gives_notice_once_a_period() -> None:
    row = {
        "cap": petroleum_cap(),
        "first_day": date(2023, 1, 1),
        "last_day": date(2023, 12, 31),
        "share": Decimal("0.75"),
        "effect": "notice",
        "used": 375000,
        "limit": 500000,
        "unit": "bbl",
        "policy": "committee-2021",
        "known_on": date(2023, 12, 20),
        "reason": "reached",
        "issued_at": NOW,
    }
    Notice.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(**row)
