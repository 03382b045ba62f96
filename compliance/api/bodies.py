"""What a request carries: every field checked by itself, so that all problems show at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.validators import URLValidator
from rest_framework import serializers
from rest_framework.fields import empty

from compliance.api.parameters import Text, checked, fields_of
from compliance.api.problems import Refused
from compliance.core.ledger import Problem


class Address(Text):
    """An address of the web; no other scheme is kept or linked to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)
        self.validators.append(
            URLValidator(
                ["http", "https"], message="Give a whole address that begins with https://."
            )
        )


class Body(serializers.Serializer):
    """A JSON object with the fields named here and no others."""

    @classmethod
    def read(cls, data: Any, *apart: str) -> tuple[dict[str, Any], list[Problem]]:
        """The fields that can be read, and what is wrong with the others.

        Fields named `apart` are given back as they came, for the door to read. Raises `Refused`
        where there is no object at all.
        """
        if not isinstance(data, dict):
            raise Refused([Problem("", "not_an_object", "Send a JSON object.")])
        known = fields_of(cls)
        found = list(unknown(data, known))
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name in apart:
                values[name] = data.get(name)
            else:
                found += checked(field, name, data.get(name, empty), values)
        return values, found


def unknown(data: Mapping[str, Any], fields: Iterable[str], row: int = 0) -> Iterable[Problem]:
    known = list(fields)
    for name in data:
        if name not in known:
            shown = name[:40].replace("\x00", "�")
            yield Problem(
                shown,
                "unknown_field",
                f"{shown!r} is no field here; allowed: {', '.join(known)}.",
                row,
                allowed=tuple(known),
            )
