"""The audit: who changed what, when, from where and why. Written by triggers alone."""

from __future__ import annotations

from django.db import models

from compliance.core.acting import ORIGINS
from compliance.models.fields import Exact


class AuditEntry(models.Model):
    """One row that was written by whatever door: as it was before, as it is after.

    Of a change only the columns that differ are kept. `place` and `digest` are given once, by the
    act that chains what has come in (`services.audit.seal`); nothing else of an entry ever changes
    (`migrations._audit`).
    """

    VERBS = [
        ("insert", "added"),
        ("update", "changed"),
        ("delete", "deleted"),
        ("truncate", "emptied"),
        ("counted", "counted"),
    ]
    at = models.DateTimeField()
    table_name = models.CharField("table", max_length=63)
    row_id = models.CharField("row", max_length=100, blank=True)
    verb = models.CharField("what", max_length=10, choices=VERBS)
    before = models.JSONField(null=True, decoder=Exact)
    after = models.JSONField(null=True, decoder=Exact)
    actor = models.CharField("who", max_length=150)
    # No key to the account: who acted is said also where the account is gone.
    user_id = models.BigIntegerField("account", null=True)
    origin = models.CharField("by", max_length=10, choices=ORIGINS)
    address = models.CharField(max_length=45, blank=True)
    door = models.CharField(max_length=300, blank=True, help_text="page, task or command")
    why = models.TextField(blank=True)
    db_role = models.CharField("role in the database", max_length=63)
    txid = models.BigIntegerField("transaction")
    place = models.BigIntegerField(null=True, help_text="in the chain")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        constraints = [
            # Conditional, so that an entry which has none yet costs its writer nothing.
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(place__isnull=False),
                name="a_place_of_the_chain_is_taken_once",
            )
        ]
        indexes = [
            models.Index(fields=["table_name", "row_id", "-id"], name="audit_of_a_row"),
            models.Index(
                fields=["id"], condition=models.Q(place__isnull=True), name="audit_unchained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.table_name} {self.row_id}"
