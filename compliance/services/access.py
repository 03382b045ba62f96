"""Acts on how machines come in: tokens are made and revoked, answers kept to be given again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction

from compliance import queries
from compliance.core.access import SCOPES
from compliance.models import KeptAnswer, Token


if TYPE_CHECKING:
    from django.contrib.auth.models import User


MOST_DAYS = 730
KEPT = timedelta(days=30)  # an answer, to be given again
NOTED = timedelta(minutes=1)  # between two notes that a token was used
WAIT_MS = 2_000  # for whoever sends the same at this very moment


class NotMade(ValueError):
    """A token that cannot be, in a sentence."""


class InProgress(Exception):
    """The same request, with the same key, is being carried out."""


# Tokens


@transaction.atomic
def make_token(
    *, owner: User, name: str, scopes: Sequence[str], days: int, by: User | None, at: datetime
) -> tuple[Token, str]:
    """A token and its secret, which is told this once. Raises `NotMade`."""
    name = " ".join(name.replace("\x00", "").split())
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        said = f"{unknown[0]!r} is no scope" if unknown else "A token needs a scope"
        raise NotMade(f"{said}; there are {', '.join(SCOPES)}.")
    if not 1 <= days <= MOST_DAYS:
        raise NotMade(f"A token lasts from 1 to {MOST_DAYS} days.")
    if not name or len(name) > 100:
        raise NotMade("Name what will use it, in 1 to 100 characters.")
    if not owner.is_active:
        raise NotMade(f"The account of {owner} is switched off.")
    prefix = "sct_" + "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        owner=owner,
        name=name,
        prefix=prefix,
        digest=queries.access.digest(secret),
        scopes=[scope for scope in SCOPES if scope in scopes],
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(days=days),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User | None, at: datetime) -> bool:
    """Let a token open nothing from here on; whether it was not revoked before."""
    held = Token.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at is not None:
        return False
    held.revoked_at, held.revoked_by = at, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    return True


def note_use(*, token: Token, at: datetime) -> None:
    """That a token was used, noted once a minute at most."""
    use = getattr(token, "use", None)
    if use is not None and at - use.last_used_at < NOTED:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into compliance_tokenuse (token_id, last_used_at) values (%s, %s) "
            "on conflict (token_id) do update set last_used_at = excluded.last_used_at "
            "where compliance_tokenuse.last_used_at <= %s",
            [token.pk, at, at - NOTED],
        )


# Answers kept


def claim(*, caller: User, act: str, key: str, asked: str, at: datetime) -> tuple[KeptAnswer, bool]:
    """The answer kept under a key, and whether the key is new: then it is this transaction's.

    Whoever sends the same at the same moment waits here until the first is through, or two
    seconds: then raises `InProgress`.
    """
    row: Any = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = {WAIT_MS}")
            cursor.execute(
                "insert into compliance_keptanswer (caller_id, act, key, asked, headers, body, at) "
                "values (%s, %s, %s, %s, '{}', '', %s) on conflict do nothing returning id",
                [caller.pk, act, key, asked, at],
            )
            row = cursor.fetchone()
            cursor.execute("set local lock_timeout to default")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != "55P03":
            raise
        raise InProgress from error
    kept = KeptAnswer.objects.get(caller=caller, act=act, key=key)
    return kept, row is not None


def keep(*, kept: KeptAnswer, status: int, headers: dict[str, str], body: bytes) -> None:
    """The answer to a request that was carried out, in the transaction of its act."""
    kept.status, kept.headers, kept.body = status, headers, body
    kept.save(update_fields=["status", "headers", "body"])


def forget(*, at: datetime) -> int:
    """Throw away the answers that were kept long enough; how many."""
    gone, _ = KeptAnswer.objects.filter(at__lt=at - KEPT).delete()
    return gone


def one_by_one(subject: str) -> None:
    """Whoever changes the same thing goes one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 8))", [subject])
