"""The desk hands in a table, sees every problem, and imports it; what a list shows is exported."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance.models import Committee, ImportFile, ImportRun, Report, Transfer
from compliance.services import exchange
from tests.factories import tables as make
from tests.factories.people import chief, someone


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]

ADD = "admin:compliance_importfile_add"
IMPORTS = ("view_importfile", "add_importfile", "add_importrun", "add_report", "add_transfer")


def desk(*rights: str) -> Client:
    client = Client()
    client.force_login(someone(*rights) if rights else chief())
    return client


def hand_in(client: Client, content: bytes, name: str = "reports.csv") -> Any:
    committee = Committee.objects.get().pk
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(ADD), {"file": upload, "committee": committee}, follow=True)


def press(client: Client, page: str, file: ImportFile) -> Any:
    return client.post(reverse(f"admin:compliance_importfile_{page}", args=[file.pk]), follow=True)


def test_a_table_is_shown_row_by_row_and_then_imported() -> None:
    client, before = desk(*IMPORTS), Transfer.objects.count()
    page = hand_in(client, make.as_csv(make.several(3)))
    assert [row.verdict for row, _ in page.context["rows"]] == ["new"] * 3
    assert "Nothing is saved yet" in page.content.decode()
    assert Transfer.objects.count() == before
    page = press(client, "enter", ImportFile.objects.get())
    assert "Imported." in page.content.decode()
    assert Transfer.objects.count() == before + 3
    who = Report.objects.get(key="FR-2018-0").recorded_by
    assert who is not None
    assert who.username.startswith("analyst")


def test_every_problem_is_shown_with_its_line_and_column_and_nothing_can_be_imported() -> None:
    rows = make.several(4)
    rows[0]["quantity"], rows[1]["unit"], rows[3]["supplier"] = "12,5", "USD", "<b>XX"
    client = desk()
    page = hand_in(client, make.as_csv(rows))
    at = {(line, column) for line, column, _, _ in page.context["problems"]}
    assert {(2, "quantity"), (3, "unit"), (5, "supplier")} <= at
    text = page.content.decode()
    assert "Nothing was saved" in text
    assert "<b>XX" not in text
    file = ImportFile.objects.get()
    assert reverse("admin:compliance_importfile_enter", args=[file.pk]) not in text
    before = Transfer.objects.count()
    assert "dry run" in press(client, "enter", file).content.decode()
    assert Transfer.objects.count() == before


def test_the_file_with_reasons_is_taken_along() -> None:
    rows = make.several(2)
    rows[1]["quantity"] = "x"
    client = desk()
    hand_in(client, make.as_csv(rows))
    address = reverse("admin:compliance_importfile_reasons", args=[ImportFile.objects.get().pk])
    content = b"".join(client.get(address).streaming_content).decode()  # type: ignore[attr-defined]
    table = list(csv.DictReader(io.StringIO(content)))
    assert [bool(row["reason"]) for row in table] == [False, True]


def test_the_same_bytes_again_add_nothing_and_the_page_says_so() -> None:
    client, content = desk(), make.as_csv(make.several(1))
    hand_in(client, content)
    press(client, "enter", ImportFile.objects.get())
    before = Transfer.objects.count()
    page = hand_in(client, content, "again.csv")
    said = " ".join(str(m) for m in page.context["messages"])
    assert "nothing is added" in said
    assert "SHA-256" in said
    assert Transfer.objects.count() == before


def test_a_file_that_is_no_table_is_refused_at_the_form() -> None:
    page = hand_in(desk(), b"<html>", "reports.csv")
    assert "HTML" in page.context["form"].errors["file"][0]
    assert not ImportFile.objects.exists()


def test_a_long_table_waits_for_the_worker_and_the_page_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("compliance.admin.exchange.SHORT", 10)
    client = desk()
    page = hand_in(client, make.as_csv(make.several(2)))
    file = ImportFile.objects.get()
    assert "data-progress" in page.content.decode()
    address = reverse("admin:compliance_importfile_progress", args=[file.pk])
    assert client.get(address).json()["done"] is False
    run = ImportRun.objects.get()
    exchange.carry_out(run=run, at=run.asked_at)
    assert client.get(address).json() == {"done": True}
    again = client.get(reverse("admin:compliance_importfile_change", args=[file.pk]))
    assert "Nothing is wrong" in again.content.decode()


@pytest.mark.parametrize("missing", IMPORTS[1:])
def test_who_may_not_record_reports_may_not_import_them(missing: str) -> None:
    hand_in(desk(), make.as_csv(make.several(1)))
    file = ImportFile.objects.get()
    client = desk(*(right for right in IMPORTS if right != missing))
    assert client.get(reverse(ADD)).status_code == 403
    assert hand_in(client, b"x").status_code == 403
    for page in ("enter", "check"):
        assert press(client, page, file).status_code == 403
    looked = client.get(reverse("admin:compliance_importfile_change", args=[file.pk]))
    assert looked.status_code == 200
    assert b"<button" not in looked.content.split(b'id="outcome"')[1].split(b"</section>")[0]


@pytest.mark.parametrize("page", ["enter", "check"])
def test_an_act_is_no_address_to_look_at(page: str) -> None:
    hand_in(desk(), make.as_csv(make.several(1)))
    address = reverse(f"admin:compliance_importfile_{page}", args=[ImportFile.objects.get().pk])
    assert desk().get(address).status_code == 403


# Taking along


def taken(client: Client, model: str, asked: dict[str, str], kind: str = "csv") -> Any:
    return client.get(reverse(f"admin:compliance_{model}_export", args=[kind]), asked)


def read(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "asked", [{}, {"supplier__exact": "RU"}, {"kind__exact": "blank"}, {"q": "zero"}]
)
def test_an_export_holds_what_the_list_shows(asked: dict[str, str]) -> None:
    client = desk("view_transfer")
    shown = client.get(reverse("admin:compliance_transfer_changelist"), asked)
    rows = read(taken(client, "transfer", asked))
    assert len(rows) == shown.context["cl"].result_count
    if "supplier__exact" in asked:
        assert {row["supplier"] for row in rows} == {"RU"}


def test_the_export_of_reports_is_that_of_their_lines() -> None:
    asked = {"kind__exact": "press_account"}
    rows = read(taken(desk("view_report"), "report", asked))
    assert len(rows) == Transfer.objects.filter(report__kind="press_account").count()


def test_a_filter_that_is_not_known_is_refused_and_never_passed_over() -> None:
    for asked in ({"nonsense": "1"}, {"supplier__nonsense": "1"}):
        assert taken(desk(), "transfer", asked).status_code == 400


def test_a_workbook_is_taken_along_too_and_no_other_kind() -> None:
    answer = taken(desk(), "transfer", {"supplier__exact": "RU"}, "xlsx")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert taken(desk(), "transfer", {}, "exe").status_code == 404


def test_who_may_not_look_takes_nothing_along() -> None:
    for model, other in (("transfer", "view_report"), ("report", "view_transfer")):
        assert taken(desk(other), model, {}).status_code == 403


def test_the_list_leads_to_the_export_of_what_it_shows() -> None:
    address = reverse("admin:compliance_transfer_changelist")
    page = desk("view_transfer").get(address, {"supplier__exact": "RU"}).content.decode()
    assert "export/csv/?supplier__exact=RU" in page
    assert "Import a table" not in page
