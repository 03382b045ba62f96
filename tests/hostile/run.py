"""`make hostile`: every bad article, bad server and big body, with good ones between, for real.

The tracker is started by its own launcher. What is bad is handed in as a file, by its address and
as a source; beside it stand good pages and a good feed. Each job must end within its bounds of time
and memory, no worker may die, whatever the manifest says must hold, and all that is good be read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import psycopg

from tests.chaos.tracker import Launched
from tests.hostile import cases
from tests.tracker.processes import PROJECT, environment, free_port, living, parent, scratch
from tracker import postgres


# A job may take 20 s, its fetch included; what lies beyond is rows and processes.
MOST_S, MOST_MB = 20.0, 512
SLACK_S = 2.0
PATIENCE_S = 900.0
STEPS = """select t.id, coalesce(nullif(a.url, ''), a.name), t.step, o.cause, o.reason,
        extract(epoch from o.ended_at - t.begun_at)
    from compliance_attempt t join compliance_article a on a.id = t.article_id
    left join compliance_outcome o on o.attempt_id = t.id"""
LOOKS = """select s.name, w.outcome, w.problem from compliance_source s
    left join compliance_look l on l.source_id = s.id
    left join compliance_answer w on w.look_id = l.id"""
READ = """select count(*) from compliance_reading r
    join compliance_capture c on c.id = r.capture_id
    join compliance_article a on a.id = c.article_id where a.url like %s"""
# What several pages say in the same words is read once, wherever that was.
VALUES = """select coalesce(nullif(a.url, ''), a.name), f.value from compliance_claim k
    join compliance_figure f on f.id = k.figure_id join compliance_reading r on r.id = k.reading_id
    join compliance_capture first on first.id = r.capture_id
    join compliance_capture c on c.words_digest = first.words_digest
    join compliance_article a on a.id = c.article_id"""
ADD = """import json, sys
from compliance.models import Source
Source.objects.bulk_create(Source(name=n, url=u, publisher="x") for n, u in json.load(sys.stdin))
"""


@dataclass
class Watch:
    """What the processes of a tracker came to."""

    home: Path
    mains: set[int] = field(default_factory=set)
    peak: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def look(self) -> None:
        workers = {pid for pid, command in living(self.home).items() if "tracker worker" in command}
        self.mains |= {pid for pid in workers if parent(pid) not in workers}
        for pid in workers:
            self._note("worker", pid)
            for child in children(pid):
                if child not in workers:
                    self._note("parser", child)

    def _note(self, kind: str, pid: int) -> None:
        self.peak[kind] = max(self.peak[kind], most_held(pid))


def children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, task.read_text().split())
        except OSError:
            continue


def most_held(pid: int) -> float:
    """MB of memory that a process ever held."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=50, help="size of the big bodies")
    parser.add_argument("--good", type=int, default=40, help="good pages between the bad ones")
    said = parser.parse_args()
    if not cases.CASES.is_dir():
        print(f"Nothing is run: {cases.ABSENT}.")
        return 0
    began = time.monotonic()
    with scratch("hostile-") as folder, ExitStack() as stack:
        wrong = run(folder, stack, said.mb, said.good)
    for line in wrong:
        print(f"  {line}")
    print(f"{'BROKEN' if wrong else 'HELD'}, in {time.monotonic() - began:.0f} s")
    return int(bool(wrong))


def run(folder: Path, stack: ExitStack, mb: int, several: int) -> list[str]:
    """What is wrong, in sentences."""
    bodies, uploads, home = folder / "big", folder / "uploads", folder / "home"
    cases.big_bodies(bodies, mb)
    good = stack.enter_context(cases.serving())
    held = cases.files(cases.CORPUS) | cases.files(bodies)
    del held["/manifest.json"]
    plain = [stack.enter_context(cases.serving(held)) for _ in range(2)]
    urls, sources = bad_addresses(stack, plain, held)
    uploads.mkdir()
    for path, _ in held.values():
        if path.stat().st_size and not path.name.endswith(".body"):
            (uploads / uploaded(path.name)).symlink_to(path)
    hosts = {good, *(url.split("/")[2] for url in (*urls, *sources.values()))}
    home.mkdir()
    env = environment(
        TRACKER_HOME=str(home),
        PORT=str(free_port()),
        FETCH_ALLOWED_HOSTS=",".join(hosts),
        LOG_LEVEL="error",
    )
    out = stack.enter_context((folder / "out").open("w+"))
    launched = stack.enter_context(Launched(env, out))
    launched.await_said("The tracker is ready")
    watch, database = Watch(home), postgres.url(home)
    stack.callback(launched.process.kill)
    watch.look()
    add(env, sources | {"good": f"http://{good}/feed"})
    mixed = folder / "all.urls"
    goods = [f"http://{good}/good/{n}" for n in range(several)]
    mixed.write_text("\n".join(between(urls, goods)))
    for what in (mixed, uploads):  # some are refused at the door: then the command says so
        ingest = [sys.executable, "manage.py", "ingest", str(what)]
        subprocess.run(ingest, cwd=PROJECT, env=env, capture_output=True, check=False)
    sent = time.monotonic()
    while left := unfinished(database, good, several):
        if time.monotonic() > sent + PATIENCE_S:
            break
        for _ in range(10):
            watch.look()
            time.sleep(0.1)
    took = time.monotonic() - sent
    mains = set(watch.mains)
    watch.look()
    print(f"  {len(urls)} addresses, {len(sources)} sources, {len(list(uploads.iterdir()))} files")
    print(f"  ended after {took:.0f} s; most memory: {told(watch.peak)}")
    wrong = [f"Not ended after {took:.0f} s: {each}" for each in left[:20]]
    wrong += bounds(database)
    wrong += [f"A {kind} held {mb:.0f} MB." for kind, mb in watch.peak.items() if mb > MOST_MB]
    if watch.mains != mains or len(mains) != 1 or "starts again" in launched.out.read_text():
        wrong.append("A process of the tracker died.")
    return wrong + expectations(database, plain[0])


