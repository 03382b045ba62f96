"""The PostgreSQL from the wheel: one for all who want it, and hard to lose anything with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.tracker.processes import PROJECT, environment, living, scratch, until
from tracker import postgres


@pytest.fixture
def home() -> Iterator[Path]:
    with scratch() as folder:
        yield folder / "home"
        postgres.release(folder / "home")


def ensure(home: Path) -> bool:
    return postgres.ensure(home, options=postgres.CARELESS)


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def elsewhere(home: Path, code: str) -> subprocess.Popen[str]:
    """Another process that wants the same server."""
    program = (
        "import sys, time; from pathlib import Path; from tracker import postgres\n"
        f"home = Path({str(home)!r}); postgres.ensure(home)\n{code}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_it_starts_from_nothing_and_stops_with_its_last_user(home):
    assert ensure(home)
    with psycopg.connect(postgres.url(home)) as database:
        assert database.info.server_version >= 150000
        assert database.execute("show listen_addresses").fetchone() == ("",)
    other = elsewhere(home, "print('up', flush=True); sys.stdin.readline()")
    assert other.stdout.readline() == "up\n"
    postgres.release(home)
    with psycopg.connect(postgres.url(home)):
        pass  # somebody else still holds it
    other.communicate("go\n", timeout=20)
    assert other.returncode == 0
    assert not living(home)
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_only_its_owner_may_enter_where_the_socket_lies(home):
    ensure(home)
    assert postgres.socket_folder(home).stat().st_mode & 0o077 == 0
    rules = (home / "postgres" / "pg_hba.conf").read_text().splitlines()
    hosts = [rule.split() for rule in rules if rule.startswith("host")]
    assert hosts
    assert all(rule[-1] == "reject" for rule in hosts)


def test_several_at_once_get_one_server(home):
    ask = (
        "import psycopg\n"
        "with psycopg.connect(postgres.url(home)) as c:\n"
        "    print(c.execute('select pg_postmaster_start_time()').fetchone()[0], flush=True)\n"
        "sys.stdin.readline()"
    )
    several = [elsewhere(home, ask) for _ in range(4)]
    starts = {process.stdout.readline() for process in several}
    for process in several:
        process.communicate("go\n", timeout=20)
    assert [process.returncode for process in several] == [0] * 4
    assert len(starts) == 1
    assert not living(home)


def test_what_was_committed_survives_kill_9(home):
    postgres.ensure(home)
    with psycopg.connect(postgres.url(home), autocommit=True) as database:
        database.execute("create table kept (number int)")
        database.execute("insert into kept values (1), (2)")
    os.kill(postmaster(home), signal.SIGKILL)
    assert postgres.ensure(home)
    with psycopg.connect(postgres.url(home)) as database:
        assert database.execute("select sum(number) from kept").fetchone() == (3,)


def test_the_number_of_another_process_in_the_pid_file_stops_nobody(home):
    """As after a reboot; PostgreSQL itself would refuse to start."""
    ensure(home)
    postgres.release(home)
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getppid()}\n/somewhere\n")
    assert ensure(home)


def test_a_start_that_was_cut_short_is_begun_anew(home):
    half = home / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert ensure(home)
    assert not half.exists()


def test_data_of_another_version_are_left_alone(home):
    ensure(home)
    postgres.release(home)
    (home / "postgres" / "PG_VERSION").write_text("17\n")
    before = sorted((home / "postgres").rglob("*"))
    with pytest.raises(postgres.Unavailable, match=r"PostgreSQL 17 .* nothing was changed"):
        ensure(home)
    assert sorted((home / "postgres").rglob("*")) == before


def test_a_folder_of_other_things_is_left_alone(home):
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter.txt").write_text("Dear")
    with pytest.raises(postgres.Unavailable, match="nothing was changed"):
        ensure(home)
    assert [f.name for f in (home / "postgres").iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_written_is_said():
    with pytest.raises(postgres.Unavailable, match=r"cannot be written by .* TRACKER_HOME"):
        ensure(Path("/proc/nowhere"))


@pytest.mark.parametrize("name", ["a b", "it's $HOME", 'quo"te', "ünï" + "x" * 100])
def test_the_folder_may_have_any_name(home, name):
    odd = home / name
    assert len(os.fsencode(postgres.socket_folder(odd) / ".s.PGSQL.5432")) <= 107
    try:
        assert ensure(odd)
    finally:
        postgres.release(odd)


def test_a_server_that_cannot_start_says_why(home, monkeypatch):
    monkeypatch.setattr(postgres, "TRIES", 1)
    ensure(home)
    postgres.release(home)
    (home / "postgres" / "postgresql.conf").write_text("work_mem = plenty\n")
    with pytest.raises(postgres.Unavailable, match="work_mem"):
        ensure(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs to become somebody else")
def test_root_without_unshare_becomes_nobody_or_says_what_to_do(home, monkeypatch):
    home.parent.chmod(0o711)
    monkeypatch.setattr(postgres, "_UNSHARE", ("false",))
    try:
        ensure(home)
    except postgres.Unavailable as why:
        assert "run the tracker as an ordinary user" in str(why)  # noqa: PT017 - either is right
    else:
        assert Path(f"/proc/{postmaster(home)}").stat().st_uid == postgres.NOBODY
    postgres.release(home)
    monkeypatch.undo()
    ensure(home)  # and back: the data change hands
    assert Path(f"/proc/{postmaster(home)}").stat().st_uid == 0


def test_a_server_of_ones_own_is_checked():
    with pytest.raises(postgres.Unavailable, match="DATABASE_URL names does not answer"):
        postgres.check("postgresql://tracker@127.0.0.1:1/tracker")


def test_a_process_that_was_killed_holds_nothing(home):
    other = elsewhere(home, "print('up', flush=True); time.sleep(60)")
    assert other.stdout.readline() == "up\n"
    other.kill()
    other.communicate()
    assert not ensure(home)  # it was left running
    postgres.release(home)
    assert until(lambda: not living(home), within=5)
