"""What is known of the hosts that are asked: what they forbid, and when they may be asked again."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import CharField, F, Func, QuerySet, Value

from compliance.models.evidence import Evidence, EvidenceQuerySet


class Robots(Evidence):
    """The robots.txt of a site as it was on a day: what we were allowed then, and why."""

    OUTCOMES = [
        ("read", "it was read"),
        ("missing", "there is none: all is allowed"),
        ("unreachable", "it could not be had: nothing is allowed"),
    ]
    site = models.CharField(max_length=300, help_text="scheme, host and port: https://a.example")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    why = models.TextField(blank=True, help_text="why it was not read, in one sentence")
    text = models.TextField(blank=True)
    delay = models.DurationField(null=True, help_text="its Crawl-delay for us, as it is kept to")
    holds_until = models.DateTimeField(help_text="when it is asked for again")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name_plural = "robots"
        indexes = [models.Index(fields=["site", "-id"], name="robots_of_a_site")]

    def __str__(self) -> str:
        return f"robots.txt of {self.site}, {self.asked_at:%Y-%m-%d}"


class Host(models.Model):
    """When a host may be asked again. Losing a row costs the host one request too early.

    The one row of a host is changed in place, so that of several workers one has its turn.
    """

    name = models.CharField(max_length=300, unique=True)
    free_at = models.DateTimeField(db_index=True)
    why = models.CharField(max_length=200, blank=True, help_text="empty: it was just asked")

    def __str__(self) -> str:
        return self.name


def at_rest(at: datetime) -> QuerySet[Host, str]:
    """The names of the hosts that are not to be asked now."""
    return Host.objects.filter(free_at__gt=at).values_list("name", flat=True)


def host_of(field: str = "url") -> Func:
    """The host and port of an address in its canonical form, as a column."""
    return Func(F(field), Value("/"), Value(3), function="split_part", output_field=CharField())
