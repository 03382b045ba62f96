"""Which tokens there are, and whose one is."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import QuerySet

from compliance.models import Token


def digest(secret: str) -> str:
    """What is kept of a token: it is long and random, so no more than a digest is needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def token(secret: str) -> Token | None:
    """The token that this is, whether it stands or not."""
    return tokens().filter(digest=digest(secret)).first()


def tokens() -> QuerySet[Token]:
    return Token.objects.select_related("owner", "use")
