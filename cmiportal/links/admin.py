"""Outside people, and the links they were sent: staff see when one was used and revoke it, never its token."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.accounts.names import NameField
from cmiportal.hidden_columns import HiddenColumns

from .models import Link, OutsidePerson

SHOWN = ("purpose", "person", "created_at", "expires_at", "used_at", "revoked_at")


class OutsidePersonForm(forms.ModelForm):
    """An outside person; the name is cleaned as everywhere."""

    name = NameField(widget=forms.TextInput({"class": "vTextField"}))

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return self.cleaned_data["email"].lower()


@admin.register(OutsidePerson)
class OutsidePersonAdmin(admin.ModelAdmin):
    """People without an account who act by link."""

    form = OutsidePersonForm
    fields = ("email", "name", "organisation", "user")
    list_display = ("name", "email", "organisation")
    search_fields = ("name", "email", "organisation")
    autocomplete_fields = ("user",)


@admin.register(Link)
class LinkAdmin(HiddenColumns, admin.ModelAdmin):
    """Links, to read; one that went to the wrong person can be revoked."""

    hidden_columns = ("token_sha256",)
    list_display = SHOWN
    list_filter = ("purpose",)
    list_select_related = ("person",)
    show_full_result_count = False
    search_fields = ("person__name", "person__email")
    date_hierarchy = "created_at"
    fields = readonly_fields = (*SHOWN, "subject_kind", "subject_id", "created_by")
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        """Without the hash of the token."""
        return super().get_queryset(request).defer(*self.hidden_columns)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Links are issued by what asks for an answer."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        """A link is never edited, only revoked."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        """What was answered by it names it."""
        return False

    @admin.action(description="Revoke selected links", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        """Close those that still wait."""
        count = queryset.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"Revoked: {count}. Used links stay as they are.")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Who may change links may revoke them."""
        return request.user.has_perm("links.change_link")
