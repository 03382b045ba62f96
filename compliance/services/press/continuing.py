"""Which claims of a new reading the article's earlier readings found already."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from compliance.core import press
from compliance.core.press.continued import Said, matched
from compliance.models import Capture, Claim, Reading


def continued(capture: Capture, found: press.Reading) -> dict[tuple[str, int], int]:
    """For claims of a reading, by kind and place, the first claim of the article that said so.

    The newest reading is asked first; what had vanished and is back takes up its old thread.
    """
    earlier = Reading.objects.filter(capture__article=capture.article_id).order_by("-pk")
    readings = list(earlier.values_list("pk", flat=True))
    # The one just begun is among them; most articles are read once.
    if len(readings) < 2:
        return {}
    said = {("figure", n): _figure(c) for n, c in enumerate(found.claims)}
    said |= {("allegation", n): _allegation(a) for n, a in enumerate(found.allegations)}
    said |= {("silence", n): _silence(s) for n, s in enumerate(found.silences)}
    before = list(
        Claim.objects.filter(reading__in=readings)
        .select_related("figure")
        .order_by("-reading_id", "start", "place")
    )
    if not before:
        return {}
    names = list(said)
    # Each thread counts once, as it was last said.
    last = list({claim.continues_id or claim.pk: claim for claim in reversed(before)}.items())[::-1]
    pairs = matched([_kept(claim) for _, claim in last], list(said.values()))
    return {names[n]: last[old][0] for n, old in pairs.items()}


def _figure(claim: press.Claim) -> Said:
    figure = claim.figure
    what: tuple[Hashable, ...] = (
        "figure", claim.role, claim.commodity or "", tuple(claim.supplier),
        tuple(claim.recipient), claim.period, claim.periods, claim.basis or "",
        figure.value, figure.low, figure.high, figure.unit or "", figure.modifier,
        claim.restates is not None,
    )  # fmt: skip
    return Said(what, figure.quote)


def _allegation(claim: press.Allegation) -> Said:
    what: tuple[Hashable, ...] = (
        "allegation", claim.category, tuple(claim.sender), tuple(claim.recipient), claim.period,
        tuple(claim.asserted_by), tuple(claim.denied_by),
    )  # fmt: skip
    return Said(what, claim.quote)


def _silence(claim: press.Silence) -> Said:
    what: tuple[Hashable, ...] = (
        "silence", claim.of, claim.commodity, tuple(claim.supplier), tuple(claim.recipient),
        claim.period, claim.periods,
    )  # fmt: skip
    return Said(what, claim.quote)


def _kept(claim: Claim) -> Said:
    """A claim that is kept, as `_figure`, `_allegation` and `_silence` give those just read."""
    days = (claim.first_day, claim.last_day) if claim.first_day and claim.last_day else None
    spans = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in claim.candidates)
    what: tuple[Hashable, ...]
    if claim.kind == "silence":
        what = (
            "silence", claim.category, claim.commodity, tuple(claim.supplier),
            tuple(claim.recipient), days, spans,
        )  # fmt: skip
    elif claim.figure is None:
        what = (
            "allegation", claim.category, tuple(claim.supplier), tuple(claim.recipient), days,
            tuple(claim.asserted_by), tuple(claim.denied_by),
        )  # fmt: skip
    else:
        figure = claim.figure
        what = (
            "figure", claim.role, claim.commodity, tuple(claim.supplier), tuple(claim.recipient),
            days, spans,
            claim.basis, figure.value, figure.low, figure.high, figure.unit, figure.modifier,
            claim.restates_id is not None,
        )  # fmt: skip
    return Said(what, claim.quote)
