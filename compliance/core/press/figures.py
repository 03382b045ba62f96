"""Figures: a number, its unit and its modifier, with the exact span in the text."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal

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
_STOP = frozenset((
    "and", "or", "in", "on", "at", "as", "was", "were", "is", "are", "be", "been", "of", "the",
    "that", "which", "with", "his", "its", "their", "this", "these", "has", "have", "had", "who",
    "when", "where", "it", "he", "she", "they", "we", "than", "per", "so", "not", "but", "while",
    "from", "to", "by", "for", "into", "since", "until", "till", "after", "before", "between",
    "during", "under", "over", "about", "said", "says", "say", "year", "years", "month", "months",
    "day", "days", "week", "weeks", "people", "hours", "hour", "minutes", "percent", "y", "en",
    "el", "la", "los", "las", "que", "con", "por", "para", "et", "le", "les", "qui", "dans",
    "und", "der", "die", "das", "ist", "im", "am", "auf", "mit", "в", "на", "и", "с", "по", "из",
    "за", "к", "у", "от", "до", "что", "states", "countries", "companies", "firms", "governments",
    "members", "votes", "times",
))  # fmt: skip
_RANGE = re.compile(
    r"[ ]?(?:、多く見れば|、多ければ|、多くて|에서 많게는|, 많게는|-|~|—|to|and|or|bis|a|à|y|et"
    r"|до|到|至|und|から|부터|إلى|e|и|ad)[ ]?"
)
_MONEY = re.compile(r"(?:US|U\.S\. ?|USD ?)?\$ ?$|USD ?$")
_OTHER_DOLLARS = re.compile(r"(?:(?<!U)S|HK|A|NT|C|NZ|R|Z|M)\$ ?$")
_PARENTHESIS = re.compile(r"\([^()\n]{1,30}\)[ ]?")
_EAST_TAIL = re.compile(r"[ ]?(?:여|餘|余|多|数|數|강|쯤|정도|ほど|前後|弱|強|余り|あまり)?[ ]?")


# What lets a bare number borrow its neighbour's unit: it runs on from it, or is set against it.
_PARALLEL = re.compile(
    r"(?:^|[ (])(?:and|or|to|from|than|after|with|against|by|another|further|only|just|some|about"
    r"|over|at|was|were|is|of|for|y|de|a|et|à|und|auf|nach|и|до|с|otros|otras|los|unos|año|aux?|des|weitere"
    r"|noch|ещё|по) ?$|[,(/、] ?$|[—-] $"
)
_BESIDE = re.compile(r"[^\W\d_]{0,9}")  # between a modifier and its number: at most an article
_UNIT_ROW = re.compile(r"[^:：\d]{2,30}[:：][ ]{0,3}[^\W\d_]{1,12}(?: [^\W\d_]{1,12})?")
_CALIBRE = re.compile(
    r"[ -]?(?:mm|㎜|毫米|ミリ|мм|km|㎞|公里)\b|[ -]?(?:миллиметров|Millimeter|milímetros|millimètres|millimetre|millimeter)|[ -]?(?:㎜|㎞|毫米|公里|ミリ)"
)
# "September   41,973": a row of a table whose label is set off by blanks, a dash or a dot leader
_PLAIN_ROW = re.compile(
    r"\s*[^\d:：.!?]{2,30}?(?:[0-9]{4})?(?: {2,}|\t| ?\.{2,} ?| ?[—-]{1,2} )"
    r"(?=[0-9][0-9.,]*(?:\s|$)|[—-]+\s*$|none|nil)"
)
_LABEL = re.compile(rf"\s*[^:：]{{2,40}}[:：]|{_PLAIN_ROW.pattern}")
_CELL = re.compile(r"[0-9][0-9.,]*|(?<![0-9])-(?![0-9])")
_NUMBER_OF = re.compile(r"number of|count\b|tally", re.IGNORECASE)
_INHABITED = re.compile(
    r"\b(?:country|nation|population|people|army|land|state|city|workforce)s? of "
    r"(?:some |about |nearly |over )?$"
)
_DASH = re.compile(r" ?[—-]{1,2} ")
_OF_THEM = re.compile(r" (?:of (?:them|these|those|which)|davon|d'entre eux|de ellos|из них)\b")
_CLOSES = re.compile(r" ?[,;:)?!](?![0-9])|\.(?![0-9])|\n| ?[—(]| - ")
_NAMES_A_NUMBER = re.compile(
    r"(?:[$€£¥#]|\b(?:resolution|No\.?|number|page|room|article|USD|paragraph|flight|unit|imo|won"
    r"|yuan|euros?)) ?$",
    re.IGNORECASE,
)
# Function words after which a number has still counted people, years, votes.
_COUNTED = frozenset((
    "people", "years", "year", "months", "month", "days", "day", "weeks", "week", "hours", "hour",
    "minutes", "percent", "states", "countries", "companies", "firms", "governments", "members",
    "votes", "times", "who",
))  # fmt: skip
_RESUMES = re.compile(r" (?:in|and|,|for|from|to|by)")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what the grammar knows beside it."""

    figure: Figure
    sentence: int
    kind: str  # "measure", "percent", "money", "count", "nil"
    commodity: str | None = None  # what a counted thing is
    event: bool = False  # deliveries, voyages, tankers: counted, but no amount
    ship: bool = False  # the size of a ship
    rate: str | None = None
    elided: bool = False
    head: int = -1  # the sentence of the table's heading
    column: int = 0  # which cell of its row


