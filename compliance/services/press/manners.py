"""How we ask others for their pages: by name, where we may, one at a time, and no faster than said.

Every request of the press goes out by here. What a host allows and when it may be asked again are
rows, so that several workers are as polite as one; whoever finds a host at rest leaves the step to
a later sweep. Only a redirect to another host waits for its turn, a few seconds at most.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from compliance.models import Host, Robots
from compliance.sources import child, pages, robots


# Between two requests to one host, where neither the host nor a setting says otherwise.
PAUSE = timedelta(seconds=2)
# How long a robots.txt is good, and how long one that could not be had is not asked for again:
# less than an article rests after its second failure, so that its third try finds a new one.
HOLDS = timedelta(hours=24)
UNREACHED_HOLDS = timedelta(minutes=4)
# One that could not be had for so long counts as missing (RFC 9309, 2.3.1.4).
GONE = timedelta(days=30)
# How long a redirect waits for the pause of another host. The try is counted by then, so it is not
# left to a later sweep; and a worker is not held longer than two others take their turns.
MOST_WAIT_S = 5.0
# An answer of these asks for patience, not of this page alone.
BUSY = (429, 503)


class Disallowed(pages.Refused):
    """An address that its host does not want robots to fetch; the message says so."""


def fetch(
    url: str,
    *,
    at: datetime,
    within: float | None = None,
    accept: str = pages.ACCEPT,
    etag: str = "",
    last_modified: str = "",
) -> pages.Page:
    """The page at an address, by `pages.fetch`, as its host's robots.txt allows.

    Raises `Disallowed` beside what `pages.fetch` does. Whoever calls has had its turn by `turn`.
    """
    first = host(url)

    def permit(hop: str, left: float) -> None:
        if host(hop) != first:
            _elsewhere(hop, at, left)
        _allowed(hop, at, left)

    try:
        return pages.fetch(
            url,
            allowed_hosts=settings.FETCH_ALLOWED_HOSTS,
            agent=settings.FETCH_AGENT,
            accept=accept,
            etag=etag,
            last_modified=last_modified,
            within=within,
            permit=permit,
        )
    except pages.Failed as failed:
        _heed(failed, at)
        raise


def turn(url: str, *, at: datetime) -> bool:
    """Whether the host of an address may be asked now; if so it is this worker's turn alone."""
    name = host(url)
    if not name:
        return True  # it is no address, and the fetch will say so
    pause = _pause(name, url)
    if not pause:
        return not Host.objects.filter(name=name, free_at__gt=at).exists()
    _, new = Host.objects.get_or_create(name=name, defaults={"free_at": at + pause})
    if new:
        return True
    free = Host.objects.filter(name=name, free_at__lte=at)  # asked again when the row is locked
    return bool(free.update(free_at=at + pause, why=""))


def rest(name: str, *, until: datetime, why: str) -> None:
    """A host is left alone until then, if it is not for longer already."""
    _, new = Host.objects.get_or_create(name=name, defaults={"free_at": until, "why": why})
    if not new:
        Host.objects.filter(name=name, free_at__lt=until).update(free_at=until, why=why)


def host(url: str) -> str:
    """Host and port of an address, as hosts are known."""
    try:
        return urlsplit(url).netloc.lower()[:300]
    except ValueError:
        return ""


def _pause(name: str, url: str) -> timedelta:
    if settings.FETCH_PAUSE_S is not None:
        usual = timedelta(seconds=settings.FETCH_PAUSE_S)
    else:
        usual = timedelta() if name in settings.FETCH_ALLOWED_HOSTS else PAUSE
    asked = _last(_site(url)).values_list("delay", flat=True).first()
    return max(usual, asked or timedelta())


def _heed(failed: pages.Failed, at: datetime) -> None:
    until = pages.retry_at(failed.retry_after, at=at) if failed.status in BUSY else None
    if until:
        why = f"It answered {failed.status} and asked to be left alone."
        rest(host(failed.url), until=until, why=why)


