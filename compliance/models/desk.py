"""What somebody at the desk keeps for themselves: their own, changed and thrown away at will."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A list of the admin as somebody narrowed it, by a name; for them alone, or for everybody."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    of = models.CharField(max_length=60, help_text="the list: the model's name")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="what stands after ? in its address")
    shared = models.BooleanField(default=False, help_text="everybody at the desk sees it")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "of", "name"], name="a_filter_is_saved_once_by_a_name"
            )
        ]
        indexes = [models.Index(fields=["of", "shared"], name="filters_of_a_list")]

    def __str__(self) -> str:
        return self.name


class ReportDraft(models.Model):
    """A report as far as somebody has typed it. It counts nowhere; once a report is recorded
    under its key it is no draft any more."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_drafts"
    )
    key = models.CharField(max_length=100, unique=True, help_text="of the report it becomes")
    typed = models.JSONField(help_text="the form's fields, as typed")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-id"]

    def __str__(self) -> str:
        said = self.typed
        words = [said.get("reporting_state", ""), said.get("document", "")]
        return ", ".join(filter(None, words)) or "a report with nothing in its head"
