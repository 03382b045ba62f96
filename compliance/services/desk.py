"""What somebody at the desk keeps for themselves: a list's filter, a report half typed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from compliance.models import Report, ReportDraft, SavedFilter


if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotKept(Exception):
    """Why it was not kept, in one sentence."""


MOST_FILTERS = 100
MOST_DRAFTS = 50


@transaction.atomic
def save_filter(*, of: str, name: str, query: str, shared: bool, by: User) -> SavedFilter:
    """A list's filter under a name; the same name again takes the place of the one before."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise NotKept("Give the filter a name of 1 to 60 letters.")
    if not query or len(query) > 1000:
        raise NotKept("Narrow the list first; there is nothing to keep of a list that shows all.")
    if (
        SavedFilter.objects.filter(owner=by).count() >= MOST_FILTERS
        and not SavedFilter.objects.filter(owner=by, of=of, name=name).exists()
    ):
        raise NotKept(f"{MOST_FILTERS} filters are kept already; take one away first.")
    row, _ = SavedFilter.objects.update_or_create(
        owner=by, of=of, name=name, defaults={"query": query, "shared": shared}
    )
    return row


@transaction.atomic
def forget_filter(*, saved: SavedFilter, by: User) -> None:
    """Raises `NotKept` where it is somebody else's."""
    if saved.owner_id != by.pk:
        raise NotKept(f"This filter is {saved.owner}'s; only they can take it away.")
    saved.delete()


@transaction.atomic
def keep_draft(*, key: str, typed: dict[str, str], by: User, at: datetime) -> ReportDraft:
    """A report as far as it is typed, under the key it will be recorded by."""
    if not key or len(key) > 100:
        raise NotKept("The form has lost its key; open it anew.")
    if Report.objects.filter(key=key).exists():
        raise NotKept("This report is recorded already; correct its lines instead.")
    held = ReportDraft.objects.select_for_update().filter(key=key).first()
    if held and held.owner_id != by.pk:
        raise NotKept(f"This draft is {held.owner}'s.")
    if held is None and ReportDraft.objects.filter(owner=by).count() >= MOST_DRAFTS:
        raise NotKept(f"{MOST_DRAFTS} drafts are kept already; record or drop one first.")
    row, _ = ReportDraft.objects.update_or_create(
        key=key, defaults={"owner": by, "typed": typed, "saved_at": at}
    )
    return row


@transaction.atomic
def drop_draft(*, draft: ReportDraft, by: User) -> None:
    """Raises `NotKept` where it is somebody else's."""
    if draft.owner_id != by.pk:
        raise NotKept(f"This draft is {draft.owner}'s.")
    draft.delete()
