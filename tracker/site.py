"""The admin's site: the theme's, but what every page of it needs is put together once and not for
each page anew."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from unfold.sites import UnfoldAdminSite


SIDE = "compliance.admin.places.side"  # draws the list of places beside a page
# What Django says of each request anew; the rest of what a page is told is the theme's.
EACH_TIME = (
    "available_apps", "has_permission", "is_nav_sidebar_enabled", "is_popup", "log_entries",
)  # fmt: skip


class SiteConfig(AdminConfig):
    """Django's admin with this site."""

    default_site = "tracker.site.Site"


class Site(UnfoldAdminSite):
    index_title = "The desk"
    _said: dict[str, Any] | None = None

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every model with its rights: few pages need it, so it waits until one looks."""
        return SimpleLazyObject(lambda: super(Site, self).get_app_list(request, app_label))

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The theme's own shape of the places, which nothing here draws."""
        return []

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = AdminSite.each_context(self, request) | self._theme(request)
        context["side"] = import_string(SIDE)(request) if self.has_permission(request) else ""
        return context

    def _theme(self, request: HttpRequest) -> dict[str, Any]:
        """What the theme's settings say; none of ours depends on who asks, or for what."""
        if self._said is None:
            said = super().each_context(request)
            self._said = {name: value for name, value in said.items() if name not in EACH_TIME}
        return self._said
