"""Is this good, from here to there, on this day: banned, capped, exempt or free; by what words.

Bans are tried before caps: what is banned outright may stand inside a capped heading. Being inside
the amount of a cap and being allowed are two tests: the second needs every condition of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.core.regime.goods import Line, Match, within
from compliance.core.regime.rules import Asked, Rule


KINDS: dict[str, str] = {
    "banned": "banned",
    "capped": "allowed up to an amount, on conditions",
    "exempt": "banned, and exempt by what is shown",
    "free": "no measure held here touches it",
}

# Inside the amount and allowed are two tests.
QUESTIONS: dict[str, str] = {
    "inside_amount": "Is it inside the amount?",
    "allowed": "Does it meet every condition?",
}

_BINDING = ("decides", "requires")


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph that bears on the good, how much of it, and by whose line."""

    rule: Rule
    match: Match
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An exemption open on the day: what it needs, and whether all of that is shown."""

    citation: str
    route: str
    words: str
    needs: tuple[str, ...]
    lacking: tuple[str, ...]
    frees: tuple[str, ...]  # keys of the measures it frees from

    @property
    def open(self) -> bool:
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Test:
    """One of the two tests of a cap. `answer` None: not known from the law alone."""

    code: str  # inside_amount, allowed
    question: str
    answer: bool | None
    cap: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """The answer, with the paragraphs it rests on."""

    kind: str
    reason: str
    asked: Asked
    paragraphs: tuple[Cited, ...] = ()
    strength: str = ""
    partial: bool = False  # only a part of the heading is meant
    contested: bool = False  # authorities draw the line differently here
    tests: tuple[Test, ...] = ()
    conditions: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    lines: tuple[tuple[Line, Match | None], ...] = ()  # what each authority's line says
    notes: tuple[str, ...] = ()


def treat(asked: Asked, rules: Sequence[Rule], lines: Iterable[Line]) -> Treatment:
    """The treatment of a good. Every rule and line held is given; those that bear are found."""
    held = tuple(lines)
    if "KP" not in (asked.supplier, asked.recipient) or asked.supplier == asked.recipient:
        return Treatment("free", "The goods measures held here bind trade with the DPRK.", asked)
    directed = [r for r in rules if (r.into if asked.recipient == "KP" else r.out_of)]
    goods = [c for r in directed if (c := _cited(r, asked, held))]
    bans = [c for c in goods if c.rule.kind in ("ban", "repatriation_deadline")]
    calls = [c for c in bans if c.rule.strength not in _BINDING]
    bans = [c for c in bans if c.rule.strength in _BINDING]
    caps = [c for c in goods if c.rule.kind == "cap" and c.rule.applied]
    now_bans = [c for c in bans if c.rule.on(asked.on)]
    now_caps = [c for c in caps if c.rule.on(asked.on)]
    whole = [c for c in now_bans if c.match == "whole"]
    parts = [c for c in now_bans if c.match == "part"]
    notes = [
        *_other_days([*bans, *caps], asked),
        *(
            f"{c.rule.citation} calls for this, and does not decide it."
            for c in calls
            if c.rule.on(asked.on)
        ),
        *_inside(rules, asked, held, now_caps),
        *_catch_alls(directed, asked),
        *_codeless(directed, asked, held),
    ]
    drawn = _drawn([*now_bans, *now_caps], asked, held)
    contested = _contested(drawn)
    found = whole or (parts if not now_caps else [])
    if found:
        ways = _ways(found, directed, asked)
        freed = all(_freed(c.rule, ways, asked) for c in found)
        kind = "exempt" if freed and found is whole else "banned"
        notes += [w for c in found for w in _grace_words(c.rule, asked)]
        notes += [
            f"It also lies in what {c.rule.citation} caps{_by(c)}; the ban is tested first."
            for c in now_caps
        ]
        return Treatment(
            kind,
            _because(kind, found, ways, part=found is parts),
            asked,
            tuple(found),
            found[0].rule.strength,
            found is parts,
            contested,
            ways=ways,
            lines=drawn,
            notes=tuple(notes),
        )
    if now_caps:
        ways = _ways(now_caps, directed, asked)
        notes += [
            f"A part of {asked.hs or asked.good} is banned outright: {c.rule.citation}, "
            f"{c.rule.goods_words or ', '.join(c.rule.goods)}."
            for c in parts
        ]
        conditions = tuple(dict.fromkeys(n for c in now_caps for n in c.rule.conditions))
        return Treatment(
            "capped",
            _because("capped", now_caps, ways),
            asked,
            tuple(now_caps),
            now_caps[0].rule.strength,
            all(c.match == "part" for c in now_caps),
            contested,
            _tests(now_caps, asked),
            conditions,
            ways,
            drawn,
            tuple(notes),
        )
    return Treatment(
        "free",
        f"No ban or cap held here binds it on {asked.on.isoformat()}.",
        asked,
        lines=drawn,
        notes=tuple(notes),
    )


def _cited(rule: Rule, asked: Asked, lines: tuple[Line, ...]) -> Cited | None:
    """Whether a rule is about the good, whole or in part, and by whose line."""
    if rule.goods_words.startswith("any"):
        return None
    if asked.hs is None:
        return Cited(rule, "whole") if rule.names(asked.good or "") else None
    if asked.good is not None and asked.good in rule.goods:
        return Cited(rule, "whole")
    matches: list[tuple[Match, str]] = []
    drawn = False
    for good in rule.goods:
        around = [n for n in lines if n.good == good and not n.silent]
        own = [n for n in around if asked.authority in ("UN", n.authority)]
        drawn = drawn or bool(around)
        for line in own or around:  # an authority that draws no line of its own is asked by others'
            match = line.holds(asked.hs)
            if match:
                matches.append((match, line.authority))
    if not drawn:
        match = within(rule.headings, asked.hs)
        if match:
            matches.append((match, rule.headings_by or "the text"))
    if not matches:
        return None
    best: Match = "whole" if any(m == "whole" for m, _ in matches) else "part"
    return Cited(rule, best, tuple(by for m, by in matches if m == best))


def _drawn(
    found: Sequence[Cited], asked: Asked, lines: tuple[Line, ...]
) -> tuple[tuple[Line, Match | None], ...]:
    """What each authority's line says of the code, for the goods that the rules found name."""
    if asked.hs is None:
        return ()
    goods = {g for c in found for g in c.rule.goods}
    return tuple((line, line.holds(asked.hs)) for line in lines if line.good in goods)


