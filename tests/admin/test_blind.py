"""As long as a second person is asked, nobody is shown what the machine reads or the first said:
on no page, by no list, filter or search, and by no API; and PostgreSQL takes no seeing second."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from compliance import core, queries, services
from compliance.models import AuditEntry, Cap, Finding, Review, Sight
from compliance.models import review as models
from compliance.services.ledger import Rejected
from tests.factories.people import UserFactory
from tests.factories.press import read_article
from tests.factories.regime import petroleum_cap
from tests.factories.reports import NOW


pytestmark = pytest.mark.django_db

# Written as no machine writes it, so that the machine's value can be looked for.
TOLD = (
    "Russia reported to the UN sanctions committee that it supplied 67.3 thousand barrels of "
    "refined petroleum to North Korea in March 2023."
)
SAID = "the first person's own words"


@pytest.fixture
def found() -> Finding:
    petroleum_cap()
    (one,) = read_article(TOLD)
    return one


def desk() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def first_says(found: Finding) -> Review:
    answer = queries.review.machine_answer(found.claim)
    other = core.review.of_kept(answer.kept() | {"amount": "67311"})
    return services.review.decide(
        finding=found,
        decision="record",
        by=UserFactory(),
        at=NOW,
        note=SAID,
        answer=other,
    )


def places(found: Finding, review: Review | None = None) -> Iterator[str]:
    """Everywhere that a finding, its claim, its figure or a review of it could be told."""
    claim, article = found.claim_id, found.claim.reading.capture.article_id
    yield from ("/", "/findings/", f"/findings/?verdict={found.verdict}", "/findings/changes/")
    yield from ("/articles/", f"/articles/{article}/", "/findings/findings.json")
    yield from (f"/articles/{article}/statements.json", "/articles/articles.json")
    yield f"/findings/findings.json?verdict={found.verdict}"
    slug = Cap.objects.get().slug
    yield from ("/feeds/findings.atom", f"/feeds/findings.atom?cap={slug}")
    for model, pk in (("finding", found.pk), ("claim", claim)):
        yield reverse(f"admin:compliance_{model}_changelist")
        yield reverse(f"admin:compliance_{model}_change", args=[pk])
        yield reverse(f"admin:compliance_{model}_history", args=[pk])
    yield reverse("admin:compliance_finding_changelist") + f"?verdict__exact={found.verdict}"
    yield reverse("admin:compliance_claim_changelist") + "?commodity=refined_petroleum"
    yield reverse("admin:compliance_inbox")
    yield reverse("admin:compliance_inbox") + f"?verdict={found.verdict}"
    yield reverse("admin:compliance_finding_decide", args=[found.pk])
    yield reverse("admin:compliance_article_change", args=[article])
    yield reverse("admin:compliance_review_changelist")
    yield reverse("admin:compliance_auditentry_changelist")
    yield reverse("admin:compliance_agreement")
    yield reverse("admin:index") + "compliance/report/everywhere/?q=barrels"
    if review is not None:
        yield reverse("admin:compliance_review_change", args=[review.pk])
        yield reverse("admin:compliance_review_history", args=[review.pk])
        entry = AuditEntry.objects.get(table_name="compliance_review", row_id=review.pk)
        yield reverse("admin:compliance_auditentry_change", args=[entry.pk])
    api = "/api/v1"
    yield from (f"{api}/findings/", f"{api}/findings/{found.pk}/", f"{api}/articles/{article}/")
    yield from (f"{api}/findings/?verdict={found.verdict}", f"{api}/claims/?role=transfer")
    yield from (f"{api}/claims/{claim}/", f"{api}/claims/{claim}/appearances/", f"{api}/claims/")


def telling(found: Finding, review: Review | None = None) -> dict[str, list[str]]:
    """What each place tells of the machine's reading or the first answer."""
    look = "Not in the ledger"
    secrets = ("67300", "67,300", "67311", "67,311", "2023-03-31", "31 Mar", found.reason, SAID)
    told: dict[str, list[str]] = {}
    client = desk()
    for place in places(found, review):
        page = client.get(place, follow=True).content.decode()
        data = place.startswith("/api/") or ".json" in place
        if f"{look}</b>" in page or (f'"{found.verdict}"' in page and data):
            told.setdefault(place, []).append(found.verdict)
        if hits := [each for each in secrets if each in page]:
            told.setdefault(place, []).extend(hits)
    return told


