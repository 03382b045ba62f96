# ruff: noqa: E501 - a text stands on one line
"""Dealings told over several sentences: the goods in one, the ends in another, the charge in a third.

The weights of `alleging.py` are learned from these texts too, beside the annotated articles.
"""

from datetime import date

import pytest

from compliance.core.press import read


def heard(text: str, language: str, published: str) -> list[str]:
    """Return the allegations of a text, as kind, giver and taker."""
    reading = read(text, published_on=date.fromisoformat(published), language=language)
    return sorted(
        f"{a.category} {','.join(a.sender)}>{','.join(a.recipient)}" for a in reading.allegations
    )


ARMS = [
    # the train in one sentence, its load in the next
    ("2023-01-20", "en", "A train crossed from North Korea into Russia in November. Rockets for the mercenaries were on board, the White House said.", ["arms KP>RU"]),
    # "they": the shells of the sentence before
    ("2024-06-01", "en", "North Korean artillery shells have turned up on the front near Kharkiv. They were handed over to Russia last autumn, Ukraine's spy chief believes.", ["arms KP>RU"]),
    # "the shipments" and "the other way"
    ("2024-06-01", "en", "North Korea has been sending munitions to Russia for a year, Seoul says. In exchange Moscow has delivered air defence systems to Pyongyang, it believes.", ["arms KP>RU", "arms RU>KP"]),
    # the buyer stands alone
    ("2018-02-03", "en", "UN experts also looked at Myanmar. It had received ballistic missile systems from North Korea, a member state told them. Its ambassador denied it.", ["arms KP>MM"]),
    # a row of buyers
    ("2018-08-03", "en", "A Syrian broker offered North Korean weapons abroad. North Korea sold small arms to Libya, Sudan and Yemen through him, the UN panel said.", ["arms KP>LY,SD,YE"]),
    ("2018-02-03", "en", "Forty consignments went from North Korea to front companies of the Syrian arms agency between 2012 and 2017, the panel of experts found. Damascus denies it.", ["arms KP>SY"]),
    # passive, the giver last
    ("2024-06-01", "en", "Missiles used against Kyiv in January were supplied to Russia by North Korea, debris shows, according to U.S. officials. Moscow rejects the claim.", ["arms KP>RU"]),
    # the embargo is no consignment
    ("2022-03-25", "en", "The arms embargo on Yemen comes up for debate next week. North Korea and Russia are not on the agenda.", []),
    ("2019-07-17", "en", "Three aircraft of the North Korean airline landed in Russia in June. They took home a sports team.", []),
    ("2025-09-29", "en", "Under the resolutions States may not sell Iran heavy arms. Russia regards the step as void.", []),
    # offered, not given
    ("2024-06-01", "en", "Moscow may ask Pyongyang for more shells, analysts think. Whether North Korea would sell them to Russia is unclear.", []),
]  # fmt: skip

TROOPS = [
    ("2024-11-01", "en", "North Korean soldiers have reached eastern Russia by ship, Washington says. They are being drilled at three camps.", ["other KP>RU"]),
    ("2024-11-01", "en", "Russian landing ships fetched 1,500 special forces soldiers from Chongjin in North Korea, Seoul's spy agency says. They are now in Russia.", ["other KP>RU"]),
    ("2025-05-28", "en", "Pyongyang sent 11,000 combat troops to Russia last autumn, lawmakers were told by the spy agency. Another 3,000 soldiers followed in January.", ["other KP>RU"]),
    ("2025-05-28", "en", "The DPRK and the Russian Federation cooperate unlawfully, the MSMT report says. More than 11,000 soldiers followed from the DPRK to Russia by the end of the year.", ["other KP>RU"]),
    ("2025-05-28", "en", "About 11,000 North Korean troops were deployed to Kursk in Russia, the South Korean military said. Some 600 of them have been killed.", ["other KP>RU"]),
    ("2019-12-10", "en", "Sudan's militia is in the war, too, UN investigators write. A thousand Sudanese fighters were sent to Libya in July in breach of the embargo.", ["other SD>LY"]),
    ("2025-05-28", "de", "Auch mehr als 11.000 nordkoreanische Soldaten seien nach Russland verlegt worden, heißt es im Bericht des MSMT.", ["other KP>RU"]),
    ("2025-05-28", "fr", "Quelque 11 000 soldats nord-coréens ont été déployés en Russie, selon Séoul.", ["other KP>RU"]),
    ("2025-05-28", "es", "Unos 11.000 soldados norcoreanos fueron desplegados en Rusia, según Seúl.", ["other KP>RU"]),
    ("2025-05-28", "ru", "По данным Сеула, около 11 тысяч северокорейских солдат переброшены в Россию.", ["other KP>RU"]),
    # a promise, a parade, a manoeuvre
    ("2025-05-28", "en", "North Korea is ready to send troops to Russia, Seoul fears. No soldiers have left.", []),
    ("2025-05-28", "en", "North Korean soldiers marched through Pyongyang on Sunday. Russian guests looked on.", []),
]  # fmt: skip

