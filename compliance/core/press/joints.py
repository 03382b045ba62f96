"""Joints: the words that join, open and close expressions of time, in all languages."""

import re


LINKS = frozenset(
    (
        "",
        "of",
        "of the",
        "the",
        "in",
        "de",
        "del",
        "des",
        "dell",
        "dello",
        "di",
        "l",
        "de l",
        "en",
        "du",
        "la",
        "d",
        "de la",
        "의",
        "の",
        "г",
        "года",
        "год",
        "من",
        "من عام",
        "عام",
        "العام",
        "им",
        "der",
        "dieses",
        "de este",
        "de cette",
        "que",
        "for",
        "von",
        "年",
        "내",
        "들어",
        "中",
        "的",
        "в",
        "della",
        "degli",
        "month",
        "month of",
        "den",
    )
)
TO = frozenset(
    (
        "to",
        "through",
        "until",
        "till",
        "up to",
        "to the end of",
        "and until",
        "to mid",
        "bis",
        "bis zum",
        "bis ende",
        "a",
        "à",
        "au",
        "hasta",
        "al",
        "por",
        "по",
        "до",
        "до конца",
        "года по",
        "года до",
        "г. по",
        "إلى",
        "حتى",
        "至",
        "到",
        "부터",
        "에서",
        "から",
        "から同",
        "부터 같은 해",
        "이후",
        "over to",
        "and ran through",
        "and ran to",
        "and ran until",
        "and ended in",
        "and lasted until",
        "and lasted through",
        "and continued until",
        "and continued through",
        "and continued to",
        "and went on until",
        "and went on through",
        "and stopped in",
        "and ending in",
        "to end",
        "fino a",
        "bis einschließlich",
        "jusqu'à",
        "jusqu'en",
        "until the end of",
        "through the end of",
        "through the close of",
        "to the close of",
        "until the close of",
        "up to the end of",
        "截至",
        "to late",
        "to early",
        "through to",
        "up until",
        "right through to",
        "bis mitte",
        "~",
        "부터 올해",
    )
)
AND = frozenset(
    (
        "and",
        "und dem",
        "und zum",
        "y el",
        "et le",
        "and the",
        "y",
        "et",
        "und",
        "e",
        "и",
        "و",
        "和",
        "与",
        "與",
        "と",
        "와",
        "과",
        "及",
    )
)
OPENS = re.compile(
    r"(?:between|entre|zwischen|tra|fra|между|بين)\s{1,2}"
    r"(?:the |last |this |early |late |mid-|about |dem |el |le |l'|il )?$"
)
DURING = re.compile(r"\b(?:through|during|over|across|throughout)\s{1,2}(?:both )?$")
SINCE = re.compile(
    r"(?:\bsince|since about|since early|since mid-?|since late|counting from(?: early)?|desde"
    r"|depuis|\bseit|dal|\bс|from|starting(?: in)?|beginning(?: in)?|going back to|منذ"
    r"|(?:opened|began|started|launched|resumed) (?:on|in)"
    r"|since the (?:start|beginning) of)$"
)
MEASURED_FROM = re.compile(
    r"\b(?:rise|fall|up|down|increase|decrease|drop|jump|decline|change|surge|gain|growth|differs?"
    r"|rose|fell|dropped|grew|declined|climbed|jumped|plunged|surged|decreased|increased|slid"
    r"|lower|higher)"
    r"\b(?:[^,.;\n]|\.[0-9]){0,30} from$"
)
NEXT_SENTENCE = re.compile(r"\n|[.!?] (?:[A-Z]|$)|。")
SINCE_CLAUSE = re.compile(
    r"\b(?:since|seit|depuis|desde)\b[^,.;:\n]{1,60}$|\b(?:began|begun|started"
    r"|resumed)\b[^,.;\n]{0,30}$"
)
WHEN = re.compile(
    r"[,:]? ?(?:года)?[,:]? (?:then|тогда|damals|entonces|alors|when|the month in which"
    r"|a month in which|mois où|lorsque|quand|cuando|mes en que|als"
    r"|когда|wo)\b"
)
DATED_FROM = re.compile(
    r"\b(?:them|it|those|these|that|which|entry|entries|report|reports|figures?|data|all|ones?"
    r"|dating|pictures?|images?|photos?|photographs?|footage|documents?|letters?|statements?"
    r"|papers?|records?|shots|imagery) from$"
)
AFTER_SILENCE = re.compile(
    r"\b(?:first|not|no|none|nothing|never|premi\w+|primer\w*|erste\w*|перв\w+|не|нет)\b"
)
SINCE_AFTER = re.compile(
    r"\w{0,10}(?:以来|以來)|\s?(?:以来|以來|以降|以後|以后|이후|이래|부터|起|より|から)"
)
UNTIL = re.compile(
    r"(?:\buntil|\bup to|\btill|\bthrough|up until|\bby|by late|by the end of|by mid-?|up to late"
    r"|up to the end of|hasta|jusqu'en|jusqu'à|\bbis|bis ende|\bdo|\bдо|по|حتى|حتى شهر|fino a"
    r"|through the end of|from then (?:to|until|through)|from then to the end of"
    r"|as late as|up to early|up to mid-?)$"
)
SINCE_EAST = re.compile(r"(?:自|从|從)$")
UNTIL_EAST = re.compile(r"(?:至|截至|到)$")
UNTIL_AFTER = re.compile(r"\s?(?:까지|まで|为止|為止|止)")
ASOF = re.compile(r"(?:as of|stand|по состоянию)$")
# "the half-year total to June", "in the year that ended in March"
FRAMES = re.compile(
    r"(?:^|[ (\n])(?:[Ii]n|[Ff]or|[Dd]uring|[Oo]ver|[Tt]hroughout) (?:all of |the whole of "
    r"|the year )?$"
)
IN_THAT_MONTH = re.compile(r"\b[Ii]n (?:early |late |mid-)?$")
SPOKE_THEN = re.compile(r"\b(?:said|spoke|told|reported|announced|claimed|wrote|put|disclosed)\b")
RUN_TO = re.compile(
    r"(?<!this )(?<!last )(?<!of the )(?<!next )\b(half[- ]year|year|quarter|financial year"
    r"|fiscal year"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]month)s?"
    r"(?: (?!on\b|and\b|in\b|from\b|by\b|earlier\b|before\b)[a-z]{3,12}){0,2} "
    r"(?:to|through|up to|ending(?: in)?|ended(?: in)?|(?:that|which) (?:ended|ran) (?:in|to))"
    r"(?: the end of)? ?$"
)
MONTHS_OF = {
    "half year": 6, "year": 12, "quarter": 3, "financial year": 12, "fiscal year": 12,
    "two month": 2, "three month": 3, "four month": 4, "five month": 5, "six month": 6,
    "seven month": 7, "eight month": 8, "nine month": 9, "ten month": 10, "eleven month": 11,
    "twelve month": 12,
}  # fmt: skip
