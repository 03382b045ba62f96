"""Figures: a number, its unit and its modifier, with the exact span in the text."""

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from compliance.core.press.columns import cells
from compliance.core.press.elision import STOP, ElisionReader
from compliance.core.press.found import Found
from compliance.core.press.layout import Layout
from compliance.core.press.marks import Mark
from compliance.core.press.numbers import Number, NumberReader
from compliance.core.press.values import Figure


EAST = ("zh", "ja", "ko")
MOST_NUMBERS = 8000  # a page with more is no article; what lies beyond is cut, and said so
_BETWEEN = frozenset((
    "a", "additional", "further", "more", "new", "metric", "of", "deadweight", "long", "short",
    "extra", "us", "american", "some", "the", "de", "d", "des", "di", "zusätzliche", "weitere",
    "et", "than", "plus", "дополнительных",
))  # fmt: skip
_RANGE = re.compile(
    r"[ ]?(?:、多く見れば|、多ければ|、多くて|에서 많게는|, 많게는|-|~|—|to|and|or|bis|a|à|y|et"
    r"|до|到|至|und|から|부터|إلى|e|и|ad)[ ]?"
)
_MONEY = re.compile(r"(?:US|U\.S\. ?|USD ?)?\$ ?$|USD ?$|\$ ?US ?$")
_OTHER_DOLLARS = re.compile(r"(?:(?<!U)S|HK|A|NT|C|NZ|R|Z|M)\$ ?$")
_PARENTHESIS = re.compile(r"\([^()\n]{1,30}\)[ ]?")
_EAST_TAIL = re.compile(r"[ ]?(?:여|餘|余|多|数|數|강|쯤|정도|ほど|前後|弱|強|余り|あまり)?[ ]?")


_BESIDE = re.compile(r"[^\W\d_]{0,9}")  # between a modifier and its number: at most an article
_CALIBRE = re.compile(
    r"[ -]?(?:mm|㎜|毫米|ミリ|мм|km|㎞|公里)\b|[ -]?(?:миллиметров|Millimeter|milímetros"
    r"|millimètres|millimetre|millimeter)|[ -]?(?:㎜|㎞|毫米|公里|ミリ)"
)
_A_TYPE = re.compile(r"\b(?:Type|Model|Mark|Mk|Class|Project|Block|Mod)\.? $")
_RESOLUTION = re.compile(r"\b[Rr]esolutions? (?:[Nn]o\.? ?)?$")
_OF_CALIBRE = re.compile(
    r"[0-9]{1,3}(?:[.][0-9]{1,2})?(?:[ -]?(?:mm|millimet(?:re|er)s?)|-inch)\b"
    r"(?:(?:,| and| or) [0-9]{1,3}(?:[.][0-9]{1,2})?(?:[ -]?(?:mm|millimet(?:re|er)s?)"
    r"|-inch)\b){0,3}"
)
_OR_MORE = re.compile(r"\+|(?:-| )(?:plus|odd)(?=[ -\"”])| or (?:more|so|thereabouts)(?= )")
_DASH = re.compile(r" ?[—-]{1,2} ")


