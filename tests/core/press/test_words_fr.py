# ruff: noqa: E501 - a sentence stands on one line
"""French sentences."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2025-03-14",
        "La Chine a livré 280 928 barils de pétrole raffiné à la Corée du Nord de janvier à novembre 2024, selon le comité des sanctions.",
        ["280 928 barils: transfer refined_petroleum CN>KP 2024-01..2024-11 reported"],
    ),
    (
        "2019-11-20",
        "La Russie a déclaré avoir vendu 2 136 tonnes de produits pétroliers à la Corée du Nord en septembre.",
        ["2 136 tonnes: transfer RU>KP 2019-09 reported"],
    ),
    (
        "2021-03-04",
        "La Corée du Nord a importé de Chine 4 893 barils de pétrole raffiné en janvier, selon les douanes.",
        ["4 893 barils: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2020-08-28",
        "La Chine et la Russie ont livré ensemble 17 000 tonnes de carburant à Pyongyang entre janvier et juillet, selon le comité.",
        ["17 000 tonnes: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2024-05-02",
        "La Russie a envoyé plus de 165 000 barils de pétrole raffiné à la Corée du Nord en mars, a affirmé la Maison Blanche.",
        ["165 000 barils: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-27",
        "Les experts estiment que la Corée du Nord a importé en contrebande 1,5 million de barils de produits pétroliers l'an dernier.",
        ["1,5 million de barils: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "La résolution limite à 500 000 barils par an les livraisons de pétrole raffiné à la Corée du Nord.",
        ["500 000 barils: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "Le plafond fixé par la résolution pour le brut livré à Pyongyang est de 4 millions de barils par an.",
        ["4 millions de barils: cap crude_oil >KP -"],
    ),
    (
        "2019-09-21",
        "Les livraisons de carburant à la Corée du Nord atteignent 47 % du plafond annuel.",
        ["47 %: share_of_cap"],
    ),
    (
        "2019-09-21",
        "Les exportations chinoises de gazole vers la Corée du Nord ont augmenté de 30 % en mai.",
        ["30 %: change"],
    ),
    (
        "2024-03-18",
        "La Corée du Nord a livré à la Russie quelque 7 000 conteneurs de munitions, selon le ministre sud-coréen.",
        ["7 000 conteneurs: transfer arms KP>RU alleged"],
    ),
    (
        "2017-04-13",
        "La Chine a importé 1,23 million de tonnes de charbon de Corée du Nord en février, selon les douanes.",
        ["1,23 million de tonnes: transfer coal KP>CN 2017-02 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_french_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "fr", expected)
