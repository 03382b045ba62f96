"""What is sent: recorded whole by the services of every door, or refused with every reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from compliance.models import Article, Finding, Report, Review, Transfer
from tests.api.conftest import signed_in


REPORTS = "/api/v1/reports/"


def a_line(**changes: Any) -> dict[str, Any]:
    line = {
        "supplier": "RU",
        "recipient": "KP",
        "commodity": "refined_petroleum",
        "first_day": "2026-01-01",
        "last_day": "2026-01-31",
        "amount": "3000",
        "unit": "bbl",
    }
    return {name: value for name, value in (line | changes).items() if value is not ...}


def a_report(*lines: Any, **changes: Any) -> dict[str, Any]:
    report = {
        "committee": "1718",
        "kind": "notification",
        "reporting_state": "RU",
        "document": "Note verbale",
        "source_url": "https://un.example/note",
        "known_on": "2026-02-20",
        "lines": list(lines) or [a_line()],
    }
    return {name: value for name, value in (report | changes).items() if value is not ...}


def problems(answer: Any, status: int = 400) -> dict[tuple[int | None, str], str]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {(p["row"], p["field"]): p["code"] for p in answer.json()["problems"]}


def used(api: Any, period: str = "2026") -> Any:
    cap = "/api/v1/caps/dprk-refined-petroleum/usage/"
    return api.get(cap, {"period": period}).json()["used"]


def test_a_report_changes_usage(analyst: Any) -> None:
    assert used(analyst) is None
    answer = analyst.post(REPORTS, a_report(), format="json")
    assert answer.status_code == 201, answer.content
    report = answer.json()
    assert analyst.get(answer.headers["Location"]).json() == report
    (line,) = report["lines"]
    assert (line["amount"], line["unit"], line["revision"]) == ("3000", "bbl", 1)
    assert used(analyst) == "3000"
    row = Report.objects.get(pk=report["id"])
    assert row.recorded_by == analyst.user


def test_every_problem_of_every_line_comes_at_once(analyst: Any) -> None:
    before = Report.objects.count()
    answer = analyst.post(
        REPORTS,
        a_report(
            a_line(amount="-1"),
            a_line(amount="NaN", last_day="2026-02-30"),
            a_line(first_day="2026-02-01", last_day="2026-02-28", recipient="RU", amount=3000),
            a_line(first_day="2025-12-01", last_day="2026-01-31", unit="buckets"),
            a_line(first_day="2026-03-01", last_day="2999-03-31", colour="black"),
            a_line(supplier="Russia", commodity="oil\x00", kind="rumour", note=["x"]),
            "3000 bbl",
            kind="whisper",
            committee="9999",
            known_on="2199-01-01",
            source_url="javascript:alert(1)",
            reporting_state="Russia",
            colour="black",
        ),
        format="json",
    )
    problems(answer)
    found = {(p["row"], p["field"], p["code"]) for p in answer.json()["problems"]}
    expected = {
        (None, "kind"): "invalid_choice",
        (None, "committee"): "not_held",
        (None, "known_on"): "future",
        (None, "source_url"): "invalid",
        (None, "reporting_state"): "unknown_state",
        (None, "colour"): "unknown_field",
        (1, "amount"): "not_an_amount",
        (2, "amount"): "not_an_amount",
        (2, "last_day"): "not_a_day",
        (3, "recipient"): "own_recipient",
        (3, "amount"): "not_a_string",
        (4, "last_day"): "straddles",
        (4, "unit"): "unknown_unit",
        (5, "last_day"): "range",
        (5, "colour"): "unknown_field",
        (6, "supplier"): "unknown_state",
        (6, "commodity"): "null_character",
        (6, "kind"): "unknown_kind",
        (6, "note"): "not_a_string",
        (7, "lines"): "not_an_object",
    }
    assert {(*place, code) for place, code in expected.items()} <= found
    assert Report.objects.count() == before


def test_what_the_door_finds_and_what_the_service_finds_come_together(analyst: Any) -> None:
    answer = analyst.post(REPORTS, a_report(a_line(), a_line(), colour="black"), format="json")
    assert problems(answer) == {(None, "colour"): "unknown_field", (2, "first_day"): "repeated"}
    assert used(analyst) is None


def test_a_month_already_reported_is_refused(analyst: Any) -> None:
    assert analyst.post(REPORTS, a_report(), format="json").status_code == 201
    answer = analyst.post(REPORTS, a_report(), format="json")
    assert problems(answer) == {(1, "first_day"): "already_reported"}


@pytest.mark.parametrize(
    "amount",
    [3000, 3000.5, True, None, "NaN", "Infinity", "-0", "1e3", "٣٠٠٠", "３０００", "0x10", "1_000",
     "3.000,5", " ", "+1", "1" * 50, "1.1234567", "1000000000000", "", ["1"], {"a": 1}, "1\x00"],
)  # fmt: skip
def test_an_amount_is_digits_in_a_string(analyst: Any, amount: Any) -> None:
    found = problems(analyst.post(REPORTS, a_report(a_line(amount=amount)), format="json"))
    assert list(found) == [(1, "amount")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"lines": NaN}', 400),
        (b'{"lines": {}}', 400),
        (b'{"lines": []}', 400),
        (b"\xff\xfe", 400),
        (b'{"note": "\\ud800"}', 400),
        (b'{"note": "\\u0000"}', 400),
        (b"[" * 100_000, 400),
        (b'{"amount": ' + b"9" * 1_000_000 + b"}", 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
        (b'"' + b"x" * (13 * 2**20) + b'"', 413),
    ],
)
@pytest.mark.parametrize("address", [REPORTS, "/api/v1/articles/"])
def test_an_odd_body_is_refused_in_the_same_form(
    analyst: Any, address: str, body: bytes, status: int
) -> None:
    answer = analyst.post(address, body, content_type="application/json")
    problems(answer, status)


def test_other_media_types_are_refused(analyst: Any) -> None:
    problems(analyst.post(REPORTS, b"<a/>", content_type="application/xml"), 415)
    problems(analyst.get(REPORTS, HTTP_ACCEPT="text/html"), 406)


def test_too_many_lines_are_refused(analyst: Any) -> None:
    found = problems(analyst.post(REPORTS, a_report(*[{}] * 1001), format="json"))
    assert found[None, "lines"] == "too_many"


def test_a_line_is_corrected_with_a_reason_and_once(analyst: Any) -> None:
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    address = f"/api/v1/lines/{line['id']}/correction/"
    correction = {"reason": "A digit was lost.", "line": a_line(amount="30000")}
    answer = analyst.post(address, correction, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["revision"] == 2
    assert answer.json()["reason"] == "A digit was lost."
    assert used(analyst) == "30000"
    again = analyst.post(address, correction, format="json")
    assert problems(again, 409)[None, "line"] == "changed_meanwhile"
    history = analyst.get(f"/api/v1/lines/series/{line['series']}/").json()["results"]
    assert [one["amount"] for one in history] == ["3000", "30000"]


def test_a_new_statement_needs_the_right_to_add_a_report(analyst: Any) -> None:
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    address = f"/api/v1/lines/{line['id']}/correction/"
    source = {k: v for k, v in a_report(known_on="2026-03-01").items() if k != "lines"}
    body = {"reason": "Restated.", "line": a_line(amount="3100"), "source": source}
    assert signed_in("add_transfer").post(address, body, format="json").status_code == 403
    answer = analyst.post(address, body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["known_on"] == "2026-03-01"


def test_a_correction_is_refused_with_every_reason(analyst: Any) -> None:
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    address = f"/api/v1/lines/{line['id']}/correction/"
    found = problems(analyst.post(address, {"line": a_line(amount="x"), "a": 1}, format="json"))
    assert {(None, "reason"), (None, "a"), (1, "amount")} <= set(found)
    blank = problems(analyst.post(address, {"reason": " ", "line": a_line()}, format="json"))
    assert blank == {(None, "reason"): "missing"}
    assert problems(analyst.post(address, {"reason": "x"}, format="json"))[1, "lines"]
    assert Transfer.objects.filter(series=line["series"]).count() == 1


def test_a_line_is_withdrawn_with_a_reason(analyst: Any) -> None:
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    address = f"/api/v1/lines/{line['id']}/withdrawal/"
    assert problems(analyst.post(address, {"reason": ""}, format="json"))[None, "reason"]
    answer = analyst.post(address, {"reason": "Entered for another State."}, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["withdrawn"] is True
    assert used(analyst) is None
    standing = {"standing": "true", "series": line["series"]}
    assert analyst.get("/api/v1/lines/", standing).json()["results"] == []
    again = analyst.post(
        f"/api/v1/lines/{answer.json()['id']}/withdrawal/", {"reason": "x"}, format="json"
    )
    assert problems(again, 409) == {(None, "line"): "withdrawn"}


def test_an_article_is_handed_in_by_text_once(analyst: Any) -> None:
    body = {"text": "Russia sent 10 barrels.", "publisher": "A paper", "published_on": "2024-01-02"}
    answer = analyst.post("/api/v1/articles/", body, format="json")
    assert answer.status_code == 202, answer.content
    assert answer.json()["origin"] == "text"
    again = analyst.post("/api/v1/articles/", body, format="json")
    assert again.status_code == 200
    assert again.json() == answer.json()
    assert again.headers["Location"] == answer.headers["Location"]
    article = Article.objects.get(pk=answer.json()["id"])
    assert (bytes(article.content or b""), article.seen_by) == (body["text"].encode(), analyst.user)
    assert analyst.get(answer.headers["Location"]).json()["captures"] == []


def test_an_article_is_handed_in_by_address(analyst: Any) -> None:
    body = {"url": "https://news.example/oil"}
    answer = analyst.post("/api/v1/articles/", body, format="json")
    assert (answer.status_code, answer.json()["url"]) == (202, body["url"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "https://a.example/", "text": "x"}, "url"),
        ({"url": "ftp://a.example/"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": 1}, "url"),
        ({"text": "  "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "x", "published_on": "2199-01-01"}, "published_on"),
        ({"text": "x", "origin": "sample"}, "origin"),
    ],
)
def test_an_article_that_cannot_be_is_refused(analyst: Any, body: Any, field: str) -> None:
    assert (None, field) in problems(analyst.post("/api/v1/articles/", body, format="json"))


def test_the_text_of_an_article_is_shown_by_right(api: Any, analyst: Any) -> None:
    (article,) = api.get("/api/v1/articles/").json()["results"]
    address = f"/api/v1/articles/{article['id']}/"
    (capture,) = api.get(address).json()["captures"]
    assert capture["text"] is None
    (shown,) = analyst.get(address).json()["captures"]
    for figure in shown["readings"][0]["figures"]:
        assert shown["text"][figure["start"] : figure["end"]] == figure["quote"]
    assert {**shown, "text": None} == capture


def test_claims_and_findings_lead_back_to_the_sentence_and_the_lines(api: Any) -> None:
    findings = api.get("/api/v1/findings/", {"verdict": "agrees"}).json()["results"]
    sum_ = next(f for f in findings if "67,300" in f["quote"])
    claim = api.get(f"/api/v1/claims/{sum_['claim']}/").json()
    assert (claim["value"], claim["supplier"], claim["recipient"]) == ("67300", ["RU"], ["KP"])
    amounts = [api.get(f"/api/v1/lines/{line}/").json()["amount"] for line in sum_["lines"]]
    assert sum(map(float, amounts)) == 67298
    article = {"article": sum_["article"]}
    assert len(api.get("/api/v1/findings/", article).json()["results"]) == Finding.objects.count()
    assert len(api.get("/api/v1/claims/", article).json()["results"]) >= 3


def test_a_finding_is_decided_once_and_by_name(api: Any, analyst: Any) -> None:
    finding = api.get("/api/v1/findings/", {"undecided": "true"}).json()["results"][0]
    address = f"/api/v1/findings/{finding['id']}/reviews/"
    refused = problems(analyst.post(address, {"decision": "reject"}, format="json"))
    assert refused == {(None, "note"): "missing"}
    answer = analyst.post(address, {"decision": "confirm"}, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["decided_by"] == analyst.user.username
    again = analyst.post(address, {"decision": "reject", "note": "x"}, format="json")
    assert problems(again, 409) == {(None, "finding"): "decided"}
    shown = api.get(f"/api/v1/findings/{finding['id']}/").json()["reviews"]
    assert [(r["decision"], r["decided_by"]) for r in shown] == [("confirm", None)]
    undecided = api.get("/api/v1/findings/", {"undecided": "true"}).json()["results"]
    assert finding["id"] not in [f["id"] for f in undecided]


def test_to_record_a_finding_needs_the_right_to_add_a_report(api: Any) -> None:
    finding = api.get("/api/v1/findings/").json()["results"][0]
    address = f"/api/v1/findings/{finding['id']}/reviews/"
    reviewer = signed_in("add_review")
    assert reviewer.post(address, {"decision": "record"}, format="json").status_code == 403
    assert not Review.objects.exists()


def test_a_slow_database_is_no_server_error(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled() -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("compliance.queries.regime.resolutions", cancelled)
    assert problems(api.get("/api/v1/resolutions/"), 503) == {(None, ""): "error"}


def test_two_who_write_the_same_at_once_clash(
    analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Article.objects.first()
    assert held is not None

    def twice(**_: Any) -> None:
        Article.objects.create(key=held.key, origin="text", seen_at=held.seen_at)

    monkeypatch.setattr("compliance.services.press.hand_in", twice)
    answer = analyst.post("/api/v1/articles/", {"text": "x"}, format="json")
    assert problems(answer, 409) == {(None, ""): "written_meanwhile"}


SOURCES = "/api/v1/sources/"


def test_a_feed_or_a_page_is_watched_once(planted: None, db: None) -> None:
    client = signed_in("add_source")
    body = {"url": "https://news.example/feed?utm_source=x", "name": "A paper"}
    answer = client.post(SOURCES, body, format="json")
    assert answer.status_code == 201, answer.content
    kept = answer.json()
    assert (kept["kind"], kept["url"], kept["watched"], kept["health"]) == (
        "list", "https://news.example/feed", True, "not looked at yet",
    )  # fmt: skip
    assert client.get(answer.headers["Location"]).json() == kept
    again = client.post(SOURCES, {**body, "name": "Other", "kind": "page"}, format="json")
    assert (again.status_code, again.json()) == (200, kept)
    page = {"url": "https://news.example/a", "name": "A table", "kind": "page"}
    assert client.post(SOURCES, page, format="json").json()["kind"] == "page"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x"}, "url"),
        ({"url": "https://a.example/"}, "name"),
        ({"url": "https://a.example/", "name": " "}, "name"),
        ({"url": "https://user@a.example/", "name": "x"}, "url"),
        ({"url": "ftp://a.example/", "name": "x"}, "url"),
        ({"url": "https://a.example/", "name": "x", "kind": "sitemap"}, "kind"),
        ({"url": "https://a.example/", "name": "x", "watched": False}, "watched"),
    ],
)
def test_a_source_that_cannot_be_is_refused(planted: None, db: None, body: Any, field: str) -> None:
    answer = signed_in("add_source").post(SOURCES, body, format="json")
    assert (None, field) in problems(answer)
