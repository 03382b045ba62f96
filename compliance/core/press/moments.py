"""Moments: the atoms that expressions of time are built from, as printed.

A month, a year, "last year", a day, a half: each where it stands, not yet joined to others.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from compliance.core.press.layout import Layout, at_digits
from compliance.core.press.marks import Mark


Span = tuple[date, date]


def month_span(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_of(day: date) -> Span:
    return month_span(day.year, day.month)


def year_span(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def back(span: Span, months: int) -> Span:
    """Return the span as many months earlier, whole months staying whole."""
    first, last = span
    start = month_back(first, months)
    stop = month_back(last, months)
    begin = date(start[0], start[1], min(first.day, monthrange(*start)[1]))
    whole = last.day == monthrange(last.year, last.month)[1]
    size = monthrange(*stop)[1]
    end = date(stop[0], stop[1], size if whole else min(last.day, size))
    return begin, end


def months_of(span: Span) -> list[Span]:
    """Return the months of a span, one by one; none where it is longer than a year."""
    count = (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1
    if count > 12:
        return []
    first = span[0].year * 12 + span[0].month - 1
    return [month_span((first + n) // 12, (first + n) % 12 + 1) for n in range(count)]


def month_back(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 - months
    return index // 12, index % 12 + 1


_YEAR = re.compile(
    r"(?<![0-9A-Za-z.,-])(?:19[4-9][0-9]|20[0-4][0-9])(?![0-9]|[.,][0-9]|-?[A-Za-z])"
)
_DAY_BEFORE = re.compile(r"(?<![0-9.,])([0-3]?[0-9])(?:st|nd|rd|th|er|º|\.)?(?: de | d'| of | )$")
_DAY_AFTER = re.compile(
    r"\.?[ ]?([0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9]|[.,][0-9]|:|[ -]?(?:thousand|million))"
)
_CJK_MONTH = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(1[0-2]|[1-9])[ ]?(?:月份|月|월)"
    r"(?:[ ]?([0-3]?[0-9])[ ]?(?:日|일|號|号))?"
)
# a month that only measures another: "7月的两倍", "７月の倍以上", "7월보다", "比7月"
_CJK_BENCHMARK = re.compile(
    r"的?[ ]?[0-9一二两兩三四五六七八九十]{1,3}倍|(?:の|と比べ|より)[ ]?(?:約|およそ)?[0-9.]{0,4}"
    r"(?:倍|半分|、|も)|보다|의 [0-9가-힣]{1,3} ?배|(?:에|과) 비해"
)
_CJK_MONTH_RANGE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(1[0-2]|[1-9])(?:月|월)?[ ]?(?:-|~|至|到|から|∼|ー|・)"
    r"[ ]?(1[0-2]|[1-9])[ ]?(?:月份|月|월)(?![ ]?[0-9]{1,2}[ ]?[日일])"
)
_CJK_MONTH_WORDS = {
    "十二月": 12, "十一月": 11, "十月": 10, "九月": 9, "八月": 8, "七月": 7, "六月": 6, "五月": 5,
    "四月": 4, "三月": 3, "二月": 2, "一月": 1, "元月": 1,
}  # fmt: skip
_CJK_WORD_MONTH = re.compile(r"(?:十[一二]?|[一二三四五六七八九元])月")
_CJK_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[ ]?(?:年|년)")
_CJK_FIRST = re.compile(
    r"(?:前|头|頭|首|初めの|最初の|첫 ?)([0-9]{1,2}|十[一二]?|[二两兩三四五六七八九])[ ]?"
    r"(?:个月|個月|カ月|ヶ月|か月|개월)"
)
_CJK_COUNT = {
    "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
_OF_MONTH = re.compile(r"[ ]?([1-3]?[0-9])[ ]?(?:日|일)")
_DAYS_BEFORE = re.compile(
    r"(?<![0-9.,])([0-3]?[0-9])(?:st|nd|rd|th)?[ ]?(?:-|to|and|bis|al?|y|et|au)"
    r"[ ]?([0-3]?[0-9])(?:st|nd|rd|th)?(?: de | of | )$"
)
_MORE_DAYS = re.compile(
    r"[ ]?(?:-|to|and|through)[ ]?([0-3]?[0-9])(?![0-9]|[.,][0-9]|:| ?[A-Za-z$%])"
)
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-./]([01]?[0-9])[-./]([0-3]?[0-9])(?![0-9])")
_NUMERIC_EU = re.compile(
    r"(?<![0-9.])([0-3]?[0-9])[./]([01]?[0-9])[./]((?:19|20)[0-9]{2})(?![0-9])"
)


@dataclass(slots=True)
class Atom:
    start: int
    end: int
    kind: str  # month, year, relyear, part, monthrel, day…
    month: int = 0
    day: int = 0
    year: int | None = None
    last_day: int = 0  # of "September 16-22"
    months: int = 0
    text: str = ""
    sure: bool = False


_THE_LAST_OF_ALL = re.compile(
    r"[Tt]he last month (?:on|with|for which|of which|in which|that|to be|listed|known|reported)\b"
)
_RUNS_FROM = re.compile(
    r" (?:from|starting|beginning|starting in|starting from|beginning in|since|that (?:began"
    r"|started) in"
    r"|de|desde|à partir de|ab|seit|с)(?: last| this| early)? "
)
_RUNS_TO = re.compile(
    r" (?:to|through|until|ending|ending in|ended|ended in|up to|hasta|jusqu'à|bis|по)"
    r"(?: last| this| the end of)? "
)
_POINTS_BACK = re.compile(r"\b(?:those|these|said) $")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_SHORT_PART = re.compile(r"\b(?:[Qq][1-4]|H[12]|[1-4]Q|[12]H)\b")
_ORDINAL_ALONE = re.compile(
    r"\b(?:in|for|during|over) the (first|second|third|fourth)\b(?=[.,;)]| and | to |$)"
)
_OF_TIME = frozenset(
    ("month", "year", "monthrel", "weekrel", "back", "part", "firstn", "months", "week_to")
)


# "the last ten months of 2024", "eight and a half months of last year"
_OF_A_YEAR = re.compile(
    r"\b(?:(first|opening|initial|last|final|closing) )?(?:([0-9]{1,2})|([a-z]{3,6}))( and a half)?"
    r" months of (?:((?:19|20)[0-9]{2})\b|(last|this) year\b)",
    re.I,
)
# "from the New Year to September 15", "0 tons from New Year through March"
_NEW_YEAR = re.compile(
    r"\b(?:from|between) (?:the )?(New Year(?:['’]s Day)?|turn of the year)"
    r"(?= (?:to|through|until|till|and)\b)"
)
_TWELVE = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_EDGE = re.compile(
    r"\b(?:between|from|since|to|until|till|through|and) "
    r"((?:the )?(?:(end|close|start|beginning|outset|middle) of )|mid-)"
    r"(?:((?:19|20)[0-9]{2})|last year|this year|the year)\b",
    re.I,
)
# What no edge of a year goes without, looked for first: most texts have none.
_OF_AN_EDGE = (" of 19", " of 20", " of last year", " of this year", " of the year", "mid-", "Mid-")
_EDGES = {"end": 12, "close": 12, "start": 1, "beginning": 1, "outset": 1, "middle": 6, "mid": 6}


def _number(word: str) -> int:
    low = word.lower()
    return _TWELVE.index(low) + 1 if low in _TWELVE else 0


class MomentReader:
    """Finds the atoms of time in one text."""

    def __init__(
        self, text: str, marks: list[Mark], layout: Layout, language: str, anchor: date | None
    ) -> None:
        self.text = text
        self.marks = marks
        self.layout = layout
        self.language = language
        self.anchor = anchor or date(2100, 1, 1)
        self.known = anchor is not None
        self.east = language in ("zh", "ja", "ko")
        self.kept: list[Atom] | None = None

    def atoms(self) -> list[Atom]:
        """Return the atoms of the text in order, found once."""
        if self.kept is None:
            self.kept = self._atoms()
        return self.kept

    def _atoms(self) -> list[Atom]:
        text, atoms = self.text, []
        for match in at_digits(_ISO, text):
            month, day = int(match[2]), int(match[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                atoms.append(Atom(match.start(), match.end(), "month", month, day, int(match[1])))
        for match in at_digits(_NUMERIC_EU, text):
            day, month = int(match[1]), int(match[2])
            if 1 <= month <= 12 and 1 <= day <= 31:
                atoms.append(Atom(match.start(), match.end(), "month", month, day, int(match[3])))
        if self.east:
            self._east_atoms(atoms)
        else:
            for match in at_digits(_YEAR, text):
                atoms.append(Atom(match.start(), match.end(), "year", year=int(match.group())))
        for index, mark in enumerate(self.marks):
            if not _OF_TIME.isdisjoint(mark.kinds):
                self._mark_atom(index, mark, atoms)
        if self.language == "en":
            self._ordinals(atoms)
            self._edges(atoms)
        atoms.sort(key=lambda atom: (atom.start, -atom.end))
        kept: list[Atom] = []
        for atom in atoms:
            if kept and atom.start < kept[-1].end:
                continue
            if (
                kept
                and kept[-1].kind == atom.kind == "month"
                and kept[-1].month == atom.month
                and (text[kept[-1].end : atom.start].strip() == "(")
            ):
                kept[-1].end = atom.end + 1  # the other calendar's name, in brackets
                continue
            kept.append(atom)
        return kept

    def _edges(self, atoms: list[Atom]) -> None:
        """Read where a span begins or ends by an edge of a year: "between the end of 1996 and"."""
        text = self.text
        for match in _EDGE.finditer(text) if any(w in text for w in _OF_AN_EDGE) else ():
            last = match.group().lower().endswith("last year")
            year = int(match[3]) if match[3] else self.anchor.year - last
            month = _EDGES[(match[2] or "mid").lower()]
            atoms.append(Atom(match.start(1), match.end(), "month", month, 0, year, text="edge"))
        for match in _NEW_YEAR.finditer(text) if "New Year" in text or "turn of" in text else ():
            atoms.append(Atom(match.start(1), match.end(), "month", 1, text="edge"))
        for match in _OF_A_YEAR.finditer(text) if " months of " in text else ():
            count = int(match[2]) if match[2] else _number(match[3]) + bool(match[4])
            if not 1 <= count <= 12:
                continue
            last = (match[1] or "first").lower() in ("last", "final", "closing")
            begin, end = (13 - count, 12) if last else (1, count)
            this = self.anchor.year - (match[6] or "").lower().startswith("last")
            year = int(match[5]) if match[5] else this
            atoms.append(Atom(match.start(), match.end(), "months", begin, 0, year, months=end))

    def _ordinals(self, atoms: list[Atom]) -> None:
        """Read "Q3", "H1", and "in the third quarter …, and 12,450 in the fourth"."""
        for match in _SHORT_PART.finditer(self.text):
            short = match.group().lower()
            text = short if short[0] in "qh" else short[::-1]
            atoms.append(Atom(match.start(), match.end(), "part", text=text))
        for atom in [a for a in atoms if a.kind == "part" and a.text[:1] in "qh"]:
            end = self.text.find("\n", atom.end)
            reach = atom.end + 160 if end < 0 else min(end, atom.end + 160)
            for match in _ORDINAL_ALONE.finditer(self.text, atom.end, reach):
                which = _ORDINALS[match[1].lower()]
                if atom.text[0] == "q" or which in "12":
                    atoms.append(
                        Atom(match.start(), match.end(), "part", text=atom.text[0] + which)
                    )

    def _east_atoms(self, atoms: list[Atom]) -> None:
        text = self.text
        for match in at_digits(_CJK_YEAR, text):
            atoms.append(Atom(match.start(), match.end(), "year", year=int(match[1])))
        for match in _CJK_MONTH_RANGE.finditer(text):
            atoms.append(
                Atom(match.start(), match.end(), "months", int(match[1]), months=int(match[2]))
            )
        for match in _CJK_MONTH.finditer(text):
            if _CJK_BENCHMARK.match(text, match.end()) or text[match.start() - 1] in "比较較":
                continue
            day = int(match[2]) if match[2] else 0
            atoms.append(Atom(match.start(), match.end(), "month", int(match[1]), day))
        for match in _CJK_FIRST.finditer(text):
            count = _CJK_COUNT.get(match[1]) or (int(match[1]) if match[1].isdigit() else 0)
            if 1 < count <= 12:
                atoms.append(Atom(match.start(), match.end(), "first", months=count))
        if self.language != "ko":
            for match in _CJK_WORD_MONTH.finditer(text):
                month = _CJK_MONTH_WORDS.get(match.group())
                if month:
                    atoms.append(Atom(match.start(), match.end(), "month", month))

    def _mark_atom(self, index: int, mark: Mark, atoms: list[Atom]) -> None:
        kinds, text = mark.kinds, self.text
        if "month" in kinds:
            start, end, day = mark.start, mark.end, 0
            before = _DAY_BEFORE.search(text[max(0, start - 10) : start])
            after = _DAY_AFTER.match(text, end)
            last_day = 0
            if self.language == "en" and after and int(after[1]) <= 31:
                day, end = int(after[1]), after.end()
                more = _MORE_DAYS.match(text, end)
                if more and day < int(more[1]) <= 31:
                    last_day, end = int(more[1]), more.end()
            elif before and 1 <= int(before[1]) <= 31:
                day = int(before[1])
                start -= len(before.group())
            ranged = _DAYS_BEFORE.search(text[max(0, mark.start - 16) : mark.start])
            if ranged and 1 <= int(ranged[1]) < int(ranged[2]) <= 31:
                day, last_day = int(ranged[1]), int(ranged[2])
                start = mark.start - len(ranged.group())
            if day > 31:
                day = 0
            atoms.append(
                Atom(
                    start,
                    end,
                    "month",
                    int(kinds["month"]),
                    day,
                    last_day=last_day,
                    text=mark.words,
                )
            )
        elif "year" in kinds:
            year = self.anchor.year + int(kinds["year"])
            atoms.append(Atom(mark.start, mark.end, "relyear", year=year))
        elif "monthrel" in kinds and _THE_LAST_OF_ALL.match(text, mark.start - 4):
            pass  # "the last month on record"
        elif "monthrel" in kinds:
            year_, month = month_back(self.anchor, -int(kinds["monthrel"]))
            of_month = _OF_MONTH.match(text, mark.end)
            atoms.append(
                Atom(
                    mark.start,
                    of_month.end() if of_month else mark.end,
                    "month",
                    month,
                    int(of_month[1]) if of_month else 0,
                    year_,
                    text="monthrel",
                )
            )
        elif "weekrel" in kinds:
            atoms.append(Atom(mark.start, mark.end, "week"))
        elif "back" in kinds:
            atoms.append(Atom(mark.start, mark.end, "back", text=kinds["back"]))
        elif "part" in kinds:
            atoms.append(Atom(mark.start, mark.end, "part", text=kinds["part"]))
        elif "firstn" in kinds:
            self._first_months(index, mark, atoms)
        elif "months" in kinds:
            self._months_from(index, mark, atoms)
        elif "week_to" in kinds:
            atoms.append(Atom(mark.start, mark.end, "week_to"))

    def _first_months(self, index: int, mark: Mark, atoms: list[Atom]) -> None:
        """Read "the first eight months" and its kin."""
        if index > 1 and "months" in self.marks[index - 2].kinds:  # "الأشهر السبعة الأولى"
            number, opening = self.marks[index - 1].kinds.get("num"), self.marks[index - 2]
            if number and mark.start - opening.end <= 14:
                atoms.append(Atom(opening.start, mark.end, "first", months=int(number)))
                return
        if index and index + 1 < len(self.marks):  # "los cinco primeros meses"
            number, later = self.marks[index - 1].kinds.get("num"), self.marks[index + 1]
            beside = mark.start - self.marks[index - 1].end <= 1
            if number and beside and "months" in later.kinds and later.start - mark.end <= 1:
                atoms.append(
                    Atom(self.marks[index - 1].start, later.end, "first", months=int(number))
                )
                return
        for later in self.marks[index + 1 : index + 3]:
            if later.start - mark.end > 16:
                return
            if "months" in later.kinds:
                between = self.text[mark.end : later.start].strip(" -")
                number = self.marks[index + 1].kinds.get("num") or (
                    between if between.isdigit() else None
                )
                if number and 1 <= int(number) <= 12:
                    atoms.append(Atom(mark.start, later.end, "first", months=int(number)))
                return

    def _months_from(self, index: int, mark: Mark, atoms: list[Atom]) -> None:
        """Read "the five months from January", "those seven months" and their kin."""
        if self.language == "en" and index and "num" in self.marks[index - 1].kinds:
            said = self.marks[index - 1]
            if _POINTS_BACK.search(self.text[max(0, said.start - 12) : said.start].lower()):
                atoms.append(Atom(said.start, mark.end, "back", text="that"))
                return
        if index + 1 >= len(self.marks) or not index:
            return
        number = self.marks[index - 1].kinds.get("num")
        later = next((m for m in self.marks[index + 1 : index + 3] if "month" in m.kinds), None)
        if not number:
            digits = re.search(r"(?<![0-9.,])([0-9]{1,2})[ -]$", self.text[: mark.start][-4:])
            number = digits[1] if digits else None
        if not number or later is None or later.start - mark.end > 30:
            return
        month, count = int(later.kinds["month"]), int(number)
        gap = self.text[mark.end : later.start]
        if not 2 <= count <= 12:
            return
        if _RUNS_FROM.fullmatch(gap):
            atoms.append(
                Atom(mark.start, later.end, "months", month, months=(month + count - 2) % 12 + 1)
            )
        elif _RUNS_TO.fullmatch(gap):
            atoms.append(
                Atom(mark.start, later.end, "months", (month - count) % 12 + 1, months=month)
            )
