"""Timing: which expression of time belongs to which figure."""

import re
from datetime import date, timedelta

from compliance.core.press.attaching import SMALL_NUMBERS, Attacher
from compliance.core.press.drafts import Draft
from compliance.core.press.moments import Span, back, month_of, month_span
from compliance.core.press.periods import Time
from compliance.core.press.scenes import Scene
from compliance.core.press.statements import dates_a_statement, moving_times
from compliance.core.press.subject import FUELS, SOLD
from compliance.core.press.values import Reason


class TimeReader(Attacher):
    """Timing: which expression of time belongs to which figure."""

    def _period(self, draft: Draft, made: list[Draft]) -> None:
        if draft.role == "cap":
            self._cap_period(draft)
            return
        scene = draft.scene
        times = moving_times(self.text, scene)
        average = draft.found.rate == "day" and _ON_AVERAGE.search(
            self.text,
            max(scene.sentence.start, draft.found.figure.start - 30),
            draft.found.figure.end,
        )
        if (
            draft.found.rate
            and draft.found.figure.unit != "percent"
            and not average
            and not any(
                (t.year_only and t.rule != "since")
                or t.rule in ("span", "months", "week_to", "last_week")
                for t in times
            )
        ):
            draft.because("period", "open_rate")
            return
        if draft.found.head >= 0:
            self._table_period(draft)
            return
        if draft.role == "transfer" and self._before_the_gap(draft):
            return
        whole = self._total_period(draft, times)
        if whole is not None:
            draft.period = whole
            draft.because("period", "total_of_the_span")
            return
        counted = self._so_many_months(draft, times)
        if counted is not None:
            draft.period = counted
            draft.because("period", "so_many_months")
            return
        chosen = self._attach(draft, times)
        if chosen is not None and chosen.year_only and chosen.span is not None:
            for time in times:  # "by the end of July … this year": the year ends there
                if (
                    time.rule == "until"
                    and time.span is not None
                    and time.span[0] == chosen.span[0]
                    and not self._crosses(
                        scene, min(time.end, chosen.end), max(time.start, chosen.start)
                    )
                ):
                    chosen = time
        line = scene.sentence.line
        if chosen is not None:
            span = self._resolve(chosen, made, draft)
            if span is not None:
                draft.period = span
                draft.because("period", chosen.rule, chosen, self.text)
                held = self.period[0]
                if (
                    held is not None
                    and held[0].month == held[1].month
                    and held[1] == span[1]
                    and held[0].year == span[0].year
                    and span[0] < held[0]
                    and (
                        _RUNS_UP.search(self.text[scene.sentence.start : draft.found.figure.start])
                        or scene.has("total")
                    )
                ):
                    self.frame = (span, line)  # a total to date: the month is still spoken of
                    self.period = (held, line)
                elif (
                    not scene.sentence.headline
                    and not self._compared(draft)
                    and (draft.role == "transfer" or draft.found.event)
                ):
                    self.period = (span, line)
                    self.period_good = draft.commodity
                    if (span[1] - span[0]).days >= 80:
                        self.frame = (span, line)
                return
        if self._sum_period(draft):
            return
        total = scene.first("total")
        frame, framed = self.frame
        if (
            total is not None
            and draft.role == "transfer"
            and frame is not None
            and line - framed <= 1
        ):
            draft.period = frame
            draft.because("period", "total_of_the_span", total, self.text)
            return
        if total is not None and draft.role == "transfer" and self.period[0] is not None:
            last = self.period[0]
            ends = [
                d.period
                for d in self.recent[-8:]
                if d.role == "transfer"
                and d.period
                and d.period[1].year == last[1].year
                and line - d.scene.sentence.line <= 3
            ]
            last = max([last, *ends], key=lambda span: span[1])
            if last[0].month == last[1].month and last[0].year == last[1].year:
                draft.period = (date(last[0].year, 1, 1), last[1])
                self.frame = (draft.period, line)
                draft.because("period", "year_to_that_month", total, self.text)
                return
        if draft.role == "transfer" and self._before_the_gap(draft):
            return
        known, at = self.period
        apart = (
            (
                (self.period_good in FUELS and draft.commodity in SOLD)
                or (self.period_good in SOLD and draft.commodity in FUELS)
            )
            and line != at
            and known is not None
            and (known[1] - known[0]).days >= 80
        )
        if self.period_good and (self.period_good == "arms") != (draft.commodity == "arms"):
            apart = True
        bullet = _BULLET.match(self.text, scene.sentence.start) is not None
        if bullet and self.frame[0] is not None and line - self.frame[1] <= 9:
            known, at = self.frame
        reach = 9 if bullet else 2
        if known is not None and line - at <= reach and draft.role != "context" and not apart:
            draft.period = known
            draft.because("period", "carried_over")
        elif draft.role == "transfer":
            self._told_of_a_day(draft)

    def _told_of_a_day(self, draft: Draft) -> None:
        """Give an amount of one encounter its day, told just before; else the span of the title."""
        index, line = draft.scene.index, draft.scene.sentence.line
        ships = any(scene.has("vessel") for scene in self.scenes[max(0, index - 4) : index + 1])
        told = self.last_time
        if ships and told is not None and told[0] == told[1] and line - self.last_time_line <= 2:
            draft.period = told
            draft.because("period", "day_of_the_encounter")
        elif self.title_span is not None:
            draft.period = self.title_span
            draft.because("period", "span_of_the_title")

    def _sum_period(self, draft: Draft) -> bool:
        """Give a sum of several suppliers the span that covers what each was said to give."""
        if draft.role not in ("transfer", "share_of_cap") or len(draft.supplier) < 2:
            return False
        spans: list[Span] = []
        for code in draft.supplier:
            own = [
                other.period
                for other in self.recent[-12:]
                if other.supplier == (code,) and other.period and other.role == "transfer"
            ]
            if own:
                latest = max(span[1] for span in own)
                spans.extend(span for span in own if span[1] == latest)
        if not spans:
            return False
        draft.period = min(s[0] for s in spans), max(s[1] for s in spans)
        draft.because("period", "sum_of_what_each_gave")
        return True

    def _before_the_gap(self, draft: Draft) -> bool:
        """Work out "the first in 27 months after …": when the transfer before the gap was.

        "First in 27 months" before December leaves 27 months between (August) or counts from one
        to the other (September); both are kept, and the reader of the reading may choose.
        """
        scene, start = draft.scene, draft.found.figure.start
        gap = _FIRST_IN.search(self.text, scene.sentence.start, scene.sentence.end)
        if gap is None or gap.end() > start:
            return False
        between = self.text[gap.end() : start]
        if not _SOONER.search(between) or _FIRST_AGAIN.match(between):
            return False
        number = gap[1].lower()
        count = int(number) if number.isdigit() else SMALL_NUMBERS.get(number, 0)
        months = count * (12 if gap[2].lower().startswith("year") else 1)
        resumed = [t for t in scene.times if t.span is not None and t.end <= gap.start()]
        base = resumed[-1].span if resumed else self.period[0]
        if not months or base is None:
            return False
        first = base[0], base[0]
        between_them = back(month_of(first[0]), months + 1)
        counted = back(month_of(first[0]), months)
        if gap[2].lower().startswith("year"):
            return False
        draft.period, draft.periods = between_them, (between_them, counted)
        draft.reasons.append(Reason("period", "before_a_gap", gap.group(), gap.start(), gap.end()))
        if resumed:
            draft.because("period", "the_end_of_the_gap", resumed[-1], self.text)
        return True

    def _table_period(self, draft: Draft) -> None:
        """Take the period of a table's cell from its heading, column by column."""
        head = self.scenes[draft.found.head]
        label = [t for t in draft.scene.times if t.span is not None and t.rule == "month"]
        if label and label[0].start - draft.scene.sentence.start < 6:
            draft.period = self._row_month(label[0], head)
            draft.because("period", "label_of_the_row", label[0], self.text)
            return
        quarter = _QUARTER_ROW.match(self.text, draft.scene.sentence.start)
        if quarter is not None and self.anchor is not None:
            draft.period = self._row_quarter(quarter, head)
            draft.because("period", "label_of_the_row")
            return
        times = [t for t in head.times if t.span is not None]
        if not times:
            return
        chosen = times[min(draft.found.column, len(times) - 1)]
        draft.period = chosen.span
        draft.because("period", "heading_of_the_table", chosen, self.text)
        if draft.found.column == 0 and chosen.span is not None:
            self.period = (chosen.span, draft.scene.sentence.line)
            self.period_good = draft.commodity

    def _total_period(self, draft: Draft, times: list[Time]) -> Span | None:
        """Return the span spoken of, for "… which makes 105,845 in total" at a list's end."""
        scene, start = draft.scene, draft.found.figure.start
        frame, line = self.frame
        total = scene.nearest("total", start, 16)
        if frame is None or total is None or total.end > start or scene.sentence.line - line > 1:
            return None
        ends = [f.figure.end for f in scene.figures if f.figure.end <= start]
        if not ends or draft.role != "transfer":
            return None
        told = any(ends[-1] <= t.start < start for t in times)
        return None if told else frame

    def _row_quarter(self, label: re.Match[str], head: Scene) -> Span:
        """Return the quarter or half that labels a row, in the year of the table's title."""
        assert self.anchor is not None
        told = [
            t.span[0].year
            for scene in self.scenes[max(0, head.index - 4) : head.index + 1]
            for t in scene.times
            if t.span is not None and not t.day
        ]
        count = 3 if label[1] else 6
        last = count * int(label[1] or label[2])
        year = told[-1] if told else self.anchor.year - (last > self.anchor.month)
        return date(year, last - count + 1, 1), month_span(year, last)[1]

    def _row_month(self, time: Time, head: Scene) -> Span | None:
        """Give the month that labels a row the year of the table's title."""
        if not time.bare or time.span is None:
            return time.span
        for scene in reversed(self.scenes[max(0, head.index - 3) : head.index + 1]):
            for one in scene.times:
                if one.span is not None and one.year_only:
                    return month_span(one.span[0].year, time.span[0].month)
        return time.span

    def _resolve(self, time: Time, made: list[Draft], draft: Draft) -> Span | None:
        if time.rule == "rest_of_year":
            told = self.period[0]
            if told is None or told[1].month == 12:
                return None
            return date(told[1].year, told[1].month + 1, 1), date(told[1].year, 12, 31)
        sooner = [
            t.span
            for t in draft.scene.times
            if t.span is not None
            and t.end <= time.start
            and not dates_a_statement(self.text, t, draft.scene)
        ]
        begun_at = sooner[-1] if sooner else self.last_time
        if time.rule == "until" and time.span is not None and self._fell_to(time, draft):
            return month_of(time.span[1])
        from_then = "from then" in self.text[max(0, time.start - 32) : time.start].lower()
        if time.rule == "until" and time.span is not None and begun_at is not None:
            begun = begun_at[0]
            if from_then:
                return (begun, time.span[1]) if begun < time.span[1] else None
            reach = 280 if time.bare else 100  # "this year to July" begins in January
            if 0 < (time.span[0] - begun).days <= reach and time.span[0].month == 1:
                return begun, time.span[1]
        if time.rule == "that_year":
            if draft.scene.has("total"):
                return None  # cumulative: to the latest month
            running = self._running(draft)
            if running is not None:
                return running
            told = self.period[0] or self.last_time
            year = told[1].year if told else None
            return (date(year, 1, 1), date(year, 12, 31)) if year else None
        if time.rule == "those_months":
            told_of = [
                d.period
                for d in self.recent[-6:]
                if d.role == "transfer"
                and d.period
                and draft.scene.sentence.line - d.scene.sentence.line <= 2
            ]
            if not told_of:
                return self.period[0]
            return min(s[0] for s in told_of), max(s[1] for s in told_of)
        if time.rule == "since_then":
            start = self.period[0] or self.last_time
            if start is None or self.anchor is None:
                return None
            return start[0], max(self.anchor, start[1])
        if time.span is not None and time.rule == "span" and self._came_to(time, draft):
            return month_of(time.span[1])
        if time.span is not None:
            return self._cumulative(time, draft) or self._framed(time, draft)
        base = None
        for other in made:
            if other is draft:
                break
            if other.period is not None and any(
                r.field == "period" and r.start == time.start for r in other.reasons
            ):
                return other.period  # the same words, already worked out
            if other.period is not None and other.role == "transfer":
                base = other.period
        base = base or self.period[0]
        single = self.last_time
        if time.shift == 1 and time.rule == "earlier":
            base = self._month_just_told(draft) or base
        if (
            time.rule in ("that_period", "same_period")
            and re.search(r"month(?!s)|back then", self.text[time.start : time.end])
            and single is not None
            and (single[0].year, single[0].month) == (single[1].year, single[1].month)
        ):
            base = month_span(single[0].year, single[0].month)
        if (
            time.rule == "same_period"
            and self.frame[0] is not None
            and (draft.scene.sentence.line - self.frame[1] <= 3)
            and not re.search(r"month(?!s)", self.text[time.start : time.end])
        ):
            base = self.frame[0]
        if (
            time.shift == 12
            and self.frame[0] is not None
            and draft.scene.sentence.line - self.frame[1] <= 3
            and self.text[time.start : time.end].lower() in _WHOLE_YEARS
            and (self.frame[0][1] - self.frame[0][0]).days > 360
        ):
            base = self.frame[0]
        if sooner and time.rule == "earlier" and time.shift == 12 and draft.role == "transfer":
            years = [t for t in draft.scene.times if t.span == sooner[-1] and t.year_only]
            if years and not self._crosses(draft.scene, years[-1].end, time.start):
                base = sooner[-1]  # "stopped listing them in 2014; the year before it recorded …"
        base = base or self.last_time
        if base is None:
            return None
        if time.rule == "week_earlier":
            if (base[1] - base[0]).days > 13:
                return None
            return base[0] - timedelta(days=7), base[1] - timedelta(days=7)
        if time.to_year is not None:
            return back(base, 12 * (base[1].year - time.to_year))
        return back(base, time.shift) if time.shift else base

    def _month_just_told(self, draft: Draft) -> Span | None:
        """Return the month of the day that the sentence before tells of, whatever happened then."""
        scene = self.scenes[max(0, draft.scene.index - 1)]
        days = [t.span for t in scene.times if t.span is not None and t.day]
        if scene.figures or scene.sentence.line != draft.scene.sentence.line or len(days) != 1:
            return None
        return month_of(days[0][0])

    def _fell_to(self, time: Time, draft: Draft) -> bool:
        """Whether an amount is what a month had sunk to: "by May sales had dwindled to 2,593"."""
        start = draft.found.figure.start
        return bool(_SUNK_TO.search(self.text[max(time.end, start - 60) : start]))

    def _came_to(self, time: Time, draft: Draft) -> bool:
        """Whether an amount is what a change led to: "fell from April to May, to 3,230 tons"."""
        start = draft.found.figure.start
        if not _AND_CAME_TO.fullmatch(self.text, time.end, start) or time.end > start:
            return False
        return any(
            ("rise" in m.kinds or "fall" in m.kinds) and 0 <= time.start - m.end <= 50
            for m in draft.scene.marks
        )

    def _cumulative(self, time: Time, draft: Draft) -> Span | None:
        """End a running total of a year at the latest month told: "brings this year's to X"."""
        if time.span is not None and _BY_THEN.match(self.text, time.end):
            return date(time.span[1].year, 1, 1), time.span[1]
        if time.span is None or not time.year_only:
            return None
        return self._running(draft, time.span)

    def _running(self, draft: Draft, span: Span | None = None) -> Span | None:
        """Return the year to the latest month told, where a running total is spoken of."""
        scene = draft.scene
        if draft.role != "transfer":
            return None
        if span is None:
            told = [d.period for d in self.recent[-3:] if d.role == "transfer" and d.period]
            if not told:
                return None
            span = date(told[-1][1].year, 1, 1), told[-1][1]
        lead = self.text[scene.sentence.start : draft.found.figure.start]
        if not _RUNS_UP.search(lead):
            return None
        months = [
            d.period[1]
            for d in self.recent[-8:]
            if d.role == "transfer"
            and d.period is not None
            and d.period[1].year == span[0].year
            and scene.sentence.line - d.scene.sentence.line <= 2
        ]
        if not months or max(months).month == 12 or scene.sentence.headline:
            return None
        return span[0], max(months)

    def _framed(self, time: Time, draft: Draft) -> Span | None:
        """Read bare months within the year just spoken of: "last year …; in January 44,655"."""
        span = time.span
        frame, line = self.frame
        if span is None or not time.bare or self.anchor is None:
            return span
        told = self.last_time
        if (
            told is not None
            and time.rule in ("month", "day")
            and self.last_time_line == draft.scene.sentence.line
            and told[1].year < span[1].year
            and told[0].year == told[1].year
            and 80 <= (told[1] - told[0]).days < 360
        ):
            moved = back(span, 12 * (span[1].year - told[1].year))
            if told[0] <= moved[0] and moved[1] <= told[1]:
                return moved  # "From August to December 2019 …; in September it handed over …"
        if (
            told is not None
            and time.rule in ("month", "day", "span")
            and self.last_time_line == draft.scene.sentence.line
            and told[0].year == told[1].year < span[1].year
            and (told[1] - told[0]).days >= 360
            and not any(t.span and not t.bare for t in draft.scene.times)
        ):
            return back(span, 12 * (span[1].year - told[1].year))  # "For 2020 …; in January …"
        if frame is None:
            return span
        if draft.scene.sentence.line - line > 1 or (frame[1] - frame[0]).days < 80:
            return span
        bare = [t for t in draft.scene.times if t.bare]
        unfinished = span[1] > self.anchor
        part = _OF_THE_WHOLE.match(self.text, draft.scene.sentence.start)
        if not unfinished and len(bare) < 3 and not part:
            return span
        years = frame[1].year - span[1].year
        if years >= 0:
            return span
        moved = back(span, -12 * years)
        return moved if frame[0] <= moved[0] and moved[1] <= frame[1] else span

    def _cap_period(self, draft: Draft) -> None:
        times = [
            t
            for t in draft.scene.times
            if t.span is not None
            and (
                t.rule in ("span", "part_of_year")
                or (t.year_only and "next" in self.text[t.start : t.end])
            )
        ]
        figure = draft.found.figure
        amid = (
            any(
                min(times[0].start, figure.start)
                < f.figure.start
                < max(times[0].start, figure.start)
                for f in draft.scene.figures
            )
            if times
            else True
        )
        if len(times) == 1 and times[0].span is not None and not amid:
            draft.period = times[0].span
            ahead = self.anchor is not None and (self.anchor - times[0].span[1]).days > 180
            if times[0].bare and ahead:
                draft.period = back(times[0].span, -12)  # a limit binds what is to come
            draft.because("period", times[0].rule, times[0], self.text)

    def _later_periods(self, drafts: list[Draft]) -> None:
        """Give a transfer without a period the span that the next sentences tell of."""
        for draft in drafts:
            if draft.role != "transfer" or draft.period is not None or draft.found.rate:
                continue
            if draft.scene.sentence.headline:
                continue
            for scene in self.scenes[draft.scene.index + 1 : draft.scene.index + 4]:
                if scene.sentence.furniture or any(f.kind in ("measure",) for f in scene.figures):
                    break
                spans = [t for t in scene.times if t.span is not None and t.rule in _LONG]
                if spans and (scene.has("give") or scene.has("take") or scene.figures):
                    draft.period = spans[0].span
                    draft.because("period", "told_in_the_next_sentences", spans[0], self.text)
                    break


