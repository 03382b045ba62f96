# ruff: noqa: E501 - a sentence stands on one line
"""German as newspapers write it. Verbs at the end, decimal commas, compounds."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-03-12",
        "Russland hat Nordkorea im Januar 21.000 Barrel Ölprodukte geliefert, wie aus Angaben des UN-Sanktionskomitees hervorgeht.",
        ["21.000 Barrel: transfer refined_petroleum RU>KP 2024-01 reported"],
    ),
    (
        "2021-07-21",
        "China gab gegenüber den Vereinten Nationen an, im Juni 4893 Barrel raffiniertes Erdöl nach Nordkorea exportiert zu haben.",
        ["4893 Barrel: transfer refined_petroleum CN>KP 2021-06 reported"],
    ),
    (
        "2019-11-20",
        "Im September gingen nach Daten des Komitees 2136 Tonnen Ölprodukte aus Russland an Nordkorea.",
        ["2136 Tonnen: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2020-02-21",
        "Im vergangenen Jahr bezog Pjöngjang 57.000 Tonnen Mineralölprodukte aus China und Russland, so die Statistik des Ausschusses.",
        ["57.000 Tonnen: transfer refined_petroleum CN,RU>KP 2019-01..2019-12 reported"],
    ),
    (
        "2024-05-03",
        "Allein im März habe Russland mehr als 165.000 Barrel nach Nordkorea verschifft, sagte der Sprecher des Nationalen Sicherheitsrats, John Kirby, über die Treibstofflieferungen.",
        ["165.000 Barrel: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2018-01-15",
        "Resolution 2397 deckelt die Lieferung von Ölprodukten an Nordkorea auf 500.000 Fass im Jahr.",
        ["500.000 Fass: cap refined_petroleum >KP"],
    ),
    (
        "2018-01-15",
        "Mehr als vier Millionen Fass Rohöl pro Jahr darf Nordkorea laut der Resolution nicht einführen.",
        ["vier Millionen Fass: cap crude_oil >KP"],
    ),
    (
        "2019-10-02",
        "Das entspricht 47,5 Prozent der jährlichen Obergrenze für Ölprodukte, die China und Russland an Nordkorea liefern dürfen.",
        ["47,5 Prozent: share_of_cap"],
    ),
    (
        "2023-06-14",
        "Von Dezember 2022 bis April 2023 exportierte Russland nach eigenen Angaben 67.300 Barrel Ölprodukte nach Nordkorea.",
        ["67.300 Barrel: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2024-03-27",
        "Die Experten der UN schätzen, dass Nordkorea von Januar bis September vergangenen Jahres bis zu 1,52 Millionen Barrel Ölprodukte erhielt.",
        ["1,52 Millionen Barrel: transfer refined_petroleum >KP 2023-01..2023-09 estimated"],
    ),
    (
        "2017-03-21",
        "Im Februar führte China 1,23 Mio. Tonnen Kohle aus Nordkorea ein, teilte die Zollverwaltung mit.",
        ["1,23 Mio. Tonnen: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-18",
        "Etwa 7000 Container mit Munition hat Nordkorea nach Einschätzung des südkoreanischen Verteidigungsministers an Russland geschickt.",
        ["7000 Container: transfer arms KP>RU"],
    ),
    (
        "2021-03-04",
        "Die chinesischen Ausfuhren von Ölprodukten nach Nordkorea stiegen im Januar um 30 Prozent gegenüber dem Vormonat.",
        ["30 Prozent: change"],
    ),
    (
        "2020-09-01",
        "In den ersten sieben Monaten des Jahres meldete Russland Lieferungen von 14.000 Tonnen Ölprodukten nach Nordkorea.",
        ["14.000 Tonnen: transfer refined_petroleum RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2022-05-12",
        "China meldete für März 5593 Barrel Ölprodukte und für April 4021 Barrel, die nach Nordkorea gingen.",
        [
            "5593 Barrel: transfer refined_petroleum CN>KP 2022-03 reported",
            "4021 Barrel: transfer refined_petroleum CN>KP 2022-04 reported",
        ],
    ),
    (
        "2024-11-23",
        "Das britische Open Source Centre schätzt anhand von Satellitenbildern, dass Russland seit März mehr als eine Million Barrel Öl nach Nordkorea geliefert hat.",
        ["eine Million Barrel: transfer petroleum RU>KP 2024-03-01..2024-11-23 estimated"],
    ),
    (
        "2019-03-10",
        "Der Tanker übergab am 19. Oktober auf hoher See 600 Tonnen Diesel an ein nordkoreanisches Schiff.",
        ["600 Tonnen: transfer refined_petroleum >KP 2018-10-19"],
    ),
    (
        "2024-10-18",
        "Seit August vergangenen Jahres soll Nordkorea Russland 8 Millionen Artilleriegranaten überlassen haben, so der südkoreanische Geheimdienst.",
        ["8 Millionen Artilleriegranaten: transfer arms KP>RU 2023-08-01..2024-10-18"],
    ),
    (
        "2013-05-01",
        "2012 lieferte China laut Zollstatistik 523.000 Tonnen Rohöl an Nordkorea.",
        ["523.000 Tonnen: transfer crude_oil CN>KP 2012-01..2012-12 reported"],
    ),
    (
        "2024-06-04",
        "Russland förderte im Mai 9,4 Millionen Barrel pro Tag, sagte der Vizeregierungschef.",
        ["9,4 Millionen Barrel pro Tag: context"],
    ),
    (
        "2024-01-31",
        "Für das gesamte Jahr 2023 weist die Tabelle des Komitees 105.845 Barrel aus, die Russland an Nordkorea lieferte. Es handelt sich um Ölprodukte.",
        ["105.845 Barrel: transfer refined_petroleum RU>KP 2023-01..2023-12 reported"],
    ),
    (
        "2023-02-10",
        "Moskau teilte der Uno mit, im Dezember 3225 Barrel Diesel nach Nordkorea verkauft zu haben.",
        ["3225 Barrel: transfer refined_petroleum RU>KP 2022-12 reported"],
    ),
    (
        "2018-07-14",
        "Laut einem US-Dokument erhielt Nordkorea vom 1. Januar bis 30. Mai mindestens 759.793 Barrel Ölprodukte durch Umladungen von Schiff zu Schiff.",
        ["759.793 Barrel: transfer refined_petroleum >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-05-03",
        "Damit sei die Grenze von einer halben Million Barrel im Jahr für Nordkoreas Öleinfuhren bereits überschritten, hieß es in Washington.",
        ["einer halben Million Barrel: cap"],
    ),
    (
        "2019-04-01",
        "Der Kohleexport Nordkoreas belief sich 2018 nach Schätzung der Expertengruppe auf 930.000 Tonnen.",
        ["930.000 Tonnen: transfer coal KP> 2018-01..2018-12 estimated"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_german_newspapers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "de", expected)
