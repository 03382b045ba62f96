"""What the admin of every evidence row shares: it is looked at, and never changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest

from compliance.admin.history import WithHistory
from compliance.core.ledger import Problem


class EvidenceAdmin(WithHistory):
    """Lists and pages to read. Acts have pages of their own, each calling one service."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


def who(request: HttpRequest) -> User:
    """The person at the desk; the admin lets in nobody without an account."""
    assert isinstance(request.user, User)
    return request.user


def show_problems(
    problems: Iterable[Problem],
    form: forms.Form,
    rows: Mapping[int, forms.Form] | None = None,
) -> None:
    """Put every problem at its field: of a line, of the report, or above the whole."""
    for problem in problems:
        home = (rows or {}).get(problem.row, form) if problem.row else form
        field = problem.field if problem.field in home.fields else None
        if field is None and problem.field in form.fields:
            home, field = form, problem.field
        home.add_error(field, problem.message)
