"""Every way to write the next revision of a line, as somebody opens it and later saves it.

Opening is what a person sees before they write: a page, a dry run, a revision named in an address.
Saving says whether it was kept; whoever is not is told why, and what stands is the other's.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from compliance.models import Committee, Transfer
from compliance.services import exchange
from tests.factories import tables
from tests.factories.ledger import draft
from tests.factories.people import UserFactory
from tests.factories.reports import NOW, line


Save = Callable[[], bool]
_numbers = count(1)
WHY = "A slip of the pen."
LINE = {
    "supplier": "FR", "recipient": "KP", "commodity": "refined_petroleum", "kind": "reported",
    "first_day": "2018-04-01", "last_day": "2018-04-30", "unit": "bbl",
}  # fmt: skip


def held() -> Transfer:
    """A line that came as a row of a table, so that each way reaches it."""
    key = f"PAIR-{next(_numbers)}"
    return line(draft("2018-04", supplier="FR", amount="1000"), known_on="2018-05-20", key=key)


def desk() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def form(row: Transfer, amount: str) -> Save:
    client, address = desk(), reverse("admin:compliance_transfer_correct", args=[row.pk])
    said = {**LINE, "amount": amount, "reason": WHY}
    seen = client.post(address, said).context["confirmed"]
    return lambda: client.post(address, {**said, "confirmed": seen}).status_code == 302


def withdrawal(row: Transfer, amount: str) -> Save:
    client, address = desk(), reverse("admin:compliance_transfer_withdraw", args=[row.pk])
    assert client.get(address).status_code == 200
    return lambda: client.post(address, {"reason": f"Not theirs: {amount}"}).status_code == 302


def _api(row: Transfer, act: str, body: dict[str, Any]) -> Save:
    client = desk()
    address = f"/api/v1/lines/{row.pk}/{act}/"
    seen = client.get(f"/api/v1/lines/{row.pk}/").headers["ETag"]

    def save() -> bool:
        answer = client.post(
            address, body, content_type="application/json", headers={"If-Match": seen}
        )
        assert answer.status_code in (201, 409, 412), answer.content
        return answer.status_code == 201

    return save


def api(row: Transfer, amount: str) -> Save:
    line = {name: value for name, value in LINE.items() if name != "kind"}
    return _api(row, "correction", {"line": {**line, "amount": amount}, "reason": WHY})


def api_withdrawal(row: Transfer, amount: str) -> Save:
    return _api(row, "withdrawal", {"reason": f"Not theirs: {amount}"})


def table(row: Transfer, amount: str) -> Save:
    key = row.report.key
    said = tables.GOOD | {
        "reference": f"{key}-{amount}-{next(_numbers)}", "revises": key, "quantity": amount,
        "reported_on": "2018-06-20", "remarks": WHY,
    }  # fmt: skip
    committee = Committee.objects.get(pk=row.report.committee_id)
    file, _ = exchange.hand_in(
        stream=io.BytesIO(tables.as_csv([said])), name="a.csv", committee=committee, by=None, at=NOW
    )
    seen = exchange.carry_out(run=exchange.ask(file=file, step="check", by=None, at=NOW), at=NOW)
    assert seen is not None
    assert seen.outcome == "good", seen.problems

    def save() -> bool:
        run = exchange.ask(file=file, step="enter", by=None, at=NOW)
        done = None
        while done is None:  # another table is being gone through
            done = exchange.carry_out(run=run, at=NOW)
        if done.outcome != "entered":
            assert {p[2] for p in done.problems} & {"changed_meanwhile", "withdrawn"}, done.problems
        return done.outcome == "entered"

    return save


PATHS: dict[str, Callable[[Transfer, str], Save]] = {
    "form": form,
    "withdrawal": withdrawal,
    "api": api,
    "api_withdrawal": api_withdrawal,
    "table": table,
}


def lost(row: Transfer, kept: list[bool]) -> str:
    """What was lost of two saves of one line; empty: the one was kept and the other told so."""
    revisions = list(
        Transfer.objects.filter(series=row.series).order_by("pk").values_list("revision", flat=True)
    )
    if sorted(kept) != [False, True]:
        return f"kept: {kept}, revisions {revisions}"
    return "" if revisions == [1, 2] else f"revisions {revisions}"
