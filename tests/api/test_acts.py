"""Acts by the API: once for a key, on the state that was seen, several at a time, by a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from compliance import services
from compliance.models import (
    Article,
    AuditEntry,
    Claim,
    Finding,
    ImportFile,
    KeptAnswer,
    Report,
    Review,
    Source,
    Token,
    TokenUse,
    Transfer,
)
from tests.api import factories
from tests.api.conftest import Client, signed_in
from tests.api.test_sending import REPORTS, a_line, a_report, problems, used
from tests.factories import tables


BATCH = "/api/v1/reports/batch/"
IMPORTS = "/api/v1/imports/?committee=1718"


def a_table(*months: int, **changes: str) -> bytes:
    """What Russia supplied in these months of 2026, a row each."""
    days = {1: "31", 2: "28", 3: "31"}
    russia = {"reporting_state": "RU", "supplier": "RU", "reported_on": "2026-04-20"}
    rows = [
        {
            **tables.GOOD,
            **russia,
            "cap": "refined_petroleum_2026",
            "reference": f"RU-2026-{n}",
            "period_start": f"2026-0{n}-01",
            "period_end": f"2026-0{n}-{days[n]}",
            "quantity": "3000",
            **changes,
        }
        for n in months
    ]
    return tables.as_csv(rows)


# Once for a key


def test_a_key_is_good_for_every_act_and_gives_the_first_answer(analyst: Any) -> None:
    """Whatever the act adds, it adds it once."""
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    finding = Finding.objects.order_by("-id")[0]
    february = a_line(first_day="2026-02-01", last_day="2026-02-28")
    acts = [
        (REPORTS, a_report(february, known_on="2026-03-20"), Report),
        (BATCH, {"reports": [a_report(a_line(supplier="CN"), reporting_state="CN")]}, Report),
        ("/api/v1/articles/", {"text": "Russia sent 11 barrels."}, Article),
        ("/api/v1/sources/", {"url": "https://a.example/feed", "name": "A"}, Source),
        (f"/api/v1/lines/{line['id']}/withdrawal/", {"reason": "A slip."}, Transfer),
        (
            f"/api/v1/findings/{finding.pk}/reviews/",
            {"decision": "confirm"},
            Review,
        ),
    ]
    for place, (address, body, model) in enumerate(acts):
        key = {"HTTP_IDEMPOTENCY_KEY": f"!key {place}".replace(" ", "~")}
        first = analyst.post(address, body, format="json", **key)
        assert first.status_code in (201, 202), first.content
        held = model.objects.count()
        # The same, spaced otherwise and in another order, is the same.
        again = analyst.post(address, dict(reversed(body.items())), format="json", **key)
        assert (again.status_code, again.content) == (first.status_code, first.content), address
        assert again["Idempotency-Replayed"] == "true"
        for header in ("Location", "ETag"):
            assert again.headers.get(header) == first.headers.get(header)
        assert model.objects.count() == held
        other = analyst.post(address, {**body, "note": "more"}, format="json", **key)
        assert problems(other, 422) == {(None, "Idempotency-Key"): "key_reused"}
    assert KeptAnswer.objects.count() == len(acts)


def test_a_key_belongs_to_its_caller_and_its_act(analyst: Any) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k"}
    assert analyst.post(REPORTS, a_report(), format="json", **key).status_code == 201
    article = analyst.post("/api/v1/articles/", {"text": "a"}, format="json", **key)
    assert article.status_code == 202
    theirs = signed_in("add_report").post(REPORTS, a_report(), format="json", **key)
    assert problems(theirs) == {(1, "first_day"): "already_reported"}


def test_what_was_refused_is_put_right_and_sent_with_the_same_key(analyst: Any) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k"}
    wrong = analyst.post(REPORTS, a_report(a_line(amount="x")), format="json", **key)
    assert wrong.status_code == 400
    assert not KeptAnswer.objects.exists()
    assert analyst.post(REPORTS, a_report(), format="json", **key).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é", "a\x00"])
def test_an_odd_key_is_refused(analyst: Any, key: str) -> None:
    answer = analyst.post(REPORTS, a_report(), format="json", HTTP_IDEMPOTENCY_KEY=key)
    assert problems(answer) == {(None, "Idempotency-Key"): "invalid"}


def test_an_answer_is_kept_for_thirty_days(analyst: Any) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k"}
    analyst.post("/api/v1/articles/", {"text": "a"}, format="json", **key)
    now = timezone.now()
    assert services.access.forget(at=now + timedelta(days=29)) == 0
    assert services.access.forget(at=now + timedelta(days=31)) == 1


# On the state that was seen


def test_a_change_says_which_state_it_means(analyst: Any) -> None:
    line = analyst.post(REPORTS, a_report(), format="json").json()["lines"][0]
    analyst.looks_first = False
    at = f"/api/v1/lines/{line['id']}/"
    body = {"reason": "A digit was lost.", "line": a_line(amount="30000")}
    blind = analyst.post(f"{at}correction/", body, format="json")
    assert problems(blind, 428) == {(None, "If-Match"): "required"}
    seen = analyst.get(at)["ETag"]
    stale = {"HTTP_IF_MATCH": '"0123456789abcdef.0123"'}
    assert problems(analyst.post(f"{at}correction/", body, format="json", **stale), 412)
    assert used(analyst) == "3000"
    # A proxy that packs what it passes on calls the tag weak.
    mine = {"HTTP_IF_MATCH": f'"other", W/{seen}'}
    done = analyst.post(f"{at}correction/", body, format="json", **mine)
    assert done.status_code == 201, done.content
    assert done["ETag"] == analyst.get(done["Location"])["ETag"] != seen
    # What is at the first address has not changed, what a change of it would rest on has.
    assert analyst.get(at)["ETag"] != seen
    withdrawal = f"{done['Location']}withdrawal/"
    for tag, code in ((seen, 412), (done["ETag"], 201)):
        said = analyst.post(withdrawal, {"reason": "x"}, format="json", HTTP_IF_MATCH=tag)
        assert said.status_code == code, said.content
    again = f"{said['Location']}reinstatement/"
    back = analyst.post(again, {"reason": "It stood."}, format="json", HTTP_IF_MATCH=said["ETag"])
    assert (back.status_code, back.json()["withdrawn"]) == (201, False)
    assert used(analyst) == "30000"


def test_a_review_is_of_the_finding_as_it_was_seen(analyst: Any) -> None:
    finding = Finding.objects.order_by("-id")[0]
    at = f"/api/v1/findings/{finding.pk}/"
    seen = analyst.get(at)["ETag"]
    other = signed_in("add_review")
    assert other.post(f"{at}reviews/", {"decision": "confirm"}, format="json").status_code == 201
    late = analyst.post(
        f"{at}reviews/", {"decision": "reject", "note": "x"}, format="json", HTTP_IF_MATCH=seen
    )
    assert problems(late, 412) == {(None, "If-Match"): "changed_meanwhile"}


def test_a_first_verdict_that_is_told_to_nobody_shows_in_no_tag(analyst: Any) -> None:
    claims = Claim.objects.filter(role="transfer").values("pk")
    finding = Finding.objects.filter(claim__in=claims).order_by("-id")[0]
    at = f"/api/v1/findings/{finding.pk}/"
    seen = analyst.get(at)["ETag"]
    first = signed_in("add_review", "add_report")
    said = first.post(f"{at}reviews/", {"decision": "record"}, format="json")
    if said.status_code == 201:
        assert analyst.get(at)["ETag"] == seen


def test_a_source_is_changed_by_those_who_may_and_keeps_its_tag_between_looks(analyst: Any) -> None:
    source = Source.objects.get(name="The Paper")
    at = f"/api/v1/sources/{source.pk}/"
    seen = analyst.get(at)
    changed = analyst.patch(at, {"watched": False}, format="json", HTTP_IF_MATCH=seen["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json() == analyst.get(at).json()
    assert changed.json()["watched"] is False
    stale = analyst.patch(at, {"name": "Mine"}, format="json", HTTP_IF_MATCH=seen["ETag"])
    assert problems(stale, 412)
    bodies = [
        ({"watched": "no"}, "watched"), ({"watched": None, "kind": "x"}, "kind"), ({"a": 1}, "a"),
        ({"name": " "}, "name"), ({"url": "ftp://a/"}, "url"), ({"id": 5}, "id"),
        ({"asked_at": "2026-01-01T00:00:00Z"}, "asked_at"), ({"health": "good"}, "health"),
    ]  # fmt: skip
    for body, field in bodies:
        assert list(problems(analyst.patch(at, body, format="json"))) == [(None, field)], body
    Source.objects.create(name="Other", url="https://other.example/feed.xml")
    taken = analyst.patch(at, {"url": "https://other.example/feed.xml"}, format="json")
    assert problems(taken) == {(None, "url"): "not_taken"}


def test_an_answer_that_you_have_is_not_sent_again(api: Any) -> None:
    for address in ("caps/dprk-refined-petroleum/usage/", "committees/1718/", "lines/"):
        at = f"/api/v1/{address}"
        first = api.get(at)
        same = api.get(at, HTTP_IF_NONE_MATCH=f'"x", {first["ETag"]}')
        assert (same.status_code, same.content) == (304, b"")
        assert same["ETag"] == first["ETag"]
        assert {"Authorization", "Cookie", "Accept"} <= set(same["Vary"].split(", "))
        assert api.get(at, HTTP_IF_NONE_MATCH='"x"').content == first.content
    text = api.get("/api/v1/lines/?format=csv")
    assert "ETag" not in text


# Several at a time


def test_several_reports_are_recorded_all_or_none(analyst: Any) -> None:
    months = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]
    good = [a_report(a_line(first_day=a, last_day=b), known_on="2026-03-20") for a, b in months]
    wrong = a_report(a_line(), a_line(supplier="XX"), kind="whisper", colour="red")
    before = Report.objects.count()
    refused = analyst.post(BATCH, {"reports": [*good, wrong, good[0]]}, format="json")
    assert refused.status_code == 400
    found = {(p["item"], p["row"], p["field"], p["code"]) for p in refused.json()["problems"]}
    assert found == {
        (3, None, "kind", "invalid_choice"), (3, None, "colour", "unknown_field"),
        (3, 1, "first_day", "already_reported"), (3, 2, "supplier", "unknown_state"),
        (3, 2, "reporting_state", "reports_for_another"), (4, 1, "first_day", "already_reported"),
    }  # fmt: skip
    kind = next(p for p in refused.json()["problems"] if p["field"] == "kind")
    assert "notification" in kind["allowed"]
    assert Report.objects.count() == before
    done = analyst.post(BATCH, {"reports": good}, format="json")
    assert done.status_code == 201, done.content
    for item, result in enumerate(done.json()["results"], start=1):
        assert (result["item"], result["status"], result["problems"]) == (item, 201, [])
        assert analyst.get(result["address"]).json()["id"] == result["report"]
    assert used(analyst) == "6000"


def test_of_several_reports_those_that_can_be_are_recorded_if_that_is_asked_for(
    analyst: Any,
) -> None:
    sent = {"atomic": False, "reports": [a_report(), a_report(), "x"]}
    done = analyst.post(BATCH, sent, format="json")
    assert done.status_code == 207, done.content
    told = [(r["status"], [p["code"] for p in r["problems"]]) for r in done.json()["results"]]
    assert told == [(201, []), (400, ["already_reported"]), (400, ["not_an_object"])]
    assert used(analyst) == "3000"
    none = analyst.post(BATCH, sent, format="json")
    assert problems(none)[1, "first_day"] == "already_reported"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "reports"), ({"reports": []}, "reports"), ({"reports": {}}, "reports"),
        ({"reports": [{}] * 101}, "reports"), ({"reports": [{"lines": [{}] * 600}] * 2}, "lines"),
        ({"reports": [{}], "atomic": "yes"}, "atomic"), ({"reports": [{}], "a": 1}, "a"),
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_is_refused(analyst: Any, body: Any, field: str) -> None:
    assert (None, field) in problems(analyst.post(BATCH, body, format="json"))


def test_a_table_is_gone_through_first_and_entered_whole(analyst: Any) -> None:
    table = a_table(1, 2)

    def send(address: str, body: bytes, kind: str = "text/csv") -> Any:
        return analyst.post(address, body, content_type=kind)

    dry = send(f"{IMPORTS}&name=two.csv", table)
    assert dry.status_code == 201, dry.content
    said = dry.json()
    assert (said["problems"], said["state"], said["rows"], said["new"]) == ([], "good", 2, 2)
    assert used(analyst) is None
    assert analyst.get(dry["Location"]).json() == said
    done = analyst.post(f"{dry['Location']}entry/")
    assert (done.status_code, done.json()["state"]) == (201, "entered"), done.content
    assert used(analyst) == "6000"
    again = analyst.post(f"{dry['Location']}entry/")
    assert problems(again, 409) == {(None, "file"): "not_now"}
    wrong = a_table(3, unit="buckets", quantity="x")
    refused = send(f"{IMPORTS}&dry_run=false", wrong).json()
    assert refused["state"] == "refused"
    assert {(p["row"], p["field"]) for p in refused["problems"]} >= {(2, "unit"), (2, "quantity")}
    assert used(analyst) == "6000"
    more = a_table(3)
    key = {"HTTP_IDEMPOTENCY_KEY": "table"}
    for _ in range(2):
        now = analyst.post(f"{IMPORTS}&dry_run=false", more, content_type="text/csv", **key)
        assert (now.status_code, now.json()["state"]) == (201, "entered")
    assert used(analyst) == "9000"
    other = analyst.post(f"{IMPORTS}&dry_run=false", table, content_type="text/csv", **key)
    assert problems(other, 422)
    held = ImportFile.objects.count()
    assert problems(send(IMPORTS, b"{}", "application/json"), 415)
    assert problems(send(IMPORTS, b"--x", "multipart/form-data; boundary=x"), 415)
    assert problems(send("/api/v1/imports/", table)) == {(None, "committee"): "required"}
    assert ImportFile.objects.count() == held
    assert send(IMPORTS, b"\x00\xff").json()["state"] == "refused"


# By a token


def test_a_token_is_kept_as_a_digest_and_its_use_noted_once_a_minute(
    planted: None, db: None
) -> None:
    user = factories.someone("add_article")
    secret = factories.secret(user, "press")
    token = Token.objects.get(owner=user)
    assert secret.startswith(token.prefix)
    assert len(secret) > 50
    assert secret not in str(Token.objects.values())
    client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}")
    for _ in range(3):
        assert client.get("/api/v1/committees/").status_code == 200
    first = TokenUse.objects.get(token=token).last_used_at
    at = first + timedelta(seconds=59)
    for later, noted in ((0, first), (1, at + timedelta(seconds=1))):
        token = Token.objects.get(pk=token.pk)
        services.access.note_use(token=token, at=at + timedelta(seconds=later))
        assert TokenUse.objects.get(token=token).last_used_at == noted
    entry = AuditEntry.objects.filter(table_name="compliance_token").latest("id")
    assert entry.after["digest"] == "(not shown)"
    assert not AuditEntry.objects.filter(table_name="compliance_tokenuse").exists()


@pytest.mark.usefixtures("planted", "db")
def test_a_token_goes_no_further_than_its_scopes_and_its_owner() -> None:
    chief = factories.UserFactory(is_superuser=True)
    client = Client(HTTP_AUTHORIZATION=f"Token {factories.secret(chief, 'read', 'press')}")
    assert client.post("/api/v1/articles/", {"text": "a"}, format="json").status_code == 202
    assert client.post(REPORTS, a_report(), format="json").status_code == 403
    (article, *_) = client.get("/api/v1/articles/").json()["results"][::-1]
    (capture,) = client.get(f"/api/v1/articles/{article['id']}/").json()["captures"]
    assert capture["text"] is None
    nobody = factories.someone()
    client = Client(HTTP_AUTHORIZATION=f"Token {factories.secret(nobody)}")
    assert client.post("/api/v1/articles/", {"text": "a"}, format="json").status_code == 403
