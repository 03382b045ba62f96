"""Figures: number, unit, modifier and exact span, one trap a line."""

import pytest

from tests.core.press.shorthand import figures


ENGLISH = [
    # plain
    ("China shipped 11,745 barrels of oil.", ["11,745 barrels = 11745 bbl"]),
    ("China shipped 92 barrels of oil.", ["92 barrels = 92 bbl"]),
    ("Some 1,410 tons of diesel were shipped.", ["1,410 tons = 1410 t about"]),
    ("The ship gave 255.4 barrels of fuel.", ["255.4 barrels = 255.4 bbl"]),
    ("It came to 3,428 cubic meters of ethanol.", ["3,428 cubic meters = 3428 m3"]),
    ("They sold 202.8 kg of uranium.", ["202.8 kg = 202.8 kg"]),
    ("A parcel of 5 tonnes of jet fuel left.", ["5 tonnes = 5 t"]),
    ("Exports reached 12 kt of coal.", ["12 kt = 12 kt"]),
    ("They bought 50,000 gallons of petrol.", ["50,000 gallons = 50000 gal_us"]),
    ("They bought 900 litres of diesel.", ["900 litres = 900 L"]),
    ("Deliveries of 37,300t of gasoil were seen.", ["37,300t = 37300 t"]),  # unit sticks
    ("Flows of 2,840 b/d of gasoil were seen.", ["2,840 b/d = 2840 bbl"]),
    ("Imports ran at 15,000 bpd of crude.", ["15,000 bpd = 15000 bbl"]),
    # scale words
    ("Up to 1.4 million barrels of oil came in.", ["1.4 million barrels = 1400000 bbl up_to"]),
    ("It sold 8mn barrels of crude.", ["8mn barrels = 8000000 bbl"]),
    ("It sold 1.55 mln tonnes of coal.", ["1.55 mln tonnes = 1550000 t"]),
    ("It sold 3.7m tons of coal.", ["3.7m tons = 3700000 t"]),
    ("The cap is 500-thousand barrels.", ["500-thousand barrels = 500000 bbl"]),
    ("It was 67-thousand-300 barrels of oil.", ["67-thousand-300 barrels = 67300 bbl"]),
    ("It was one-point-36 million barrels of oil.", ["one-point-36 million barrels = 1360000 bbl"]),
    ("It was 1.288 thousand tons of oil.", ["1.288 thousand tons = 1288 t"]),
    ("The total is 2, 050 million barrels of oil.", ["2, 050 million barrels = 2050000000 bbl"]),
    ("It sent 67,000. barrels of oil.", ["67,000. barrels = 67000 bbl"]),  # stray full stop
    ("It sold 2.1 bn barrels of crude.", ["2.1 bn barrels = 2100000000 bbl"]),
    # number words
    ("The cap is half a million barrels of oil.", ["half a million barrels = 500000 bbl"]),
    ("The cap is four million barrels of crude.", ["four million barrels = 4000000 bbl"]),
    ("More than three hundred tons of oil left.", ["three hundred tons = 300 t over"]),
    ("Over a million barrels of oil were taken.", ["a million barrels = 1000000 bbl over"]),
    ("It sent twenty-five thousand tons of fuel.", ["twenty-five thousand tons = 25000 t"]),
    ("Two hundred and fifty tons of coal left.", ["Two hundred and fifty tons = 250 t"]),
    ("A thousand containers of arms were shipped.", ["A thousand containers = 1000 count"]),
    (
        "One and a half million barrels of oil came.",
        ["One and a half million barrels = 1500000 bbl"],
    ),
    ("It sent three.5 million barrels of oil.", ["three.5 million barrels = 3500000 bbl"]),
    # vague amounts
    ("Millions of shells were shipped.", ["Millions of shells = 2000000..9999999 count range"]),
    ("Several million shells went.", ["Several million shells = 2000000..9999999 count range"]),
    (
        "Hundreds of thousands of rounds were sent.",
        ["Hundreds of thousands of rounds = 200000..999999 count range"],
    ),
    ("Dozens of missiles were sent.", ["Dozens of missiles = 24..99 count range"]),
    ("Several shells were sent.", []),  # "several" alone counts nothing
    # ranges
    ("It is 60,000 to 65,000 tons of oil.", ["60,000 to 65,000 tons = 60000..65000 t range"]),
    ("It is 60,000-65,000 tons of oil.", ["60,000-65,000 tons = 60000..65000 t range"]),
    (
        "Worth 800,000 to 1.4 million barrels of oil.",
        ["800,000 to 1.4 million barrels = 800000..1400000 bbl range"],
    ),
    (
        "Between 3 and 4 million barrels of crude came.",  # the scale stands once
        ["3 and 4 million barrels = 3000000..4000000 bbl range"],
    ),
    (
        "Between 530,000 to 580,000 tons of crude came.",
        ["530,000 to 580,000 tons = 530000..580000 t range"],
    ),
    ("It quoted $64 and $84 for the crude barrel.", ["$64 = 64 USD", "$84 = 84 USD"]),
    ("It quoted between $64 and $84 for crude.", ["$64 and $84 = 64..84 USD range"]),
    ("Oil fell from 4,500 to 2,000 barrels.", ["4,500 = 4500 bbl", "2,000 barrels = 2000 bbl"]),
    # money
    ("Fuel worth US$100,000 was sold.", ["US$100,000 = 100000 USD"]),
    ("Coal worth $400 million was sold.", ["$400 million = 400000000 USD"]),
    ("Oil good for 481 million U.S. dollars left.", ["481 million U.S. dollars = 481000000 USD"]),
    ("Crude at $47.6 per barrel.", ["$47.6 = 47.6 USD"]),
    ("Crude at S$47 and HK$300 and £20 and €30.", []),  # other people's money
    ("Coal valued at 6.6 billion won left.", []),
    # percentages
    ("It is 18.4 percent of the oil limit.", ["18.4 percent = 18.4 percent"]),
    ("It is 18.4 per cent of the oil limit.", ["18.4 per cent = 18.4 percent"]),
    ("Fuel rose by 64pc.", ["64pc = 64 percent"]),
    ("Fuel is 0.51% of the cap.", ["0.51% = 0.51 percent"]),
    # modifiers
    ("At least 500 tons of oil were sold.", ["500 tons = 500 t over"]),
    ("No fewer than 759,793 barrels of oil came.", ["759,793 barrels = 759793 bbl over"]),
    ("Upwards of 20,000 containers of arms left.", ["20,000 containers = 20000 count over"]),
    ("Less than 500 tons of oil were sold.", ["500 tons = 500 t under"]),
    ("As many as 300 shells were sent.", ["300 shells = 300 count up_to"]),
    ("No more than 500,000 barrels of oil a year.", ["500,000 barrels = 500000 bbl up_to"]),
    ("Nearly 1.4 million barrels of oil came.", ["1.4 million barrels = 1400000 bbl about"]),
    ("About 90 percent of the oil cap is used.", ["90 percent = 90 percent about"]),
    ("Roughly 23,000 workers went home.", ["23,000 workers = 23000 count about"]),
    # units that stand elsewhere
    (
        "China sent 44,655 barrels of oil in May and 10,666 in June.",
        ["44,655 barrels = 44655 bbl", "10,666 = 10666 bbl"],
    ),
    (
        "Ethanol came to 3,310 cubic metres, after 2,109 in April and 668 in May.",
        ["3,310 cubic metres = 3310 m3", "2,109 = 2109 m3", "668 = 668 m3"],
    ),
    (
        "The number of containers now stands at roughly 5,000, Seoul said.",
        ["5,000 = 5000 count about"],
    ),
    # what is no figure
    ("In 2017 tankers were seen at sea.", []),  # a year
    ("On Sept. 15 vessels met at sea.", []),  # a day
    ("It fired 152mm shells.", []),  # a calibre
    ("Resolution 2397 was adopted by 15 votes.", []),
    ("Committee 1718 met on oil.", []),
    ("At 11:57 barrels rolled.", []),  # a time of day
    ("Call 02-555-0101 for details.", []),
    ("The Boeing 747 carried 3 officials.", []),
    ("He is 57 years old.", []),
    ("Page 12 of 67 pages of the report.", []),
    ("The KN-23 missile flew far.", []),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_figures_are_found_with_their_span(text: str, expected: list[str]) -> None:
    assert figures(text, "en") == expected


OTHERS = [
    # Korean: 만 and 천 mixed with digits, particles after the unit
    ("ko", "정제유 8만7천 배럴을 보냈다.", ["8만7천 배럴 = 87000 bbl"]),
    ("ko", "정제유 2만9천778배럴이다.", ["2만9천778배럴 = 29778 bbl"]),
    ("ko", "원유 4만7천8톤이었다.", ["4만7천8톤 = 47008 t"]),  # 47,008 and not 47,800
    ("ko", "원유 47만5천3백36톤이다.", ["47만5천3백36톤 = 475336 t"]),
    ("ko", "정제유 5만9000톤을 수출했다.", ["5만9000톤 = 59000 t"]),
    ("ko", "한도 50만 배럴의 65%쯤 된다.", ["50만 배럴 = 500000 bbl", "65% = 65 percent about"]),
    ("ko", "석탄은 3억7,000만달러로 추정된다.", ["3억7,000만달러 = 370000000 USD"]),
    ("ko", "정제유 3000~4000t씩 나갔다.", ["3000~4000t = 3000..4000 t range"]),
    ("ko", "약 9만9천300배럴을 보냈다.", ["9만9천300배럴 = 99300 bbl about"]),
    ("ko", "6개월 동안 5개국이 보냈다.", []),  # months and countries are no containers
    # Chinese
    ("zh", "输出精炼油9.1909万桶。", ["9.1909万桶 = 91909 bbl"]),
    ("zh", "以五十萬桶為限。", ["五十萬桶 = 500000 bbl"]),
    ("zh", "原油在400萬到550萬桶之間。", ["400萬到550萬桶 = 4000000..5500000 bbl range"]),
    ("zh", "煉出17到20萬噸汽油。", ["17到20萬噸 = 170000..200000 t range"]),  # 17 is 170,000
    ("zh", "貨櫃已超過3萬3000個。", ["3萬3000個 = 33000 count over"]),
    ("zh", "去年輸出石油約8050桶。", ["8050桶 = 8050 bbl about"]),
    ("zh", "不到上限兩成。", ["兩成 = 20 percent under"]),
    ("zh", "成品油价格上升。", []),  # 成 in 成品油 is no tenth
    # Japanese
    ("ja", "精製油152万3千381バレルに達した。", ["152万3千381バレル = 1523381 bbl"]),
    ("ja", "計1万2830トン余りを送った。", ["1万2830トン = 12830 t over"]),
    ("ja", "50万バレル(約6万トン)まで。", ["50万バレル = 500000 bbl", "6万トン = 60000 t about"]),
    ("ja", "積載率9割で計算した。", ["9割 = 90 percent"]),
    ("ja", "5カ月で43カ国が報告した。", []),
    # full-width digits
    ("ja", "精製油５０万バレルを供給した。", ["５０万バレル = 500000 bbl"]),
    # Russian
    ("ru", "Поставлено 165 тысяч баррелей.", ["165 тысяч баррелей = 165000 bbl"]),
    ("ru", "Это 393\u00a0750 тоннам нефти.", ["393\u00a0750 тоннам = 393750 t"]),
    ("ru", "Лимит — четыре миллиона баррелей.", ["четыре миллиона баррелей = 4000000 bbl"]),
    ("ru", "Запас вырос до 3,5 млн тонн.", ["3,5 млн тонн = 3500000 t up_to"]),
    ("ru", "Свыше 1,2 тыс. тонн угля.", ["1,2 тыс. тонн = 1200 t over"]),
    ("ru", "Около 90% квоты.", ["90% = 90 percent about"]),
    # Spanish
    ("es", "Rusia vendió 44.655 barriles.", ["44.655 barriles = 44655 bbl"]),
    ("es", "Llegaron 2,3 millones de barriles.", ["2,3 millones de barriles = 2300000 bbl"]),
    ("es", "Son 500 mil barriles de crudo.", ["500 mil barriles = 500000 bbl"]),
    (
        "es",
        "Entre 614.000 y 1.105.000 barriles de crudo.",
        ["614.000 y 1.105.000 barriles = 614000..1105000 bbl range"],
    ),
    # French
    ("fr", "La Chine a livré 280\u00a0928 barils.", ["280\u00a0928 barils = 280928 bbl"]),
    ("fr", "Près de 4,4 millions de barils.", ["4,4 millions de barils = 4400000 bbl about"]),
    ("fr", "De 10 à 30 000 barils de brut.", ["10 à 30 000 barils = 10000..30000 bbl range"]),
    # German
    ("de", "Russland lieferte 106.100 Barrel.", ["106.100 Barrel = 106100 bbl"]),
    ("de", "Mehr als 1,6 Millionen Barrel Öl.", ["1,6 Millionen Barrel = 1600000 bbl over"]),
    ("de", "Es waren 6.300 Tonnen Kohle.", ["6.300 Tonnen = 6300 t"]),
    ("de", "Rund 1,5 Mio. Tonnen Kohle.", ["1,5 Mio. Tonnen = 1500000 t about"]),
    # Arabic: Arabic-Indic digits, a tail of hundreds, a fraction typed first
    ("ar", "أرسلت ٢٥٥ برميلاً من النفط.", ["٢٥٥ برميلاً = 255 bbl"]),
    ("ar", "أرسلت ٦٧ ألفاً و٣٠٠ برميل.", ["٦٧ ألفاً و٣٠٠ برميل = 67300 bbl"]),
    ("ar", "شُحن 3ر13 مليون برميل.", ["3ر13 مليون برميل = 13300000 bbl"]),
    ("ar", "السقف ٥٠٠ ألف برميل.", ["٥٠٠ ألف برميل = 500000 bbl"]),
    ("ar", "سبعة آلاف حاوية من السلاح.", ["سبعة آلاف حاوية = 7000 count"]),
    ("ar", "نحو 300 حاوية.", ["300 حاوية = 300 count about"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_figures_of_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert figures(text, language) == expected


def test_a_figure_is_cut_from_the_text_as_printed() -> None:
    text = "ロシアは５０万バレルを、 China 1,000\u00a0t of oil."
    for language in ("ja", "en"):
        for line in figures(text, language):
            assert line.split(" = ")[0] in text


MIXED = [
    "6\u200d7 barrels of oil",  # a joiner inside: neither 6, 7 nor 67 can be trusted
    "10\u00b2\u2075 barrels of oil",  # a power is no amount
    "1\u00b2 tons of coal",
]


@pytest.mark.parametrize("text", MIXED)
def test_numbers_that_cannot_be_read_safely_are_not_read(text: str) -> None:
    assert figures(text, "en") == []
