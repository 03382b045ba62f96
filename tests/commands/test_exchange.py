"""Tables by command: the same acts as at the desk, said in lines and exit codes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compliance.models import Transfer, UsageRun
from compliance.services.ledger.rows import FEW
from tests.factories import tables as make


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]


def run(name: str, *arguments: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_dry_run_saves_nothing_and_the_import_all(tmp_path: Path) -> None:
    file, before = tmp_path / "reports.csv", Transfer.objects.count()
    file.write_bytes(make.as_csv(make.several(3)))
    out, _ = run("import_reports", file, "--dry-run")
    assert out.startswith("Nothing is wrong. 3 rows: 3 new")
    assert Transfer.objects.count() == before
    out, _ = run("import_reports", file)
    assert out.splitlines()[-1].startswith("Imported. 3 rows: 3 new")
    assert Transfer.objects.count() == before + 3
    with pytest.raises(CommandError, match="nothing is added"):
        run("import_reports", file)


def test_the_steps_of_usage_are_brought_up_by_the_import_itself(tmp_path: Path) -> None:
    """Also of a table too long to be followed line by line."""
    run("project")
    assert UsageRun.objects.exists()
    file = tmp_path / "reports.csv"
    file.write_bytes(make.as_csv(make.several(FEW + 1)))
    run("import_reports", file)
    assert not UsageRun.objects.filter(behind__gt=0).exists()
    assert run("project", "--verify")[0]


def test_problems_are_said_by_line_and_column(tmp_path: Path) -> None:
    rows = make.several(2)
    rows[1]["quantity"] = "12,5"
    file, err = tmp_path / "reports.csv", StringIO()
    file.write_bytes(make.as_csv(rows))
    with pytest.raises(CommandError, match=r"Nothing was saved\. 2 rows: 1 new.*1 wrong"):
        call_command("import_reports", str(file), stderr=err)
    assert "line 3, quantity: '12,5' is no amount" in err.getvalue()
    file.write_bytes(b"<html>")
    with pytest.raises(CommandError, match="Nothing was saved"):
        call_command("import_reports", str(file), stderr=err)
    assert "file: It is HTML" in err.getvalue()
    with pytest.raises(CommandError, match="No such file"):
        run("import_reports", tmp_path / "nowhere.csv")
    with pytest.raises(CommandError, match="held: 1718"):
        run("import_reports", file, "--committee", "9999")


@pytest.mark.parametrize("name", ["lines.csv", "lines.xlsx"])
def test_what_is_exported_is_held_already(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    _, err = run("export_lines", "--supplier", "RU", "--to", file)
    n = Transfer.objects.filter(supplier="RU").count()
    assert err.startswith(f"{n:,} lines written")
    out, _ = run("import_reports", file, "--dry-run")
    assert f"{n} held already, 0 wrong" in out


def test_a_file_of_another_kind_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="name it"):
        run("export_lines", "--to", tmp_path / "lines.pdf")
