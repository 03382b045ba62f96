"""What a robots.txt says to us: whether an address may be fetched, and how slowly (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

from compliance.sources.child import Answer, run


# RFC 9309 asks that at least 500 KiB be read; what stands after that is not.
MOST_BYTES = 500 * 1024
# A site that wants more between two requests than this is asked as often as this all the same.
LONGEST_DELAY = timedelta(minutes=1)


@dataclass(frozen=True)
class Said:
    """What a robots.txt says of one address, and between any two requests."""

    allowed: bool
    delay: timedelta | None


def says(text: str, *, url: str, agent: str, within: float | None = None) -> Said:
    """What it says to a robot of this name, parsed in a child process `within` so many seconds.

    Raises `Unreadable`.
    """
    said = run("robots.work", text.encode(), within=within, url=url, token=token(agent)).said
    delay = said["delay"]
    return Said(
        said["allowed"],
        None if delay is None else min(timedelta(seconds=min(delay, 1e6)), LONGEST_DELAY),
    )


def work(content: bytes, *, url: str, token: str) -> Answer:
    """The same, in the child."""
    rules = Protego.parse(content.decode())
    return Answer({"allowed": rules.can_fetch(url, token), "delay": rules.crawl_delay(token)})


def token(agent: str) -> str:
    """The name by which a robots.txt calls us: the product in what we call ourselves.

    Of "Mozilla/5.0 (compatible; Ours/1.0)" the whole is looked through, as for a browser's name
    nobody writes rules.
    """
    product = agent.strip().partition("/")[0].split(" ")[0]
    return agent if product.lower() == "mozilla" else product
