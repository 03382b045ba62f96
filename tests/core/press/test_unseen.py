"""What unseen articles taught: one short text a phenomenon, and the claims it must give."""

from datetime import date

import pytest

from compliance.core.press import read
from tests.core.press.shorthand import check


KP = "North Korea imports refined petroleum under the UN cap. "

CASES = [
    (
        "the gap before a first delivery",
        "2023-06-14",
        "en",
        "Moscow told the 1718 Committee that it shipped 67,300 barrels of refined petroleum "
        "to North"
        " Korea between December 2022 and April this year.\n\nRussia's December delivery was "
        "its first"
        " in 27 months; before that it had last reported 255.4 barrels.",
        ["255.4 barrels: transfer RU>KP 2020-08 reported"],
    ),
    (
        "zero with its unit",
        "2021-07-21",
        "en",
        "China supplied North Korea with 4,893 barrels of refined petroleum in June, the UN "
        "committee"
        " said on its website.\n\nRussia reported zero barrels for the month.",
        ["zero barrels: transfer RU>KP 2021-06 reported"],
    ),
    (
        "an estimate under a condition",
        "2018-07-14",
        "en",
        "The complaint counts 89 calls of North Korean tankers between Jan. 1 and May 30. If "
        "each came"
        " in one third full, it argues, the North received 759,793 barrels of refined "
        "petroleum; with"
        " tanks nine tenths full the total would be 1,367,628 barrels.",
        [
            "759,793 barrels: transfer >KP 2018-01-01..2018-05-30 estimated",
            "1,367,628 barrels: transfer >KP 2018-01-01..2018-05-30 estimated",
        ],
    ),
    (
        "received from either of two",
        "2024-12-06",
        "en",
        "By the UN's own table, North Korea has received 168,679 barrels of refined petroleum this"
        " year. The page lists China through August; Russia has filed nothing since January.",
        ["168,679 barrels: transfer >KP reported"],
    ),
    (
        "a State says so, without a method",
        "2024-12-06",
        "en",
        KP
        + "A study estimated the flow. The United States had said in May that Russia shipped more"
        " than 165,000 barrels of refined petroleum to North Korea in March alone.",
        ["165,000 barrels: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "bare amounts count on in the last unit",
        "2022-11-14",
        "en",
        "China's tally for August stood at 19,892 barrels of refined oil for North Korea, up from a"
        " mere 1,987 the month before, according to the web page of the UN committee.",
        [
            "19,892 barrels: transfer CN>KP 2022-08 reported",
            "1,987: transfer CN>KP 2022-07 reported",
        ],
    ),
    (
        "a table whose unit stands above it",
        "2022-03-24",
        "en",
        "China has reported refined product sales to North Korea in one go. The UN page was "
        "refreshed"
        " on Wednesday (barrels):\n\n  November    8,730\n  December    1,206\n  January     "
        "10,822\n",
        ["8,730: transfer CN>KP 2021-11", "10,822: transfer CN>KP 2022-01"],
    ),
    (
        "a table with a column for each State",
        "2024-02-05",
        "en",
        "Who fuelled North Korea\n\n              China      Russia\nOctober       18,154     "
        "     0\n"
        "November      38,527     4,152\n\nBarrels of refined petroleum, as notified to the 1718"
        " Committee.",
        [
            "18,154: transfer CN>KP 2023-10 reported",
            "4,152: transfer RU>KP 2023-11 reported",
            "0: transfer RU>KP 2023-10 reported",
        ],
    ),
    (
        "a total has the suppliers of its parts",
        "2020-02-24",
        "en",
        "Last year North Korea took 52,914 tons of refined fuel, by what suppliers told the "
        "UN. Of that,"
        " 30,180 were booked by Russia and 22,734 by China.",
        [
            "52,914 tons: transfer CN,RU>KP 2019-01..2019-12 reported",
            "22,734: transfer CN>KP 2019-01..2019-12 reported",
        ],
    ),
    (
        "one list in two units",
        "2025-03-17",
        "en",
        "65,386 barrels in September, 35,517 in October: China told the UN of the refined "
        "petroleum it"
        " supplied to North Korea. In weight the parcels measured 7,849 and 4,263 tons, in "
        "that order.",
        ["7,849: transfer CN>KP 2024-09 reported", "4,263 tons: transfer CN>KP 2024-10 reported"],
    ),
    (
        "months told one after another",
        "2021-02-19",
        "en",
        KP + "Russia entered 0 barrels for October, November and December.",
        ["0 barrels: transfer RU>KP 2020-10..2020-12 reported"],
    ),
    (
        "so many months from one on",
        "2023-07-14",
        "en",
        "Russia was credited with 67,300 barrels of refined oil for North Korea for the five months"
        " starting last December.",
        ["67,300 barrels: transfer RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "twelve months through June",
        "2019-10-08",
        "en",
        "Over the twelve months through June, Russia moved 41,921 tons of refined products into the"
        " North and China 19,370, going by the sheets both file with the United Nations.",
        ["41,921 tons: transfer RU>KP 2018-07..2019-06", "19,370: transfer CN>KP 2018-07..2019-06"],
    ),
    (
        "each time behind its own amount",
        "2019-06-13",
        "en",
        "As of June 6, sellers had notified the sanctions committee on North Korea of "
        "14,552.8 tons of"
        " refined petroleum: 10,358.4 from Russia for January and February, 4,194.4 from China for"
        " January to April.",
        [
            "10,358.4: transfer RU>KP 2019-01..2019-02 reported",
            "4,194.4: transfer CN>KP 2019-01..2019-04 reported",
        ],
    ),
    (
        "a State as a verb's subject beside 'ship'",
        "2024-05-03",
        "en",
        KP + "March, a spokesman told reporters, saw Russia ship upwards of 165,000 barrels.",
        ["165,000 barrels: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "the ceiling in other words",
        "2017-12-23",
        "en",
        "From October until the end of this month, sales of refined products to North Korea "
        "had been"
        " bounded at 500,000 barrels already.",
        ["500,000 barrels: cap >KP"],
    ),
    (
        "an ordinal is no end of a sentence",
        "2024-03-21",
        "de",
        "Nordkorea hat nach Einschätzung des UN-Expertengremiums zwischen dem 1. Januar und dem 15."
        " September vergangenen Jahres mehr als 1,5 Millionen Barrel raffinierte Ölprodukte "
        "eingeführt.",
        ["1,5 Millionen Barrel: transfer >KP 2023-01-01..2023-09-15 estimated"],
    ),
    (
        "against a year earlier",
        "2018-03-10",
        "fr",
        "La Chine a exporté 195 tonnes de produits pétroliers raffinés vers la Corée du Nord en"
        " janvier, contre 3 200 tonnes un an plus tôt, selon les douanes.",
        ["195 tonnes: transfer CN>KP 2018-01", "3 200 tonnes: transfer CN>KP 2017-01 reported"],
    ),
    (
        "since the year began",
        "2022-12-02",
        "ru",
        "В октябре Китай поставил в КНДР 11 408 баррелей нефтепродуктов, сообщил комитет "
        "Совбеза ООН."
        " С начала года Пхеньян получил 87 481 баррель.",
        ["87 481 баррель: transfer 2022-01-01..2022-12-02 reported"],
    ),
    (
        "the first so many months",
        "2021-10-06",
        "zh",
        "今年8月,中国向朝鲜供应成品油11745桶,安理会制裁委员会网站显示。前八个月合计3.83万桶。",
        ["3.83万桶: transfer CN>KP 2021-01..2021-08 reported"],
    ),
    (
        "who stands before an amount owns it",
        "2019-07-20",
        "zh",
        "俄罗斯6月向朝鲜出口成品油1130吨,中国出口1872吨,安理会制裁委员会网站显示。",
        ["1130吨: transfer RU>KP 2019-06 reported", "1872吨: transfer CN>KP 2019-06 reported"],
    ),
]


@pytest.mark.parametrize(
    ("published", "language", "text", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_what_unseen_articles_taught(
    published: str, language: str, text: str, expected: list[str]
) -> None:
    check(text, published, language, expected)


def test_a_counter_of_months_is_no_gun() -> None:
    text = (
        "러시아, 5개월 치 정유 공급량 보고\n\n러시아가 북한"
        "에 정제유 6만7천300배럴을 공급했다고 유엔에 보고했다."
    )
    assert read(text, published_on=None, language="ko").allegations == ()


def test_a_cargo_of_sugar_reaches_no_cap() -> None:
    text = (
        "海关数据显示,2021年全国进口食糖567万吨。同"
        "期向朝鲜出口食糖1.3万吨。国际糖价与原油走势有关。"
    )
    roles = {claim.role for claim in read(text, published_on=None, language="zh").claims}
    assert roles <= {"context", "change"}


def test_an_assumption_of_load_is_no_report_though_the_text_has_reports() -> None:
    text = (
        "If each came in one third full, it argues, the North received 759,793 barrels of refined "
        "petroleum.\n\nChina and Russia have notified the committee of some 14,000 tons this year."
    )
    reading = read(text, published_on=date(2018, 7, 14))
    assert [claim.basis for claim in reading.claims] == ["estimated", "reported"]
