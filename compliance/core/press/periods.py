"""Periods: the days that an expression of time stands for, seen from the day of publication.

The grammar is one for all languages; the lexicon gives the words. An expression is built from
atoms (a month, a year, "last year", a half, a day) that stand close together, then two of them
may be joined to a span ("from December 2022 to April this year"), opened ("since March") or
shifted ("a year earlier", which needs the period that was spoken of before).
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.core.press.joints import (
    AFTER_SILENCE,
    AND,
    ASOF,
    DATED_FROM,
    DURING,
    FRAMES,
    IN_THAT_MONTH,
    LINKS,
    MEASURED_FROM,
    MONTHS_OF,
    NEXT_SENTENCE,
    OPENS,
    RUN_TO,
    SINCE,
    SINCE_AFTER,
    SINCE_CLAUSE,
    SPOKE_THEN,
    TO,
    UNTIL,
    UNTIL_AFTER,
    UNTIL_EAST,
    WHEN,
)
from compliance.core.press.moments import (
    Atom,
    MomentReader,
    Span,
    back,
    month_back,
    month_span,
    year_span,
)


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time in the text, resolved as far as it can be by itself."""

    start: int
    end: int
    span: Span | None  # None: to be shifted from the period before
    shift: int = 0  # months back from the period before; 0 with no span: the very same period
    rule: str = "named"
    open_start: bool = False  # "until May": the beginning is not said
    day: bool = False  # a single day, which more often dates a statement than a transfer
    year_only: bool = False
    bare: bool = False  # a month without a year, taken as the latest before publication
    to_year: int | None = None  # "the same period of 2019": that year's
    parts: tuple["Time", ...] = ()  # months named one by one: "in May and June"


_PARTS = {
    "h1": (1, 6), "h2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
    "early": (1, 4), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "m10": (1, 10),
    "late": (11, 12), "mid": (6, 7), "m9": (1, 9), "l2": (11, 12),
}  # fmt: skip


