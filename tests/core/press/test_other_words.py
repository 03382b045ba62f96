"""Rules of language and of the field, each in several wordings: one principle a group."""

from datetime import date

import pytest

from compliance.core.press import read
from tests.core.press.shorthand import check, told


UN = "North Korea imports refined petroleum under the UN cap. "
ARMS = "North Korea arms Russia with shells, Seoul says. "
COAL = "North Korea may sell no coal, the Security Council ruled. "

CASES = [
    # counted things: the head of a compound, what stands between number and noun
    (ARMS, "In all ten weapons transfers to Russia were seen.", ["ten weapons transfers: context"]),
    (ARMS, "It sent 9,000 or more containers to Russia.", ["9,000 or more containers: transfer"]),
    (ARMS, "Pyongyang gave Moscow two hundred pieces of heavy artillery.",
     ["two hundred pieces of heavy artillery: transfer arms KP>RU"]),
    (ARMS, "The North shipped Russia two million 152 mm shells.",
     ["two million 152 mm shells: transfer arms KP>RU"]),
    (ARMS, "Russia got 3,000 Type 58 rifles from the North.",
     ["3,000 Type 58 rifles: transfer arms KP>RU"]),
    (ARMS, "In exchange Pyongyang got 40 anti-aircraft missiles.",
     ["40 anti-aircraft missiles: transfer arms RU>KP"]),
    (ARMS, "Moscow has ordered 6,000 rockets.", ["6,000 rockets: context"]),
    (ARMS, "Russia sold the North flour, and Pyongyang in turn sent 800 rockets.",
     ["800 rockets: transfer arms KP>RU"]),
    (ARMS, "Some 300 containers went to Russia. About 90,000 shells would fit inside.",
     ["90,000 shells: transfer arms KP>RU estimated"]),
    ("An embargo binds Libya's buyers of weapons. ", "Jordan delivered 11 armoured vehicles.",
     ["11 armoured vehicles: transfer arms JO>LY"]),
    ("Rifles from Iran for the Houthis. ", "Sailors boarded a dhow. On board were 1,100 rifles.",
     ["1,100 rifles: transfer arms IR>YE"]),
    # money: the value of goods, and what is none
    (COAL, "China took 90,000 tons in May 2019 and paid $7.1 million.",
     ["$7.1 million: transfer coal KP>CN 2019-05"]),
    (COAL, "The ship had 8,000 tons of coal; a contract set the price at $560,000.",
     ["$560,000: transfer coal"]),
    (UN, "Chen bought the ship for $900,000.", ["$900,000: context"]),
    (UN, "An agent charges $4,000 a month.", ["$4,000: context"]),
    # ships: tons of their own
    (UN, "The tanker met the Ocean Joy, 4,310 tons, built in Japan.", ["4,310 tons: context"]),
    (UN, "A tanker of 6,200 tons reached Nampo.", ["6,200 tons: context"]),
    # percentages: how full, of what may be, cut off
    (UN, "With tanks filled to 80 percent they landed 90,000 barrels.", ["80 percent: context"]),
    (UN, "That is 41 percent of what may be delivered in a year.", ["41 percent: share_of_cap"]),
    (UN, "The vote means that 70 percent of its fuel imports would be cut off.",
     ["70 percent: change"]),
    # ceilings: proposed, and as two limbs
    (UN, "The US tried to bring the refined fuel limit down from 500,000 barrels to 350,000.",
     ["500,000 barrels: cap", "350,000: context"]),
    (UN, "Crude shall not exceed 4 million barrels or 525,000 tons in 12 months.",
     ["4 million barrels: cap crude_oil", "525,000 tons: cap crude_oil"]),
    (COAL, "For each year it set $400.9 million or 7.5 million tonnes.",
     ["$400.9 million: cap coal", "7.5 million tonnes: cap coal"]),
    # goods: what the paragraph, or the pronoun, speaks of
    (UN, "Coal is leaving again. Its exports to China came to 40,000 tons in May 2021.",
     ["40,000 tons: transfer coal KP>CN 2021-05"]),
    # suppliers
    (UN, "The UN site has 8,120 barrels for May 2021, the work of China and Russia.",
     ["8,120 barrels: transfer CN,RU>KP 2021-05 reported"]),
    (UN, "For May 2021 the UN site has 8,120 barrels credited to Russia.",
     ["8,120 barrels: transfer RU>KP 2021-05 reported"]),
    (UN, "In May 2021, 900 tons were sold by Moscow and 310 by Beijing, UN data show.",
     ["900 tons: transfer RU>KP", "310: transfer CN>KP"]),
    (UN, "It imported 5,110 barrels in May 2021, the UN says. China supplied all of it.",
     ["5,110 barrels: transfer CN>KP 2021-05"]),
    (UN, "It received 5,110 tons in May 2021, the UN says. Russia accounted for 3,000 of them.",
     ["5,110 tons: transfer >KP 2021-05", "3,000: transfer RU>KP 2021-05"]),
    (UN, "A Singaporean shipping agent sold it 900 tons of diesel in May 2021.",
     ["900 tons: transfer >KP 2021-05"]),
    # time
    (UN, "China's own reports end with March 2021, by which time 9,870 barrels had been sent.",
     ["9,870 barrels: transfer CN>KP 2021-01..2021-03"]),
    (UN, "China sold 9,870 barrels in the five months to the end of May 2021.",
     ["9,870 barrels: transfer CN>KP 2021-01..2021-05"]),
    (UN, "China sold 9,870 barrels in May 2021, 8 percent fewer than in April.",
     ["9,870 barrels: transfer CN>KP 2021-05"]),
    (UN, "The panel says 9,870 barrels were landed in May 2021, 2 percent of the 2021 quota.",
     ["9,870 barrels: transfer >KP 2021-05"]),
    (UN, "Pictures from June show it. China sold 9,870 barrels in May 2021, UN data show.",
     ["9,870 barrels: transfer CN>KP 2021-05 reported"]),
    # sources
    (UN, "Lee, who once sat on the UN panel, doubts it. China's customs listed 9,870 tons in May"
     " 2021.", ["9,870 tons: transfer CN>KP 2021-05 reported"]),
    (UN, "The study puts Chinese sales at 9,000 tons in May 2021.",
     ["9,000 tons: transfer CN>KP estimated"]),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "expected"), CASES, ids=[case[1][:50] for case in CASES])
