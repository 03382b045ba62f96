"""Casting: the part that each State of a sentence plays, in languages with prepositions.

The part comes from what stands directly around the name (prepositions, particles, possessives) and
from the verb that follows it.
"""

import itertools
import re

from compliance.core.press.east import cast_east
from compliance.core.press.scenes import BODIES, WATCHERS, Named, Scene


_PLACE = frozenset(
    (
        "in",
        "against",
        "on",
        "with",
        "over",
        "of",
        "off",
        "near",
        "between",
        "at",
        "via",
        "around",
        "about",
        "across",
        "via",
        "through",
        "upon",
        "than",
        "beyond",
        "inside",
    )
)


def cast(text: str, scene: Scene, language: str) -> None:
    """Give each State of a sentence its part."""
    if language in ("zh", "ja", "ko"):
        cast_east(text, scene, language)
        return
    marks = scene.marks
    for index, mark in enumerate(marks):
        if "state" not in mark.kinds or text[mark.end : mark.end + 1] == "$":
            continue
        state = Named(mark.start, mark.end, mark.kinds["state"], mark.words)
        scene.states.append(state)
        if language == "ar" and _verb_first(text, scene, index, state):
            continue
        _before(text, scene, index, state)
        if not state.part:
            _after(text, scene, index, state)
        if (
            language == "ru"
            and state.part in ("", "topic", "giver")
            and state.rule not in ("from", "by", "place", "origin")
            and _DATIVE.search(state.words)
        ):
            state.part, state.rule = "taker", "dative"
        if language == "de" and len(scene.states) > 1:
            _dative(text, scene.states[-2], state)
    _share_parts(text, scene)


def _verb_first(text: str, scene: Scene, index: int, state: Named) -> bool:
    """Cast Arabic States by place: verb, giver, taker."""
    if not index:
        return False
    previous = scene.marks[index - 1]
    if ("say" in previous.kinds or "alleged" in previous.kinds) and (
        state.start - previous.end <= 12 and (state.code in WATCHERS or state.code in BODIES)
    ):
        state.part, state.rule = "speaker", previous.words
        return True
    if previous.kinds.get("give") and state.start - previous.end <= 6:
        lead = text[max(scene.sentence.start, previous.start - 8) : previous.start]
        told = next((s for s in scene.states[:-1] if s.code not in BODIES), None)
        if told is not None and _SHE.search(lead):  # "Russia told the UN that it sold Pyongyang …"
            state.part, state.rule = "taker", previous.words
            if told.part != "speaker":
                told.part, told.rule = "giver", previous.words
            return True
        ahead = scene.states[-2] if len(scene.states) > 1 else None
        beside = ahead is not None and 0 <= previous.start - ahead.end <= 3
        if (ahead is not None and beside) or _SUPPLYING.fullmatch(previous.words):
            state.part, state.rule = "taker", previous.words
            if ahead is not None and ahead.part != "speaker":
                ahead.part, ahead.rule = "giver", previous.words  # "Pyongyang sold Moscow …"
            return True
        state.part, state.rule = "giver", previous.words
        return True
    if "state" in previous.kinds and len(scene.states) > 1 and state.start - previous.end <= 3:
        before = scene.states[-2]
        if before.part == "giver" and before.code != state.code and before.rule != "from":
            state.part, state.rule = "taker", before.rule
            return True
    return False


_SUPPLYING = re.compile(r"تزويدها?|إمداد|مد")  # the verbal noun takes whom it supplies
_SHE = re.compile(r"(?:أنها|بأنها|إنها|أنه|بأنه) (?:قد )?$")


# "Китаю", "Пхеньяну": to whom, where no preposition stands before
_DATIVE = re.compile(r"^(?:Пхеньяну|Китаю|Ирану|Пекину|Тегерану|Ираку|Кремлю|Судану|Йемену)$")


def _dative(text: str, before: Named, state: Named) -> None:
    """Of two bare States before one verb, German gives from the first to the second."""
    if (
        before.part == state.part == "giver"
        and before.rule == state.rule != "from"
        and (
            before.code != state.code
            and not _JOINED.fullmatch(text[before.end : state.start].strip())
        )
    ):
        state.part = "taker"


