"""Statements: which expressions of time date what was said, and not what was moved."""

import re

from compliance.core.press.marks import Mark
from compliance.core.press.periods import Time
from compliance.core.press.scenes import Scene


_ONLY_A_PREPOSITION = re.compile(r" (?:in|on|in early|in mid-|in late|في|في منتصف|en|im|am|в)? ?")
_OF_A_TEXT = re.compile(
    r"(?:resolution|resolución|résolution|резолюци\w{1,2}|adopted|passed|built|born|founded"
    r"|approved)"
    r"(?: [\w,]{1,12}){0,2} ?\(?$"
)


def moving_times(text: str, scene: Scene) -> list[Time]:
    """Return the expressions of time of a sentence that date what was moved."""
    if scene.moved is None:
        scene.moved = [t for t in scene.times if not dates_a_statement(text, t, scene)]
    return scene.moved


def dates_a_statement(text: str, time: Time, scene: Scene) -> bool:
    """Whether an expression of time dates what was said and not what was moved."""
    opening = time.start - scene.sentence.start < 24
    lead = text[max(scene.sentence.start, time.start - 26) : time.start].lower()
    if (
        time.start - scene.sentence.start < 14
        and scene.sentence.line < 6
        and _DATELINE.match(text, time.end)
    ):
        return True
    if re.search(r"\bas of (?:mid-?|early |late |the end of )?$", lead):
        return True
    if _GIVEN_IN.search(text, max(scene.sentence.start, time.start - 60), time.start):
        return True
    if _OF_THAT_TEXT.match(text, time.end) and not time.day:
        return True
    if not time.day and _OF_A_TEXT.search(lead) and (time.year_only or scene.has("cap_rule")):
        return True
    if text.startswith(" alone", time.end):
        return False
    if time.rule == "before_silence":
        return True
    if time.rule == "since" and _RECORD_SINCE.search(lead):
        return True  # "the highest since February"
    if not time.day:
        if time.rule in ("month", "day"):
            said = [m for m in scene.marks if "say" in m.kinds and 0 < time.start - m.end <= 12]
            if said and _ONLY_A_PREPOSITION.fullmatch(text[said[-1].end : time.start]):
                return True
        if time.rule not in ("month", "year") or not opening:
            return False
        reach = 26 if text[time.end - 1] < "\u2e80" else 8  # Chinese characters say more in less
        near = scene.first("say", time.end, time.end + reach)
        if (
            near is not None
            and not _HAD_SEEN.search(text, time.end, near.end)
            and "," not in text[time.end : near.start]
            and not any(
                time.end <= m.start < near.start and ("give" in m.kinds or "take" in m.kinds)
                for m in scene.marks
            )
        ):
            return True
        speaking = scene.first("say", time.end)
        moved = scene.first("give", time.end) or scene.first("take", time.end)
        later = any(t.start > time.end for t in scene.times)
        if (
            speaking is not None
            and later
            and speaking.start - time.end <= 90
            and (moved is None or speaking.start < moved.start)
        ):
            return True
        if opening and _SAID_IN_PASSING.match(text, time.end):
            return False
        return scene.first("seize", time.end) is None and any(
            s.part == "speaker" and s.code != "KP" and 0 <= s.start - time.end <= 12
            for s in scene.states
        )
    if (
        time.start - scene.sentence.start < 14
        and scene.sentence.line < 6
        and (
            "(" in text[time.end : time.end + 12]
            or re.search("[-—]", text[time.end : time.end + 6])
        )
    ):
        return True
    if "as of" in lead:
        return True
    near = scene.nearest("say", time.start, 60)
    filed = scene.first("reported", time.end, time.end + 26)
    if filed is not None and "," not in text[time.end : filed.start]:
        return True
    moved = scene.nearest("give", time.start, 80) or scene.nearest("take", time.start, 80)
    if (
        moved is not None
        and near is not None
        and near.start >= time.end
        and "," in text[time.end : near.start]
    ):
        return False
    if near is None and not scene.has("say") and (scene.has("give") or scene.has("take")):
        return False  # nobody speaks in the sentence
    return moved is None or (near is not None and _gap(moved, time) > _gap(near, time))


def biographic(text: str, floor: int, mark: Mark) -> bool:
    """Whether a word of source only tells who someone is: "who used to sit on the U.N. panel"."""
    return bool(_OF_A_LIFE.search(text, max(floor, mark.start - 48), mark.start))


# "in this year's report", "under last month's resolution"
_OF_THAT_TEXT = re.compile(
    r"(?:'s|’s)? (?:\w+ )?(?:reports?|resolutions?|letter|findings|assessment|update|edition|issue"
    r"|package|briefing|hearing)\b(?! (?:of|showed|shows|put|puts|has|had))"
)


_HAD_SEEN = re.compile(r"\b(?:had|has|have) seen$")  # "August had seen 2,570 barrels"


def _gap(mark: Mark, time: Time) -> int:
    return max(mark.start - time.end, time.start - mark.end, 0)


_OF_A_LIFE = re.compile(
    r"\b(?:used to|former|formerly|once|ex-|retired|(?:was|been) (?:a member|coordinator|head) of"
    r"|sat on|served on|co-?ordinated|headed)\b[^,;.]{0,34}$"
)
# "the count he gave in March", "figures it put out in May"
_GIVEN_IN = re.compile(
    r"\b(?:figures?|counts?|numbers?|estimates?|totals?|tally|assessment)"
    r" (?:that |which )?(?:\w+ ){1,2}?"
    r"(?:gave|given|put out|offered|made|issued|released|cited|announced|published)"
    r"(?: \w+)? (?:in|on|last|back in) ?$"
)
_DATELINE = re.compile(r" ?\([A-ZÁÉ][\w .]{1,24}\)[. ]{0,2}[-—]|\.? ?[—-]{1,2} ")
# "In March, the White House said on Thursday, Moscow sent …": the month is the deed's
_SAID_IN_PASSING = re.compile(
    r", (?:the )?[A-Z][\w.' ]{1,40} (?:said|says|told [^,;.]{2,30}|charged|claimed|reported|noted"
    r"|estimated|alleged|stated|added|announced)(?: (?:on|in|this|last|at)?[^,;.]{0,30})?, "
)
_RECORD_SINCE = re.compile(
    r"\b(?:highest|largest|lowest|most|least|biggest|smallest|best|strongest|weakest|record|peak"
    r"|top|low|high|fewest)(?: [\w-]+){0,2},? since (?:early |late |mid-?|last |the )?$"
)
