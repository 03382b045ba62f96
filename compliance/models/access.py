"""How machines come in: tokens, when each was last used, and what a request was answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Token(models.Model):
    """A key to the API. Only its beginning is kept, and a digest of the whole.

    It may do what its scopes say, as far as its owner may, until it expires or is revoked.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100, help_text="what uses it, to know it by")
    prefix = models.CharField(max_length=20, help_text="how it begins")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the whole")
    scopes = ArrayField(models.CharField(max_length=20))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"

    def stands(self, *, at: datetime) -> bool:
        """Whether it opens anything still."""
        return self.revoked_at is None and at < self.expires_at


class TokenUse(models.Model):
    """When a token was last used, to the minute."""

    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="use")
    last_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token_id}: {self.last_used_at:%Y-%m-%d %H:%M}"


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, kept so that it can be sent again."""

    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=60, help_text="the address that was asked, by its name")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64, help_text="SHA-256 of what was sent")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "act", "key"], name="a_key_is_used_once_by_a_caller_for_an_act"
            )
        ]
        indexes = [models.Index(fields=["at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.act} {self.key}: {self.status}"
