# ruff: noqa: E501 - a sentence stands on one line
"""Claims of English sentences: role, goods, parties, period and basis, one trap a line."""

from datetime import date

import pytest

from compliance.core.press import read
from tests.core.press.shorthand import check


# published, text, what each figure claims
TRANSFERS = [
    # who gives: subject, possessive, adjective, "from", passive
    (
        "2024-02-08",
        "China supplied 8,050 barrels of refined petroleum to North Korea in May, it reported to the"
        " sanctions committee.",
        ["8,050 barrels: transfer refined_petroleum CN>KP 2023-05 reported"],
    ),
    (
        "2019-11-20",
        "Russia's deliveries of refined oil to North Korea came to 2,136 tons in September, the U.N."
        " committee's website showed.",
        ["2,136 tons: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2019-11-20",
        "Chinese exports of diesel to the North reached 1,200 tons last month, customs data showed.",
        ["1,200 tons: transfer refined_petroleum CN>KP 2019-10 reported"],
    ),
    (
        "2021-03-04",
        "North Korea imported 4,893 barrels of refined petroleum from China in January, according to"
        " a notification to the 1718 Committee.",
        ["4,893 barrels: transfer refined_petroleum CN>KP 2021-01 reported"],
    ),
    (
        "2021-03-04",
        "In January, 4,893 barrels of oil products were shipped from China to the DPRK, the committee"
        " was notified.",
        ["4,893 barrels: transfer refined_petroleum CN>KP 2021-01 reported"],
    ),
    (
        "2023-07-04",
        "Moscow told the UN that it had sold Pyongyang 2,593 barrels of refined petroleum in May.",
        ["2,593 barrels: transfer refined_petroleum RU>KP 2023-05 reported"],
    ),
    (
        "2023-07-04",
        "Some 2,593 barrels of refined petroleum were supplied by Russia to North Korea in May,"
        " data on the UN website showed.",
        ["2,593 barrels: transfer refined_petroleum RU>KP 2023-05 reported"],
    ),
    (
        "2023-07-04",
        "Pyongyang bought 2,593 barrels of refined oil from Moscow in May, declared figures show.",
        ["2,593 barrels: transfer refined_petroleum RU>KP 2023-05 reported"],
    ),
    # supplier carried over from the sentence before
    (
        "2019-09-21",
        "Russia reported its latest sales of refined oil to North Korea to the U.N. committee. It"
        " shipped 1,130 tons in June.",
        ["1,130 tons: transfer refined_petroleum RU>KP 2019-06 reported"],
    ),
    # each figure its own supplier
    (
        "2020-02-21",
        "Russia sold 30,180 tons of refined oil to North Korea last year and China 22,730 tons,"
        " customs data showed.",
        [
            "30,180 tons: transfer RU>KP 2019-01..2019-12 reported",
            "22,730 tons: transfer CN>KP 2019-01..2019-12 reported",
        ],
    ),
    (
        "2020-02-21",
        "Last year 30,180 tons of refined petroleum came from Russia and 22,730 tons from China, North"
        " Korea's only declared suppliers, according to the committee.",
        ["30,180 tons: transfer RU>KP", "22,730 tons: transfer CN>KP"],
    ),
    # two suppliers in one sum
    (
        "2020-08-28",
        "China and Russia together delivered 17,000 tons of refined oil to North Korea from January to"
        " July, U.N. figures show.",
        ["17,000 tons: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2020-08-28",
        "China and Russia are North Korea's suppliers of refined oil. The two countries sold it 17,000"
        " tons between January and July, the committee's website shows.",
        ["17,000 tons: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    # cargo of unknown hands
    (
        "2018-07-12",
        "North Korea imported at least 759,793 barrels of refined petroleum by ship-to-ship transfer"
        " between Jan. 1 and May 30, the United States estimates.",
        ["759,793 barrels: transfer >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-03-27",
        "Tankers smuggled more than 1.5 million barrels of refined products into North Korea between"
        " Jan. 1 and Sept. 15 last year, the U.N. panel of experts estimated.",
        ["1.5 million barrels: transfer refined_petroleum >KP 2023-01-01..2023-09-15 estimated"],
    ),
    # who watches does not give
    (
        "2024-05-02",
        "Russia shipped more than 165,000 barrels of refined petroleum to North Korea in March, the"
        " White House said.",
        ["165,000 barrels: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2024-05-02",
        "The United States said that Russia shipped 165,000 barrels of refined petroleum to North"
        " Korea in March alone.",
        ["165,000 barrels: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-05-02",
        "South Korea's spy agency estimates that Russia sent the North a million barrels of oil"
        " products between March and October last year.",
        ["a million barrels: transfer RU>KP 2023-03..2023-10 estimated"],
    ),
    # crude and refined in one text
    (
        "2018-03-05",
        "China sold North Korea 5 tonnes of jet fuel in January, customs data show. Through a pipeline"
        " it also delivers some 520,000 tonnes of crude a year, industry sources say.",
        [
            "5 tonnes: transfer refined_petroleum CN>KP 2018-01 reported",
            "520,000 tonnes: transfer crude_oil CN>KP - alleged",  # an open rate has no period
        ],
    ),
    # one quantity in another unit
    (
        "2021-10-05",
        "China exported 1,410 tons, or 11,745 barrels, of refined oil to North Korea in August,"
        " according to the sanctions committee.",
        [
            "1,410 tons: transfer CN>KP 2021-08 reported",
            "11,745 barrels: transfer CN>KP 2021-08 reported",
        ],
    ),
    (
        "2018-01-26",
        "China sold North Korea gasoline worth $6.4 million in December, customs data showed.",
        ["$6.4 million: transfer refined_petroleum CN>KP 2017-12 reported"],
    ),
    # relative times
    (
        "2020-08-28",
        "Russia sold North Korea 12,000 tons of refined oil from January to July, U.N. figures show."
        " A year earlier it had been 20,000 tons.",
        ["12,000 tons: transfer 2020-01..2020-07", "20,000 tons: transfer RU>KP 2019-01..2019-07"],
    ),
    (
        "2019-11-20",
        "North Korea received 2,136 tons of refined oil from Russia in September, down from 2,612 tons a"
        " month earlier, the committee said.",
        ["2,136 tons: transfer 2019-09", "2,612 tons: transfer RU>KP 2019-08 reported"],
    ),
    (
        "2017-06-23",
        "China exported 5,219 tonnes of gasoline to North Korea in May, compared with 5,643 tonnes in"
        " May last year, customs data showed.",
        ["5,219 tonnes: transfer CN>KP 2017-05", "5,643 tonnes: transfer CN>KP 2016-05"],
    ),
    (
        "2024-03-01",
        "Russia reported 44,655 barrels of refined petroleum for North Korea in January 2023, 10,666 in"
        " February and 5,140 in March.",
        [
            "44,655 barrels: transfer RU>KP 2023-01 reported",
            "10,666: transfer RU>KP 2023-02 reported",
            "5,140: transfer RU>KP 2023-03 reported",
        ],
    ),
    (
        "2022-03-23",
        "China sent North Korea 1,666, 8,730 and 1,206 barrels of refined oil in October, November and"
        " December last year, respectively, the committee's website showed.",
        ["1,206 barrels: transfer CN>KP 2021-12 reported"],
    ),
    (
        "2023-06-13",
        "Russia resumed oil exports to North Korea in December last year and had delivered 67,300 barrels"
        " of refined petroleum by April, the U.N. website showed.",
        ["67,300 barrels: transfer RU>KP 2022-12..2023-04 reported"],
    ),
    # a status date is not the span covered
    (
        "2024-12-06",
        "Notifications for January to October stood at 168,679 barrels of refined petroleum from China to"
        " North Korea as of Dec. 4, the UN website showed.",
        ["168,679 barrels: transfer CN>KP 2024-01..2024-10 reported"],
    ),
    (
        "2017-12-29",
        "The tanker passed 600 tons of refined oil to a North Korean ship on Oct. 19, officials said.",
        ["600 tons: transfer >KP 2017-10-19 alleged"],
    ),
    # zero in words
    (
        "2017-12-27",
        "China exported no gasoline, jet fuel or diesel to North Korea in November, customs data showed.",
        ["no gasoline, jet fuel or diesel: transfer CN>KP 2017-11 reported"],
    ),
    # coal goes the other way
    (
        "2017-04-13",
        "China imported 1.23 million tons of coal from North Korea in February, customs data showed.",
        ["1.23 million tons: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2020-02-16",
        "North Korea exported 3.7 million tons of coal between January and August last year, U.N. experts"
        " estimate.",
        ["3.7 million tons: transfer coal KP> 2019-01..2019-08 estimated"],
    ),
    (
        "2017-06-23",
        "China took delivery of 233,508 tonnes of iron ore from North Korea in May, customs said.",
        ["233,508 tonnes: transfer iron_ore KP>CN 2017-05 reported"],
    ),
    # arms
    (
        "2024-02-27",
        "North Korea has shipped about 6,700 containers of munitions to Russia since September, South"
        " Korea's defense minister said.",
        ["6,700 containers: transfer arms KP>RU 2023-09-01..2024-02-27 alleged"],
    ),
    (
        "2023-10-13",
        "Pyongyang delivered more than 1,000 containers of military equipment to Russia between Sept. 7"
        " and Oct. 1, the White House said.",
        ["1,000 containers: transfer arms KP>RU 2023-09-07..2023-10-01 alleged"],
    ),
    (
        "2024-10-18",
        "Seoul's spy agency says that Russia received over 8 million artillery shells from North Korea.",
        ["8 million artillery shells: transfer arms KP>RU -"],
    ),
    (
        "2022-11-20",
        "Iran sold Russia 2,400 drones, Ukrainian officials say.",
        ["2,400 drones: transfer arms IR>RU alleged"],
    ),
    # oil for food
    (
        "2000-09-26",
        "Iraq exported 18.1 million barrels of oil in the week to September 22 under the oil-for-food"
        " program, the Office of the Iraq Program said.",
        ["18.1 million barrels: transfer crude_oil IQ> 2000-09-16..2000-09-22 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), TRANSFERS)
def test_transfers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "en", expected)


LIMITS = [
    (
        "Resolution 2397 caps North Korea's imports of refined petroleum at 500,000 barrels a year.",
        ["500,000 barrels: cap refined_petroleum >KP -"],
    ),
    (
        "The Council limits refined petroleum for the North to 500,000 barrels annually.",
        ["500,000 barrels: cap refined_petroleum >KP -"],
    ),
    (
        "North Korea may import no more than 4 million barrels of crude oil per year under U.N."
        " sanctions.",
        ["4 million barrels: cap crude_oil >KP -"],
    ),
    (
        "Under sanctions the ceiling for crude to Pyongyang is 4 million barrels or 525,000 tons in a"
        " twelve-month period.",
        ["4 million barrels: cap crude_oil >KP", "525,000 tons: cap crude_oil >KP"],
    ),
    (
        "The 500,000-barrel cap on refined products for North Korea was breached.",
        ["500,000-barrel: cap refined_petroleum >KP"],
    ),
    (
        "Sanctions allow the DPRK half a million barrels of refined oil a year.",
        ["half a million barrels: cap refined_petroleum >KP"],
    ),
    (
        "The U.N. permits Pyongyang 500,000 barrels of oil products a year, or 60,000 to 65,000 tons.",
        ["500,000 barrels: cap", "60,000 to 65,000 tons: cap refined_petroleum >KP"],
    ),
    (
        "From Oct. 1 to Dec. 31, 2017 the limit on refined petroleum for North Korea is 500,000 barrels.",
        ["500,000 barrels: cap refined_petroleum >KP 2017-10..2017-12"],
    ),
    (
        "Resolution 2321 limits North Korea's coal exports to 7.5 million tons a year or $400 million.",
        ["7.5 million tons: cap coal KP>", "$400 million: cap coal KP>"],
    ),
    # what was moved stays a transfer beside its limit
    (
        "Russia shipped 165,000 barrels of refined oil to North Korea in March, above the annual limit of"
        " 500,000 barrels, the White House said.",
        ["165,000 barrels: transfer RU>KP", "500,000 barrels: cap"],
    ),
    (
        "North Korea imported 1.6 million barrels of refined petroleum, more than three times the 500,000"
        " barrels allowed, U.N. experts estimate.",
        ["1.6 million barrels: transfer", "500,000 barrels: cap"],
    ),
    (
        "China delivered 106,000 barrels of refined petroleum to North Korea, far below the U.N. ceiling of"
        " 500,000 barrels, customs data show.",
        ["106,000 barrels: transfer CN>KP", "500,000 barrels: cap"],
    ),
    # proposed and former caps
    (
        "The U.S. draft resolution would have lowered North Korea's crude imports from 4 million to 3 million"
        " barrels a year.",
        ["3 million barrels: context"],
    ),
    # the nuclear deal
    (
        "The deal allows Iran a stockpile of 202.8 kg of enriched uranium.",
        ["202.8 kg: cap uranium IR>"],
    ),
    (
        "The agreement limits Iran to enrichment of 3.67 percent of uranium.",
        ["3.67 percent: cap uranium"],
    ),
    (
        "Iran now holds 4,744.5 kg of enriched uranium, the IAEA says.",
        ["4,744.5 kg: context uranium"],
    ),
    # a price cap is a limit in dollars
    ("The G7 price cap on Russian crude stays at $60 per barrel.", ["$60: cap crude_oil"]),
]


@pytest.mark.parametrize(("text", "expected"), LIMITS)
def test_limits(text: str, expected: list[str]) -> None:
    check(text, "2018-09-28", "en", expected)


SHARES_AND_CHANGES = [
    (
        "Russia has used 33.7 percent of North Korea's annual limit for refined petroleum.",
        ["33.7 percent: share_of_cap refined_petroleum"],
    ),
    (
        "China's deliveries of refined oil to North Korea equal 18.4 percent of the 500,000 barrels allowed.",
        ["18.4 percent: share_of_cap", "500,000 barrels: cap"],
    ),
    (
        "North Korea's imports of refined oil from China stand at about 83 percent of the cap.",
        ["83 percent: share_of_cap"],
    ),
    (
        "China's sales of refined oil to North Korea rose 30 percent from a year earlier.",
        ["30 percent: change refined_petroleum"],
    ),
    ("China's sales of diesel to North Korea were down 93.6% in August.", ["93.6%: change"]),
    (
        "Deliveries of fuel to North Korea from Russia fell by 12,000 barrels in May.",
        ["12,000 barrels: change refined_petroleum"],
    ),
    (
        "Diesel sales to North Korea by China were 58 percent higher than in May.",
        ["58 percent: change"],
    ),
    ("The tankers bound for North Korea were 90 percent full of oil.", ["90 percent: context"]),
]


@pytest.mark.parametrize(("text", "expected"), SHARES_AND_CHANGES)
def test_shares_and_changes(text: str, expected: list[str]) -> None:
    check(text, "2018-09-28", "en", expected)


CONTEXT = [
    ("The 11,253-ton tanker was held over oil for North Korea.", ["11,253-ton: context"]),
    ("The 7,758-dwt Patriot carried oil to North Korea.", ["7,758-dwt: context"]),
    (
        "North Korea consumes 15,000 barrels of oil a day, the EIA says.",
        ["15,000 barrels: context"],
    ),
    (
        "North Korea's refinery has a capacity of 1.5 million tons of crude.",
        ["1.5 million tons: context"],
    ),
    ("North Korean tankers called at the port 89 times with refined oil.", ["89 times: context"]),
    ("At least 43 tankers from North Korea loaded oil in Russia.", ["43 tankers: context"]),
    ("Ukraine shot down 220 Iranian drones.", ["220 Iranian drones: context"]),
    ("Russia plans to buy 2,000 missiles from North Korea.", ["2,000 missiles: context"]),
    ("Qatar sent home about 2,500 North Korean workers.", ["2,500 North Korean workers: context"]),
    (
        "Russia exports 400 million tons of oil worldwide, beside which North Korea is nothing.",
        ["400 million tons: context"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONTEXT)
def test_amounts_that_are_no_dealing(text: str, expected: list[str]) -> None:
    check(text, "2018-09-28", "en", expected)


NEAR_MISSES = [
    "OPEC's output of crude rose by 80,000 bpd as Iraq, Iran and Libya pumped more.",
    "Indian mills may export six million tonnes of sugar by May 31, the food ministry said.",
    "Congo caps cobalt exports at 96,600 tonnes a year.",
    "The US will release 50 million barrels of oil from its reserve; South Korea follows.",
    "Seoul ships 50,000 tons of rice to North Korea as food aid.",
    "Steel exports from Iran reached 5 million tonnes last year.",
    "The salary cap rises to 123.6 million dollars in 2020, the league said.",
    "Russia exported 3 million tons of coal to China in May; talks on North Korea go on.",
    "The EU quota for cod in the North Sea goes up to 30,000 tonnes.",
    "Libya's crude output reached 1.2 million barrels a day in June.",
    "Five tankers carry 1.53 million barrels of gasoline from Iran to Venezuela despite U.S. sanctions.",
    "Iran's crude exports rose to 2.1 million barrels a day after UN sanctions were lifted.",
    "Vietnam imported 43.8 million tonnes of coal last year; cargoes tied to North Korea are banned.",
    "South Korea cleared 40,500 tons of Russian coal that came through the North Korean port of Rajin.",
    "OPEC says Iran, under sanctions, pumped 2.5 million bpd and Iraq exported 3.3 million bpd.",
]


OTHER_NEAR_MISSES = [
    (
        "ko",
        "OPEC+가 하루 200만 배럴을 감산하기로 했다. 이라크는 22만 배럴, 이란은 감산에서 제외된다.",
    ),
    ("ko", "정부가 세계식량계획을 통해 북한에 쌀 5만t을 지원한다."),
    ("zh", "4月中国进口煤炭2173万吨,俄罗斯煤炭达到510万吨。联合国制裁决议禁止从朝鲜进口煤炭。"),
    ("zh", "欧佩克日均减产200万桶。伊拉克配额为443万桶,伊朗不受制裁限制。"),
    ("ja", "石油輸出国機構(OPEC)は生産量を日量200万バレル減らす。イランへの制裁は続く。"),
    ("ru", "США выделят из резерва 50 млн баррелей нефти. Иран остаётся под санкциями."),
    (
        "es",
        "La OPEP+ recorta dos millones de barriles diarios; Irak 220.000 barriles, Irán sigue sancionado.",
    ),
    ("fr", "L'Opep+ réduit ses quotas; l'Irak retire 220 000 barils, l'Iran reste sous sanctions."),
    (
        "de",
        "Die Opec+ kürzt; der Irak fördert 220.000 Barrel weniger, Sanktionen gegen Iran bleiben.",
    ),
    (
        "ar",
        "اتفق تحالف أوبك+ على خفض الإنتاج. وسيخفض العراق 220 ألف برميل يوميا وتبقى عقوبات إيران.",
    ),
]


@pytest.mark.parametrize(
    ("language", "text"), [("en", text) for text in NEAR_MISSES] + OTHER_NEAR_MISSES
)
def test_near_misses_reach_no_cap(language: str, text: str) -> None:
    reading = read(text, published_on=date(2020, 6, 15), language=language)
    tracked = {"refined_petroleum", "crude_oil", "petroleum", "coal", "iron_ore", "seafood"}
    sanctioned = {"KP", "IR", "IQ", "LY"}
    reached = [
        claim.figure.quote
        for claim in reading.claims
        if claim.role in ("transfer", "cap", "share_of_cap")
        and claim.commodity in tracked
        and sanctioned & {*claim.supplier, *claim.recipient}
    ]
    assert reached == []
