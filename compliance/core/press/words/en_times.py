"""English: months, halves, and how far back."""

Row = tuple[str, str, str]

TIMES: tuple[Row, ...] = (
    ("month", "1", "January | Jan"),
    ("month", "2", "February | Feb"),
    ("month", "3", "March | Mar"),
    ("month", "4", "April | Apr"),
    ("month", "5", "May"),
    ("month", "6", "June | Jun"),
    ("month", "7", "July | Jul"),
    ("month", "8", "August | Aug"),
    ("month", "9", "September | Sept | Sep"),
    ("month", "10", "October | Oct"),
    ("month", "11", "November | Nov"),
    ("month", "12", "December | Dec"),
    ("year", "-1", "last year | the past year | past year | last year's | previous calendar year"),
    ("year", "-2", "the year before last"),
    (
        "year",
        "0",
        "this year | since the beginning of the year | since the start of the year | since New Year"
        " | since the year began | since the year started | since the turn of the year"
        " | since the year opened"
        " | year to date | the current year | so far this year | this year's | current year",
    ),
    ("year", "1", "next year | coming year"),
    ("monthrel", "-1", "last month | last month's | past month"),
    ("monthrel", "0", "this month | this month's"),
    ("weekrel", "-1", "last week | past week"),
    (
        "back",
        "-12",
        "a year back | a year earlier | a year ago | a year before | one year earlier"
        " | one year ago | the year before | the previous year | year earlier"
        " | the preceding year | year-earlier | a year previously | twelve months earlier"
        " | the prior year | year ago | previous year | prior year",
    ),
    (
        "back",
        "-1",
        "a month earlier | a month before | the previous month | the month before"
        " | the preceding month | a month ago | one month earlier | the prior month"
        " | month earlier | previous month | prior month",
    ),
    (
        "back",
        "1",
        "the following month | the month after | a month later | one month later"
        " | the subsequent month",
    ),
    (
        "back",
        "same",
        "same period | same month | same months | same span | corresponding period"
        " | same two months | same three months | same four months | same five months"
        " | same six months | same seven months | same eight months | same nine months"
        " | identical span | identical period | identical months | same window | same time frame"
        " | same timeframe | corresponding month | corresponding months | equivalent period"
        " | equivalent month"
        " | like period | same ten months | same eleven months | same twelve months | same stretch"
        " | comparable period | comparable figure | for the same time | over the same time"
        " | in the same time",
    ),
    (
        "back",
        "week",
        "the week before | a week earlier | the previous week | the preceding week | week before"
        " | one week earlier | the week earlier | the prior week | previous week",
    ),
    (
        "back",
        "those",
        "those two months | those months | both months | these two months | these months"
        " | those three months | these three months",
    ),
    (
        "back",
        "year",
        "over the year | in the course of the year | for the year | for the full year"
        " | for the whole year | over the full year",
    ),
    ("back", "since_then", "since then | ever since | in the time since"),
    (
        "back",
        "that",
        "that month | that year | that same year | the same year | same year | that period"
        " | that time | month in question"
        " | back then | at that point | that one month | year as a whole | for the month"
        " | in the month"
        " | over the month | during the month",
    ),
    (
        "part",
        "h1",
        "first half | opening half | first six months | half-year to June | half year to June",
    ),
    ("part", "h2", "second half | latter half | half-year to December | half year to December"),
    ("part", "q1", "first quarter | first three months | opening quarter"),
    ("part", "m9", "first three quarters | opening three quarters"),
    ("part", "l2", "final two months | last two months | closing two months"),
    ("part", "q2", "second quarter"),
    ("part", "q3", "third quarter"),
    (
        "part",
        "q4",
        "fourth quarter | last quarter | final quarter | last three months | final three months",
    ),
    (
        "part",
        "early",
        "early | the beginning of | the start of | early months of | the first months of"
        " | the early part of",
    ),
    ("part", "mid", "mid | the middle of"),
    ("part", "late", "late | the end of | end of"),
    ("part", "spring", "spring"),
    ("part", "summer", "summer"),
    ("part", "autumn", "autumn"),
    ("part", "winter", "winter"),
    ("firstn", "", "first | opening"),
    ("months", "", "months"),
    ("week_to", "", "week to | week ending | week ended | week through | seven days to"),
    ("weekday", "0", "Monday"),
    ("weekday", "1", "Tuesday"),
    ("weekday", "2", "Wednesday"),
    ("weekday", "3", "Thursday"),
    ("weekday", "4", "Friday"),
    ("weekday", "5", "Saturday"),
    ("weekday", "6", "Sunday"),
    ("rate", "month", "a month | per month | monthly | each month | every month"),
    ("rate", "quarter", "a quarter | per quarter | each quarter | every quarter"),
    ("rate", "day", "a day | per day | daily | b/d | bpd | each day"),
    ("rate", "week", "a week | per week | weekly | each week"),
    (
        "rate",
        "year",
        "a year | per year | annually | yearly | each year | every year | annual"
        " | per annum | in a year | for the entire year | a calendar year | in any year"
        " | in twelve months | per calendar year",
    ),
)
