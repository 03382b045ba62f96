"""What is held when every operation is tried: somebody of each role, something at each address.

A fuzzer that sees only 401 and 404 proves nothing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils import timezone

from compliance import queries, services
from compliance.models import (
    Article,
    AuditEntry,
    Claim,
    Committee,
    Conversion,
    Decision,
    Estimate,
    Figure,
    Finding,
    ImportFile,
    NationalMeasure,
    Notice,
    Paragraph,
    Proposal,
    Report,
    Review,
    Source,
    Subscription,
    Transfer,
)
from tests.api.conftest import Client, signed_in
from tests.api.test_sending import a_line, a_report
from tests.factories import tables


IMPORTS = "/api/v1/imports/"
# Of which table the newest row is asked for, by the first word of an address.
ROWS = {
    "reports": Report,
    "imports": ImportFile,
    "lines": Transfer,
    "notices": Notice,
    "articles": Article,
    "claims": Claim,
    "sources": Source,
    "findings": Finding,
    "proposals": Proposal,
    "national-measures": NationalMeasure,
    "paragraphs": Paragraph,
    "conversions": Conversion,
    "estimates": Estimate,
    "figures": Figure,
    "reviews": Review,
    "audit": AuditEntry,
    "subscriptions": Subscription,
}


def roles() -> dict[str, Client]:
    """Four callers: nobody in particular, and three with the rights of a group."""
    found = {"anonymous": Client()}
    for name in ("analyst", "reviewer", "administrator"):
        found[name] = signed_in()
        found[name].user.groups.add(Group.objects.get(name=name))  # type: ignore[attr-defined]
    return found


def a_table() -> None:
    """A file that was handed in."""
    services.exchange.hand_in(
        stream=BytesIO(tables.as_csv(tables.several(3))),
        name="three.csv",
        committee=Committee.objects.get(slug="1718"),
        by=None,
        at=timezone.now(),
    )


def good_bodies() -> dict[str, list[Any]]:
    source = {name: value for name, value in a_report().items() if name != "lines"}
    return {
        "/api/v1/reports/": [a_report(), a_report(a_line(), a_line(first_day="2025-12-01"))],
        "/api/v1/lines/{id}/correction/": [
            {"reason": "A slip.", "line": a_line(amount="5")},
            {"reason": "Restated.", "line": a_line(amount="5"), "source": source},
        ],
        "/api/v1/lines/{id}/withdrawal/": [{"reason": "A slip."}],
        "/api/v1/lines/{id}/reinstatement/": [{"reason": "It stood."}],
        "/api/v1/reports/batch/": [
            {"reports": [a_report(), a_report(a_line(supplier="CN"), reporting_state="CN")]},
            {"reports": [a_report(), a_report()], "atomic": False},
        ],
        "/api/v1/imports/{id}/entry/": [{}],
        "/api/v1/sources/{id}/": [{"watched": False, "name": "A paper"}],
        "/api/v1/articles/": [
            {"text": "Russia sent 10 barrels.", "published_on": "2024-01-02"},
            {"url": "https://news.example/a", "publisher": "A paper"},
        ],
        "/api/v1/sources/": [
            {"url": "https://news.example/feed", "name": "A paper"},
            {"url": "https://news.example/a", "name": "A page", "kind": "page"},
        ],
        "/api/v1/findings/{id}/reviews/": [
            {"decision": "confirm"},
            {"decision": "record"},
            {"decision": "correct", "answer": {"amount": "5", "unit": "bbl", "supplier": "RU"}},
            {"decision": "merge", "line": 1},
            {"decision": "undo"},
        ],
        "/api/v1/caps/{slug}/what-if/": [
            {"period": "2024", "silent_as_last_year": True},
            {
                "period": "2023",
                "withdraw": [1],
                "other_policy": "voa-7.9",
                "accept": [
                    {
                        "supplier": "RU",
                        "first_day": "2023-06-01",
                        "last_day": "2023-06-30",
                        "amount": "1000",
                        "unit": "bbl",
                    },
                ],
            },
        ],
        "/api/v1/read/": [
            {"text": "Russia sent 10 barrels.", "published_on": "2024-01-02", "language": "en"},
        ],
        "/api/v1/subscriptions/": [
            {"url": "https://follower.example/", "events": ["lines"], "cap": "dprk-crude-oil"},
        ],
        "/api/v1/subscriptions/{id}/stop/": [{}],
        "/api/v1/subscriptions/{id}/start/": [{}],
    }


def held(path: str) -> dict[str, Any]:
    """What fills the braces of a path so that something is there."""
    topic = path.split("/")[3]
    model = ROWS.get(topic)
    return {
        "id": newest_pk(model) if model else 1,
        "slug": {"committees": "1718", "regimes": "1718", "policies": "voa-7.9"}.get(
            topic, "dprk-refined-petroleum"
        ),
        "key": Decision.objects.values_list("key")[0][0] if topic == "decisions" else "2397-p5-cap",
        "code": "RU" if topic == "states" else "refined_petroleum",
        "name": "20240101T000000Z-csv",
        "file": "lines.csv.gz",
        "number": 2397,
        "series": Transfer.objects.latest("pk").series,
    }


def newest_pk(model: Any) -> int:
    return model.objects.aggregate(Max("pk"))["pk__max"] or 1


def ready(path: str, analyst: Client) -> dict[str, Any]:
    """What fills the braces of a path, after what the seeds do not bring was done for it."""

    def sent(address: str, body: Any) -> Any:
        answer = analyst.post(address, body, format="json")
        assert answer.status_code == 201, answer.content
        return answer.json()

    if path.startswith("/api/v1/notices/"):
        sent("/api/v1/reports/", a_report(a_line(amount="400000")))
    elif path.startswith("/api/v1/subscriptions/{id}/"):
        sent("/api/v1/subscriptions/", good_bodies()["/api/v1/subscriptions/"][0])
    elif path == "/api/v1/reviews/{id}/":
        finding = Finding.objects.undecided().first()
        assert finding is not None
        sent(f"/api/v1/findings/{finding.pk}/reviews/", {"decision": "confirm"})
    good = held(path)
    if path.startswith("/api/v1/lines/{id}/"):
        good["id"] = sent("/api/v1/reports/", a_report())["lines"][0]["id"]
    if path.endswith("/reinstatement/"):
        taken = f"/api/v1/lines/{good['id']}/withdrawal/"
        good["id"] = sent(taken, {"reason": "A slip."})["id"]
    if path.endswith("/entry/"):
        file = ImportFile.objects.get(pk=good["id"])
        run = services.exchange.ask(file=file, step="check", by=None, at=timezone.now())
        services.exchange.carry_out(run=run, at=timezone.now())
    if "{file}" in path:
        services.dumps.make(folder=Path(settings.DUMPS), at=timezone.now(), format="csv")
        (made,) = queries.dumps.made(Path(settings.DUMPS))
        good |= {"name": made["name"], "file": made["files"][0]["file"]}
    return good
