"""`make chaos`: kill what works on articles, and count what is lost, doubled or stuck.

The real launcher (`python -m tracker.run`: embedded PostgreSQL, worker, beat, web) with a second
worker beside it and a Redis of its own. First an undisturbed run, then the same articles while
workers' children, whole workers, beat and Redis are killed, or the database is taken away; at the
end both must hold the same articles, figures and findings, each step done once.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.chaos.faults.sitecustomize import POISON, SABOTAGES
from tests.tracker.processes import PROJECT, environment, free_port, living, scratch
from tracker import postgres, supervisor
from tracker.run import WORKER


TEXTS = sorted((PROJECT / "tests" / "gold" / "text").glob("*.txt"))
POISONED = 5
FAULTS = Path(__file__).with_name("faults")
KINDS = [("child", 100), ("worker", 80), ("beat", 10), ("broker", 10)]

HELD = {
    "articles": "select key from compliance_article where origin = 'file'",
    "figures": """select a.key, f.start, f."end", f.quote, f.value::text, f.unit
        from compliance_figure f join compliance_reading r on r.id = f.reading_id
        join compliance_capture c on c.id = r.capture_id
        join compliance_article a on a.id = c.article_id where a.origin = 'file'""",
    "findings": """select a.key, k.kind, k.place, n.verdict, n.reason
        from compliance_finding n join compliance_claim k on k.id = n.claim_id
        join compliance_reading r on r.id = k.reading_id
        join compliance_capture c on c.id = r.capture_id
        join compliance_article a on a.id = c.article_id where a.origin = 'file'""",
    "steps done": """select a.key, t.step from compliance_outcome o
        join compliance_attempt t on t.id = o.attempt_id
        join compliance_article a on a.id = t.article_id
        where o.cause = '' and a.origin = 'file'""",
    "captures": """select a.key, c.digest from compliance_capture c
        join compliance_article a on a.id = c.article_id where a.origin = 'file'""",
}
POISON_TRIES = """select a.id, count(t.id) from compliance_article a
    join compliance_attempt t on t.article_id = a.id and t.step = 'read'
    where a.name like 'poison%' group by a.id"""


@dataclass
class Seen:
    """What a run came to."""

    held: dict[str, Counter[tuple[object, ...]]] = field(default_factory=dict)
    poison: list[int] = field(default_factory=list)
    seconds: float = 0.0
    kills: Counter[str] = field(default_factory=Counter)
    in_time: bool = True


def articles(folder: Path, several: int, seed: int) -> None:
    """Texts of the corpus with a line of their own, and a few that kill whoever reads them."""
    chance = random.Random(seed)
    folder.mkdir()
    for number in range(several):
        text = TEXTS[chance.randrange(len(TEXTS))].read_text()
        (folder / f"{number:05}.txt").write_text(f"{text}\n\nCopy {number} of seed {seed}.\n")
    for number in range(POISONED):
        (folder / f"poison{number}.txt").write_text(f"{POISON} {number}: 300 barrels.\n")


class Tracker:
    """The tracker of one run, with what supervises the parts that its launcher does not."""

    def __init__(self, home: Path, stack: ExitStack, sabotage: str) -> None:
        self.home, port = home, free_port()
        home.mkdir()
        self.env = environment(
            TRACKER_HOME=str(home),
            PORT=str(free_port()),
            CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0",
            CHAOS_SABOTAGE=sabotage,
            PYTHONPATH=f"{FAULTS}:{PROJECT}",
            LOG_LEVEL="error",
        )
        redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        self.redis = supervisor.Child("redis", redis, home / "redis.log")
        self.port = port
        self.redis.start()
        stack.callback(self.redis.kill)
        self.out = (home.with_suffix(".out")).open("w+")
        self.launcher = subprocess.Popen(
            [sys.executable, "-m", "tracker.run"], cwd=PROJECT, env=self.env,
            stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.out,
        )  # fmt: skip
        stack.callback(self.end)
        self.await_said("The tracker is ready")
        command = ["env", *(f"{k}={v}" for k, v in self.env.items()), sys.executable, "-m", *WORKER]
        self.second = supervisor.Child("second", command, home / "second.log")
        self.second.start()
        stack.callback(self.second.kill)
        self.database = postgres.url(home)

    def await_said(self, words: str) -> None:
        for _ in range(1200):
            if words in Path(self.out.name).read_text():
                return
            if self.launcher.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"The tracker did not start:\n{Path(self.out.name).read_text()}")

    def look(self) -> None:
        for child in (self.redis, self.second):
            child.look(lambda _: None)

    def end(self) -> None:
        self.launcher.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.launcher.wait(20)
        self.launcher.kill()

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database, connect_timeout=3) as database:
            return database.execute(sql).fetchall()

    def victims(self, kind: str) -> list[int]:
        word = "tracker beat" if kind == "beat" else "tracker worker"
        found = [pid for pid, command in living(self.home).items() if word in command]
        if kind == "beat":
            return found
        mains = {pid for pid in found if parent(pid) not in found}
        return [pid for pid in found if (pid in mains) == (kind == "worker")]

    def kill(self, kind: str, chance: random.Random) -> bool:
        if kind == "broker":
            if self.redis.process is None:
                return False
            self.redis.process.kill()
            return True
        found = self.victims(kind)
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)
        return True


def parent(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("PPid:"):
                return int(line.split()[1])
    return 0


def outages(tracker: Tracker, seconds: float) -> list[tuple[str, Callable[[], None]]]:
    """P2: the database stopped, the database frozen, the broker emptied."""

    def servers() -> list[int]:
        return [pid for pid, command in living(tracker.home).items() if "postgres" in command]

    def stopped() -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:  # the launcher starts it again, and again it is stopped
            for pid in servers():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)
            time.sleep(0.3)

    def frozen() -> None:
        held = servers()
        for pid in held:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in held:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def emptied() -> None:
        with socket.create_connection(("127.0.0.1", tracker.port), 3) as redis:
            redis.sendall(b"FLUSHALL\r\n")
            redis.recv(100)

    return [("PostgreSQL stopped", stopped), ("PostgreSQL frozen", frozen), ("emptied", emptied)]


def run(
    several: int, *, kills: int, seed: int, sabotage: str = "", outage: float = 0, within: float,
    say: Callable[[str], None] = lambda _: None,
) -> Seen:  # fmt: skip
    """Hand the articles in, disturb, wait until all is done or the time is up, and look."""
    chance, seen = random.Random(seed), Seen()
    kinds = [kind for kind, weight in KINDS for _ in range(round(kills * weight / 200))]
    chance.shuffle(kinds)
    with scratch("chaos-") as folder, ExitStack() as stack:
        articles(folder / "articles", several, seed)
        tracker = Tracker(folder / "home", stack, sabotage)
        began = time.monotonic()
        ingest = [sys.executable, "manage.py", "ingest", str(folder / "articles")]
        subprocess.run(ingest, cwd=PROJECT, env=tracker.env, check=True, capture_output=True)
        left = outages(tracker, outage) if outage else []
        disturbances = len(kinds) + len(left)
        done_disturbing = 0
        while time.monotonic() - began < within:
            time.sleep(0.2)
            tracker.look()
            try:
                [(done,)] = tracker.ask(
                    "select count(*) from compliance_outcome o join compliance_attempt t "
                    "on t.id = o.attempt_id where o.cause = '' and t.step = 'read' and "
                    "t.article_id in (select id from compliance_article where origin = 'file')"
                )
                if int(str(done)) >= several and not kinds and not left and final(tracker):
                    break
            except psycopg.Error:
                continue
            due = disturbances * min(1.0, int(str(done)) / (several * 0.9))
            if done_disturbing < due or int(str(done)) >= several:
                if left and (not kinds or chance.random() < 0.3):
                    name, act = left.pop()
                    act()
                    seen.kills[name] += 1
                    done_disturbing += 1
                elif kinds and tracker.kill(kinds[-1], chance):
                    seen.kills[kinds.pop()] += 1
                    done_disturbing += 1
            say(f"{done} of {several} read, {sum(seen.kills.values())} disturbances")
        else:
            seen.in_time = False
        seen.seconds = time.monotonic() - began
        seen.held = {name: Counter(tracker.ask(sql)) for name, sql in HELD.items()}
        seen.poison = sorted(int(str(n)) for _, n in tracker.ask(POISON_TRIES))
    return seen


def final(tracker: Tracker) -> bool:
    """Whether no step waits any more, poison given up."""
    [(unread,)] = tracker.ask(
        "select count(*) from compliance_article a where not exists (select from "
        "compliance_capture c join compliance_reading r on r.capture_id = c.id "
        "where c.article_id = a.id) and a.name not like 'poison%'"
    )
    [(unjudged,)] = tracker.ask(
        "select count(*) from compliance_claim k where restates_id is null and (role in "
        "('transfer', 'cap', 'share_of_cap') or kind = 'allegation') and not exists "
        "(select from compliance_finding n where n.claim_id = k.id)"
    )
    tries = [int(str(n)) for _, n in tracker.ask(POISON_TRIES)]
    busy = tracker.ask("select 1 from pg_locks where locktype = 'advisory' and classid = 1718002")
    return not unread and not unjudged and tries == [3] * POISONED and not busy


def faults(calm: Seen, seen: Seen, *, slower: float = 3.0) -> list[str]:
    """What is wrong with a run, in sentences; nothing where it held."""
    found = [] if seen.in_time else ["Stuck: not everything came to an end in time."]
    for name, wanted in calm.held.items():
        lost, more = wanted - seen.held[name], seen.held[name] - wanted
        if lost:
            found.append(f"{lost.total()} {name} lost, as {next(iter(lost))}.")
        if more:
            found.append(f"{more.total()} {name} too many, as {next(iter(more))}.")
    if seen.poison != [3] * POISONED:
        found.append(f"Poison was tried {seen.poison} times, not three times each.")
    if slower and seen.seconds > slower * calm.seconds:
        found.append(f"{seen.seconds:.0f} s, undisturbed {calm.seconds:.0f} s.")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--outage", type=float, default=30.0, help="seconds; 0 leaves P2 out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sabotage", choices=["", *SABOTAGES], default="")
    given = parser.parse_args()
    if not shutil.which("redis-server"):
        raise SystemExit("make chaos needs redis-server (Debian: apt install redis-server).")

    def say(line: str) -> None:
        print(f"\r  {line}   ", end="", file=sys.stderr, flush=True)

    limit = 120 + given.articles * 1.0
    calm = run(given.articles, kills=0, seed=given.seed, within=limit, say=say)
    rows = [("undisturbed", calm, [] if calm.in_time else ["It did not end in time."])]
    hurt = run(
        given.articles, kills=given.kills, seed=given.seed, sabotage=given.sabotage,
        within=limit * 2, say=say,
    )  # fmt: skip
    rows.append(("P1: killed", hurt, faults(calm, hurt)))
    if given.outage:
        out = run(
            given.articles, kills=0, seed=given.seed, outage=given.outage, within=limit * 2, say=say
        )
        rows.append(("P2: database and broker away", out, faults(calm, out, slower=0)))
    print(file=sys.stderr)
    for name, seen, wrong in rows:
        how = ", ".join(f"{n} {kind}" for kind, n in seen.kills.items()) or "nothing"
        print(f"{name:30} {seen.seconds:7.1f} s  {how}")
        for each in wrong or ["0 lost, 0 doubled, 0 stuck, poison given up after three"]:
            print(f"{'':30} {each}")
    return int(any(wrong for _, _, wrong in rows))


if __name__ == "__main__":
    sys.exit(main())
