# ruff: noqa: E501 - a sentence stands on one line
"""Spanish sentences."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-01-30",
        "Rusia vendió a Corea del Norte 44.655 barriles de petróleo refinado en enero de 2023, según declaró al comité.",
        ["44.655 barriles: transfer refined_petroleum RU>KP 2023-01 reported"],
    ),
    (
        "2021-03-04",
        "China exportó 4.893 barriles de petróleo refinado a Corea del Norte en enero, según datos de aduanas.",
        ["4.893 barriles: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2021-03-04",
        "Corea del Norte importó de China 4.893 barriles de gasolina en enero, notificó el comité.",
        ["4.893 barriles: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2020-08-28",
        "China y Rusia entregaron juntos 17.000 toneladas de petróleo refinado a Pyongyang entre enero y julio, según el comité.",
        ["17.000 toneladas: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2023-06-13",
        "De diciembre de 2022 a abril de este año Rusia envió 67.300 barriles de petróleo refinado a Corea del Norte, según el comité.",
        ["67.300 barriles: transfer RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2024-05-02",
        "La Casa Blanca dijo que Rusia envió más de 165.000 barriles de petróleo refinado a Corea del Norte en marzo.",
        ["165.000 barriles: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-27",
        "Los expertos estiman que Corea del Norte obtuvo de contrabando 1,5 millones de barriles de combustible el año pasado.",
        ["1,5 millones de barriles: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "La resolución limita a 500.000 barriles al año las importaciones de petróleo refinado de Corea del Norte.",
        ["500.000 barriles: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "El tope para el crudo destinado a Corea del Norte es de 4 millones de barriles anuales, dice la resolución.",
        ["4 millones de barriles: cap crude_oil >KP -"],
    ),
    (
        "2019-09-21",
        "Las ventas de combustible a Corea del Norte suman ya el 47% del límite anual.",
        ["47%: share_of_cap"],
    ),
    (
        "2019-09-21",
        "Las exportaciones chinas de diésel a Corea del Norte aumentaron un 30% en mayo.",
        ["30%: change"],
    ),
    (
        "2024-03-18",
        "Corea del Norte ha enviado a Rusia unos 7.000 contenedores de municiones, según el ministro surcoreano.",
        ["7.000 contenedores: transfer arms KP>RU alleged"],
    ),
    (
        "2017-04-13",
        "China importó de Corea del Norte 1,23 millones de toneladas de carbón en febrero, según las aduanas.",
        ["1,23 millones de toneladas: transfer coal KP>CN 2017-02 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_spanish_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "es", expected)
