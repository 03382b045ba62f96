"""A table of transfers: each wrong row is refused at its column, each good one kept as it came.

Our own table first, so that these tests stand alone; then, where it is at hand, the corpus that
the table retells (`../shared/trust/cases`), row by row.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from compliance import queries, services
from compliance.core.ledger import COLUMNS
from compliance.models import Committee, Notice, Report, Transfer
from compliance.services.ledger import Rejected
from tests.factories import tables
from tests.factories.seeds import law


pytestmark = [pytest.mark.usefixtures("law"), pytest.mark.django_db]
__all__ = ["law"]

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "cases"
GOOD = {**tables.GOOD, "reference": "RU-2018-001", "reporting_state": "RU", "supplier": "RU"}
FIRST = {**GOOD, "reference": "RU-1", "period_start": "2018-01-01", "period_end": "2018-01-31",
         "reported_on": "2018-02-20"}  # fmt: skip
CRUDE = {**GOOD, "reference": "RU-3", "cap": "crude_oil_2018", "commodity": "crude_oil",
         "quantity": "5000"}  # fmt: skip


def enter(*rows: dict[str, Any]) -> list[services.ledger.Entered]:
    return services.ledger.enter_rows(
        rows, committee=Committee.objects.get(slug="1718"), by=None, at=NOW
    )


def refused(*rows: dict[str, Any]) -> set[tuple[int, str]]:
    """The rows and columns at which a table is refused; nothing of it is kept."""
    before = Transfer.objects.count(), Report.objects.count(), Notice.objects.count()
    with pytest.raises(Rejected) as raised:
        enter(*rows)
    assert all(p.message.endswith(".") for p in raised.value.problems)
    assert (Transfer.objects.count(), Report.objects.count(), Notice.objects.count()) == before
    return {(p.row, p.field) for p in raised.value.problems}


@pytest.mark.parametrize(
    ("column", "words"),
    [
        # An amount is digits; nothing that could be read two ways, nor only by putting it right
        *(
            ("quantity", words)
            for words in [
                "",
                " ",
                "-500",
                "(500)",
                "500-",
                "−500",
                "-0",
                "+500",
                "NaN",
                "sNaN",
                "inf",
                "-inf",
                "1e9",
                "1e1000000",
                "1E-400",
                "0x1F",
                "0b1",
                "1_000",
                "67.300,5",
                "67 300",
                "67,300",
                "67'300",
                "67\u00a0300",
                "67.300.000",
                ".",
                ".5",
                "1.",
                "00500",
                "1.2345678",
                "1.23456789012345",
                "1" + "0" * 39,
                "1000000000000",
                "٦٧٣٠٠",
                "６７",
                "²",
                "½",
                "67O00",
                "l00",
                "about 67300",
                ">67300",
                "67300 bbl",
                "100-200",
                "=1+1",
                "null",
                "None",
                "#N/A",
                "#REF!",
                "TRUE",
                "67300\u200b",
                "12\n3",
                "\t5",
                "5 ",
                "9" * 5000,
            ]
        ),
        *(
            ("unit", words)
            for words in ["", "barrel/day", "USD", "kg", "bбl", "m3;DROP", "percent", "BBL", "bbl "]
        ),
        *(
            ("period_start", words)
            for words in [
                "",
                "2018-02-29",
                "2018-13-01",
                "2018-00-10",
                "18-04-01",
                "03/04/2018",
                "43191",
                "April 2018",
                "2018-4-1",
                "20180401",
                "2018-W14-1",
                "2018-04-01T00:00",
                "0001-01-01",
                "2018-04-31",
                "２018-04-01",
                " 2018-04-01",
                "2016-04-01",
                "2017-12-31",
            ]
        ),
        *(
            ("period_end", words)
            for words in ["", "2018-03-31", "9999-12-31", "2019-01-01", "2018-06-31", "today"]
        ),
        *(("reported_on", words) for words in ["", "2018-03-01", "2018-02-30", "yesterday"]),
        ("reported_on", "2030-01-01"),
        *(
            ("supplier", words)
            for words in [
                "",
                "ru",
                "Russia",
                "RUS",
                "UK",
                "SU",
                "RU;CN",
                "RУ",
                "ＲＵ",
                "643",
                "NULL",
                "RU ",
                "XX",
            ]
        ),
        *(("recipient", words) for words in ["KR", "IR", "", "kp", "DPRK"]),
        *(("reporting_state", words) for words in ["CN", "", "ru", "KR"]),
        *(
            ("resolution", words)
            for words in [
                "S/RES/2397 (2007)",
                "S/RES/2397",
                "S/RES/2375 (2017)",
                "2397",
                "s/res/2397 (2017)",
                "S/RES/2397(2017)",
                " S/RES/2397 (2017)",
                "S/RES/2397 (2017) OP 5",
                "",
                "A/RES/1 (1946)",
            ]
        ),
        *(
            ("cap", words)
            for words in [
                "coal_2018",
                "no_such_cap",
                "",
                "refined_petroleum",
                "refined_petroleum_2016",
                "refined_petroleum_18",
                "Refined_petroleum_2018",
                "refined_petroleum_20180",
            ]
        ),
        *(
            ("commodity", words)
            for words in ["coal", "refined petroleum", "petroleum", "", "crude_oil"]
        ),
        *(
            ("reference", words)
            for words in ["", " ", "RU 1", "RU-1 ", "ＲＵ-1", "-1", "RU\n1", "x" * 101, "RU\x001"]
        ),
        *(
            ("revises", words)
            for words in ["RU-2018-001", "RU-1900-001", "RU-1 ", "x" * 200, "a\x00b"]
        ),
        *(("status", words) for words in ["REPORTED", "deleted", "", "reported ", "Reported"]),
        *(
            ("remarks", words)
            for words in ["a\x00b", "a\x1b[31mb", "bell\x07", "c1\x9b", "x" * 10_001]
        ),
        *(
            ("source_url", words)
            for words in [
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "ftp://ok.example/",
                "//ok.example/",
                "ok.example",
                "http:ok.example",
                "http:///x",
                "http://169.254.169.254/",
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://017700000001/",
                "http://0/",
                "http://10.0.0.1/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://224.0.0.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[64:ff9b::a00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1%25eth0]/",
                "http://[fc00::1]/",
                "http://localhost/",
                "http://localhost./",
                "http://db.internal/",
                "http://printer.local/",
                "http://intranet/",
                "http://ⓛocalhost/",
                "http://user:secret@ok.example/",
                "http://user@ok.example/",
                "http://127.0.0.1\\@ok.example/",
                "http://ok.example:99999/",
                "http://ok.example/ x",
                "http://ok.example/\r\nX: y",
                "http://ok..example/",
                "https://ok.example/" + "a" * 3000,
                "https://ok.example/<script>",
                "http://[::1",
                "http://ok.example:80:80/",
            ]
        ),
    ],
)
def test_a_wrong_cell_is_refused_at_its_column(column: str, words: str) -> None:
    assert (1, column) in refused({**GOOD, column: words})


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("quantity", "0"),
        ("quantity", "600000"),  # past the cap: no error, a notice
        ("quantity", "255.400001"),
        ("quantity", "999999999999.999999"),
        ("unit", "t"),
        ("reported_on", "2020-08-01"),  # 27 months late
        ("remarks", '=HYPERLINK("http://x.example","x")'),
        ("remarks", "@SUM(A1)"),
        ("remarks", "＝1+1"),
        ("remarks", "<script>alert(1)</script>"),
        ("remarks", "{{7*7}}{% load x %}"),
        ("remarks", "'; DROP TABLE transfers; --"),
        ("remarks", "🛢️ 北朝鲜 روسيا"),
        ("remarks", "two\nlines\tand a tab"),
        ("source_url", ""),
        ("source_url", "https://press.un.org/en/2018/sc13141.doc.htm?a=b&c=%20d#e"),
        ("source_url", "http://8.8.8.8:8080/x"),
        ("source_url", "https://[2606:4700:4700::1111]/"),
    ],
)
def test_a_good_cell_is_kept_as_it_came(column: str, words: str) -> None:
    (entered,) = enter({**GOOD, column: words})
    line = Transfer.objects.get(pk=entered.line.pk)
    kept = {
        "quantity": f"{line.amount.normalize():f}",
        "unit": line.unit,
        "reported_on": str(line.known_on),
        "remarks": line.note,
        "source_url": line.report.source_url,
    }
    assert kept[column] == words
    assert entered.flags == ()


def test_namibia_is_a_state() -> None:
    (entered,) = enter({**GOOD, "supplier": "NA", "reporting_state": "NA"})
    assert entered.line.supplier == "NA"


def test_a_leap_day_is_a_day_of_its_own_cap_year() -> None:
    leap = {"period_start": "2020-02-29", "period_end": "2020-02-29", "reported_on": "2020-03-30"}
    enter({**GOOD, **leap, "cap": "refined_petroleum_2020"})
    assert (1, "period_end") in refused({**GOOD, **leap, "reference": "RU-9"})


def test_past_the_cap_is_no_error_but_a_notice() -> None:
    enter({**GOOD, "quantity": "600000"})
    assert {notice.share for notice in Notice.objects.all()} >= {1} or Notice.objects.exists()


def test_text_that_turns_its_direction_is_kept_and_pointed_out() -> None:
    (entered,) = enter({**GOOD, "remarks": "a\u202eb\u202cc"})
    assert [flag.code for flag in entered.flags] == ["hidden_marks"]
    assert entered.line.note == "a\u202eb\u202cc"


def test_combining_marks_are_kept_composed() -> None:
    (entered,) = enter({**GOOD, "remarks": "e\u0301"})
    assert entered.line.note == "\u00e9"


def test_a_row_has_every_column_and_no_other() -> None:
    assert (1, "remarks") in refused({k: v for k, v in GOOD.items() if k != "remarks"})
    assert (1, "row") in refused({**GOOD, "verified": "yes"})
    assert (1, "row") in refused({**GOOD, None: ["too", "many"]})  # type: ignore[dict-item]
    assert (1, "unit") in refused({**GOOD, "unit": None})


def test_one_wrong_row_and_none_is_kept() -> None:
    assert {row for row, _ in refused(FIRST, {**GOOD, "quantity": "-1"})} == {2}


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = refused({**GOOD, "quantity": "x", "unit": "", "supplier": "ru", "source_url": "x"})
    assert said >= {(1, "quantity"), (1, "unit"), (1, "supplier"), (1, "source_url")}


@pytest.mark.parametrize("again", ["RU-1", "ru-1"])
def test_a_reference_is_given_once_in_a_table_and_for_ever(again: str) -> None:
    twice = {**GOOD, "reference": again}
    assert (2, "reference") in refused(FIRST, twice)
    enter(FIRST)
    assert (1, "reference") in refused(twice)
    assert (1, "reference") in refused(FIRST)


def test_a_row_that_revises_another_is_its_next_revision() -> None:
    enter(FIRST)
    better = {**FIRST, "reference": "RU-1b", "revises": "RU-1", "reported_on": "2018-03-01",
              "quantity": "900"}  # fmt: skip
    (entered,) = enter(better)
    assert (entered.line.revision, entered.line.amount) == (2, 900)
    assert (1, "revises") in refused({**better, "reference": "RU-1c"})  # corrected already


def test_a_row_and_the_row_that_revises_it_come_in_one_table() -> None:
    enter(FIRST, {**FIRST, "reference": "RU-2", "revises": "RU-1", "reported_on": "2018-03-01"})
    assert Transfer.objects.count() == 2


def test_what_cannot_be_revised_is_said() -> None:
    enter(FIRST, CRUDE)
    assert (1, "revises") in refused({**GOOD, "revises": "RU-3"})
    assert (1, "revises") in refused({**FIRST, "reference": "RU-2", "revises": "RU-1",
                                      "reported_on": "2018-02-01"})  # fmt: skip
    two = [{**FIRST, "reference": f"RU-2{x}", "revises": "RU-1", "reported_on": "2018-03-01"}
           for x in "ab"]  # fmt: skip
    assert (2, "revises") in refused(*two)
    cycle = [
        {**GOOD, "reference": "C1", "revises": "C2"},
        {**GOOD, "reference": "C2", "revises": "C1"},
    ]
    assert refused(*cycle) >= {(1, "revises"), (2, "revises")}


# The corpus

# Where the corpus names one column and we say it of another, too.
OTHERWISE: dict[str, set[str]] = {}


def corpus(name: str) -> list[dict[str, str]]:
    path = CORPUS / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def only(row: dict[str, str]) -> dict[str, Any]:
    return {column: row[column] for column in COLUMNS}


CASES = corpus("bad_transfers.csv")
PAIRS = {"t121": {"reference": "RU-2018-R0", "revises": "RU-2018-G01", "period_start": "2018-01-01",
                  "period_end": "2018-01-31"}}  # fmt: skip


@pytest.mark.skipif(not CASES, reason="../shared/trust/cases is not beside this folder")
@pytest.mark.parametrize("case", CASES or [{}], ids=lambda case: case.get("case", ""))
def test_each_row_of_the_corpus_ends_as_it_expects(case: dict[str, str]) -> None:
    enter(*(only(row) for row in corpus("good_transfers.csv")))
    row, expect = only(case), case["expect"]
    if expect in ("reject", "needs_pair"):
        table = [row]
        if pair := PAIRS.get(case["case"]):
            table = [{**row, **pair}, row]
        said = refused(*table)
        assert (len(table), case["field"]) in said, said
        return
    (entered,) = enter(row)
    line = Transfer.objects.get(pk=entered.line.pk)
    assert bool(entered.flags) == (expect == "flag")
    assert line.report.source_url == case["source_url"]
    if expect in ("accept_inert", "flag"):
        import unicodedata

        assert line.note == unicodedata.normalize("NFC", case["remarks"])
    cap = queries.regime.caps().get(slug="dprk-refined-petroleum")
    entries = queries.ledger.entries(cap)
    assert line.pk in {e.id for e in entries}