WORKERS = [
    ("2025-02-10", "en", "North Korean labourers are back on Russian building sites. Thousands of workers were sent there last year, South Korea's intelligence service told reporters.", ["workers KP>RU"]),
    ("2025-02-10", "en", "Officially they are students. In fact the North Koreans who came to Russia on student visas go to work, officials in Seoul believe, although UN sanctions forbid it.", ["workers KP>RU"]),
    ("2018-08-03", "en", "Russia has let in more than 10,000 new North Korean workers since the UN ban, a newspaper reported. Moscow disputes it: their contracts were older.", ["workers KP>RU"]),
    ("2020-12-02", "en", "At least 20,000 North Korean workers are still in China a year after all were due home, the U.S. envoy charged. Beijing called it groundless.", ["workers KP>CN"]),
    ("2025-05-28", "en", "Some 15,000 North Koreans have been placed in Russian factories under labour programmes, South Korean lawmakers said after a briefing by the spy agency.", ["workers KP>RU"]),
    ("2024-03-28", "en", "More than 100,000 North Korean workers remain abroad in breach of UN sanctions, the panel of experts says. They work in restaurants and sewing shops.", ["workers KP>"]),
    # gone home, as the rule asks
    ("2020-02-18", "en", "Qatar told the committee that its North Korean workers had left. Of 2,471 workers 70 remained, and they would go home by March.", []),
    ("2020-02-18", "en", "All States must send home North Korean workers by 22 December 2019, resolution 2397 says. Vietnam reported that 51 had left.", []),
]  # fmt: skip

OIL = [
    ("2024-03-27", "en", "Five North Korean tankers called at Vostochny in Russia this month. They loaded oil products there in violation of UN sanctions, satellite pictures suggest.", ["oil RU>KP"]),
    ("2024-06-28", "en", "Russia has not told the UN anything since February. Yet it supplies North Korea with diesel far beyond the cap, an official in Seoul said. The Russian embassy called the charge unfounded.", ["oil RU>KP"]),
    ("2018-01-31", "en", "Tankers from Russia met North Korean ships at sea three times last autumn and handed over fuel, two officials claim. Moscow denies it.", ["oil RU>KP"]),
    ("2018-07-06", "en", "A Japanese patrol aircraft saw a North Korean tanker lying beside a ship of unknown flag last week. Tokyo suspects a ship-to-ship transfer that the Council forbids.", ["oil >KP"]),
    ("2021-03-25", "en", "The tanker had a new name and a false number. It delivered fuel to Nampo in North Korea five times, researchers found. Who sold the fuel they could not say.", ["oil >KP"]),
    ("2018-12-15", "en", "The cap of half a million barrels was blown through in spring, a U.S. spokesman said of North Korea. The illicit deliveries of fuel have not stopped.", ["oil >KP"]),
    ("2018-01-04", "en", "Prosecutors in Taiwan questioned a charterer. His tanker handed oil to a North Korean vessel on the high seas in October, they say.", ["oil >KP"]),
    ("2017-12-31", "en", "President Trump complained that China was letting oil go to North Korea in breach of sanctions. Beijing rejected the charge.", ["oil CN>KP"]),
    ("2020-05-21", "en", "Jet fuel for the eastern commander was shipped from the United Arab Emirates to Libya in March. It broke the arms embargo, a UN inquiry found.", ["oil AE>LY"]),
    ("2025-11-14", "en", "Half of the petrol that Libya imports is smuggled out again, a study says. Convoys take the diesel to Chad, Niger and Sudan.", ["oil LY>NE,SD,TD"]),
    # lawful, notified, or only the rule
    ("2024-03-27", "en", "China told the committee of 12,000 barrels for January. The sales of refined products to North Korea stay far below the cap.", []),
    ("2024-03-27", "en", "Two tankers of North Korea called at Dalian in January. China notified 9,000 barrels of refined petroleum for that month.", []),
    ("2022-05-27", "en", "An American draft would have cut oil to North Korea by a quarter. Russia and China sank it.", []),
]  # fmt: skip

