"""What people say they have done: looked at, and confirmed or not accepted with a reason; never edited."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.exporting import CsvExport
from cmiportal.read_only import ReadOnlyAdmin
from cmiportal.workflow import MoveRefused

from ..models import Experience, QualificationHeld
from ..services.record.lines import confirm, refuse


class ReasonForm(ActionForm):
    """The reason, which the action that needs one asks for."""

    reason = forms.CharField(label="Reason (read by the person):", required=False, max_length=2000)


class ClaimAdmin(CsvExport, ReadOnlyAdmin):
    """Claims of people; the membership team decides those of others."""

    action_form = ReasonForm
    actions = ("confirm_claims", "refuse_claims")
    list_select_related = ("person", "evidence")
    search_help_text = "Person, or what they claim"

    @admin.action(description="Confirm", permissions=["decide"])
    def confirm_claims(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """They are so."""
        self._decide(request, queryset, lambda row: confirm(line=row, by=request.user, at=timezone.now()))

    @admin.action(description="Do not accept (give a reason)", permissions=["decide"])
    def refuse_claims(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """They are not accepted, for the reason given beside the action."""
        reason = request.POST.get("reason", "")
        self._decide(request, queryset, lambda row: refuse(line=row, by=request.user, reason=reason, at=timezone.now()))

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """The membership team."""
        return request.user.serves_as(MEMBERSHIP_ASSESSORS)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Any], act: Callable[[Any], Any]) -> None:
        decided = 0
        for row in queryset:
            try:
                act(row)
                decided += 1
            except MoveRefused as refused:
                self.message_user(request, f"{row}: {refused}", messages.ERROR)
        self.message_user(request, f"Decided: {decided}. Each person is told.")


@admin.register(Experience)
class ExperienceAdmin(ClaimAdmin):
    """Posts in management."""

    list_display = ("person", "post", "employer", "since", "until", "strategic", "state", "evidence")
    list_filter = ("state", "strategic", ("evidence", admin.EmptyFieldListFilter))
    search_fields = ("person__name", "person__email", "post", "employer")
    date_hierarchy = "since"
    fields = (
        *("person", "post", "employer", "since", "until", "strategic", "people_led", "budget_pence", "evidence"),
        *("state", "decided_by", "decided_at", "because"),
    )
    export_columns = (
        *("person__name", "person__email", "post", "employer", "since", "until", "strategic"),
        *("state", "decided_at"),
    )


@admin.register(QualificationHeld)
class QualificationHeldAdmin(ClaimAdmin):
    """Qualifications; those that the Institute awarded are confirmed from the start."""

    list_display = ("person", "title", "level", "size", "body", "awarded_on", "state", "award_number", "evidence")
    list_filter = ("state", "level", "size", ("award_number", admin.EmptyFieldListFilter))
    search_fields = ("person__name", "person__email", "title", "body", "award_number")
    date_hierarchy = "awarded_on"
    fields = (
        *("person", "title", "level", "size", "body", "management", "awarded_on", "award_number", "evidence"),
        *("state", "decided_by", "decided_at", "because"),
    )
    export_columns = (
        *("person__name", "person__email", "title", "level", "size", "body", "awarded_on"),
        *("award_number", "state", "decided_at"),
    )
