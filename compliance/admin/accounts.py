"""People and groups, in the admin's own dress."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from compliance import services
from compliance.admin.entrance import EntranceForm, second_factor
from compliance.admin.history import EditedAdmin


admin.site.login_form = EntranceForm

# Each sets up their own second factor on a page of its own; nobody looks at another's.
for model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(model)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, EditedAdmin):
    asks_why = False
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    actions = ["drop_second_factor"]
    filter_horizontal = ()  # two boxes side by side are wider than a page

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **said: Any) -> Any:
        """The roles are four: each has its box to tick."""
        field = super().formfield_for_manytomany(db_field, request, **said)
        if db_field.name == "groups" and field is not None:
            field.widget = UnfoldAdminCheckboxSelectMultipleWidget(choices=field.widget.choices)
            field.help_text = "Each role brings its rights."
        return field

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(second_factor)
        return [path("second-factor/", page, name="second_factor"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who administers gives roles, and no right beyond their own."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_delete_permission(request, obj)

    @admin.action(description="Take away the second factor", permissions=["change"])
    def drop_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            if self.has_change_permission(request, user):
                services.accounts.drop_second_factor(user=user)
                messages.success(request, f"{user} comes in with the password alone from now on.")


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, EditedAdmin):
    asks_why = False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """What the four roles may do is said by the code, and by docs/rights.md."""
        ours = obj is not None and obj.name in services.accounts.ROLES
        # A group of one's own making could hold any right, so only a superuser makes one.
        return not ours and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser
