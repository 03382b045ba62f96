"""On what an answer rests that is given twice."""

from __future__ import annotations

from django.db import models


class Touch(models.Model):
    """That a transaction wrote something which a page or the API shows (triggers, whatever the
    door): whoever sees the same touches sees the same data.

    There is one a transaction. Many are put together now and then as a new epoch, whose number
    nobody has seen before: so an epoch and how many touches stand since are never of two states.
    """

    epoch = models.BooleanField(default=False, help_text="all that came before is in this one")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{'epoch' if self.epoch else 'touch'} {self.pk}"
