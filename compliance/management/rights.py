"""Who may do what, worked out from the admin's registry and the API's addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from compliance import services


ROLES = services.accounts.ROLES
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Person:
    """Somebody who holds the rights of a role, and no account."""

    is_active = is_staff = is_authenticated = True
    is_superuser = False
    pk = 0

    def __init__(self, rights: set[str]) -> None:
        self.rights = rights

    def has_perm(self, right: str, obj: Any = None) -> bool:
        return right in self.rights

    def has_perms(self, rights: Any, obj: Any = None) -> bool:
        return all(map(self.has_perm, rights))

    def has_module_perms(self, app: str) -> bool:
        return any(right.startswith(f"{app}.") for right in self.rights)


class Nobody(Person):
    is_active = is_staff = is_authenticated = False


@dataclass(frozen=True)
class Row:
    """A page or an address, and what each role may do there."""

    name: str
    may: dict[str, tuple[str, ...]]


def person(role: str) -> Person:
    return Person(services.accounts.rights(role))


def asking(who: Person, method: str = "GET") -> Any:
    request = RequestFactory().generic(method, "/")
    request.user = who  # type: ignore[assignment]
    return request


def desk() -> list[Row]:
    """Every model's pages in the admin."""
    doors = sorted(admin.site._registry.items(), key=lambda pair: str(pair[0]._meta.label))
    return [
        Row(
            model._meta.label,
            {role: tuple(_may(door, asking(person(role)))) for role in ROLES},
        )
        for model, door in doors
    ]


def _may(door: ModelAdmin, request: Any) -> Iterator[str]:
    if door.has_view_permission(request):
        yield "see"
    for verb in ("add", "change", "delete"):
        if getattr(door, f"has_{verb}_permission")(request):
            yield verb
    actions: dict[str, Any] = door.get_actions(request)
    for name, (_, _, description) in sorted(actions.items()):
        if name != "delete_selected":
            yield f"“{description}”"
    for name in getattr(door, "actions_detail", None) or ():
        act = getattr(door, name)
        needs = getattr(act, "allowed_permissions", ())
        if all(getattr(door, f"has_{each}_permission")(request) for each in needs):
            yield f"“{act.short_description}”"


def api() -> list[Row]:
    """Every address of the API; who is not signed in is a role there too."""
    people = {"anybody": Nobody(set()), **{role: person(role) for role in ROLES}}
    return [
        Row(
            address,
            {role: tuple(_verbs(view, who)) for role, who in people.items()},
        )
        for address, view in addresses()
    ]


def addresses() -> Iterator[tuple[str, Any]]:
    (resolver,) = (
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "api/v1/"
    )
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
            yield f"/api/v1/{pattern.pattern}", pattern.callback


def _verbs(view: Any, who: Person) -> Iterator[str]:
    actions: dict[str, str] = getattr(view, "actions", None) or {}
    for verb in VERBS:
        if verb.lower() not in (actions or dir(view.cls)):
            continue
        shown = view.cls(**view.initkwargs)
        shown.action = actions.get(verb.lower(), "")
        asked = SimpleNamespace(method=verb, user=who, auth=None)
        if all(each.has_permission(asked, shown) for each in shown.get_permissions()):
            yield verb
