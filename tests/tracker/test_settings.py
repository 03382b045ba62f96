"""A wrong setting is one sentence that names it and says what to do; never a traceback."""

from __future__ import annotations

import pytest

from tests.tracker.processes import manage, scratch


SERVER = {"DATABASE_URL": "postgresql://tracker@127.0.0.1:1/tracker", "SECRET_KEY": "s" * 40}

WRONG = [
    ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; set it to true or false."),
    ({"HTTPS": "2"}, "HTTPS is '2'; set it to true or false."),
    ({"TRACKER_TWO_FACTOR": "no"}, "TRACKER_TWO_FACTOR is 'no'; set it to offered or required."),
    ({"API_RATES": "0"}, "API_RATES is 0; set it to 1 or more"),
    ({"NUM_PROXIES": "one"}, "NUM_PROXIES is 'one'; set it to a whole number"),
    ({"TIME_ZONE": "Pyongyang"}, "TIME_ZONE is 'Pyongyang'; give a name"),
    ({"TIME_ZONE": "../etc/passwd"}, "TIME_ZONE is '../etc/passwd'; give a name"),
    ({"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY is 'many'; set it to a whole number"),
    ({"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY is 0; set it to 1 or more."),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'; set it to debug"),
    ({"SECRET_KEY": "secret"}, "SECRET_KEY has 6 characters; set it to a random text"),
    ({"CSRF_TRUSTED_ORIGINS": "example.org"}, "give each with its scheme, as https://example.org"),
    ({"DATABASE_URL": SERVER["DATABASE_URL"]}, "SECRET_KEY is not set; set it to"),
    ({**SERVER, "DATABASE_URL": "mysql://root@127.0.0.1/x"}, "DATABASE_URL names no PostgreSQL"),
    (
        {**SERVER, "DATABASE_URL": "127.0.0.1"},
        "DATABASE_URL names no PostgreSQL; give postgresql://",
    ),
    ({**SERVER, "DATABASE_URL": "postgresql://a:b"}, "DATABASE_URL cannot be read"),
    ({"CELERY_BROKER_URL": "kafka://x"}, "CELERY_BROKER_URL is of no kind known here; give redis"),
    ({"TRACKER_HOME": "/proc/nowhere"}, "/proc/nowhere/secret_key cannot be read or written"),
    (SERVER, "The database that DATABASE_URL names does not answer"),
]


@pytest.mark.parametrize(("settings", "sentence"), WRONG, ids=[str(w) for _, w in WRONG])
def test_a_wrong_setting_is_one_sentence(settings, sentence):
    with scratch() as home:
        said = manage("migrate", **{"TRACKER_HOME": str(home), **settings})
    assert (said.returncode, said.stdout) == (2, "")
    assert sentence in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert "Traceback" not in said.stderr


def test_what_needs_no_database_starts_none():
    with scratch() as home:
        for command in (
            ["help"],
            ["check"],
            ["read_article", __file__],
            ["makemigrations", "--check"],
            ["seed", "--help"],
        ):
            said = manage(*command, TRACKER_HOME=str(home))
            assert (said.returncode, said.stderr) == (0, ""), command
        assert [f.name for f in home.iterdir()] == ["pictures", "secret_key"]


def test_a_command_starts_the_database_and_stops_it_after_itself():
    with scratch() as home:
        code = "from django.db import connection as c; c.ensure_connection(); print(c.vendor)"
        said = manage("shell", "--no-imports", "--command", code, TRACKER_HOME=str(home))
        assert (said.returncode, said.stdout) == (0, "postgresql\n"), said.stderr
        assert (home / "postgres" / "PG_VERSION").exists()
        assert not (home / "postgres" / "postmaster.pid").exists()
