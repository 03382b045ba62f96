"""How the ledger's questions and acts grow with the number of transfers.

`make bench` measures 10 thousand and 1 million; `make bench ARGS="ledger --large"` adds 10 million
(some 5 GB and a quarter of an hour). Each size is a scratch database, made by SQL and dropped
after. Numbers are medians, and what is compared is measured turn by turn on one connection, so
that a busy machine slows both alike: look at the ratios.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import psycopg


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

FIRST_YEAR = 2015
SUPPLIERS = 72
AVERAGE = 500  # barrels a line, about


@dataclass(frozen=True)
class Size:
    name: str
    goods: int  # each with one yearly cap
    years: int
    spans: int  # lines a supplier and year: 12 months, 36 thirds of months, 365 days

    @property
    def a_period(self) -> int:
        return SUPPLIERS * self.spans


SIZES = [
    Size("10 thousand", 4, 3, 12),
    Size("1 million", 38, 10, 36),
    Size("10 million", 38, 10, 365),
]


# The scratch database


def named(size: Size) -> str:
    return f"bench_{size.name.replace(' ', '_')}"


def scratch(size: Size) -> str:
    """A database of its own beside the tracker's; Django is pointed at it."""
    from tracker import postgres, settings

    name = named(size)
    if settings.EMBEDDED:
        postgres.ensure(settings.HOME)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
    return name


def point_at(name: str) -> None:
    from django.db import connection, connections

    connection.close()
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"]["options"] = ""  # no time limits here


def drop(name: str) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")


def law(size: Size) -> None:
    """A cap a good: a limit that four fifths of are used, notices, and reports due by the month."""
    from compliance.core import state
    from compliance.models import (
        Cap,
        Committee,
        Commodity,
        Conversion,
        ConversionPolicy,
        Limit,
        Measure,
        Paragraph,
        Resolution,
        Threshold,
    )

    committee = Committee.objects.create(slug="bench", name="Bench", regime="Bench")
    resolution = Resolution.objects.create(
        committee=committee, symbol="S/RES/9999 (2014)", number=9999,
        adopted_on=date(2014, 12, 1), title="Bench", role="-", status="-", url="https://un.example",
    )  # fmt: skip
    policy = ConversionPolicy.objects.create(slug="bench", title="Bench")
    suppliers = [code for code in sorted(state.names()) if code != "KP"][:SUPPLIERS]
    for n in range(size.goods):
        good = Commodity.objects.create(code=f"good_{n}", name=f"Good {n}", unit="bbl")
        Conversion.objects.create(
            policy=policy, commodity=good, from_unit="t", to_unit="bbl",
            factor=Decimal("7.98"), source="bench",
        )  # fmt: skip
        paragraph = Paragraph.objects.create(
            resolution=resolution, number=str(n + 1), words="No more than the limit.", place=n
        )
        measure = Measure.objects.create(
            key=f"bench-{n}", paragraph=paragraph, kind="cap", summary="-",
            first_day=date(FIRST_YEAR, 1, 1),
        )  # fmt: skip
        cap = Cap.objects.create(
            slug=f"bench-{n}", measure=measure, title=f"Bench {n}", commodity=good, recipient="KP",
            scope="-", shape="yearly", schedule_first_day=date(FIRST_YEAR, 1, 1),
            schedule_months=12, reporters=suppliers,
        )  # fmt: skip
        Limit.objects.create(cap=cap, amount=size.a_period * AVERAGE * Decimal("1.25"), unit="bbl")
        for share in ("0.75", "0.90", "0.95", "1"):
            Threshold.objects.create(cap=cap, share=Decimal(share))


