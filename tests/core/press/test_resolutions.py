# ruff: noqa: E501 - a sentence stands on one line
"""Resolutions that a text cites, by number or symbol."""

from datetime import date

import pytest

from compliance.core.press import read


CITED = [
    ("en", "Resolution 2397 caps oil for North Korea.", ["S/RES/2397"]),
    ("en", "UNSC resolution 2397 (2017) caps oil.", ["S/RES/2397"]),
    ("en", "The text S/RES/2371 (2017) bans coal.", ["S/RES/2371"]),
    (
        "en",
        "Under U.N. Security Council Resolution 1718 the North may not trade arms.",
        ["S/RES/1718"],
    ),
    ("en", "Resolutions 2375 and 2397 bar workers.", ["S/RES/2375", "S/RES/2397"]),
    ("en", "Resolutions 1718, 1874 and 2270 ban arms.", ["S/RES/1718", "S/RES/1874", "S/RES/2270"]),
    ("en", "That text, resolution No. 2397, limits oil.", ["S/RES/2397"]),
    ("en", "UNSCR 2231 endorses the deal.", ["S/RES/2231"]),
    ("en", "It breaks resolution 2379 on North Korea.", ["S/RES/2379"]),  # a misprint stays
    ("en", "Resolution 661 of 1990 bans trade with Iraq.", ["S/RES/661"]),
    ("en", "A resolution of 2017 limits oil.", []),  # a year
    ("en", "A 2017 resolution limits oil.", []),
    ("en", "In a resolution in 2017, 15 members agreed.", []),
    ("en", "It passed a resolution by 13 votes.", []),
    ("en", "Committee 1718 met.", []),  # the committee, not the resolution
    ("en", "A resolution of the dispute took 1718 days.", []),
    ("ko", "안보리 결의 2397호는 정제유를 제한한다.", ["S/RES/2397"]),
    ("ko", "안보리는 2017년 결의를 채택했다.", []),
    ("zh", "安理会第2397号决议设定限额。", ["S/RES/2397"]),
    ("zh", "聯合國安理會第2375號決議。", ["S/RES/2375"]),
    ("ja", "安保理決議第2397号が定めた。", ["S/RES/2397"]),
    ("ja", "2017年の決議が定めた。", []),
    ("ru", "Резолюция 2397 ограничивает поставки.", ["S/RES/2397"]),
    ("ru", "Согласно резолюции СБ ООН 2397 от 2017 года.", ["S/RES/2397"]),
    ("es", "La resolución 2397 fija el tope.", ["S/RES/2397"]),
    ("es", "Las resoluciones 2375 y 2397 fijan topes.", ["S/RES/2375", "S/RES/2397"]),
    ("fr", "La résolution 2397, adoptée en 2017, plafonne le pétrole.", ["S/RES/2397"]),
    ("de", "Die Resolution 2321 setzt eine Obergrenze.", ["S/RES/2321"]),
    ("ar", "يحدد القرار رقم ٢٣٩٧ الصادر عام ٢٠١٧ الكمية.", ["S/RES/2397"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CITED)
def test_resolutions_cited(language: str, text: str, expected: list[str]) -> None:
    reading = read(text, published_on=date(2024, 5, 28), language=language)
    assert list(reading.resolutions) == expected


def test_a_misprint_is_kept_and_cautioned() -> None:
    text = "The tankers breach resolution 2379 on North Korea."
    reading = read(text, published_on=date(2024, 5, 28), language="en")
    (caution,) = reading.cautions
    assert caution.code == "resolution_misprint"
    assert "2397" in caution.message
    assert text[caution.start : caution.end] == "2379"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "A resolution of December 2017 caps fuel for North Korea at 500,000 barrels a year.",
        ),
        (
            "de",
            "Eine Resolution vom Dezember 2017 begrenzt Ölprodukte für Nordkorea auf 500.000 Barrel.",
        ),
        (
            "es",
            "La resolución de diciembre de 2017 limita a 500.000 barriles los refinados para Corea del Norte.",
        ),
        ("zh", "2017年12月的决议把对朝鲜成品油供应限制在每年50万桶。"),
        ("ja", "2017年12月の決議は北朝鮮への石油精製品を年間50万バレルに制限する。"),
        ("ko", "2017년 12월 채택된 결의는 북한에 대한 정제유 공급을 연간 50만 배럴로 제한한다."),
    ],
)
def test_a_resolution_is_known_by_its_month_and_its_ceiling(language: str, text: str) -> None:
    reading = read(text, published_on=date(2024, 5, 28), language=language)
    assert reading.resolutions == ("S/RES/2397",)


def test_the_ceiling_alone_names_no_resolution() -> None:
    text = "UN resolutions allow North Korea 500,000 barrels of refined petroleum a year."
    assert read(text, published_on=date(2024, 5, 28), language="en").resolutions == ()
