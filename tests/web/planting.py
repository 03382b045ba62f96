"""The seeds as rows: planted once a run, and put back by COPY wherever pages need them."""

from __future__ import annotations

from tests.factories.seeds import plant
from tests.factories.seeds import rows as grown


__all__ = ["Rows", "grown", "plant"]

Rows = dict[str, bytes]
