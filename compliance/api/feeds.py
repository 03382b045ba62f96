"""Sources: the feeds, sitemaps and pages that are watched, and how each does."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import queries, services
from compliance.api.bodies import Address, Body
from compliance.api.parameters import Choice, Text
from compliance.api.problems import Refused
from compliance.api.views import Kept, Table
from compliance.core.ledger import Problem
from compliance.models import Source


class SourceOut(Kept):
    """A feed, a sitemap or a page that is watched."""

    health = serializers.SerializerMethodField(help_text="how it does, in plain words")
    last_story_at = serializers.DateTimeField(
        allow_null=True, help_text="of a page: when its text was last new"
    )
    last_look_at = serializers.DateTimeField(allow_null=True)
    next_look_at = serializers.DateTimeField(allow_null=True)
    last_outcome = serializers.ChoiceField(
        ["new", "nothing_new", "unchanged", "failed"],
        allow_null=True,
        help_text="null before the first look, and where it was broken off",
    )
    last_status = serializers.IntegerField(allow_null=True, help_text="of HTTP, where it failed")

    class Meta:
        model = Source
        fields = [
            "id",
            "kind",
            "name",
            "url",
            "publisher",
            "watched",
            "health",
            "last_story_at",
            "last_look_at",
            "next_look_at",
            "last_outcome",
            "last_status",
        ]

    def get_health(self, source: Source) -> str:
        return queries.feeds.health(source, at=timezone.now())


class WatchIn(Body):
    """What shall be watched."""

    url = Address()
    name = Text(max_length=200, help_text="to know it by in lists")
    kind = Choice(
        Source.KINDS,
        required=False,
        help_text="list (a feed or a sitemap, as its bytes tell), unless page is said",
    )
    publisher = Text(required=False, allow_blank=True, max_length=200)


class ChangeIn(Body):
    """What shall be other; what is left out stays as it is."""

    url = Address(required=False)
    name = Text(required=False, max_length=200)
    kind = Choice(Source.KINDS, required=False)
    publisher = Text(required=False, allow_blank=True, max_length=200)
    watched = serializers.BooleanField(required=False, help_text="false: it is left alone")


class Sources(Table):
    """Sources, in the order in which they were added."""

    queryset = Source.objects.all()
    serializer_class = SourceOut
    adds = {"create": Source}
    changes = {"change": Source}
    guarded = frozenset(changes)

    def get_queryset(self) -> QuerySet[Source]:
        return queries.feeds.sources()

    @extend_schema(
        request=WatchIn,
        responses={
            201: OpenApiResponse(SourceOut, description="Watched from now on."),
            200: OpenApiResponse(SourceOut, description="Held already, and left as it is."),
        },
    )
    def create(self, request: Request) -> Response:
        """Watch a feed, a sitemap, or a single page for changes of its text."""
        values, found = WatchIn.read(request.data)
        if "name" in values and not values["name"].strip():
            found.append(Problem("name", "blank", "Give it a name, to know it by in lists."))
        if found:
            raise Refused(found)
        said: dict[str, Any] = {"kind": "list", **values}
        try:
            source, new = services.press.watch(**said)
        except services.press.NotTaken as reason:
            raise Refused([Problem("url", "not_taken", str(reason))]) from reason
        answer = self.one(pk=source.pk)
        answer.status_code = 201 if new else 200
        answer["Location"] = reverse("api-source", args=[source.pk])
        return answer

    def state(self, **named: Any) -> str | None:
        """What can be changed of it; when it was last looked at is no matter of the caller's."""
        columns = ("kind", "name", "url", "publisher", "watched")
        found = Source.objects.filter(pk=named["pk"]).values_list(*columns).first()
        if found is None:
            raise Http404
        return f"source {named['pk']}, {found!r}"

    @extend_schema(request=ChangeIn, responses=SourceOut)
    def change(self, request: Request, pk: int) -> Response:
        """Change how a source is called or watched, or where it is."""
        values, found = ChangeIn.read(request.data, "watched")
        watched = values.pop("watched")
        if watched is not None:
            values["watched"] = watched
            if not isinstance(watched, bool):
                found.append(Problem("watched", "invalid", "Give true or false."))
        if found:
            raise Refused(found)
        try:
            services.press.change_source(source=Source.objects.get(pk=pk), **values)
        except services.press.NotTaken as reason:
            field = "name" if "url" not in values else "url"
            raise Refused([Problem(field, "not_taken", str(reason))]) from reason
        return self.tagged(self.one(pk=pk), pk=pk)
