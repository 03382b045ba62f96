"""The desk's first page: what needs a person today, each with its list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from compliance import queries
from compliance.admin.evidence import who
from compliance.core import state


SHOWN = 5


@dataclass(frozen=True)
class Item:
    """A number that somebody should look at, and where; or the sentence that nobody needs to."""

    label: str
    n: int
    link: str
    nothing: str
    grave: bool = False
    rows: tuple[tuple[str, str], ...] = field(default=())  # words and address


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's dashboard callback: adds what templates/admin/index.html shows."""
    at = timezone.now()
    found = queries.desk.today(at=at, by=who(request))
    findings = f"{_list('finding')}?decided=no"
    contradicting = [v for v in queries.review.CONTRADICTIONS if v not in queries.desk.BREACHES]
    context["today"] = [
        Item(
            "Findings of a breach",
            found.breaches,
            f"{findings}&verdict__in={','.join(queries.desk.BREACHES)}",
            "No claim that waits says that a cap or ban was broken.",
            grave=True,
        ),
        Item(
            "Findings that contradict the ledger or the law",
            found.contradictions,
            f"{findings}&verdict__in={','.join(contradicting)}",
            "Nothing that waits contradicts the ledger or the law.",
            grave=True,
        ),
        Item(
            "Findings not decided yet",
            found.undecided,
            reverse("admin:compliance_inbox"),
            "Every finding is decided.",
        ),
        Item(
            "Notices due and not marked as sent",
            found.notices,
            f"{_list('notice')}?sent=no",
            "Every notice that is due went out.",
            grave=True,
        ),
        Item(
            "Reports overdue",
            len(found.overdue),
            reverse("obligations"),
            "Every report of the last twelve months that was due is in.",
            rows=tuple(
                (
                    f"{state.name(e.supplier) if e.supplier else 'A State'}, "
                    f"{e.span.start:%B %Y}: due {e.due_on:%-d %B %Y}",
                    reverse("obligations"),
                )
                for e in found.overdue[-SHOWN:]
            ),
        ),
        Item(
            "Caps to be confirmed",
            len(found.to_confirm),
            f"{_list('cap')}?to_confirm=yes",
            "No paragraph or factor changed since a reviewer looked.",
            grave=True,
            rows=tuple(
                (cap.title, reverse("admin:compliance_cap_change", args=[cap.pk]))
                for cap in found.to_confirm[:SHOWN]
            ),
        ),
        Item(
            "Feeds that fail",
            found.failing,
            f"{_list('source')}?failing=yes",
            "Every feed that is watched answered when it was last asked.",
        ),
        Item(
            "Articles in quarantine",
            found.given_up,
            f"{_list('article')}?how_far=given_up",
            "No article was given up.",
        ),
        Item(
            "Articles on their way",
            found.on_their_way,
            f"{_list('article')}?how_far=waiting",
            "No article waits to be captured.",
        ),
        Item(
            "Your drafts of reports",
            len(found.drafts),
            _list("report"),
            "No report of yours is half typed.",
            rows=tuple(
                (str(draft), f"{reverse('admin:compliance_report_add')}?draft={draft.pk}")
                for draft in found.drafts[:SHOWN]
            ),
        ),
    ]
    return context


def _list(model: str) -> str:
    return reverse(f"admin:compliance_{model}_changelist")
