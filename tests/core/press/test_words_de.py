# ruff: noqa: E501 - a sentence stands on one line
"""German sentences: the verb often stands last."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2019-11-20",
        "Russland lieferte im September 2.136 Tonnen Erdölprodukte nach Nordkorea, wie der Sanktionsausschuss mitteilt.",
        ["2.136 Tonnen: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2021-03-04",
        "China hat im Januar 4.893 Barrel Ölprodukte an Nordkorea verkauft, zeigen Daten des Zolls.",
        ["4.893 Barrel: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2021-03-04",
        "Nordkorea importierte im Januar 4.893 Barrel Benzin aus China, heißt es beim Sanktionsausschuss.",
        ["4.893 Barrel: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2020-08-28",
        "China und Russland meldeten von Januar bis Juli zusammen 17.000 Tonnen Ölprodukte für Nordkorea.",
        ["17.000 Tonnen: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2024-05-02",
        "Russland habe im März mehr als 165.000 Barrel Ölprodukte nach Nordkorea geliefert, sagte ein Sprecher des Weißen Hauses.",
        ["165.000 Barrel: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-27",
        "Nach einer Schätzung der Expertengruppe wurden vergangenes Jahr 1,5 Millionen Barrel Ölprodukte nach Nordkorea geschmuggelt.",
        ["1,5 Millionen Barrel: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "Die Resolution begrenzt die Einfuhr von Erdölprodukten nach Nordkorea auf 500.000 Barrel pro Jahr.",
        ["500.000 Barrel: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "Für Rohöl gilt laut Resolution eine Obergrenze von 4 Millionen Barrel im Jahr für Nordkorea.",
        ["4 Millionen Barrel: cap crude_oil >KP -"],
    ),
    (
        "2019-09-21",
        "Die Lieferungen von Ölprodukten an Nordkorea erreichen 47 Prozent der Obergrenze.",
        ["47 Prozent: share_of_cap"],
    ),
    (
        "2019-09-21",
        "Chinas Ausfuhr von Diesel nach Nordkorea ist im Mai um 30 Prozent gestiegen.",
        ["30 Prozent: change"],
    ),
    (
        "2024-03-18",
        "Nordkorea hat rund 7.000 Container mit Munition nach Russland geliefert, sagte der Minister in Seoul.",
        ["7.000 Container: transfer arms KP>RU alleged"],
    ),
    (
        "2017-04-13",
        "China kaufte im Februar 1,23 Millionen Tonnen Kohle aus Nordkorea, zeigt die Statistik des Zolls.",
        ["1,23 Millionen Tonnen: transfer coal KP>CN 2017-02 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_german_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "de", expected)
