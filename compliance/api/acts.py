"""What every act by the API keeps to: one transaction, once for a key, on what the caller has seen.

A request that was carried out is answered the same when it is sent again with its key. A change of
something that is held says by `If-Match` which state of it the caller means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from compliance import services
from compliance.api.formats import as_json
from compliance.api.problems import Refused, Wait
from compliance.api.tables import Sheet
from compliance.core.ledger import Problem
from compliance.models import KeptAnswer


KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="made by you, 1 to 255 printable ASCII characters. What was carried out under a "
    "key is answered the same when it is sent again, for 30 days; with another body 422",
    pattern="^[!-~]{1,255}$",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="the ETag of what is changed, as you have seen it; needed (428 without). Where it "
    "has changed since: 412",
)
KEPT_HEADERS = ("Location", "ETag")


def carried_out(door: Any, handler: Callable[..., Any], request: Request, **named: Any) -> Any:
    """An act of a door, in one transaction: all of it, with what is kept to answer it again."""
    key = key_of(request)
    try:
        return _in_one(door, handler, request, key, **named)
    finally:
        sent = getattr(request, "_full_data", None)
        if isinstance(sent, Sheet):
            sent.stream.close()


def _in_one(
    door: Any, handler: Callable[..., Any], request: Request, key: str | None, **named: Any
) -> Any:
    with transaction.atomic():
        kept: KeptAnswer | None = None
        if key is not None:
            kept, new = _claimed(door, request, key)
            if not new:
                return _again(kept)
        door.check_match(request, **named)
        answer = handler(request, **named)
        if kept is not None and isinstance(answer, Response):
            services.access.keep(
                kept=kept,
                status=answer.status_code,
                headers={name: answer[name] for name in KEPT_HEADERS if name in answer},
                body=as_json(answer.data),
            )
    return answer


def key_of(request: Request) -> str | None:
    said = request.headers.get("Idempotency-Key")
    if said is not None and not re.fullmatch(r"[!-~]{1,255}", said):
        words = "Make the key of 1 to 255 printable ASCII characters, without spaces."
        raise Refused([Problem("Idempotency-Key", "invalid", words)])
    return said


def _claimed(door: Any, request: Request, key: str) -> tuple[KeptAnswer, bool]:
    asked = fingerprint(request)
    try:
        kept, new = services.access.claim(
            caller=request.user,  # type: ignore[arg-type]  # no act without an account
            act=str(request.resolver_match and request.resolver_match.url_name),
            key=key,
            asked=asked,
            at=timezone.now(),
        )
    except services.access.InProgress as busy:
        words = "The same key is being carried out at this moment; ask again in a second."
        raise Wait([Problem("Idempotency-Key", "in_progress", words)], 1) from busy
    if kept.asked != asked:
        words = "This key was sent with something else before; make a new one for each request."
        raise Refused([Problem("Idempotency-Key", "key_reused", words)], 422)
    return kept, new


def fingerprint(request: Request) -> str:
    """What was sent, whatever its spaces and the order of its names."""
    data = request.data
    if isinstance(data, Sheet):
        body = data.digest.encode()
    else:
        body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    whole = sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    whole.update(body)
    return whole.hexdigest()


def _again(kept: KeptAnswer) -> HttpResponse:
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    assert kept.status is not None  # kept in the transaction that claimed the key
    return HttpResponse(
        bytes(kept.body), status=kept.status, content_type="application/json", headers=headers
    )


# Which state of a thing


def tag(body: bytes, state: str | None = None) -> str:
    """An ETag: of what can be changed, in front the state that a change would rest on."""
    whole = sha256(body).hexdigest()[:24]
    return f'"{whole}"' if state is None else f'"{state_tag(state)}.{whole}"'


def state_tag(state: str) -> str:
    return sha256(state.encode()).hexdigest()[:16]


def names(header: str, etag: str) -> bool:
    """Whether If-None-Match names this answer."""
    said = [each.strip().removeprefix("W/") for each in header.split(",")]
    return "*" in said or etag in said


def check_match(request: Request, state: str) -> None:
    """Raises `Refused` where the caller has not said, or has not seen, what is changed.

    What is compared is the state in front: the rest of an ETag may differ by what nobody changes
    (how long ago a source was looked at), and a proxy that packs an answer calls the tag weak.
    """
    said = request.headers.get("If-Match")
    if said is None:
        words = "Say with If-Match which state you mean: send the ETag of what is changed."
        raise Refused([Problem("If-Match", "required", words)], 428)
    tags = [each.strip().removeprefix("W/").strip('"') for each in said.split(",")]
    if "*" in tags or state_tag(state) in {each.partition(".")[0] for each in tags}:
        return
    words = "It has changed since you looked at it; get it again, and see whether you still would."
    raise Refused([Problem("If-Match", "changed_meanwhile", words)], 412)