_WHOLE_YEARS = frozenset(
    (
        "the year before",
        "the previous year",
        "the preceding year",
        "the prior year",
        "previous year",
    )
)
_OF_THE_WHOLE = re.compile(
    r"[\s\"'“]{0,3}(?:Of (?:this|that|these|those|it|them|the total|which)\b"
    r"|Davon\b|De ellos\b|Dont\b|Из них\b)"
)
_BULLET = re.compile(r"\s*[•*▪◦·‣–—-]\s?(?=\S)")
_BY_THEN = re.compile(r",? (?:by which (?:time|point|date)|by when|by then)\b")
_QUARTER_ROW = re.compile(r"\s*(?:[-*•] ?)?(?:Q([1-4])|H([12]))\b")
_ON_AVERAGE = re.compile(r"\b(?:average of|averag\w+|mean of) ", re.I)
_SUNK_TO = re.compile(
    r"\b(?:fallen|fell|dwindled|shrunk|shrank|sunk|sank|dropped|declined|slumped|slid|down"
    r"|decreased|tumbled|plunged|dried up|ebbed|slipped|slowed)\b[^,.;]{0,30} to "
    r"(?:a mere |just |only |about |some )?$"
)
_AND_CAME_TO = re.compile(r",? to (?:about |some |just |only )?")
_RUNS_UP = re.compile(
    r"\b(?:climb(?:s|ed)|bring(?:s|ing)|brought|lift(?:s|ed)|takes|took|taking|rais(?:es|ed)"
    r"|rose|grew"
    r"|grown|risen|push(?:es|ed)|swell(?:s|ed)) (?:[^.;]|\.[0-9]){0,110}\bto (?:[a-z]+ ){0,2}$"
)
_LONG = frozenset(("span", "since", "months", "first_months", "until", "part_of_year"))
_FIRST_IN = re.compile(
    r"\bfirst (?:\w{1,12} ){0,3}?(?:in|for) (?:more than |over |about |nearly |almost |some )?"
    r"(\w{1,12}) (months?|years?)\b"
)
_SOONER = re.compile(
    r"\b(?:after|since|when|following|before (?:that|then|it)|previous(?:ly)?|prior|had last"
    r"|last \w+ed"
    r"|earlier)\b"
)
_FIRST_AGAIN = re.compile(r"[^,;.]{0,4}$")
