"""The admin's site: the theme's, but what every page of it needs is put together once and not for
each page anew."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from unfold.settings import get_config
from unfold.sites import UnfoldAdminSite
from unfold.utils import convert_color


SIDE = "compliance.admin.places.side"  # draws the list of places beside a page


class SiteConfig(AdminConfig):
    """Django's admin with this site."""

    default_site = "tracker.site.Site"


class Site(UnfoldAdminSite):
    index_title = "The desk"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every model with its rights: few pages need it, so it waits until one looks."""
        return SimpleLazyObject(lambda: super(Site, self).get_app_list(request, app_label))

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The theme's own shape of the places, which nothing here draws."""
        return []

    def _get_config(self, key: str, *args: Any) -> Any:
        """A setting of the theme, out of settings that were put together once."""
        return self._get_value(_settings().get(key) or None, *args)

    def _get_colors(self, key: str, *args: Any) -> dict[str, dict[str, str]]:
        return _colours(self, key)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["side"] = import_string(SIDE)(request) if self.has_permission(request) else ""
        return context


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return get_config()


@lru_cache(maxsize=1)
def _colours(site: Site, key: str) -> dict[str, dict[str, str]]:
    return {
        name: {weight: convert_color(value) for weight, value in weights.items()}
        for name, weights in _settings()[key].items()
    }
