"""The desk's first page: what needs a person today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from compliance import queries


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's dashboard callback: adds the counts that templates/admin/index.html shows."""
    waiting = queries.review.waiting(at=timezone.now())
    findings = reverse("admin:compliance_finding_changelist")
    contradicting = ",".join(queries.review.CONTRADICTIONS)
    context["today"] = [
        {
            "label": "Findings that contradict the ledger or the law",
            "n": waiting.contradictions,
            "link": f"{findings}?decided=no&verdict__in={contradicting}",
        },
        {
            "label": "Findings not decided yet",
            "n": waiting.undecided,
            "link": reverse("admin:compliance_inbox"),
        },
        {
            "label": "Articles that could not be captured",
            "n": waiting.given_up,
            "link": reverse("admin:compliance_article_changelist"),
        },
        {
            "label": "Articles on their way",
            "n": waiting.on_their_way,
            "link": reverse("admin:compliance_article_changelist"),
        },
        {
            "label": "Notices due and not marked as sent",
            "n": waiting.notices,
            "link": reverse("admin:compliance_notice_changelist"),
        },
    ]
    return context
