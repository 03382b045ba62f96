"""Periods: expressions of time against the day of publication, one trap a line."""

from datetime import date

import pytest

from compliance.core.press.layout import lay_out, plain
from compliance.core.press.periods import PeriodReader
from compliance.core.press.words import lexicon
from tests.core.press.shorthand import span


def spans(text: str, published: str, language: str = "en") -> list[str]:
    smooth = plain(text)
    marks = lexicon(language).scan(smooth)
    day = date.fromisoformat(published)
    found = PeriodReader(smooth, marks, lay_out(smooth, ()), language, day).all()
    return [span(time.span) for time in found]


ENGLISH = [
    # months
    ("in August 2020", "2023-06-13", ["2020-08"]),
    ("in March", "2024-05-02", ["2024-03"]),  # the latest one
    ("in November", "2017-12-27", ["2017-11"]),
    ("in December", "2018-01-25", ["2017-12"]),  # last year's
    ("in May last year", "2017-06-23", ["2016-05"]),
    ("in December of last year", "2023-06-13", ["2022-12"]),
    ("in October last year", "2017-09-01", ["2016-10"]),
    ("in July of this year", "2021-09-01", ["2021-07"]),
    ("last month", "2024-01-10", ["2023-12"]),  # across the turn of the year
    ("this month", "2024-01-10", ["2024-01"]),
    ("in Sept. 2019", "2019-11-20", ["2019-09"]),
    ("They may sell in May", "2020-06-01", ["2020-05"]),  # "may" is no month
    ("They march in March", "2020-06-01", ["2020-03"]),
    # spans
    ("from December 2022 to April this year", "2023-06-13", ["2022-12..2023-04"]),
    ("from October last year to May", "2021-07-21", ["2020-10..2021-05"]),
    ("between December and April", "2023-06-13", ["2022-12..2023-04"]),
    ("from January to July", "2020-08-28", ["2020-01..2020-07"]),
    ("from January to November last year", "2019-01-31", ["2018-01..2018-11"]),  # year at the end
    ("January-August 2017", "2017-08-29", ["2017-01..2017-08"]),
    ("between Jan. 1 and May 30", "2018-07-12", ["2018-01-01..2018-05-30"]),
    ("between Jan. 1 and Sept. 15 last year", "2024-03-27", ["2023-01-01..2023-09-15"]),
    ("from Jan. 1 to May 30", "2018-07-13", ["2018-01-01..2018-05-30"]),
    ("between Sept. 7 and Oct. 1", "2023-10-13", ["2023-09-07..2023-10-01"]),
    ("by April, beginning in December", "2023-06-15", ["2022-12..2023-04"]),
    ("through 2023 and 2024", "2025-07-18", ["2023-01..2024-12"]),
    ("from 2018 to 2020", "2021-07-18", ["2018-01..2020-12"]),
    ("November and December 2021", "2022-02-01", ["2021-11..2021-12"]),
    ("from November 2019 through February 2020", "2020-05-01", ["2019-11..2020-02"]),
    # years and parts
    ("in 2018", "2019-01-23", ["2018-01..2018-12"]),
    ("last year", "2020-02-21", ["2019-01..2019-12"]),
    ("so far this year", "2018-07-14", ["2018-01-01..2018-07-14"]),  # ends at publication
    ("in the first half of 2021", "2021-07-21", ["2021-01..2021-06"]),
    ("in the first half", "2021-07-21", ["2021-01..2021-06"]),
    ("in the first quarter of 2017", "2017-08-29", ["2017-01..2017-03"]),
    ("in the first three months of this year", "2017-08-29", ["2017-01..2017-03"]),
    ("in the last quarter of 2017", "2018-08-29", ["2017-10..2017-12"]),
    ("in the first eight months of 2018", "2019-01-23", ["2018-01..2018-08"]),
    ("in the first five months of the year", "2020-07-23", ["2020-01..2020-05"]),
    ("in early 2018", "2018-08-21", ["2018-01..2018-04"]),
    ("in late 2017", "2018-08-21", []),  # too vague to count
    ("in the summer of this year", "2022-10-20", ["2022-06..2022-08"]),
    ("in the five months from January", "2020-07-25", ["2020-01..2020-05"]),
    # open ends
    ("since March", "2024-11-22", ["2024-03-01..2024-11-22"]),
    ("since September 2023", "2024-05-30", ["2023-09-01..2024-05-30"]),
    ("since talks were held in September last year", "2024-02-27", ["2023-09-01..2024-02-27"]),
    ("up to May 30", "2018-07-14", ["2018-01-01..2018-05-30"]),
    ("by late August", "2018-09-20", ["2018-01..2018-08"]),
    ("until September 2018", "2018-12-20", ["2018-01..2018-09"]),
    # shifts have no span of their own
    ("a year earlier", "2020-08-28", ["-"]),
    ("a month earlier", "2020-08-28", ["-"]),
    ("in the same period a year earlier", "2020-08-28", ["-"]),
    # weeks and days
    ("in the week to September 22", "2000-09-26", ["2000-09-16..2000-09-22"]),
    ("on Oct. 19", "2017-12-29", ["2017-10-19"]),
    ("on 14 March 2019", "2019-05-29", ["2019-03-14"]),
    ("on the 3rd of May 2019", "2019-05-29", ["2019-05-03"]),
    ("2023-09-15", "2024-03-01", ["2023-09-15"]),
    # no time at all
    ("resolution 2397 at 57 votes", "2024-03-01", []),
    ("31 February 2020", "2024-03-01", []),  # no such day
]