_LANDED = re.compile(
    r"arriv|land(?:ed|ing)|unload|offload|discharg|deliver|imports$|reached$|handed over$"
)
_HARBOUR = re.compile(r"Vostochny|Vladivostok|Nakhodka|\b(?:port|ports|terminal|harbou?r)\b")
_FIGURES_FOR = re.compile(
    r"\b(?:figures?|data|numbers?|tally|totals?|amounts?|entry|entries) for (?:the )?$"
)
_WHICH = re.compile(r",? (?:which|who|that)(?: has| had| have| also| itself| alone)* ")
_ITS_AMOUNT = re.compile(r"(?: alone)?[,:] (?:it (?:was|is) |about |only )?[0-9]")
_FIRMS = frozenset(("companies", "company", "firms", "firm", "traders", "trader", "operators"))
_WAS = re.compile(r" (?:was|were|is|are|being|turned out to be|proved to be) (?:the |in )?")
_OWED_TO = re.compile(
    r"\b(?:(?:work|doing|courtesy|contributions?|share|handiwork) of"
    r"|(?:attribut|credit|ascrib|chalk|assign)\w+ to|thanks to|owed to|due to|belong(?:s|ed"
    r"|ing)? to"
    r"|put down to|down to) (?:the )?$"
)
_JOINED = re.compile(r",|und|oder|sowie|wie")


# "to the rebels in Darfur", "to government forces in Tripoli"
_TO_THOSE_IN = re.compile(
    r"\b(?:to|for|with|supply|arm|arming) (?:\w+ ){0,3}(?:government|rebels?|militias?|forces"
    r"|fighters|insurgents"
    r"|junta|army|militants|group|administration|units?|warlords?) (?:\w+ )?(?:in|of) (?:the "
    r"|eastern |western )*$"
)


def _word_before(text: str, floor: int, position: int) -> str:
    lead = text[max(floor, position - 24) : position].rstrip(" \"'“‘(«")
    words = lead.split()
    while words and words[-1].lower().strip(",") in (
        "the",
        "its",
        "neighboring",
        "neighbouring",
        "la",
        "el",
        "le",
        "die",
        "der",
        "den",
        "dem",
        "les",
        "nearby",
        "ally",
        "communist",
        "isolated",
        "both",
        "reclusive",
        "l",
    ):
        words.pop()
    return words[-1].lower() if words else ""


