"""What a request carries: every field checked by itself, so that all problems show at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.validators import URLValidator
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from compliance.api.parameters import Text
from compliance.api.problems import Refused, flat
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
        fields = cls().fields
        found = list(unknown(data, fields))
        values: dict[str, Any] = {}
        for name, field in fields.items():
            if name in apart:
                values[name] = data.get(name)
                continue
            try:
                values[name] = field.run_validation(data.get(name, empty))
            except SkipField:
                continue
            except serializers.ValidationError as wrong:
                found += flat({name: wrong.get_full_details()})
        return values, found

    @classmethod
    def whole(cls, data: Any) -> dict[str, Any]:
        """The fields, all of them well; `Refused` with every problem otherwise."""
        values, found = cls.read(data)
        if found:
            raise Refused(found)
        return values


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
            )
