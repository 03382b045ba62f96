"""Is this good, from X to Y, on day D: banned, capped, exempt or free; and by which paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from compliance.core.regime import goods
from compliance.core.regime.rules import FACTS, Asked, Grace, Rule
from compliance.core.regime.treatment import Treatment, treat
from compliance.models import Commodity, GoodScope, Measure, NationalMeasure


class NoSuchGood(LookupError):
    """A good that no paragraph held here names; the message says how else to ask."""


class NoSuchAuthority(NoSuchGood):
    """An authority that draws no line held here; the message names those that do."""

    def __init__(self, said: str, held: Iterable[str]) -> None:
        self.held = sorted(held)
        super().__init__(f"{said!r} draws no line held here; there are {', '.join(self.held)}.")


def rules() -> list[Rule]:
    """Every measure as the question needs it, in the order of the texts. One query."""
    rows = Measure.objects.select_related("paragraph__resolution", "cap")
    return [_rule(row) for row in rows if "subkind" not in row.details]


def scopes() -> list[goods.Line]:
    """The lines that authorities draw around goods. One query."""
    return [
        goods.Line(
            good=row.commodity.code,
            authority=row.authority,
            headings=tuple(
                goods.Heading.read(written)
                for written in (*row.whole, *(f"{part} (ex)" for part in row.partly))
            ),
            source=row.source,
            confidence=row.confidence,
        )
        for row in GoodScope.objects.select_related("commodity")
    ]


def treatment(
    *,
    good: str | None = None,
    hs: str | None = None,
    supplier: str,
    recipient: str,
    on: date,
    authority: str = "UN",
    shown: Iterable[str] = (),
    contract_on: date | None = None,
) -> Treatment:
    """How the law held here treats a good on a day. Four queries.

    `good` is a commodity's code or a word of the paragraphs; `hs` a code of 2 to 10 digits; one
    of them is needed. `shown` are facts of the dealing (`core.regime.rules.FACTS`). By the
    UN every authority's line counts, and where they differ the answer is `contested`. Raises
    `NoSuchGood`, and `core.regime.goods.NotACode`.
    """
    facts = frozenset(shown)
    if strange := facts - set(FACTS):
        raise NoSuchGood(f"{', '.join(sorted(strange))}: no fact asked for; {', '.join(FACTS)}.")
    if good is None and hs is None:
        raise NoSuchGood("Say what it is: a good as refined_petroleum, or an HS code as 2710.")
    held, lines = rules(), scopes()
    # What is known of the Committee's line is a part of it: it counts under UN, not by itself.
    authorities = {"UN", *(line.authority for line in lines)} - {"Committee"}
    national = list(NationalMeasure.objects.all())
    authorities |= {row.authority for row in national}
    if authority not in authorities:
        raise NoSuchAuthority(authority, authorities)
    asked = Asked(
        supplier=supplier,
        recipient=recipient,
        on=on,
        good=good,
        hs=goods.code(hs) if hs else None,
        authority=authority,
        facts=facts,
        contract_on=contract_on,
    )
    if good is not None and not any(rule.names(good) for rule in held):
        codes = ", ".join(Commodity.objects.values_list("code", flat=True))
        raise NoSuchGood(
            f"No paragraph held here names {good!r}; ask by its HS code, or by one of {codes}."
        )
    found = treat(asked, held, lines)
    return replace(found, notes=(*found.notes, *_national(found, national, authority)))


def _rule(row: Measure) -> Rule:
    said: dict[str, Any] = row.details
    cap = getattr(row, "cap", None)
    return Rule(
        key=row.key,
        citation=row.paragraph.citation,
        kind=row.kind,
        words=row.summary,
        first_day=row.first_day,
        last_day=row.last_day,
        strength=row.strength,
        into=row.direction in ("import to DPRK", "both"),
        out_of=row.direction in ("export from DPRK", "both"),
        goods=tuple(row.goods),
        not_goods=tuple(said.get("not_goods", ())),
        goods_words=row.goods_words,
        headings=tuple(goods.Heading.read(written) for written in row.hs_codes),
        headings_by="" if row.hs_source.startswith("text") else row.hs_source,
        route=row.route,
        exempts=tuple(said.get("exempts", ())),
        needs=tuple(said.get("needs", ())),
        conditions=tuple(said.get("conditions", ())),
        unless=said.get("unless", ""),
        grace=_grace(said["grace"]) if "grace" in said else None,
        cap=cap.slug if cap else "",
        confidence=row.confidence,
    )


def _grace(said: dict[str, Any]) -> Grace:
    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if name in said else None

    return Grace(
        contract_before=day("contract_before"),
        deliver_by=day("deliver_by"),
        notify_by=day("notify_by"),
        goods=tuple(said.get("goods", ())),
        headings=tuple(goods.Heading.read(written) for written in said.get("hs", ())),
    )


def _national(
    found: Treatment, national: Iterable[NationalMeasure], authority: str
) -> Iterable[str]:
    """National rules on the resolutions found: often stricter, and a question of their own."""
    numbers = {c.rule.citation.split("/")[2].split(" ")[0] for c in found.paragraphs}
    for row in national:
        implements = {part.strip() for part in row.implements.split(",")}
        if row.authority == authority and (implements & numbers or "all" in implements):
            yield f"{row.authority}, {row.symbol}: {row.facts}"
