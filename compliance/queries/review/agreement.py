"""How far the reader and two people agree, field by field, each reader version and source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from compliance import core
from compliance.core.review import FIELDS, LABELS, Agreement
from compliance.models import Review
from compliance.queries.review.desk import machine_answer


CAPTURE = "claim__reading__capture"
REJECTED = "rejected"  # of each field, where a person says that there is no such statement


@dataclass(frozen=True)
class Measured:
    """The agreement on one field of what one version of the reader found in one source."""

    version: str
    source: str  # empty: all of them
    field: str
    reader: Agreement | None  # the reader and a person who saw nothing but the text
    people: Agreement | None  # that person and the first of the two

    @property
    def both(self) -> tuple[Agreement | None, Agreement | None]:
        return self.reader, self.people

    @property
    def label(self) -> str:
        return LABELS[self.field]


Key = tuple[str, str]
Pairs = dict[Key, dict[str, list[tuple[str, str]]]]


def agreements() -> list[Measured]:
    """By reader version, over all sources and of each; in the order of the form. One query."""
    reader: Pairs = defaultdict(lambda: defaultdict(list))
    people: Pairs = defaultdict(lambda: defaultdict(list))
    rows = (
        Review.objects.live()
        .filter(blind=True)
        .select_related("seconds", "finding__claim__figure", f"finding__{CAPTURE}")
        .defer(f"finding__{CAPTURE}__content", f"finding__{CAPTURE}__text")
    )
    for review in rows:
        claim = review.finding.claim
        capture = claim.reading.capture
        assert review.seconds is not None  # a constraint
        machine = machine_answer(claim).kept()
        for source in ("", capture.publisher or "not said"):
            key = claim.reading.version, source
            for field in FIELDS:
                said = _said(review, field)
                reader[key][field].append((_word(machine, field), said))
                people[key][field].append((_said(review.seconds, field), said))
    return [
        Measured(
            *key,
            field,
            core.review.agreement(reader[key][field]),
            core.review.agreement(people[key][field]),
        )
        for key in sorted(reader)
        for field in FIELDS
    ]


def _said(review: Review, field: str) -> str:
    return REJECTED if review.decision == "reject" else _word(review.answer or {}, field)


def _word(answer: Mapping[str, Any], field: str) -> str:
    return json.dumps(answer.get(field) or None)
