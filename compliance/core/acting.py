"""Who acts, from where and why: carried along while something is done, for the audit to know.

A way in (a request, a task, a command) says who acts; whatever is written while it lasts is
written by that act. `models.actor` tells the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


ORIGINS = [
    ("web", "a page of the admin"),
    ("api", "the API"),
    ("task", "a task of the worker"),
    ("command", "a command of manage.py"),
    ("sql", "the database, past the tracker"),
]


@dataclass
class Acting:
    """An act in progress: through which door, from which address, by whom."""

    origin: str
    door: str
    address: str = ""
    name: str = ""
    # Asked when something is written: a token is known only once the API has looked at it.
    user: Callable[[], Any] = lambda: None
    why: str = ""

    def said(self) -> str:
        """The act as the triggers read it."""
        user = self.user()
        known = user is not None and getattr(user, "pk", None) is not None
        words = {
            "user": str(user.pk) if known else "",
            "name": user.get_username() if known else self.name,
            "origin": self.origin,
            "address": self.address[:45],
            "door": self.door[:300],
            "why": self.why[:2000],
        }
        return json.dumps(words).replace("\\u0000", "")  # PostgreSQL holds no such text


current: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(act: Acting) -> Iterator[Acting]:
    """Whatever is written inside is written by this act."""
    token = current.set(act)
    try:
        yield act
    finally:
        current.reset(token)


def because(why: str) -> None:
    """Say why, for what the act in progress writes from here on."""
    act = current.get()
    if act is not None:
        act.why = why
