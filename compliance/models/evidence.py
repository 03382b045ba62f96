"""Rows that are evidence: written once, never changed, never deleted.

Guarded thrice: the model, the queryset, and a trigger in PostgreSQL (`migrations._append_only`)
that no code of ours can switch off.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Immutable(TypeError):
    """Evidence was about to be changed."""


class EvidenceQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable(self.model._meta.label)

    def delete(self) -> NoReturn:
        raise Immutable(self.model._meta.label)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable(self.model._meta.label)


class Evidence(models.Model):
    """A row that says what was seen, reported, read or decided; a change is another row."""

    # A model declares its manager itself, from a queryset that is an EvidenceQuerySet:
    # tests/house proves that each does.

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable(self._meta.label)
