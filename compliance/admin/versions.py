"""Two people at one record: a form carries what it was opened with, and who saves second sees both.

What each column held when the page was opened travels in the form, signed. On saving, the record
is locked and compared with it. Where nobody else has changed anything, it is saved. Otherwise
nothing is: fields that only the other has changed are taken over into the form, those that both
have changed keep what was typed here with the record's value beside it, and saving again decides.
"""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.core import signing
from django.db.models import Model
from django.forms.models import construct_instance
from unfold.widgets import UnfoldAdminTextareaWidget

from compliance import queries


SALT = "compliance.admin.versions"


def as_kept(row: Model) -> dict[str, str]:
    """Every column of a record as text, and what it is tied to."""
    kept = {f.name: f.value_to_string(row) for f in row._meta.concrete_fields}
    for field in row._meta.many_to_many:
        tied = getattr(row, field.name).order_by("pk").values_list("pk", flat=True)
        kept[field.name] = ",".join(map(str, tied))
    return kept


class Versioned(forms.ModelForm):
    """A form on a record that knows what the record was when the page was opened."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "opened" in self.fields:
            self.initial["opened"] = signing.dumps(as_kept(self.instance), salt=SALT, compress=True)

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"opened", "why"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        if self.instance.pk is not None and "opened" in self.fields and self.has_changed():
            self.compare(cleaned)
        return cleaned

    def opened_with(self) -> dict[str, str] | None:
        try:
            return signing.loads(self.data.get(self.add_prefix("opened"), ""), salt=SALT)
        except signing.BadSignature:
            return None

    def compare(self, cleaned: dict[str, Any]) -> None:
        rows = type(self.instance)._default_manager.select_for_update().order_by()
        row = rows.filter(pk=self.instance.pk).first()
        if row is None:
            self.add_error(None, "Somebody has deleted this record meanwhile; nothing was saved.")
            return
        opened, now = self.opened_with(), as_kept(row)
        if opened is None:
            self.add_error(
                None, "This page does not say what it was opened with: open it again to save."
            )
            return
        moved = [name for name in now if opened.get(name) != now[name]]
        if moved:
            self.explain(row, moved, opened, now, self.mine(row, cleaned))
        else:
            for field in row._meta.concrete_fields:  # as locked, not as it was a moment before
                setattr(self.instance, field.attname, getattr(row, field.attname))

    def mine(self, row: Model, cleaned: dict[str, Any]) -> dict[str, str | None]:
        """The record as this form would have it; None where what was typed cannot be read."""
        wanted = construct_instance(self, copy.copy(row), fields=list(cleaned))
        said: dict[str, str | None] = {}
        for field in row._meta.concrete_fields:
            if field.name in self.fields:
                said[field.name] = field.value_to_string(wanted) if field.name in cleaned else None
        for field in row._meta.many_to_many:
            if field.name in self.fields:
                tied = cleaned.get(field.name)
                said[field.name] = (
                    None if tied is None else ",".join(str(pk) for pk in sorted(t.pk for t in tied))
                )
        return said

    def explain(
        self,
        row: Model,
        moved: list[str],
        opened: dict[str, str],
        now: dict[str, str],
        mine: dict[str, str | None],
    ) -> None:
        """Show both values, keep what was typed, and let the next save decide."""
        last = queries.audit.last(row)
        who = f"{last.who} changed" if last else "Somebody changed"
        when = f" at {last.at:%H:%M on %-d %B %Y}" if last else ""
        why = f" Their reason: “{last.why}”." if last and last.why else ""
        self.add_error(
            None,
            f"{who} this record{when}, after you had opened it; nothing of yours was saved yet."
            f"{why} Look at what is marked, and save again.",
        )
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # as Django sends it
        self.data = data
        for name in moved:
            label = self.column(row, name).verbose_name
            before, held = (
                queries.audit.shown(row, name, said.get(name)) for said in (opened, now)
            )
            if name not in self.fields:
                self.add_error(None, f"{label}: from {before} to {held}.")
            elif mine[name] == opened.get(name):
                self.take_over(name, row)
                self.add_error(name, f"Taken over: changed from {before} to {held} meanwhile.")
            elif mine[name] != now[name]:
                self.add_error(
                    name,
                    f"The record now says {held} (it was {before}). What you typed is kept here: "
                    "save again to put it in its place.",
                )
        data[self.add_prefix("opened")] = signing.dumps(now, salt=SALT, compress=True)

    @staticmethod
    def column(row: Model, name: str) -> Any:
        return row._meta.get_field(name)

    def take_over(self, name: str, row: Model) -> None:
        """Put the record's value into the form, as its widget would send it."""
        bound, key = self[name], self.add_prefix(name)
        value = self.column(row, name).value_from_object(row)
        widget: Any = bound.field.widget
        data: Any = self.data
        if hasattr(widget, "decompress"):  # several inputs for one value
            parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
            sent = {f"{key}{suffix}": part for suffix, part in parts}
        else:
            sent = {key: bound.field.prepare_value(value)}
        for place, said in sent.items():
            if isinstance(said, (list, tuple)):
                data.setlist(place, [str(getattr(each, "pk", each)) for each in said])
            elif said in (None, False):
                data.pop(place, None)
            else:
                data[place] = "on" if said is True else str(said)


class Reasoned(Versioned):
    """... and says why."""

    why = forms.CharField(
        required=False,
        max_length=2000,
        label="Why it changes",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence; it is kept in the record's history.",
    )


def carrying(form: type[forms.ModelForm], kind: type[Versioned]) -> type[forms.ModelForm]:
    """The form, carrying what it was opened with."""
    return form if issubclass(form, kind) else type(form.__name__, (kind, form), {})
