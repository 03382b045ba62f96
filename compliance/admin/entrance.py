"""The way in: a password, and for those who have one a second factor; and the page to set it up."""

from __future__ import annotations

from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django_otp import login
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from compliance import queries, services
from compliance.admin.evidence import who


CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


def code_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=40, widget=UnfoldAdminTextInputWidget(attrs=CODE), **kwargs)


class EntranceForm(AuthenticationForm):
    """A password and, where the person has set one up, the code of their second factor."""

    code = code_field(
        label="Code of your second factor",
        required=False,
        help_text="Six figures, or a spare code. Leave it empty if you have not set one up.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        user = self.get_user()
        if user is not None:
            try:
                device = services.accounts.verify_second_factor(
                    user=user, code=cleaned.get("code", "")
                )
            except services.accounts.NotVerified as problem:
                raise forms.ValidationError({"code": str(problem)}) from problem
            if device is not None:
                user.otp_device = device  # read by django_otp
        return cleaned


class ConfirmForm(forms.Form):
    code = code_field(label="The code that it shows now")


def second_factor(request: HttpRequest) -> HttpResponse:
    """A person's own second factor: set up, looked at, given up."""
    user = who(request)
    if queries.accounts.has_second_factor(user):
        if request.method == "POST" and "drop" in request.POST:
            services.accounts.drop_second_factor(user=user)
            messages.success(request, "Your second factor is gone; a password lets you in.")
            return redirect("admin:second_factor")
        return _page(request, held=True)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = services.accounts.confirm_second_factor(
                by=user, code=form.cleaned_data["code"]
            )
        except services.accounts.NotVerified as problem:
            form.add_error("code", str(problem))
        else:
            login(request, device)
            return _page(request, held=True, codes=codes)
    device = services.accounts.begin_second_factor(by=user)
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return _page(request, held=False, form=form, picture=picture, secret=_secret(device))


def _secret(device: Any) -> str:
    from base64 import b32encode

    said = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(said[at : at + 4] for at in range(0, len(said), 4))


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    return TemplateResponse(
        request,
        "admin/compliance/second_factor.html",
        {**admin.site.each_context(request), "title": "Your second factor", **context},
    )
