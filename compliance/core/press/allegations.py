"""Allegations: dealings that the resolutions prohibit, as someone alleges them."""

from datetime import date
from decimal import Decimal

from compliance.core.press.claims import Draft
from compliance.core.press.scenes import Scene
from compliance.core.press.subject import Subject
from compliance.core.press.values import Allegation


def alleged(
    original: str, scenes: list[Scene], drafts: list[Draft], subject: Subject, anchor: date | None
) -> tuple[Allegation, ...]:
    return ()


_ = Decimal