def test_a_rule_in_other_words(lead: str, text: str, expected: list[str]) -> None:
    check(f"{lead}\n\n{text}", "2022-03-02", "en", expected)


LIST = """North Korea's oil: what the neighbors told the UN

China
Sept: 410 tons
Oct: 3,108 tons

Russia
Aug: 33 tons
"""
BRACKETS = """What China sold to North Korea in 2022, by the UN sheet

The refined petroleum of the first half (in barrels, with tons in brackets) month by month:

April: 9,814 (1,178)
May: 6,127
June: 0
"""
QUARTERS = """Refined petroleum for North Korea, 2018

Supplier: Russia
Unit: metric tons

Q1: 5,931
Q2: 3,829
"""
PIPES = """Oil to the DPRK in 2018

| Month | Russia (t) | China (t) |
| Jan | 1,812 | 201 |
| Feb | 2,004 | 175 |

Source: 1718 Committee
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LIST, ["3,108 tons: transfer CN>KP 2018-10", "33 tons: transfer RU>KP 2018-08"]),
        (BRACKETS, ["9,814: transfer CN>KP 2022-04", "1,178: transfer CN>KP 2022-04", "0: CN>KP"]),
        (QUARTERS, ["3,829: transfer RU>KP 2018-04..2018-06"]),
        (PIPES, ["1,812: transfer RU>KP 2018-01", "175: transfer CN>KP 2018-02"]),
    ],
)
def test_a_list_whose_rows_leave_out_what_stands_above(text: str, expected: list[str]) -> None:
    check(text, "2022-12-20" if "2022" in text else "2018-12-20", "en", expected)


def test_a_bracket_may_have_a_unit_of_its_own() -> None:
    reading = read(BRACKETS, published_on=date(2022, 12, 20), language="en")
    assert told(reading, "9,814").figure.unit == "bbl"
    assert told(reading, "1,178").figure.unit == "t"


@pytest.mark.parametrize(
    "text",
    [
        "Iran sold China 9 million tons of iron ore last year despite sanctions, traders say.",
        "Libya exported 30 million barrels in April. Smugglers cost it $750 million, it says.",
        "Hackers shut a pipeline that carries 2.5 million barrels a day. North Korea had no part.",
        "Japan bought 1.9 million barrels of Russian crude in May. North Korea tested a missile.",
    ],
)
def test_a_trade_that_no_resolution_touches_reaches_no_cap(text: str) -> None:
    told_in_a_text = (
        f"The day in brief\n\n{text} Shares closed lower on Thursday, and analysts expect little.\n"
    )
    reading = read(told_in_a_text, published_on=date(2022, 6, 30), language="en")
    assert {claim.role for claim in reading.claims} <= {"context", "change"}
    assert not [a for a in reading.allegations if a.category == "cyber"]
