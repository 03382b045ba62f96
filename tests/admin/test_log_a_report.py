"""The desk logs a State's report: usage changes, or every problem stands at its field."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance import queries
from compliance.admin import reporting
from compliance.models import Committee, Report, ReportDraft, Transfer
from tests.factories.people import chief, someone


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

ADD = "admin:compliance_report_add"
# A month of the seeded ledger for which Russia has no line.
FREE = {"first_day": "2025-05-01", "last_day": "2025-05-31"}


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    return client


def typed(*lines: dict[str, str], **report: str) -> dict[str, str]:
    """The form as a browser sends it."""
    data = {
        "key": f"admin:{uuid4()}",
        "committee": str(Committee.objects.get().pk),
        "kind": "notification",
        "reporting_state": "RU",
        "known_on": "2025-07-01",
        "known_not_before": "",
        "document": "S/AC.49/2025/NOTE.1",
        "source_url": "",
        "confidence": "",
        "note": "",
        "lines-TOTAL_FORMS": str(len(lines)),
        "lines-INITIAL_FORMS": "0",
        "lines-MIN_NUM_FORMS": "0",
        "lines-MAX_NUM_FORMS": "500",
        **report,
    }
    for number, given in enumerate(lines):
        line = {
            "supplier": "RU",
            "recipient": "KP",
            "commodity": "refined_petroleum",
            "kind": "reported",
            "amount": "3,000",
            "unit": "bbl",
            "stated_amount": "",
            "stated_unit": "",
            "note": "",
            **FREE,
            **given,
        }
        data |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return data


def log(data: dict[str, str], client: Client | None = None) -> Any:
    return (client or desk()).post(reverse(ADD), data, follow=True)


def used() -> Decimal:
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    today = timezone.localdate()
    value = queries.ledger.usage(
        cap,
        period=queries.ledger.period(cap, "2025", today=today),
        known_at=today,
        policy=queries.regime.policy().policy,
    )
    return Decimal(queries.ledger.as_data(value)["used"])


def wrong(answer: Any) -> dict[str, list[str]]:
    """Every problem by its field: "1 amount" is of the first line."""
    found: dict[str, list[str]] = dict(answer.context["form"].errors)
    for number, line in enumerate(answer.context["lines"], 1):
        found |= {f"{number} {name}": said for name, said in line.errors.items()}
    return found


def test_a_transfer_of_3000_barrels_for_a_month_with_none_changes_the_usage() -> None:
    before = used()
    answer = log(typed({}))
    said = [str(m) for m in answer.context["messages"]]
    assert said[0] == "Recorded: 1 line."
    assert "Refined petroleum to the DPRK, 2025:" in said[1]
    assert len(said) == 2  # a cap that never applied is none whose usage changes
    assert used() == before + 3000
    report = Report.objects.get(document="S/AC.49/2025/NOTE.1")
    assert report.recorded_by is not None
    assert report.recorded_by.username == "chief"


def test_a_line_from_1_december_to_31_january_is_refused_with_a_sentence() -> None:
    span = {"first_day": "2024-12-01", "last_day": "2025-01-31"}
    before = used()
    answer = log(typed(span))
    (sentence,) = wrong(answer)["1 last_day"]
    assert sentence == (
        "2024-12-01 to 2025-01-31 runs past 2024-12-31, the last day of the cap period that began "
        "on 2024-01-01 (S/RES/2397 (2017) OP 5). Split the line at that day; nothing is pro-rated."
    )
    assert sentence in answer.content.decode()
    assert used() == before


TABLE = [
    ({"amount": "-3000"}, "1 amount", "is no amount"),
    ({"amount": "NaN"}, "1 amount", "is no amount"),
    ({"amount": "1e5"}, "1 amount", "is no amount"),
    ({"amount": ""}, "1 amount", "has an amount; 0 for an explicit nil"),
    ({"amount": "9999999999999"}, "1 amount", "is over 999,999,999,999.999999"),
    ({"unit": "barrels"}, "1 unit", "'barrels' is no unit held here"),
    ({"unit": "USD"}, "1 unit", "No cited factor turns USD"),
    ({"recipient": "RU"}, "1 recipient", "Russia cannot be its own recipient"),
    ({"supplier": "XX"}, "1 supplier", "'XX' is no State"),
    ({"commodity": "jet_fuel"}, "1 commodity", "'jet_fuel' is not held here"),
    ({"first_day": "2025-07-01", "last_day": "2025-07-31"}, "1 last_day", "after 2025-07-01"),
    ({"first_day": "soon"}, "1 first_day", "'soon' is no day; write it as 2023-03-31."),
    ({"last_day": ""}, "1 last_day", "Give the last day of the span"),
    ({"last_day": "2025-04-30"}, "1 last_day", "lies before the first"),
    (
        {"first_day": "2023-03-01", "last_day": "2023-03-31"},
        "1 first_day",
        "Russia has already reported 5,140 bbl for 2023-03-01 to 2023-03-31",
    ),
]


@pytest.mark.parametrize(("line", "field", "reason"), TABLE, ids=[str(row[0]) for row in TABLE])
def test_each_thing_wrong_is_refused_with_field_and_reason(
    line: dict[str, str], field: str, reason: str
) -> None:
    before = Report.objects.count(), Transfer.objects.count()
    answer = log(typed(line))
    assert any(reason in said for said in wrong(answer)[field]), wrong(answer)
    assert reason.replace("'", "&#x27;") in answer.content.decode()
    assert (Report.objects.count(), Transfer.objects.count()) == before


def test_a_report_of_the_future_is_refused() -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = wrong(log(typed({}, known_on=tomorrow)))
    assert said == {
        "known_on": [f"{tomorrow} has not come yet; a report is known from a day that has."]
    }


def test_everything_wrong_in_every_line_is_said_at_once_and_nothing_is_saved() -> None:
    before = Report.objects.count(), Transfer.objects.count()
    answer = log(
        typed(
            {"first_day": "2024-12-01", "last_day": "2025-01-31"},
            {"amount": "-3000", "unit": "barrels"},
            {"recipient": "RU"},
            {"amount": "NaN", "first_day": "2026-01-01", "last_day": "2026-01-31"},
            {},
            {},
            known_on="2025-13-01",
        )
    )
    said = wrong(answer)
    assert {
        "known_on", "1 last_day", "2 amount", "2 unit", "3 recipient", "4 amount",
        "6 first_day",
    } <= set(said), said  # fmt: skip
    assert all(len(sentences) == len(set(sentences)) for sentences in said.values())
    assert len(said["2 unit"]) == 1
    assert (Report.objects.count(), Transfer.objects.count()) == before


def test_what_was_typed_is_still_in_the_form() -> None:
    page = log(typed({"amount": "-3000", "note": "by rail, “Tumangang”"})).content.decode()
    assert 'value="-3000"' in page
    assert "by rail, “Tumangang”" in page


def test_what_was_typed_is_never_markup() -> None:
    page = log(typed({"amount": "<script>alert(1)</script>"})).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_empty_lines_are_no_lines() -> None:
    empty = dict.fromkeys(("supplier", "amount", "first_day", "last_day"), "")
    answer = log(typed({}, empty, empty))
    assert str(next(iter(answer.context["messages"]))) == "Recorded: 1 line."
    assert "A report has at least one line." in str(wrong(log(typed(empty))))


def test_a_form_sent_twice_is_one_report() -> None:
    before, data, client = used(), typed({}), desk()
    log(data, client)
    log(data, client)
    assert Report.objects.filter(key=data["key"]).count() == 1
    assert used() == before + 3000


@pytest.mark.parametrize("rights", [("view_report",), ("add_transfer",), ("add_article",)])
def test_who_may_not_log_reports_cannot(rights: tuple[str, ...]) -> None:
    before, client = used(), desk(*rights)
    assert client.get(reverse(ADD)).status_code == 403
    assert log(typed({}), client).status_code == 403
    assert used() == before


def test_who_may_only_log_reports_can() -> None:
    before = used()
    answer = log(typed({}), desk("add_report", "view_report"))
    assert answer.status_code == 200
    assert used() == before + 3000


def test_a_stranger_is_shown_the_door() -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(reverse(ADD))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("asked", ["", "0", "5", "9" * 30, "-1", "x", "²"])
def test_as_many_empty_lines_as_asked_for_within_reason(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "MOST_LINES", 6)
    answer = desk().get(reverse(ADD), {"lines": asked})
    assert answer.status_code == 200
    assert 1 <= len(answer.context["lines"].forms) <= 6


# Looked over, pasted, kept as a draft


CHECK = "admin:compliance_report_check"


def look_over(data: dict[str, str], client: Client | None = None) -> Any:
    return (client or desk()).post(reverse(CHECK), data)


def test_a_look_says_what_the_save_would_say_and_stores_nothing() -> None:
    before = Report.objects.count(), Transfer.objects.count()
    data = typed({"first_day": "2024-12-01", "last_day": "2025-01-31"}, {"amount": "-3000"}, {})
    looked = look_over(data).json()
    said = {(p["line"], p["field"], p["message"]) for p in looked["problems"]}
    refused = wrong(log(data))
    assert said == {
        (int(name.split()[0]) - 1, name.split()[1], sentence)
        for name, sentences in refused.items()
        for sentence in sentences
    }
    assert (Report.objects.count(), Transfer.objects.count()) == before


def test_a_look_shows_totals_conversions_and_unusual_sizes() -> None:
    looked = look_over(typed({"amount": "3,000", "unit": "t"}, {**NEXT, "amount": "450,000"}))
    answer = looked.json()
    (conversion,) = answer["conversions"]
    assert conversion["line"] == 0
    assert conversion["message"].startswith("3,000 t = 23,940.0 bbl, by the factor 7.98 bbl a t (")
    (total,) = answer["totals"]
    assert total.startswith("Refined petroleum to the DPRK, 2025: ")
    assert "of 500,000 bbl" in total
    assert "It passes 75 and 90 and 95 per cent." in total
    assert any("Unusual size" in w["message"] and w["line"] == 1 for w in answer["warnings"])


NEXT = {"first_day": "2025-06-01", "last_day": "2025-06-30"}


def test_while_somebody_types_what_is_missing_is_counted_and_not_blamed() -> None:
    empty = typed({"amount": "", "last_day": ""}, known_on="", kind="")
    answer = look_over(empty).json()
    assert answer["problems"] == []
    assert answer["missing"] >= 2


def test_a_look_needs_the_right_to_log_and_is_never_a_get() -> None:
    assert look_over(typed({}), desk("view_report")).status_code == 403
    assert desk().get(reverse(CHECK)).status_code == 403


def test_without_a_script_the_form_is_looked_over_by_a_button() -> None:
    before = Report.objects.count()
    page = log(typed({}) | {"_check": ""})
    assert "Nothing is wrong with it." in page.content.decode()
    assert "Refined petroleum to the DPRK, 2025:" in page.content.decode()
    page = log(typed({"amount": "-1"}) | {"_check": ""})
    assert "is no amount" in str(wrong(page)["1 amount"])
    assert Report.objects.count() == before


PASTED = (
    "From\tMonth\tAmount\tRemark\n"
    "Russia\t2025-05\t3,000 bbl\tby rail\n"
    "CN\t2025-06\t1,200 t\n"
    "Atlantis\t31/03/2025\t5\n"
)


def test_rows_of_a_spreadsheet_become_lines_and_nothing_is_recorded() -> None:
    before = Report.objects.count()
    page = log(typed({"amount": "70"}, reporting_state="") | {"_paste": "", "pasted": PASTED})
    lines = [form.initial for form in page.context["lines"] if form.initial.get("amount")]
    assert [
        (x["supplier"], x["first_day"], x.get("last_day", ""), x["amount"], x["unit"])
        for x in lines
    ] == [
        ("RU", "2025-05-01", "2025-05-31", "70", "bbl"),
        ("RU", "2025-05-01", "2025-05-31", "3,000", "bbl"),
        ("CN", "2025-06-01", "2025-06-30", "1,200", "t"),
        ("Atlantis", "31/03/2025", "", "5", "bbl"),
    ]
    said = [(p.row, p.field) for p in page.context["pasted_problems"]]
    assert {(4, "supplier"), (4, "first_day")} <= set(said)
    assert "&#x27;31/03/2025&#x27; is no day; write it as 2023-03-31." in page.content.decode()
    assert Report.objects.count() == before


def test_a_line_more_keeps_what_was_typed() -> None:
    page = log(typed({"amount": "70"}, document="S/1") | {"_more": ""})
    assert len(page.context["lines"].forms) == 2
    assert page.context["lines"].forms[0].initial["amount"] == "70"
    assert page.context["form"].initial["document"] == "S/1"


def test_a_draft_is_kept_taken_up_and_gone_once_it_is_recorded() -> None:
    client, before = desk(), used()
    data = typed({"amount": "3,000"}, {"amount": "", "last_day": ""}, known_on="")
    page = log(data | {"_draft": ""}, client)
    assert "Kept as a draft" in page.content.decode()
    assert used() == before
    (kept,) = page.context["drafts"]
    assert page.context["form"].initial["key"] == data["key"]
    assert page.context["lines"].forms[0].initial["amount"] == "3,000"
    log(data | {"_draft": ""}, client)
    assert ReportDraft.objects.count() == 1
    log(typed({}, key=data["key"]), client)
    assert used() == before + 3000
    page = client.get(reverse(ADD), {"draft": kept.pk})
    assert list(page.context["drafts"]) == []
    assert "This draft is recorded, dropped or somebody else" in page.content.decode()


def test_a_draft_is_of_the_one_who_typed_it() -> None:
    mine, data = desk("add_report", "view_report"), typed({})
    log(data | {"_draft": ""}, mine)
    kept = ReportDraft.objects.get()
    other = desk("add_report", "view_report")
    page = other.get(reverse(ADD), {"draft": kept.pk})
    assert "This draft is recorded, dropped or somebody else" in page.content.decode()
    assert "draft is analyst" in log(data | {"_draft": ""}, other).content.decode()
    log(data | {"_drop": ""}, other)
    assert ReportDraft.objects.exists()
    log(data | {"_drop": ""}, mine)
    assert not ReportDraft.objects.exists()
