"""The door of the desk: who has a second factor comes in with it, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from compliance import queries


class EntranceMiddleware:
    """Asked for pages of the admin and for the API, of sessions alone: a token is a machine's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        api = request.path_info.startswith("/api/")
        if api and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()  # most of what asks the API: nothing to look up
            return self.get_response(request)
        desk = not api and request.path_info.startswith(reverse("admin:index"))
        if (desk or api) and SESSION_KEY in request.session:
            return self.checked(request, desk=desk)
        return self.get_response(request)

    def checked(self, request: HttpRequest, *, desk: bool) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated or user.is_verified():  # type: ignore[attr-defined]
            return self.get_response(request)
        if queries.accounts.has_second_factor(user):
            # Signed in before the factor was set up, or past the form that asks for it.
            logout(request)
        elif settings.TWO_FACTOR == "required":
            if not desk:
                request.user = AnonymousUser()
            elif request.path_info not in map(reverse, WITHOUT):
                return redirect("admin:second_factor")
        return self.get_response(request)


WITHOUT = ("admin:second_factor", "admin:logout", "admin:login", "admin:password_change")
