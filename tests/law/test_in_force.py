"""Is this good, from X to the DPRK, on day D: banned, capped, exempt or free, and by what words."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compliance import queries
from compliance.core.regime.goods import Heading, NotACode, code
from compliance.core.regime.treatment import Treatment
from compliance.models import GoodScope, Measure
from compliance.queries.regime import NoSuchGood


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]


def ask(on: str, *, into: bool = True, **more: Any) -> Treatment:
    supplier, recipient = ("CN", "KP") if into else ("KP", "CN")
    if contract := more.pop("contract_on", None):
        more["contract_on"] = date.fromisoformat(contract)
    return queries.regime.treatment(
        supplier=supplier, recipient=recipient, on=date.fromisoformat(on), **more
    )


def cited(found: Treatment) -> list[str]:
    return [c.rule.citation for c in found.paragraphs]


REFINED, CRUDE = "S/RES/2397 (2017) OP 5", "S/RES/2397 (2017) OP 4"
COAL, LIQUIDS = "S/RES/2371 (2017) OP 8", "S/RES/2375 (2017) OP 13"


@pytest.mark.parametrize(
    ("asked", "on", "kind", "by"),
    [
        # Refined petroleum: free, one window, the year that never came, the cap of today
        ({"good": "refined_petroleum"}, "2017-09-30", "free", []),
        ({"good": "refined_petroleum"}, "2017-10-01", "capped", ["S/RES/2375 (2017) OP 14"]),
        ({"good": "refined_petroleum"}, "2017-12-31", "capped", ["S/RES/2375 (2017) OP 14"]),
        ({"good": "refined_petroleum"}, "2018-01-01", "capped", [REFINED]),
        # Crude: each State's own level, then one amount for all
        ({"good": "crude_oil"}, "2017-09-10", "free", []),
        ({"good": "crude_oil"}, "2017-12-21", "capped", ["S/RES/2375 (2017) OP 15"]),
        ({"good": "crude_oil"}, "2017-12-22", "capped", [CRUDE]),
        # By code: bitumen, tar oils, condensate, gas, jet fuel, crude
        ({"hs": "2713"}, "2018-06-01", "capped", [REFINED]),
        ({"hs": "2713 20"}, "2018-06-01", "capped", [REFINED]),
        ({"hs": "2711.11"}, "2018-06-01", "banned", [LIQUIDS]),
        ({"hs": "2711 11"}, "2017-09-10", "free", []),
        ({"hs": "2709 00 10"}, "2018-06-01", "banned", [LIQUIDS]),
        ({"hs": "2710 19 21"}, "2018-06-01", "banned", ["S/RES/2270 (2016) OP 31"]),
        ({"hs": "8701"}, "2018-06-01", "banned", ["S/RES/2397 (2017) OP 7"]),
        ({"hs": "8701"}, "2017-12-21", "free", []),
        ({"hs": "3004"}, "2018-06-01", "free", []),
    ],
)
def test_supply_to_the_dprk(asked: dict[str, Any], on: str, kind: str, by: list[str]) -> None:
    found = ask(on, **asked)
    assert (found.kind, cited(found)) == (kind, by)
    assert found.strength == ("decides" if by else "")


@pytest.mark.parametrize(
    ("asked", "on", "kind"),
    [
        ({"good": "coal"}, "2016-03-01", "free"),
        ({"good": "coal"}, "2016-03-02", "banned"),  # but for livelihood, with no amount
        ({"good": "coal"}, "2016-11-30", "capped"),
        ({"good": "coal"}, "2017-08-04", "capped"),
        ({"good": "coal"}, "2017-08-05", "banned"),
        ({"good": "copper"}, "2016-11-29", "free"),
        ({"good": "copper"}, "2016-11-30", "banned"),  # by the words: no code is held for it
        ({"hs": "0803"}, "2018-02-01", "banned"),
        ({"hs": "6109"}, "2017-09-11", "banned"),
        ({"hs": "7201"}, "2018-06-01", "banned"),
        ({"hs": "7201", "authority": "CN"}, "2018-06-01", "banned"),  # China's list is not held
        ({"hs": "7403"}, "2016-12-01", "banned"),
    ],
)
def test_supply_from_the_dprk(asked: dict[str, Any], on: str, kind: str) -> None:
    assert ask(on, into=False, **asked).kind == kind


def test_a_direction_is_part_of_the_rule() -> None:
    assert ask("2018-06-01", good="coal", into=True).kind == "free"
    assert ask("2018-06-01", good="refined_petroleum", into=False).kind == "free"
    elsewhere = queries.regime.treatment(
        good="coal", supplier="AU", recipient="JP", on=date(2018, 6, 1)
    )
    assert elsewhere.kind == "free"


# Whose line


def test_the_council_names_no_code_and_china_does() -> None:
    found = ask("2018-06-01", hs="2713")
    says = {(line.authority): match for line, match in found.lines if not line.silent}
    assert says == {"CN": "whole", "EU": "whole", "Committee": None}
    assert [line.authority for line, _ in found.lines if line.silent] == ["UN"]
    assert not found.contested


def test_tar_oils_are_in_for_the_eu_and_out_for_china() -> None:
    assert ask("2018-06-01", hs="2707", authority="EU").kind == "capped"
    assert ask("2018-06-01", hs="2707", authority="CN").kind == "free"
    both = ask("2018-06-01", hs="2707")
    assert (both.kind, both.contested, both.paragraphs[0].by) == ("capped", True, ("EU",))


def test_a_ban_inside_a_capped_heading_is_tested_first() -> None:
    gas = ask("2018-06-01", hs="2711 11", authority="EU")
    assert (gas.kind, cited(gas)) == ("banned", [LIQUIDS])
    assert any(REFINED in note and "ban is tested first" in note for note in gas.notes)
    heading = ask("2018-06-01", hs="2711", authority="EU")
    assert (heading.kind, heading.partial) == ("capped", False)
    assert any("A part of 2711 is banned" in note for note in heading.notes)
    china = ask("2018-06-01", hs="2711", authority="CN")  # China's refined list has no 2711
    assert (china.kind, china.partial) == ("banned", True)
    named = ask("2018-06-01", good="refined_petroleum")
    assert any("Not aviation fuel" in note for note in named.notes)


def test_an_ex_heading_is_meant_in_part() -> None:
    found = ask("2018-06-01", hs="2715", authority="EU")
    assert (found.kind, found.partial) == ("capped", True)


def test_national_rules_are_told_beside_the_answer() -> None:
    assert any("90 %" in note for note in ask("2018-06-01", hs="2710", authority="EU").notes)
    assert not any(n.startswith("EU") for n in ask("2018-06-01", hs="2710").notes)


def test_a_code_does_not_find_what_no_code_is_held_for_and_the_answer_says_so() -> None:
    (note,) = [n for n in ask("2018-06-01", hs="3004").notes if n.startswith("No code is held")]
    assert "luxury goods (S/RES/1718 (2006) OP 8(a)(iii))" in note


# Inside the amount, and allowed: two tests


def test_inside_the_amount_is_not_yet_allowed() -> None:
    found = ask("2023-06-01", good="refined_petroleum")
    amount, allowed = found.tests
    assert (amount.code, amount.answer, amount.cap) == (
        "inside_amount",
        None,
        "dprk-refined-petroleum",
    )
    assert (allowed.code, allowed.answer) == ("allowed", None)
    assert "notified_every_30_days" in allowed.lacking


def test_a_delivery_never_notified_is_not_plainly_exempt() -> None:
    shown = ["no_designated_party", "livelihood", "no_programme_revenue"]
    found = ask("2023-06-01", good="refined_petroleum", shown=shown)
    assert found.tests[1].answer is False
    assert found.tests[1].lacking == ("notified_every_30_days",)
    all_shown = [*shown, "notified_every_30_days"]
    assert ask("2023-06-01", good="refined_petroleum", shown=all_shown).tests[1].answer is True


def test_the_ledger_answers_the_first_test() -> None:
    policy = queries.regime.policy().policy

    def inside(slug: str, on: date) -> bool | None:
        return queries.ledger.inside(slug, on=on, known_at=date(2026, 6, 1), policy=policy)

    assert inside("dprk-refined-petroleum", date(2018, 6, 1)) is not False
    assert inside("dprk-coal-late-2016", date(2016, 12, 15)) is False
    assert inside("dprk-crude-oil", date(2018, 6, 1)) is None  # no figure is public
    assert inside("dprk-work-authorisations", date(2017, 8, 6)) is None  # amount unknown


# Ways out


def test_foreign_coal_through_rajin_is_exempt_by_notice() -> None:
    shown = ["foreign_origin", "through_rajin", "no_programme_revenue"]
    closed = ask("2017-08-05", good="coal", into=False, shown=shown)
    (way,) = [w for w in closed.ways if w.citation == "S/RES/2321 (2016) OP 26(a)"]
    assert (closed.kind, way.route, way.lacking) == ("banned", "notice", ("notified",))
    told = ask("2017-08-05", good="coal", into=False, shown=[*shown, "notified"])
    assert told.kind == "exempt"


def test_livelihood_freed_coal_before_there_was_an_amount() -> None:
    shown = ["livelihood", "no_programme_revenue"]
    assert ask("2016-06-01", good="coal", into=False, shown=shown).kind == "exempt"
    assert ask("2017-09-01", good="coal", into=False, shown=shown).kind == "banned"


@pytest.mark.parametrize(("on", "route"), [("2016-11-29", "notice"), ("2016-11-30", "approval")])
def test_notice_freed_a_charter_until_approval_took_its_place(on: str, route: str) -> None:
    found = ask(on, good="aircraft")
    assert (found.kind, cited(found)) == ("banned", ["S/RES/2270 (2016) OP 19"])
    assert [w.route for w in found.ways] == [route]
    shown = ["livelihood", "notified"]
    assert ask(on, good="aircraft", shown=shown).kind == (
        "exempt" if route == "notice" else "banned"
    )


def test_an_exception_in_the_bans_own_words_is_a_way_out() -> None:
    assert ask("2017-01-01", good="statues", into=False).ways[0].route == "approval"
    assert ask("2017-01-01", good="statues", into=False, shown=["approved"]).kind == "exempt"


@pytest.mark.parametrize(
    ("on", "contract", "shown", "kind"),
    [
        ("2017-12-10", "2017-09-10", ["notified"], "exempt"),  # the last day
        ("2017-12-11", "2017-09-10", ["notified"], "banned"),
        ("2017-12-10", "2017-09-11", ["notified"], "banned"),  # written on the day: too late
        ("2017-12-10", "2017-09-10", [], "banned"),  # nobody told the Committee
        ("2017-12-10", None, ["notified"], "banned"),  # of no known contract
    ],
)
def test_grace_has_a_day_of_contract_of_delivery_and_of_notice(
    on: str, contract: str | None, shown: list[str], kind: str
) -> None:
    found = ask(on, good="textiles", into=False, contract_on=contract, shown=shown)
    assert found.kind == kind
    ended = on == "2017-12-11"
    assert any(("ended" if ended else "notified to the Committee by 2018-01-24") in note
               for note in found.notes)  # fmt: skip


def test_coal_has_no_grace_and_iron_has() -> None:
    asked: dict[str, Any] = {"into": False, "contract_on": "2017-07-01", "shown": ["notified"]}
    assert ask("2017-08-20", good="iron", **asked).kind == "exempt"
    assert ask("2017-08-20", good="coal", **asked).kind == "banned"


# How strongly it is worded


def test_a_call_is_no_ban() -> None:
    strengths = dict(Measure.objects.values_list("key", "strength"))
    assert strengths["2094-p22-ban"] == strengths["1874-p19-ban"] == "calls_upon"
    assert strengths["1874-p11-inspection"] == "calls_upon"
    assert strengths["1695-p3-ban"] == "requires"
    assert strengths["2270-p8-ban"] == "decides"
    notes = " ".join(ask("2014-01-01", hs="3004").notes)
    assert "OP 22 calls for stopping any item" in notes


def test_every_exemption_says_how_one_comes_by_it_and_from_what_it_frees() -> None:
    keys = set(Measure.objects.values_list("key", flat=True))
    for measure in Measure.objects.filter(kind="exemption"):
        assert measure.route, measure.key
        assert measure.details["needs"], measure.key
        frees = set(measure.details["exempts"])
        assert frees, measure.key
        assert frees == {"*"} or frees <= keys, measure.key


def test_every_rule_without_an_end_says_what_of_it_was_replaced() -> None:
    for measure in Measure.objects.exclude(superseded_by="").filter(last_day=None):
        parts = measure.details["superseded"]
        assert all(part["part"] and part["by"] and part["from"] for part in parts), measure.key


# Asked wrongly


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"good": "bananas"}, "ask by its HS code"),
        ({}, "Say what it is"),
        ({"good": "coal", "authority": "XX"}, "draws no line"),
        ({"good": "coal", "shown": ["charm"]}, "no fact asked for"),
    ],
)
def test_what_cannot_be_answered_is_refused(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(NoSuchGood, match=words):
        ask("2018-06-01", **asked)


@pytest.mark.parametrize("asked", ["2", "27x", "27100000001", "２７１０"])
def test_what_is_no_code_is_refused(asked: str) -> None:
    with pytest.raises(NotACode):
        code(asked)


@pytest.mark.parametrize(
    ("written", "asked", "match"),
    [
        ("2710", "271019", "whole"),
        ("2710.19", "2710", "part"),
        ("72-83", "7901", "whole"),
        ("50-63", "64", None),
        ("7205-7212 (ex)", "7208", "part"),
        ("2710.12.31-2710.12.59", "27101245", "whole"),
        ("2710.12.31-2710.12.59", "27101260", None),
    ],
)
def test_a_code_lies_in_a_heading_whole_in_part_or_not(
    written: str, asked: str, match: str | None
) -> None:
    assert Heading.read(written).holds(asked) == match


def test_every_code_held_can_be_read() -> None:
    for measure in Measure.objects.all():
        for written in measure.hs_codes:
            Heading.read(written)
    for scope in GoodScope.objects.all():
        for written in (*scope.whole, *scope.partly):
            Heading.read(written)


# In time


def test_the_timeline_tells_what_was_in_force_and_what_never_was() -> None:
    found = queries.regime.timeline(kinds=("cap",))
    assert len(found.spans) == Measure.objects.filter(kind="cap").count() == 9
    never = [span.key for span in found.spans if span.never_applied]
    assert never == ["2375-p14-year-cap"]
    on_day = {span.key for span in found.on(date(2017, 12, 21))}
    assert on_day == {"2321-p16-cap", "2375-p14-stub-cap", "2375-p15-cap"}
    whats = {event.what for event in queries.regime.timeline().events}
    assert whats == {"begins", "ends", "part", "grace", "due", "never"}


# The command


def test_the_command_prints_the_answer_for_people_and_machines() -> None:
    asked = ["--hs", "2713", "--from", "CN", "--to", "KP", "--on", "2018-06-01"]
    out = StringIO()
    call_command("in-force", *asked, stdout=out)
    assert out.getvalue().startswith("CAPPED")
    assert REFINED in out.getvalue()
    out = StringIO()
    call_command("in-force", *asked, "--json", stdout=out)
    data = json.loads(out.getvalue())
    assert (data["kind"], data["paragraphs"][0]["citation"]) == ("capped", REFINED)
    assert [test["code"] for test in data["tests"]] == ["inside_amount", "allowed"]
    with pytest.raises(CommandError, match="no State"):
        call_command("in-force", "--hs", "2713", "--from", "China", "--to", "KP")
    with pytest.raises(CommandError, match="no HS code"):
        call_command("in-force", "--hs", "oil", "--from", "CN", "--to", "KP")
