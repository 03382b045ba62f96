"""Who may do what is a table, and the table is tested whole (tests/api/rights.py)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils import timezone
from rest_framework.test import APIClient

from compliance import services
from compliance.api import throttles
from compliance.api.urls import urlpatterns
from compliance.core.access import ACTS, SCOPES
from compliance.models import (
    Committee,
    Token,
    Transfer,
)
from tests.api import factories
from tests.api.conftest import Client, signed_in
from tests.api.held import ROWS
from tests.api.rights import (
    ADDRESSES,
    ASKED,
    HOW_TO_ASK,
    LET_IN,
    NEEDS,
    NOT_LET_IN,
    OWN,
    READ,
    SEEN_WITH,
    SEES,
)


VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
ROLES = (*LET_IN, *NOT_LET_IN)


def test_every_address_has_its_row_and_no_row_is_left_over() -> None:
    routed = {str(pattern.pattern) for pattern in urlpatterns}
    assert routed == set(ADDRESSES) | HOW_TO_ASK | {r"^[\s\S]*$"}


def filled(address: str) -> str:
    """An address of something that is there."""
    model = ROWS.get(address.partition("/")[0])
    if model is not None and "<int:pk>" in address:
        newest = model.objects.aggregate(Max("pk"))["pk__max"] or 1
        address = address.replace("<int:pk>", str(newest))
    for placeholder, value in {
        "<slug:slug>": "1718"
        if address.startswith(("committees", "regimes"))
        else "dprk-refined-petroleum",
        "<str:slug>": "voa-7.9",
        "<slug:key>": "no-such-question" if "decisions" in address else "2397-p5-cap",
        "<str:code>": "RU",
        "<str:name>": "20240101T000000Z-csv",
        "<str:file>": "lines.csv.gz",
        "<slug:code>": "refined_petroleum",
        "<int:number>": "2397",
        "<uuid:series>": str(Transfer.objects.values_list("series")[0][0]),
    }.items():
        address = address.replace(placeholder, value)
    assert "<" not in address
    return f"/api/v1/{address}"


@pytest.fixture
def somebody(planted: None, db: None) -> dict[str, APIClient]:
    every = (*factories.WRITES, *SEEN_WITH.values())
    people = {role: factories.someone(*every) for role in ("former", "late", "revoked")}
    secrets = {role: factories.secret(user) for role, user in people.items()}
    people["former"].is_active = False
    people["former"].save()
    now = timezone.now()
    Token.objects.filter(owner=people["late"]).update(expires_at=now)
    services.access.revoke_token(token=people["revoked"].tokens.get(), by=None, at=now)
    clients = {role: Client() for role in ROLES}
    for group in Group.objects.filter(name__in=LET_IN):
        clients[group.name] = signed_in()
        clients[group.name].user.groups.add(group)  # type: ignore[attr-defined]
    secrets["scopeless"] = factories.secret(factories.someone(*factories.WRITES), "read")
    secrets["stranger"] = "sct_00000000_" + "0" * 43
    for role, secret in secrets.items():
        clients[role].credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    file, _ = services.exchange.hand_in(
        stream=BytesIO(b"a,b\r\n"), name="a", committee=Committee.objects.get(slug="1718"),
        by=None, at=now,
    )  # fmt: skip
    assert file.pk
    return clients


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_role_gets_what_the_table_says(somebody: dict[str, Any], address: str) -> None:
    at = filled(address)
    for role in ROLES:
        for verb in VERBS:
            answer = somebody[role].generic(verb, at, b"{}", content_type="application/json")
            assert as_expected(role, verb, address, answer), (role, verb, at, answer.content)


def as_expected(role: str, verb: str, address: str, answer: Any) -> bool:
    code = answer.status_code
    if role in NOT_LET_IN:
        return code == NOT_LET_IN[role]
    if verb not in ADDRESSES[address]:
        return code == 405
    if address in SEEN_WITH and verb in READ and role not in SEES[SEEN_WITH[address]]:
        return code == (401 if role == "anonymous" else 403)
    if address in OWN and role == "anonymous":
        return code == 401
    if address in ASKED:
        return code in (200, 400)  # let in, and answered, or told what is missing
    if verb in LET_IN[role]:
        # let in, and answered; what a table needs is a file, not JSON
        held = "imports/" in address or "reinstatement" in address
        return code in (200, 400, 404) or (held and code in (409, 415))
    return code == (401 if role == "anonymous" else 403)


@pytest.mark.parametrize("address", NEEDS)
def test_an_act_needs_its_own_rights(somebody: dict[str, Any], address: str) -> None:
    """Each of them, and none but them: by a token for all, and by one for another scope."""
    verb = "PATCH" if address == "sources/<int:pk>/" else "POST"
    good = {400, 409, 415} if "imports" in address or "reinstatement" in address else {400}
    if address.startswith("subscriptions/<"):
        good = {404}  # somebody else's is not there for whoever may have one

    def code(client: Any) -> int:
        said = client.generic(verb, filled(address), b'{"a": 1}', content_type="application/json")
        return int(said.status_code)

    assert code(signed_in(*NEEDS[address])) in good
    for right in NEEDS[address]:
        assert code(signed_in(*set(factories.WRITES) - {right})) == 403, right
    scopes = {ACTS[right] for right in NEEDS[address]}
    assert len(scopes) == 1
    for scope in SCOPES:
        client = Client()
        secret = factories.secret(factories.someone(*NEEDS[address]), scope)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert code(client) in (good if scope in scopes else {403}), scope


@pytest.mark.parametrize(("address", "right"), SEEN_WITH.items())
def test_what_is_not_for_everybody_needs_its_own_right(
    planted: None, db: None, address: str, right: str
) -> None:
    other = "view_auditentry" if right == "view_review" else "view_review"
    assert signed_in(other).get(filled(address)).status_code == 403
    assert signed_in(right).get(filled(address)).status_code in (200, 404)


def test_a_right_taken_away_works_no_longer(planted: None, db: None) -> None:
    client = signed_in("add_article")
    assert client.post("/api/v1/articles/", {"text": "one"}, format="json").status_code == 202
    client.user.user_permissions.clear()  # type: ignore[attr-defined]
    assert client.post("/api/v1/articles/", {"text": "two"}, format="json").status_code == 403


def test_a_session_writes_only_with_its_csrf_token(planted: None, db: None) -> None:
    user = factories.someone("add_article")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    refused = client.post("/api/v1/articles/", {"text": "one"}, format="json")
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(
        "/api/v1/articles/", {"text": "one"}, format="json", HTTP_X_CSRFTOKEN="a" * 32
    )
    assert taken.status_code == 202


def test_an_address_that_is_none_is_told_so(api: Any) -> None:
    for verb, address in (
        ("get", "no/such/thing"),
        ("post", "nothing"),
        ("get", "caps/%0A/"),
        ("get", "policies/a%00b/"),
    ):
        answer = getattr(api, verb)(f"/api/v1/{address}")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_index_leads_to_every_list(api: Any) -> None:
    said = api.get("/api/v1/").json()
    asked = {a for a, verbs in ADDRESSES.items() if verbs >= READ}
    lists = {a.rstrip("/") for a in asked if a and "<" not in a}
    assert set(said) == lists | {a.rstrip("/") for a in HOW_TO_ASK if a.endswith("/")}
    refused = {
        "in-force": 400, "reviews": 401, "audit": 401, "imports": 401, "subscriptions": 401,
    }  # fmt: skip
    for name, address in said.items():
        assert api.get(address).status_code == refused.get(name, 200)


@pytest.mark.usefixtures("planted", "db")
def test_a_caller_who_asks_too_often_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttles, "rate", lambda scope: (2, 3))
    throttles.counters.clear()
    client = Client()
    asked = [
        client.get("/api/v1/committees/", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(4)
    ]
    assert [answer.status_code for answer in asked] == [200, 200, 429, 429]
    assert int(asked[-1].headers["Retry-After"]) > 0
    # Whoever is signed in is counted apart, and so is what is written.
    reader = signed_in("add_article")
    assert [reader.get("/api/v1/committees/").status_code for _ in range(4)] == [200] * 3 + [429]
    assert reader.post("/api/v1/articles/", {}, format="json").status_code == 400
    reader.credentials(HTTP_AUTHORIZATION="Token none")
    refused = [reader.get("/api/v1/committees/").status_code for _ in range(3)]
    assert refused == [401, 401, 429]
    throttles.counters.clear()
