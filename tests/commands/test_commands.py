"""manage.py seed, usage, ingest, reconcile: what they print, and what they leave behind."""

from __future__ import annotations

import io
import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from compliance.models import Article, Cap, Finding, Limit, Reading, Report, Resolution, Transfer
from tests.factories.press import RETOLD


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]


def run(*words: str) -> tuple[str, str]:
    said, wrong = StringIO(), StringIO()
    call_command(*words, stdout=said, stderr=wrong)
    return said.getvalue(), wrong.getvalue()


# seed


def test_the_account_is_planted_whole() -> None:
    kinds = dict.fromkeys(Transfer.objects.values_list("kind", flat=True))
    assert {"reported", "restated", "derived", "sum", "nil", "nil_or_missing", "blank", "vanished",
            "conflict", "alleged", "unknown"} == set(kinds)  # fmt: skip
    assert Transfer.objects.filter(report__key__startswith="seed:petroleum:").count() == 193
    assert Resolution.objects.count() >= 20
    assert Cap.objects.get(slug="dprk-refined-petroleum").measure.sources


def test_every_line_says_where_it_was_read() -> None:
    assert not Report.objects.filter(source_url="").exists()
    assert not Transfer.objects.exclude(kind="unknown").filter(known_on=None).exists()
    bounded = Transfer.objects.filter(known_precision="bounded")
    assert bounded.exclude(known_not_before=None).exists()
    for row in bounded.exclude(known_not_before=None):
        assert row.known_not_before is not None
        assert row.known_on is not None
        assert row.known_not_before <= row.known_on


def held() -> dict[str, int]:
    models = apps.get_app_config("compliance").get_models()
    return {model.__name__: model._default_manager.count() for model in models}


def test_seeding_again_creates_nothing_and_says_so() -> None:
    before = held()
    said, wrong = run("seed")
    assert said.startswith("law: 0 rows created, 0 differ; account: 0 lines created")
    assert wrong == ""
    assert held() == before


def test_seeding_overwrites_nothing_that_somebody_changed() -> None:
    Limit.objects.filter(cap__slug="dprk-refined-petroleum").update(amount=1)
    said, wrong = run("seed")
    assert "1 differ" in said
    assert wrong.startswith("differs: limit 1.000000 bbl: amount is")
    assert Limit.objects.get(cap__slug="dprk-refined-petroleum").amount == 1


# usage


def usage(*words: str) -> dict[str, Any]:
    said, _ = run("usage", "dprk-refined-petroleum", *words, "--json")
    found: dict[str, Any] = json.loads(said, parse_float=str, parse_int=int)
    return found


def test_usage_as_known_today_and_on_17_january_2024() -> None:
    now = usage("--period", "2023", "--known-at", "2026-06-01")
    then = usage("--period", "2023", "--known-at", "2024-01-17")
    assert (float(now["used"]), round(float(now["share"]), 3)) == (362704.168, 0.725)
    assert (float(then["used"]), round(float(then["share"]), 3)) == (212862.168, 0.426)
    assert float(usage("--period", "2024", "--known-at", "2024-12-04")["used"]) == 168679


def test_the_json_has_what_scripts_rely_on() -> None:
    found = usage("--period", "2023", "--known-at", "2024-01-17")
    assert set(found) >= {
        "limit", "unit", "used", "share", "status", "known_at", "policy", "entries",
    }  # fmt: skip
    assert (float(found["limit"]), found["unit"]) == (500_000, "bbl")
    assert (found["known_at"], found["policy"]) == ("2024-01-17", "committee-2021")
    assert found["citation"] == "S/RES/2397 (2017) OP 5"
    assert abs(sum(float(e["amount"]) for e in found["entries"]) - float(found["used"])) < 1e-6


def test_usage_in_words() -> None:
    said, _ = run("usage", "dprk-refined-petroleum", "--period", "2023", "--known-at", "2024-01-17")
    assert said.splitlines()[:2] == [
        "Refined petroleum to the DPRK, 2023, as known on 2024-01-17",
        "at least 212,862 of 500,000 bbl, 42.6 % (S/RES/2397 (2017) OP 5; committee-2021)",
    ]


def test_another_policy_another_number() -> None:
    found = usage("--period", "2019", "--known-at", "2026-06-01", "--policy", "china-8.33")
    assert round(float(found["used"])) == 467_069


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["no-such-cap"], "no cap 'no-such-cap'; held: "),
        (["dprk-refined-petroleum", "--period", "1999"], "counts from 2018-01-01."),
        (["dprk-refined-petroleum", "--period", "nonsense"], "'nonsense' is no period"),
        (["dprk-refined-petroleum", "--policy", "guess"], "allowed: committee-2021"),
        (["dprk-refined-petroleum", "--known-at", "soon"], "--known-at"),
    ],
)
def test_what_usage_cannot_answer_is_said_in_a_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as raised:
        run("usage", *words)
    assert sentence in str(raised.value)


def test_a_cap_without_a_schedule_is_said_to_have_none() -> None:
    slug = next(c.slug for c in Cap.objects.with_terms() if not c.scheduled)
    with pytest.raises(CommandError, match="it has no periods to count in"):
        run("usage", slug)


# ingest


