"""Steps of usage: made from the fold, moved with each line, never read where a line is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance import queries, services
from compliance.models import Cap, Limit, Transfer, UsageRun, UsageStep
from tests.factories.ledger import day, draft
from tests.factories.regime import CommodityFactory, petroleum_cap
from tests.factories.reports import NOW, line, record, source


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cap() -> Cap:
    petroleum_cap()
    return queries.regime.caps().get(slug="petroleum")


def asked(cap: Cap, year: str = "2023", known_at: str = "2024-06-01") -> dict[str, Any]:
    return {
        "period": queries.ledger.period(cap, year, today=date(2024, 6, 1)),
        "known_at": day(known_at),
        "policy": queries.regime.policy().policy,
    }


def project(cap: Cap, *years: str) -> None:
    for year in years or ("2023",):
        given = asked(cap, year)
        services.ledger.projection.project(cap=cap, period=given["period"], policy=given["policy"])


def differences() -> list[str]:
    policy = queries.regime.policy().policy
    return [
        said
        for run in UsageRun.objects.all()
        for said in queries.ledger.projection.differences(run, policy)
    ]


def same(cap: Cap, **other: str) -> queries.ledger.Summary:
    """The summary, which is what the fold says."""
    found = queries.ledger.summary(cap, **asked(cap, **other))
    fold = queries.ledger.usage(cap, **asked(cap, **other))
    assert (found.status.code, found.status.reason) == (fold.status.code, fold.status.reason)
    assert found.by_supplier == fold.by_supplier()
    assert found.measured == fold.measured
    return found


def test_without_steps_the_fold_is_read(cap: Cap) -> None:
    record(draft("2023-03"))
    assert not same(cap).from_step


def test_with_steps_usage_is_one_query(cap: Cap) -> None:
    record(draft("2023-03"))
    project(cap)
    given = asked(cap)
    with CaptureQueriesContext(connection) as said:
        found = queries.ledger.summary(cap, **given)
    assert len(said) == 1
    assert found.from_step
    assert found.binding is not None
    assert found.binding.used.amount == 3000


def test_steps_follow_each_act(cap: Cap) -> None:
    project(cap, "2022", "2023", "2024")
    row = line(draft("2023-03", amount="100", unit="t"), known_on="2023-05-01")
    record(draft("2023-04/2023-06", kind="sum", amount="900"), known_on="2023-08-01")
    record(draft("2023-05", amount="400"), known_on="2023-09-01")
    row = services.ledger.correct(
        line=row, draft=draft("2023-02", amount="50"), reason="another month", by=None, at=NOW,
        source=source("2024-01-10"),
    )  # fmt: skip
    row = services.ledger.withdraw(line=row, reason="wrong", by=None, at=NOW,
                                   known_on=day("2024-01-20"))  # fmt: skip
    services.ledger.reinstate(line=row, reason="right", by=None, at=NOW,
                              known_on=day("2024-02-20"))  # fmt: skip
    for known_at in ("2023-04-30", "2023-05-01", "2023-08-01", "2023-09-01", "2024-01-10",
                     "2024-01-20", "2024-02-20"):  # fmt: skip
        assert same(cap, known_at=known_at).from_step
    assert differences() == []


def test_a_line_given_to_another_state_moves_to_it(cap: Cap) -> None:
    project(cap)
    row = line(draft("2023-03"))
    services.ledger.correct(line=row, draft=draft("2023-03", supplier="MN"), reason="Mongolia's",
                            by=None, at=NOW)  # fmt: skip
    found = same(cap)
    assert found.by_supplier == {"MN": Decimal(3000)}
    assert found.from_step
    assert differences() == []


def test_a_line_that_moves_to_another_good_leaves_its_cap(cap: Cap) -> None:
    petroleum_cap(slug="crude", commodity=CommodityFactory(code="crude_oil"))
    project(cap)
    row = line(draft("2023-03"))
    services.ledger.correct(line=row, draft=draft("2023-03", commodity="crude_oil"),
                            reason="it was crude", by=None, at=NOW)  # fmt: skip
    assert not same(cap).measured
    assert differences() == []
    policy = queries.regime.policy().policy
    (listed,) = queries.ledger.with_status(
        [cap], "unknown", known_at=day("2023-12-31"), policy=policy
    )
    assert not listed.measured


def test_a_period_without_steps_gets_them_with_its_first_line(cap: Cap) -> None:
    project(cap, "2022")
    record(draft("2023-03"))
    assert same(cap).from_step
    assert differences() == []


def test_what_comes_by_another_door_puts_the_steps_out_of_use(cap: Cap) -> None:
    row = line(draft("2023-03"))
    project(cap)
    row.pk, row.series = None, uuid4()
    row.first_day, row.last_day, row._state.adding = date(2023, 4, 1), date(2023, 4, 30), True
    row.save()
    found = same(cap)
    assert not found.from_step
    assert found.binding is not None
    assert found.binding.used.amount == 6000
    assert "came in since" in differences()[0]
    record(draft("2023-05"))  # and steps that lag behind stay out of use
    assert not same(cap).from_step
    project(cap)
    assert same(cap).from_step


def test_a_change_of_the_law_puts_the_steps_out_of_use(cap: Cap) -> None:
    record(draft("2023-03"))
    project(cap)
    Limit.objects.update(amount=1000)
    cap = queries.regime.caps().get(slug="petroleum")
    found = same(cap)
    assert not found.from_step
    assert found.status.code == "exceeded"
    assert "changed since" in differences()[0]


def test_the_command_proves_the_steps_or_says_the_first_difference(cap: Cap) -> None:
    record(draft("2023-03"))
    out = StringIO()
    call_command("project", "petroleum", period="2023", stdout=out)
    assert "1 periods projected" in out.getvalue()
    call_command("project", verify=True, stdout=out)
    assert "equal to the fold" in out.getvalue()
    step = UsageStep.objects.order_by("-known_on")[0]
    step.value["totals"][0][0] = "2999"
    step.save()
    with pytest.raises(CommandError, match=r"known on 2024-02-01: totals are .*2999"):
        call_command("project", verify=True, stdout=out)
    call_command("project", period="2023", stdout=out)
    UsageStep.objects.update(digest="0" * 64)
    with pytest.raises(CommandError, match="stands on"):
        call_command("project", verify=True, stdout=out)


def test_the_command_says_what_it_does_not_know() -> None:
    for words in (["no-such-cap"], ["petroleum", "--policy", "none-such"]):
        with pytest.raises(CommandError):
            call_command("project", *words)


def test_a_notice_follows_where_steps_are_kept_too(cap: Cap) -> None:
    project(cap)
    record(draft("2023-03", amount="300000"))
    assert not cap.notices.exists()
    row = line(draft("2023-04", amount="100000"))
    assert list(cap.notices.values_list("share", flat=True)) == [Decimal("0.75")]
    services.ledger.withdraw(line=row, reason="wrong", by=None, at=NOW)
    assert not cap.notices.filter(withdrawal=None).exists()
    assert Transfer.objects.count() == 3