def uploaded(name: str) -> str:
    """A file's name as it is handed in: with an ending that a person would hand in."""
    return name if name.endswith((".txt", ".html", ".pdf")) else f"{name}.txt"


def bad_addresses(
    stack: ExitStack, plain: list[str], held: dict[str, tuple[Path, dict[str, str]]]
) -> tuple[list[str], dict[str, str]]:
    """Every case as an article and as a source, each at hosts of their own."""
    urls, sources = [], {}
    for use in ("article", "source"):
        host, names = stack.enter_context(cases.bad_server())
        own = {name: stack.enter_context(cases.bad_server())[0] for name in cases.ASK_FOR_REST}
        found = {name: f"http://{own.get(name, host)}/{name}" for name in names}
        found |= {path[1:]: f"http://{plain[use == 'source']}{path}" for path in held}
        if use == "article":
            urls = list(found.values())
        else:
            sources = found
    return urls, sources


def between(bad: list[str], good: list[str]) -> list[str]:
    """The good ones spread among the bad."""
    found = list(bad)
    step = max(1, len(bad) // max(1, len(good)))
    for number, url in enumerate(good):
        found.insert(min(len(found), number * (step + 1)), url)
    return found


def add(env: dict[str, str], sources: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ADD],
        input=json.dumps(list(sources.items())), text=True,
        cwd=PROJECT, env=env, check=True, capture_output=True,
    )  # fmt: skip


def ask(database: str, sql: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(database, connect_timeout=5) as session:
        return session.execute(sql, values or None).fetchall()


def unfinished(database: str, good: str, several: int) -> list[str]:
    """What has not come to an end yet, by name."""
    ended = {str(name) for _, name, _, cause, _, _ in ask(database, STEPS) if cause is not None}
    waiting = "select coalesce(nullif(url, ''), name) from compliance_article"
    left = [str(name) for (name,) in ask(database, waiting) if name not in ended]
    left += [str(name) for name, outcome, _ in ask(database, LOOKS) if outcome is None]
    for kind, wanted in (("good", several), ("story", 10)):
        [(read,)] = ask(database, READ, f"http://{good}/{kind}/%")
        if read != wanted:
            left.append(f"{wanted - int(str(read))} good pages ({kind}) are unread")
    return left


def bounds(database: str) -> list[str]:
    """Steps that took too long, or never ended."""
    wrong, slowest = [], 0.0
    for _, name, step, _, reason, took in ask(database, STEPS):
        if took is None:
            wrong.append(f"{step} of {name} never ended.")
            continue
        slowest = max(slowest, float(str(took)))
        if float(str(took)) > MOST_S + SLACK_S:
            wrong.append(f"{step} of {name} took {took:.1f} s: {reason}")
    print(f"  the slowest step took {slowest:.1f} s")
    return wrong


def expectations(database: str, host: str) -> list[str]:
    """What the manifest says must hold and does not, by address, by file and as a source."""
    ended = {name: (cause, reason) for _, name, step, cause, reason, _ in ask(database, STEPS)
             if step == "capture"}  # fmt: skip
    looks = {name: (outcome, problem) for name, outcome, problem in ask(database, LOOKS)}
    values = defaultdict(set)
    for name, value in ask(database, VALUES):
        values[name].add(value)
    wrong = []
    for case in cases.manifest():
        file, kind = case["file"], case["kind"]
        both = f"http://{host}/{file}", uploaded(file)
        read = values[both[0]] | values[both[1]]  # the same words are read once
        for must in case["must"]:
            what, _, value = must.partition("=")
            if (file, must) in cases.OF_THE_READER:
                continue
            if what == "rejected" and kind == "feed":
                held = looks[file][0] == "failed"
            elif what == "rejected":
                held = all(ended.get(name, ("refused at the door",))[0] for name in both)
            elif kind != "feed" and what in ("value", "not_value"):
                held = (Decimal(value) in read) == (what == "value")
            else:
                continue
            if not held:
                wrong.append(f"{file}: {must} does not hold.")
    return wrong


def told(peak: dict[str, float]) -> str:
    return ", ".join(f"a {kind} {mb:.0f} MB" for kind, mb in sorted(peak.items()))


if __name__ == "__main__":
    os.chdir(PROJECT)
    sys.exit(main())
