"""What a reader asks of a page in its address: as known on which day, by which policy.

Nothing is guessed: a parameter that a page does not know, or a value that cannot be, is refused
with what is allowed. The clock is read here and nowhere further in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from compliance import queries
from compliance.models import ConversionPolicy
from compliance.web.filters import day, listed
from compliance.web.kept import kept


# Asked of every page and kept in every link.
COMMON = ("known_at", "policy")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EARLIEST = date(1945, 10, 24)  # the Charter entered into force


class Refused(Exception):
    """Why a page cannot be shown, in a sentence, and what can be asked instead."""

    def __init__(self, message: str, allowed: str = "", *, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.allowed, self.status = message, allowed, status


@dataclass(frozen=True)
class Asked:
    """The question in an address, checked."""

    today: date
    known_at: date
    known_said: bool
    policy: ConversionPolicy | None  # None where the page needs none and none was said
    policies: tuple[ConversionPolicy, ...] = ()
    policy_said: bool = False
    own: dict[str, str] = field(default_factory=dict)

    def own_day(self, name: str) -> date | None:
        """A second day of knowledge that was asked for, checked like the first."""
        said = self.own.get(name, "")
        return _known(said, self.today) if said else None

    def query(self, *, own: bool = False, **changes: object) -> str:
        """The question as an address carries it; what is usual is left out."""
        said: dict[str, object] = {}
        if self.known_said:
            said["known_at"] = self.known_at.isoformat()
        if self.policy_said and self.policy:
            said["policy"] = self.policy.slug
        if own:
            said |= self.own
        for name, value in changes.items():
            if value in (None, ""):
                said.pop(name, None)
            else:
                said[name] = value.isoformat() if isinstance(value, date) else value
        return f"?{urlencode(said)}" if said else ""


def page(
    *own: str, converts: bool = False, keeps: bool = True
) -> Callable[..., Callable[..., HttpResponse]]:
    """A page that is read: GET alone, its parameters checked, refusals in the same frame.

    `own` are the parameters besides the common ones; `converts` says that it needs a policy,
    `keeps` that it tells of nothing that passes without being written down.
    """

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @(kept if keeps else lambda view: view)
        @gzip_page  # no page holds a secret, so its size may tell what it tells
        @conditional_page  # the same page again costs no bytes
        @wraps(view)
        def shown(request: HttpRequest, **at: object) -> HttpResponse:
            try:
                asked = read(request, own, converts=converts)
                answer = view(request, asked, **at)
            except Refused as refused:
                return render(
                    request,
                    "compliance/refused.html",
                    {"refused": refused},
                    status=refused.status,
                )
            answer.setdefault("Cache-Control", "no-cache")  # kept, and asked again each time
            return answer

        return shown

    return made


def read(request: HttpRequest, own: tuple[str, ...], *, converts: bool) -> Asked:
    allowed = (*COMMON, *own)
    strange = sorted(set(request.GET) - set(allowed))
    if strange:
        raise Refused(
            gettext("This page does not know %(names)s")
            % {"names": listed([repr(name) for name in strange])},
            gettext("It can be asked for %(names)s.") % {"names": listed(list(allowed))},
        )
    twice = sorted(name for name in request.GET if len(request.GET.getlist(name)) > 1)
    if twice:
        raise Refused(gettext("%(names)s is said more than once") % {"names": listed(twice)})
    today = timezone.localdate()
    known = request.GET.get("known_at", "")
    slug = request.GET.get("policy", "")
    policies = tuple(queries.regime.policies()) if converts or slug else ()
    policy = _policy(slug, policies) if policies or slug or converts else None
    return Asked(
        today=today,
        known_at=_known(known, today),
        known_said=bool(known),
        policy=policy,
        policies=policies,
        policy_said=bool(slug),
        own={name: request.GET[name] for name in own if request.GET.get(name)},
    )


def _known(said: str, today: date) -> date:
    if not said:
        return today
    form = gettext("Give a day as 2024-01-17, from %(first)s to today, %(today)s.") % {
        "first": day(EARLIEST),
        "today": day(today),
    }
    try:
        if not _DAY.fullmatch(said):  # and no week, which `fromisoformat` would read as one
            raise ValueError(said)
        known = date.fromisoformat(said)
    except ValueError:
        raise Refused(
            gettext("The record is asked for as known on %(said)s, which is no day")
            % {"said": repr(said[:40])},
            form,
        ) from None
    if known > today:
        words = gettext("%(day)s has not come: nobody knows yet what will be known")
        raise Refused(words % {"day": day(known)}, form)
    if known < EARLIEST:
        words = gettext("%(day)s is before there was a Security Council")
        raise Refused(words % {"day": day(known)}, form)
    return known


def _policy(slug: str, held: tuple[ConversionPolicy, ...]) -> ConversionPolicy | None:
    if not slug:
        return held[0] if held else None
    for row in held:
        if row.slug == slug:
            return row
    allowed = listed([row.slug for row in held])
    raise Refused(
        gettext("Policy %(policy)s is no way of converting that is held here")
        % {"policy": repr(slug[:40])},
        gettext("Held are %(names)s.") % {"names": allowed}
        if allowed
        else gettext("None is held yet: run `make run`."),
    )
