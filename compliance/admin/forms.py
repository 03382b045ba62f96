"""The desk's forms. They take words as typed; what is allowed is said by the core alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from compliance.core import state
from compliance.core.ledger import KINDS, Problem
from compliance.core.quantity import UNITS
from compliance.core.review import BASES, LABELS, MODIFIERS, Answer, read_answer
from compliance.models import Cap, Committee, Commodity, Conversion, Report


class DayWidget(UnfoldAdminTextInputWidget):
    """The browser's own day picker: it writes 2023-03-31 whatever it shows."""

    input_type = "date"


def words(**kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    kwargs.setdefault("widget", UnfoldAdminTextInputWidget)
    return forms.CharField(**kwargs)


def day(**kwargs: Any) -> forms.DateField:
    kwargs.setdefault("required", False)
    return forms.DateField(widget=DayWidget, **kwargs)


def choice(choices: Any, **kwargs: Any) -> forms.ChoiceField:
    kwargs.setdefault("required", False)
    return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget, **kwargs)


class ChoiceAsTyped(forms.ChoiceField):
    """A choice that is offered and not enforced: the core says once what is wrong with it."""

    def valid_value(self, value: Any) -> bool:
        return True


def typed_choice(choices: Any, **kwargs: Any) -> ChoiceAsTyped:
    return ChoiceAsTyped(choices=choices, widget=UnfoldAdminSelectWidget, required=False, **kwargs)


def states() -> list[tuple[str, str]]:
    return [("", "—"), *((code, f"{name} ({code})") for code, name in state.names().items())]


def goods() -> list[tuple[str, str]]:
    return [("", "—"), *Commodity.objects.exclude(caps=None).values_list("code", "name")]


def all_goods() -> list[tuple[str, str]]:
    """Also those that no cap limits: a claim may be of any."""
    return [("", "—"), *Commodity.objects.order_by("name").values_list("code", "name")]


def products() -> list[tuple[str, str]]:
    """Those for which a cited factor is held."""
    named = Conversion.objects.exclude(product="").order_by("product")
    return [("", "—"), *((p, p) for p in named.values_list("product", flat=True).distinct())]


LINE_KINDS = [(kind, f"{kind}: {meaning}") for kind, meaning in KINDS.items()]
LINE_UNITS = [("", "—"), *((unit, name) for unit, (_, name) in UNITS.items())]
CONFIDENCES = [("", "—"), ("high", "high"), ("medium", "medium"), ("low", "low")]


class ReportForm(forms.Form):
    """The document: who reports to which committee, and the day from which it was public."""

    key = forms.CharField(widget=forms.HiddenInput, initial=lambda: f"admin:{uuid.uuid4()}")
    committee = forms.ModelChoiceField(
        Committee.objects.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )
    kind = choice(Report.KINDS, label="Kind of document", initial="notification", required=True)
    reporting_state = choice(states, label="Reporting State")
    known_on = day(
        label="Known on",
        required=True,
        help_text="The first day on which the report was public. Usage as known before this day "
        "does not hold it.",
    )
    known_not_before = day(
        label="Not known before",
        help_text="Only where the day is not certain: the earlier bound. The later one counts.",
    )
    document = words(label="Document", max_length=300, help_text="Its symbol, title or number.")
    source_url = forms.URLField(
        label="Where it stands",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=UnfoldAdminTextInputWidget,
    )
    confidence = choice(CONFIDENCES)
    note = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].initial = Committee.objects.order_by("pk").first()


class LineForm(forms.Form):
    """A line of a report, as typed."""

    # A line is one if somebody gave it one of these.
    telling = ("supplier", "first_day", "last_day", "amount")

    supplier = typed_choice(states)
    recipient = typed_choice(states, initial="KP")
    commodity = typed_choice(goods, label="Good", initial="refined_petroleum")
    first_day = words(label="First day", widget=DayWidget)
    last_day = words(label="Last day", widget=DayWidget)
    kind = typed_choice(LINE_KINDS, label="What the line is", initial="reported")
    amount = words(help_text="67300, 67,300 or 255.4; 0 for an explicit nil")
    unit = typed_choice(LINE_UNITS, initial="bbl")
    stated_amount = words(
        label="Also stated as", help_text="the same quantity, where the source gives it twice"
    )
    stated_unit = typed_choice(LINE_UNITS, label="in the unit")
    product = typed_choice(products, label="Product", help_text="where the source names it")
    note = words(max_length=2000)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by field, for `core.ledger.read_draft`."""
        return {name: self.data.get(self.add_prefix(name), "") for name in self.fields}

    def has_changed(self) -> bool:
        return any(self.typed[name] for name in self.telling)


Lines = forms.formset_factory(LineForm, extra=3, max_num=500, absolute_max=500)


class CorrectionForm(LineForm):
    """The line as it should read, with the reason; or the State's own new statement of it."""

    field_order = ["reason"]

    @property
    def digest(self) -> str:
        """Of all that was typed: a correction is recorded as it was confirmed, not otherwise."""
        typed = {name: self.data.get(self.add_prefix(name), "") for name in sorted(self.fields)}
        return hashlib.sha256(json.dumps(typed).encode()).hexdigest()

    reason = forms.CharField(
        required=False,
        label="Why it changes",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence; it is kept with the correction.",
    )
    restated_on = day(
        label="Restated on",
        help_text="Only where the State or Committee itself gave a new figure: the day that was "
        "public. Leave it empty to mend our own slip; it was then known all along.",
    )
    restated_at = forms.URLField(
        label="Where the new figure stands",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=UnfoldAdminTextInputWidget,
    )


