"""Attaching: which of a sentence's expressions of time stands by which of its figures."""

import re
from dataclasses import replace

from compliance.core.press.drafts import Draft, Listener
from compliance.core.press.found import Found
from compliance.core.press.moments import Span, back, month_of, months_of
from compliance.core.press.periods import Time


class Attacher(Listener):
    """Attaching: which expression of time stands by which figure."""

    def _compared(self, draft: Draft) -> bool:
        """Whether a figure only serves to measure another by: "up from 217,897 tonnes"."""
        start = draft.found.figure.start
        lead = self.text[max(0, start - 30) : start].lower()
        chained = self.compared_at == draft.scene.index and re.search(r"\b(?:and|or) $", lead)
        found = bool(_COMPARED.search(lead) or chained)
        if found:
            self.compared_at = draft.scene.index
        return found

    def _attach(self, draft: Draft, times: list[Time]) -> Time | None:
        if not times:
            return None
        if any(t.year_only and t.span is not None for t in times):
            times = [t for t in times if t.rule != "that_year"]
        scene = draft.scene
        start, end = draft.found.figure.start, draft.found.figure.end
        figures = [f for f in scene.figures if f.kind in ("measure", "count", "nil") and not f.ship]
        before = [
            t
            for t in times
            if t.end <= start
            and not (
                t.span is None and _MEASURED_BY.search(self.text[max(0, t.start - 24) : t.start])
            )
        ]
        after = [t for t in times if t.start >= end]
        if self._all_bound_a_cap(times, draft):
            return None
        near_before = [
            t for t in before if not any(t.end <= f.figure.start < start for f in figures)
        ]
        aside = _ASIDE.match(self.text, end)  # "11.5 tons (92 barrels) in April"
        past = aside.end() if aside else end
        after = [
            t for t in after if not (t.span is None and _A_PART_OF.search(self.text[end : t.start]))
        ]
        if len(times) == 1 and self._a_level(times[0]):
            return None
        level = [t for t in times if self._a_level(t)]
        before, after = ([t for t in side if t not in level] for side in (before, after))
        near_before = [t for t in near_before if t not in level]
        after = [t for t in after if not self._has_its_own(t, draft, figures)]
        if len(before) > 1:
            owned = [t for t in before if self._is_compared(t, figures, start)]
            before = before if len(owned) == len(before) else [t for t in before if t not in owned]
            near_before = [t for t in near_before if t in before]
        after = [t for t in after if not self._bounds_a_cap(t, draft)]
        told = self.period[0] is not None and scene.sentence.line - self.period[1] <= 2
        if before:
            after = [t for t in after if not self._measures(t, draft)]
        if told:
            measure = self._first_compared(draft, figures)
            after = [
                t
                for t in after
                if t.start < measure and not _LESS_THAN.search(self.text[end : t.start])
            ]
            before = [
                t
                for t in before
                if not self._is_compared(t, figures, start)
                and (
                    _WHEN_IT.match(self.text, t.end)
                    or not _LESS_THAN.search(
                        self.text, max(scene.sentence.start, t.start - 48), t.start
                    )
                )
            ]
            near_before = [t for t in near_before if t in before]
        if before:
            after = [t for t in after if not _OF_NOTHING.search(self.text[end : t.start])]
        near_after = [
            t for t in after if not any(past <= f.figure.start < t.start for f in figures)
        ]
        listed = self._respectively(draft, times, figures)
        if listed is not None:
            return listed
        if (
            near_before
            and near_before[-1].span is not None
            and _ADJOINS.fullmatch(self.text, near_before[-1].end, start)
        ):
            return near_before[-1]  # "January 1,025 tons, February 880"
        leads = bool(figures) and times[0].end <= figures[0].figure.start
        spans = [t for t in times if t.span is not None]
        paired = (
            len(figures) > 1
            and len(spans) > 1
            and spans[0].end <= figures[0].figure.start
            and spans[-1].end <= figures[-1].figure.start
        )
        trails = (
            len(figures) > 1
            and len(spans) > 1
            and figures[0].figure.start < spans[0].start
            and figures[-1].figure.start < spans[-1].start
        )
        clause = self._clause(scene, start, end)
        if near_before and near_after:
            a, b = near_before[-1], near_after[0]
            gap_b = b.start - end + (30 if b.start >= clause[1] else 0)
            gap_a = start - a.end + (30 if a.end <= clause[0] else 0)
            if scene.first("say", a.end, start) is not None:
                gap_a += 50  # "out since June 9, shows that Russia reported 67,300 barrels"
            if b.span is None and gap_b < gap_a and _RIGHT_AFTER.fullmatch(self.text, end, b.start):
                return b
            if b.span is None:
                return b if a.span is None or (self._compared(draft) and gap_b <= 20) else a
            if paired:
                return a
            if trails:
                return b
            if a.span is None and a.end <= clause[0]:
                return b
            return b if gap_b <= gap_a + 12 else a
        if near_after:
            first = near_after[0]
            if first.span is None and (
                (
                    first.start - end > 25
                    and "," in self.text[end : first.start]
                    and not _OF_GOODS.fullmatch(self.text, end, first.start)
                )
                or first.start - end > 50
            ):
                return None if not before else before[-1]
            if before and first.start >= clause[1] and before[-1].end >= clause[0]:
                return before[-1]
            if (
                not before
                and first.start >= clause[1]
                and self.period[0] is not None
                and scene.sentence.line - self.period[1] <= 2
                and _ANOTHER_CLAUSE.match(self.text, clause[1])
            ):
                return None  # "… was 367 tonnes, whereas in May it had been 150"
            return first
        if near_before:
            if near_before[-1].span is None and near_before[-1].end <= clause[0]:
                named = [t for t in before if t.span is not None]
                return named[0] if named else None
            return near_before[-1]
        if after and not before:
            crossed = [f for f in figures if f.figure.start > start]
            listed_on = bool(crossed) and bool(
                re.fullmatch(r",? ?(?:and|or|nor)? ?", self.text[end : crossed[0].figure.start])
            )
            if (
                len(after) == 1
                and crossed
                and not any(
                    _COMPARED.search(
                        self.text[max(0, f.figure.start - 30) : f.figure.start].lower()
                    )
                    for f in crossed
                )
            ):
                return after[0] if after[0].span is not None else None
            if len(after) >= len(crossed) and not listed_on:
                return None  # each time has a figure of its own
            return after[0] if after[0].span is not None else None
        if before:
            spans = [t for t in before if t.span is not None]
            return spans[0] if leads and spans else (spans[-1] if spans else before[-1])
        return None

    def _bounds_a_cap(self, time: Time, draft: Draft) -> bool:
        """Whether a time is the limit's: "8,000 tons, 15 percent of what may be sold in 2023"."""
        end = draft.found.figure.end
        if draft.role != "transfer" or abs(time.start - end) > 200:
            return False
        cap = next(
            (
                m
                for m in draft.scene.marks
                if "cap" in m.kinds and end <= m.start and -40 <= time.start - m.end <= 40
            ),
            None,
        )
        return cap is not None and bool(_PER_CENT.search(self.text, end, time.start))

    def _all_bound_a_cap(self, times: list[Time], draft: Draft) -> bool:
        return all(
            t.start >= draft.found.figure.end and self._bounds_a_cap(t, draft) for t in times
        )

    def _measures(self, time: Time, draft: Draft) -> bool:
        """Whether a time is what an amount is set against: "X, 13 percent fewer than in May"."""
        gap = self.text[draft.found.figure.end : time.start]
        return len(gap) <= 140 and bool(_SET_AGAINST.search(gap))

    def _a_level(self, time: Time) -> bool:
        """Whether a time only names what is compared with: "15 percent above January's level"."""
        return bool(_LEVEL.match(self.text, time.end)) and bool(
            _MEASURED_BY.search(self.text[max(0, time.start - 24) : time.start])
        )

    def _has_its_own(self, time: Time, draft: Draft, figures: list[Found]) -> bool:
        """Whether a month adjoins another amount as its owner: "up from April's 3,170"."""
        for other in figures:
            gap = other.figure.start - time.end
            if other is not draft.found and 0 <= gap <= 22:
                return bool(_OWNS.fullmatch(self.text, time.end, other.figure.start))
        return False

    def _first_compared(self, draft: Draft, figures: list[Found]) -> int:
        """Where the first amount begins that another is measured by: "180 tons, against 120"."""
        for other in figures:
            start = other.figure.start
            if start > draft.found.figure.end and _COMPARED.search(
                self.text[max(draft.found.figure.end, start - 30) : start].lower()
            ):
                return start
        return len(self.text)

    def _is_compared(self, time: Time, figures: list[Found], start: int) -> bool:
        """Whether a time only dates what an amount was measured by: "from 7,990 in April"."""
        for other in figures:
            figure = other.figure
            if figure.end <= time.start and time.start - figure.end <= 8 and figure.end < start:
                lead = self.text[max(0, figure.start - 30) : figure.start].lower()
                return bool(_COMPARED.search(lead))
        return False

    def _respectively(self, draft: Draft, times: list[Time], figures: list[Found]) -> Time | None:
        """Pair times and amounts one by one: "in May and June, 5 and 6 tons respectively"."""
        word = draft.scene.first("respectively")
        if word is None:
            return None
        only = times[0]
        if len(times) == 1 and only.span is not None and not only.parts and len(figures) > 1:
            months = months_of(only.span)
            for size in range(len(figures), 1, -1):
                row = figures[-size:]
                if len(months) == size and draft.found in row and only.end <= row[0].figure.start:
                    return replace(only, span=months[row.index(draft.found)], rule="month")
        single = [part for time in times for part in (time.parts or (time,))]
        if single and figures and figures[-1].figure.end <= single[0].start:
            size = min(len(single), len(figures))
            if size > 1 and draft.found in figures[-size:]:
                return single[-size:][figures[-size:].index(draft.found)]
            return None
        tail = [f for f in figures if f.figure.start > max(single[0].end if single else 0, 0)]
        ahead = [t for t in single if not tail or t.start < tail[-1].figure.start]
        for count in range(min(len(ahead), len(tail)), 1, -1):
            last_times, last_figures = ahead[-count:], tail[-count:]
            apart = any(last_times[0].end <= f.figure.start < last_times[-1].start for f in figures)
            if apart:
                continue  # "In May, 5 and 6 tons, whereas in April 7 and 8, respectively"
            if last_times[-1].end <= last_figures[0].figure.start and draft.found in last_figures:
                return last_times[last_figures.index(draft.found)]
        return None

    def _so_many_months(self, draft: Draft, times: list[Time]) -> Span | None:
        """Return the months that a sum counts: "bringing its tally for the six months to 18,964".

        They end with the month just told, or with the month whose number they have.
        """
        scene, start = draft.scene, draft.found.figure.start
        if draft.role != "transfer" or scene.sentence.headline:
            return None
        said = _SO_MANY.search(self.text, max(scene.sentence.start, start - 90), start)
        if said is None or any(t.start < said.end() and said.start() < t.end for t in times):
            return None
        if any(said.end() <= t.start < start for t in times):
            return None
        word = (said[1] or said[2] or "").lower()
        count = SMALL_NUMBERS.get(word, int(word) if word.isdigit() else 6)
        here = [t.span[1] for t in times if t.span is not None and t.end <= said.start()]
        told = [
            d.period[1] for d in self.recent[-12:] if d.role == "transfer" and d.period is not None
        ]
        if not 2 <= count <= 12 or not (here or told):
            return None
        named = [end for end in here[-1:] or told if end.month == count]
        end = max(named) if named else (here or told)[-1]
        return back(month_of(end), count - 1)[0], month_of(end)[1]