COAL = [
    ("2021-04-01", "en", "North Korea closed its doors, but its ships went on sailing. At least 2.5 million tons of coal were smuggled to China last year, according to the UN panel of experts.", ["coal KP>CN"]),
    ("2018-02-03", "en", "North Korea earned $200 million from banned goods, UN monitors say. Coal was shipped to China, Malaysia, Russia, South Korea and Vietnam with forged papers.", ["coal KP>CN,KR,MY,RU,VN"]),
    ("2019-03-13", "en", "Fuel came in by night. Coal left North Korea the same way in violation of the sanctions, the UN panel says.", ["coal KP>"]),
    ("2020-12-02", "en", "China lets North Korea ship coal into its ports, the U.S. envoy charged. On 555 occasions ships carried the prohibited cargo there. Beijing called it groundless.", ["coal KP>CN"]),
    # before the ban, and what customs cleared in the days of grace
    ("2017-01-25", "en", "Chinese customs recorded 2 million tons of North Korean coal in December. It was more than a year before.", []),
    ("2017-09-26", "en", "China cleared 1.64 million tonnes of North Korean coal in August, customs said. The cargoes had been stuck in port since winter.", []),
    ("2021-01-21", "en", "China let no Australian coal in for three months. In 2017 it had stopped buying from North Korea. Australia sold coal to China for $14 billion in 2019.", []),
]  # fmt: skip

OTHER_GOODS = [
    ("2023-04-06", "en", "Iron left North Korea, too, in breach of the ban. Shipments of pig iron to China came to 95,000 tons, the panel said. Beijing calls it an error.", ["other KP>CN"]),
    ("2018-08-03", "en", "North Korea sold textiles abroad despite the ban, the panel found. The buyers sat in China, India and Thailand; the textile exports to China, India and Thailand were worth $100 million.", ["other KP>CN,IN,TH"]),
    ("2018-10-22", "en", "Kim Jong Un still gets what he likes. North Korea imported luxury goods from China for $640 million last year in violation of sanctions, a lawmaker in Seoul said.", ["luxury CN>KP"]),
    ("2019-07-17", "en", "Two armoured limousines left a factory in Germany. They were smuggled to North Korea by way of Busan and Nakhodka, researchers say.", ["luxury DE>KP"]),
    ("2018-10-22", "en", "Swiss watches and German cars may not be sold to North Korea. Each State draws up its own list of luxury goods.", []),
    ("2022-05-27", "en", "The draft would have blacklisted Lazarus, a hacking group of North Korea. Russia vetoed it.", []),
]  # fmt: skip

TEXTS = [*ARMS, *TROOPS, *WORKERS, *OIL, *COAL, *OTHER_GOODS]

# An airline's aircraft are arms to the lexicon; textiles sold to many are too rare to learn.
KNOWN_WRONG = ("Three aircraft", "North Korea sold textiles")


@pytest.mark.parametrize(
    ("published", "language", "text", "expected"),
    [
        pytest.param(
            *row, marks=[pytest.mark.xfail(strict=True)] if row[2].startswith(KNOWN_WRONG) else []
        )
        for row in TEXTS
    ],
)
def test_a_dealing_told_over_sentences(
    published: str, language: str, text: str, expected: list[str]
) -> None:
    assert heard(text, language, published) == expected