class WithdrawalForm(forms.Form):
    """Take a line back."""

    reason = forms.CharField(
        required=False,
        label="Why it is withdrawn",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence; it is kept with the withdrawal.",
    )
    known_on = day(
        label="Withdrawn on",
        help_text="Only where the State itself took it back: the day that was public. Leave it "
        "empty for our own slip; it then never stood.",
    )


class ReinstatementForm(WithdrawalForm):
    """Let a line that was withdrawn stand again."""

    reason = forms.CharField(
        required=False,
        label="Why it stands again",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence; it is kept with the reinstatement.",
    )
    known_on = day(
        label="Reinstated on",
        help_text="Only where the State itself said so: the day that was public. Leave it empty "
        "for our own slip.",
    )


class ConfirmationForm(forms.Form):
    """That a cap holds after something under it changed."""

    seen_to = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))


class IssuedNoticeForm(forms.Form):
    """That the Secretary gave notice of a threshold, as a document shows."""

    cap = forms.ModelChoiceField(
        Cap.objects.exclude(schedule_first_day=None).exclude(commodity=None),
        widget=UnfoldAdminSelectWidget,
    )
    first_day = day(label="First day of the period", required=True)
    share = forms.DecimalField(
        label="Threshold, in per cent",
        max_digits=5,
        decimal_places=2,
        min_value=0,
        widget=UnfoldAdminTextInputWidget,
        help_text="75, 90, 95, or 100 for the whole cap.",
    )
    issued_on = day(label="Issued on", required=True)
    known_on = day(
        label="Public since", required=True, help_text="The first day on which it was public."
    )
    document = words(label="Document", max_length=300, help_text="Its symbol, title or number.")
    source_url = forms.URLField(
        label="Where it stands",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=UnfoldAdminTextInputWidget,
    )
    note = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))


class ArticleForm(forms.Form):
    """An article by its address, its text or its file: one of the three."""

    url = forms.CharField(
        label="Address", required=False, max_length=1000, widget=UnfoldAdminTextInputWidget
    )
    text = forms.CharField(
        label="or its text", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 12})
    )
    file = forms.FileField(
        label="or a file",
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text="Text, HTML, PDF, a message (.eml) or a web archive (WARC), up to 10 MB.",
    )
    name = words(label="Title", max_length=300)
    publisher = words(max_length=200)
    published_on = day(label="Published on", help_text="Left empty, the date on the page is taken.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("url", "text", "file") if cleaned.get(name)]
        if len(given) != 1:
            raise forms.ValidationError("Give an address, a text or a file: one of the three.")
        return cleaned


class AnswerForm(forms.Form):
    """What a text says, field by field, as somebody holds it. Empty: it is not said."""

    modifier = typed_choice([("", "—"), *MODIFIERS.items()], label=LABELS["modifier"])
    amount = words(label=LABELS["amount"])
    low = words(label=LABELS["low"], help_text="of a range only")
    high = words(label=LABELS["high"], help_text="of a range only")
    unit = typed_choice(LINE_UNITS, label=LABELS["unit"])
    commodity = typed_choice(all_goods, label=LABELS["commodity"])
    supplier = words(label=LABELS["supplier"], help_text="name or code; several with commas")
    recipient = words(label=LABELS["recipient"], help_text="name or code; several with commas")
    first_day = words(label=LABELS["first_day"], widget=DayWidget)
    last_day = words(label=LABELS["last_day"], widget=DayWidget)
    basis = typed_choice([("", "—"), *BASES.items()], label=LABELS["basis"])

    def read(self) -> tuple[Answer, list[Problem]]:
        """What was typed, and what could not be read of it."""
        typed = {name: str(self.data.get(name, ""))[:500] for name in self.fields}
        return read_answer(typed, goods=frozenset(code for code, _ in all_goods() if code))