_OF_GOODS = re.compile(r" of (?:\w+,? ){1,6}(?:in|for|over|during) (?:the )?")
_SET_AGAINST = re.compile(
    r"(?:%|\bper ?cent|\bpercent|\b(?:more|less|fewer|higher|lower|up|down|increase"
    r"|decrease|rise|fall"
    r"|drop|jump|decline))\b[^;:0-9]{0,30}\b(?:than|from|on|over|against|versus"
    r"|compared (?:with|to)) "
    r"(?:in |that of |those of |the level of |the )?$"
)
_WHEN_IT = re.compile(r",? (?:when|in which)\b")
_LESS_THAN = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|above|below|down"
    r"|up)\b[^;:]{0,24}? (?:than|from)"
    r" (?:in |that of |those of |the level of |the )?$"
)
_ADJOINS = re.compile(r"(?::| -| –)? | \(")
_PER_CENT = re.compile(r"%|\bper ?cent\b")
_ASIDE = re.compile(r"[^();.]{0,30}\([^()]{1,40}\)")
_ANOTHER_CLAUSE = re.compile(
    r",? (?:while|whereas|but|although|though|whilst|mientras|tandis que|während|а|но) "
)
_OF_NOTHING = re.compile(r"\b(?:no|nothing|none|nil|without)\b[^.;]*$")
_A_PART_OF = re.compile(r"\b(?:third|half|quarter|fifth|times|fold|twice|double|triple)\b")
_MEASURED_BY = re.compile(
    r"\b(?:from|than|against|versus|compared (?:with|to)|on|over|above|below|under|beyond"
    r"|short of)(?: the)? $"
)
_COMPARED = re.compile(
    r"(?:\bfrom|(?<!more )(?<!less )(?<!fewer )(?<!rather )\bthan|\bafter|\bagainst"
    r"|compared (?:with|to)|\bcontre|frente a|gegenüber|против|\bnach)"
    r"(?: (?:a mere|merely|a|the|about|some|only|just))? $"
)
_OWNS = re.compile(r"(?:'s|’s)(?: (?:figure|total|volume|amount|count|tally))?,? (?:of |a mere )?")
_RIGHT_AFTER = re.compile(r" (?:in|for|over|during) (?:the )?")
_LEVEL = re.compile(
    r"(?:'s|’s) (?:levels?|figures?|volumes?|amounts?|totals?|marks?|numbers?|tally|counts?|peak"
    r"|high|low|pace|rate)\b(?! of [0-9])"
)
# "tally for the six months to", "For the two months together", "Ten months have yielded"
_SO_MANY = re.compile(
    r"(?:\b(?:for|in|over|of|during) (?:the|those|these) (?:(two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven) months|half[- ]year)(?: together| combined| taken together| jointly)?"
    r"|^\W{0,4}(two|three|four|five|six|seven|eight|nine|ten|eleven) months (?:have |had )?"
    r"(?:yielded|brought|gave|saw|produced|make|made|come|came))"
    r"(?:,? (?!before|to |in |of )[^0-9;.:,()]{0,40}| (?:to|at)|:)? ?(?:about |some "
    r"|a total of )?$",
    re.I,
)
SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve")
    )
}  # fmt: skip
