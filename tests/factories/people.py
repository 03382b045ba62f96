"""People with and without rights."""

from __future__ import annotations

import factory
from django.contrib.auth.models import Permission, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("username",)

    username = factory.Sequence(lambda n: f"analyst-{n}")
    is_staff = True


def chief() -> User:
    """Somebody who may do everything that anybody may."""
    return UserFactory(username="chief", is_superuser=True)


def someone(*rights: str) -> User:
    """Somebody at the desk with these rights in the app, and no other."""
    user = UserFactory()
    held = Permission.objects.filter(content_type__app_label="compliance", codename__in=rights)
    assert held.count() == len(rights), f"not all of {rights} are rights of the app"
    user.user_permissions.set(held)
    return user
