"""Two people, one line, every pair of ways to write it: one is kept, the other told. 0 lost.

`make bench ARGS=pairs` does each pair a hundred times, at once, with real threads.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.core.management import call_command

from compliance import queries, services
from compliance.models import Cap, ConversionPolicy, Source, Transfer
from compliance.services.ledger import recording
from tests.factories.pairs import PATHS, form, held, lost
from tests.factories.regime import petroleum_cap


pytestmark = pytest.mark.django_db


def test_of_every_pair_of_ways_the_second_is_told_and_nothing_is_lost() -> None:
    petroleum_cap()
    told: dict[tuple[str, str], str] = {}
    for first, second in product(PATHS, repeat=2):
        row = held()
        saves = [PATHS[first](row, "2001"), PATHS[second](row, "2002")]
        kept = [save() for save in saves]
        if problem := lost(row, kept) or ("" if kept[0] else "the first was told, not the second"):
            told[first, second] = problem
        newest = Transfer.objects.filter(series=row.series).latest("revision")
        if not newest.withdrawn:
            assert newest.amount == 2001, (first, second)
            # Out of the way of the next pair, which is of the same month.
            services.ledger.withdraw(line=newest, reason="Done.", by=None, at=newest.recorded_at)
    assert told == {}


def test_without_the_revision_that_was_opened_the_second_would_undo_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sabotage: the newest revision is taken for the one that was looked at."""
    petroleum_cap()
    row = held()
    saves = [form(row, "2001"), form(row, "2002")]
    whole = recording.revision_problems

    def none(line: Transfer, last: Transfer, reason: str) -> Any:
        return whole(last, last, reason)

    monkeypatch.setattr(recording, "revision_problems", none)
    assert lost(row, [save() for save in saves])


# What a program writes never overwrites what a person did


def test_planting_again_keeps_what_a_person_has_put_right(planted: None) -> None:
    cap = Cap.objects.get(slug="dprk-refined-petroleum")
    limit, factor = cap.limits.earliest("pk"), ConversionPolicy.objects.earliest("pk")
    Cap.objects.filter(pk=cap.pk).update(title="As a person says")
    cap.limits.filter(pk=limit.pk).update(amount=1)
    ConversionPolicy.objects.filter(pk=factor.pk).update(title="As a person says")
    call_command("seed", verbosity=0)
    cap.refresh_from_db()
    assert cap.title == "As a person says"
    assert cap.limits.get(pk=limit.pk).amount == 1
    assert ConversionPolicy.objects.get(pk=factor.pk).title == "As a person says"
    assert queries.regime.to_be_confirmed() == [cap]
    assert not Source.objects.filter(name="As a person says").exists()