@pytest.mark.parametrize(("text", "published", "expected"), ENGLISH)
def test_english_expressions_of_time(text: str, published: str, expected: list[str]) -> None:
    assert spans(text, published) == expected


OTHERS = [
    ("ko", "지난해 9월부터 11월까지", "2024-02-08", ["2023-09..2023-11"]),
    ("ko", "올해 1~5월에", "2019-09-21", ["2019-01..2019-05"]),
    ("ko", "올해 1월부터 7월까지", "2019-09-21", ["2019-01..2019-07"]),
    ("ko", "지난해 8월 이후", "2024-10-18", ["2023-08-01..2024-10-18"]),
    ("ko", "지난달 중국이", "2006-12-25", ["2006-11"]),
    ("ko", "6월이 1130t", "2019-09-21", ["2019-06"]),
    ("ko", "2020년 8월", "2023-06-13", ["2020-08"]),
    ("ko", "이달 2일", "2024-02-08", ["2024-02-02"]),  # a day of this month
    ("ko", "상반기", "2021-07-21", ["2021-01..2021-06"]),
    ("zh", "去年9月", "2022-03-23", ["2021-09"]),
    ("zh", "2024年10月以来", "2026-03-02", ["2024-10-01..2026-03-02"]),
    ("zh", "从2022年12月到今年4月", "2023-06-13", ["2022-12..2023-04"]),
    ("zh", "今年上半年", "2023-07-13", ["2023-01..2023-06"]),
    ("zh", "十二月", "2023-06-13", ["2022-12"]),
    ("zh", "明年", "2017-09-23", ["2018-01..2018-12"]),
    ("ja", "昨年10月から12月まで", "2021-02-11", ["2020-10..2020-12"]),
    ("ja", "昨年1~9月に", "2021-02-11", ["2020-01..2020-09"]),
    ("ja", "昨年1月から9月15日の間に", "2024-03-22", ["2023-01-01..2023-09-15"]),
    ("ja", "2020年8月", "2023-06-13", ["2020-08"]),
    ("ja", "先月", "2023-01-13", ["2022-12"]),
    ("ru", "в марте прошлого года", "2024-05-02", ["2023-03"]),
    ("ru", "с декабря 2022 года по апрель этого года", "2023-06-13", ["2022-12..2023-04"]),
    ("ru", "за март", "2024-05-02", ["2024-03"]),
    ("ru", "в первом полугодии 2021 года", "2021-08-02", ["2021-01..2021-06"]),
    ("ru", "с января по июль", "2020-08-28", ["2020-01..2020-07"]),
    ("es", "entre enero y mayo de 2020", "2020-07-28", ["2020-01..2020-05"]),
    ("es", "de diciembre de 2022 a abril de este año", "2023-06-13", ["2022-12..2023-04"]),
    ("es", "en febrero del año pasado", "2024-06-13", ["2023-02"]),
    ("es", "el año pasado", "2021-03-23", ["2020-01..2020-12"]),
    ("fr", "De janvier à novembre de l'an dernier", "2025-03-14", ["2024-01..2024-11"]),
    ("fr", "entre janvier et septembre 2020", "2021-02-10", ["2020-01..2020-09"]),
    ("fr", "au premier trimestre 2019", "2019-05-10", ["2019-01..2019-03"]),
    ("fr", "en août dernier", "2019-10-10", ["2019-08"]),
    ("de", "von Januar bis Mai dieses Jahres", "2020-07-25", ["2020-01..2020-05"]),
    ("de", "im vergangenen Jahr", "2021-07-25", ["2020-01..2020-12"]),
    ("de", "im ersten Quartal 2019", "2019-07-25", ["2019-01..2019-03"]),
    ("de", "seit September 2023", "2024-07-25", ["2023-09-01..2024-07-25"]),
    ("ar", "في أغسطس 2020", "2023-06-13", ["2020-08"]),
    ("ar", "في ديسمبر من العام الماضي", "2023-06-13", ["2022-12"]),
    ("ar", "منذ يوليو (تموز) الماضي", "2024-03-18", ["2023-07-01..2024-03-18"]),
    ("ar", "العام الماضي", "2023-06-13", ["2022-01..2022-12"]),
]


@pytest.mark.parametrize(("language", "text", "published", "expected"), OTHERS)
def test_expressions_of_time_in_other_languages(
    language: str, text: str, published: str, expected: list[str]
) -> None:
    assert spans(text, published, language) == expected
