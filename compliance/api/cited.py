"""By what an answer can be cited: how far the data had come, and under which licence it is."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework import serializers

from compliance import queries


# How long a version is said again before it is looked up. One that is a little old costs whoever
# follows from it a row told twice, and loses none.
HELD_S = 1.0
_held: dict[str, Any] = {"version": "", "until": 0.0}


def version() -> str:
    """How far the data has come: where to begin to follow what comes after."""
    now = time.monotonic()
    if now >= _held["until"]:
        _held.update(version=str(queries.follow.head()), until=now + HELD_S)
    return str(_held["version"])


def cite(answer: HttpResponseBase, said: str) -> None:
    """Say in the head of an answer what it can be cited by."""
    answer.headers["X-Data-Version"] = said
    answer.headers["Link"] = _terms()


@cache
def _terms() -> str:
    return f'<{reverse("api-licence")}>; rel="license"'


class LicenceOut(serializers.Serializer):
    """Under which terms the data may be used."""

    licence = serializers.CharField(
        allow_null=True, help_text="its address; null: whoever runs this tracker names none"
    )
    words = serializers.CharField(help_text="what is whose, in plain words")


WORDS = (
    "Resolutions are told in our own words, with their paragraphs; figures are those of States, "
    "the Committee and others, each with its source. Quotes and texts of articles are their "
    "publishers'. Cite the address, the day in known_at, and X-Data-Version."
)


def licence() -> dict[str, Any]:
    return {"licence": settings.DATA_LICENCE or None, "words": WORDS}


HEADERS = {
    "X-Data-Version": {
        "schema": {"type": "string"},
        "description": "how far the data had come; /changes/ takes it as `changed_since`",
    },
    "Link": {"schema": {"type": "string"}, "description": "rel=license: /licence/"},
}
