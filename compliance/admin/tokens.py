"""Tokens of the API: made here and shown once, revoked, never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from compliance import queries, services
from compliance.admin.evidence import EvidenceAdmin, who
from compliance.core.access import SCOPES
from compliance.models import Token


def _field(scope: str) -> str:
    return f"scope_{scope.replace(':', '_')}"


class TokenForm(forms.Form):
    """Whose token it is, what for, and for how long."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text="It may do no more than they may: what is taken from them it cannot do either.",
    )
    name = forms.CharField(
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
        help_text="What will use it, to know it by in this list.",
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=services.access.MOST_DAYS,
        initial=365,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="So many days it lasts; then a new one is made.",
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = owners
        for scope, words in SCOPES.items():
            self.fields[_field(scope)] = forms.BooleanField(
                label=scope,
                required=False,
                initial=scope == "read",
                widget=UnfoldBooleanWidget,
                help_text=f"May {words}.",
            )

    def scopes(self) -> list[str]:
        return [scope for scope in SCOPES if self.cleaned_data.get(_field(scope))]


@admin.register(Token)
class TokenAdmin(EvidenceAdmin):
    list_display = ["name", "owner", "prefix", "may", "expires_at", "last_used", "state"]
    search_fields = ["name", "prefix", "owner__username"]
    fields = ["name", "owner", "prefix", "may", "made_at", "made_by", "expires_at", "last_used",
              "revoked_at", "revoked_by"]  # fmt: skip
    readonly_fields = fields
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        """Of a superuser's, only a superuser may know."""
        tokens = queries.access.tokens()
        return tokens if request.user.is_superuser else tokens.exclude(owner__is_superuser=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.add_token")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("compliance.change_token")

    @admin.display(description="may")
    def may(self, token: Token) -> str:
        return ", ".join(token.scopes)

    @admin.display(description="last used")
    def last_used(self, token: Token) -> str:
        use = getattr(token, "use", None)
        return f"{use.last_used_at:%Y-%m-%d %H:%M}" if use else "never"

    @admin.display(description="state")
    def state(self, token: Token) -> str:
        if token.revoked_at is not None:
            return "revoked"
        return "good" if token.stands(at=timezone.now()) else "expired"

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        owners = User.objects.filter(is_active=True).order_by("username")
        if not request.user.is_superuser:
            owners = owners.exclude(is_superuser=True)
        form = TokenForm(request.POST or None, owners=owners)
        secret, token = "", None
        if request.method == "POST" and form.is_valid():
            try:
                token, secret = services.access.make_token(
                    owner=form.cleaned_data["owner"],
                    name=form.cleaned_data["name"],
                    scopes=form.scopes(),
                    days=form.cleaned_data["days"],
                    by=who(request),
                    at=timezone.now(),
                )
            except services.access.NotMade as reason:
                form.add_error(None, str(reason))
        answer = render(
            request,
            "admin/compliance/token.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "A token" if token else "Make a token",
                "form": form,
                "token": token,
                "secret": secret,
            },
        )
        answer["Cache-Control"] = "no-store"  # the page with the secret is shown this once
        return answer

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[Token]) -> None:
        now = timezone.now()
        n = sum(
            services.access.revoke_token(token=token, by=who(request), at=now) for token in chosen
        )
        words = f"{n} revoked: from here on it opens nothing." if n else "They were revoked before."
        messages.success(request, words)