class FigureReader(ElisionReader):
    """Finds the figures of one text."""

    def __init__(
        self,
        original: str,
        text: str,
        marks: list[Mark],
        layout: Layout,
        decimal: str,
        language: str,
    ) -> None:
        self.original = original
        self.text = text
        self.marks = marks
        self.layout = layout
        self.language = language
        self.by_start = {mark.start: mark for mark in marks}
        self.starts = [mark.start for mark in marks]
        numbers = NumberReader(text, marks, decimal, language).all()
        self.numbers = numbers[:MOST_NUMBERS]
        self.cut_at = numbers[MOST_NUMBERS].start if len(numbers) > MOST_NUMBERS else None
        self.found: list[Found] = []

    def all(self) -> list[Found]:
        """Return the figures of the text in its order, page furniture left out."""
        taken: set[int] = set()
        numbers = self.numbers
        for index, number in enumerate(numbers):
            if index in taken:
                continue
            sentence = self.layout.at(number.start)
            if self.layout.sentences[sentence].furniture:
                continue
            follower = numbers[index + 1] if index + 1 < len(numbers) else None
            if follower is not None:
                joined = self._range(number, follower, sentence)
                if joined is not None:
                    taken.add(index + 1)
                    self.found.append(joined)
                    continue
            single = self._single(number, sentence)
            if single is not None:
                self.found.append(single)
        self._columns()
        self._elided()
        self._nil()
        self.found.sort(key=lambda f: f.figure.start)
        return self.found

    # units

    def _unit(self, number: Number) -> tuple[str, Mark | None, int] | None:
        """Return the unit of a number: its kind, the mark that names it, and where it ends."""
        text, at = self.text, number.end
        before = text[max(0, number.start - 6) : number.start]
        if text[number.start] == "0" and text[number.start + 1 : number.start + 2].isdigit():
            return None
        if _CALIBRE.match(text, at):
            return None
        if text[at : at + 10].lower() == " committee":
            return None
        if text[at : at + 1].isalpha() and self.language not in EAST and at not in self.by_start:
            return None  # "152mm shells", "3rd"
        if _MONEY.search(before) and not _OTHER_DOLLARS.search(before):
            return "money", None, number.end
        if text[at : at + 1] == "%" or text[at : at + 2] == " %":
            return "percent", None, text.index("%", at) + 1
        if text[at : at + 1] in (":", "/") or (
            text[at : at + 1] == "-" and text[at + 1 : at + 2].isdigit()
        ):
            return None
        if self.language in EAST:
            tail = _EAST_TAIL.match(text, at)
            at = tail.end() if tail else at
            mark = self.by_start.get(at) or self.by_start.get(number.end)
            if mark is not None and ("unit" in mark.kinds or "count" in mark.kinds):
                return self._kind(mark), mark, mark.end
            return None
        place, skipped = at, 0
        if text[place : place + 3] == " — " or text[place : place + 2] == " -":
            close = text.find(")", place, place + 26)  # "500 (thousand — ed.) barrels"
            if close > 0:
                place = close + 1
        more = _OR_MORE.match(text, place)
        if more is not None:
            place = more.end()
        apart = _DASH.match(text, place)
        if apart is not None and "unit" in getattr(self.by_start.get(apart.end()), "kinds", ()):
            place = apart.end()  # "500,000 — barrels of refined oil"
        if text[place : place + 2] == ". " and (self.by_start.get(place + 2)):
            place += 1
        while skipped < 5:
            gap = place
            while place < len(text) and place - gap < 3 and text[place] in " -\n\"'»«“”„":
                place += 1
            if "\n\n" in text[gap:place]:
                return None
            mark = self.by_start.get(place)
            if mark is not None and ("unit" in mark.kinds or "count" in mark.kinds):
                if "unit" in mark.kinds and skipped and not self._thin(text[at:place]):
                    return None
                if mark.words in ("t", "T", "L", "l") and place - at > 1:
                    return None
                mark = self._head_noun(mark)
                return self._kind(mark), mark, mark.end
            if text[place : place + 1] == "(":
                aside = _PARENTHESIS.match(text, place)
                if aside is not None and skipped == 0:
                    place = aside.end()
                    skipped += 1
                    continue
            if text[place + 1 : place + 2] in ("'", "’") and text[place : place + 1] in "dl":
                place += 2  # "8 millions d'obus"
                continue
            calibre = _OF_CALIBRE.match(text, place)
            if calibre is not None:
                place = calibre.end()  # "two million 152 mm rounds"
                continue
            word = re.compile(r"[^\W_][^\s,.;:()\"]{0,24}").match(text, place)
            if word is None:
                return None
            low = word.group().lower()
            if low in STOP and not (low == "of" and skipped == 0 and number.value is None):
                return None
            if (
                low not in _BETWEEN
                and mark is not None
                and not (
                    {"state", "commodity", "flag", "nostate", "illicit", "article"}
                    & set(mark.kinds)
                )
            ):
                return None
            if (
                low[0].isdigit()
                and not re.match(r"[0-9]{2,3}-?mm", low)
                and not (_A_TYPE.search(text, max(0, place - 12), place))
            ):
                return None
            if mark is None and skipped >= 3:
                return None
            place = mark.end if mark is not None else word.end()
            skipped += 1
        return None

    def _head_noun(self, mark: Mark) -> Mark:
        """Return the last of nouns that stand as one: "ten weapons transfers" are transfers."""
        while "unit" not in mark.kinds:
            follower = self.by_start.get(mark.end + 1)
            if follower is None or "count" not in follower.kinds or self.text[mark.end] != " ":
                break
            mark = follower
        return mark

    def _thin(self, gap: str) -> bool:
        return all(word.strip("-.()'\"").lower() in _BETWEEN for word in gap.split()) or (
            gap.lstrip().startswith("(")
        )

    def _kind(self, mark: Mark) -> str:
        unit = mark.kinds.get("unit")
        if unit is None:
            return "count"
        return {"percent": "percent", "tenth": "percent", "USD": "money"}.get(unit, "measure")

    # building

    def _single(self, number: Number, sentence: int) -> Found | None:
        unit = self._unit(number)
        if unit is None:
            return None
        if self._calendar(number, unit[0]):
            return None
        if unit[0] == "count" and _RESOLUTION.search(
            self.text, max(0, number.start - 14), number.start
        ):
            return None  # "under Resolution 2216 weapons must not be given"
        if _A_TYPE.search(self.text, max(0, number.start - 12), number.start):
            return None  # "Type 56 rifles"
        lead = self.text[max(0, number.start - 2) : number.start]
        if lead[-1:] == "-" and lead[:1].isalpha():
            return None  # the name of a weapon: KN-23, 불새-4
        return self._make(number, number, unit, sentence)

    def _calendar(self, number: Number, kind: str) -> bool:
        """Whether a bare number is a year or the day of a month and no amount."""
        if number.grouped or not number.digits or number.value is None or kind != "count":
            return False
        mark = self._before(number.start)
        if number.value <= 31 and mark is not None and "month" in mark.kinds:
            return number.start - mark.end <= 2
        return 1900 <= number.value <= 2050

    def _before(self, position: int) -> Mark | None:
        index = bisect_left(self.starts, position) - 1
        return self.marks[index] if index >= 0 else None

    def _make(
        self, first: Number, last: Number, unit: tuple[str, Mark | None, int], sentence: int
    ) -> Found:
        kind, mark, end = unit
        start = first.start
        tenth = mark is not None and mark.kinds.get("unit") == "tenth"
        name = "USD" if kind == "money" else "percent" if kind == "percent" else "count"
        commodity, event, ship = None, False, False
        if kind == "money" and mark is None:
            dollar = _MONEY.search(self.text[max(0, start - 6) : start])
            if dollar:
                start -= len(dollar.group())
        if mark is not None:
            name = "percent" if tenth else mark.kinds.get("unit", "count")
            if "count" in mark.kinds and "unit" not in mark.kinds:
                commodity, _, nature = mark.kinds["count"].partition(":")
                event = nature == "event"
            ship = "ship_size" in mark.kinds or bool(
                name == "t"
                and re.match(r"[- ]?(?:ton|tonne)$", mark.words)
                and self.text[mark.start - 1 : mark.start] == "-"
            )
        low, high = first.low, last.high
        value = first.value if first is last else None
        if tenth:
            low, high, value = low * 10, high * 10, None if value is None else value * 10
        modifier = self._modifier(start, end, mark, sentence)
        if value is None:
            modifier = "range"
        figure = Figure(start, end, self.original[start:end], value, low, high, name, modifier)
        rate = self._rate(start, end, mark)
        return Found(figure, sentence, kind, commodity, event, ship, rate)

    def _rate(self, start: int, end: int, mark: Mark | None) -> str | None:
        if mark is not None and "rate" in mark.kinds:
            return mark.kinds["rate"]
        if self.language in EAST:
            before = self._before(start)
            if (
                before is not None
                and before.kinds.get("rate") in ("day", "month", "week")
                and (start - before.end <= 3)
            ):
                return before.kinds["rate"]
        index = bisect_left(self.starts, end)
        for after in self.marks[index : index + 4]:
            if after.start - end > 28 or re.search(r"[0-9,;、]", self.text[end : after.start]):
                break
            if "rate" in after.kinds:
                return after.kinds["rate"]
        return None

    def _modifier(self, start: int, end: int, unit: Mark | None, sentence: int) -> str:
        floor = self.layout.sentences[sentence].start
        index = bisect_left(self.starts, start) - 1
        for mark in reversed(self.marks[max(0, index - 2) : index + 1]):
            if mark.end < floor or start - mark.end > 14:
                break
            between = self.text[mark.end : start].strip(" $US(\"'~-")
            if len(between) > 9 or not _BESIDE.fullmatch(between):
                break
            if "modifier" in mark.kinds:
                return mark.kinds["modifier"]
            if between and not between.islower():
                break
        index = bisect_left(self.starts, end - 3)
        for mark in self.marks[index : index + 3]:
            if mark.start - end > 3:
                break
            if "after" in mark.kinds:
                return mark.kinds["after"]
        open_ended = _OR_MORE.search(self.text, start, end)
        if open_ended is not None:
            return "about" if open_ended.group().endswith(("so", "odd", "thereabouts")) else "over"
        tail = self.text[end : end + 9].lower()
        if tail.startswith((" or more", " or so")):
            return "over" if "more" in tail else "about"
        if unit is not None and self.language in EAST:
            within = self.text[start : unit.start]
            if re.search(r"[여餘余多]", within):
                return "over"
        return "exact"

    def _range(self, low: Number, high: Number, sentence: int) -> Found | None:
        """Join two numbers that are the ends of a range: "60,000 to 65,000 tons"."""
        gap_start, gap_end = low.end, high.start
        if gap_end - gap_start > 26 or low.value is None or high.value is None:
            return None
        if self.layout.at(high.start) != sentence:
            return None
        unit = self._unit(high)
        if unit is None:
            return None
        gap = self.text[gap_start:gap_end]
        own = self._unit(low)
        if own is not None:
            if unit[1] is not None and own[1] is not None and own[1].kinds is not unit[1].kinds:
                return None
            gap = self.text[own[2] : gap_end]
        if unit[0] == "money":
            gap = re.sub(r"(?:US|U\.S\. ?)?\$ ?", "", gap)
        match = _RANGE.fullmatch(gap)
        if match is None:
            return None
        year = low.digits and not low.grouped and 1900 <= low.value <= 2050 and own is None
        if year and high.value > 2100 and gap != "-":
            return None  # "2019 - 401,000 barrels": a row of a list
        if self._calendar(low, unit[0]) and "-" not in gap:
            return None
        lead = self.text[max(0, low.start - 14) : low.start].lower()
        word = gap.strip().lower()
        opens = re.search(
            r"(?:between|entre|zwischen|fra|tra|между|بين)\s+(?:us\$|\$|some |about )?$", lead
        )
        if word in ("and", "y", "et", "und", "e", "и") and not opens:
            return None
        if word == "or":
            return None
        value = low.value
        if low.scale == 1 and high.scale > 1 and low.value < high.value / high.scale:
            value = low.value * high.scale
        elif (
            self.language not in ("en",)
            and low.value < 1000 <= high.value
            and " " in self.text[high.start : high.end]
            and low.value * 1000 < high.value
        ):
            value = low.value * 1000
        if value >= high.value:
            return None
        first = replace(low, value=value, low=value, high=value)
        made = self._make(first, high, unit, sentence)
        return made

    def _columns(self) -> None:
        """Read tables with a column for each State."""

        def within(start: int, end: int) -> list[Mark]:
            return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

        numbers = {number.start: number for number in self.numbers}
        taken = {found.figure.start for found in self.found}
        for cell in cells(self.text, self.marks, within):
            number = numbers.get(cell.start)
            if number is None or number.value is None or cell.start in taken:
                continue
            quote = self.original[number.start : number.end]
            value, unit = number.value, cell.unit.kinds["unit"]
            figure = Figure(number.start, number.end, quote, value, value, value, unit, "exact")
            self.found.append(
                Found(
                    figure,
                    self.layout.at(number.start),
                    "measure",
                    elided=True,
                    supplier=cell.supplier,
                    head=self.layout.at(cell.head),
                )
            )

    def _nil(self) -> None:
        """Read "no refined petroleum" and "none" as an amount of zero."""
        marks = self.marks
        for index, mark in enumerate(marks):
            if "nil" not in mark.kinds:
                continue
            sentence = self.layout.at(mark.start)
            place = self.layout.sentences[sentence]
            if place.furniture or place.headline:
                continue
            follow = marks[index + 1] if index + 1 < len(marks) else None
            adjective = (
                follow is not None
                and "state" in follow.kinds
                and index + 2 < len(marks)
                and marks[index + 2].start - follow.end <= 1
                and follow.start - mark.end <= 2
            )
            if adjective:  # "no North Korean coal"
                follow = marks[index + 2]
            unit, commodity, end = None, None, mark.end
            low = mark.words.lower()
            if follow is not None and "unit" in follow.kinds and follow.start - mark.end <= 1:
                zero = Decimal(0)
                quote = self.original[mark.start : follow.end]
                figure = Figure(
                    mark.start, follow.end, quote, zero, zero, zero, follow.kinds["unit"], "exact"
                )
                self.found.append(Found(figure, sentence, self._kind(follow)))
                continue
            if (
                follow is not None
                and (adjective or follow.start - mark.end <= 3)
                and "commodity" in follow.kinds
            ):
                commodity = follow.kinds["commodity"]
                end = follow.end
                for more in marks[index + 2 : index + 8]:
                    gap = self.text[end : more.start]
                    if (
                        re.fullmatch(r",? ?(?:or |and |nor )?|,? or |-", gap)
                        and "commodity" in more.kinds
                    ):
                        end = more.end
                    else:
                        break
                unit = "bbl" if "petroleum" in commodity or commodity == "refined_generic" else "t"
                if commodity == "crude_oil":
                    unit = "bbl"
                if commodity in ("arms", "workers", "money", "luxury_goods"):
                    continue
            elif low in ("none", "nil", "zero"):
                unit = "bbl"
            if unit is None:
                continue
            zero = Decimal(0)
            figure = Figure(
                mark.start, end, self.original[mark.start : end], zero, zero, zero, unit, "exact"
            )
            self.found.append(Found(figure, sentence, "nil", None))
