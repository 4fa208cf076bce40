"""Accounts in the admin: never a password, a key or a hash of one; rights are given by superusers alone.

Whoever may put another address into an account, or take its second step away, may become its holder: accounts that
hold rights are for superusers, and an address is corrected on its account, where its holder confirms it.

The admin has no sign-in page of its own: allauth's holds the rate limits and the second step.
"""

from typing import Any

import allauth.account.admin  # registers EmailAddress with a way to call it verified; replaced below
import allauth.mfa.admin  # noqa: F401 - registers Authenticator with its secret; replaced below
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.history_admin import HistoryAdmin
from cmiportal.read_only import ReadOnlyAdmin

from .models import CalendarKey, SeenAs, User
from .names import NameField
from .seeing import sees_as_others
from .services import keep_address

UserHistory = apps.get_model("accounts", "UserHistory")
UserHistory._meta.verbose_name, UserHistory._meta.verbose_name_plural = "change of an account", "changes of accounts"
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")

admin.site.site_header = admin.site.site_title = "Chartered Management Institute"
admin.site.index_title = "Administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def password_change(request: HttpRequest, extra_context: Any = None) -> HttpResponseRedirect:
    """The portal's own page, which tells the person by e-mail."""
    return redirect("account_change_password")


admin.site.password_change = password_change  # type: ignore[method-assign]


def is_out_of_reach(request: HttpRequest, person: User | None) -> bool:
    """Whether this account is for superusers alone: it holds rights, and is not one's own."""
    if person is None or request.user.is_superuser or person.pk == request.user.pk:
        return False
    return person.is_staff or person.is_superuser or person.groups.exists()


class UserAdminForm(forms.ModelForm):
    """An account, without its password: its holder chooses one by the reset link."""

    name = NameField(label="Full name", widget=forms.TextInput({"class": "vTextField"}))
    preferred_name = NameField(required=False, widget=forms.TextInput({"class": "vTextField"}))

    def clean_email(self) -> str:
        """Addresses are kept in lower case, as allauth looks for them."""
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(CsvExport, HiddenColumns, admin.ModelAdmin):
    """People with an account."""

    hidden_columns = ("password",)
    form = UserAdminForm
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("email", "name", "preferred_name")
    search_help_text = "E-mail address or name"
    date_hierarchy = "date_joined"
    show_full_result_count = False
    export_columns = ("email", "name", "is_active", "is_staff", "date_joined", "last_login")
    ordering = ("email",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined", "erased_at")
    fieldsets = (
        (None, {"fields": ("email", "name", "preferred_name", "time_zone", "date_of_birth", "uln")}),
        ("Rights", {"fields": ("is_active", *RIGHTS)}),
        ("Dates", {"fields": ("date_joined", "last_login", "erased_at")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Who is no superuser cannot make one, of themselves or of anybody."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The address of an account with rights, and with it the way to reset its password, is for superusers."""
        return not is_out_of_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: accounts are closed or erased, and what they signed stays explained."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the way to see the portal as this person, for administrators."""
        extra_context = {"sees_as": sees_as_others(request.user), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Save; a new or changed address is confirmed by its holder at the next sign-in."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            keep_address(user=obj)


@admin.register(SeenAs)
class SeenAsAdmin(CsvExport, ReadOnlyAdmin):
    """Which administrator saw the portal as whom, and why."""

    list_display = ("since", "until", "viewer", "person", "reason")
    list_select_related = ("viewer", "person")
    search_fields = ("viewer__name", "viewer__email", "person__name", "person__email")
    search_help_text = "Name or e-mail address of either"
    date_hierarchy = "since"
    ordering = ("-since", "pk")
    export_columns = ("since", "until", "viewer__name", "person__name")


@admin.register(CalendarKey)
class CalendarKeyAdmin(HiddenColumns, ReadOnlyAdmin):
    """Who has an address for their calendar and since when; never the address, which is its owner's alone."""

    hidden_columns = ("secret",)
    list_display = ("person", "renewed_at")
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")
    search_help_text = "Name or e-mail address"
    date_hierarchy = "renewed_at"
    ordering = ("-renewed_at", "pk")
    fields = readonly_fields = ("person", "renewed_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the secret."""
        return super().get_queryset(request).defer(*self.hidden_columns)


@admin.register(UserHistory)
class UserHistoryAdmin(HistoryAdmin):
    """Who was let in, shut out, given rights: one row for each change."""

    list_display = (
        *("changed_at", "happened", "account", "changed_by"),
        *("is_active", "is_staff", "is_superuser", "erased_at"),
    )
    list_select_related = ("pgh_obj",)
    search_fields = ("pgh_obj__email", "pgh_obj__name")

    @admin.display(description="account", ordering="pgh_obj__email")
    def account(self, event: Any) -> Any:
        """Whose, as it is called now."""
        return event.pgh_obj


admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class EmailAddressAdmin(admin.ModelAdmin):
    """Addresses, to see which are confirmed: their holders confirm them, and nobody else."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    list_select_related = ("user",)
    search_fields = ("email", "user__email", "user__name")
    fields = ("email", "user", "primary", "verified")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An address enters by its account."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        """It is changed there, too."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        """An account without an address could not be signed in to."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class RightsAdmin(GroupAdmin):
    """Groups and what they may do: giving a right to a group gives it to everybody in it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Superusers."""
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Superusers."""
        return request.user.is_superuser


admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class AuthenticatorAdmin(HiddenColumns, admin.ModelAdmin):
    """Second steps: staff see that there is one, and take it away for somebody who has lost it."""

    hidden_columns = ("data",)
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only its holder has the key."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """Nothing can be changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """The second step of somebody with rights is taken away by superusers."""
        out_of_reach = obj is not None and is_out_of_reach(request, obj.user)
        return not out_of_reach and super().has_delete_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the secret."""
        return super().get_queryset(request).defer(*self.hidden_columns)
