"""The places of the desk by the four topics, each shown to whoever may go there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A page of the desk that its side leads to."""

    title: str
    icon: str
    view: str  # its name under admin:, or of a list the model as app.model
    right: str = ""  # what is needed, where that is not to see the model

    @property
    def address(self) -> str:
        return _address(self.view)


@lru_cache(maxsize=128)
def _address(view: str) -> str:
    if "." not in view:
        return reverse(f"admin:{view}")
    return reverse(f"admin:{view.lower().replace('.', '_')}_changelist")


def _lists(*said: tuple[str, str, str]) -> tuple[Place, ...]:
    return tuple(Place(title, icon, f"compliance.{model}") for title, icon, model in said)


PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "What waits",
        (
            Place("Today", "today", "index"),
            Place("Inbox", "inbox", "compliance_inbox", "compliance.view_finding"),
            Place("Agreement", "handshake", "compliance_agreement", "compliance.view_review"),
        ),
    ),
    (
        "States report",
        _lists(
            ("Reports", "description", "Report"),
            ("Transfers", "list_alt", "Transfer"),
            ("Imports", "upload_file", "ImportFile"),
            ("Notices", "notifications", "Notice"),
            ("Notices of the Secretary", "campaign", "IssuedNotice"),
            ("Estimates, beside", "query_stats", "Estimate"),
            ("Stated totals", "functions", "Assertion"),
            ("Committee decisions", "how_to_vote", "Decision"),
        ),
    ),
    (
        "The press claims",
        _lists(
            ("Articles", "newspaper", "Article"),
            ("Sources", "rss_feed", "Source"),
            ("Claims", "format_quote", "Claim"),
            ("Readings", "visibility", "Reading"),
        ),
    ),
    (
        "A person judges",
        _lists(("Findings", "flag", "Finding"), ("Reviews", "gavel", "Review")),
    ),
    (
        "The Council decides",
        _lists(
            ("Resolutions", "menu_book", "Resolution"),
            ("Paragraphs", "segment", "Paragraph"),
            ("Measures", "rule", "Measure"),
            ("Caps", "speed", "Cap"),
            ("Conversions", "swap_horiz", "ConversionPolicy"),
            ("Commodities", "inventory_2", "Commodity"),
            ("Proposals", "draft", "Proposal"),
            ("National measures", "flag_circle", "NationalMeasure"),
            ("Illustrations", "category", "Illustration"),
        ),
    ),
    (
        "Running it",
        (
            Place(
                "The press at work",
                "conveyor_belt",
                "compliance_pipeline",
                "compliance.view_attempt",
            ),
            Place("People", "person", "auth.User"),
            Place("Groups", "group", "auth.Group"),
            Place("Audit", "history", "compliance.AuditEntry"),
            Place("Tokens", "key", "compliance.Token"),
            Place("Subscriptions", "webhook", "compliance.Subscription"),
        ),
    ),
)


EVERY = tuple(place for _, group in PLACES for place in group)


def side(request: HttpRequest) -> str:
    """The list of places for whoever asks, as HTML; `tracker.site` sets it beside each page."""
    places = open_to(request)
    return _drawn(places, _here(places, request.path))


def open_to(request: HttpRequest) -> tuple[Place, ...]:
    """The places where whoever asks may go."""
    if request.user.is_active and request.user.is_superuser:  # everywhere, without asking each
        return EVERY
    return tuple(place for place in EVERY if _may(request, place))


def _may(request: HttpRequest, place: Place) -> bool:
    if place.right:
        return bool(request.user.has_perm(place.right))
    if "." not in place.view:
        return True
    return bool(
        admin.site._registry[apps.get_model(place.view)].has_view_or_change_permission(request)
    )


def _here(places: tuple[Place, ...], path: str) -> Place | None:
    """The place whose page or list this address belongs to."""
    exact = [place for place in places if place.address == path]
    below = [p for p in places if p.view != "index" and path.startswith(p.address)]
    return max([*exact, *below], key=lambda place: len(place.address), default=None)


@lru_cache(maxsize=512)
def _drawn(places: tuple[Place, ...], here: Place | None) -> str:
    """The same for everybody with the same rights on the same page, hence drawn once."""
    allowed = frozenset(places)
    groups = [(title, [p for p in group if p in allowed]) for title, group in PLACES]
    return render_to_string(
        "admin/compliance/parts/side.html",
        {"topics": [(title, group) for title, group in groups if group], "here": here},
    )
