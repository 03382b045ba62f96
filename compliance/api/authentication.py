"""Who asks: a token in the header, good for what its scopes say and for no more than its owner."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from compliance import queries, services
from compliance.api.throttles import count_refused
from compliance.core.access import SCOPES, allows
from compliance.models import Token


LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token sct_…`, or the same with `Bearer`."""

    words: ClassVar[tuple[bytes, ...]] = (b"token", b"bearer")

    def authenticate_header(self, request: Request) -> str:
        return "Token"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        said = get_authorization_header(request).split()
        if not said or said[0].lower() not in self.words:
            return None
        at = timezone.now()
        token = self.held(said[1]) if len(said) == 2 and len(said[1]) <= LONGEST else None
        if token is None or not token.stands(at=at) or not token.owner.is_active:
            count_refused(request)
            raise exceptions.AuthenticationFailed(_why(token))
        services.access.note_use(token=token, at=at)
        return narrowed(token), token

    def held(self, secret: bytes) -> Token | None:
        try:
            return queries.access.token(secret.decode("ascii"))
        except UnicodeDecodeError:
            return None


def _why(token: Token | None) -> str:
    """Told only to whoever holds a token that was one."""
    if token is None:
        return "This is no token here."
    if token.revoked_at is not None:
        return f"This token was revoked on {token.revoked_at:%-d %B %Y}."
    if not token.owner.is_active:
        return "The account of this token is switched off."
    return f"This token expired on {token.expires_at:%-d %B %Y}."


def narrowed(token: Token) -> User:
    """The owner, as far as the token goes: whoever asks what they may is told that."""
    owner: User = token.owner
    owner.has_perm = partial(_has_perm, owner, token)  # type: ignore[method-assign]
    return owner


def _has_perm(owner: User, token: Token, perm: str, obj: Any = None) -> bool:
    return allows(token.scopes, perm) and User.has_perm(owner, perm, obj)


class TokenScheme(OpenApiAuthenticationExtension):
    """A token, as the OpenAPI document describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        scopes = "; ".join(f"`{scope}`: {words}" for scope, words in SCOPES.items())
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": f"`Token` and a token: `Token sct_…`. Scopes: {scopes}.",
        }