class FigureReader:
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
        if text[place : place + 1] == "+":
            place += 1
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
            word = re.compile(r"[^\W_][^\s,.;:()\"]{0,24}").match(text, place)
            if word is None:
                return None
            low = word.group().lower()
            if low in _STOP and not (low == "of" and skipped == 0 and number.value is None):
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
            if low[0].isdigit() and not re.match(r"[0-9]{2,3}-?mm", low):
                return None
            if mark is None and skipped >= 3:
                return None
            place = mark.end if mark is not None else word.end()
            skipped += 1
        return None

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
            dollar = re.search(
                r"(?:US|U\.S\. ?|USD ?)?\$ ?$|USD ?$", self.text[max(0, start - 6) : start]
            )
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

    # amounts whose unit stands elsewhere

    def _elided(self) -> None:
        """Give bare numbers the unit of their neighbour or of their table's heading."""
        spans = [(f.figure.start, f.figure.end) for f in self.found]
        covered = sorted(spans)
        heading: tuple[int, Mark] | None = None
        extra: list[Found] = []
        per_sentence: dict[int, list[Found]] = {}
        for found in self.found:  # by printed line: the unit may stand in the sentence before
            per_sentence.setdefault(self.layout.sentences[found.sentence].line, []).append(found)
        for number in self.numbers:
            index = bisect_left(covered, (number.start + 1, 0)) - 1
            if index >= 0 and covered[index][1] >= number.end:
                continue
            sentence = self.layout.at(number.start)
            place = self.layout.sentences[sentence]
            if place.furniture or number.value is None:
                continue
            heading = self._heading(sentence, heading)
            neighbours = per_sentence.get(place.line, [])
            base = self._elided_base(number, sentence, neighbours, heading)
            if base is None:
                continue
            figure = Figure(
                number.start,
                number.end,
                self.original[number.start : number.end],
                number.value,
                number.low,
                number.high,
                base.figure.unit,
                self._modifier(number.start, number.end, None, sentence),
            )
            rate = self._rate(number.start, number.end, None)
            rate = rate if _OF_THEM.match(self.text, number.end) else None
            extra.append(replace(base, figure=figure, sentence=sentence, elided=True, rate=rate))
        self.found.extend(extra)

    def _heading(self, sentence: int, known: tuple[int, Mark] | None) -> tuple[int, Mark] | None:
        """Return the unit that a table's heading announces: "Fuel exports in May (tonnes):"."""
        place = self.layout.sentences[sentence]
        for back in range(sentence - 1, max(-1, sentence - 14), -1):
            head = self.layout.sentences[back]
            line = self.text[head.start : head.end]
            if _UNIT_ROW.fullmatch(line.strip()):  # "Month: barrels"
                last = self._before(head.start + len(line.rstrip()))
                if last is not None and "unit" in last.kinds and last.start >= head.start:
                    return back, last
            if _PLAIN_ROW.match(line) and place.line - head.line <= 12:
                continue
            if not line.rstrip().endswith((":", ")", "：", "）")) and "(" not in line:
                if place.line - head.line <= 1 and ":" in line[:40]:
                    continue
                if ":" in line[:40] or "：" in line[:40]:
                    continue
                break
            index = bisect_left(self.starts, head.start)
            while index < len(self.marks) and self.marks[index].start < head.end:
                mark = self.marks[index]
                lead = self.text[max(0, mark.start - 4) : mark.start]
                if "unit" in mark.kinds and re.search(r"[(（]$|in $|,$", lead):
                    return back, mark
                index += 1
            if ":" not in line[:40] and "：" not in line[:40]:
                break
        return None

    def _elided_base(
        self,
        number: Number,
        sentence: int,
        neighbours: list[Found],
        heading: tuple[int, Mark] | None,
    ) -> Found | None:
        text = self.text
        value = number.value
        if value is None:
            return None
        before = text[max(0, number.start - 12) : number.start]
        after = text[number.end : number.end + 14]
        clings = re.match(r"[-/:]?[A-Za-z0-9]", after) or re.search(r"[A-Za-z#][-.]?$", before)
        in_a_cell = (heading and re.match(r" ?/ ?", after)) or re.match(r" ?\)", after)
        if clings and not in_a_cell:
            return None
        mark = self._before(number.start)
        if (
            mark is not None
            and "month" in mark.kinds
            and number.start - mark.end <= 2
            and value <= 31
        ):
            return None
        follow = self.by_start.get(number.end + 1)
        if (
            follow is not None
            and text[number.end] != "\n"
            and ("month" in follow.kinds or "months" in follow.kinds)
        ):
            return None
        year_like = 1900 <= value <= 2050 and not number.grouped
        place = self.layout.sentences[sentence]
        if heading is not None:
            line = text[place.start : number.start]
            label = _LABEL.match(text[place.start : place.end])
            if (
                label
                and number.start >= place.start + label.end()
                and not re.search(r"[A-Za-z]$", line)
            ):
                unit = heading[1].kinds["unit"]
                kind = self._kind(heading[1])
                blank = Figure(0, 0, "", value, value, value, unit, "exact")
                row = text[place.start + label.end() : number.start]
                column = len(_CELL.findall(row))
                return Found(blank, sentence, kind, head=heading[0], column=column)
        counted = self._number_of(number, sentence)
        if counted is not None and number.grouped and value >= 100 and not year_like:
            return counted
        after_state = (
            mark is not None
            and "state" in mark.kinds
            and number.grouped
            and number.start - mark.end <= 2
        )
        parallel = (after_state or _PARALLEL.search(before)) and (
            number.grouped or value >= 1000 or heading is not None or _RESUMES.match(after)
        )
        if _INHABITED.search(text[max(0, number.start - 30) : number.start]):
            return None
        if _OF_THEM.match(after):
            unit_mark = self._unit_before(number, sentence)
            if unit_mark is not None:
                blank = Figure(0, 0, "", value, value, value, unit_mark.kinds["unit"], "exact")
                return Found(blank, sentence, self._kind(unit_mark))
        free = number.grouped and self._stands_alone(number)
        if free and 100 <= value < 1_000_000_000 and not year_like:
            last = self._last_measure(number, neighbours)
            if last is not None:
                return last
        if not parallel:
            return None
        if (mark is not None and "resolution" in mark.kinds) or re.search(r"ommittee ?$", before):
            return None
        measures = [f for f in neighbours if f.kind in ("measure", "count") and not f.ship]
        if not measures or year_like or (not number.digits and value < 1000):
            return None
        named = next(
            (
                m
                for at in (4, 5)
                if (m := self.by_start.get(number.end + at)) and "month" in m.kinds
            ),
            None,
        )
        in_a_list = named is not None and re.match(r" (?:in|for|en) ", after) is not None
        if not number.grouped and value < 100 and not in_a_list:
            return None
        near = [f for f in measures if f.sentence == sentence] or measures
        nearest = min(near, key=lambda f: abs(f.figure.start - number.start))
        if nearest.event and value < 1000:
            return None
        gap = (
            text[nearest.figure.end : number.start]
            if nearest.figure.end <= number.start
            else text[number.end : nearest.figure.start]
        )
        if len(gap) > 140 or gap.count(". ") > 1:
            return None
        if ". " in gap and not (number.grouped and self._rate(number.start, number.end, None)):
            return None  # a sentence further on only where the number is a yearly amount
        return nearest

    def _stands_alone(self, number: Number) -> bool:
        """Whether no noun follows a number that it could count: "up from 1,987 the month before"."""
        text = self.text
        lead = text[max(0, number.start - 12) : number.start]
        if _NAMES_A_NUMBER.search(lead):
            return False
        tail = text[number.end : number.end + 24]
        if not tail or _CLOSES.match(tail):
            return True
        word = re.match(r" ([^\W\d_]+)", tail)
        if word is None:
            return False
        mark = self.by_start.get(number.end + 1)
        if mark is not None and not {"give", "month", "back", "year", "monthrel"}.isdisjoint(
            mark.kinds
        ):
            return True
        return word[1].lower() in _STOP and word[1].lower() not in _COUNTED

    def _last_measure(self, number: Number, neighbours: list[Found]) -> Found | None:
        """Return the amount whose unit a bare number goes on counting in."""
        near = [f for f in neighbours if f.kind == "measure" and not f.ship and f.rate is None]
        if near:
            here = self.layout.at(number.start)
            before = [f for f in near if f.figure.start < number.start]
            same = [f for f in before if f.sentence == here] or [
                f for f in near if f.sentence == here
            ]
            same.sort(key=lambda f: f.figure.start)
            if same:
                return same[-1] if same[-1] in before else same[0]
            return max(before, key=lambda f: f.figure.start) if before else near[0]
        line = self.layout.sentences[self.layout.at(number.start)].line
        last: Found | None = None
        for found in self.found:
            if found.figure.start > number.start:
                break
            if found.kind == "measure" and not found.ship and found.rate is None:
                last = found
        if last is None or line - self.layout.sentences[last.sentence].line > 2:
            return None
        return last

    def _unit_before(self, number: Number, sentence: int) -> Mark | None:
        floor = self.layout.sentences[sentence].start
        for mark in reversed(self.marks[: bisect_left(self.starts, number.start)]):
            if mark.start < floor:
                break
            if "unit" in mark.kinds:
                return mark
        return None

    def _number_of(self, number: Number, sentence: int) -> Found | None:
        """Read "the number of containers … now stands at 5,000": the unit opens the sentence."""
        place = self.layout.sentences[sentence]
        index = bisect_left(self.starts, place.start)
        while index < len(self.marks) and self.marks[index].start < number.start:
            mark = self.marks[index]
            index += 1
            if "count" not in mark.kinds:
                continue
            around = self.text[max(place.start, mark.start - 14) : mark.end + 8]
            if _NUMBER_OF.search(around):
                good, _, nature = mark.kinds["count"].partition(":")
                zero = Decimal(0)
                blank = Figure(0, 0, "", zero, zero, zero, "count", "exact")
                return Found(blank, sentence, "count", good, nature == "event")
        return None

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
