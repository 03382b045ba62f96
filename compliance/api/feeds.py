"""Sources: the feeds and sitemaps that are watched, and how each does."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from compliance import queries
from compliance.api.views import Kept, Table
from compliance.models import Source


class SourceOut(Kept):
    """A feed or sitemap that is watched."""

    health = serializers.SerializerMethodField(help_text="how it does, in plain words")
    last_story_at = serializers.DateTimeField(allow_null=True)
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


class Sources(Table):
    """Sources, in the order in which they were added."""

    queryset = Source.objects.all()
    serializer_class = SourceOut

    def get_queryset(self) -> QuerySet[Source]:
        return queries.feeds.sources()
