"""Whose story an article carries: an agency's, named in its by-line, or its publisher's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tld import get_fld


AGENCIES = {
    "KCNA": r"KCNA|Korean Central News Agency|조선중앙통신",
    "Yonhap": r"Yonhap(?: News(?: Agency)?)?|연합뉴스|聯合ニュース",
    "Reuters": r"Reuters|Рейтер|路透社|ロイター",
    "AFP": r"AFP|Agence France[- ]Presse",
    "AP": r"AP|Associated Press|The Associated Press|美联社",
    "Xinhua": r"Xinhua(?: News Agency)?|新华社|新華社",
    "TASS": r"TASS|ITAR-TASS|ТАСС",
    "RIA Novosti": r"RIA Novosti|РИА Новости",
    "Interfax": r"Interfax|Интерфакс",
    "Kyodo": r"Kyodo(?: News)?|共同(?:通信)?",
    "Jiji": r"Jiji(?: Press)?|時事(?:通信)?",
    "dpa": r"dpa|Deutsche Presse-Agentur",
    "EFE": r"EFE|Agencia EFE",
    "ANSA": r"ANSA",
    "UPI": r"UPI|United Press International",
    "Bloomberg": r"Bloomberg(?: News)?",
    "ANI": r"ANI",
}
# Where an agency stands that speaks for itself. One that is quoted in the story does not count:
# "told Yonhap" names no source of the article, "SEOUL (Yonhap) --" does.
OPENING = (
    r"[(（](?:{names})[)）]\s*[-–—:]",  # SEOUL, June 13 (Yonhap) --
    r"[\[［【][^\]］】\n]{{0,20}}(?:{names})[\]］】]",  # [東京 13日 ロイター]
    r"^(?:By|Von|Par|Por|Di) [^\n]{{2,60}}[,|/] *(?:{names})\s*$",  # By Kim Tong-hyung, AP
    r"^(?:{names})\s*$",  # a line of its own
)
CLOSING = (
    r"(?:^|[-–—/|(（])\s*(?:{names})\s*[)）]?\.?\s*$",  # — AFP
    r"(?:Copyright|©|\(c\)|Source:)[^\n]{{0,12}}\b(?:{names})\b",  # Copyright 2023 AP
)
HEAD, TAIL = 700, 240  # characters in which a by-line stands


def _patterns(places: Sequence[str]) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (agency, re.compile("|".join(p.format(names=names) for p in places), re.MULTILINE))
        for agency, names in AGENCIES.items()
    ]


_OPENING, _CLOSING = _patterns(OPENING), _patterns(CLOSING)


def agency(text: str, *, publisher: str = "") -> str:
    """The agency that a text names as its own, in dateline, by-line or last line; or none."""
    for where, patterns in ((text[:HEAD], _OPENING), (text[-TAIL:], _CLOSING)):
        met = [(found.start(), name) for name, p in patterns if (found := p.search(where))]
        if met:
            return min(met)[1]
    for name, names in AGENCIES.items():
        if re.fullmatch(names, publisher.strip()):
            return name
    return ""


def publisher_of(url: str, *, named: str = "") -> str:
    """Who publishes at an address: the domain that was registered, under the public suffix list
    that ships with `tld`; where there is none, the name that was given."""
    domain = get_fld(url, fail_silently=True, search_private=True) if url else None
    return domain or " ".join(named.casefold().split())


@dataclass(frozen=True, slots=True)
class Carried:
    """A story as one article carries it: the agency it names, and who published it."""

    agency: str
    publisher: str


def origin(carried: Iterable[Carried]) -> str:
    """Whose story copies of each other are, first seen first: the agency that most of them name,
    else the first publisher. However many carry it, it is one source."""
    every = list(carried)
    named = Counter(c.agency for c in every if c.agency)
    if named:
        return named.most_common(1)[0][0]
    return next((c.publisher for c in every if c.publisher), "")
