"""By which address an article is known: one spelling of it, without what only counts visitors."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tld import get_fld

from compliance.sources.pages import Refused, canonical


# Names in a query that tell a publisher where a reader comes from, and nothing of the page.
TRACKING = frozenset(
    (
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid",
        "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_ga",
        "_gl", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "oly_anon_id",
        "oly_enc_id", "vero_conv", "vero_id", "srsltid", "at_medium", "at_campaign",
        "ns_campaign", "ns_source", "ns_mchannel",
    )
)  # fmt: skip
_TRACKING_BEGINS = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "at_custom")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
MOST_LETTERS = 1000


def known_by(url: str) -> str:
    """The address in the one form by which its article is known. Raises `Refused`."""
    parts = urlsplit(canonical(url))
    query = "&".join(
        _escaped(each) for each in parts.query.split("&") if each and not _only_counts(each)
    )
    path = _without_dots(_escaped(parts.path)) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def hint(said: str, *, url: str) -> str:
    """The address by which a page calls itself (`rel=canonical`), if it is of its own domain.

    Anything else is "": a page may not speak for another's. Nothing is fetched or known by it.
    """
    if not said or not url:
        return ""
    with suppress(Refused, ValueError):
        found = known_by(urljoin(url, said.strip()))
        if len(found) <= MOST_LETTERS and _domain(found) == _domain(url):
            return found
    return ""


def _domain(url: str) -> str:
    """The domain that somebody registered; a number or a name without one is its own."""
    registered = get_fld(url, fail_silently=True)
    return registered or urlsplit(url).netloc


def _only_counts(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING or name.startswith(_TRACKING_BEGINS)


def _escaped(words: str) -> str:
    """With escapes in one spelling: none where none is needed, capital letters elsewhere."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return quote(_ESCAPE.sub(one, words), safe="!\"#$%&'()*+,/:;<=>?@[\\]^`{|}-._~")


def _without_dots(path: str) -> str:
    """The path with "." and ".." followed, as every browser does before it asks (RFC 3986)."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for place, step in enumerate(steps):
        if step == "..":
            kept = kept[:-1]
        if step not in (".", ".."):
            kept.append(step)
        elif place == len(steps) - 1:
            kept.append("")
    return "/" + "/".join(kept)
