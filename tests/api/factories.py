"""People, and an article, for tests of the API."""

from __future__ import annotations

import factory
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from compliance import services
from compliance.core.access import SCOPES


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user-{n}")


WRITES = (
    "add_report", "add_transfer", "add_importfile", "add_importrun", "add_article", "add_source",
    "change_source", "add_review", "add_subscription",
)  # fmt: skip


def secret(user: User, *scopes: str) -> str:
    """A token of somebody's, by which they do all that they may unless scopes are named."""
    _, made = services.access.make_token(
        owner=user, name="a test", scopes=scopes or list(SCOPES), days=1, by=None,
        at=timezone.now(),
    )  # fmt: skip
    return made


def someone(*rights: str, active: bool = True) -> User:
    """A user with these rights in the app."""
    user = UserFactory(is_active=active)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="compliance", codename__in=rights)
    )
    return user


# Retold in our own words: a sum the ledger knows, the cap, and a month of its own.
ARTICLE = """Moscow told the sanctions committee that Russia had supplied North Korea with \
67,300 barrels of refined petroleum from December 2022 to April 2023.

Resolution 2397 limits the supply of refined petroleum to North Korea to 500,000 barrels a year.

In August 2020 Russia had reported 255.4 barrels of refined petroleum to North Korea.
"""
