"""The law as it was held before it was put right, and who looked at what rests on it since."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.fields import Exact


class FactVersion(Evidence):
    """A resolution, a paragraph's words, a factor, or a cap's limit or threshold, as it has been
    held from a moment on.

    A trigger writes the row, by whatever door the fact was changed; nobody else does. It names
    the fact by its number and points at nothing, so that it outlives a fact that is taken out.
    """

    KINDS = [
        ("resolution", "resolution"),
        ("paragraph", "paragraph"),
        ("factor", "factor"),
        ("limit", "limit"),
        ("threshold", "threshold"),
    ]
    kind = models.CharField(max_length=10, choices=KINDS)
    fact = models.BigIntegerField(help_text="number of the row")
    version = models.PositiveIntegerField()
    good = models.BigIntegerField(null=True, help_text="of a factor: number of its commodity")
    cap = models.BigIntegerField(null=True, help_text="of a limit or threshold: number of its cap")
    said = models.JSONField(
        encoder=DjangoJSONEncoder, decoder=Exact, help_text="the fact, column by column"
    )
    changes = models.BooleanField(help_text="it took the place of what caps had rested on")
    gone = models.BooleanField(default=False, help_text="the fact was taken out")
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fact", "version"], name="a_fact_has_each_version_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "fact"],
                condition=models.Q(changes=True),
                name="facts_that_changed",
            ),
            models.Index(
                fields=["cap"],
                condition=models.Q(changes=True, cap__isnull=False),
                name="facts_of_a_cap_that_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fact}, version {self.version}"


class CapConfirmation(Evidence):
    """That a reviewer looked at a cap after a fact under it changed, and that it still holds."""

    cap = models.ForeignKey(
        "compliance.Cap", on_delete=models.PROTECT, related_name="confirmations"
    )
    seen_to = models.BigIntegerField(help_text="number of the last version that was looked at")
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.cap}, confirmed {self.confirmed_at:%Y-%m-%d}"