def _contested(drawn: Iterable[tuple[Line, Match | None]]) -> bool:
    """Whether lines of States that name codes differ about one good."""
    said: dict[str, set[bool]] = {}
    for line, match in drawn:
        if not line.silent and line.authority != "Committee":
            said.setdefault(line.good, set()).add(match is not None)
    return any(len(answers) > 1 for answers in said.values())


def _ways(found: Sequence[Cited], rules: Sequence[Rule], asked: Asked) -> tuple[Way, ...]:
    """The exemptions open on the day from any of the rules found, in the order of the texts."""
    ways = []
    for rule in rules:
        if rule.kind != "exemption" or not rule.on(asked.on) or asked.good in rule.not_goods:
            continue
        frees = [c.rule for c in found if c.rule.key in rule.exempts or "*" in rule.exempts]
        if not frees or not _meant(rule, asked):
            continue
        shown = set(asked.facts)
        if any(_old_contract(freed, asked) for freed in frees):
            shown.add("old_contract")
        lacking = tuple(need for need in rule.needs if need not in shown)
        keys = tuple(freed.key for freed in frees)
        ways.append(Way(rule.citation, rule.route, rule.words, rule.needs, lacking, keys))
    for cited in found:
        rule = cited.rule
        if rule.unless:
            lacking = () if "approved" in asked.facts else ("approved",)
            ways.append(
                Way(
                    rule.citation,
                    rule.unless,
                    "An exception in the ban's own words.",
                    ("approved",),
                    lacking,
                    (rule.key,),
                )
            )
    return tuple(ways)


def _meant(rule: Rule, asked: Asked) -> bool:
    """Whether an exemption that names goods is for this one; by code it cannot be told apart."""
    return not rule.goods or asked.good is None or asked.good in rule.goods


def _old_contract(rule: Rule, asked: Asked) -> bool:
    grace = rule.grace
    return (
        grace is not None
        and grace.covers(asked)
        and grace.contract_before is not None
        and asked.contract_on is not None
        and asked.contract_on < grace.contract_before
    )