class PeriodReader(MomentReader):
    """Finds the expressions of time of one text, resolved against a day."""

    def all(self) -> list[Time]:
        """Return the expressions of the text in order."""
        atoms = self.atoms()
        points = self._points(atoms)
        return self._spans(self._running_year(points))

    def _running_year(self, points: list[Time]) -> list[Time]:
        """Let a bare month take the year before it: "in January 2023, … in February"."""
        found: list[Time] = []
        for point in points:
            last = found[-1] if found else None
            told = found[-2] if len(found) > 1 else None
            if last is not None and last.bare and last.span and told is not None and told.span:
                # "on June 24 of that year": of the year spoken of
                gap = self.text[last.end : point.start]
                if (
                    point.rule == "that_period"
                    and gap.strip(" ,") in ("", "of")
                    and "year" in self.text[point.start : point.end]
                ):
                    moved = back(last.span, 12 * (last.span[1].year - told.span[1].year))
                    found[-1] = replace(last, span=moved, bare=False, end=point.end)
                    self._same_years(found, told)
                    continue
            if (
                last is not None
                and last.rule == "earlier"
                and last.shift == 12
                and point.bare
                and point.span
                and told is not None
                and told.span
                and _IN_THE.fullmatch(self.text, last.end, point.start)
            ):
                ago = "ago" in self.text[last.start : last.end] and point.rule != "month"
                years = 1 if ago else point.span[1].year - told.span[1].year + 1
                point = replace(
                    point, start=last.start, span=back(point.span, 12 * years), bare=False
                )
                found[-1] = point
                continue
            if (
                point.bare
                and point.rule in ("month", "day")
                and last is not None
                and last.year_only
                and last.span is not None
                and point.span is not None
                and _NAMELY.fullmatch(self.text, last.end, point.start)
            ):
                years = point.span[0].year - last.span[0].year
                point = replace(point, span=back(point.span, 12 * years), bare=False)
            if point.bare and point.rule == "month" and last is not None:
                point = self._in_the_year_of(point, last)
            if (
                point.bare
                and point.rule == "part_of_year"
                and last is not None
                and last.rule == "part_of_year"
                and not last.bare
                and last.span is not None
                and point.span is not None
                and point.start - last.end <= 160
                and last.span[0].month < point.span[0].month
            ):
                years = point.span[0].year - last.span[0].year
                point = replace(point, span=back(point.span, 12 * years), bare=False)
            if (
                point.bare
                and point.rule == "month"
                and point.span is not None
                and last is not None
                and last.span is not None
                and last.rule == "month"
                and not last.bare
                and last.span[0] < point.span[0]
                and point.span[0].month > last.span[0].month
                and point.start - last.end <= 90
                and not NEXT_SENTENCE.search(self.text[last.end : point.start])
            ):
                span = month_span(last.span[0].year, point.span[0].month)
                point = replace(point, span=span, bare=False)
            found.append(point)
        return found

    def _in_the_year_of(self, point: Time, last: Time) -> Time:
        """Put a bare month in the year that its sentence speaks of, or was spoken in.

        "For 2024 it holds twelve entries, and one from Russia for January"; "In May 2024 it spoke
        of 165,000 barrels in March".
        """
        gap = self.text[last.end : point.start]
        if (
            last.bare
            or last.span is None
            or point.span is None
            or last.span[0].year != last.span[1].year
            or len(gap) > 170
            or NEXT_SENTENCE.search(gap)
        ):
            return point
        year = last.span[0].year
        lead = self.text[max(0, last.start - 30) : last.start]
        spoken = (
            last.rule == "month"
            and IN_THAT_MONTH.search(lead)
            and ";" not in gap
            and SPOKE_THEN.search(gap)
        )
        framed = last.rule == "year" and year != self.anchor.year and FRAMES.search(lead)
        if not spoken and not framed:
            return point
        if spoken and point.span[0].month > last.span[0].month:
            year -= 1
        if year >= point.span[0].year:
            return point
        return replace(point, span=month_span(year, point.span[0].month), bare=False)

    def _same_years(self, found: list[Time], told: Time) -> None:
        """Let joined months lie in one year: "January and February of that year"."""
        last = found[-1]
        if not told.bare or told.span is None or last.span is None or len(found) < 3:
            return
        earlier = next((t for t in reversed(found[:-2]) if t.span and not t.bare), None)
        if earlier is None or earlier.span is None or last.start - told.end > 8:
            return
        for at, time in ((-1, last), (-2, told)):
            assert time.span is not None
            years = time.span[1].year - earlier.span[1].year
            found[at] = replace(time, span=back(time.span, 12 * years), bare=False)

    # atoms

    # points: atoms that stand together

    def _close(self, left: Atom, right: Atom) -> bool:
        gap = self.text[left.end : right.start]
        if len(gap) > 12 or "\n" in gap:
            return False
        if right.kind == "back" and gap.startswith("."):
            return False  # a new sentence: "… for the whole year. The year before …"
        return gap.strip(" ,.'’()（）-").lower() in LINKS

    def _points(self, atoms: list[Atom]) -> list[Time]:
        points: list[Time] = []
        at = 0
        while at < len(atoms):
            group = [atoms[at]]
            while at + 1 < len(atoms) and len(group) < 4 and self._close(group[-1], atoms[at + 1]):
                following = atoms[at + 1]
                if not self._fits(group, following):
                    break
                group.append(following)
                at += 1
            at += 1
            point = self._point(group)
            if point is not None:
                points.append(point)
        return points

    def _fits(self, group: list[Atom], new: Atom) -> bool:
        kinds = [atom.kind for atom in group]
        if new.kind in ("year", "relyear"):
            if kinds[-1] == "back":  # "the same period of 2022"
                return group[-1].text == "same"
            return not ({"year", "relyear", "back", "week"} & set(kinds)) and not any(
                atom.year is not None for atom in group
            )
        if new.kind in ("month", "months", "part", "first"):
            if kinds[-1] in ("year", "relyear"):
                return self.east or (new.kind in ("part", "first") and self.east)
            if kinds[-1] == "part" and group[-1].text in ("early", "mid", "late"):
                return new.kind in ("month", "part")
            return kinds[-1] == "week_to"
        if new.kind == "back":
            return kinds[-1] == "back"
        return False

    def _point(self, group: list[Atom]) -> Time | None:
        start, end = group[0].start, group[-1].end
        month = next((a for a in group if a.kind == "month"), None)
        months = next((a for a in group if a.kind == "months"), None)
        year = next((a for a in group if a.year is not None), None)
        part = next((a for a in group if a.kind == "part"), None)
        first = next((a for a in group if a.kind == "first"), None)
        shift = next((a for a in group if a.kind == "back"), None)
        number = year.year if year is not None else None
        if shift is not None and month is None:
            texts = [a.text for a in group if a.kind == "back"]
            amount = sum(-int(t) for t in texts if t.lstrip("-").isdigit())
            if "same" in texts and not amount and year is None:
                return Time(start, end, None, 0, "same_period")
            if "same" in texts and not amount and number is not None:
                return Time(start, end, None, 12, "same_period", to_year=number)
            if texts == ["those"]:
                return Time(start, end, None, 0, "those_months")
            if texts == ["week"]:
                return Time(start, end, None, 0, "week_earlier")
            if texts == ["since_then"]:
                return Time(start, end, None, 0, "since_then")
            if texts == ["rest"]:
                return Time(start, end, None, 0, "rest_of_year")
            if texts == ["year"]:
                return Time(start, end, None, 0, "that_year")
            if texts == ["that"]:
                return Time(start, end, None, 0, "that_period")
            return Time(start, end, None, amount or 12, "earlier")
        if group[0].kind == "week":
            monday = self.anchor - timedelta(days=self.anchor.weekday() + 7)
            return Time(start, end, (monday, monday + timedelta(days=6)), rule="last_week")
        if first is not None:
            given = number is None
            base = number if number is not None else self.anchor.year
            if given and first.months > self.anchor.month:
                base -= 1
            return Time(
                start,
                end,
                (date(base, 1, 1), month_span(base, first.months)[1]),
                rule="first_months",
                bare=given,
            )
        if months is not None:
            base = number if number is not None else self._latest(months.months)
            begin = base if months.month <= months.months else base - 1
            return Time(
                start,
                end,
                (month_span(begin, months.month)[0], month_span(base, months.months)[1]),
                rule="months",
                bare=number is None,
            )
        if month is not None:
            base = number if number is not None else self._latest(month.month, month.day)
            if month.day:
                try:
                    day = date(base, month.month, month.day)
                except ValueError:
                    return None
                if month.last_day:
                    try:
                        last = date(base, month.month, month.last_day)
                    except ValueError:
                        return None
                    return Time(start, end, (day, last), rule="span", bare=number is None)
                if group[0].kind == "week_to":
                    return Time(start, end, (day - timedelta(days=6), day), rule="week_to")
                return Time(start, end, (day, day), rule="day", day=True, bare=number is None)
            return Time(
                start, end, month_span(base, month.month), rule="month", bare=number is None
            )
        if part is not None:
            return self._part(start, end, part.text, number)
        if year is not None and number is not None:
            span = year_span(number)
            relative = year.kind == "relyear"
            if number == self.anchor.year and self.known and relative:
                span = (span[0], self.anchor)
            return Time(start, end, span, rule="year", year_only=True)
        return None

    def _part(self, start: int, end: int, text: str, number: int | None) -> Time | None:
        if text not in _PARTS:
            return None
        if number is None and text in ("l2", "early", "mid", "late", "autumn", "spring", "winter"):
            return None
        if text == "late":
            return None
        begin, stop = _PARTS[text]
        base = number if number is not None else self._latest(stop)
        if text == "mid":
            day = date(base, 7, 1)
            return Time(start, end, (day, day), rule="mid_year")
        return Time(
            start,
            end,
            (month_span(base, begin)[0], month_span(base, stop)[1]),
            rule="part_of_year",
            bare=number is None,
        )

    def _latest(self, month: int, day: int = 0) -> int:
        """Return the year of the latest such month that had begun by the anchor."""
        anchor = self.anchor
        if (month, day or 1) > (anchor.month, anchor.day if day else 31):
            return anchor.year - 1
        return anchor.year

    # spans: points that are joined, opened or closed

    def _spans(self, points: list[Time]) -> list[Time]:
        spans: list[Time] = []
        at = 0
        while at < len(points):
            point = points[at]
            run = self._enumerated(points, at)
            if run > 2:
                members = tuple(points[at : at + run])
                first, last = members[0].span, members[-1].span
                assert first is not None
                assert last is not None
                begin = month_span(last[0].year - (first[0].month > last[0].month), first[0].month)
                spans.append(
                    Time(
                        members[0].start,
                        members[-1].end,
                        (begin[0], last[1]),
                        rule="span",
                        bare=all(m.bare for m in members),
                        parts=members,
                    )
                )
                at += run
                continue
            follower = points[at + 1] if at + 1 < len(points) else None
            if follower is not None and point.span and follower.span:
                joined = self._join(point, follower)
                if joined is not None:
                    spans.append(joined)
                    at += 2
                    continue
            spans.append(self._opened(point))
            at += 1
        return spans

    def _enumerated(self, points: list[Time], at: int) -> int:
        """Count months told one after another in one breath: "October, November and December"."""
        count = 1
        while at + count < len(points):
            left, right = points[at + count - 1], points[at + count]
            gap = self.text[left.end : right.start].strip(" ").lower()
            if (
                left.span is None
                or right.span is None
                or left.rule != "month"
                or right.rule != "month"
                or (right.span[0].month - left.span[0].month) % 12 != 1
                or (gap not in (",", "、", ", and") and gap not in AND)
            ):
                break
            count += 1
        return count

    def _join(self, left: Time, right: Time) -> Time | None:
        text = self.text
        gap = text[left.end : right.start]
        if len(gap) > 30 or "\n" in gap or left.span is None or right.span is None:
            return None
        if gap[:2] == ". " and gap[2:3].isupper():
            return None  # a new sentence
        if text[right.end : right.end + 2] in ("'s", "’s") and gap.strip(" ,") in AND:
            return None  # "… last December, and January's, of 44,655 barrels"
        word = _THEREABOUTS.sub("", gap).strip(" ,.()").lower()
        word = _DETERMINED.sub("", word.strip("-") or word)
        lead = text[max(0, left.start - 14) : left.start].lower()
        dash = word in ("-", "~", "--", "—", "∼")
        runs = (
            dash or word in TO or word in ("beginning in", "starting in", "starting", "beginning")
        )
        if not runs and word in AND:
            months_only = not left.day and not right.day and not left.year_only
            opens = OPENS.search(lead)
            follows = (right.span[0] - left.span[1]).days == 1 or (
                left.bare
                and not right.year_only
                and (right.span[0].month - left.span[1].month) % 12 == 1
            )
            years = left.year_only and right.year_only and follows and bool(DURING.search(lead))
            runs = bool(opens) or years or (months_only and follows and not left.year_only)
        if not runs:
            return None
        if word.startswith(("beginning", "starting")):
            left, right = right, left
        joined = self._between(left, right)
        if joined is not None and word in AND and not OPENS.search(lead):
            if left.bare and not right.bare and joined.span is not None:
                first = joined.span[0]
                left = replace(left, span=month_span(first.year, first.month))
            return replace(joined, parts=(left, right))
        return joined

    def _between(self, left: Time, right: Time) -> Time | None:
        assert left.span is not None
        assert right.span is not None
        first, last = left.span[0], right.span[1]
        if left.bare and not right.bare:
            # "from January to November last year": the year stands once, at the end
            year = right.span[1].year
            if right.year_only:
                return None
            if first.month > right.span[1].month:
                year -= 1
            first = _with_year(first, year)
        elif right.bare and not left.bare:
            # "from October last year to May": the latest May, and after the beginning
            year = last.year
            if last < first:
                year = (
                    first.year
                    if (last.month, last.day) >= (first.month, first.day)
                    else (first.year + 1)
                )
            elif left.rule in ("month", "day") and (last - first).days > 366:
                year = first.year if last.month >= first.month else first.year + 1
            last = _with_year(last, year)
        elif left.bare and right.bare and last < first:
            last_year = self._latest(last.month)
            last = _with_year(last, last_year)
            first = _with_year(first, last_year if first.month <= last.month else last_year - 1)
        elif left.bare and right.bare and (last - first).days > 366:
            first = _with_year(first, last.year)
        if left.year_only and right.year_only:
            last = right.span[1]
        if last < first:
            return None
        return Time(
            min(left.start, right.start),
            max(left.end, right.end),
            (first, last),
            rule="span",
            bare=left.bare and right.bare,
        )

    def _opened(self, point: Time) -> Time:
        """Open or close a point: "since March", "up to May 30"."""
        if point.span is None:
            return point
        text = self.text
        lead = text[max(0, point.start - 26) : point.start].lower().rstrip()
        lead = _DETERMINED.sub("", lead)
        tail = text[point.end : point.end + 14].lower()
        long_lead = text[max(0, point.start - 70) : point.start].lower()
        since = (
            SINCE.search(lead)
            or SINCE_CLAUSE.search(long_lead)
            or (self.east and SINCE_AFTER.match(tail))
        )
        if self.language in ("ar",) and "منذ" in lead[-8:]:
            since = SINCE.search("since")
        if since and MEASURED_FROM.search(long_lead.rstrip()):
            since = None  # "a rise from December"
        if since and DATED_FROM.search(lead):
            since = None  # "15,279 are Russia's, all of them from January"
        if since and tail.startswith(("'s ", "’s ")):
            since = None  # "since December nothing came near January's peak"
        if since and _FIRST_SINCE.search(long_lead):
            return replace(point, rule="before_silence", bare=False)
        if since and WHEN.match(tail) and AFTER_SILENCE.search(long_lead):
            since = None  # "the first since August 2020, when it sent 255 barrels"
        if since and self.known and point.span[0] <= self.anchor:
            # "since last year" ends at publication
            return replace(
                point,
                span=(point.span[0], max(self.anchor, point.span[0])),
                rule="since",
                day=False,
                start=point.start,
                bare=False,
            )
        if point.rule not in ("month", "day", "part_of_year"):
            return point
        runs = RUN_TO.search(long_lead) if self.language == "en" else None
        if runs is not None:
            begun = month_back(point.span[1], MONTHS_OF[runs[1].replace("-", " ")] - 1)
            span = (month_span(*begun)[0], point.span[1])
            return replace(point, span=span, day=False, rule="span", bare=False)
        until = (
            UNTIL.search(lead)
            or (self.east and UNTIL_EAST.search(lead))
            or (self.east and UNTIL_AFTER.match(tail))
        )
        if until and not ASOF.search(lead):
            first = date(point.span[1].year, 1, 1)
            return replace(
                point, span=(first, point.span[1]), open_start=True, day=False, rule="until"
            )
        return point


# "the first time since August 2020 that it reported": when it last did so
_FIRST_SINCE = re.compile(r"\bfirst (?:time|occasion|month|instance|such \w+) since $")
_THEREABOUTS = re.compile(r"^,? or (?:thereabouts|so),?")
_IN_THE = re.compile(r"[ ,はに]{0,2}(?:(?:in|over|during|for|through)(?: the)? )?")
_NAMELY = re.compile(r",? ?(?:that is|namely|meaning)?,? ?(?:from|between|i\.e\.)? ?")
_DETERMINED = re.compile(r"(?: (?:this|last|the|that|early|late|about|past))+$")


def _with_year(day: date, year: int) -> date:
    return (
        date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
        if not (day.month == 2 and day.day >= 28)
        else date(year, 2, monthrange(year, 2)[1])
    )