def test_what_a_second_person_may_not_see_is_told_nowhere(
    found: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = first_says(found)
    assert telling(found, review) == {}
    # The sabotage: with nobody taken for asked, the same walk finds what the pages tell.
    monkeypatch.setattr(models.ReviewQuerySet, "asking", lambda rows: rows.none())
    assert len(telling(found, review)) >= 10


def test_once_it_is_settled_everybody_sees_it(found: Finding) -> None:
    first = first_says(found)
    answer = core.review.of_kept(first.answer or {})
    services.review.decide(
        finding=found, decision="record", by=UserFactory(), at=NOW, answer=answer
    )
    (review,) = [r for r in queries.review.findings().get().reviews.all() if not r.blind]
    assert review.note == SAID
    client = desk()
    assert client.get(f"/api/v1/findings/{found.pk}/").json()["verdict"] == found.verdict
    assert client.get(f"/api/v1/claims/{found.claim_id}/").json()["last_day"] == "2023-03-31"
    assert found.reason in client.get("/findings/").content.decode()


def test_a_judgement_of_an_older_finding_withholds_nothing(found: Finding) -> None:
    """Once a newer finding takes its place, that one is open, and waits for nobody."""
    first_says(found)
    assert queries.review.findings().get().withheld  # type: ignore[attr-defined]
    newer = Finding.objects.create(
        claim=found.claim, verdict="agrees", reason="So it is.", supersedes=found,
        known_at=found.known_at, policy=found.policy, reconciled_at=NOW,
    )  # fmt: skip
    shown = queries.review.findings().get()
    assert (shown.pk, shown.withheld) == (newer.pk, False)  # type: ignore[attr-defined]


# Who has seen it


def test_whoever_was_shown_the_machines_reading_is_no_second_person(found: Finding) -> None:
    address = reverse("admin:compliance_finding_decide", args=[found.pk])
    seen, unseen = desk(), desk()
    assert "67300" in seen.get(address).content.decode()
    assert Sight.objects.count() == 1
    first_says(found)
    page = seen.get(address).content.decode()
    assert "You cannot be the second person here" in page
    assert 'name="amount"' not in page
    said = core.review.written(queries.review.machine_answer(found.claim))
    refused = seen.post(address, {"decision": "record", **said})
    assert refused.status_code == 409
    assert "somebody who was not judges blind" in refused.content.decode()
    assert unseen.post(address, {"decision": "record", **said}).status_code == 302
    assert Sight.objects.count() == 1, "who judges blind is shown nothing"


def test_who_has_asked_for_a_second_look_is_not_the_one_to_give_it_blind(found: Finding) -> None:
    asker = UserFactory()
    services.review.decide(finding=found, decision="second_look", by=asker, at=NOW, note="Which?")
    first = first_says(found)
    with pytest.raises(Rejected) as raised:
        services.review.decide(
            finding=found, decision="reject", by=asker, at=NOW, note="It says no such thing."
        )
    assert [p.code for p in raised.value.problems] == ["has_seen"]
    with pytest.raises(DatabaseError, match="does not judge blind"), transaction.atomic():
        by_hand(found, first, asker)


def by_hand(found: Finding, first: Review, by: Any) -> Review:
    return Review.objects.create(
        finding=found, decision="record", answer=first.answer, blind=True, seconds=first,
        decided_at=NOW, decided_by=by,
    )  # fmt: skip


def test_postgresql_takes_no_blind_judgement_of_who_has_seen(found: Finding) -> None:
    """And without its trigger it would: the sabotage."""
    seen, first = UserFactory(), first_says(found)
    services.review.show(finding=found, to=seen, at=NOW)
    services.review.show(finding=found, to=seen, at=NOW)
    with pytest.raises(DatabaseError, match="does not judge blind"), transaction.atomic():
        by_hand(found, first, seen)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("drop trigger unseen_by_the_second on compliance_review")
    assert by_hand(found, first, seen).blind
