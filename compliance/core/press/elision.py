"""Elision: amounts whose unit stands elsewhere, in a list, a table, the sentence before."""

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from compliance.core.press.found import Found
from compliance.core.press.layout import Layout
from compliance.core.press.marks import Mark
from compliance.core.press.numbers import Number
from compliance.core.press.values import Figure


STOP = frozenset((
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
# What lets a bare number borrow its neighbour's unit: it runs on from it, or is set against it.
_PARALLEL = re.compile(
    r"(?:^|[ (])(?:and|or|to|from|than|after|with|against|by|another|further|only|just|some|about"
    r"|over|at|was|were|is|of|for|y|de|a|et|à|und|auf|nach|и|до|с|otros|otras|los|unos|año|aux?"
    r"|des|weitere"
    r"|noch|ещё|по) ?$|[,(/、] ?$|[—-] $"
)
_UNIT_ROW = re.compile(r"[^:：\d]{2,30}[:：][ ]{0,3}[^\W\d_]{1,12}(?: [^\W\d_]{1,12})?")
# "September   41,973": a row of a table whose label is set off by blanks, a dash or a dot leader
_PLAIN_ROW = re.compile(
    r"\s{0,40}[^\d:：.!?]{2,30}?(?:[0-9]{4})?(?: {2,60}|\t| ?\.{2,} ?| ?[—-]{1,2} | ?\| ?)"
    r"(?=[0-9][0-9.,]{0,14}(?:\s|$)|[—-]+\s*$|none|nil)"
)
_MONTH_HAD = re.compile(
    r" (?:to|at|with|was|saw|brought|came to|came in at|stood at|had been|it was|only) "
    r"(?:about |some |just |only |a mere )?"
)
_OWNED = ("'s ", "’s ")
_LABEL = re.compile(rf"\s{{0,40}}[^:：]{{2,40}}[:：]|{_PLAIN_ROW.pattern}")
_CELL = re.compile(r"[0-9][0-9.,]*|(?<![0-9])-(?![0-9])")
_NUMBER_OF = re.compile(r"number of|count\b|tally", re.IGNORECASE)
_INHABITED = re.compile(
    r"\b(?:numbering|numbered) (?:some |about |over )?$|\b(?:country|nation|population"
    r"|people|army|land|state|city|workforce)s? of "
    r"(?:some |about |nearly |over )?$"
)
_PUT_AT = re.compile(
    r"\b(?:number|figure|total|tally|count|volume|amount)s? (?:[^.;:0-9]{0,60} )?(?:at|was|is|as) "
    r"(?:some |about |over |around |more than |nearly )?$"
)
_AND_ODD = re.compile(r"[ -](?:plus|odd|or so|or more|or thereabouts|more)\b")
_GOES_ON = re.compile(
    r" ?[,;:.)!?—](?![0-9])|\n|$| (?:followed|went|arrived|came|joined|were|was|are|have|had"
    r"|more|others"
    r"|sent|in|by|to|at|between|over|last|this|since|from|during|and|who|for|as|crossed)\b"
)
_LOST = re.compile(
    r"\b(?:killed|dead|died|dying|deaths?|casualt\w+|wounded|injur\w+|losses|lost|victims?)\b", re.I
)
_OF_THEM = re.compile(r" (?:of (?:them|these|those|which)|davon|d'entre eux|de ellos|из них)\b")
_LABELS = re.compile(r",? ?(?:[—:-] ?)?")
_UNIT_OF_A_LIST = re.compile(r"(?:\bin |\()([a-z]+(?: [a-z]+)?)\)?:(?= )")
_CLOSES = re.compile(r" ?[,;:)?!](?![0-9])|\.(?![0-9])|\n| ?[—(]| - ")
_NAMES_A_NUMBER = re.compile(
    r"(?:[$€£¥#]|\b(?:resolution|No\.?|number|page|room|article|USD|paragraph|flight|unit|imo|won"
    r"|yuan|euros?)) ?$",
    re.IGNORECASE,
)
# "a market value of over 30 million euros": money, though no sum that we count
_OTHER_MONEY = re.compile(
    r" (?:euros?|pounds|won|yuan|renminbi|yen|roubles?|rubles?|dinars?|rials?|francs?|rupees)\b",
    re.I,
)
# "Expressed in barrels, …", "in the Committee's barrels 85,510", "In tonnes? Between …"
_IN_A_UNIT = re.compile(r"\b[Ii]n (?:the [\w'’]+ )?((?:metric )?(?:barrels|tonn?es|tons))\b(?! of)")
_SHORT_QUESTION = re.compile(r"[^?\n]{0,40}\?\s*")
# Function words after which a number has still counted people, years, votes.
_COUNTED = frozenset((
    "people", "years", "year", "months", "month", "days", "day", "weeks", "week", "hours", "hour",
    "minutes", "percent", "states", "countries", "companies", "firms", "governments", "members",
    "votes", "times", "who",
))  # fmt: skip
_RESUMES = re.compile(r" (?:in|and|,|for|from|to|by)")


def _lends(found: Found) -> bool:
    """Whether a figure can lend its unit to a bare number."""
    return found.kind == "measure" and not found.ship and found.rate is None


class ElisionReader:
    """Gives bare numbers the unit of their neighbour or of their table's heading."""

    original: str
    text: str
    marks: list[Mark]
    layout: Layout
    by_start: dict[int, Mark]
    starts: list[int]
    numbers: list[Number]
    found: list[Found]
    found_starts: list[int]

    def _kind(self, mark: Mark) -> str:
        raise NotImplementedError

    def _before(self, position: int) -> Mark | None:
        raise NotImplementedError

    def _modifier(self, start: int, end: int, unit: Mark | None, sentence: int) -> str:
        raise NotImplementedError

    def _rate(self, start: int, end: int, mark: Mark | None) -> str | None:
        raise NotImplementedError

    def _elided(self) -> None:
        """Give bare numbers the unit of their neighbour or of their table's heading."""
        self.found.sort(key=lambda found: found.figure.start)
        spans = [(f.figure.start, f.figure.end) for f in self.found]
        covered = sorted(spans)
        told = {(f.sentence, f.figure.value) for f in self.found if f.figure.unit != "percent"}
        self.found_starts = [start for start, _ in covered]
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
            if base is None or (sentence, number.value) in told:
                continue
            base = self._in_the_unit_told(number, sentence, base)
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
            rate = rate if base.rate or _OF_THEM.match(self.text, number.end) else None
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
                if "unit" in mark.kinds and re.search(r"[(（]$|in $|, ?$", lead):
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
        if (clings and not in_a_cell) or after.lower().startswith(" committee"):
            return None
        if _OTHER_MONEY.match(text, number.end):
            return None
        mark = self._before(number.start)
        if (
            mark is not None
            and "month" in mark.kinds
            and number.start - mark.end <= 2
            and value <= 31
            and text[mark.end] != ":"
        ):
            return None
        if mark is not None and "resolution" in mark.kinds and number.start - mark.end <= 5:
            return None  # "measured against what Resolution 2397 grants"
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
                head = self._bracket_unit(number, heading)
                unit = head.kinds["unit"]
                kind = self._kind(head)
                blank = Figure(0, 0, "", value, value, value, unit, "exact")
                row = text[place.start + label.end() : number.start]
                column = len(_CELL.findall(row))
                return Found(blank, sentence, kind, head=heading[0], column=column)
        yearly = (
            self._rate(number.start, number.end, None) if value >= 1000 and not year_like else None
        )
        rated = self._rated_before(number) if yearly in ("year", "month") else None
        if rated is not None:
            return rated
        listed = self._in_this_unit(number, sentence, mark)
        if listed is not None and not year_like:
            return listed
        counted = self._number_of(number, sentence)
        if counted is not None and number.grouped and value >= 100 and not year_like:
            return counted
        after_state = (
            mark is not None
            and "state" in mark.kinds
            and (
                number.grouped or (value >= 100 and text[number.start - 3 : number.start] in _OWNED)
            )
            and (number.start - mark.end <= 2 or text[mark.end : number.start] in _OWNED)
        )
        at = bisect_left(self.starts, number.start)
        of_a_month = value >= 100 and any(
            "month" in m.kinds and _MONTH_HAD.fullmatch(text, m.end, number.start)
            for m in self.marks[max(0, at - 3) : at]
        )
        beside = self.marks[at - 1] if at else None
        listed_month = (
            value > 31
            and not year_like
            and beside is not None
            and "month" in beside.kinds
            and text[beside.end : number.start] == " "
            and any(self._follows_a_month(f) for f in neighbours if f.sentence == sentence)
        )
        after_state = after_state or of_a_month or listed_month
        parallel = (after_state or _PARALLEL.search(before)) and (
            number.grouped
            or value >= 1000
            or after_state
            or heading is not None
            or _RESUMES.match(after)
        )
        if _INHABITED.search(text[max(0, number.start - 30) : number.start]):
            return None
        if _OF_THEM.match(after) and value > 1:
            unit_mark = self._unit_before(number, sentence)
            if unit_mark is not None:
                blank = Figure(0, 0, "", value, value, value, unit_mark.kinds["unit"], "exact")
                return Found(blank, sentence, self._kind(unit_mark))
        put = _PUT_AT.search(text[max(0, number.start - 40) : number.start])
        if put and number.grouped and not year_like and value >= 100:
            at = bisect_left(self.found_starts, number.start)
            told = [
                f
                for f in self.found[max(0, at - 8) : at]
                if (f.kind == "measure" or (f.kind == "count" and not f.event))
                and place.line - self.layout.sentences[f.sentence].line <= 2
            ]
            if told:
                return max(told, key=lambda f: f.figure.start)
        counted_on = self._counted_before(number)
        if counted_on is not None and not year_like:
            return counted_on
        free = number.grouped and self._stands_alone(number)
        if free and 100 <= value < 1_000_000_000 and not year_like:
            last = self._last_measure(number)
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

    def _bracket_unit(self, number: Number, heading: tuple[int, Mark]) -> Mark:
        """Return the unit of a cell: in brackets the second that the heading names, if it does."""
        place = self.layout.sentences[heading[0]]
        if self.text[number.start - 1 : number.start] != "(":
            return heading[1]
        index = bisect_left(self.starts, heading[1].end)
        while index < len(self.marks) and self.marks[index].start < place.end:
            mark = self.marks[index]
            if "unit" in mark.kinds and mark.kinds["unit"] != heading[1].kinds["unit"]:
                return mark
            index += 1
        return heading[1]

    def _in_this_unit(self, number: Number, sentence: int, label: Mark | None) -> Found | None:
        """Read "Deliveries in 2023, in barrels: January 44,655, February 10,666"."""
        if label is None or not {"month", "state"} & label.kinds.keys() or number.value is None:
            return None
        if not _LABELS.fullmatch(self.text, label.end, number.start):
            return None
        place = self.layout.sentences[sentence]
        told = _UNIT_OF_A_LIST.search(self.text, max(0, place.start - 160), label.start)
        unit = self.by_start.get(told.start(1)) if told is not None else None
        if unit is None or "unit" not in unit.kinds:
            return None
        value = number.value
        blank = Figure(0, 0, "", value, value, value, unit.kinds["unit"], "exact")
        return Found(blank, sentence, self._kind(unit))

    def _in_the_unit_told(self, number: Number, sentence: int, base: Found) -> Found:
        """Read "Expressed in barrels, Moscow's part was 54,200": not the unit of the sentence
        before, but the one that this sentence, or a short question before it, announces."""
        if base.kind != "measure" or base.head >= 0:
            return base
        floor = self.layout.sentences[sentence].start
        if sentence and _SHORT_QUESTION.fullmatch(
            self.text, self.layout.sentences[sentence - 1].start, floor
        ):
            floor = self.layout.sentences[sentence - 1].start
        told = next(iter([*_IN_A_UNIT.finditer(self.text, floor, number.start)][-1:]), None)
        unit = self.by_start.get(told.start(1)) if told is not None else None
        if told is None or unit is None or "unit" not in unit.kinds:
            return base
        at = bisect_left(self.found_starts, told.end())
        if at < len(self.found_starts) and self.found_starts[at] < number.start:
            return base  # an amount with a unit of its own has come between
        return replace(base, figure=replace(base.figure, unit=unit.kinds["unit"]))

    def _follows_a_month(self, found: Found) -> bool:
        """Whether an amount stands right behind the name of a month, as in a list."""
        mark = self._before(found.figure.start)
        return (
            found.kind == "measure"
            and mark is not None
            and "month" in mark.kinds
            and self.text[mark.end : found.figure.start] == " "
        )

    def _rated_before(self, number: Number) -> Found | None:
        """Return the amount before whose unit a rate counts on in: "4.5 million a year"."""
        line = self.layout.sentences[self.layout.at(number.start)].line
        at = bisect_left(self.found_starts, number.start)
        before = [f for f in self.found[max(0, at - 3) : at] if f.kind == "measure" and not f.ship]
        if not before or self.layout.sentences[before[-1].sentence].line != line:
            return None
        return before[-1]

    def _stands_alone(self, number: Number) -> bool:
        """Whether no noun follows that a number could count: "up from 1,987 the month before"."""
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
        if mark is not None and not {
            "give",
            "month",
            "back",
            "year",
            "monthrel",
            "cap",
            "rate",
        }.isdisjoint(mark.kinds):
            return True
        return word[1].lower() in STOP and word[1].lower() not in _COUNTED

    def _last_measure(self, number: Number) -> Found | None:
        """Return the amount whose unit a bare number goes on counting in."""
        here = self.layout.at(number.start)
        line = self.layout.sentences[here].line
        at = bisect_left(self.found_starts, number.start)
        before = [f for f in self.found[max(0, at - 8) : at] if _lends(f)]
        after = [f for f in self.found[at : at + 4] if _lends(f) and f.sentence == here]
        same = [f for f in before if f.sentence == here]
        if same or after:
            return same[-1] if same else after[0]
        if not before or line - self.layout.sentences[before[-1].sentence].line > 2:
            return None
        return before[-1]

    def _counted_before(self, number: Number) -> Found | None:
        """Return the arms or troops that a bare number of thousands goes on counting.

        "11,000 soldiers went last year; another 3,000 or more followed in January."
        """
        value = number.value
        if value is None or value < 1000 or (number.digits and not number.grouped):
            return None
        after = _AND_ODD.match(self.text, number.end)
        end = after.end() if after else number.end
        if not _GOES_ON.match(self.text, end):
            return None
        here = self.layout.at(number.start)
        place = self.layout.sentences[here]
        around = self.text[max(place.start, number.start - 60) : min(place.end, number.end + 40)]
        if _LOST.search(around):
            return None
        at = bisect_left(self.found_starts, number.start)
        for found in reversed(self.found[max(0, at - 6) : at]):
            if place.line - self.layout.sentences[found.sentence].line > 2:
                break
            if found.kind == "measure":
                break
            if found.kind == "count" and not found.event and found.commodity in ("arms", "other"):
                return found
        return None

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
