"""The addresses of the API, under /api/v1/."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.api import (
    feeds,
    follow,
    ledger,
    press,
    reading,
    regime,
    review,
    schema,
    watching,
)
from compliance.api.parameters import Parameters
from compliance.api.views import Door, nothing_here


class Index(Door):
    """Where everything is."""

    asks = {"index": Parameters}

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string"}}})
    def index(self, request: Request) -> Response:
        """The address of every list."""
        lists = [p.name.removeprefix("api-") for p in urlpatterns if p.name and _is_list(p)]
        return Response({name: request.build_absolute_uri(f"{name}/") for name in lists})


def _is_list(pattern: URLPattern) -> bool:
    address = str(pattern.pattern)
    if "get" not in getattr(pattern.callback, "actions", {"get": ""}):
        return False
    return address.endswith("/") and "<" not in address


def rows(
    address: str, door: type[Any], one: str = "", name: str = "", change: str = "", **writes: str
) -> list[Any]:
    """A list at its address, and its rows each at its own; `change` is the act of PATCH there."""
    verbs = {"get": "retrieve"} | ({"patch": change} if change else {})
    found = [path(f"{address}/", door.as_view({"get": "list", **writes}), name=f"api-{address}")]
    if one:
        found.append(path(f"{address}/<{one}>/", door.as_view(verbs), name=f"api-{name}"))
    return found


QUESTIONS = (
    "usage",
    "matrix",
    "coverage",
    "explain",
    "periods",
    "projection",
    "obligations",
    "estimates",
)


def of_cap(name: str) -> URLPattern:
    view = ledger.CapsAhead.as_view({"get": name})
    return path(f"caps/<slug:slug>/{name}/", view, name=f"api-cap-{name}")


def of_line(name: str) -> URLPattern:
    view = ledger.Lines.as_view({"post": name})
    return path(f"lines/<int:pk>/{name}/", view, name=f"api-line-{name}")


urlpatterns: list[Any] = [
    path("", Index.as_view({"get": "index"}), name="api-index"),
    # regime
    *rows("regimes", regime.Regimes, "slug:slug", "regime"),
    *rows("committees", regime.Committees, "slug:slug", "committee"),
    *rows("resolutions", regime.Resolutions, "int:number", "resolution"),
    *rows("paragraphs", regime.Paragraphs, "int:pk", "paragraph"),
    *rows("measures", regime.Measures, "slug:key", "measure"),
    *rows("in-force", regime.InForce),
    *rows("caps", ledger.CapsAhead, "slug:slug", "cap"),
    *(of_cap(name) for name in QUESTIONS),
    path(
        "caps/<slug:slug>/what-if/",
        ledger.CapsAhead.as_view({"post": "what_if"}),
        name="api-cap-what-if",
    ),
    *rows("policies", regime.Policies, "str:slug", "policy"),
    *rows("conversions", regime.Conversions, "int:pk", "conversion"),
    *rows("commodities", regime.Commodities, "slug:code", "commodity"),
    *rows("proposals", regime.Proposals, "int:pk", "proposal"),
    *rows("national-measures", regime.NationalMeasures, "int:pk", "national-measure"),
    *rows("states", regime.States, "str:code", "state"),
    # ledger
    *rows("reports", ledger.Reports, "int:pk", "report", post="create"),
    path("reports/batch/", ledger.Batch.as_view({"post": "create"}), name="api-report-batch"),
    *rows("imports", ledger.Imports, "int:pk", "import", post="create"),
    path(
        "imports/<int:pk>/entry/",
        ledger.Imports.as_view({"post": "entry"}),
        name="api-import-entry",
    ),
    *rows("lines", ledger.Lines, "int:pk", "line"),
    path(
        "lines/series/<uuid:series>/",
        ledger.Lines.as_view({"get": "series"}),
        name="api-line-series",
    ),
    *(of_line(name) for name in ("correction", "withdrawal", "reinstatement")),
    *rows("notices", ledger.Notices, "int:pk", "notice"),
    *rows("estimates", ledger.Estimates, "int:pk", "estimate"),
    *rows("decisions", ledger.Decisions, "slug:key", "decision"),
    *rows("assertions", ledger.Assertions),
    *rows("obligations", ledger.Obligations),
    # press
    *rows("articles", press.Articles, "int:pk", "article", post="create"),
    *rows("sources", feeds.Sources, "int:pk", "source", post="create", change="change"),
    *rows("figures", press.Figures, "int:pk", "figure"),
    path("read/", reading.Read.as_view({"post": "read"}), name="api-read"),
    *rows("claims", press.Claims, "int:pk", "claim"),
    path(
        "claims/<int:pk>/appearances/",
        press.Claims.as_view({"get": "appearances"}),
        name="api-claim-appearances",
    ),
    # review
    *rows("findings", review.Findings, "int:pk", "finding"),
    path(
        "findings/<int:pk>/reviews/",
        review.Findings.as_view({"post": "reviews"}),
        name="api-finding-reviews",
    ),
    *rows("reviews", watching.Reviews, "int:pk", "review"),
    *rows("audit", watching.Audit, "int:pk", "audit-entry"),
    # follow and take
    path("changes/", follow.Changes.as_view({"get": "since"}), name="api-changes"),
    *rows("subscriptions", follow.Subscriptions, "int:pk", "subscription", post="create"),
    *(
        path(
            f"subscriptions/<int:pk>/{act}/",
            follow.Subscriptions.as_view({"post": act}),
            name=f"api-subscription-{act}",
        )
        for act in ("stop", "start")
    ),
    path(
        "subscriptions/<int:pk>/sendings/",
        follow.Sendings.as_view({"get": "list"}),
        name="api-sendings",
    ),
    path("dumps/", follow.Dumps.as_view({"get": "kept"}), name="api-dumps"),
    path(
        "dumps/<str:name>/<str:file>/",
        follow.Dumps.as_view({"get": "file"}),
        name="api-dump-file",
    ),
    path("licence/", follow.Licence.as_view({"get": "terms"}), name="api-licence"),
    # how to ask
    path("schema/", schema.served, name="api-schema"),
    path("docs/", schema.Swagger.as_view(), name="api-docs"),
    path("redoc/", schema.Redoc.as_view(), name="api-redoc"),
    path("redoc/redoc.js", schema.redoc_script, name="api-redoc-script"),
    re_path(r"^[\s\S]*$", nothing_here),
]
