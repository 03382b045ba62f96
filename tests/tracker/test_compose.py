"""docker-compose.yml: valid, without default secrets, and running only what other tests start."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.tracker.processes import BIN, PROJECT
from tracker import run


FILE = PROJECT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: s for name, s in SERVICES.items() if s["image"].startswith("sanctions-tracker")}
SECRET = re.compile(r"SECRET|PASSWORD|PASS$|AUTH$|_URL$")
ASKED = re.compile(r"\$\{(\w+)(:\?|:-)?")


def valid(path: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            str(path),
        ],
        capture_output=True,
        text=True,
    )


def test_it_keeps_the_compose_schema():
    said = valid(FILE)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("restart: unless-stopped", "restarts: always"), ("condition: service_healthy", "when: up")],
)
def test_the_schema_would_notice(tmp_path, right, wrong):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(FILE.read_text().replace(right, wrong))
    assert valid(broken).returncode == 1


def test_no_secret_has_a_default():
    asked = 0
    for name, service in SERVICES.items():
        for setting, value in service.get("environment", {}).items():
            if SECRET.search(setting):
                assert ":?" in value, f"{name}: {setting}"
                asked += 1
    assert asked > 8
    for setting, how in ASKED.findall(FILE.read_text()):
        assert how, f"{setting} is neither asked for nor given a default"
        if SECRET.search(setting):
            assert how == ":?", f"{setting} has a default"


def test_the_example_names_what_is_asked_for_and_gives_no_secret():
    example = (PROJECT / ".env.example").read_text()
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    for setting, how in ASKED.findall(FILE.read_text()):
        if how == ":?":
            assert setting in given
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "BROKER_PASSWORD"):
        assert given[secret] == ""


def test_all_of_ours_start_again_and_say_how_they_are():
    assert set(OURS) == {"prepare", "web", "worker", "beat"}
    for name, service in OURS.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        once = name == "prepare"
        assert service["restart"] == ("no" if once else "unless-stopped"), name
        assert ("healthcheck" in service) is not once, name
    for name in ("database", "redis", "rabbitmq"):
        assert "healthcheck" in SERVICES[name]
        assert "ports" not in SERVICES[name], f"{name} can be reached from outside"
        assert SERVICES[name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "container_name" not in SERVICES["worker"], "then there could be only one"


def test_it_runs_what_make_run_runs():
    assert SERVICES["worker"]["command"] == run.WORKER
    assert SERVICES["beat"]["command"] == run.BEAT
    assert SERVICES["web"]["command"] == [*run.WEB, "--bind", "0.0.0.0:8000"]
    for service in ("worker", "beat", "web"):
        assert (BIN / SERVICES[service]["command"][0]).exists()


def test_the_image_copies_all_that_is_asked_of_it():
    docker = (PROJECT / "Dockerfile").read_text()
    assert "--require-hashes" in docker
    assert re.search(r"^USER 65534", docker, re.MULTILINE)
    let_in = re.findall(r"^!(\S+)$", (PROJECT / ".dockerignore").read_text(), re.MULTILINE)
    for path in let_in:
        assert (PROJECT / path).exists(), path
    tops = {path.split("/")[0] for path in let_in}
    assert tops == {
        "compliance",
        "manage.py",
        "requirements.run.lock",
        "seeds",
        "templates",
        "tracker",
    }
