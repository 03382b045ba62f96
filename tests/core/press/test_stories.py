# ruff: noqa: E501 - a story is told in its own lines
"""Short articles of our own: what one sentence leaves out, another has said."""

import pytest

from tests.core.press.shorthand import check


STORIES = [
    (
        "a frame, its months, another supplier in the same period, and their sum",
        "2019-02-01",
        "en",
        """N. Korea got 17,000 tons of refined oil from Russia in 2018: UN data

Russia supplied North Korea with about 17,000 tons of refined petroleum products last year, according to data posted on the website of the U.N. sanctions committee Friday.

Moscow provided 1,955 tons in November and 2,143 tons in December, the data showed.

China, meanwhile, reported shipping 19,200 tons over the same period, bringing the two countries' combined total to 36,200 tons.""",
        [
            "1,955 tons: transfer RU>KP 2018-11 reported",
            "2,143 tons: transfer RU>KP 2018-12 reported",
            "19,200 tons: transfer CN>KP 2018-01..2018-12 reported",
            "36,200 tons: transfer CN,RU>KP 2018-01..2018-12 reported",
        ],
    ),
    (
        "cumulative to the latest month named, share of the ceiling",
        "2022-11-18",
        "en",
        """Beijing declares October oil supply

China told the United Nations that it shipped 5,870 barrels of refined petroleum to the DPRK in October.

Shipments had stood at 27,000 barrels in August and 31,500 in September. Cumulative deliveries for the year now total 148,000 barrels -- 29.6% of the ceiling.""",
        [
            "5,870 barrels: transfer CN>KP 2022-10 reported",
            "31,500: transfer CN>KP 2022-09 reported",
            "148,000 barrels: transfer 2022-01..2022-10",
            "29.6%: share_of_cap",
        ],
    ),
    (
        "what was measured against does not set the period",
        "2017-10-26",
        "en",
        """China's fuel sales to North Korea dry up

China exported no diesel to North Korea in September, data showed on Thursday, and gasoline shipments fell to 1,000 tonnes from 2,500 tonnes a year earlier.

Coal imports were 509,562 tonnes, down from 1.64 million tonnes in August. LPG exports stood at 63 tonnes.""",
        [
            "1,000 tonnes: transfer refined_petroleum CN>KP 2017-09 reported",
            "2,500 tonnes: transfer refined_petroleum CN>KP 2016-09 reported",
            "509,562 tonnes: transfer coal KP>CN 2017-09",
            "1.64 million tonnes: transfer coal KP>CN 2017-08",
            "63 tonnes: transfer other CN>KP 2017-09",
        ],
    ),
    (
        "a list of months without years, in the year just spoken of",
        "2022-02-04",
        "en",
        """North Korea's oil imports in 2021 fall far short of cap

North Korea bought some 90,000 barrels of refined oil from abroad last year, documents at the UN show.

All of it came from China: the UN committee lists 4,893 barrels in March, 92 in April, 8,050 in May and 10,725 in June.

Russia said it supplied nothing for the whole year. The year before, it had sold 12,830 tons.""",
        [
            "4,893 barrels: transfer CN>KP 2021-03 reported",
            "92: transfer CN>KP 2021-04 reported",
            "10,725: transfer CN>KP 2021-06 reported",
            "12,830 tons: transfer RU>KP 2020-01..2020-12",
        ],
    ),
    (
        "rows labelled by month, under a unit and a year",
        "2023-01-27",
        "en",
        """China's declared refined petroleum supplies to the DPRK, 2022

Month: barrels
January: 4,080
February: 4,893
March: -
May: 8,050""",
        [
            "4,080: transfer CN>KP 2022-01 reported",
            "4,893: transfer CN>KP 2022-02 reported",
            "8,050: transfer CN>KP 2022-05 reported",
        ],
    ),
    (
        "loaded at a State's port; assumed loads; what was declared",
        "2024-12-02",
        "en",
        """Pyongyang's tankers keep coming to Vostochny

At least 55 North Korean tankers have loaded fuel at Russia's Vostochny port since March, a research group found; assuming they were 90 percent full, that is 1.2 million barrels.

Moscow declared only 15,279 barrels for January, and nothing since.""",
        [
            "55 North Korean tankers: context",
            "90 percent: context",
            "1.2 million barrels: transfer RU>KP 2024-03-01..2024-12-02 estimated",
            "15,279 barrels: transfer RU>KP 2024-01 reported",
        ],
    ),
    (
        "containers, shells that they could hold, and an earlier count",
        "2024-07-17",
        "en",
        """Seoul: 12,000 containers

North Korea has shipped some 12,000 containers of munitions to Russia since August, enough to hold 5.6 million artillery shells, South Korea's Defense Intelligence Agency estimates.""",
        [
            "12,000 containers: transfer arms KP>RU 2023-08-01..2024-07-17 estimated",
            "5.6 million artillery shells: transfer arms KP>RU estimated",
        ],
    ),
    (
        "Korean: the month of the headline, and the year so far",
        "2023-10-06",
        "ko",
        """러시아, 8월 대북 정제유 2천600배럴 공급

6일 유엔 안보리 대북제재위원회 홈페이지에 따르면 러시아는 8월 한 달간 북한에 정제유 2천593배럴을 수출했다고 보고했다. 7월에는 1만933배럴이었다.

이로써 올해 들어 8월까지 러시아가 북한에 공급한 정제유는 모두 7만8천 배럴로 집계됐다.""",
        [
            "2천600배럴: transfer RU>KP 2023-08 reported",
            "1만933배럴: transfer RU>KP 2023-07 reported",
            "7만8천 배럴: transfer RU>KP 2023-01..2023-08 reported",
        ],
    ),
    (
        "Chinese: from last December to this April, told in two places",
        "2023-06-14",
        "zh",
        """俄恢復對北韓供油

聯合國安理會北韓制裁委員會網站顯示,俄羅斯自去年12月恢復向北韓出口精煉油,至今年4月共供應6萬7300桶。

其中1月4萬4655桶最多,2月1萬666桶,3月5140桶。""",
        [
            "6萬7300桶: transfer RU>KP 2022-12..2023-04",
            "4萬4655桶: transfer RU>KP 2023-01",
            "1萬666桶: transfer RU>KP 2023-02",
            "5140桶: transfer RU>KP 2023-03",
        ],
    ),
    (
        "Russian: dashes stand for the verb",
        "2023-06-14",
        "ru",
        """Россия возобновила поставки нефтепродуктов в КНДР

В декабре 2022 года Россия поставила в КНДР 3225 баррелей нефтепродуктов, в январе — 44 655, в феврале — 10 666 баррелей, следует из данных комитета.""",
        [
            "3225 баррелей: transfer RU>KP 2022-12 reported",
            "44 655: transfer RU>KP 2023-01 reported",
            "10 666 баррелей: transfer RU>KP 2023-02 reported",
        ],
    ),
    (
        "German: two States, each with its own amount",
        "2019-02-05",
        "de",
        """Russland und China melden Lieferungen

Russland meldete dem Ausschuss für 2018 insgesamt 28.900 Tonnen Ölprodukte für Nordkorea, China 19.200 Tonnen.""",
        [
            "28.900 Tonnen: transfer RU>KP 2018-01..2018-12 reported",
            "19.200 Tonnen: transfer CN>KP 2018-01..2018-12 reported",
        ],
    ),
]


@pytest.mark.parametrize(
    ("published", "language", "text", "expected"),
    [story[1:] for story in STORIES],
    ids=[story[0] for story in STORIES],
)
def test_stories(published: str, language: str, text: str, expected: list[str]) -> None:
    check(text, published, language, expected)
