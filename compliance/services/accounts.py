"""Who may do what, as four groups; and the second factor of those who work at the desk."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from compliance import queries


if TYPE_CHECKING:
    from django.contrib.auth.models import User


# What is edited in place: the law as the Council made it, and what is planted beside it.
LAW = (
    "cap", "committee", "commodity", "conversion", "conversionpolicy", "deadline", "goodscope",
    "illustration", "limit", "measure", "nationalmeasure", "paragraph", "proposal", "resolution",
    "threshold",
)  # fmt: skip
# What an analyst adds: what States report, articles, judgements.
SAID = (
    "article", "delivery", "importfile", "importrun", "issuednotice", "lookrequest", "replay",
    "report", "review", "source", "subscription", "transfer",
)  # fmt: skip
# Who may come in: tables of other apps.
ACCOUNTS = ("auth.user", "auth.group")
# Which machines come in, and what they were answered.
MACHINES = ("token", "tokenuse", "keptanswer")
ROLES = ("reader", "analyst", "reviewer", "administrator")


def rights(role: str) -> set[str]:
    """What a role may do, as "app.verb_model"; each holds what the one before it holds.

    A model that is new is seen by every reader, and written by nobody until it is named above.
    """
    kept = [m._meta.model_name for m in apps.get_app_config("compliance").get_models()]
    held = {f"compliance.view_{model}" for model in kept}
    held -= {f"compliance.view_{model}" for model in ("auditentry", *MACHINES)}
    if role == "reader":
        return held
    held |= {f"compliance.add_{model}" for model in (*SAID, *LAW)}
    held |= {f"compliance.change_{model}" for model in ("source", *LAW)}
    if role == "analyst":
        return held
    held |= {"compliance.view_auditentry", "compliance.add_capconfirmation"}
    if role == "reviewer":
        return held
    held |= {f"compliance.delete_{model}" for model in LAW}
    for account in ACCOUNTS:
        app, model = account.split(".")
        held |= {f"{app}.{verb}_{model}" for verb in ("view", "add", "change", "delete")}
    held |= {f"compliance.{verb}_token" for verb in ("view", "add", "change")}
    return held


@transaction.atomic
def plant_roles() -> None:
    """Make the four groups hold what `rights` says: after every migration, so that new tables
    are reached too. Other groups are nobody's business here."""
    held = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set({held[right] for right in rights(role) if right in held})


# The second factor


class NotVerified(ValueError):
    """The code is none of the person's, in a sentence."""


CODES = 10  # spare codes, each good for one time


def begin_second_factor(*, by: User) -> TOTPDevice:
    """The device that a person is about to confirm; the same one until they do."""
    device, _ = TOTPDevice.objects.get_or_create(
        user=by, confirmed=False, defaults={"name": "code generator"}
    )
    return device


def confirm_second_factor(*, by: User, code: str) -> tuple[Device, list[str]]:
    """From here on the person signs in with a code; the spare ones are told this once.

    Raises `NotVerified`.
    """
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=by, confirmed=False).first()
        right = device is not None and device.verify_token(_plain(code))
        if device is not None and right:
            device.confirmed = True
            device.save()
            return device, _spare_codes(by)
    raise NotVerified("This code is not the one that is shown now: wait for the next, and try it.")


def verify_second_factor(*, user: User, code: str) -> Device | None:
    """The device whose code it is; None for whoever has none. Raises `NotVerified`.

    Six figures are a code generator's, anything else is a spare code: so a slip with the one
    holds up nobody who has the other.
    """
    if not queries.accounts.has_second_factor(user):
        return None
    said = _plain(code)
    if not said:
        raise NotVerified("Give the code that your code generator shows, or a spare one.")
    kind: type[Device] = TOTPDevice if said.isdecimal() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.select_for_update().filter(user=user, confirmed=True)
        for device in devices:
            allowed, _ = device.verify_is_allowed()
            if allowed and device.verify_token(said):
                return device
    raise NotVerified("This code is not right, or was used before: wait for the next one.")


@transaction.atomic
def drop_second_factor(*, user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


@transaction.atomic
def _spare_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="spare codes")
    letters = "abcdefghjkmnpqrstuvwxyz"  # none that is taken for a figure
    codes = ["".join(secrets.choice(letters) for _ in range(10)) for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


def _plain(code: str) -> str:
    return "".join(code.split()).lower()
