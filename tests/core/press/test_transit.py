# ruff: noqa: E501 - a text stands on one line
"""Coal of another State in transit through the DPRK counts for nobody; coal passed off as such does.

S/RES/2371, paragraph 8: the ban does "not apply with respect to coal that the exporting State confirms
… has originated outside the DPRK and was transported through the DPRK solely for export from the
Port of Rajin (Rason)".
"""

from datetime import date

import pytest

from compliance.core.press import read


PASSING = [
    ("en", "Russian coal again moves through the North Korean port of Rajin. In January North Korea's pier exported 4,200 tons to China."),
    ("en", "A freighter reached Pohang with 40,500 tons of coal from Siberia. It had been loaded at Rajin in North Korea."),
    ("en", "Kuzbass coal went by rail from Khasan to Rajin, North Korea. In 2019 North Korea's pier shipped 1.2 million tons."),
    ("en", "Mongolian coal may go through North Korea. A trial cargo of 25,000 tons left Rason for Japan in May."),
    ("ko", "북한이 나진항에서 러시아산 유연탄 14만t을 한국에 수출했다."),
    ("ja", "ロシア産の石炭4万500トンが北朝鮮の羅津港を経由して韓国に運ばれた。"),
    ("zh", "俄罗斯煤炭4万吨经朝鲜罗津港运往韩国，不属于制裁范围。"),
    ("ru", "КНДР отправила в Южную Корею через порт Раджин 40,5 тыс. тонн российского угля."),
    ("es", "El carbón ruso pasó por el puerto norcoreano de Rajin: 40.500 toneladas fueron enviadas a Corea del Sur."),
    ("fr", "Le charbon russe a transité par le port nord-coréen de Rajin : 40.500 tonnes ont été expédiées vers la Corée du Sud."),
    ("de", "Nordkorea lieferte über den Hafen Rajin 40.500 Tonnen russische Kohle nach Südkorea."),
    ("ar", "نقل الفحم الروسي عبر ميناء راجين في كوريا الشمالية، وبلغت الشحنة 40500 طن إلى كوريا الجنوبية."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), PASSING)
def test_coal_in_transit_reaches_no_cap_and_is_no_dealing(language: str, text: str) -> None:
    reading = read(text, published_on=date(2020, 5, 28), language=language)
    tons = [claim for claim in reading.claims if claim.figure.unit in ("t", "kt")]
    assert tons
    for claim in tons:
        assert claim.role not in ("transfer", "cap", "share_of_cap") or "KP" not in claim.supplier
        assert "KP" not in claim.recipient
    assert not any(a.category == "coal" for a in reading.allegations)


OWN = [
    # papers that lie
    ("en", "North Korean coal was shipped to South Korea with forged papers as Russian coal from Kholmsk: 35,000 tons reached Pohang in 2018, Seoul's customs service said."),
    ("en", "North Korea smuggled 20,000 tons of coal to China in May 2019. The cargo was falsely declared as Russian coal loaded at Rajin."),
    # its own coal beside the other's
    ("en", "Russian coal still passes through Rajin in North Korea, 4,000 tons in May 2019. Apart from that North Korea sold 90,000 tons of North Korean coal to China in violation of sanctions, the panel said."),
    ("ko", "북한산 석탄 3만5천t이 러시아산 석탄으로 위장돼 2018년 나진항에서 한국에 밀수됐다고 관세청이 밝혔다."),
    ("ru", "По данным экспертов, северокорейский уголь, 35 тыс. тонн, под видом российского угля продан Китаю через Раджин в 2019 году."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), OWN)
def test_coal_of_the_dprk_counts_whatever_its_papers_say(language: str, text: str) -> None:
    reading = read(text, published_on=date(2020, 5, 28), language=language)
    moved = [c for c in reading.claims if c.role == "transfer" and c.commodity == "coal"]
    assert [c.supplier for c in moved] == [("KP",)]


def test_the_reason_says_that_it_passes() -> None:
    reading = read(PASSING[2][1], published_on=date(2020, 5, 28), language="en")
    (claim,) = reading.claims
    assert claim.role == "context"
    assert "coal_in_transit" in {reason.rule for reason in claim.reasons}


def test_another_countrys_coal_without_the_port_is_left_as_read() -> None:
    text = "North Korea exported 90,000 tons of coal to China in May 2019, the UN panel said. Russian coal sold well, too."
    reading = read(text, published_on=date(2020, 5, 28), language="en")
    assert [(c.role, c.supplier) for c in reading.claims] == [("transfer", ("KP",))]