def test_a_file_is_handed_in_and_waits_for_the_worker(tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text(RETOLD)
    said, _ = run("ingest", str(tmp_path / "told.txt"))
    article = Article.objects.get()
    assert said == f"{tmp_path}/told.txt: new, /articles/{article.pk}/\n1 new.\n"
    assert not Reading.objects.exists()


def test_the_same_file_again_is_held_already(tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text(RETOLD)
    run("ingest", str(tmp_path / "told.txt"))
    said, _ = run("ingest", str(tmp_path / "told.txt"))
    assert "held already" in said
    assert Article.objects.count() == 1


def test_a_folder_gives_its_texts_and_pages_in_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.html", "deep/c.TXT", "not.png", "not.csv"):
        (tmp_path / name).write_text(f"<p>{name}</p> Russia shipped oil.")
    said, _ = run("ingest", str(tmp_path))
    assert [line.split(":")[0] for line in said.splitlines()] == [
        str(tmp_path / "a.html"),
        str(tmp_path / "b.txt"),
        str(tmp_path / "deep/c.TXT"),
        "3 new.",
    ]


def test_a_text_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RETOLD.encode())))
    said, _ = run("ingest", "-")
    assert said.startswith("standard input: new, /articles/")


def test_now_takes_every_step_here_and_says_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text(RETOLD)
    said, _ = run("ingest", str(tmp_path / "told.txt"), "--now", "--published-on", "2023-06-13")
    assert "agrees: “67,300 barrels”" in said
    assert Finding.objects.filter(verdict="agrees").exists()


def test_the_samples_that_ship_with_us() -> None:
    said, _ = run("ingest", "--samples", "--now")
    assert "5 new." in said
    assert Article.objects.filter(origin="sample").count() == 5
    for article in Article.objects.all():
        assert Finding.objects.filter(claim__reading__capture__article=article).exists(), article


def test_a_path_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="no/such/file: no such file or folder"):
        run("ingest", "no/such/file")


def test_nothing_named_is_said() -> None:
    with pytest.raises(CommandError, match="name a file, a folder, an address, or -"):
        run("ingest")


def test_what_is_not_taken_is_said_and_the_rest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text(RETOLD)
    said, wrong = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 not taken; the reasons stand above"):
        call_command("ingest", str(tmp_path), stdout=said, stderr=wrong)
    assert "a.txt: not taken. There is no text in it." in wrong.getvalue()
    assert "b.txt: new" in said.getvalue()
    assert Article.objects.count() == 1


def test_an_address_is_taken_or_said_why_not() -> None:
    said, _ = run("ingest", "https://news.example/a")
    assert "https://news.example/a: new" in said
    with pytest.raises(CommandError):
        run("ingest", "http://user@news.example/")


def test_a_file_name_that_is_no_text_breaks_nothing(tmp_path: Path) -> None:
    odd = tmp_path / "caf\udce9.txt"
    try:
        odd.write_text(RETOLD)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    run("ingest", str(tmp_path))
    assert Article.objects.get().name.endswith(".txt")


# reconcile


CASE = {
    "id": "russia",
    "known_at": "2023-06-14",
    "claim": {
        "kind": "figure",
        "role": "transfer",
        "commodity": "refined_petroleum",
        "value": "67300",
        "unit": "bbl",
        "modifier": "exact",
        "supplier": ["RU"],
        "recipient": ["KP"],
        "period": ["2022-12-01", "2023-04-30"],
        "basis": "reported",
    },
}


def test_claims_of_a_file_are_judged_and_nothing_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n\n{json.dumps({**CASE, 'id': 'again'})}\n")
    said, _ = run("reconcile", "--claims", str(path), "--json")
    answers = [json.loads(line) for line in said.splitlines()]
    assert [a["id"] for a in answers] == ["russia", "again"]
    assert {a["verdict"] for a in answers} == {"agrees"}
    assert not Finding.objects.exists()
    words, _ = run("reconcile", "--claims", str(path))
    assert words.startswith("russia: Agrees. ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("{", "line 1: "), ("[]", "line 1: "), (json.dumps({"id": "x"}), "line 1: ")],
)
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        run("reconcile", "--claims", str(path))


def test_a_file_of_claims_that_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("reconcile", "--claims", "no/such/file.jsonl")


# in-force


@pytest.mark.parametrize(
    ("day", "paragraph"),
    [("2020-01-01", "S/RES/2397 (2017) OP 5"), ("2017-11-01", "S/RES/2375 (2017) OP 14")],
)
def test_a_shipment_of_hs_2713_is_told_the_paragraph_that_binds_it(
    day: str, paragraph: str
) -> None:
    said, _ = run("in-force", "--hs", "2713", "--from", "RU", "--to", "KP", "--on", day)
    assert paragraph in said


@pytest.mark.parametrize(
    "words",
    [
        ["--hs", "27x3", "--from", "RU", "--to", "KP"],
        ["--hs", "2713", "--from", "Russia", "--to", "KP"],
        ["--hs", "2713", "--from", "RU"],
    ],
)
def test_what_cannot_be_asked_of_the_law_is_said(words: list[str]) -> None:
    with pytest.raises(CommandError):
        run("in-force", *words)


def test_a_file_of_addresses_hands_in_each(tmp_path: Any, planted: None) -> None:
    path = tmp_path / "many.txt"
    path.write_text("# ours\nhttps://news.example/a\nhttps://news.example/b\n", encoding="utf-8")
    out = StringIO()
    call_command("ingest", str(path), stdout=out)
    assert "2 new." in out.getvalue()
