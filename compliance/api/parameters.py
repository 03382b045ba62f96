"""What a question may be asked with: explicit, typed names; anything else is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.request import Request
from rest_framework.validators import ProhibitSurrogateCharactersValidator as ProhibitSurrogates

from compliance.api.problems import Refused, flat
from compliance.core import state
from compliance.core.ledger import Problem


FIRST_DAY, LAST_DAY = date(1945, 10, 24), date(2199, 12, 31)


class NotAllowed(serializers.ValidationError):
    """A word that is none of the few that may be said."""

    def __init__(self, words: str, code: str, allowed: Iterable[str]) -> None:
        super().__init__(words, code)
        self.allowed = tuple(allowed)


class Text(serializers.CharField):
    """Words as they are sent: no number is taken for a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)
        # A second for a text of 10 MB, and neither JSON that was read nor an address that was
        # decoded holds half a character.
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitSurrogates)]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A day as ISO 8601 writes it in full, between the Charter and the end of the next century."""

    default_error_messages = {
        "invalid": "Give a day as 2023-03-31.",
        "range": f"Give a day from {FIRST_DAY} to {LAST_DAY}.",
    }

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("range")
        return day


class PastDay(Day):
    """A day that has come: nothing is known as of one that has not."""

    default_error_messages = {"future": "{day} has not come yet; give today or a day before."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if day > timezone.localdate():
            self.fail("future", day=day)
        return day


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{2}$"})
class StateCode(Text):
    default_error_messages = {
        "unknown_state": "{value!r} is no State; give its two-letter ISO 3166 code."
    }

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if not state.is_state(code):
            self.fail("unknown_state", value=code)
        return code


class Choice(serializers.ChoiceField):
    """One of a few words; another is refused with the words allowed."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, **kwargs)
        allowed = ", ".join(str(choice) for choice in self.choices)
        self.error_messages["invalid_choice"] = f"{{input!r}} is not allowed; allowed: {allowed}."

    def to_internal_value(self, data: Any) -> Any:
        blank = data == "" and self.allow_blank
        if not isinstance(data, str) or not (blank or data in self.choice_strings_to_values):
            words = self.error_messages["invalid_choice"].format(input=data)
            raise NotAllowed(words, "invalid_choice", map(str, self.choices))
        return super().to_internal_value(data)


class Held(Text):
    """The name of a row of a small table; one not held is refused with those that are."""

    default_error_messages = {"not_held": "{value!r} is not held here; allowed: {allowed}."}

    def __init__(self, model: type[Model], name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model, self.name = model, name

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        rows = self.model._default_manager.order_by(self.name)
        held = [str(one) for one in rows.values_list(self.name, flat=True)]
        if value not in held:
            words = self.error_messages["not_held"].format(
                value=value, allowed=", ".join(held) or "none, run seed"
            )
            raise NotAllowed(words, "not_held", held)
        return value


@extend_schema_field({"type": "string", "pattern": "^[0-9]{2,10}$"})
class HSCode(Text):
    """A code of the Harmonized System, or of a national list built on it: digits alone."""

    default_error_messages = {"digits": "Give an HS code as 2 to 10 digits, without points."}

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if not re.fullmatch(r"[0-9]{2,10}", code):
            self.fail("digits")
        return code


class Number(serializers.IntegerField):
    """A number of a row, or a count: ASCII digits alone."""

    default_error_messages = {
        "invalid": "Give a whole number in digits.",
        "max_value": "At most {max_value} is allowed.",
        "min_value": "At least {min_value} is allowed.",
    }

    def __init__(self, *, most: int = 2**63 - 1, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=most, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not re.fullmatch(r"[0-9]{1,19}", data):
            self.fail("invalid")
        return int(data)


class YesNo(serializers.BooleanField):
    default_error_messages = {"invalid": "Give true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if data not in ("true", "false"):
            self.fail("invalid")
        return data == "true"


@extend_schema_field({"type": "string", "pattern": "^[A-Za-z0-9_:.-]+$", "maxLength": 600})
class Cursor(Text):
    """Opaque: what `next` of the page before holds."""


class Parameters(serializers.Serializer):
    """The names a question may use. Repeating one, or using another, is refused."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The values asked with, typed. Raises `Refused` with every problem."""
        given = request.query_params
        known = fields_of(cls)
        found = list(_names(given.lists(), known))
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name in given:
                found += checked(field, name, given[name], values)
            elif field.required:
                found.append(Problem(name, "required", f"Say {name}: {field.help_text}."))
        if found:
            raise Refused(found)
        return values


@cache
def fields_of(kind: type[serializers.Serializer]) -> dict[str, Any]:
    """The fields of a serializer, made once: they hold nothing of a request."""
    return dict(kind().fields)


def checked(
    field: serializers.Field, name: str, said: Any, values: dict[str, Any]
) -> Iterable[Problem]:
    """Put what was said into `values`, or give back what is wrong with it."""
    try:
        values[name] = field.run_validation(said)
    except SkipField:
        pass
    except serializers.ValidationError as wrong:
        allowed = getattr(wrong, "allowed", ())
        found = flat({name: wrong.get_full_details()})
        return [replace(problem, allowed=allowed) for problem in found]
    return []


class Listing(Parameters):
    """A list comes in pages, each with the address of the next."""

    cursor = Cursor(
        required=False, max_length=600, help_text="from `next` of the page before; opaque"
    )
    page_size = Number(required=False, most=500, help_text="rows a page; 50 unless asked for")


class Knowledge(Parameters):
    """Whose knowledge counts: that of a day, by a way to convert units."""

    known_at = PastDay(
        required=False, help_text="the day whose knowledge counts; today unless given"
    )
    policy = Text(
        required=False,
        max_length=50,
        help_text="a conversion policy's slug, as committee-2021; the first of /policies/ "
        "unless given",
    )


def _names(given: Iterable[tuple[str, list[Any]]], allowed: Iterable[str]) -> Iterable[Problem]:
    known = (*allowed, "format")
    names = ", ".join(known)
    for name, values in given:
        if name not in known:
            shown = name[:40].replace("\x00", "�")
            words = f"{shown!r} is no parameter here; allowed: {names}."
            yield Problem(shown, "unknown_parameter", words, allowed=known)
        elif values == [""] and name == "format":
            yield Problem(name, "invalid_choice", "Give the format by its name, as json.")
        elif len(values) > 1:
            yield Problem(name, "repeated", f"Give {name} once.")