LINES = """
    insert into compliance_transfer (
        report_id, series, revision, kind, supplier, recipient, commodity_id, first_day, last_day,
        amount, unit, stated_unit, product, known_on, known_precision, withdrawn, reason,
        confidence, note, recorded_at)
    select r.id, lpad(to_hex((g.place * %(years)s + %(year)s - {first}) * 40000 + s.place * 400
                             + span.n), 32, '0')::uuid,
        1, 'reported', s.code, 'KP', g.id, span.first_day, span.last_day,
        case when span.n %% 10 = 0 then 63 else 250 + (span.n * 7919 + s.place * 104729) %% 500 end
            + (span.n %% 97) / 97.0,
        case when span.n %% 10 = 0 then 't' else 'bbl' end,
        '', '', r.known_on, 'day', false, '', '', '', now()
    from (select id, row_number() over (order by id) - 1 as place from compliance_commodity) g
    cross join (select code, row_number() over (order by code) - 1 as place
                from unnest(%(suppliers)s::text[]) code) s
    cross join ({spans}) span
    join compliance_report r on r.key = 'bench:' || s.code || ':' || to_char(span.first_day,
                                                                             'YYYY-MM')
    order by span.n, g.place, s.place
"""
SPANS = {
    12: """select extract(month from d)::int as n, d::date as first_day,
                  (d + interval '1 month - 1 day')::date as last_day
           from generate_series(make_date(%(year)s, 1, 1), make_date(%(year)s, 12, 31),
                                interval '1 month') d""",
    36: """select (extract(month from d)::int - 1) * 3 + third as n,
                  (d + third * interval '10 days')::date as first_day,
                  case third when 2 then (d + interval '1 month - 1 day')::date
                       else (d + third * interval '10 days' + interval '9 days')::date
                  end as last_day
           from generate_series(make_date(%(year)s, 1, 1), make_date(%(year)s, 12, 31),
                                interval '1 month') d, generate_series(0, 2) third""",
    365: """select extract(doy from d)::int as n, d::date as first_day, d::date as last_day
            from generate_series(make_date(%(year)s, 1, 1), make_date(%(year)s, 12, 31),
                                 interval '1 day') d
            where extract(doy from d) < 366""",
}
REPORTS = """
    insert into compliance_report (
        committee_id, kind, reporting_state, document, source_url, known_on, known_precision,
        confidence, note, key, recorded_at)
    select c.id, 'notification', s.code, '', '', (d + interval '1 month')::date + 20
            + (ascii(s.code) * 7 + ascii(substr(s.code, 2)) + extract(month from d)::int) %% 25,
        'day', '', '', 'bench:' || s.code || ':' || to_char(d, 'YYYY-MM'), now()
    from compliance_committee c, unnest(%(suppliers)s::text[]) s(code),
        generate_series(%(first)s::date, %(last)s::date, interval '1 month') d
    where c.slug = 'bench'
"""
# Three lines in a hundred were corrected a month later, one in a hundred withdrawn.
REVISIONS = """
    insert into compliance_transfer (
        report_id, series, revision, kind, supplier, recipient, commodity_id, first_day, last_day,
        amount, unit, stated_unit, product, known_on, known_precision, withdrawn, reason,
        confidence, note, recorded_at)
    select report_id, series, 2, kind, supplier, recipient, commodity_id, first_day, last_day,
        amount + 1, unit, stated_unit, product, known_on + 30, 'day', id %% 100 = 3, 'corrected',
        '', '', now()
    from compliance_transfer where revision = 1 and id %% 100 in (0, 1, 2, 3)
"""


def lines(size: Size) -> int:
    """The transfers, by SQL; foreign keys hold by the way they are made and are not checked."""
    from django.db import connection

    from compliance.models import Cap

    suppliers = Cap.objects.get(slug="bench-0").reporters
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica; set synchronous_commit = off")
        last = date(FIRST_YEAR + size.years - 1, 12, 1)
        cursor.execute(
            REPORTS, {"suppliers": suppliers, "first": date(FIRST_YEAR, 1, 1), "last": last}
        )
        for year in range(FIRST_YEAR, FIRST_YEAR + size.years):
            cursor.execute(
                LINES.format(spans=SPANS[size.spans], first=FIRST_YEAR),
                {"suppliers": suppliers, "year": year, "years": size.years},
            )
        cursor.execute(REVISIONS, {})
        cursor.execute("reset session_replication_role; reset synchronous_commit")
        cursor.execute("analyze")
        cursor.execute("vacuum (analyze) compliance_transfer")
        cursor.execute("checkpoint")
        cursor.execute("select count(*) from compliance_transfer")
        return int(cursor.fetchone()[0])