def _elsewhere(hop: str, at: datetime, left: float) -> None:
    """A redirect leads to another host: this waits for its turn there, where that is soon.

    Raises `Failed` where the host asked for rest, or is not to be asked for longer than a moment.
    """
    name, began = host(hop), time.monotonic()
    while not turn(hop, at=(now := at + timedelta(seconds=time.monotonic() - began))):
        busy = Host.objects.filter(name=name, free_at__gt=now).first()
        if busy is None:
            continue
        if busy.why:
            raise pages.Failed(
                f"It redirects to {name}, which is left alone until {busy.free_at:%Y-%m-%d %H:%M} "
                f"UTC: {busy.why}"
            )
        wait = (busy.free_at - now).total_seconds()
        if time.monotonic() - began + wait > min(MOST_WAIT_S, left):
            raise pages.Failed(
                f"It redirects to {name}, which is asked by others just now; its turn had not "
                f"come within {MOST_WAIT_S:.0f} seconds."
            )
        time.sleep(wait)


# robots.txt


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"[:300]


def _last(site: str) -> QuerySet[Robots]:
    return Robots.objects.filter(site=site).order_by("-id")[:1]


def _allowed(url: str, at: datetime, left: float) -> None:
    """Raises `Disallowed` or `Failed` where the host's robots.txt keeps us out."""
    site, agent, until = _site(url), settings.FETCH_AGENT, time.monotonic() + left
    held = _last(site).first()
    if held is None or held.holds_until <= at:
        try:
            held = _ask(site, at, left)
        except pages.Refused:
            return  # the address itself is refused next, in its own words
    if held.outcome == "unreachable":
        held = _instead(held, at)
    if held.outcome != "read":
        return
    try:
        left = until - time.monotonic()
        said = robots.says(held.text, url=url, agent=agent, within=left)
    except child.Unreadable as problem:
        raise pages.Failed(f"The robots.txt of {host(url)} cannot be read: {problem}") from problem
    if not said.allowed:
        raise Disallowed(
            f"The robots.txt of {host(url)}, as of {held.asked_at:%Y-%m-%d}, disallows this "
            f"address to {robots.token(agent)}; it is not fetched."
        )


def _instead(held: Robots, at: datetime) -> Robots:
    """What counts while a robots.txt cannot be had: the last that was, for a month. Then nothing.

    Raises `Failed` where none was had before, and the month is not over.
    """
    rows = Robots.objects.filter(site=held.site)
    good = rows.exclude(outcome="unreachable").order_by("-id").first()
    since = rows.filter(pk__gt=good.pk if good else 0).order_by("id").first()
    if since and since.asked_at <= at - GONE:
        return Robots(site=held.site, asked_at=at, outcome="missing", holds_until=at)
    if good:
        return good
    raise pages.Failed(
        f"The robots.txt of {host(held.site)} could not be had, so nothing is fetched from "
        f"there for now. {held.why}"
    )


def _ask(site: str, at: datetime, left: float) -> Robots:
    """The robots.txt of a site as it is now, kept. Raises `Refused`."""
    outcome, why, text, delay, holds = "read", "", "", None, HOLDS
    until = time.monotonic() + left
    try:
        page = pages.fetch(
            f"{site}/robots.txt",
            allowed_hosts=settings.FETCH_ALLOWED_HOSTS,
            agent=settings.FETCH_AGENT,
            accept="text/plain, */*;q=0.1",
            within=left,
        )
        text = page.content[: robots.MOST_BYTES].decode("utf-8-sig", "replace").replace("\x00", "")
        delay = robots.says(
            text,
            url=f"{site}/",
            agent=settings.FETCH_AGENT,
            within=until - time.monotonic(),
        ).delay
    except pages.Failed as failed:
        why, status = str(failed), failed.status or 0
        gone = 400 <= status < 500 and status not in BUSY
        outcome = "missing" if gone else "unreachable"
        holds = HOLDS if gone else UNREACHED_HOLDS
        _heed(failed, at)
    except child.Unreadable as problem:
        why, outcome, holds = str(problem), "unreachable", UNREACHED_HOLDS
    if delay:
        rest(host(site), until=at + delay, why="")
    return Robots.objects.create(
        site=site,
        asked_at=at,
        outcome=outcome,
        why=why,
        text=text if outcome == "read" else "",
        delay=delay,
        holds_until=at + holds,
    )
