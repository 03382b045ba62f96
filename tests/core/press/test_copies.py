"""Copies: told from stories that only look alike, in time that grows with the texts."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from compliance.core import press
from compliance.core.press import bylines, copies
from compliance.core.press.bylines import Carried
from tests.factories.copies import copy, corpus, measured, stories


def sketch(text: str) -> copies.Sketch:
    return copies.sketch(
        text,
        [
            (claim.figure.value, claim.figure.unit)
            for claim in press.read(text, published_on=None).claims
            if claim.figure.value is not None and claim.figure.unit
        ],
    )


@pytest.mark.parametrize("seed", [1718, 2397])
def test_sixty_groups_and_two_hundred_others_are_told_apart(seed: int) -> None:
    told = stories(seed)
    found = copies.clusters({name: sketch(text) for name, text in told.texts.items()})
    precision, recall = measured(found, told.groups)
    assert precision >= 0.97
    assert recall >= 0.92


def test_a_text_is_compared_with_a_bounded_number_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So the time grows with the texts and not with their square; benchmarks/copies.py times it."""
    compared = 0
    told = copies.copies

    def counted(a: copies.Sketch, b: copies.Sketch) -> bool:
        nonlocal compared
        compared += 1
        return told(a, b)

    monkeypatch.setattr(copies, "copies", counted)
    # Stories in threes, all of few words, so that very many have some in common.
    texts = (
        " ".join(f"w{n}" for n in Random(i // 3).choices(range(12), k=150)) for i in range(400)
    )
    copies.clusters({i: copies.sketch(text) for i, text in enumerate(texts)})
    assert 400 < compared <= copies.MOST_COMPARED * 400


def test_another_unit_hides_no_copy_and_another_month_is_none() -> None:
    story = (
        "Russia sent its neighbour {} of refined petroleum in {}, the Committee's page shows. "
        "The delivery went by rail over the Tumen bridge, as most have since the border opened. "
        "Officials in Moscow said the oil was within what the Council allows, and that every load "
        "had been reported within the time that the resolution gives."
    )
    said = story.format("67,300 barrels", "March")
    assert copies.copies(sketch(said), sketch(story.format("8,434 tons", "March")))
    assert not copies.copies(sketch(said), sketch(story.format("12,900 barrels", "April")))


def test_a_short_text_is_told_by_its_digest_alone() -> None:
    assert not copies.copies(sketch("Oil went north."), sketch("Oil went north."))
    assert copies.digest("Oil  went north!") == copies.digest("oil went\nNORTH")
    assert copies.digest("1.5 tons") != copies.digest("15 tons")
    assert copies.digest(" … ") == ""


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("SEOUL, June 13 (Yonhap) -- Russia reported oil.", "Yonhap"),
        ("Title\n\nBEIJING (Reuters) - China reported oil.", "Reuters"),
        ("Title\nBy Kim Tong-hyung, Associated Press\nSEOUL — Oil.", "AP"),
        ("[東京 13日 ロイター] 石油。", "Reuters"),
        ("Oil went north.\n\n— AFP", "AFP"),
        ("Oil went north.\nCopyright 2023 Associated Press. All rights reserved.", "AP"),
        ("KCNA\nOil did not go north.", "KCNA"),
        ("An official told Yonhap that oil went north.", ""),
        ("The AP-1000 reactor burns no oil (AP is its maker's mark).", ""),
    ],
)
def test_an_agency_is_known_by_its_line_and_not_by_being_quoted(text: str, whose: str) -> None:
    assert bylines.agency(text) == whose


@pytest.mark.parametrize(
    ("url", "named", "whose"),
    [
        ("https://news.bbc.co.uk/a", "", "bbc.co.uk"),
        ("https://english.yna.co.kr/x", "Yonhap", "yna.co.kr"),
        ("https://one.github.io/", "", "one.github.io"),
        ("http://127.0.0.1:8000/", "The  Paper", "the paper"),
        ("", "", ""),
    ],
)
def test_a_publisher_is_its_registered_domain(url: str, named: str, whose: str) -> None:
    assert bylines.publisher_of(url, named=named) == whose


def test_however_many_carry_a_story_it_is_one_source() -> None:
    first = [Carried("", "one.example"), Carried("AP", "two.example")]
    more = [Carried("", f"paper{n}.example") for n in range(100)]
    assert bylines.origin(first) == bylines.origin(first + more) == "AP"
    assert bylines.origin([Carried("", "one.example"), *more]) == "one.example"
    assert bylines.origin([]) == ""


def test_a_figure_may_be_barrels_of_these_tons() -> None:
    assert copies.same_amount((Decimal(67300), "bbl"), (Decimal(8434), "t"))
    assert not copies.same_amount((Decimal(67300), "bbl"), (Decimal(67300), "t"))
    assert not copies.same_amount((Decimal(5), "count"), (Decimal(5), "t"))


def test_a_cut_copy_is_found_in_the_whole() -> None:
    random = Random(3)
    text = next(t for t in corpus().values() if len(t) > 1200 and t.isascii())
    assert copies.copies(sketch(text), sketch(copy(text, random)))
