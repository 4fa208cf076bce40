"""Merges in the admin: the page on which two accounts are made one, and the record of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin

from .forms import MergeForm, OtherAccountForm
from .models import Merge
from .services import MergeRefused, fetch_late, in_words, may_merge, merge, preview
from .tables import counts


@admin.register(Merge)
class MergeAdmin(CsvExport, ReadOnlyAdmin):
    """Which accounts were made one, by whom, why, and what moved."""

    list_display = ("at", "closed", "kept", "by", "reason")
    list_select_related = ("closed", "kept", "by")
    search_fields = ("closed__name", "kept__name", "kept__email", "by__name", "by__email")
    search_help_text = "Name or e-mail address"
    date_hierarchy = "at"
    ordering = ("-at", "pk")
    export_columns = ("at", "closed__name", "kept__name", "kept__email", "by__name")
    fields = ("at", "closed", "kept", "by", "reason", "what_moved", "still_there")
    actions = ("fetch",)

    def has_view_permission(self, request: HttpRequest, obj: Merge | None = None) -> bool:
        """Who merges sees what was merged."""
        return may_merge(request.user) or super().has_view_permission(request, obj)

    @admin.display(description="what moved")
    def what_moved(self, row: Merge) -> str:
        """In words, with numbers."""
        return said(row.moved) or "nothing: it held nothing"

    @admin.display(description="still there")
    def still_there(self, row: Merge) -> str:
        """What names the closed account though it should have moved."""
        return said(counts(row.closed)) or "nothing"

    def has_fetch_permission(self, request: HttpRequest) -> bool:
        """Who merges."""
        return may_merge(request.user)

    @admin.action(description="Move what came late", permissions=["fetch"])
    def fetch(self, request: HttpRequest, queryset: QuerySet[Merge]) -> None:
        """What was written to the closed account by a request that waited for the merge, where anything was."""
        for row in queryset.select_related("closed", "kept"):
            try:
                found = fetch_late(row=row, by=request.user, at=timezone.now())  # type: ignore[arg-type] # staff
            except MergeRefused as refused:
                messages.error(request, f"{row}: {' '.join(refused.args)}")
            else:
                self.log_change(request, row, f"Moved what came late: {said(found) or 'nothing'}")
                messages.success(request, f"{row}: moved {said(found) or 'nothing, since nothing had come late'}.")

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the page on which an account goes into another one."""
        page = self.admin_site.admin_view(merge_page)
        return [path("of/<int:pk>/", page, name="merging_merge_account"), *super().get_urls()]


def said(moved: dict[str, int]) -> str:
    """In words, with numbers, in one line."""
    return ", ".join(f"{number} {called}" for called, number in in_words(moved))


def merge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the account that stays, show what would move and what is in the way, and merge when it is sent."""
    if not may_merge(request.user):
        raise PermissionDenied
    leaving = get_object_or_404(User, pk=pk)
    if done := Merge.objects.filter(closed=leaving).first():  # also where the button was pressed twice
        messages.info(request, "This account went into another one. Here is what was done.")
        return redirect("admin:merging_merge_change", done.pk)
    other = OtherAccountForm(request.GET if "stays" in request.GET else None)
    context: dict[str, Any] = {"leaving": leaving, "other": other}
    if other.is_valid():
        staying = other.cleaned_data["stays"]
        form = MergeForm(request.POST or None)
        if form.is_valid() and (row := _merged(request, form, leaving, staying)):
            messages.success(request, f"The two accounts are one: {staying.email}. Both addresses are told.")
            return redirect("admin:merging_merge_change", row.pk)
        context |= {"staying": staying, "form": form, "preview": preview(leaving=leaving, staying=staying)}
    context |= {**admin.site.each_context(request), "title": f"Merge {leaving}", "opts": Merge._meta}
    return TemplateResponse(request, "admin/merging/merge/account.html", context)


def _merged(request: HttpRequest, form: MergeForm, leaving: User, staying: User) -> Merge | None:
    try:
        return merge(
            leaving=leaving,
            staying=staying,
            by=request.user,  # type: ignore[arg-type] # staff, says may_merge
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except MergeRefused as refused:
        for sentence in refused.args:
            form.add_error(None, sentence)
        return None
