"""What is told as not yet, not so, or only perhaps: plans, warnings, conditions, bans.

"Pyongyang may sell shells", "warned Russia against buying", "if it delivered": nothing has moved.
"May have sold", "is said to have sold" tell of the past and are not heard here. Each language
has one pattern for the words before a verb, or after it where its verbs carry their mood behind.
"""

import re


_BEFORE: dict[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:(?:may|might|could|would|will|should|must|can|cannot|shall|'ll|'d)(?! have\b)"
        r"(?: \w+){0,3}?"
        r"|(?:about|ready|willing|likely|expected|set|due|plan(?:s|ned|ning)?|agree[sd]?"
        r"|prepar\w+|intend\w*"
        r"|hop(?:e[sd]?|ing)|want\w*|seek(?:s|ing)?|sought|decid\w+|promis\w+|pledg\w+"
        r"|offer\w*|threat\w+"
        r"|in talks|eager|poised|in a position|on course"
        r"|try|tries|tried|trying|refus\w+|unlikely|declin\w+) to(?: \w+){0,2}?"
        r"|(?:in (?:the )?process of|in the market for|discuss\w*|negotiat\w+|consider\w*"
        r"|mull\w*|talks? (?:on|about|over)|plans? for"
        r"|deal on"
        r"|warn\w*(?: \w+){0,4} (?:against|not to)|urg\w+(?: \w+){0,4} (?:not to|to)"
        r"|call\w* on(?: \w+){0,4} to|refrain\w* from|stop(?:s|ped)?|halt(?:s|ed)?|prevent\w*"
        r"|ban(?:s|ned)?|forbid\w*|prohibit\w*|bar(?:s|red)? \w+ from|risk of|fears? of"
        r"|prospects? of"
        r"|possib\w+|potential)(?: (?!have\b|has\b|had\b)\w+){0,5}?"
        r"|(?:if|whether|unless|should|in case|lest)(?: (?!have\b|has\b|had\b)[\w']+){1,6}?)"
        r"[ \"“]*$",
        re.I,
    ),
    "de": re.compile(
        r"\b(?:könnte[nt]?|würde[nt]?|wolle[nt]?|will|woll(?:en|te[nt]?)|plan(?:t|e|en|te[nt]?)"
        r"|beabsichtig\w+|falls|wenn|sollte[nt]?|dürfe[nt]?|darf|müsse[nt]?|warnt\w*"
        r"|bereit)\b[^;.]{0,80}$"
    ),
    "fr": re.compile(
        r"\b(?:(?:pourrai(?:t|ent)|devrai(?:t|ent)|peut|doit)(?! avoir)|envisag\w+|prévoi\w+"
        r"|compte(?:nt)? "
        r"|puissent|puisse|craign\w+|s'apprêt\w+|veut|veulent|négoci\w+|projett\w+|promet\w*"
        r"|promis|mis en garde|contre tout\w*"
        r"|si|interdi\w+|de ne pas)\b[^;.,]{0,45}$",
        re.I,
    ),
    "es": re.compile(
        r"\b(?:(?:podrían?|puede[n]?|debería[n]?)(?! haber)|planea\w*|prepara\w*|negocia\w*"
        r"|prevé\w*|pretende\w*"
        r"|quiere\w*|prome\w+|advirti\w+ contra|advierte\w* contra|si|prohíbe\w*|prohibi\w+"
        r"|que no)\b"
        r"[^;.,]{0,45}$",
        re.I,
    ),
    "it": re.compile(
        r"\b(?:(?:potrebbe(?:ro)?|può|possono|dovrebbe(?:ro)?)(?! aver)|intend\w+|prevede\w*"
        r"|vuole|vogliono"
        r"|se|vieta\w*)\b[^;.,]{0,45}$",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:может|могут|мо[гж](?:ла|ло|ли)? бы|могла бы|планиру\w+|намерен\w*"
        r"|собира\w+|готов\w*"
        r"|если|предостер\w+|призва\w+|запрещ\w+|запрет\w*|обеща\w+|хо(?:чет|тят|тел\w*))(?!\w)"
        r"[^;.,]{0,45}$",
        re.I,
    ),
    "ar": re.compile(
        r"(?<!\w)(?:قد (?=[تي])|يمكن|تعتزم|يعتزم|تخطط|تنوي|ينوي|حذرت?|يحذر|إذا|لو|يحظر|تحظر"
        r"|ستقوم|سوف)"
        r"[^؛.،]{0,40}$"
    ),
    "zh": re.compile(
        r"(?:可能(?:会|會|将|將|再)|[计計][划劃]|打算|[拟擬](?!议|議)|如果|若|一旦|考[虑慮]"
        r"|准[备備]|準備|有意"
        r"|将(?:要|向)|將(?:要|向)|不得|不要|[讨討][论論]|商[讨討]|禁止)[^。；，]{0,20}$"
    ),
}
_AFTER: dict[str, re.Pattern[str]] = {
    "ko": re.compile(
        r"^.{0,3}(?:할|될|하려|하겠|한다면|하면|하지 말|하지 않|계획|예정|방침|추진|금지"
        r"|[을를] (?:검토|논의|협상|중단))"
        r"|^(?:ㄹ)"
    ),
    "ja": re.compile(
        r"^.{0,4}(?:する(?:可能性|計画|予定|恐れ|方針)|しよう|すれば|しないよう|するな"
        r"|を(?:検討|協議|禁)|する見"
        r"|の可能性|の計画|を計画|が禁)"
    ),
}


# "will geliefert haben": a claim about the past
_PERFECT = re.compile(r" (?:worden )?(?:haben|sein)\b")


def only_perhaps(text: str, start: int, end: int, floor: int, language: str) -> bool:
    """Whether the movement told at a place of the text has, by its words, not happened."""
    if language == "de" and _PERFECT.match(text, end):
        return False
    before = _BEFORE.get(language)
    if before is not None and before.search(text[max(floor, start - 95) : start]):
        return True
    after = _AFTER.get(language)
    return after is not None and bool(after.match(text[end : end + 24]))
