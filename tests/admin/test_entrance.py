"""The way in: throttled, with a second factor for whoever has set one up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from compliance.models import AuditEntry
from tests.api.factories import secret


pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
LOGIN, FACTOR, DESK = "admin:login", "admin:second_factor", "admin:index"


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", password=PASSWORD, is_staff=True, is_superuser=True)


def come_in(
    client: Client | None = None, password: str = PASSWORD, code: str = "", **other: Any
) -> Any:
    client = client or Client()
    form = {"username": "ana", "password": password, "code": code}
    return client.post(reverse(LOGIN), form, **other)


def shown_by(device: TOTPDevice) -> str:
    """What a code generator shows now; as if the last one were long used."""
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, throttling_failure_count=0)
    return f"{totp(device.bin_key, device.step):06}"


def set_up(client: Client) -> tuple[TOTPDevice, list[str]]:
    page = client.get(reverse(FACTOR))
    assert page.status_code == 200
    device = TOTPDevice.objects.get(confirmed=False)
    done = client.post(reverse(FACTOR), {"code": shown_by(device)})
    assert b"It works" in done.content
    return device, done.context["codes"]


def test_a_password_lets_in_whoever_has_set_up_nothing_else(ana: User) -> None:
    client = Client()
    assert come_in(client).status_code == 302
    assert client.get(reverse(DESK)).status_code == 200


def test_whoever_has_a_second_factor_comes_in_with_it_and_not_without(ana: User) -> None:
    first = Client()
    come_in(first)
    device, codes = set_up(first)
    assert first.get(reverse(DESK)).status_code == 200  # this session was there when it was made
    assert len(set(codes)) == 10
    assert come_in().status_code == 200
    assert come_in(code="000000").status_code == 200
    client = Client()
    assert come_in(client, code=shown_by(device)).status_code == 302
    assert client.get(reverse(DESK)).status_code == 200


def test_a_code_is_good_once(ana: User) -> None:
    first = Client()
    come_in(first)
    device, codes = set_up(first)
    code = shown_by(device)
    assert come_in(code=code).status_code == 302
    assert come_in(code=code).status_code == 200
    assert come_in(code=codes[0]).status_code == 302
    assert come_in(code=codes[0]).status_code == 200
    assert StaticToken.objects.count() == 9


def test_a_session_from_before_the_second_factor_is_ended(ana: User) -> None:
    old, new = Client(), Client()
    come_in(old)
    come_in(new)
    set_up(new)
    answer = old.get(reverse(DESK))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(LOGIN))
    assert new.get(reverse(DESK)).status_code == 200


def test_a_right_code_without_the_password_is_worth_nothing(ana: User) -> None:
    first = Client()
    come_in(first)
    device, _ = set_up(first)
    assert come_in(password="wrong", code=shown_by(device)).status_code == 200


def test_wrong_codes_are_slowed_down(ana: User) -> None:
    first = Client()
    come_in(first)
    device, _ = set_up(first)
    come_in(code="000000")
    TOTPDevice.objects.filter(throttling_failure_count=1).update(
        last_t=-1, throttling_failure_count=10
    )
    right = f"{totp(device.bin_key, device.step):06}"
    assert come_in(code=right).status_code == 200  # right, and too soon after ten wrong ones


def test_where_it_is_required_nobody_works_without(ana: User, settings: Any) -> None:
    settings.TWO_FACTOR = "required"
    client = Client()
    assert come_in(client).status_code == 302
    answer = client.get(reverse(DESK))
    assert (answer.status_code, answer["Location"]) == (302, reverse(FACTOR))
    assert client.post("/api/v1/articles/", {}).status_code in (401, 403)
    set_up(client)
    assert client.get(reverse(DESK)).status_code == 200


def test_a_token_is_a_machines_and_needs_no_second_factor(ana: User, settings: Any) -> None:
    settings.TWO_FACTOR = "required"
    key = secret(ana)
    answer = Client().post(
        "/api/v1/articles/",
        {},
        content_type="application/json",
        headers={"Authorization": f"Token {key}"},
    )
    assert answer.status_code == 400


def test_an_administrator_takes_a_lost_one_away(ana: User) -> None:
    first = Client()
    come_in(first)
    set_up(first)
    chief = User.objects.create_user("chief", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(chief)
    chosen = {"action": "drop_second_factor", "_selected_action": [ana.pk]}
    client.post(reverse("admin:auth_user_changelist"), chosen)
    assert come_in().status_code == 302
    taken = AuditEntry.objects.filter(table_name="otp_totp_totpdevice", verb="delete").get()
    assert taken.actor == "chief"
    assert taken.before["key"] == "(not shown)"


def test_five_wrong_passwords_and_the_right_one_waits_too(ana: User) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert come_in(password="wrong").status_code == 200
    answer = come_in(password="wrong")
    assert answer.status_code == 429
    assert b"Wait a little" in answer.content
    assert come_in().status_code == 429
    assert come_in(REMOTE_ADDR="192.0.2.9").status_code == 302  # ana herself, from elsewhere
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16)
    )
    assert come_in().status_code == 302


def test_an_address_that_the_caller_names_is_not_believed(ana: User) -> None:
    for n in range(settings.AXES_FAILURE_LIMIT + 1):
        answer = come_in(password="wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
    assert answer.status_code == 429


def test_signing_in_makes_a_new_key_and_a_session_lasts_a_working_day(ana: User) -> None:
    client = Client()
    client.get(reverse(LOGIN))
    session = client.session
    session["kept"] = "something"
    session.save()
    before = session.session_key
    come_in(client)
    assert client.session.session_key != before
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 12 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_new_password_ends_the_other_sessions(ana: User) -> None:
    client = Client()
    come_in(client)
    ana.set_password("another long pass phrase")
    ana.save()
    assert client.get(reverse(DESK)).status_code == 302


def test_who_signed_in_and_from_where_is_written_down(ana: User) -> None:
    come_in(REMOTE_ADDR="192.0.2.7")
    entry = AuditEntry.objects.filter(table_name="auth_user", verb="update").latest("id")
    assert set(entry.after) == {"last_login"}
    assert (entry.origin, entry.address) == ("web", "192.0.2.7")
