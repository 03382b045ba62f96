"""What the law is on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from compliance.models import Cap, ConversionPolicy, Measure, Paragraph, Resolution


class NoSuchPolicy(LookupError):
    """A conversion policy that is not held; the message names those that are."""


def policies() -> QuerySet[ConversionPolicy]:
    return ConversionPolicy.objects.prefetch_related("conversions__commodity")


def policy(slug: str | None = None) -> ConversionPolicy:
    """A conversion policy by its slug; the usual one where none is named."""
    held = list(policies())
    for row in held:
        if slug in (None, row.slug):
            return row
    allowed = ", ".join(row.slug for row in held) or "none: run `manage.py seed`"
    raise NoSuchPolicy(f"{slug!r} is no conversion policy held here; allowed: {allowed}.")


def caps() -> QuerySet[Cap]:
    return Cap.objects.with_terms()


def in_force(day: date) -> list[Cap]:
    """The caps in force on a day, computed ones first."""
    rows = [
        cap
        for cap in caps()
        if cap.measure.first_day <= day
        and (cap.measure.last_day is None or day <= cap.measure.last_day)
    ]
    return sorted(rows, key=lambda cap: (not cap.computed, not cap.reporters, cap.slug))


def resolutions() -> QuerySet[Resolution]:
    """All resolutions, with how many paragraphs of each are held."""
    return Resolution.objects.select_related("committee").annotate(
        paragraphs_held=Count("paragraphs", distinct=True),
        measures_held=Count("paragraphs__measures", distinct=True),
    )


def resolution(number: int) -> Resolution:
    """One resolution whole; `Resolution.DoesNotExist` if it is not held."""
    measures = Measure.objects.select_related("cap").prefetch_related("deadlines")
    paragraphs = Paragraph.objects.prefetch_related(Prefetch("measures", queryset=measures))
    return (
        resolutions()
        .prefetch_related(Prefetch("paragraphs", queryset=paragraphs))
        .get(number=number)
    )
