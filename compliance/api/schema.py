"""The OpenAPI document, made from the views, and two pages to read it by, without outside help."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views import View
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from compliance.api import cited, examples
from compliance.api.acts import IF_MATCH, KEY
from compliance.api.problems import MEDIA_TYPE, ProblemsOut


# What stands behind an address, in the words of the glossary.
TAGS = {
    "caps": "Limits on a good in a period: how much is used, by whom, what is missing, and why.",
    "lines": "Quantities of reports, every revision: corrected and withdrawn, never changed.",
    "reports": "What States and the Committee said, with the document and the day it was public.",
    "estimates": "What others estimate: the other book, beside the reports, never added.",
    "notices": "Thresholds of caps that were crossed, and when that could be known.",
    "obligations": "Reports that fall due next.",
    "assertions": "Totals and shares as they were stated, checked against the lines then known.",
    "in-force": "What binds on a good, on a day, in a direction.",
    "measures": "What a paragraph lays on a good: bans, caps, exemptions, duties.",
    "paragraphs": "Paragraphs of resolutions, with what each lays down.",
    "resolutions": "What the Council decided.",
    "regimes": "Sanctions regimes.",
    "committees": "Committees of the Council, each with its regime.",
    "commodities": "Goods, with their unit and their HS codes.",
    "policies": "Ways to turn tons into barrels, and others.",
    "conversions": "The factors of the policies, each with its source.",
    "national-measures": "What States made of the resolutions at home.",
    "proposals": "What was proposed in the Council, and what came of it.",
    "decisions": "Questions put to the Committee, and where each stood.",
    "states": "States, and what part each has in the caps.",
    "articles": "What the press wrote; texts are their publishers', and told by right.",
    "sources": "What is watched for articles.",
    "figures": "Quantities found in articles.",
    "claims": "What articles claim, with the words that say it.",
    "findings": "Claims set against the ledger and the law; a person judges each.",
    "reviews": "Who judged what, and how.",
    "read": "A text in, its claims out; nothing is stored.",
    "imports": "Tables of reports.",
    "changes": "What has come in, was corrected, withdrawn or removed since a mark.",
    "subscriptions": "Messages to an address of yours when something changes.",
    "dumps": "Everything public, as files.",
    "licence": "Under which terms the data may be used.",
    "audit": "Who changed what, and when.",
}


# What several fields choose from has one name; it belongs to this door, not to the project.
spectacular_settings.apply_patches(
    {
        "APPEND_COMPONENTS": {"headers": cited.HEADERS},
        "TAGS": [{"name": name, "description": words} for name, words in TAGS.items()],
        "ENUM_NAME_OVERRIDES": {
            "Unit": "compliance.models.fields.UNIT_CHOICES",
            "MeasureKind": "compliance.models.Measure.KINDS",
            "ReportKind": "compliance.models.Report.KINDS",
            "LineKind": "compliance.api.ledger.sending.LINE_KINDS",
            "ClaimKind": "compliance.api.press.CLAIM_KINDS",
            "Topic": "compliance.core.follow.TOPICS",
            "AuditOrigin": "compliance.core.acting.ORIGINS",
            "ArticleOrigin": "compliance.models.Article.ORIGINS",
            "SourceKind": "compliance.models.Source.KINDS",
            "ImportKind": "compliance.models.ImportFile.KINDS",
            "ImportState": "compliance.api.ledger.imports.STATES",
            "StateEnum": "compliance.core.ledger.CELLS",
        },
    }
)


IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="the ETag of an answer you have: 304 where it would be the same",
)
REFUSALS = {
    "412": "What is changed is not as `If-Match` says.",
    "422": "The Idempotency-Key was used before for something else.",
    "428": "Needs `If-Match`.",
    "429": "Too often; `Retry-After` says when.",
    "4XX": "Refused, with every reason.",
    "503": "The database could not answer in time; `Retry-After` says when.",
}


def _header(words: str, kind: str = "string") -> dict[str, Any]:
    return {"description": words, "schema": {"type": kind}}


ETAG = _header("for `If-None-Match`, and for `If-Match` where this is changed")
LOCATION = _header("where it is read")
REPLAYED = _header("true: answered before, nothing was done now")
RETRY_AFTER = _header("seconds", "integer")


class Schema(AutoSchema):
    """An operation as it is: its own parameters, its formats, problems for every refusal."""

    def get_override_parameters(self) -> list[Any]:
        asked = [
            asks
            for asks in self.view.parameters()  # type: ignore[attr-defined]
            if asks().fields
        ]
        acts = [KEY] if self.view.needs() else []  # type: ignore[attr-defined]
        if self.view.action in self.view.guarded:  # type: ignore[attr-defined]
            acts.append(IF_MATCH)
        if self.method == "GET":
            acts.append(IF_NONE_MATCH)
        return [*asked, *acts, *super().get_override_parameters()]

    def get_auth(self) -> list[dict[str, Any]]:
        auth = super().get_auth()
        anybody = not self.view.needs() and not self.view.sees  # type: ignore[attr-defined]
        return [*auth, {}] if anybody else auth

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        name = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Out")

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"PageOf{serializer_name}"

    def get_summary(self) -> str:
        """The first sentence of the description."""
        return self.get_description().split("\n")[0].strip()

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation and operation.get("description") == operation.get("summary"):
            del operation["description"]  # one sentence is said once
        if operation:
            examples.show(operation, self.path)
        return operation

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        view: Any = self.view
        guarded, acts = view.action in view.guarded, bool(view.needs())
        for code, said in bodies.items():
            headers = {}
            if self.method == "GET" or (guarded and view.action != "reviews"):
                headers["ETag"] = ETAG
            if code in ("201", "202"):
                headers["Location"] = LOCATION
            if acts:
                headers["Idempotency-Replayed"] = REPLAYED
            if headers:
                said["headers"] = {**said.get("headers", {}), **headers}
        if self.method == "GET":
            bodies["304"] = {"description": "As you have it.", "headers": {"ETag": ETAG}}
        problem = self.resolve_serializer(ProblemsOut, "response").ref
        for code, words in REFUSALS.items():
            if (code in ("412", "428") and not guarded) or (code == "422" and not acts):
                continue
            bodies[code] = {
                "description": words,
                "content": {MEDIA_TYPE: {"schema": problem}},
            }
            if code in ("429", "503"):
                bodies[code]["headers"] = {"Retry-After": RETRY_AFTER}
        return bodies

    def _get_response_for_code(
        self,
        serializer: Any,
        status_code: str,
        media_types: list[str] | None = None,
        direction: Any = "response",
    ) -> dict[str, Any]:
        offered = media_types or self.map_renderers("media_type")
        answer = super()._get_response_for_code(
            serializer, status_code, ["application/json"], direction
        )
        as_json = answer["content"].pop("application/json")
        for media_type in offered:
            plain = media_type == "application/json"
            answer["content"][media_type] = as_json if plain else {"schema": {"type": "string"}}
        answer["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in cited.HEADERS
        }
        return answer


@cache
def document(format: str) -> bytes:
    """The OpenAPI document; it is the same for everybody, so it is made once."""
    made = SchemaGenerator().get_schema(request=None, public=True)
    if format == "json":
        return orjson.dumps(made, default=str)
    return OpenApiYamlRenderer().render(made, renderer_context={})


@require_safe
def served(request: HttpRequest) -> HttpResponse:
    """The document as YAML, or with `format=json` as JSON."""
    if request.GET.get("format") == "json":
        return HttpResponse(document("json"), content_type="application/vnd.oai.openapi+json")
    return HttpResponse(document("yaml"), content_type="application/vnd.oai.openapi")


class Swagger(SpectacularSwaggerSplitView):
    """Swagger UI from our own files; its script comes apart from the page, so none is inline."""

    permission_classes = [AllowAny]
    url_name = "api-schema"

    @extend_schema(exclude=True)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("script") is not None:
            return super().get(request, *args, **kwargs)
        page = format_html(
            '<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="{icon}"><link rel="stylesheet" href="{css}"></head>'
            '<body><div id="swagger-ui"></div><script src="{bundle}"></script>'
            '<script src="{presets}"></script><script src="{script}"></script></body></html>',
            title=f"{self.title}: API",
            icon=self._swagger_ui_favicon(),
            css=self._swagger_ui_resource("swagger-ui.css"),
            bundle=self._swagger_ui_resource("swagger-ui-bundle.js"),
            presets=self._swagger_ui_resource("swagger-ui-standalone-preset.js"),
            script=f"{request.path}?script=",
        )
        return HttpResponse(page)


# Redoc writes its styles into the page and searches in a worker it makes itself.
@method_decorator(
    csp_update({"style-src": [SELF, UNSAFE_INLINE], "worker-src": ["blob:"]}), name="dispatch"
)
class Redoc(View):
    """The document for reading, from our own files; no fonts from elsewhere."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = format_html(
            '<!DOCTYPE html><html lang="en"><head><title>Sanctions tracker: API</title>'
            '<meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="{icon}"></head><body>'
            '<redoc spec-url="{schema}" hide-loading></redoc><script src="{script}"></script>'
            "</body></html>",
            icon=static("drf_spectacular_sidecar/swagger-ui-dist/favicon-32x32.png"),
            schema=reverse("api-schema"),
            script=reverse("api-redoc-script"),
        )
        return HttpResponse(page)


@cache
def _redoc() -> bytes:
    """Redoc's script without the picture that it would fetch from its maker."""
    found = finders.find("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js")
    assert isinstance(found, str)
    return (
        Path(found)
        .read_bytes()
        .replace(b"https://cdn.redoc.ly/redoc/logo-mini.svg", b"data:image/svg+xml,%3Csvg/%3E")
    )


@require_safe
def redoc_script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _redoc(), content_type="text/javascript", headers={"Cache-Control": "max-age=86400"}
    )
