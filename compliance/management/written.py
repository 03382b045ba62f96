"""How commands write values for machines."""

from __future__ import annotations

from datetime import date
from typing import Any

import simplejson


def as_json(value: Any) -> str:
    """JSON with days as ISO 8601 and decimals as numbers, every digit kept."""
    return simplejson.dumps(value, use_decimal=True, default=_day, ensure_ascii=False, indent=2)


def as_line(value: Any) -> str:
    """The same on one line."""
    return simplejson.dumps(value, use_decimal=True, default=_day, ensure_ascii=False)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
