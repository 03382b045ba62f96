"""Signs of time: when an amount moved, and what speaks for and against each span.

The other fields have theirs in `signs.py`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from compliance.core.press.drafts import Draft
from compliance.core.press.moments import Span, back
from compliance.core.press.periods import Time
from compliance.core.press.scenes import Scene
from compliance.core.press.statements import dates_a_statement


Signs = list[str]

_WORD = re.compile(r"[^\W\d_]+|[%$€£()\";:–—-]|\n")
_GRAINS = (
    (1, "day"), (10, "week"), (32, "month"), (95, "quarter"), (364, "months"), (367, "year"),
)  # fmt: skip
# "in eight months", "the half-year sum", "Ten months have yielded 32,100 barrels"
_SO_MANY_MONTHS = re.compile(
    r"\b(?:([0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]months?"
    r"|(half[- ]year|first half|second half)|(quarter(?!s? of the| of a))|(whole year|full[- ]year"
    r"|entire year|calendar year|12-month|year as a whole))\b",
    re.I,
)
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"), 2
    )
}  # fmt: skip
_JUST_NOW = re.compile(
    r"\b(yesterday|today|overnight|this (?:week|morning|month)|last (?:week|night)|earlier this"
    r" (?:week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_SET_AGAINST = re.compile(r"\b(?:than|against|from|versus|compared|after|over|since|as in)\b")
_CUMULATIVE = re.compile(
    r"\b(?:so far|to date|running|cumulative\w*|altogether|all told|in all|total\w*|sum|add(?:s"
    r"|ed)?"
    r" up|combined|together|tally|account|brings?|bringing|since)\b",
    re.I,
)
_MOST_TIMES = 6  # times of a sentence, and years spoken of, that are set against each other


class TimeSigns:
    """The spans that an amount of a text may have moved in."""

    text: str
    scenes: list[Scene]
    anchor: date | None
    drafts: list[Draft]
    usual: Span | None

    def neighbours(self, at: int) -> Iterator[tuple[Draft, list[str]]]:
        raise NotImplementedError

    def period(self, at: int) -> dict[Span | None, Signs]:
        """When: no time, a time named near, what two of them span, or another amount's."""
        draft = self.drafts[at]
        scene, figure = draft.scene, draft.found.figure
        figures = min(len(scene.figures), 4)
        signs: dict[Span | None, Signs] = {None: ["none"]}
        past = [(t, t.span) for t in scene.times if t.span is not None]
        nearest = min(
            (t for t, _ in past), key=lambda t: _gap(t, figure.start, figure.end), default=None
        )
        rule = rule_of(draft, "period")
        summing = _CUMULATIVE.search(
            self.text,
            max(scene.sentence.start, figure.start - 80),
            min(scene.sentence.end, figure.end + 40),
        )
        summed = summing is not None
        for ago in range(4):
            if scene.index - ago < 0:
                break
            earlier = self.scenes[scene.index - ago]
            for time in earlier.times[-_MOST_TIMES:] if ago else earlier.times:
                if time.span is None:
                    continue
                own = signs.setdefault(time.span, [])
                told = dates_a_statement(self.text, time, earlier)
                grain = _grain(time.span)
                own += [
                    f"rule:{time.rule}:{min(ago, 1)}",
                    f"told:{told}:{time.day}",
                    f"day:{time.day}:{min(ago, 1)}",
                    f"grain:{grain}:{min(ago, 1)}",
                    f"back:{ago}:{told}",
                    f"bare:{time.bare}",
                    f"open:{time.open_start}",
                ]
                if ago == 0:
                    left = time.end <= figure.start
                    gap = _gap(time, figure.start, figure.end)
                    between = self.text[min(time.end, figure.end) : max(time.start, figure.start)]
                    side = "L" if left else "R"
                    near = min(gap // 20, 6)
                    lies = min(time.end, figure.end), max(time.start, figure.start)
                    crosses = any(
                        f is not draft.found and lies[0] <= f.figure.start < lies[1]
                        for f in scene.figures
                    )
                    broken = any(c in between for c in ";:()—–")
                    words = words_of(self.text[max(0, time.start - 20) : time.start].lower())
                    own += [
                        f"gap:{side}{near}",
                        f"nearest:{time is nearest}:{side}",
                        f"only:{len(past) == 1}",
                        f"break:{broken}:{',' in between}",
                        f"crosses:{crosses}:{side}",
                        f"place:{side}{min(near, 3)}:{time is nearest}:{crosses}:{broken}",
                        f"place:{side}:{time is nearest}:{told}:{grain}",
                        f"only:{len(past) == 1}:{told}:{grain}:{crosses}",
                        f"n:{figures}:{min(len(past), 4)}:{side}:{time is nearest}",
                    ]
                    own += [f"pre:{w[:7]}" for w in words[-2:]]
                    own += [f"pre:{w[:7]}:{side}:{grain}" for w in words[-1:]]
                    set_off = _SET_AGAINST.search(between) is not None
                    own.append(f"against:{set_off}:{side}:{grain}")
                    own.append(f"by:{rule}:{side}:{time is nearest}:{crosses}")
                else:
                    own.append(f"far:{ago}:{min(len(earlier.times), 3)}:{bool(past)}")
                    same_line = earlier.sentence.line == scene.sentence.line
                    own.append(f"line:{ago}:{same_line}:{bool(past)}:{grain}")
                    own.append(f"title:{earlier.sentence.headline}:{grain}")
                    own.append(f"figures:{ago}:{min(len(earlier.figures), 2)}:{told}")
                    words = words_of(self.text[max(0, time.start - 16) : time.start].lower())
                    own += [f"backpre:{w[:7]}:{grain}" for w in words[-1:]]
                own.append(f"sum:{summed}:{grain}:{min(ago, 1)}")
        for doubted in draft.periods:
            signs.setdefault(doubted, ["candidate"])
        for time, whole in past[:4]:
            first, last = whole
            if first.year == last.year and first.month > 1:
                signs.setdefault((date(first.year, 1, 1), last), []).append("year_to_it")
            signs.setdefault(back(whole, 12), []).append(f"year_before_it:{time.bare}")
        if self.usual is not None:
            signs.setdefault(back(self.usual, 12), []).append("year_before_the_usual")
            whole = (date(self.usual[0].year, 1, 1), self.usual[1])
            signs.setdefault(whole, []).append("year_to_the_usual")
        for early, begun in past[:6]:
            for late, ended in past[:6]:
                if early.end <= late.start and begun[0] < ended[0]:
                    joint = self.text[early.end : late.start].strip().lower()
                    signs.setdefault((begun[0], ended[1]), []).append(
                        f"joined:{joint if len(joint) < 9 else 'far'}"
                    )
            if self.anchor is not None and begun[0] <= self.anchor:
                words = words_of(self.text[max(0, early.start - 14) : early.start].lower())
                signs.setdefault((begun[0], self.anchor), []).append(
                    f"since:{words[-1] if words else ''}"
                )
        for other, signs_of in self.neighbours(at):
            if other.period is not None:
                signs.setdefault(other.period, []).extend(f"of:{s}" for s in signs_of)
        signs.setdefault(draft.period, ["elsewhere"])
        for moved, said in (
            *self._in_a_year_told(scene),
            *self._just_now(scene),
            *self._told_next(scene),
        ):
            signs.setdefault(moved, []).append(said)
        for fitted, said in list(self._so_many_months(at, signs)):
            signs.setdefault(fitted, []).append(said)
        kind = draft.found.kind
        for span, own in signs.items():
            own.append(f"same:{span == draft.period}")
            own.append(f"rule:{rule}:{span == draft.period}")
            if span is not None:
                own.append(f"rule:{rule}:{span == draft.period}:{_grain(span)}")
                own.append(f"rule:{rule}:{span == self.usual}:usual")
            own.append(f"rulenone:{draft.period is None}:{span is None}")
            own.append(f"isnone:{span is None}:{kind}:{len(past) > 0}")
            own.append(f"isnone:{span is None}:{draft.basis}")
            own.append(f"usual:{span == self.usual}")
            if span is not None:
                own.append(f"grain:{_grain(span)}:{draft.basis}")
                if self.anchor is not None:
                    months = min(max((self.anchor - span[1]).days // 30, -1), 13)
                    own.append(f"ago:{months}:{_grain(span)}")
                    own.append(f"ago:{months}:{draft.basis}")
        return signs

    def _in_a_year_told(self, scene: Scene) -> Iterator[tuple[Span, str]]:
        """Bare months and days of a sentence, in the years that it and those before speak of."""
        bare = [t for t in scene.times if t.bare and t.span is not None][:_MOST_TIMES]
        if not bare:
            return
        for ago in range(4):
            if scene.index - ago < 0:
                break
            earlier = self.scenes[scene.index - ago]
            for told in [t for t in earlier.times if t.span is not None and not t.bare][-3:]:
                whole = told.span
                assert whole is not None
                for time in bare:
                    assert time.span is not None
                    if ago == 0 and told.start > time.start:
                        continue
                    for year in dict.fromkeys((whole[0].year, whole[1].year)):
                        moved = back(time.span, 12 * (time.span[1].year - year))
                        inside = whole[0] <= moved[0] and moved[1] <= whole[1]
                        again = moved == time.span
                        yield moved, f"in_year:{min(ago, 2)}:{told.rule}:{inside}:{again}"
                        yield moved, f"in_year:{told.day}:{inside}:{again}:{time.rule}"
                        if not again:
                            line = earlier.sentence.line == scene.sentence.line
                            other = f"{min(ago, 2)}:{told.year_only}:{told.day}:{line}"
                            yield moved, f"year_told:{other}"
                            yield time.span, f"other_year_told:{other}"

    def _just_now(self, scene: Scene) -> Iterator[tuple[Span, str]]:
        """The day of publication, where a sentence says "yesterday" or "on Wednesday"."""
        if self.anchor is None:
            return
        said = _JUST_NOW.search(self.text, scene.sentence.start, scene.sentence.end)
        if said is None:
            return
        lead = self.text[max(scene.sentence.start, said.start() - 24) : said.end() + 8]
        speaks = any(w in lead for w in ("said", "told", "announced", "report", "show", "say"))
        day = self.anchor - timedelta(days=1)
        word = said[1].lower()
        yield (day, day), f"now:{'day' if word.endswith('sday') else word[:9]}:{speaks}"
        yield (day, day), f"now:{len([t for t in scene.times if t.span])}:{speaks}"

    def _told_next(self, scene: Scene) -> Iterator[tuple[Span, str]]:
        """Times of the sentence that follows."""
        if scene.index + 1 >= len(self.scenes):
            return
        later = self.scenes[scene.index + 1]
        line = later.sentence.line == scene.sentence.line
        for time in later.times[:2]:
            if time.span is not None:
                told = dates_a_statement(self.text, time, later)
                counts = min(len(later.figures), 2)
                yield time.span, f"next:{_grain(time.span)}:{told}:{counts}:{line}"
                yield time.span, f"next:{time.rule}:{bool(scene.times)}"

    def _so_many_months(
        self, at: int, signs: dict[Span | None, Signs]
    ) -> Iterator[tuple[Span | None, str]]:
        """Spans as long as the sentence says: "Ten months have yielded 32,100 barrels"."""
        draft = self.drafts[at]
        scene, figure = draft.scene, draft.found.figure
        said = None
        for match in _SO_MANY_MONTHS.finditer(
            self.text, scene.sentence.start, min(scene.sentence.end, figure.end + 120)
        ):
            if said is None or match.start() < figure.start:
                said = match
        if said is None:
            return
        word = (said[1] or "").lower()
        count = _COUNTS.get(word) or (int(word) if word.isdigit() else 0)
        count = count or (6 if said[2] else 3 if said[3] else 12)
        if not 2 <= count <= 48:
            return
        side = "L" if said.end() <= figure.start else "R"
        gap = min(abs(figure.start - said.end()) // 30, 3)
        how = "n" if said[1] else "part"
        ends = [span[1] for span in signs if span is not None][:12]
        fitting = {s: True for s in signs if s is not None and _months_in(s) == count}
        for end in dict.fromkeys((e.year, e.month) for e in ends):
            last = date(*end, monthrange(*end)[1])
            first = back((last, last), count - 1)[0].replace(day=1)
            fitting.setdefault((first, last), False)
        for span, told in fitting.items():
            yield span, f"fits:{how}:{side}{gap}"
            known = "known" if told else "new"
            usual = self.usual is not None and self.usual[1].month == span[1].month
            yield span, f"fits:{known}:{how}:{_from_new_year(span)}:{usual}"
        for other in signs:
            if other not in fitting:
                yield other, f"fits_not:{how}:{side}{gap}:{other is None}"


def rule_of(draft: Draft, field: str) -> str:
    """The rule that chose a field."""
    return next((r.rule for r in reversed(draft.reasons) if r.field == field), "")


def _gap(time: Time, start: int, end: int) -> int:
    return max(time.start - end, start - time.end, 0)


def _grain(span: Span) -> str:
    days = (span[1] - span[0]).days + 1
    for most, name in _GRAINS:
        if days <= most:
            return name
    return "years"


def _months_in(span: Span) -> int:
    """How many months a span covers, in whole or in part."""
    return (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1


def _from_new_year(span: Span) -> bool:
    return span[0].month == 1 and span[0].year == span[1].year


def words_of(text: str) -> list[str]:
    return [word.replace("\n", "¶") for word in _WORD.findall(text)]
