"""Numbers as newspapers print them: digits, words, and mixtures of both.

"67-thousand-300", "one-point-36 million", "2, 050 million", "152万3千381", "4만7천8", "五十萬",
"٦٧ ألفاً و٣٠٠", "3ر13 مليون" (a fraction typed first), "half a million", "several million".
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from compliance.core.press.layout import at_digits
from compliance.core.press.marks import Mark


_GUARD = r"(?<![0-9][:/])(?:(?<=\$US)|(?<![0-9A-Za-z.,'’\u200b-\u200d\u2060]))"
_AFTER = r"(?![0-9\u00b2\u00b3\u00b9\u2070-\u2079\u200b-\u200d\u2060])"
DIGITS = re.compile(
    _GUARD
    + r"(?:[0-9]{1,3}(?:[ ’'][0-9]{3}){1,4}(?:[.,][0-9]{1,4})?"
    + r"|[0-9]{1,3}(?:,[ ]?[0-9]{3}){1,5}(?:\.[0-9]{1,4})?"
    + r"|[0-9]{1,3}(?:\.[0-9]{3}){1,5}(?:,[0-9]{1,4})?"
    + r"|[0-9]{1,15}(?:[.,][0-9]{1,6})?)"
    + _AFTER
)
_DATE = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}"
    r"|[0-9]{1,2}[./][0-9]{1,2}[./](?:19|20)[0-9]{2})"
    r"(?![0-9])"
)
_EAST_SCALE = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8,
    "兆": 10**12, "십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12,
    "拾": 10, "佰": 100, "仟": 1000,
}  # fmt: skip
_EAST_DIGIT = {
    letter: Decimal(value)
    for letter, value in (
        ("一", 1), ("二", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8),
        ("九", 9), ("两", 2), ("兩", 2), ("〇", 0), ("零", 0), ("壹", 1), ("貳", 2), ("贰", 2),
        ("半", "0.5"),
    )
}  # fmt: skip
EAST = re.compile(
    _GUARD + r"(?:[0-9]{1,15}(?:[,.][0-9]{1,6}){0,5}|[一二三四五六七八九两兩半十百千]"
    r"|[십백천](?=[만억조]))"
    + r"(?:[多余餘여](?=[십백천만억조十百千万萬億亿])|[ ]?[0-9]{1,15}(?:[,.][0-9]{1,6}){0,5}"
    r"|[十百千万萬億亿兆십백천만억조]" + r"|[一二三四五六七八九两兩〇零]){0,14}"
)
# "수백만", "数千": as many as the scale says, between two and ten of it
_EAST_VAGUE = re.compile(
    r"(?<![가-힣])(?:수|数|數|几|幾)([십백천만억十百千万萬億亿]{1,3})(?![가-힣]{2})"
)
_EAST_PIECE = re.compile(r"[0-9][0-9,.]*|.")
_POINT = re.compile(r"[- ]point[- ]([0-9]{1,3})(?![0-9])")
_WORD_TAIL = re.compile(r"-([0-9]{1,3})(?![0-9]|[.,][0-9])")
_ARABIC_FRACTION = re.compile(_GUARD + r"([0-9]{1,4})ر([0-9]{1,4})(?![0-9])")


@dataclass(slots=True)
class Number:
    """A number where it stands: its value, or the bounds of a vague one."""

    start: int
    end: int
    value: Decimal | None
    low: Decimal
    high: Decimal
    scale: Decimal = Decimal(1)
    grouped: bool = False
    digits: bool = True
    bare: Decimal = Decimal(0)


def exact(start: int, end: int, value: Decimal, **more: object) -> Number:
    number = Number(start, end, value, value, value, bare=value)
    for name, worth in more.items():
        setattr(number, name, worth)
    return number


def digits_value(token: str, decimal: str) -> tuple[Decimal, bool] | None:
    """Return the value of a run of digits in the locale whose decimal mark is given."""
    squeezed = token.replace(" ", "").replace("’", "").replace("'", "")
    other = "." if decimal == "," else ","
    grouped = squeezed != token
    body, _, fraction = squeezed.partition(decimal)
    if decimal in fraction:  # several decimal marks can only be group marks
        body, fraction, other = squeezed, "", decimal
    if other in fraction:  # "1.234,5" in a decimal-point text: read the other way round
        body, _, fraction = squeezed.rpartition(other)
        body = body.replace(decimal, "")
        grouped = True
    if other in body:
        first, *rest = body.split(other)
        if len(first) <= 3 and all(len(group) == 3 for group in rest):
            body, grouped = first + "".join(rest), True
        elif len(rest) == 1 and not fraction:
            body, fraction = first, rest[0]
        else:
            return None
    if not body.isdigit() or (fraction and not fraction.isdigit()):
        return None
    return Decimal(f"{body}.{fraction}" if fraction else body), grouped


def east_value(token: str) -> Decimal | None:
    """Return the value of a numeral with 万, 千, 만 and their kin."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    for piece in _EAST_PIECE.findall(token.replace(" ", "")):
        if piece in "多余餘여":
            continue  # "100多万": a little over, which the modifier says
        if piece in _EAST_SCALE:
            scale = _EAST_SCALE[piece]
            if scale >= 10**4:
                section += pending if pending is not None else Decimal(0)
                total += (section or Decimal(1)) * scale
                section, pending = Decimal(0), None
            else:
                section += (pending if pending is not None else Decimal(1)) * scale
                pending = None
        elif piece in _EAST_DIGIT:
            pending = _EAST_DIGIT[piece]
        else:
            read = digits_value(piece, ".")
            if read is None:
                return None
            pending = read[0]
    return total + section + (pending if pending is not None else Decimal(0))


