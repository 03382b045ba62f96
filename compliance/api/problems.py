"""What went wrong, as RFC 9457 tells it: `application/problem+json`, every problem at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, ClassVar

import orjson
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions, serializers, status
from rest_framework.views import set_rollback

from compliance.core.ledger import Problem


log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 10  # of a database that could not answer


class ProblemOut(serializers.Serializer):
    """One thing wrong: where, by which rule, and in a sentence that says what is allowed."""

    field = serializers.CharField(help_text="the parameter or field; empty: the whole request")
    row = serializers.IntegerField(
        allow_null=True, help_text="the line of the report, counted from 1; null: none of them"
    )
    item = serializers.IntegerField(
        allow_null=True, help_text="of several sent at once, counted from 1; null: not of one"
    )
    code = serializers.CharField(help_text="the rule, for programs")
    message = serializers.CharField(help_text="the sentence, for people")
    allowed = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="what is allowed instead, where that is a few words; null: see the message",
    )


class ProblemsOut(serializers.Serializer):
    """An answer to a request that was not carried out (RFC 9457)."""

    type = serializers.CharField(help_text="about:blank: the status says all there is to say")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    problems = ProblemOut(many=True)


class Refused(exceptions.APIException):
    """The request is refused for reasons that can all be named."""

    usual: ClassVar[int] = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems: Iterable[Problem], status_code: int | None = None) -> None:
        self.problems = list(problems)
        self.status_code = status_code or self.usual
        super().__init__(" ".join(dict.fromkeys(p.message for p in self.problems)))


class NotHere(Refused):
    """What was asked for does not exist; the sentence says what does."""

    usual = status.HTTP_404_NOT_FOUND


class Clash(Refused):
    """What is held has changed, or is not what the request takes it to be."""

    usual = status.HTTP_409_CONFLICT


class Wait(Refused):
    """Not at this moment; in so many seconds."""

    usual = status.HTTP_409_CONFLICT

    def __init__(self, problems: Iterable[Problem], wait: int) -> None:
        super().__init__(problems)
        self.wait = wait


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


def handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Any refusal as problem details. None, hence a server error, for what nobody foresaw."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is nothing here by that name or number.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):
        # of Django's own: more parameters than anybody means, a body larger than it says
        error = exceptions.ParseError("The request is larger than is read here; send less of it.")
    elif isinstance(error, IntegrityError) and _twice(error):
        error = Clash(
            [Problem("", "written_meanwhile", "Somebody wrote the same meanwhile; look at it.")]
        )
    elif isinstance(error, OperationalError):
        log.exception("the database could not answer %s", context["request"].path)
        error = exceptions.APIException("The database could not answer in time; ask again, or less")
        error.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        error.wait = RETRY_AFTER_S  # type: ignore[attr-defined]
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    problems = list(_problems(error))
    detail = " ".join(dict.fromkeys(p.message for p in problems))
    response = as_response(error.status_code, detail, problems)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = f"{wait:.0f}"
    return response


def _twice(error: IntegrityError) -> bool:
    """Whether two wrote the same thing at the same moment; any other breach is our own fault."""
    return getattr(error.__cause__, "sqlstate", None) == "23505"


def as_response(code: int, detail: str, problems: Iterable[Problem] = ()) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
        "problems": [as_data(p) for p in problems],
    }
    return HttpResponse(orjson.dumps(body), content_type=MEDIA_TYPE, status=code)


def as_data(problem: Problem) -> dict[str, Any]:
    return {
        "field": problem.field,
        "row": problem.row or None,
        "item": problem.item or None,
        "code": problem.code,
        "message": problem.message,
        "allowed": list(problem.allowed) or None,
    }


def _problems(error: exceptions.APIException) -> Iterator[Problem]:
    if isinstance(error, Refused):
        yield from error.problems
    elif isinstance(error, exceptions.ValidationError):
        yield from flat(error.get_full_details())
    else:
        yield Problem("", _code(error), str(error.detail))


def flat(details: Any, field: str = "", row: int = 0) -> Iterator[Problem]:
    """The problems in DRF's nested details: a list of objects is the lines of a report."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield Problem(field, str(details["code"]), str(details["message"]), row)
    elif isinstance(details, dict):
        for name, inner in details.items():
            if isinstance(name, int):
                # of a list field: by the place of the item
                yield from flat(inner, field, name + 1)
            elif name == "non_field_errors":
                yield from flat(inner, field, row)
            else:
                yield from flat(inner, name, row)
    elif isinstance(details, list):
        for place, inner in enumerate(details, start=1):
            nested = isinstance(inner, dict) and set(inner) != {"message", "code"}
            yield from flat(inner, field, place if nested else row)


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"
