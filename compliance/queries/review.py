"""What differs, and what a person has said of it."""

from __future__ import annotations

from django.db.models import QuerySet

from compliance.models import Finding


def findings() -> QuerySet[Finding]:
    """The newest finding of each claim, with what a page or an answer shows of it."""
    return (
        Finding.objects.newest()
        .select_related("claim__figure", "claim__reading__capture__article")
        .defer("claim__reading__capture__content", "claim__reading__capture__text",
               "claim__reading__capture__article__content")
        .prefetch_related("lines", "reviews")
    )
