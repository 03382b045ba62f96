"""What the linters cannot say: who imports what from outside, who writes, what is kept and how."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from compliance.core import review
from compliance.models import evidence
from compliance.models.evidence import Evidence, EvidenceQuerySet
from compliance.models.review import VERDICTS
from tests.house.code import name, tree, under


MODELS = [m for m in apps.get_app_config("compliance").get_models() if not m._meta.auto_created]
KEPT = [m for m in MODELS if issubclass(m, Evidence)]


# The core


PURE = {"babel", "pint", "pycountry", "regex", "text_to_num", "tld"}  # docs/decisions/0003


def test_the_core_imports_the_standard_library_and_a_few_pure_libraries() -> None:
    found: dict[str, set[str]] = {}
    for path in under("compliance/core"):
        for node in ast.walk(tree(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name(path)} imports by dots"
                names = [node.module or ""]
            for module in names:
                top = module.split(".")[0]
                if module.startswith("compliance.core") or module == "compliance":
                    continue
                if top not in sys.stdlib_module_names | PURE:
                    found.setdefault(name(path), set()).add(module)
    assert found == {}


IMPURE = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
OUTSIDE = {"os", "io", "socket", "subprocess", "time", "random", "secrets", "threading", "urllib",
           "http", "sqlite3", "tempfile", "shutil", "logging", "asyncio"}  # fmt: skip


def test_the_core_opens_no_file_and_asks_no_clock() -> None:
    for path in under("compliance/core"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in IMPURE, f"{name(path)}:{node.lineno}"
            if isinstance(node, ast.Import):
                tops = {alias.name.split(".")[0] for alias in node.names}
                assert not tops & OUTSIDE, f"{name(path)}:{node.lineno}"
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] not in OUTSIDE, f"{name(path)}:{node.lineno}"


def test_no_inner_room_asks_the_clock() -> None:
    """Time enters at the doors, as `at` and `known_at`."""
    for path in under(*(f"compliance/{r}" for r in ("core", "models", "queries", "services"))):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("now", "today", "utcnow", "localdate", "localtime"), (
                    f"{name(path)}:{node.lineno} asks the clock"
                )


# Only services write


WRITES = {
    "create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "save", "asave", "_raw_delete", "executemany",
}  # fmt: skip
# On a queryset these write; on a dict or a set they do not.
WRITES_ON_ROWS = {"update", "delete", "add", "set", "remove", "clear"}
SQL = ("insert", "update", "delete", "truncate", "alter", "drop", "create", "copy")
READERS = ("core", "sources", "queries", "web", "api", "tasks", "admin", "management")


def writes(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, on = node.func.attr, ast.unparse(node.func.value)
        rows = ".objects" in on or "_default_manager" in on or ".filter(" in on or ".all()" in on
        first = node.args[0] if node.args else None
        words = first.value if isinstance(first, ast.Constant) else ""
        wrote = (
            (verb in WRITES and not on.startswith(("services", "super()")))
            or (verb in WRITES_ON_ROWS and rows)
            or (verb == "execute" and str(words).strip().lower().startswith(SQL))
        )
        if wrote:
            found.append(f"{name(path)}:{node.lineno} {ast.unparse(node.func)}")
    return found


@pytest.mark.parametrize("room", READERS)
def test_only_services_write(room: str) -> None:
    assert [each for path in under(f"compliance/{room}") for each in writes(path)] == []


def test_the_search_for_writes_finds_those_of_the_services() -> None:
    found = [each for path in under("compliance/services") for each in writes(path)]
    assert any("Transfer.objects.create" in each for each in found)
    assert len(found) >= 10


def test_no_door_takes_part_in_a_transaction_of_its_own() -> None:
    """One act, one service call, one transaction."""
    for path in under(*(f"compliance/{r}" for r in ("web", "admin", "tasks", "queries"))):
        assert "transaction.atomic" not in path.read_text(encoding="utf-8"), name(path)


# Reference or evidence


# Edited in place: the law, and what is planted beside it.
REFERENCE = {
    "Cap", "Committee", "Commodity", "Conversion", "ConversionPolicy", "Deadline", "GoodScope",
    "Illustration", "Limit", "Measure", "NationalMeasure", "Paragraph", "Proposal", "Resolution",
    "Source", "Threshold",
}  # fmt: skip
# Worked out from evidence, and thrown away and made again at will.
PROJECTION = {"Cluster", "LedgerChange", "Print", "UsageRun", "UsageStep"}
# True for moments, and no loss: when a host may be asked again, how far an import is, whom a
# message was last sent to.
PASSING = {"Host", "ImportProgress", "Sending", "SubscriptionProgress", "TokenUse"}
# Somebody's own, changed and thrown away by them at will.
DESK = {"ReportDraft", "SavedFilter", "Subscription"}
# How machines come in: made, revoked, kept for a time.
MACHINES = {"KeptAnswer", "Token"}
# Written by triggers, and changed once: when a row gets its place in the order, or goes into one.
CHAINED = {"AuditEntry", "Change", "Touch"}


def test_every_model_is_declared_reference_evidence_or_projection() -> None:
    assert {m.__name__ for m in MODELS} == (
        {m.__name__ for m in KEPT} | REFERENCE | PROJECTION | PASSING | DESK | MACHINES | CHAINED
    )
    assert not {m.__name__ for m in KEPT} & (REFERENCE | PROJECTION | PASSING | DESK)


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m.__name__)
def test_every_manager_of_evidence_guards_its_rows(model: type[Evidence]) -> None:
    managers = [*model._meta.managers, model._default_manager]
    assert managers
    for manager in managers:
        assert isinstance(manager.get_queryset(), EvidenceQuerySet), manager


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m.__name__)
def test_nothing_that_evidence_points_at_takes_it_along(model: type[Evidence]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.django_db
def test_every_table_of_evidence_has_both_triggers_and_they_are_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger "
            "where tgname like 'append_only%' and tgenabled = 'O'"
        )
        held = set(cursor.fetchall())
    tables = [m._meta.db_table for m in KEPT]
    assert held == {(t, n) for t in tables for n in ("append_only_rows", "append_only_table")}


def test_no_door_has_a_key_to_the_triggers() -> None:
    for path in under("compliance", "tracker"):
        text = path.read_text(encoding="utf-8").lower()
        for key in ("session_replication_role", "disable trigger", "_raw_delete", "_base_manager"):
            assert key not in text, f"{name(path)} has {key}"


def test_evidence_has_no_way_round_its_own_guard() -> None:
    assert evidence.__doc__
    for path in under("compliance/services"):
        assert "QuerySet(" not in path.read_text(encoding="utf-8"), name(path)


# Words that stand in two places


def test_a_finding_can_hold_every_verdict_and_no_other() -> None:
    assert {code for code, _ in VERDICTS} == set(review.VERDICTS)


def test_every_verdict_is_explained() -> None:
    (page,) = (p for p in under("docs", suffix=".md") if p.name == "reconciliation.md")
    text = page.read_text(encoding="utf-8")
    assert [code for code in review.VERDICTS if code not in text] == []