# Measuring


def ms(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def in_turn(times: int, **acts: Callable[[], Any]) -> dict[str, float]:
    """The median of each, one after the other, round by round; the first rounds warm up."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(times + max(3, times // 10)):
        for name, act in acts.items():
            one = ms(act)
            if turn >= max(3, times // 10):
                taken[name].append(one)
    return {name: statistics.median(each) for name, each in taken.items()}


def measure(size: Size, rows: int, *, periods: int, chance: random.Random) -> dict[str, float]:
    from django.db import connection

    from compliance import queries, services
    from compliance.core import ledger
    from compliance.models import Transfer

    policy = queries.regime.policy("bench").policy
    caps = list(queries.regime.caps())
    wanted = [
        (cap, cap.terms.year(FIRST_YEAR + year))
        for cap, year in chance.sample(
            [(c, y) for c in caps for y in range(size.years)], min(periods, len(caps) * size.years)
        )
    ]
    result: dict[str, float] = {"lines": rows, "lines a period": rows / size.goods / size.years}
    result["make steps of a period"] = statistics.median(
        ms(partial(services.ledger.projection.project, cap=cap, period=period, policy=policy))
        for cap, period in wanted
    )

    ids = [chance.randint(1, rows) for _ in range(5000)]
    columns = "select * from compliance_transfer where id = %s"

    def look_up() -> None:
        with connection.cursor() as cursor:
            cursor.execute(columns, [chance.choice(ids)])
            cursor.fetchone()

    def day(period: Any) -> date:
        return period.start + timedelta(days=chance.randint(60, 500))

    def summary() -> None:
        cap, period = chance.choice(wanted)
        found = queries.ledger.summary(cap, period=period, known_at=day(period), policy=policy)
        assert found.from_step

    result |= in_turn(
        1000,
        **{
            "look-up by key": look_up,
            "look-up by key, ORM": lambda: Transfer.objects.get(pk=chance.choice(ids)),
            "usage": summary,
        },
    )

    def folded() -> None:
        cap, period = chance.choice(wanted)
        entries = queries.ledger.scope(cap, period)
        known_at = day(period)
        book = ledger.account(entries, known_at=known_at)
        ledger.usages(cap.terms, period, book, policy)

    def matrix() -> None:
        cap, period = chance.choice(wanted)
        entries = queries.ledger.scope(cap, period)
        known_at = day(period)
        book = ledger.account(entries, known_at=known_at)
        seen = queries.ledger.seen_on(cap, known_at)
        found = ledger.cells(
            cap.terms, period, book, entries, on=known_at, known_at=known_at, seen_on=seen
        )
        assert len(found) == SUPPLIERS * 12

    def whole() -> None:
        cap, period = chance.choice(wanted)
        queries.ledger.usage(cap, period=period, known_at=day(period), policy=policy)

    result |= in_turn(
        max(3, 60_000 // size.a_period),
        **{"usage by the fold": folded, "matrix": matrix, "whole page": whole},
    )
    result |= recording(size, chance)
    return result


def recording(size: Size, chance: random.Random) -> dict[str, float]:
    """One transfer recorded with what follows from it, beside the same row put in bare."""
    from django.db import connection, transaction

    from compliance import services
    from compliance.core.ledger import Draft
    from compliance.models import Committee, Transfer

    with connection.cursor() as cursor:
        cursor.execute("show fsync")
        assert cursor.fetchone()[0] == "on", "an honest commit is written through"
    committee = Committee.objects.get(slug="bench")
    like = Transfer.objects.with_source().filter(revision=1).order_by("-pk")[0]
    names = [f.column for f in Transfer._meta.concrete_fields if f.column != "id"]
    bare = (
        f"insert into compliance_transfer ({', '.join(names)}) "
        f"values ({', '.join(['%s'] * len(names))}) returning id"
    )
    others = [c for c in sorted(_states()) if c not in _reporters() and c != "KP"][:5]
    days = [
        (code, date(FIRST_YEAR + size.years, 1, 1) + timedelta(days=n))
        for code in others
        for n in range(300)
    ]
    chance.shuffle(days)
    at = datetime(FIRST_YEAR + size.years + 1, 12, 31, tzinfo=UTC)
    last_year = date(FIRST_YEAR + size.years - 1, 1, 1)

    def put_in() -> None:
        supplier, day = days.pop()
        values = {name: getattr(like, name) for name in names}
        values |= {
            "series": f"{chance.getrandbits(128):032x}", "supplier": supplier,
            "first_day": day, "last_day": day, "known_on": at.date(),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(bare, list(values.values()))
            cursor.fetchone()

    def rows_alone() -> None:
        """What recording writes, and nothing it asks: the least that it could take."""
        values = {name: getattr(like, name) for name in names}
        supplier, day = days.pop()
        values |= {
            "series": f"{chance.getrandbits(128):032x}", "supplier": supplier,
            "first_day": day, "last_day": day, "known_on": at.date(),
        }  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into compliance_report (committee_id, kind, document, source_url, known_on,"
                " known_precision, confidence, note, key, recorded_at)"
                " values (%s, 'notification', '', '', %s, 'day', '', '', %s, now()) returning id",
                [committee.pk, at.date(), f"{chance.getrandbits(128):032x}"],
            )
            values["report_id"] = cursor.fetchone()[0]
            cursor.execute(bare, list(values.values()))
            cursor.fetchone()
            cursor.execute("update compliance_usagerun set behind = 0 where id = %s", [run.pk])
            cursor.execute(
                "update compliance_usagestep set value = value where id = (select max(id) from"
                " compliance_usagestep where run_id = %s)",
                [run.pk],
            )

    def record() -> None:
        supplier, day = days.pop()
        day = last_year + (day - date(FIRST_YEAR + size.years, 1, 1))
        services.ledger.record(
            source=services.ledger.Source(
                committee=committee, kind="notification", known_on=at.date(),
                key=f"{chance.getrandbits(128):032x}", reporting_state=supplier,
            ),
            drafts=[
                Draft(
                    supplier=supplier, recipient="KP", commodity=like.commodity.code,
                    first_day=day, last_day=day, amount=Decimal("12.5"), unit="bbl", row=1,
                )
            ],
            by=None,
            at=at,
        )  # fmt: skip

    from compliance import queries

    cap = queries.regime.caps().get(commodity=like.commodity)
    policy = queries.regime.policy("bench").policy
    run = services.ledger.projection.project(
        cap=cap, period=cap.terms.schedule.containing(last_year), policy=policy
    )
    acts = {"bare insert": put_in, "rows alone": rows_alone, "record": record}
    return in_turn(150, **acts)


def growth(
    kept: dict[str, list[tuple[str, date]]], *, blocks: int = 12, rounds: int = 60
) -> dict[str, dict[str, float]]:
    """Usage and look-up again in each database in turn, block by block: how they grow with it."""
    from django.db import connection

    from compliance import queries
    from compliance.models import Transfer

    taken: dict[str, dict[str, list[float]]] = {
        name: {"look-up by key": [], "usage": []} for name in kept
    }
    chance = random.Random(2)
    for _ in range(blocks):
        for name, wanted in kept.items():
            point_at(name)
            policy = queries.regime.policy("bench").policy
            caps = {cap.slug: cap for cap in queries.regime.caps()}
            periods = [(caps[slug], caps[slug].terms.year(day.year)) for slug, day in wanted]
            last = Transfer.objects.order_by("-pk").values_list("pk", flat=True)[0]
            for turn in range(rounds + 10):
                cap, period = chance.choice(periods)
                known_at = period.start + timedelta(days=chance.randint(60, 500))
                pk = chance.randint(1, last)

                def look_up(pk: int = pk) -> None:
                    with connection.cursor() as cursor:
                        cursor.execute("select * from compliance_transfer where id = %s", [pk])
                        cursor.fetchone()

                ask = partial(
                    queries.ledger.summary, cap, period=period, known_at=known_at, policy=policy
                )
                one, other = ms(look_up), ms(ask)
                if turn >= 10:
                    taken[name]["look-up by key"].append(one)
                    taken[name]["usage"].append(other)
    return {
        name: {what: statistics.median(times) for what, times in each.items()}
        for name, each in taken.items()
    }


def _states() -> dict[str, str]:
    from compliance.core import state

    return state.names()


def _reporters() -> list[str]:
    from compliance.models import Cap

    return list(Cap.objects.get(slug="bench-0").reporters)


def show(results: dict[str, dict[str, float]]) -> None:
    """The table of docs/benchmarks.md."""
    rows = list(dict.fromkeys(name for result in results.values() for name in result))
    print(f"\n| | {' | '.join(results)} |\n|---|{'---:|' * len(results)}")
    for row in rows:
        cells = []
        for result in results.values():
            value = result.get(row)
            if value is None:
                cells.append("")
            elif row.startswith("lines"):
                cells.append(f"{value:,.0f}")
            else:
                cells.append(f"{value:,.3g} ms" if value < 100 else f"{value:,.0f} ms")
        print(f"| {row} | {' | '.join(cells)} |")
    print("| **usage : look-up by key** |", " | ".join(ratio(r, "usage", "look-up by key")
          for r in results.values()), "|")  # fmt: skip
    print("| **usage : look-up by key, ORM** |", " | ".join(
        ratio(r, "usage", "look-up by key, ORM") for r in results.values()), "|")  # fmt: skip
    print("| **record : bare insert** |", " | ".join(
        ratio(r, "record", "bare insert") for r in results.values()), "|")  # fmt: skip


def ratio(result: dict[str, float], one: str, other: str) -> str:
    return f"**{result[one] / result[other]:.2f}**" if one in result and other in result else ""


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 million transfers too")
    parser.add_argument("--only", help="these sizes: 10 thousand, 1 million, 10 million")
    parser.add_argument("--periods", type=int, default=20, help="cap periods that get steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the databases there")
    asked = parser.parse_args(argv)

    import django

    django.setup()
    from django.core.management import call_command

    wanted = [name.strip() for name in (asked.only or "").split(",") if name.strip()]
    sizes = [s for s in SIZES if s.name in wanted or not wanted]
    if not asked.large and not asked.only:
        sizes = sizes[:-1]
    results: dict[str, dict[str, float]] = {}
    kept: dict[str, list[tuple[str, date]]] = {}
    try:
        for size in sizes:
            name = scratch(size)
            kept[name] = []
            point_at(name)
            call_command("migrate", verbosity=0)
            law(size)
            began = time.perf_counter()
            rows = lines(size)
            print(f"{size.name}: {rows:,} lines in {time.perf_counter() - began:.0f} s", flush=True)
            results[size.name] = measure(
                size, rows, periods=asked.periods, chance=random.Random(asked.seed)
            )
            kept[name] = projected()
            show({size.name: results[size.name]})
        if len(kept) > 1:
            print("\nBlock by block in one database and the next:")
            for name, found in growth(kept).items():
                print(f"  {name}: look-up {found['look-up by key']:.3f} ms, "
                      f"usage {found['usage']:.3f} ms, "
                      f"ratio {found['usage'] / found['look-up by key']:.2f}")  # fmt: skip
    finally:
        for name in kept if not asked.keep else ():
            drop(name)
    show(results)


def projected() -> list[tuple[str, date]]:
    from compliance.models import UsageRun

    return list(UsageRun.objects.values_list("cap__slug", "first_day"))


if __name__ == "__main__":
    main()
