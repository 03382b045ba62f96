"""`manage.py audit`: the chain is proved, exported, and compared with what was noted elsewhere."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from compliance.models import AuditEntry, Commodity
from compliance.tasks.audit import anchor, seal
from tests.factories.regime import CommodityFactory


pytestmark = pytest.mark.django_db


def audit(**options: Any) -> str:
    said = StringIO()
    call_command("audit", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def chained() -> None:
    for code in ("coal", "crude", "seafood"):
        CommodityFactory(code=code)
    Commodity.objects.update(name="Söl ⁒")
    seal()


@pytest.mark.usefixtures("chained")
def test_a_whole_chain_is_proved() -> None:
    assert "each as it was written; 0 wait for their place" in audit(verify=True)
    CommodityFactory(code="fish")
    assert "1 wait for their place" in audit(verify=True)


@pytest.mark.usefixtures("chained")
def test_what_the_owner_of_the_database_changed_is_named() -> None:
    place = AuditEntry.objects.filter(verb="update").values_list("place", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update compliance_auditentry set why = 'no reason' where place = %s", [place]
        )
        cursor.execute("set local session_replication_role = origin")
    with pytest.raises(CommandError, match=f"1 places, the first at {place}"):
        audit(verify=True)


@pytest.mark.usefixtures("chained")
def test_an_end_that_was_cut_off_is_told_by_what_was_noted_elsewhere(
    tmp_path: Path, settings: Any
) -> None:
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors")
    anchor()
    CommodityFactory(code="fish")
    anchor()
    assert "2 heads that were noted elsewhere agree" in audit(
        verify=True, against=str(tmp_path / "anchors")
    )
    last = AuditEntry.objects.order_by("-place").first()
    assert last is not None
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("delete from compliance_auditentry where place = %s", [last.place])
        cursor.execute("set local session_replication_role = origin")
    assert "each as it was written" in audit(verify=True)  # the chain alone cannot know
    with pytest.raises(CommandError, match=f"the first at {last.place}"):
        audit(verify=True, against=str(tmp_path / "anchors"))


@pytest.mark.usefixtures("chained")
def test_an_export_is_proved_without_the_tracker(tmp_path: Path) -> None:
    said = audit(export=str(tmp_path / "audit.ndjson"))
    count = AuditEntry.objects.count()
    assert said.startswith(f"{count} entries in ")
    (tmp_path / "anchors").write_text(said.rpartition("elsewhere: ")[2])
    verifier = settings.BASE_DIR / "docs/verify_audit.py"
    files = [tmp_path / "audit.ndjson", tmp_path / "anchors"]
    run = [sys.executable, "-I", "-S", verifier, *files]
    done = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    text = files[0].read_text(encoding="utf-8")
    assert "Söl ⁒" in text
    files[0].write_text(text.replace("Söl ⁒", "Salt", 1), encoding="utf-8")
    done = subprocess.run(run, capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 1


def test_what_was_noted_elsewhere_is_read_with_care(tmp_path: Path) -> None:
    (tmp_path / "anchors").write_text("\n2026-11-24 12 abc\n")
    with pytest.raises(CommandError, match="line 2: give a place and its digest"):
        audit(verify=True, against=str(tmp_path / "anchors"))
    with pytest.raises(CommandError, match="cannot be read"):
        audit(verify=True, against=str(tmp_path / "none"))
    with pytest.raises(CommandError, match="give both"):
        audit(against=str(tmp_path / "anchors"))


def test_the_chain_says_where_it_stands() -> None:
    CommodityFactory()
    assert f"The chain stands at {AuditEntry.objects.count()} " in audit()
