"""Allegations without a figure: is what is alleged banned, only capped, or no matter of ours?"""

from __future__ import annotations

from datetime import date

from compliance.core.period import Period
from compliance.core.quantity import Quantity
from compliance.core.regime import Ban
from compliance.core.review import wording
from compliance.core.review.measures import Held, citations, held, prohibition, throughout
from compliance.core.review.values import Dealing, Law, Verdict, paragraph


# What each category of an allegation may be a dealing in; shipping, finance and the rest are
# under no measure that is held here.
CATEGORIES: dict[str, tuple[str, ...]] = {
    "oil": ("refined_petroleum", "crude_oil"),
    "petroleum": ("refined_petroleum", "crude_oil"),
    "luxury": ("luxury_goods",),
}


def judge_dealing(dealing: Dealing, *, law: Law, known_at: date) -> Verdict:
    """The verdict on a dealing; a denial does not change what is alleged."""
    goods = CATEGORIES.get(dealing.category, (dealing.category,))
    span = Period.through(*(dealing.period or (known_at, known_at)))
    measures = [
        held(law, commodity=good, supplier=dealing.sender, recipient=dealing.recipient)
        for good in goods
    ]
    every = Held(
        tuple(terms for one in measures for terms in one.caps),
        tuple(ban for one in measures for ban in one.bans),
        tuple(ban for one in measures for ban in one.beside),
    )
    what = wording.good(dealing.category)
    if not every.covers(span):
        return outside(
            what,
            supplier=dealing.sender,
            recipient=dealing.recipient,
            measures=every,
            span=span,
        )
    forbidden = banned(what, every, span)
    if forbidden is not None:
        return forbidden
    return Verdict(
        "ambiguous",
        f"{wording.capital(what)} was capped and not banned in {wording.span(span)} "
        f"({wording.listed(citations(terms for terms, _ in every.capped(span)))}), so amount and "
        "notice decide, and the allegation gives neither.",
    )


def outside(
    what: str,
    *,
    supplier: tuple[str, ...],
    recipient: tuple[str, ...],
    measures: Held,
    span: Period,
    stated: Quantity | None = None,
) -> Verdict:
    """No measure held concerns this good, this way, on these days."""
    way = "".join(
        f" {word} {wording.places(codes)}"
        for word, codes in (("from", supplier), ("to", recipient))
        if codes
    )
    first = measures.first_day
    if first is None:
        reason = f"No measure held here concerns {what}{way}."
    else:
        reason = (
            f"{wording.capital(wording.span(span))} lies outside the measures on {what}{way}, "
            f"the first of which began on {wording.day(first)}."
        )
    return Verdict("outside", reason, stated)


def banned(
    what: str, measures: Held, span: Period, *, stated: Quantity | None = None
) -> Verdict | None:
    """Prohibited, or ambiguous where the ban turns within the span; None before any ban.

    The ban by which it is judged stands first among the paragraphs, then what says so too.
    """
    met = prohibition(measures.bans, span)
    if met is None:
        return None
    names = wording.listed([_since(ban) for ban in met.bans])
    if met.turning:
        return Verdict(
            "ambiguous",
            f"{wording.capital(wording.span(span))} holds the first day of the ban on {what} or "
            f"days of grace for old contracts: {names}.",
            stated,
        )
    beside = throughout(measures.beside, span)
    too = f"; beside it {wording.listed([_since(ban) for ban in beside])}" if beside else ""
    return Verdict(
        "prohibited_dealing",
        f"All of {wording.span(span)} falls under the ban on {what}: {names}{too}.",
        stated,
        paragraphs=citations((*met.bans, *beside)),
    )


def _since(ban: Ban) -> str:
    grace = f", grace to {wording.day(ban.grace_until)}" if ban.grace_until else ""
    return f"{paragraph(ban.citation)} since {wording.day(ban.first_day)}{grace}"
