"""`make chaos`: kill what works on articles, and count what is lost, doubled or stuck.

First an undisturbed run; then the same articles while workers' children, whole workers, beat and
Redis are killed; then while the database is stopped, frozen and flaps, and Redis is taken away and
emptied, and somebody asks for pages and records transfers all the time. In each some pages have
changed when they are looked at again. Each must come to the same articles, captures, figures,
looks and findings, each step done once, and to that by itself. `--sabotage` breaks the tracker in
one way that must turn the verdict red.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg

from tests.chaos import client
from tests.chaos.faults.sitecustomize import POINTS, SABOTAGES
from tests.chaos.tracker import CHANGED, POISONED, Site, Tracker, articles, prepare, publisher
from tests.tracker.processes import scratch


KINDS = {"child": 100, "worker": 80, "beat": 10, "broker": 10}  # of 200 kills
SLOWER = 3.0  # a disturbed run may take so many times the undisturbed one
ANSWERS_WITHIN_S = 5.0  # whatever is asked of a page or the API, also while there is no database
# Nothing has begun or ended for so long: longer than the longest pause of the tracker's own, when a
# worker looks for its broker again after half a minute and beat sweeps a minute after that.
PATIENCE_S = 150.0
OURS = "(a.name like 'chaos-%' or a.url like '%/chaos-%')"
HELD = {
    "articles": f"select a.key from compliance_article a where {OURS}",
    "captures": f"""select a.key, c.digest from compliance_capture c
        join compliance_article a on a.id = c.article_id where c.error = '' and {OURS}""",
    "figures": f"""select a.key, f.start, f."end", f.quote, f.value::text, f.unit
        from compliance_figure f join compliance_reading r on r.id = f.reading_id
        join compliance_capture c on c.id = r.capture_id
        join compliance_article a on a.id = c.article_id where {OURS}""",
    "findings": f"""select a.key, k.kind, k.place, n.verdict, n.reason
        from compliance_finding n join compliance_claim k on k.id = n.claim_id
        join compliance_reading r on r.id = k.reading_id
        join compliance_capture c on c.id = r.capture_id
        join compliance_article a on a.id = c.article_id where {OURS}""",
    "looks": f"""select a.key, l.outcome from compliance_relook l
        join compliance_article a on a.id = l.article_id where {OURS}""",
    "steps done": f"""select a.key, t.step from compliance_outcome o
        join compliance_attempt t on t.id = o.attempt_id
        join compliance_article a on a.id = t.article_id where o.cause = '' and {OURS}""",
}
REPORTS = "select id from compliance_report where document like 'Chaos %'"
READ = f"""select count(*) from compliance_outcome o join compliance_attempt t
    on t.id = o.attempt_id join compliance_article a on a.id = t.article_id
    where o.cause = '' and t.step = 'read' and {OURS}"""
POISON_TRIES = """select count(t.id) from compliance_article a
    left join compliance_attempt t on t.article_id = a.id and t.step = 'read'
    where a.name like 'chaos--poison%' group by a.id"""
PULSE = "select (select count(*) from compliance_attempt) + count(*) from compliance_outcome"
WAITING = f"""select
    (select count(*) from compliance_article a where {OURS} and a.name not like 'chaos--poison%'
        and not exists (select from compliance_capture c
            join compliance_reading r on r.capture_id = c.id where c.article_id = a.id))
    + (select count(*) from compliance_capture c join compliance_article a on a.id = c.article_id
        where {OURS} and a.name not like 'chaos--poison%' and c.error = ''
        and not exists (select from compliance_reading r where r.capture_id = c.id))
    + (select count(*) from compliance_lookrequest q where not exists
        (select from compliance_relook l where l.article_id = q.article_id))
    + (select count(*) from compliance_claim k where restates_id is null and continues_id is null
        and (role in ('transfer', 'cap', 'share_of_cap') or kind in ('allegation', 'silence'))
        and not exists (select from compliance_finding n where n.claim_id = k.id))"""
IN_HAND = "select count(*) from pg_locks where locktype = 'advisory' and classid = 1718002"


@dataclass(frozen=True)
class Plan:
    """What is done to a run."""

    name: str
    several: int
    seed: int
    kills: int = 0
    outage: float = 0.0
    sabotage: str = ""


@dataclass
class Seen:
    """What a run came to."""

    held: dict[str, Counter[tuple[object, ...]]] = field(default_factory=dict)
    poison: list[int] = field(default_factory=list)
    seconds: float = 0.0
    done_to: Counter[str] = field(default_factory=Counter)
    started_again: list[str] = field(default_factory=list)
    stuck: str = ""
    client: client.Answered | None = None
    reports: Counter[int] = field(default_factory=Counter)
    returned: float = 0.0


def run(plan: Plan, *, prepared: Path, site: Site, say: Callable[[str], None]) -> Seen:
    """Hand the articles in, disturb, wait until all is done or nothing moves, and look."""
    chance, seen = random.Random(plan.seed), Seen()
    self_kills = (plan.kills + 10) // 20  # at each point
    with scratch("chaos-") as folder, ExitStack() as stack:
        urls = articles(folder / "articles", plan.several, plan.seed, site.host)
        tracker = Tracker(
            folder / "home", stack,
            prepared=prepared, sabotage=plan.sabotage, self_kills=self_kills, site=site,
            agent=f"chaos-{plan.name.partition(':')[0].replace(' ', '-')}/1.0",
        )  # fmt: skip
        changing = urls[:CHANGED]
        left = disturbances(plan, tracker, chance)
        several = len(left)
        user = client.Client(tracker.address, tracker.database)
        if plan.outage:
            seen.client = stack.enter_context(user).seen
        began = moved = time.monotonic()
        tracker.hand_in(folder / "articles", urls)
        pulse = 0
        while True:
            time.sleep(0.2)
            tracker.look()
            try:
                read, now = tracker.number(READ), tracker.number(PULSE)
                if changing and read >= plan.several / 2 and tracker.change(changing):
                    changing = []
                done = not left and not changing and read >= plan.several + len(urls[:CHANGED])
                if done and final(tracker):
                    break
            except psycopg.Error:
                continue
            if now != pulse:
                pulse, moved = now, time.monotonic()
            elif time.monotonic() - moved > PATIENCE_S:
                seen.stuck = f"Stuck: nothing moved for {PATIENCE_S:.0f} s, {read} were read."
                break
            if left and several - len(left) < several * min(1.0, read / (plan.several * 0.9)):
                kind, act = left[-1]
                if act():
                    left.pop()
                    seen.done_to[kind] += 1
                    seen.returned = moved = time.monotonic()
            say(f"{plan.name}: {read} of {plan.several} read, {several - len(left)} disturbances")
        seen.seconds = time.monotonic() - began
        seen.held = {name: Counter(tracker.ask(sql)) for name, sql in HELD.items()}
        seen.poison = poison_tries(tracker)
        user.stop()
        seen.reports = Counter(int(str(pk)) for (pk,) in tracker.ask(REPORTS))
        if unspent := len(list(tracker.tokens.iterdir())):
            say(f"{plan.name}: {unspent} self-kills were not spent")
        seen.done_to["at a fault point"] = len(POINTS) * self_kills - unspent
        seen.started_again = tracker.started_again()
    return seen


def disturbances(
    plan: Plan, tracker: Tracker, chance: random.Random
) -> list[tuple[str, Callable[[], bool]]]:
    """What is to happen, the last first; each says whether it found somebody."""
    found: list[tuple[str, Callable[[], bool]]] = []
    for kind, weight in KINDS.items():
        kills = max(1, round(plan.kills * weight / 200)) if plan.kills else 0
        found += [(kind, partial(tracker.kill, kind, chance))] * kills
    if plan.outage:
        long = f"for {plan.outage:g} s"
        flaps = max(2, round(plan.outage * 20 / 30))
        found += [
            (f"PostgreSQL frozen {long}", partial(tracker.freeze_database, plan.outage)),
            (f"PostgreSQL stopped {long}", partial(tracker.stop_database, plan.outage)),
            (f"PostgreSQL flapped {flaps} times", partial(tracker.flap_database, flaps)),
            (
                f"Redis away for {2 * plan.outage:g} s",
                partial(tracker.take_broker_away, 2 * plan.outage),
            ),
            ("Redis emptied", tracker.empty_broker),
        ]
    chance.shuffle(found)
    return found


def poison_tries(tracker: Tracker) -> list[int]:
    return sorted(int(str(n)) for (n,) in tracker.ask(POISON_TRIES))


def final(tracker: Tracker) -> bool:
    """Whether no step waits any more and poison was given up, or should have been."""
    if tracker.number(WAITING):
        return False
    tries = poison_tries(tracker)
    return max(tries) > 3 or (tries == [3] * POISONED and not tracker.number(IN_HAND))


def faults(calm: Seen, seen: Seen, *, slower: float, answers_within: float) -> list[str]:
    """What is wrong with a run, in sentences; nothing where it held."""
    found = [seen.stuck] if seen.stuck else []
    for name, wanted in calm.held.items():
        lost, more = wanted - seen.held[name], seen.held[name] - wanted
        if lost:
            found.append(f"{lost.total()} {name} lost, as {next(iter(lost))}.")
        if more:
            found.append(f"{more.total()} {name} too many, as {next(iter(more))}.")
    if seen.poison != [3] * POISONED:
        found.append(f"Poison was tried {seen.poison} times, not three times each.")
    if seen.client:
        found += client.faults(
            seen.client, seen.reports, returned=seen.returned, within=answers_within
        )
    if slower and seen.seconds > slower * calm.seconds:
        found.append(f"{seen.seconds:.0f} s are more than {slower:g} times {calm.seconds:.0f} s.")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=200, help="0 leaves P1 out")
    parser.add_argument("--outage", type=float, default=30.0, help="seconds; 0 leaves P2 out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), default="")
    parser.add_argument("--home", type=Path, help="of a stopped tracker, to begin from a copy")
    parser.add_argument("--together", action="store_true", help="one run, beside the calm one")
    given = parser.parse_args()
    if not shutil.which("redis-server"):
        raise SystemExit("make chaos needs redis-server (Debian: apt install redis-server).")
    began = time.monotonic()

    plan = partial(Plan, several=given.articles, seed=given.seed)
    plans = [plan("undisturbed")]
    hurt = partial(plan, sabotage=given.sabotage)
    if given.together:
        plans.append(hurt("P1 and P2", kills=given.kills, outage=given.outage))
    else:
        plans += [hurt("P1: killed", kills=given.kills)] if given.kills else []
        plans += [hurt("P2: taken away", outage=given.outage)] if given.outage else []
    with scratch("chaos-home-") as folder, publisher() as site:
        prepared = given.home
        if prepared is None:
            prepare(prepared := folder / "home")
        each = partial(run, prepared=prepared, site=site, say=say)
        with ThreadPoolExecutor(len(plans) if given.together else 1) as workers:
            seen = list(workers.map(each, plans))
    print(file=sys.stderr)
    verdicts = [tell(plan, one, seen[0]) for plan, one in zip(plans, seen, strict=True)]
    print(f"{'HELD' if all(verdicts) else 'BROKEN'}, in {time.monotonic() - began:.0f} s")
    return int(not all(verdicts))


def say(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r  {line}   ", end="", file=sys.stderr, flush=True)


def tell(plan: Plan, seen: Seen, calm: Seen) -> bool:
    """Print what a run came to; whether it held."""
    slower = SLOWER if plan.kills else 0
    # Beside another run on the same cores, an answer may have to wait for its turn.
    answers_within = ANSWERS_WITHIN_S * (3 if plan.kills else 1)
    wrong = faults(calm, seen, slower=slower, answers_within=answers_within)
    times = f"{seen.seconds / calm.seconds:.2f} times undisturbed" if seen is not calm else ""
    print(f"{plan.name:16} {plan.several} articles, {seen.seconds:6.1f} s  {times}")
    done_to = {kind: n for kind, n in seen.done_to.items() if n}
    for line in (
        ", ".join(f"{n} {kind}" for kind, n in done_to.items()),
        f"{len(seen.started_again)} processes were started again" if done_to else "",
        client.told(seen.client) if seen.client else "",
        *(wrong or ["0 lost, 0 doubled, 0 stuck; poison given up after three tries"]),
    ):
        if line:
            print(f"{'':16} {line}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
