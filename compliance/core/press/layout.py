"""The shape of an article: lines, sentences, the headline, and the furniture of the page.

A page carries more than its article: menus, teasers, counts of views. Figures there are nobody's
claim. A line is taken for furniture by its looks (bars between short parts, a teaser's opening
word), never by its place alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


LONGEST_SENTENCE = 900

# Every script's digits as ASCII digits, one for one, so that spans hold.
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
)  # fmt: skip
_DIGITS = {zero + n: str(n) for zero in _ZEROS for n in range(10)}
_SAME = {
    0x066B: ".", 0x066C: ",", 0xFF0C: ",", 0xFF0E: ".", 0xFF05: "%", 0x066A: "%", 0xFF04: "$",
    0xFF5E: "~", 0x301C: "~", 0x223C: "~", 0x00A0: " ", 0x202F: " ", 0x2009: " ", 0x3000: " ",
    0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2212: "-", 0x060C: ",", 0x0640: " ",
}  # fmt: skip
_PLAIN = {**_DIGITS, **_SAME}

_FOREIGN = re.compile("[" + "".join(map(chr, _PLAIN)) + "]")

_END = re.compile(r"[.!?][\"'”’»)\]]{0,3}\s{1,4}(?=[\"'“‘«(\[¿¡]?[^\W_])|[。！？][」』”]?")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“‘-])(?:[A-Z]|[A-Za-z]\.[A-Za-z]|U\.S|U\.N|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec|December|No|Nos|St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Prof|approx|vs|Inc|Corp"
    r"|Co|Ltd|Nr|Abs|ca|bzw|Mio|Mrd|z\.B|ene|abr|ago|dic|janv|févr|avr|juil|déc|jul|jun|feb|mar"
    r"|sept|oct|nov|г|гг|тыс|млн|млрд|им|ред|прим|núm|Sr|Sra|EE|UU|art|av)$"
)


# "1. Januar", "2. Quartal": a full stop that makes an ordinal
_ORDINAL = re.compile(r"(?<![0-9])[0-3]?[0-9]$")
_COUNTED_OFF = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Quartal|Halbjahr)\b"
)
# A row of a list ("July: 9,814", "- Chinese diesel: none") or two sentences in one line.
_LISTED = re.compile(
    r"\s{0,9}(?:[-*•▪–] ?)?[^:\d]{1,40}(?:(?:19|20)[0-9]{2})?[:|] ?[0-9]|\s{0,9}[-*•▪] ?\S"
)
_TWO_SENTENCES = re.compile(r"[a-z)]{2}[.!?] [A-Z][a-z]")
_ROW = re.compile(
    r"\| {0,9}[0-9][0-9.,]{0,14}\s*$"
    r"|(?<![0-9.,])[0-9][0-9.,]{0,14}(?: {2,60}|\t| ?\| ?)(?:[0-9—-]|none|nil)"
)


def _opens_text(line: str) -> bool:
    """Whether a line below the title is text, by its look: a row of a list, or two sentences."""
    if _LISTED.match(line):
        return True
    return len(line) > 90 and _TWO_SENTENCES.search(line) is not None


def plain(text: str) -> str:
    """Return the text with the digits and marks of all scripts in one form, of equal length."""
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda match: _PLAIN[ord(match.group())], text)


_DIGIT_RUN = re.compile(r"[0-9]+")


@lru_cache(maxsize=2)
def _digit_runs(text: str) -> tuple[int, ...]:
    return tuple(run.start() for run in _DIGIT_RUN.finditer(text))


def at_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that can only begin where a run of digits begins.

    The same as `finditer`, and much faster where digits are rare: a pattern that opens with a
    look-behind is otherwise tried at every letter.
    """
    done = 0
    for start in _digit_runs(text):
        if start >= done:
            match = pattern.match(text, start)
            if match is not None:
                done = match.end()
                yield match


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of text that makes one statement; `line` counts the printed lines with words."""

    start: int
    end: int
    line: int
    furniture: bool
    headline: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The sentences of a text, in order."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> int:
        """Index of the sentence that holds a position."""
        return max(0, bisect_right(self.starts, position) - 1)


def is_furniture(line: str, words: tuple[str, ...]) -> bool:
    """Whether a printed line belongs to the page and not to the article."""
    low = line.strip().lower().lstrip("#>*-–—•[(（【 ")
    if not low:
        return False
    bars = low.count(" | ") + low.count(" ▎") + low.count(" » ") + low.count("  |")
    if bars and _ROW.search(line):
        return False  # a row of a table
    if bars and (len(low) < 90 * (bars + 1)) and not re.search(r"[a-zа-я]{3}[.] [A-ZА-Я]", line):
        return True
    return len(low) < 260 and low.startswith(words)


def lay_out(text: str, furniture: tuple[str, ...]) -> Layout:
    """Split a text into sentences; a printed line always ends one."""
    sentences: list[Sentence] = []
    line_number, at, size = 0, 0, len(text)
    headline_open = True
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        line = text[at:end]
        if line.strip():
            is_page = is_furniture(line, furniture)
            closed = line.rstrip().endswith((".", "。", "؟", "”", '"', "!", "다.")) or (
                line_number > 0 and line.rstrip().endswith(("?", "？"))
            )
            head = (
                headline_open
                and not is_page
                and not _ROW.search(line)
                and line_number < 8
                and (not closed or (line_number == 0 and len(line) < 160))
            )
            if not is_page and ((closed and len(line) > 90) or (line_number and _opens_text(line))):
                headline_open = False
                head = False
            start = at
            for match in _END.finditer(line):
                stop = at + match.end()
                before = line[max(0, match.start() - 12) : match.start()]
                following = text[stop : stop + 1]
                if line[match.start()] == "." and (
                    following.islower()
                    or _ABBREVIATION.search(before)
                    or (_ORDINAL.search(before) and _COUNTED_OFF.match(text, stop))
                ):
                    continue
                if stop - start > 1:
                    _cut(sentences, start, stop, line_number, is_page, head)
                start = stop
            if start < end:
                _cut(sentences, start, end, line_number, is_page, head)
            line_number += 1
        at = end + 1
    return Layout(tuple(sentences), tuple(s.start for s in sentences))


def _cut(
    sentences: list[Sentence], start: int, end: int, line: int, furniture: bool, head: bool
) -> None:
    """Add a sentence, in pieces where it is longer than any sentence ought to be."""
    while end - start > LONGEST_SENTENCE:
        sentences.append(Sentence(start, start + LONGEST_SENTENCE, line, furniture, head))
        start += LONGEST_SENTENCE
    sentences.append(Sentence(start, end, line, furniture, head))
