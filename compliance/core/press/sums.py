"""Sums: a total and its parts, known by arithmetic.

Where amounts that stand together add up to another beside them, the total has the suppliers of its
parts and the span that covers theirs, whatever a sentence leaves out.
"""

from collections.abc import Sequence
from decimal import Decimal

from compliance.core.press.drafts import Draft


_REACH = 14  # how many amounts away a part may stand
_MOST = 12  # parts of one total
_ROUNDED = Decimal("0.0005")
# Rules by which a supplier was inferred and not read: arithmetic knows better.
_INFERRED = frozenset(
    ("carried_over", "only_supplier_of_the_text", "not_said", "total_of_unnamed",
     "received_from_either", "hands_unknown_at_sea", "import_rate_from_anywhere",
     "both_suppliers", "both_just_named", "sum_of_the_suppliers_just_named")
)  # fmt: skip


def _amount(draft: Draft) -> Decimal | None:
    value = draft.found.figure.value
    if draft.role != "transfer" or draft.found.kind != "measure" or not value:
        return None
    return value


def _rule(draft: Draft, field: str) -> str:
    return next((r.rule for r in reversed(draft.reasons) if r.field == field), "")


def _close(total: Decimal, added: Decimal) -> bool:
    return abs(total - added) <= max(total * _ROUNDED, Decimal("1.5"))


def add_up(drafts: Sequence[Draft]) -> None:
    """Let each total take what it leaves out from the parts that add up to it."""
    amounts = [d for d in drafts if _amount(d) is not None and not d.scene.sentence.headline]
    _converted(amounts)
    for index, total in enumerate(amounts):
        parts = _parts(amounts, index)
        if parts:
            _take(total, parts)
    _again(amounts)


def _converted(amounts: Sequence[Draft]) -> None:
    """Let a list in one unit take the spans of the same list in the other unit before it."""
    for index in range(len(amounts)):
        for count in range(min(_MOST, (len(amounts) - index) // 2), 1, -1):
            first = amounts[index : index + count]
            second = amounts[index + count : index + 2 * count]
            if all(_one_oil(a, b) for a, b in zip(first, second, strict=True)):
                for a, b in zip(first, second, strict=True):
                    b.period, b.supplier = a.period, a.supplier
                    b.because("period", "same_list_in_another_unit")
                break


def _again(amounts: Sequence[Draft]) -> None:
    """Let an amount that only says the one before it in another unit take what it leaves out."""
    for index, right in enumerate(amounts):
        rule = _rule(right, "period")
        if right.period is not None and rule not in ("carried_over", "year", "total_of_the_span"):
            continue
        if right.supplier and _rule(right, "supplier") not in _INFERRED:
            continue
        for left in reversed(amounts[max(0, index - 3) : index]):
            near = right.scene.sentence.line - left.scene.sentence.line <= 1
            if near and left.period is not None and _one_oil(left, right):
                right.supplier, right.period = left.supplier, left.period
                right.because("period", "same_quantity_again")
                break


def _one_oil(a: Draft, b: Draft) -> bool:
    barrels, tons = _amount(a), _amount(b)
    units = (a.found.figure.unit, b.found.figure.unit)
    if barrels is None or tons is None or a.commodity != b.commodity:
        return False
    if units == ("t", "bbl"):
        barrels, tons = tons, barrels
    elif units != ("bbl", "t"):
        return False
    return Decimal("6.2") <= barrels / tons <= Decimal("9.1")


def _parts(amounts: Sequence[Draft], index: int) -> list[Draft]:
    total = amounts[index]
    value = _amount(total)
    assert value is not None
    for step in (-1, 1):
        for skip in (1, 2):
            parts: list[Draft] = []
            added = Decimal(0)
            at = index + step * skip
            while 0 <= at < len(amounts) and abs(at - index) <= _REACH and len(parts) < _MOST:
                part = amounts[at]
                worth = _amount(part)
                at += step
                if worth is None or part.found.figure.unit != total.found.figure.unit:
                    continue
                if part.commodity != total.commodity or worth >= value:
                    break
                parts.append(part)
                added += worth
                if len(parts) > 1 and _close(value, added):
                    return parts
                if added > value:
                    break
    return []


def _take(total: Draft, parts: list[Draft]) -> None:
    suppliers = {code for part in parts for code in part.supplier}
    spans = {part.period for part in parts}
    known = [span for span in spans if span is not None]
    one_each = all(len(part.supplier) == 1 for part in parts)
    if one_each and suppliers and set(total.supplier) != suppliers:
        several = len(suppliers) > 1
        if several or _rule(total, "supplier") in _INFERRED or not total.supplier:
            total.supplier = tuple(sorted(suppliers))
            total.because("supplier", "sum_of_its_parts" if several else "parts_have_one")
    if len(spans) == 1 and known:
        if total.period is None or _rule(total, "period") == "carried_over":
            total.period = known[0]
            total.because("period", "span_of_its_parts")
        return
    if len(spans) == 1 and total.period is not None:
        for part in parts:
            part.period = total.period
            part.because("period", "span_of_the_total")
        return
    if len(known) == len(spans) and len(spans) == len(parts):
        rule = _rule(total, "period")
        if rule == "year" and total.period is not None and total.period[1].month < 12:
            rule = "carried_over"  # "this year", by the day of publication
        if (
            total.period is None
            or rule in ("carried_over", "year_to_that_month", "month", "sum_of_what_each_gave")
            or (total.period in known and total.scene.index == parts[0].scene.index)
        ):
            total.period = min(s[0] for s in known), max(s[1] for s in known)
            total.because("period", "span_of_its_parts")