_OF_NUMBER = frozenset(("num", "vague", "article", "half", "vague_scale", "scale"))
# scale words that stand for one of it: "свыше миллиона", "mil barriles", "mille barils"
_ONE_OF_IT = frozenset(
    ("миллион", "миллиона", "миллиону", "тысяча", "тысячу", "mil", "mille", "tausend")
)
_AFTER_ARTICLE = frozenset(("scale", "half", "vague_scale", "num", "vague"))


class NumberReader:
    """Reads the numbers of one text in one language."""

    def __init__(self, text: str, marks: list[Mark], decimal: str, language: str) -> None:
        self.text = text
        self.marks = marks
        self.decimal = decimal
        self.language = language
        self.by_start = {mark.start: mark for mark in marks}

    def all(self) -> list[Number]:
        """Return the numbers of the text, in order, none overlapping another."""
        east = self.language in ("zh", "ja", "ko")
        found = self._east() if east else self._digits()
        if not east:
            found = self._with_words(found)
        found.sort(key=lambda number: (number.start, -number.end))
        dates = [match.span() for match in at_digits(_DATE, self.text)]
        kept: list[Number] = []
        at = 0
        for number in found:
            while at < len(dates) and dates[at][1] <= number.start:
                at += 1
            if at < len(dates) and dates[at][0] <= number.start:
                continue
            if not kept or number.start >= kept[-1].end:
                kept.append(number)
        return kept

    def _east(self) -> list[Number]:
        numbers = []
        for match in EAST.finditer(self.text):
            token = match.group().rstrip(" ,.")
            value = east_value(token)
            if value is not None:
                scaled = any(letter in _EAST_SCALE for letter in token)
                scale = Decimal(1)
                for letter in reversed(token):
                    if letter in _EAST_SCALE:
                        scale *= _EAST_SCALE[letter]
                    else:
                        break
                bare = value / scale
                numbers.append(
                    exact(
                        match.start(),
                        match.start() + len(token),
                        value,
                        scale=scale,
                        grouped=scaled or "," in token,
                        digits=token[0].isdigit(),
                        bare=bare,
                    )
                )
        return numbers + self._east_vague()

    def _east_vague(self) -> list[Number]:
        """Read "several hundred thousand" as Chinese characters and Hangul write it."""
        numbers = []
        for match in _EAST_VAGUE.finditer(self.text):
            base = Decimal(1)
            for letter in match[1]:
                base *= _EAST_SCALE[letter]
            low, high = base * (2 if base > 10 else Decimal("2.4")), base * 10 - 1
            numbers.append(
                Number(
                    match.start(), match.end(), None, low, high, base, grouped=True, digits=False
                )
            )
        return numbers

    def _digits(self) -> list[Number]:
        numbers = []
        if self.language == "ar":
            for match in at_digits(_ARABIC_FRACTION, self.text):
                # The page prints the fraction first: 3ر13 is 13.3.
                value = Decimal(f"{match[2]}.{match[1]}")
                numbers.append(self._scaled(exact(match.start(), match.end(), value)))
        spaced = self.language not in ("en", "ar")
        for match in at_digits(DIGITS, self.text):
            token, start = match.group(), match.start()
            if " " in token and not spaced and ", " not in token:
                token = token[: token.index(" ")]
            elif ", " in token and not self._big_group(token, match.end()):
                token = token[: token.index(",")]
            read = digits_value(token, self.decimal)
            if read is None:
                continue
            number = exact(start, start + len(token), read[0], grouped=read[1], bare=read[0])
            point = _POINT.match(self.text, number.end)
            if point is not None and read[0] == int(read[0]) and not read[1]:
                value = Decimal(f"{int(read[0])}.{point[1]}")  # "19-point-84"
                number = exact(start, point.end(), value, bare=value)
                numbers.append(self._scaled(number))
                continue
            numbers.append(self._scaled(number))
            rest = start + len(token)
            if rest < match.end():  # "in 2016 200 tons": what was cut off is a number too
                for tail in DIGITS.finditer(self.text, rest + 1, match.end()):
                    more = digits_value(tail.group(), self.decimal)
                    if more is not None:
                        numbers.append(self._scaled(exact(tail.start(), tail.end(), more[0])))
        return numbers

    def _big_group(self, token: str, end: int) -> bool:
        """Whether a blank after a comma stands inside one number: "2, 050 million barrels"."""
        mark = self.by_start.get(self._skip(end))
        return (
            token.count(", ") == 1
            and mark is not None
            and ("scale" in mark.kinds or "unit" in mark.kinds)
        )

    def _skip(self, at: int, letters: str = " -\n") -> int:
        end = min(len(self.text), at + 2)
        while at < end and self.text[at] in letters:
            at += 1
        return at

    def _scaled(self, number: Number) -> Number:
        """Take in the scale word after a number, and the tail of "67-thousand-300"."""
        text = self.text
        at = number.end
        if text[at : at + 2] == ". ":  # a stray full stop, as machine translation leaves it
            mark = self.by_start.get(at + 2)
            if mark is not None and ("unit" in mark.kinds or "scale" in mark.kinds):
                at += 1
        for _ in range(3):
            place = self._skip(at + 4 if text[at : at + 4] in ("-odd", " odd") else at)
            if text[place : place + 1] == "(" and place - at <= 1:
                place += 1  # "500 (thousand — ed.) barrels"
            mark = self.by_start.get(place)
            if mark is None or "scale" not in mark.kinds or number.value is None:
                break
            if mark.words in ("m", "M", "k", "K") and place != number.end:
                break
            scale = Decimal(mark.kinds["scale"])
            if number.scale >= scale > 1 and number.scale != 1:
                break
            number.scale *= scale
            number.value = number.low = number.high = number.value * scale
            number.end = at = mark.end
            number.grouped = True
            tail = re.compile(
                r"[\u064b-\u0652]?[- ](?:و|und |y |et )?([0-9]{1,3})(?![0-9]|[.,][0-9])"
            ).match(text, at)
            if tail and scale >= 1000 and Decimal(tail[1]) < scale:
                joined = text[at] == "-" or "و" in tail.group()
                if joined:
                    number.value += Decimal(tail[1])
                    number.low = number.high = number.value
                    number.end = tail.end()
                    break
        return number

    def _with_words(self, numbers: list[Number]) -> list[Number]:
        """Add the numbers written as words, and join words with digits."""
        starts = {number.start: number for number in numbers}
        found = list(numbers)
        marks, text = self.marks, self.text
        at = 0
        while at < len(marks):
            mark = marks[at]
            kinds = mark.kinds
            if _OF_NUMBER.isdisjoint(kinds):
                at += 1
                continue
            if "article" in kinds and not self._opens_a_number(at):
                at += 1
                continue
            number, used = self._words_at(at, starts)
            if number is not None:
                found.append(number)
            at += max(1, used)
        del text
        return found

    def _opens_a_number(self, at: int) -> bool:
        """Whether "a" is followed by "million", "hundred", "half" and not by a mere noun."""
        if at + 1 >= len(self.marks):
            return False
        follower = self.marks[at + 1]
        return follower.start - self.marks[at].end <= 2 and not _AFTER_ARTICLE.isdisjoint(
            follower.kinds
        )

    def _words_at(self, at: int, digits: dict[int, Number]) -> tuple[Number | None, int]:
        marks = self.marks
        first = marks[at]
        total = Decimal(0)
        current: Decimal | None = None
        low = high = None
        end, used, scale = first.end, 0, Decimal(1)
        while at + used < len(marks) and used < 9:
            mark = marks[at + used]
            kinds = mark.kinds
            if used:
                gap = self.text[end : mark.start].replace("-odd", "")
                if len(gap) > 5 or gap.strip(" -\n").lower() not in (
                    "",
                    "and",
                    "of",
                    "a",
                    "de",
                    "y",
                    "et",
                    "und",
                    "و",
                    "i",
                    "e",
                    "an",
                ):
                    break
            if low is not None and "num" in kinds:
                return None, used  # "some four million": the number begins after "some"
            if "num" in kinds:
                value = Decimal(kinds["num"])
                current = value if current is None else current + value
            elif "half" in kinds:
                if used and current is None and scale > 1:
                    total += scale / 2  # "un millón y medio"
                elif used and current is not None:
                    current += Decimal("0.5")
                else:
                    current = Decimal("0.5")
            elif "article" in kinds and current is not None and self._opens_a_number(at + used):
                used += 1  # "one and a half million"
                end = mark.end
                continue
            elif "article" in kinds:
                if used and current == Decimal("0.5"):
                    used += 1
                    end = mark.end
                    continue
                if current is not None or low is not None:
                    break
                current = Decimal(1)
            elif "vague" in kinds and not used:
                low_text, _, high_text = kinds["vague"].partition(":")
                low, high = Decimal(low_text), Decimal(high_text)
            elif "vague_scale" in kinds and not ("scale" in kinds and current is not None):
                base, least, most = (Decimal(part) for part in kinds["vague_scale"].split(":"))
                if low is not None and high is not None:
                    low, high = low * base, (high + 1) * base - 1
                elif current is None or current == 1:
                    low, high = least, most
                else:
                    break
                current = None
            elif "scale" in kinds:
                if mark.words in ("m", "M", "k", "K"):
                    break
                factor = Decimal(kinds["scale"])
                if low is not None and high is not None:
                    low, high = low * factor, (high + 1) * factor - 1
                elif current is None and not used:
                    if self.language == "ar" or mark.words.lower() in _ONE_OF_IT:
                        current, scale = factor, factor
                    elif factor >= 1000 and mark.words.endswith(("s", "en", "ы", "и", "milioni")):
                        low, high = factor * 2, factor * 10 - 1  # "millones de proyectiles"
                    else:
                        return None, 1
                else:
                    base_value = current if current is not None else Decimal(1)
                    if factor == 100:
                        current = base_value * factor
                    else:
                        total += base_value * factor
                        current = None
                    scale = factor
            elif "point" in kinds:
                break
            else:
                break
            used += 1
            end = mark.end
        if not used:
            return None, 1
        last = marks[at + used - 1]
        if low is not None and high is not None:
            if scale == 1 and high < 20 and "vague_scale" not in last.kinds:
                return None, used  # "several" alone counts nothing
            return Number(first.start, end, None, low, high.quantize(Decimal(1)), scale), used
        value = total + (current or Decimal(0))
        if used == 1 and "article" in first.kinds:
            return None, 1
        if current == Decimal("0.5") and used == 1:
            return None, 1
        joined = self._joined_digits(first, end, value, digits)
        if joined is not None:
            return joined, used
        tail = _WORD_TAIL.match(self.text, end)
        if tail is not None and scale == 1000:  # "nine-thousand-197"
            value, end = value + Decimal(tail[1]), tail.end()
            digits.pop(tail.start(1), None)
        number = exact(first.start, end, value, scale=scale, digits=False, grouped=True)
        number.bare = value / scale
        return number, used

    def _joined_digits(
        self, first: Mark, end: int, value: Decimal, digits: dict[int, Number]
    ) -> Number | None:
        """Join "one-point-36 million" and "three.5 million"."""
        point = re.compile(r"(?:[- ]point[- ]|\.)([0-9]{1,3})(?![0-9])").match(self.text, end)
        if point is None:
            return None
        whole = exact(first.start, point.end(), Decimal(f"{int(value)}.{point[1]}"))
        digits.pop(point.start(1), None)
        return self._scaled(whole)
