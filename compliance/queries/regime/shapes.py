"""The shape of a cap, and the worked examples of other regimes."""

from __future__ import annotations

from django.db.models import QuerySet

from compliance.core.regime import shapes
from compliance.models import Cap, Illustration


def shape(cap: Cap) -> shapes.Shape:
    """A cap as the shape its form names, from its columns and its data."""
    first, last = cap.schedule_first_day, cap.schedule_last_day
    days = {
        "first_day": first or cap.measure.first_day,
        "last_day": last if first else cap.measure.last_day,
        "months": cap.schedule_months,
    }
    limits = [
        f"{'unknown' if limit.amount is None else limit.amount.normalize().__format__('f')} "
        f"{limit.unit}"
        for limit in cap.limits.all()
    ]
    return shapes.whole(cap.form, limits=limits, days=days, data=cap.form_data)


def illustrations() -> QuerySet[Illustration]:
    return Illustration.objects.all()


def worked(illustration: Illustration) -> tuple[shapes.Worked, ...]:
    """The questions of an illustration with the answers its shape gives."""
    return shapes.work(illustration.data)