def _before(text: str, scene: Scene, index: int, state: Named) -> None:
    word = _word_before(text, scene.sentence.start, state.start)
    previous = scene.marks[index - 1] if index else None
    near = (
        previous is not None
        and state.start - previous.end <= 14
        and not (text[previous.end : state.start].strip(" \"'“").strip().count(","))
    )
    follower = scene.marks[index + 1] if index + 1 < len(scene.marks) else None
    flagged = (
        follower is not None
        and "flag" in follower.kinds
        and follower.start - state.end <= 12
        and not (  # "Russia owned up to", not "Russian-owned"
            follower.words.lower() in ("owned", "registered", "chartered")
            and text[state.end : follower.start] == " "
            and not _adjective(state.words)
        )
    )
    dateline = text[state.end : state.end + 14].lstrip()
    if (
        scene.sentence.line < 8
        and state.start - scene.sentence.start < 40
        and (
            (dateline[:1] in "-—" and state.start - scene.sentence.start < 3)
            or (dateline[:1] in "(-—" and text[scene.sentence.start : state.start].isupper())
            or re.match(r"\([A-Z][\w ]*\) (?:-|—)", dateline)
        )
    ):
        state.part, state.rule = "place", "dateline"
        return
    if _OWED_TO.search(text, max(scene.sentence.start, state.start - 30), state.start):
        state.part, state.rule = "giver", "from"  # "the work of China", "credited to Russia"
        return
    if (
        near
        and previous is not None
        and "from" in previous.kinds
        and word in previous.words.lower()
    ):
        if word.startswith("leav") and scene.has("vessel") and state.code in WATCHERS:
            state.part, state.rule = "place", word  # a ship that left its port
            return
        if word == "by" and not any(
            ("give" in mark.kinds or "take" in mark.kinds) and previous.start - mark.end <= 25
            for mark in scene.marks[max(0, index - 3) : index - 1]
        ):
            noted = any(
                "reported" in mark.kinds and previous.start - mark.end <= 70
                for mark in scene.marks[max(0, index - 8) : index - 1]
            )
            bare = not any({"give", "take", "say"} & mark.kinds.keys() for mark in scene.marks)
            owner = (
                (noted or (bare and scene.figures))
                and state.code not in WATCHERS
                and state.code not in BODIES
            )
            state.part, state.rule = ("reporter" if owner else "speaker"), "by"
            return
        taken = word == "by" and any(
            "take" in mark.kinds and previous.start - mark.end <= 25
            for mark in scene.marks[max(0, index - 3) : index - 1]
        )
        state.part, state.rule = ("taker", "by") if taken else ("giver", "from")
        return
    if (
        index > 1
        and near
        and previous is not None
        and "nostate" not in previous.kinds
        and word == "from"
    ):
        state.part, state.rule = "giver", "from"
        return
    accused = index > 1 and scene.marks[index - 2].words.lower().startswith(("acus", "accus"))
    if accused and near:
        return
    if word == "for" and _FIGURES_FOR.search(text[max(0, state.start - 24) : state.start]):
        state.part, state.rule = "topic", "figures for"
        return
    if (
        word == "for"
        and state.code in ("CN", "RU")
        and state.start - scene.sentence.start < 12
        and _ITS_AMOUNT.match(text, state.end)
    ):
        state.part, state.rule = "topic", "figures for"  # "For Russia, 14,300 through May"
        return
    if word == "for" and state.code in ("CN", "RU") and _has_its_amount(text, scene, state):
        state.part, state.rule = "topic", "figures for"  # "19,200 tons for China"
        return
    lead = text[max(scene.sentence.start, state.start - 60) : state.start]
    if _TO_THOSE_IN.search(lead):
        state.part, state.rule = "taker", "to"
        return
    which = _WHICH.match(text, state.end)
    if which is not None:
        verb = next((m for m in scene.marks[index + 1 : index + 3] if m.start == which.end()), None)
        if verb is not None and verb.kinds.get("give") == "v":
            state.part, state.rule = "giver", verb.words  # "turn to Russia, which sent 3,100 tons"
            return
    if near and previous is not None and "to" in previous.kinds and word in previous.words.lower():
        state.part, state.rule = "taker", "to"
        return
    at_port = word in ("at", "in") and scene.has("load") and state.code not in ("KP",)
    if at_port and _HARBOUR.search(text[state.start : state.end + 28]):
        state.part, state.rule = "giver", "loaded there"
        return
    if near and previous is not None and "place" in previous.kinds:
        state.part, state.rule = "place", "place"
        return
    if (
        near
        and previous is not None
        and previous.kinds.get("give") == "v"
        and (word and word in previous.words.lower().split()[-1:])
    ):
        adjectival = (
            follower is not None
            and "commodity" in follower.kinds
            and (follower.start - state.end <= 2)
        )
        if (adjectival and _adjective(state.words)) or (
            follower is not None
            and text[state.end : state.end + 2] in ("'s", "’s")
            and follower.kinds.get("commodity") in ("coal", "iron_ore", "iron", "seafood", "lead")
            and follower.start - state.end <= 4
        ):
            state.part, state.rule = "giver", "origin"
        else:
            state.part, state.rule = "taker", "given"
        return
    if previous is not None and "arm" in previous.kinds and text[previous.end : state.start] == " ":
        state.part, state.rule = "taker", "given"
        return
    if follower is not None and follower.start - state.end == 1:
        further = scene.marks[index + 2] if index + 2 < len(scene.marks) else None
        if (
            "arm" in follower.kinds
            and further is not None
            and "state" in further.kinds
            and (further.start - follower.end == 1)
        ):
            state.part, state.rule = "giver", follower.words
            return
        own = follower.kinds.get("commodity") in ("arms", "coal", "iron_ore", "iron", "seafood")
        if own and _adjective(state.words) and word != "to":
            state.part, state.rule = "giver", "origin"
            return
    if (
        near
        and previous is not None
        and "take" in previous.kinds
        and word in previous.words.lower()
    ) and (
        follower is not None and "commodity" in follower.kinds and follower.start - state.end < 3
    ):
        state.part, state.rule = "giver", "origin"
        return
    if (
        word in ("in", "at", "off")
        and near
        and previous is not None
        and index
        and _LANDED.match(previous.words.lower())
        and state.start - previous.end <= 12
    ):
        state.part, state.rule = "taker", "to"  # "coal arrivals in China"
        return
    if (
        previous is not None
        and previous.kinds.get("take") == "n"
        and _WAS.fullmatch(text, previous.end, state.start)
    ):
        state.part, state.rule = "taker", "was"  # "the buyers were the Egyptians themselves"
        return
    owns = text[state.end : state.end + 2] in ("'s", "’s") or _adjective(state.words)
    if (
        word == "of"
        and owns
        and follower is not None
        and follower.kinds.get("commodity") not in (None, "untracked", "arms")
        and follower.start - state.end <= 3
    ):
        state.part, state.rule = "giver", "origin"  # "12,000 barrels of Chinese fuel"
        return
    if word in _PLACE and not (
        word == "of"
        and near
        and previous is not None
        and ("give" in previous.kinds or "take" in previous.kinds)
    ):
        state.part, state.rule = "place", word
        return
    if (
        flagged
        and follower is not None
        and "give" in follower.kinds
        and not _adjective(state.words)
    ):
        return  # "saw Russia ship 165,000 barrels"
    if flagged and follower is not None and follower.words.lower() in _FIRMS:
        verb = scene.marks[index + 2] if index + 2 < len(scene.marks) else None
        if verb is not None and verb.kinds.get("give") == "v" and verb.start - follower.end <= 8:
            state.part, state.rule = "giver", verb.words  # "Russian companies shipped 5,310 tons"
            return
    if flagged:
        state.part, state.rule = "flag", follower.words if follower else ""


