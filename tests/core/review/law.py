"""The law that claims touch, as small values: the measures table of the reconciliation rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from compliance.core.period import Schedule
from compliance.core.quantity import Factor, Policy, Quantity
from compliance.core.regime import Ban, Proposal, Terms
from compliance.core.review import Law


def limit(amount: int, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


def terms(
    slug: str,
    citation: str,
    commodity: str,
    limits: tuple[Quantity, ...],
    schedule: Schedule,
    *,
    recipient: str | None = None,
    supplier: str | None = None,
    last_day: date | None = None,
) -> Terms:
    return Terms(
        slug=slug,
        citation=citation,
        commodity=commodity,
        limits=limits,
        schedule=schedule,
        recipient=recipient,
        supplier=supplier,
        last_day=last_day,
    )


def ban(
    citation: str,
    good: str,
    first_day: date,
    *,
    recipient: str | None = None,
    supplier: str | None = None,
    grace_until: date | None = None,
) -> Ban:
    return Ban(
        citation=citation,
        good=good,
        first_day=first_day,
        recipient=recipient,
        supplier=supplier,
        grace_until=grace_until,
    )


def the_law() -> Law:
    """Caps and bans on the DPRK, and the draft of 26 May 2022."""
    return Law(terms=CAPS, bans=BANS, proposals=DRAFTS)


CAPS = (
    terms(
        "refined-2017",
        "S/RES/2375 (2017) OP 14",
        "refined_petroleum",
        (limit(500_000, "bbl"),),
        Schedule(date(2017, 10, 1), None, date(2017, 12, 31)),
        recipient="KP",
    ),
    terms(
        "refined-2018-replaced",
        "S/RES/2375 (2017) OP 14",
        "refined_petroleum",
        (limit(2_000_000, "bbl"),),
        Schedule(date(2018, 1, 1), 12),
        recipient="KP",
        last_day=date(2017, 12, 21),
    ),
    terms(
        "refined",
        "S/RES/2397 (2017) OP 5",
        "refined_petroleum",
        (limit(500_000, "bbl"),),
        Schedule(date(2018, 1, 1), 12),
        recipient="KP",
    ),
    terms(
        "crude-2017",
        "S/RES/2375 (2017) OP 15",
        "crude_oil",
        (),
        Schedule(date(2017, 9, 11), 12),
        recipient="KP",
        last_day=date(2017, 12, 21),
    ),
    terms(
        "crude",
        "S/RES/2397 (2017) OP 4",
        "crude_oil",
        (limit(4_000_000, "bbl"), limit(525_000, "t")),
        Schedule(date(2017, 12, 22), 12),
        recipient="KP",
    ),
    terms(
        "coal-2016",
        "S/RES/2270 (2016) OP 29(b)",
        "coal",
        (),
        Schedule(date(2016, 3, 2), None, date(2016, 11, 29)),
        supplier="KP",
    ),
    terms(
        "coal-stub",
        "S/RES/2321 (2016) OP 26(b)",
        "coal",
        (limit(1_000_866, "t"), limit(53_495_894, "USD")),
        Schedule(date(2016, 11, 30), None, date(2016, 12, 31)),
        supplier="KP",
    ),
    terms(
        "coal",
        "S/RES/2321 (2016) OP 26(b)",
        "coal",
        (limit(7_500_000, "t"), limit(400_870_018, "USD")),
        Schedule(date(2017, 1, 1), 12),
        supplier="KP",
        last_day=date(2017, 8, 4),
    ),
)

AUGUST, SEPTEMBER, DECEMBER = date(2017, 8, 5), date(2017, 9, 11), date(2017, 12, 22)

BANS = (
    ban("S/RES/2371 (2017) OP 8", "coal", AUGUST, supplier="KP"),
    *(
        ban(
            f"S/RES/2371 (2017) OP {paragraph}",
            good,
            AUGUST,
            supplier="KP",
            grace_until=date(2017, 9, 4),
        )
        for paragraph, good in ((8, "iron"), (8, "iron_ore"), (9, "seafood"), (10, "lead"))
    ),
    ban(
        "S/RES/2375 (2017) OP 16",
        "textiles",
        SEPTEMBER,
        supplier="KP",
        grace_until=date(2017, 12, 10),
    ),
    ban("S/RES/1874 (2009) OP 9", "arms", date(2009, 6, 12), supplier="KP"),
    ban("S/RES/2270 (2016) OP 6", "arms", date(2016, 3, 2), recipient="KP"),
    ban("S/RES/2270 (2016) OP 31", "aviation_fuel", date(2016, 3, 2), recipient="KP"),
    ban("S/RES/2375 (2017) OP 13", "condensate", SEPTEMBER, recipient="KP"),
    ban("S/RES/1718 (2006) OP 8(a)(iii)", "luxury_goods", date(2006, 10, 14), recipient="KP"),
    *(
        ban(citation, "workers", first_day, supplier="KP", grace_until=date(2019, 12, 22))
        for citation, first_day in (
            ("S/RES/2397 (2017) OP 8", DECEMBER),
            ("S/RES/2375 (2017) OP 17", SEPTEMBER),
        )
    ),
)

DRAFTS = tuple(
    Proposal("S/2022/431", date(2022, 5, 26), commodity, limits)
    for commodity, limits in (
        ("crude_oil", (limit(3_000_000, "bbl"), limit(393_750, "t"))),
        ("refined_petroleum", (limit(375_000, "bbl"), limit(46_875, "t"))),
    )
)

POLICY = Policy(
    slug="committee-2021",
    title="As the 1718 Committee converts since 17 February 2021",
    factors=tuple(
        Factor("refined_petroleum", "t", "bbl", Decimal(factor), "1718 Committee", supplier)
        for supplier, factor in (("CN", "8.33"), ("RU", "7.98"))
    ),
    known_from=date(2021, 2, 17),
)
