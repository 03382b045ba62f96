"""When a text was written, by its own words.

A page's stamp may be years off: a reprint, a crawl, a feed that dates everything "today". The text
knows better where it names one moment twice, once with its year and once by its distance:
"November last year" beside "November 2022" was written in 2023. Then days without a year
("released on June 9") lie in that year, and the text was written after the latest of them.
"""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.press.layout import Layout
from compliance.core.press.moments import Atom, Span
from compliance.core.press.periods import PeriodReader
from compliance.core.press.values import Caution


@dataclass(frozen=True, slots=True)
class Dating:
    """The days on which a text may have been written, and the warning if its stamp is wrong."""

    dated: Span | None
    anchor: date | None
    caution: Caution | None = None


_CLOSE = re.compile(r"[\s,.()'’]{0,4}(?:of|de|del|des|의|の|г|года)?[\s,.()'’]{0,3}")
_MOST_ATOMS = 2000


def date_of(text: str, periods: PeriodReader, layout: Layout, published_on: date | None) -> Dating:
    """Return the days that the text supports as its date."""
    if published_on is None:
        return Dating(None, None)
    stamp = Dating((published_on, published_on), published_on)
    atoms = periods.atoms()[:_MOST_ATOMS]
    relative: dict[tuple[int, int], Atom] = {}  # (month, distance in years) -> words
    absolute: dict[int, dict[int, Atom]] = {}  # month -> year -> words
    for index, atom in enumerate(atoms):
        if atom.kind != "month" or atom.text == "monthrel":
            continue
        year, source = atom.year, atom
        near = [atoms[index + 1]] if index + 1 < len(atoms) else []
        if index:
            near.append(atoms[index - 1])
        for other in near:
            low, high = sorted((atom, other), key=lambda a: a.start)
            if other.kind in ("year", "relyear") and _CLOSE.fullmatch(text[low.end : high.start]):
                source = other
                year = other.year
                break
        if source.kind == "relyear" and source.year is not None:
            relative.setdefault((atom.month, source.year - published_on.year), atom)
        elif year is not None:
            absolute.setdefault(atom.month, {}).setdefault(year, atom)
    votes: Counter[int] = Counter()
    witness: dict[int, tuple[Atom, Atom]] = {}
    for (month, distance), said in relative.items():
        years = absolute.get(month, {})
        if published_on.year + distance in years:
            return stamp
        for year, named in years.items():
            if _one_event(text, layout, said, named):
                votes[year - distance] += 1
                witness.setdefault(year - distance, (said, named))
    if not votes:
        return stamp
    year, _ = votes.most_common(1)[0]
    stamped = (published_on.year, published_on.month, published_on.day)
    latest = max(
        (
            atom.year
            for atom in atoms
            if atom.year is not None
            and atom.kind in ("month", "year")
            and (atom.year, atom.month, atom.day) != stamped
        ),
        default=year,
    )
    if not published_on.year - 15 <= year < published_on.year or latest > year:
        return stamp
    said, named = witness[year]
    dated = _within(text, atoms, year)
    told_of = date(year + _distance(relative, said), said.month, 1)
    message = (
        f"The page is dated {published_on}, but the text calls {told_of:%B %Y}"
        f" “{_phrase(text, said)}”: it was written in {year},"
        f" between {dated[0]} and {dated[1]}. Its periods are read from there."
    )
    return Dating(dated, dated[0], Caution("date_contradicted", message, said.start, said.end))


def _one_event(text: str, layout: Layout, said: Atom, named: Atom) -> bool:
    """Whether two sentences that name a month tell of one thing: they share enough long words."""
    return len(_long_words(text, layout, said) & _long_words(text, layout, named)) >= 3


def _long_words(text: str, layout: Layout, atom: Atom) -> set[str]:
    sentence = layout.sentences[layout.at(atom.start)]
    words = re.findall(r"[^\W\d_]{2,}", text[sentence.start : sentence.end].lower())
    long = {word for word in words if len(word) >= 5}
    east = {w[i : i + 3] for w in words if w > "\u3000" for i in range(len(w) - 2)}
    return long | east


def _distance(relative: dict[tuple[int, int], Atom], said: Atom) -> int:
    return next((distance for (_, distance), atom in relative.items() if atom is said), 0)


def _phrase(text: str, atom: Atom) -> str:
    return " ".join(text[atom.start : atom.end + 11].split()).strip(" ,.;")


def _within(text: str, atoms: list[Atom], year: int) -> Span:
    """Return the days of a year on which a text that names these days can have been written."""
    latest = date(year, 1, 1)
    for index, atom in enumerate(atoms):
        if atom.kind != "month" or not atom.day or atom.year not in (None, year):
            continue
        if any(
            follower.kind in ("year", "relyear") and follower.year != year
            for follower in atoms[index + 1 : index + 3]
            if follower.start - atom.end <= 20
        ):
            continue
        try:
            day = date(year, atom.month, atom.day)
        except ValueError:
            continue
        latest = max(latest, day)
    if latest == date(year, 1, 1):
        return latest, date(year, 12, 31)
    end = date(year, latest.month, monthrange(year, latest.month)[1])
    if (end - latest).days < 7:
        end = min(date(year, 12, 31), latest + timedelta(days=14))
    return latest, end
