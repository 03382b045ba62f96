"""What the ledger and the law hold of one State."""

from __future__ import annotations

from typing import Any

from compliance.core import state
from compliance.models import Cap, Report, Transfer


def of_state(code: str) -> dict[str, Any]:
    """A State for machines: the caps that name it, and how many lines and reports are held."""
    caps = [
        {"cap": slug, "part": part}
        for slug, supplier, recipient, reporters in Cap.objects.order_by("slug").values_list(
            "slug", "supplier", "recipient", "reporters"
        )
        for part, named in (
            ("reporter", code in reporters),
            ("supplier", supplier == code),
            ("recipient", recipient == code),
        )
        if named
    ]
    return {
        "code": code,
        "name": state.name(code),
        "caps": caps,
        "supplied": Transfer.objects.filter(supplier=code).count(),
        "received": Transfer.objects.filter(recipient=code).count(),
        "reports": Report.objects.filter(reporting_state=code).count(),
    }
