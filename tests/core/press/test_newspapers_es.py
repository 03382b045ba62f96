# ruff: noqa: E501 - a sentence stands on one line
"""Spanish as newspapers write it. "mil" and "millones", dotted thousands."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-03-12",
        "Rusia suministró a Corea del Norte 21.000 barriles de productos refinados en enero, según los datos del comité de sanciones de la ONU.",
        ["21.000 barriles: transfer refined_petroleum RU>KP 2024-01 reported"],
    ),
    (
        "2021-07-21",
        "China notificó al comité 1718 el envío de 4.893 barriles de petróleo refinado a Pyongyang durante el mes de junio.",
        ["4.893 barriles: transfer refined_petroleum CN>KP 2021-06 reported"],
    ),
    (
        "2019-11-20",
        "En septiembre salieron de Rusia hacia Corea del Norte 2.136 toneladas de derivados del petróleo, recoge la página del comité.",
        ["2.136 toneladas: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2020-02-21",
        "Pyongyang importó el año pasado 57.000 toneladas de petróleo refinado de China y Rusia, muestran las cifras del comité.",
        ["57.000 toneladas: transfer refined_petroleum CN,RU>KP 2019-01..2019-12 reported"],
    ),
    (
        "2024-05-03",
        "Solo en marzo Moscú envió más de 165.000 barriles de refinados a Pyongyang, aseguró el portavoz de la Casa Blanca, John Kirby.",
        ["165.000 barriles: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2018-01-15",
        "La resolución 2397 limita a 500 mil barriles anuales las ventas de productos refinados a Corea del Norte.",
        ["500 mil barriles: cap refined_petroleum >KP"],
    ),
    (
        "2018-01-15",
        "El crudo que se vende a Corea del Norte no puede superar los cuatro millones de barriles al año.",
        ["cuatro millones de barriles: cap crude_oil >KP"],
    ),
    (
        "2019-10-02",
        "Esto equivale al 47,5 por ciento del tope anual para los productos refinados que China y Rusia venden a Corea del Norte.",
        ["47,5 por ciento: share_of_cap"],
    ),
    (
        "2023-06-14",
        "Entre diciembre de 2022 y abril de 2023 Rusia exportó a Corea del Norte 67.300 barriles de productos petroleros, según comunicó al comité.",
        ["67.300 barriles: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2024-03-27",
        "El panel de expertos calcula que Corea del Norte recibió hasta 1,52 millones de barriles de refinados entre enero y septiembre del año pasado.",
        ["1,52 millones de barriles: transfer refined_petroleum >KP 2023-01..2023-09 estimated"],
    ),
    (
        "2017-03-21",
        "China compró 1,23 millones de toneladas de carbón norcoreano en febrero, según datos de Aduanas.",
        ["1,23 millones de toneladas: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-18",
        "Corea del Norte ha entregado a Rusia unos 7.000 contenedores de munición, sostiene el ministro de Defensa surcoreano.",
        ["7.000 contenedores: transfer arms KP>RU alleged"],
    ),
    (
        "2021-03-04",
        "Las exportaciones chinas de productos refinados a Corea del Norte crecieron un 30% en enero respecto al mes anterior.",
        ["30%: change"],
    ),
    (
        "2020-09-01",
        "En los siete primeros meses del año Rusia declaró 14 mil toneladas de refinados entregadas a Corea del Norte.",
        ["14 mil toneladas: transfer refined_petroleum RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2022-05-12",
        "China informó a la ONU de 5.593 barriles de refinados vendidos a Corea del Norte en marzo y 4.021 barriles en abril.",
        [
            "5.593 barriles: transfer refined_petroleum CN>KP 2022-03 reported",
            "4.021 barriles: transfer refined_petroleum CN>KP 2022-04 reported",
        ],
    ),
    (
        "2024-11-23",
        "Un centro británico calcula, a partir de imágenes de satélite, que Rusia ha suministrado desde marzo más de un millón de barriles de petróleo a Corea del Norte.",
        ["un millón de barriles: transfer petroleum RU>KP 2024-03-01..2024-11-23 estimated"],
    ),
    (
        "2019-03-10",
        "El 19 de octubre pasado el petrolero traspasó en alta mar 600 toneladas de gasóleo a un buque norcoreano.",
        ["600 toneladas: transfer refined_petroleum >KP 2018-10-19"],
    ),
    (
        "2024-10-18",
        "Desde agosto del año pasado Corea del Norte habría facilitado a Rusia 8 millones de proyectiles, según la inteligencia surcoreana.",
        ["8 millones de proyectiles: transfer arms KP>RU 2023-08-01..2024-10-18"],
    ),
    (
        "2013-05-01",
        "En 2012 China suministró 523.000 toneladas de crudo a Corea del Norte, según las estadísticas aduaneras.",
        ["523.000 toneladas: transfer crude_oil CN>KP 2012-01..2012-12 reported"],
    ),
    (
        "2024-06-04",
        "Rusia produjo 9,4 millones de barriles diarios en mayo, dijo el viceprimer ministro.",
        ["9,4 millones de barriles diarios: context"],
    ),
    (
        "2024-01-31",
        "En todo 2023 Rusia reportó 105.845 barriles de petróleo refinado con destino a Corea del Norte.",
        ["105.845 barriles: transfer refined_petroleum RU>KP 2023-01..2023-12 reported"],
    ),
    (
        "2023-02-10",
        "Moscú comunicó a la ONU que en diciembre vendió a Pyongyang 3.225 barriles de diésel.",
        ["3.225 barriles: transfer refined_petroleum RU>KP 2022-12 reported"],
    ),
    (
        "2018-07-14",
        "Según un documento estadounidense, Corea del Norte obtuvo del 1 de enero al 30 de mayo al menos 759.793 barriles de refinados mediante trasvases de barco a barco.",
        ["759.793 barriles: transfer refined_petroleum >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-05-03",
        "El techo de medio millón de barriles al año impuesto a Corea del Norte ya se ha rebasado, según Washington.",
        ["medio millón de barriles: cap"],
    ),
    (
        "2019-04-01",
        "Las ventas de carbón de Corea del Norte alcanzaron las 930.000 toneladas en 2018, estima el panel de expertos.",
        ["930.000 toneladas: transfer coal KP> 2018-01..2018-12 estimated"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_spanish_newspapers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "es", expected)