def _freed(rule: Rule, ways: Iterable[Way], asked: Asked) -> bool:
    """Whether what is shown opens a way out of a ban, or its grace days do."""
    if any(way.open and rule.key in way.frees for way in ways):
        return True
    grace = rule.grace
    return (
        grace is not None
        and _old_contract(rule, asked)
        and grace.deliver_by is not None
        and asked.on <= grace.deliver_by
        and (grace.notify_by is None or "notified" in asked.facts)
    )


def _grace_words(rule: Rule, asked: Asked) -> Iterable[str]:
    grace = rule.grace
    if grace is None or not grace.covers(asked) or grace.deliver_by is None:
        return
    if asked.on <= grace.deliver_by:
        yield f"Old contracts run on under {rule.citation}: {grace.words}."
    else:
        yield f"The grace days of {rule.citation} ended on {grace.deliver_by.isoformat()}."


def _tests(caps: Sequence[Cited], asked: Asked) -> tuple[Test, ...]:
    tests = []
    for cited in caps:
        rule = cited.rule
        lacking = tuple(c for c in rule.conditions if c not in asked.facts)
        answer = None if lacking and not asked.facts else not lacking
        tests += [
            Test("inside_amount", QUESTIONS["inside_amount"], None, rule.cap),
            Test("allowed", QUESTIONS["allowed"], answer, rule.cap, lacking),
        ]
    return tuple(tests)


def _other_days(found: Iterable[Cited], asked: Asked) -> Iterable[str]:
    """Rules on the same good that do not run on the day: not yet, or no longer."""
    for cited in found:
        rule = cited.rule
        if cited.match != "whole" or rule.on(asked.on):
            continue
        verb = "capped" if rule.kind == "cap" else "banned"
        if asked.on < rule.first_day:
            yield f"It is {verb} from {rule.first_day.isoformat()} by {rule.citation}."
        elif rule.last_day is not None:
            yield f"It was {verb} until {rule.last_day.isoformat()} by {rule.citation}."


def _inside(
    rules: Sequence[Rule], asked: Asked, lines: tuple[Line, ...], caps: Sequence[Cited]
) -> Iterable[str]:
    """Full bans that sit inside a capped good asked for by its name."""
    if asked.hs is not None or asked.good is None or not caps:
        return
    around = [h for n in lines if n.good == asked.good for h in n.headings]
    for rule in rules:
        if rule.kind != "ban" or not rule.on(asked.on) or asked.good in rule.goods:
            continue
        inner = [h for h in rule.headings if within(around, h.first)]
        if inner and rule.into == (asked.recipient == "KP"):
            codes = ", ".join(h.written for h in inner)
            yield f"Not {rule.goods_words} ({codes}): banned by {rule.citation}."


def _catch_alls(rules: Iterable[Rule], asked: Asked) -> Iterable[str]:
    for rule in rules:
        if rule.goods_words.startswith("any") and rule.kind == "ban" and rule.on(asked.on):
            verb = "may catch" if rule.strength in _BINDING else "calls for stopping"
            yield f"{rule.citation} {verb} any item: {rule.words}"


def _codeless(rules: Iterable[Rule], asked: Asked, lines: tuple[Line, ...]) -> Iterable[str]:
    """Bans on goods for which no code is held: no code can find them."""
    if asked.hs is None:
        return
    lined = {line.good for line in lines if not line.silent}
    missed = [
        f"{rule.goods_words} ({rule.citation})"
        for rule in rules
        if rule.kind == "ban"
        and rule.on(asked.on)
        and rule.strength in _BINDING
        and not rule.headings
        and not lined.intersection(rule.goods)
        and not rule.goods_words.startswith("any")
    ]
    if missed:
        yield f"No code is held for, so a code does not find: {'; '.join(missed)}."


def _by(cited: Cited) -> str:
    return f", by the line of {', '.join(cited.by)}" if cited.by else ""


def _because(kind: str, found: Sequence[Cited], ways: Iterable[Way], *, part: bool = False) -> str:
    cited = ", ".join(dict.fromkeys(c.rule.citation for c in found))
    by = sorted({name for c in found for name in c.by})
    line = f" (the line is drawn by {', '.join(by)})" if by else ""
    if kind == "exempt":
        way = next((w for w in ways if w.open), None)
        through = f", exempt by {way.citation}" if way else ", an old contract in its grace days"
        return f"Banned by {cited}{line}{through}."
    if kind == "capped":
        return f"Allowed up to an amount and on conditions by {cited}{line}."
    return f"{'A part of it is banned' if part else 'Banned'} by {cited}{line}."
