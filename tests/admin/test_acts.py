"""The other acts of the desk: correct, withdraw, mark as sent, hand in, decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance import core, queries
from compliance.models import (
    Article,
    Cap,
    Delivery,
    Finding,
    IssuedNotice,
    Notice,
    Review,
    Transfer,
)
from tests.factories.ledger import draft
from tests.factories.people import chief, someone
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import line, record


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db: None) -> Any:
    return petroleum_cap()


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    return client


def act(name: str, row: Any) -> str:
    return reverse(f"admin:compliance_{row._meta.model_name}_{name}", args=[row.pk])


def send(address: str, client: Client | None = None, /, **data: Any) -> Any:
    return (client or desk()).post(address, data, follow=True)


def correct(held: Any, client: Client | None = None, /, **data: Any) -> Any:
    """Sent, looked at, and confirmed as it was looked at."""
    client = client or desk()
    shown = send(act("correct", held), client, **data)
    confirmed = shown.context.get("confirmed")
    return send(act("correct", held), client, **data, confirmed=confirmed) if confirmed else shown


# Correct, withdraw and reinstate

LINE = {
    "supplier": "RU",
    "recipient": "KP",
    "commodity": "refined_petroleum",
    "kind": "reported",
    "first_day": "2023-03-01",
    "last_day": "2023-03-31",
    "amount": "2,500",
    "unit": "bbl",
    "reason": "A slip of the pen.",
}


def test_the_form_of_a_correction_shows_the_line_as_it_stands() -> None:
    held = line(draft("2023-03", amount="3000.5"))
    page = desk().get(act("correct", held)).content.decode()
    assert 'value="3000.5"' in page
    assert 'value="2023-03-31"' in page


def test_a_correction_is_recorded_as_the_next_revision() -> None:
    held = line(draft("2023-03"))
    answer = correct(held, **LINE)
    assert "Revision 2 recorded: 2,500 bbl." in answer.content.decode()
    second = Transfer.objects.get(revision=2)
    assert (second.amount, second.reason) == (2500, "A slip of the pen.")
    assert second.recorded_by is not None
    page = desk().get(act("change", second)).content.decode()
    assert "A slip of the pen." in page
    assert "3,000 bbl" in page


def test_a_correction_without_a_reason_or_with_nonsense_is_refused_at_its_fields() -> None:
    held = line(draft("2023-03"))
    answer = send(act("correct", held), **{**LINE, "reason": "", "amount": "-1"})
    errors = answer.context["form"].errors
    assert set(errors) == {"reason", "amount"}
    assert Transfer.objects.count() == 1


def test_a_restatement_says_on_which_day() -> None:
    held = line(draft("2023-03"))
    correct(held, **LINE, restated_on="2024-05-01")
    assert str(Transfer.objects.get(revision=2).known_on) == "2024-05-01"
    assert Transfer.objects.get(revision=2).report != held.report


def test_who_corrects_what_somebody_corrected_meanwhile_is_told() -> None:
    held, client = line(draft("2023-03")), desk()
    correct(held, client, **LINE)
    answer = correct(held, client, **{**LINE, "amount": "2,600"})
    assert "Somebody corrected this line meanwhile (revision 2)" in answer.content.decode()
    assert 'value="2,600"' in answer.content.decode()
    assert Transfer.objects.count() == 2


def test_a_correction_shows_both_sides_before_it_is_recorded() -> None:
    held, client = line(draft("2023-03")), desk()
    shown = send(act("correct", held), client, **LINE)
    assert shown.context["difference"] == [("quantity", "3,000 bbl", "2,500 bbl")]
    (total,) = shown.context["would"].totals
    assert (total.before, total.after) == (3000, 2500)
    assert "Look at the difference; nothing is recorded yet" in shown.content.decode()
    assert Transfer.objects.count() == 1


def test_what_was_changed_after_the_look_is_looked_at_again() -> None:
    held, client = line(draft("2023-03")), desk()
    seen = send(act("correct", held), client, **LINE).context["confirmed"]
    other = {**LINE, "amount": "25,000"}
    answer = send(act("correct", held), client, **other, confirmed=seen)
    assert answer.context["difference"] == [("quantity", "3,000 bbl", "25,000 bbl")]
    assert Transfer.objects.count() == 1


def test_a_line_that_was_withdrawn_is_reinstated_with_a_reason() -> None:
    held, client = line(draft("2023-03")), desk()
    send(act("withdraw", held), client, reason="Not theirs.")
    gone = Transfer.objects.get(revision=2)
    page = client.get(act("reinstate", gone))
    assert ("whether it stands", "withdrawn", "it stands again") in page.context["difference"]
    (total,) = page.context["would"].totals
    assert (total.before, total.after) == (None, 3000)
    refused = send(act("reinstate", gone), client, reason="")
    assert "reason" in refused.context["form"].errors
    send(act("reinstate", gone), client, reason="It was theirs.")
    again = Transfer.objects.get(revision=3)
    assert (again.withdrawn, again.reason, again.amount) == (False, "It was theirs.", 3000)
    twice = send(act("reinstate", again), client, reason="Once more.")
    assert "This line stands; nothing is to undo." in twice.content.decode()


def test_a_line_is_withdrawn_with_a_reason() -> None:
    held, client = line(draft("2023-03")), desk()
    refused = send(act("withdraw", held), client, reason="")
    assert "reason" in refused.context["form"].errors
    send(act("withdraw", held), client, reason="Not theirs.")
    assert Transfer.objects.get(revision=2).withdrawn


def test_a_withdrawal_of_the_future_is_refused_at_its_field() -> None:
    held = line(draft("2023-03"))
    answer = send(act("withdraw", held), reason="Taken back.", known_on="2999-01-01")
    assert "known_on" in answer.context["form"].errors
    assert Transfer.objects.count() == 1


# Notices


def test_a_notice_is_marked_as_sent_once() -> None:
    record(draft("2023-03", amount="400000"))
    notice, client = Notice.objects.get(), desk()
    for _ in range(2):
        answer = send(act("mark_sent", notice), client)
    assert answer.status_code == 200
    assert Delivery.objects.count() == 1


NOTICE = {
    "first_day": "2023-01-01",
    "share": "75",
    "issued_on": "2023-11-02",
    "known_on": "2023-11-03",
    "document": "SCA/2/23 (5)",
}
ENTER = "admin:compliance_issuednotice_add"


def test_a_notice_of_the_secretary_is_entered_once() -> None:
    client, cap = desk(), Cap.objects.get()
    for _ in range(2):
        answer = send(reverse(ENTER), client, **NOTICE, cap=cap.pk)
    assert "Entered: 75%" in answer.content.decode()
    row = IssuedNotice.objects.get()
    assert (row.share, row.document, row.recorded_by.username) == (
        Decimal("0.75"),
        "SCA/2/23 (5)",
        "chief",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"share": "60"}, "share"),
        ({"first_day": "2023-02-01"}, "first_day"),
        ({"document": " "}, "document"),
        ({"issued_on": "2023-11-04"}, "issued_on"),
        ({"known_on": "2999-01-01"}, "known_on"),
    ],
)
def test_what_is_no_notice_is_refused_at_its_field(wrong: dict[str, str], field: str) -> None:
    answer = send(reverse(ENTER), cap=Cap.objects.get().pk, **{**NOTICE, **wrong})
    assert field in answer.context["form"].errors
    assert not IssuedNotice.objects.exists()


def test_who_may_not_enter_notices_cannot() -> None:
    assert desk("view_issuednotice").post(reverse(ENTER), NOTICE).status_code == 403
    assert not IssuedNotice.objects.exists()


# Articles


ARTICLES = "admin:compliance_article_add"
TOLD = (
    "Russia reported to the UN sanctions committee that it supplied 3,125 barrels of refined "
    "petroleum to North Korea in March 2023."
)


@pytest.mark.parametrize(
    "given",
    [
        {"text": TOLD},
        {"file": SimpleUploadedFile("told.txt", TOLD.encode(), "text/plain")},
        {"url": "https://news.example/a"},
    ],
    ids=["text", "file", "address"],
)
def test_an_article_is_handed_in_as_text_file_or_address(given: dict[str, Any]) -> None:
    answer = desk().post(reverse(ARTICLES), given)
    article = Article.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("article", args=[article.pk])
    assert article.seen_by is not None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "A title"}, "Give an address, a text or a file: one of the three."),
        ({"text": TOLD, "url": "https://a.example/"}, "one of the three."),
        ({"url": "file:///etc/passwd"}, "Only addresses that begin with http"),
        ({"url": "javascript:alert(1)"}, "Only addresses that begin with http"),
        ({"text": TOLD, "published_on": "2999-01-01"}, "has not come yet"),
    ],
)
def test_what_is_not_taken_is_told_why(given: dict[str, str], why: str) -> None:
    answer = send(reverse(ARTICLES), **given)
    assert why in answer.content.decode()
    assert not Article.objects.exists()


def test_the_same_article_again_is_said_to_be_held() -> None:
    client = desk()
    for said in ("Taken; it is read within seconds.", "This article is held already."):
        client.post(reverse(ARTICLES), {"text": TOLD})
        page = client.get(reverse("admin:compliance_article_changelist"))
        assert said in page.content.decode()


# Decisions


def finding() -> Finding:
    (found,) = read_article(TOLD)
    return found


def test_a_finding_is_decided() -> None:
    found = finding()
    send(act("decide", found), decision="confirm", note="Seen.")
    review = Review.objects.get()
    assert (review.decision, review.note, review.decided_by.username) == (
        "confirm",
        "Seen.",
        "chief",
    )


def test_a_finding_recorded_by_two_becomes_a_line() -> None:
    found = finding()
    send(act("decide", found), decision="record")
    assert not Transfer.objects.exists()
    read = core.review.written(queries.review.machine_answer(found.claim))
    second = desk("add_review", "add_report", "view_finding")
    send(act("decide", found), second, decision="record", **read)
    assert Transfer.objects.get().amount == 3125


def test_what_cannot_be_decided_is_told_why() -> None:
    found, client = finding(), desk()
    answer = send(act("decide", found), client, decision="reject", note="")
    assert "Say in a sentence why; it is kept." in answer.content.decode()
    send(act("decide", found), client, decision="confirm")
    answer = send(act("decide", found), client, decision="reject", note="No.")
    assert "Already decided: the finding is right (chief," in answer.content.decode()
    assert Review.objects.count() == 1


# Rights


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("correct", "add_transfer"),
        ("withdraw", "add_transfer"),
        ("reinstate", "add_transfer"),
        ("decide", "add_review"),
        ("mark_sent", "add_delivery"),
    ],
)
def test_each_act_asks_for_its_right(name: str, right: str) -> None:
    row: Any
    if name == "decide":
        row = finding()
    else:
        row = line(draft("2023-03", amount="400000"))
        row = Notice.objects.get() if name == "mark_sent" else row
    every = ["view_transfer", "view_finding", "view_notice", "view_report", "view_article"]
    reader, actor = desk(*every), desk(right, *every)
    rows = Transfer.objects.count(), Review.objects.count(), Delivery.objects.count()
    for method in ("get", "post"):
        assert getattr(reader, method)(act(name, row)).status_code == 403
    assert actor.get(act(name, row)).status_code == 200
    assert (Transfer.objects.count(), Review.objects.count(), Delivery.objects.count()) == rows
    assert reader.get(act("change", row)).status_code == 200


def test_an_act_on_a_row_that_is_not_there_is_not_found() -> None:
    for name, model in (("correct", "transfer"), ("decide", "finding"), ("mark_sent", "notice")):
        address = reverse(f"admin:compliance_{model}_{name}", args=[999999])
        assert desk().get(address).status_code == 404
