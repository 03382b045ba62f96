"""Acts on the ledger: all or nothing, once however often, every problem at once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from compliance import queries, services
from compliance.core.ledger import Draft
from compliance.models import Commodity, Conversion, Delivery, Notice, Report, Transfer
from compliance.services.ledger import Rejected
from tests.factories.ledger import day, draft
from tests.factories.people import UserFactory
from tests.factories.regime import CommodityFactory, petroleum_cap, policy
from tests.factories.reports import NOW, line, lines, record, source


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cap(db: None) -> Any:
    return petroleum_cap()


def used(cap: Any, known_at: str = "2024-06-01", year: str = "2023") -> Decimal | None:
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, year, today=date(2024, 6, 1)),
        known_at=day(known_at),
        policy=queries.regime.policy().policy,
    )
    return value.binding.used.amount if value.binding and value.measured else None


def refused(*drafts: Draft, **other: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(Rejected) as raised:
        record(*drafts, **other)
    assert str(raised.value)
    return [(p.row, p.field, p.code) for p in raised.value.problems]


# Record


def test_a_report_is_kept_with_its_lines_by_whom_and_when(cap: Any) -> None:
    person = UserFactory()
    report = record(
        draft("2023-03", row=1), draft("2023-04", amount="100", row=2), by=person, at=NOW
    )
    assert (report.recorded_by, report.recorded_at) == (person, NOW)
    assert [(t.first_day.month, t.amount, t.revision) for t in report.transfers.all()] == [
        (3, Decimal(3000), 1),
        (4, Decimal(100), 1),
    ]
    assert used(cap) == 3100


def test_a_line_is_known_since_its_report_was(cap: Any) -> None:
    bounds = {"known_on": "2024-02-01", "known_not_before": day("2024-01-20")}
    line(draft("2023-03"), **bounds, known_precision="bounded")
    (row,) = Transfer.objects.all()
    assert (row.known_on, row.known_not_before) == (day("2024-02-01"), day("2024-01-20"))
    assert used(cap, "2024-01-31") is None
    assert used(cap, "2024-02-01") == 3000


def test_one_wrong_line_and_nothing_is_kept() -> None:
    problems = refused(draft("2023-03", row=1), draft("2023-04", amount="-1", row=2))
    assert problems == [(2, "amount", "negative")]
    assert not Report.objects.exists()
    assert not Transfer.objects.exists()
    assert not Notice.objects.exists()


def test_every_problem_is_said_at_once() -> None:
    problems = refused(
        draft("2022-12-01/2023-01-31", row=1),
        draft("2023-04", recipient="RU", unit="pints", row=2),
        known_on="2024-06-02",
        kind="rumour",
        reporting_state="ZZ",
    )
    assert {(row, code) for row, _, code in problems} >= {
        (0, "future"),
        (0, "unknown_kind"),
        (0, "unknown_state"),
        (1, "straddles"),
        (2, "own_recipient"),
        (2, "unknown_unit"),
    }


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"known_on": None}, "known_on", "missing"),
        ({"known_on": "2024-06-02"}, "known_on", "future"),
        ({"known_not_before": date(2024, 3, 1)}, "known_not_before", "backwards"),
        ({"kind": "rumour"}, "kind", "unknown_kind"),
        ({"reporting_state": "CN"}, "reporting_state", "reports_for_another"),
    ],
)
def test_a_document_says_who_and_since_when(wrong: dict[str, Any], field: str, code: str) -> None:
    assert [(f, c) for _, f, c in refused(draft("2023-03"), **wrong)] == [(field, code)]


def test_a_report_has_a_line() -> None:
    assert refused() == [(0, "lines", "missing")]


def test_the_same_key_twice_is_one_report() -> None:
    first = record(draft("2023-03"), key="admin:1")
    again = record(draft("2023-04", amount="9"), key="admin:1")
    assert again == first
    assert Transfer.objects.count() == 1


def test_a_month_already_reported_is_refused() -> None:
    record(draft("2023-03"))
    assert refused(draft("2023-03")) == [(1, "first_day", "already_reported")]


def test_a_good_that_no_cap_limits_is_refused() -> None:
    CommodityFactory(code="luxury_goods")
    assert (1, "commodity", "no_cap") in refused(draft("2023-03", commodity="luxury_goods"))


def test_a_unit_needs_a_way_to_the_caps_own() -> None:
    assert refused(draft("2023-03", unit="USD")) == [(1, "unit", "no_factor")]
    assert line(draft("2023-03", unit="t")).unit == "t"


def test_a_blank_is_kept_without_a_unit() -> None:
    row = line(draft("2023-03", kind="blank", amount=None, unit="bbl"))
    assert (row.amount, row.unit) == (None, "")


# Correct


def test_a_correction_is_the_next_revision_with_its_reason(cap: Any) -> None:
    first = line(draft("2023-03"))
    second = services.ledger.correct(
        line=first, draft=draft("2023-03", amount="2500"), reason="A slip.", by=None, at=NOW
    )
    assert (second.series, second.revision, second.reason) == (first.series, 2, "A slip.")
    assert lines() == [(1, "reported", False), (2, "reported", False)]
    assert used(cap) == 2500


def test_a_slip_of_ours_was_wrong_all_along_and_a_restatement_only_from_its_day(cap: Any) -> None:
    slip = line(draft("2023-03"))
    services.ledger.correct(
        line=slip, draft=draft("2023-03", amount="2500"), reason="A slip.", by=None, at=NOW
    )
    assert used(cap, "2024-02-01") == 2500
    stated = line(draft("2023-04"))
    services.ledger.correct(
        line=stated,
        draft=draft("2023-04", amount="1000"),
        reason="Restated.",
        by=None,
        at=NOW,
        source=source("2024-05-01"),
    )
    assert used(cap, "2024-04-30") == 5500
    assert used(cap, "2024-05-01") == 3500


def correction(line: Transfer, *, amount: str = "2500", **other: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as raised:
        services.ledger.correct(
            **{
                "line": line,
                "draft": draft("2023-03", amount=amount),
                "reason": "A slip.",
                "by": None,
                "at": NOW,
                **other,
            }
        )
    return [(p.field, p.code) for p in raised.value.problems]


def test_a_correction_is_checked_like_any_line_and_says_all_at_once() -> None:
    held = line(draft("2023-03"))
    assert correction(held, amount="-1", reason=" ") == [
        ("reason", "missing"),
        ("amount", "negative"),
    ]
    assert lines() == [(1, "reported", False)]


def test_a_correction_may_not_take_the_place_of_another_line() -> None:
    held = line(draft("2023-03"))
    line(draft("2023-04"))
    problems = correction(held, draft=draft("2023-04"))
    assert problems == [("first_day", "already_reported")]


def test_who_corrects_an_older_revision_is_told_of_the_newer() -> None:
    first = line(draft("2023-03"))
    services.ledger.correct(
        line=first, draft=draft("2023-03", amount="2500"), reason="A slip.", by=None, at=NOW
    )
    assert correction(first) == [("line", "changed_meanwhile")]


def test_a_restatement_is_not_known_before_what_it_restates_nor_in_the_future() -> None:
    held = line(draft("2023-03"))
    assert correction(held, source=source("2024-01-31")) == [("known_on", "before_original")]
    assert correction(held, source=source("2024-06-02")) == [("known_on", "future")]


# Withdraw


def test_a_line_of_ours_that_is_withdrawn_never_stood(cap: Any) -> None:
    services.ledger.withdraw(line=line(draft("2023-03")), reason="Not theirs.", by=None, at=NOW)
    assert lines() == [(1, "reported", False), (2, "reported", True)]
    assert used(cap, "2024-02-01") is None
    assert used(cap) is None


def test_a_line_that_the_state_takes_back_stood_until_then(cap: Any) -> None:
    held = line(draft("2023-03"))
    services.ledger.withdraw(
        line=held, reason="Taken back.", by=None, at=NOW, known_on=day("2024-05-01")
    )
    assert used(cap, "2024-04-30") == 3000
    assert used(cap, "2024-05-01") is None


def withdrawal(line: Transfer, **other: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as raised:
        services.ledger.withdraw(
            **{"line": line, "reason": "Not theirs.", "by": None, "at": NOW, **other}
        )
    return [(p.field, p.code) for p in raised.value.problems]


def test_a_withdrawal_gives_its_reason() -> None:
    assert withdrawal(line(draft("2023-03")), reason="") == [("reason", "missing")]


@pytest.mark.parametrize(
    ("known_on", "code"), [("2024-06-02", "future"), ("2024-01-31", "before_original")]
)
def test_a_withdrawal_is_known_after_the_line_and_not_in_the_future(
    known_on: str, code: str
) -> None:
    held = line(draft("2023-03"))
    assert withdrawal(held, known_on=day(known_on)) == [("known_on", code)]
    assert lines() == [(1, "reported", False)]


def test_what_is_withdrawn_is_neither_withdrawn_nor_corrected_again() -> None:
    gone = services.ledger.withdraw(
        line=line(draft("2023-03")), reason="Not theirs.", by=None, at=NOW
    )
    assert withdrawal(gone) == [("line", "withdrawn")]
    assert correction(gone) == [("line", "withdrawn")]


def test_a_month_that_was_withdrawn_can_be_reported_anew(cap: Any) -> None:
    services.ledger.withdraw(line=line(draft("2023-03")), reason="Not theirs.", by=None, at=NOW)
    line(draft("2023-03", amount="7"))
    assert used(cap) == 7


# Notices


def test_a_notice_is_given_in_the_act_that_reaches_a_threshold() -> None:
    record(draft("2023-03", amount="374999"))
    assert not Notice.objects.exists()
    record(draft("2023-04", amount="80001"), known_on="2024-03-01")
    assert [(n.share, n.effect, n.known_on) for n in Notice.objects.order_by("share")] == [
        (Decimal("0.75"), "notice", day("2024-03-01")),
        (Decimal("0.9"), "notice", day("2024-03-01")),
    ]


def test_a_notice_says_by_what_and_since_when() -> None:
    record(draft("2023-03", amount="400000"))
    (notice,) = Notice.objects.all()
    assert (notice.first_day, notice.last_day) == (day("2023-01-01"), day("2023-12-31"))
    assert (notice.used, notice.limit, notice.unit) == (400_000, 500_000, "bbl")
    assert notice.policy == "committee-2021"
    assert notice.reason == (
        "400,000 bbl of 500,000 were reported by what was known on 2024-02-01 (policy "
        "committee-2021): 75 per cent reached (S/RES/2397 (2017) OP 5). Due by our arithmetic; "
        "whether the Secretary gave notice is not known here."
    )


def test_asking_again_adds_no_notice(cap: Any) -> None:
    record(draft("2023-03", amount="480000"))
    assert Notice.objects.count() == 3
    assert services.ledger.issue_notices(cap=cap, at=NOW) == []
    assert Notice.objects.count() == 3


def test_each_period_has_its_own_notices() -> None:
    record(draft("2022-03", amount="380000", row=1), draft("2023-03", amount="380000", row=2))
    assert sorted(n.first_day.year for n in Notice.objects.all()) == [2022, 2023]


def test_a_notice_counts_from_the_day_it_could_be_known() -> None:
    """A report logged today, public since February, crossed in February."""
    record(draft("2023-03", amount="380000"), known_on="2024-02-01", at=NOW + timedelta(days=90))
    assert Notice.objects.get().known_on == day("2024-02-01")


def test_a_cap_that_never_applied_gives_no_notice(cap: Any) -> None:
    never = petroleum_cap(slug="never", measure__last_day=date(2017, 12, 21))
    record(draft("2023-03", amount="480000"))
    assert set(Notice.objects.values_list("cap__slug", flat=True)) == {cap.slug}
    assert services.ledger.issue_notices(cap=never, at=NOW) == []


def test_what_is_alleged_gives_no_notice() -> None:
    record(draft("2023-03", amount="480000", kind="alleged"))
    assert not Notice.objects.exists()


def test_a_notice_goes_out_once_a_channel() -> None:
    record(draft("2023-03", amount="380000"))
    notice = Notice.objects.get()
    first = services.ledger.deliver(notice=notice, channel="by hand", at=NOW)
    again = services.ledger.deliver(
        notice=notice, channel="by hand", at=NOW + timedelta(days=1), detail="again"
    )
    assert again == first
    services.ledger.deliver(notice=notice, channel="post", at=NOW)
    assert Delivery.objects.count() == 2


# Products


def bitumen(factor: str) -> None:
    Conversion.objects.create(
        policy=policy("by-product", CN="8.33"),
        commodity=Commodity.objects.get(code="refined_petroleum"),
        product="bitumen",
        from_unit="t",
        to_unit="bbl",
        factor=Decimal(factor),
        source="test",
    )


def test_a_named_product_is_turned_by_its_own_factor_and_only_by_that(cap: Any) -> None:
    bitumen("6.05")
    report = record(
        draft("2023-03", amount="100", unit="t", product="bitumen", row=1),
        draft("2023-04", amount="100", unit="t", row=2),
    )
    named, unnamed = (t.entry for t in report.transfers.order_by("first_day"))
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, "2023", today=date(2024, 6, 1)),
        known_at=day("2024-06-01"),
        policy=queries.regime.policy("by-product").policy,
    )
    assert value.binding is not None
    assert value.binding.used.amount == Decimal("605.00")
    assert [c.entry for c in value.binding.counted] == [named]
    assert [e.id for e in value.binding.unconverted] == [unnamed.id]


def test_a_product_is_kept_through_corrections_and_an_unknown_one_is_refused(cap: Any) -> None:
    bitumen("6.05")
    assert refused(draft("2023-03", product="tar", row=4)) == [(4, "product", "unknown_product")]
    row = line(draft("2023-03", product="bitumen"))
    taken = services.ledger.withdraw(line=row, reason="Typed twice.", by=None, at=NOW)
    assert (row.product, taken.product) == ("bitumen", "bitumen")