def _has_its_amount(text: str, scene: Scene, state: Named) -> bool:
    """Whether an amount is told for a State, in a text where others are told for others."""
    return any(
        f.kind == "measure"
        and f.figure.end <= state.start
        and text[f.figure.end : state.start] in (" for ", " for the ")
        for f in scene.figures
    )


def _adjective(words: str) -> bool:
    return words.lower().endswith(("an", "ese", "ish", "i", "ian")) and words not in (
        "Iran",
        "Japan",
    )


def _after(text: str, scene: Scene, index: int, state: Named) -> None:
    """Look at the verb or noun that follows a State named without a preposition."""
    spoken = False
    for follower in scene.marks[index + 1 : index + 14]:
        gap = text[state.end : follower.start]
        if len(gap) > 150 or ";" in gap or " while " in gap or " but " in gap:
            break
        kinds = follower.kinds
        if "state" in kinds:
            joint = text[scene.marks[index].end : follower.start].strip().lower()
            if joint in ("and", ",", "or", "", "y", "et", "und", "и", "و"):
                continue
            if "give" in scene.marks[max(0, index - 1)].kinds:
                break
            continue
        if "deny" in kinds or "seize" in kinds:
            state.part, state.rule = "speaker", follower.words
            return
        if "give" in kinds:
            noun = kinds["give"] == "n"
            passive = (
                text[max(0, follower.start - 8) : follower.start]
                .lower()
                .rstrip()
                .endswith(("was", "were", "been", "being", "be", "is", "are"))
            )
            if passive and not noun and not spoken:
                state.part, state.rule = "topic", "passive"
                return
            far = len(gap) > 30 and state.code in WATCHERS and bool(scene.figures)
            if (spoken or far) and not noun and (state.code in WATCHERS or state.code in BODIES):
                state.part, state.rule = "speaker", "said"
                return
            state.part, state.rule = "giver", follower.words
            return
        if "take" in kinds:
            if spoken:
                state.part, state.rule = "speaker", "said"
                return
            state.part, state.rule = "taker", follower.words
            return
        if (
            "say" in kinds
            or "alleged" in kinds
            or ("estimated" in kinds and state.code in WATCHERS)
            or (state.code in WATCHERS and follower.words.lower().startswith("customs"))
        ):
            spoken = True
            if state.code in WATCHERS or state.code in BODIES:
                state.part, state.rule = "speaker", follower.words
                return
    if spoken:
        state.part, state.rule = "reporter", "said"
    else:
        state.part = "topic"


_ITS_OWN_TOO = re.compile(
    r"(?:of [\w ]{3,20})?,? ?(?:and|while|with|plus)? ?(?:about |some |just |only )?[0-9][0-9.,]*"
    r"(?: \w+)? (?:by|from) (?:the )?"
)
_ENUMERATES = frozenset(
    ("and", ",", ", and", "or", "y", "et", "und", "e", "и", "و", "as well as", "nor")
)
_AMOUNT_NEXT = re.compile(r" ?[0-9]")


def _share_parts(text: str, scene: Scene) -> None:
    """States in one enumeration share the part of the first that has one."""
    states = scene.states
    for left, right in itertools.pairwise(states):
        joint = text[left.end : right.start].strip().lower()
        if joint == "," and right.code in WATCHERS | BODIES and left.code not in WATCHERS:
            said = scene.first("say", right.end, right.end + 60)
            if said is not None and "," not in text[right.end : said.start]:
                right.part, right.rule = "speaker", said.words  # "to Russia, Seoul's agency said"
                continue
        if left.part == "giver" and _ITS_OWN_TOO.fullmatch(joint + " "):
            right.part, right.rule = "giver", left.rule  # "sold by Moscow and 3,438 by Beijing"
            continue
        if joint in (",", "and", ", and", "und", "y", "et") and _AMOUNT_NEXT.match(text, right.end):
            if right.part == "taker" and right.rule in ("to", "given"):
                right.part, right.rule = "topic", ""
            continue  # "28,900 tons for Nordkorea, China 19,200": a new statement
        if joint in _ENUMERATES:
            if left.part in ("giver", "taker", "place", "speaker", "reporter") and left.rule in (
                "from",
                "by",
                "to",
                "given",
                "of",
                "via",
                "through",
            ):
                right.part, right.rule = left.part, left.rule
            elif right.part in ("giver", "taker", "reporter") and left.part in ("topic", ""):
                left.part, left.rule = right.part, right.rule
