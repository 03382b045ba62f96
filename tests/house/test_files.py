"""What every file of ours keeps to: no machine, no registry, no unescaped words, not too long."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.code import PROJECT, files, name, tree, under


TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".yaml", ".yml", ".lock", ".txt", ".csv",
        ".sh", ".cfg", ".ini", ".json", ".example", ""}  # fmt: skip

# Written in pieces, so that this file does not find itself.
PLACES = re.compile(
    r"/(?:wo" + r"rk|ro" + r"ot|home/[a-z]\w*)/"
    r"|pypi\." + r"org|pythonhosted\." + r"org|registry\.npm" + r"js|proxy\.golang\." + r"org"
    r"|--index-" + r"url|--extra-index-" + r"url|--trusted-" + r"host"
)


def test_no_file_knows_the_machine_it_was_written_on_or_a_registry() -> None:
    found = []
    for path in files():
        if path.suffix not in TEXT:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := PLACES.search(line):
                found.append(f"{name(path)}:{number} {match.group()}")
    assert found == []


def test_every_library_we_import_is_locked_for_production() -> None:
    """A venv may hold more than the lock; a fresh clone does not."""
    of = packages_distributions()
    lock = (PROJECT / "requirements.run.lock").read_text(encoding="utf-8").lower()
    locked = {re.sub(r"[-_.]+", "-", n) for n in re.findall(r"^([\w.-]+)(?:\[.*\])?==", lock, re.M)}
    for path in under("compliance", "tracker"):
        for node in ast.walk(tree(path)):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for module in modules:
                top = module.split(".")[0]
                if top in sys.stdlib_module_names or top in ("compliance", "tracker"):
                    continue
                names = {re.sub(r"[-_.]+", "-", d.lower()) for d in of.get(top, [])}
                assert names & locked, f"{name(path)} imports {module}, which no lock holds"


MOST_LINES = 600
# Why a file may be longer.
LONGER = {
    "compliance/core/press/words/": "lexicons: tables of words, one row a word",
    "compliance/core/press/weights.py": "learned: a sign and its weight a row",
    "compliance/core/press/dealing_weights.py": "learned: a sign and its weight a row",
    "compliance/migrations/": "written by makemigrations",
}


def test_a_python_file_has_600_lines_at_most() -> None:
    long = {
        name(path): lines
        for path in under("compliance", "tracker", "tests", "benchmarks")
        if not name(path).startswith(tuple(LONGER))
        and (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_no_words_reach_a_page_unescaped() -> None:
    for path in under("templates", suffix=".html"):
        text = path.read_text(encoding="utf-8")
        for key in ("|safe", "| safe", "autoescape off", "safeseq"):
            assert key not in text, f"{name(path)} has {key}"
    marked = set()
    for path in under("compliance", "tracker"):
        text = path.read_text(encoding="utf-8")
        assert "format_html(f" not in text, name(path)
        if "mark_safe(" in text or "SafeString(f" in text or "SafeText" in text:
            marked.add(name(path))
    assert marked == DRAWN


# A drawing puts its own elements together, each word escaped as it comes: tests/web tries it, and
# tests/browser/test_inert.py with hostile words in every list of the desk.
DRAWN = {"compliance/admin/drawing.py", "compliance/web/charts/drawing.py"}


def test_a_key_is_written_as_a_key_and_not_as_an_amount() -> None:
    """From the thousandth row on, a number on a page is written "1,000"; a key must not be."""
    key = re.compile(r"\{\{ *(?:\w+\.)*(?:id|pk|line|\w+_id|article) *\}\}")
    drawn = {"templates/compliance/parts/matrix.html", "templates/compliance/parts/status.html"}
    for path in under("templates", suffix=".html"):
        found = key.findall(path.read_text(encoding="utf-8"))
        # In these two the id is a word of ours, not a row's.
        assert not found or name(path) in drawn, f"{name(path)}: {found}"


def test_no_template_loads_anything_from_elsewhere() -> None:
    tag = re.compile(
        r"<(?:script|link|img|iframe|source|video|form)\b[^>]*\b(?:src|href|action)=\"(?:https?:)?//"
    )
    for path in under("templates", suffix=".html"):
        assert not tag.search(path.read_text(encoding="utf-8")), name(path)


# Documents


def documents() -> str:
    pages = [*under("docs", suffix=".md"), *under("docs", suffix=".yaml"), PROJECT / "README.md"]
    return "\n".join(p.read_text(encoding="utf-8") for p in pages if p.is_file())


OUR_COMMANDS = sorted(c for c, app in get_commands().items() if app in ("compliance", "tracker"))


@pytest.mark.parametrize("command", OUR_COMMANDS)
def test_every_command_is_named_in_the_documents_and_says_what_it_does(command: str) -> None:
    assert f"manage.py {command}" in documents()
    assert load_command_class(get_commands()[command], command).help.endswith(".")


def endpoints() -> list[str]:
    """Every address of the API, as its document writes it."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> list[str]:
        found = []
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, here)
            elif "^" not in here:
                found.append("/" + re.sub(r"<\w+:(\w+)>", r"{\1}", here))
        return found

    every = walk(get_resolver().url_patterns, "")
    return sorted({path for path in every if path.startswith("/api/v1/")})


def test_every_endpoint_is_in_the_documents() -> None:
    text = documents()
    pages = {f"/api/v1/{page}" for page in ("docs/", "redoc/", "redoc/redoc.js", "schema/")}
    parts = re.compile(r"\{\w+\}")
    known = {parts.sub("{}", line) for line in re.findall(r"/api/v1/[\w{}/.-]*", text)}
    missing = [e for e in endpoints() if parts.sub("{}", e) not in known and e not in pages]
    assert missing == []
    assert len(endpoints()) > 20


def test_every_decision_has_its_number_once() -> None:
    numbers = [p.name[:4] for p in under("docs/decisions", suffix=".md")]
    assert numbers == sorted(set(numbers))
    assert all(n.isdigit() for n in numbers)


def test_every_test_file_says_what_it_is_about() -> None:
    for path in under("tests"):
        if path.name != "__init__.py":
            assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"


def test_tests_mirror_the_rooms() -> None:
    rooms = {p.name for p in (PROJECT / "compliance").iterdir() if (p / "__init__.py").exists()}
    tested = {p.name for p in (PROJECT / "tests").iterdir() if p.is_dir()}
    assert rooms - {"management", "migrations"} <= tested
    assert {"commands", "law", "gold", "journeys", "house"} <= tested
