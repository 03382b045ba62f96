# ruff: noqa: E501 - a sentence stands on one line
"""French as newspapers write it. Spaced and dotted thousands, the conditional of hearsay."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-03-12",
        "La Russie a livré en janvier 21 000 barils de produits pétroliers raffinés à la Corée du Nord, selon les données du comité des sanctions de l'ONU.",
        ["21 000 barils: transfer refined_petroleum RU>KP 2024-01 reported"],
    ),
    (
        "2021-07-21",
        "Pékin a notifié au comité 1718 la livraison de 4 893 barils de pétrole raffiné à Pyongyang au mois de juin.",
        ["4 893 barils: transfer refined_petroleum CN>KP 2021-06 reported"],
    ),
    (
        "2019-11-20",
        "En septembre, 2 136 tonnes de produits pétroliers sont parties de Russie vers la Corée du Nord, d'après le site du comité.",
        ["2 136 tonnes: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2020-02-21",
        "L'an dernier, Pyongyang a importé 57 000 tonnes de produits raffinés de Chine et de Russie, indiquent les chiffres du comité.",
        ["57 000 tonnes: transfer refined_petroleum CN,RU>KP 2019-01..2019-12 reported"],
    ),
    (
        "2024-05-03",
        "Rien qu'en mars, Moscou a expédié plus de 165 000 barils de produits raffinés à Pyongyang, a déclaré le porte-parole de la Maison Blanche John Kirby.",
        ["165 000 barils: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2018-01-15",
        "La résolution 2397 plafonne à 500 000 barils par an les livraisons de produits pétroliers raffinés à la Corée du Nord.",
        ["500 000 barils: cap refined_petroleum >KP"],
    ),
    (
        "2018-01-15",
        "Les exportations de brut vers la Corée du Nord ne peuvent dépasser 4 millions de barils par an.",
        ["4 millions de barils: cap crude_oil >KP"],
    ),
    (
        "2019-10-02",
        "Cela représente 47,5 % du plafond annuel fixé pour les produits pétroliers livrés à la Corée du Nord par la Chine et la Russie.",
        ["47,5 %: share_of_cap"],
    ),
    (
        "2023-06-14",
        "De décembre 2022 à avril 2023, la Russie a exporté 67.300 barils de produits pétroliers vers la Corée du Nord, a-t-elle indiqué au comité.",
        ["67.300 barils: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2024-03-27",
        "Le groupe d'experts estime que la Corée du Nord a reçu jusqu'à 1,52 million de barils de produits pétroliers entre janvier et septembre de l'an dernier.",
        ["1,52 million de barils: transfer refined_petroleum >KP 2023-01..2023-09 estimated"],
    ),
    (
        "2017-03-21",
        "La Chine a importé 1,23 million de tonnes de charbon nord-coréen en février, selon les douanes chinoises.",
        ["1,23 million de tonnes: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-18",
        "La Corée du Nord a fourni à la Russie quelque 7.000 conteneurs de munitions, affirme le ministre sud-coréen de la Défense.",
        ["7.000 conteneurs: transfer arms KP>RU alleged"],
    ),
    (
        "2021-03-04",
        "Les exportations chinoises de produits pétroliers vers la Corée du Nord ont progressé de 30% en janvier par rapport au mois précédent.",
        ["30%: change"],
    ),
    (
        "2020-09-01",
        "Au cours des sept premiers mois de l'année, la Russie a déclaré 14 000 tonnes de produits raffinés livrées à la Corée du Nord.",
        ["14 000 tonnes: transfer refined_petroleum RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2022-05-12",
        "La Chine a fait état de 5.593 barils de produits pétroliers vendus à la Corée du Nord en mars et de 4.021 barils en avril.",
        [
            "5.593 barils: transfer refined_petroleum CN>KP 2022-03",
            "4.021 barils: transfer refined_petroleum CN>KP 2022-04",
        ],
    ),
    (
        "2024-11-23",
        "À partir d'images satellite, un centre britannique estime que la Russie a fourni depuis mars plus d'un million de barils de pétrole à la Corée du Nord.",
        ["un million de barils: transfer petroleum RU>KP 2024-03-01..2024-11-23 estimated"],
    ),
    (
        "2019-03-10",
        "Le 19 octobre dernier, le pétrolier a transféré en haute mer 600 tonnes de gazole à un navire nord-coréen.",
        ["600 tonnes: transfer refined_petroleum >KP 2018-10-19"],
    ),
    (
        "2024-10-18",
        "Depuis août de l'an dernier, la Corée du Nord aurait livré 8 millions d'obus à la Russie, selon les services de renseignement sud-coréens.",
        ["8 millions d'obus: transfer arms KP>RU 2023-08-01..2024-10-18"],
    ),
    (
        "2013-05-01",
        "En 2012, la Chine a fourni 523 000 tonnes de pétrole brut à la Corée du Nord, d'après les statistiques douanières.",
        ["523 000 tonnes: transfer crude_oil CN>KP 2012-01..2012-12 reported"],
    ),
    (
        "2024-06-04",
        "La Russie a produit 9,4 millions de barils par jour en mai, a indiqué le vice-premier ministre.",
        ["9,4 millions de barils par jour: context"],
    ),
    (
        "2024-01-31",
        "Sur l'ensemble de 2023, la Russie a déclaré à l'ONU 105.845 barils de produits pétroliers raffinés à destination de la Corée du Nord.",
        ["105.845 barils: transfer refined_petroleum RU>KP 2023-01..2023-12 reported"],
    ),
    (
        "2023-02-10",
        "Moscou a informé l'ONU avoir vendu 3 225 barils de diesel à Pyongyang en décembre.",
        ["3 225 barils: transfer refined_petroleum RU>KP 2022-12 reported"],
    ),
    (
        "2018-07-14",
        "Un document américain remis au Conseil de sécurité affirme que la Corée du Nord a obtenu au moins 759.793 barils de produits raffinés du 1er janvier au 30 mai par des transferts de navire à navire.",
        ["759.793 barils: transfer refined_petroleum >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-05-03",
        "Le plafond d'un demi-million de barils par an imposé à la Corée du Nord a déjà été franchi, dit-on à Washington.",
        ["un demi-million de barils: cap"],
    ),
    (
        "2019-04-01",
        "Les ventes de charbon de la Corée du Nord ont atteint 930.000 tonnes en 2018, estime le groupe d'experts.",
        ["930.000 tonnes: transfer coal KP> 2018-01..2018-12 estimated"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_french_newspapers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "fr", expected)
