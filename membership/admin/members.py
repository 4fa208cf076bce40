"""Memberships, requests and reminders in the admin: found, looked at and exported; decided on the team's own pages.

What a member asks a lower fee for, and why a membership is suspended, is read by those who decide it, not here.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline

from ..models import (
    GradeRequest,
    GradeRequestEvent,
    GradeSpan,
    Membership,
    MembershipEvent,
    RenewalReminder,
)
from ..services.members.reminders import send_again

EVENT_FIELDS = ("sequence", "action", "from_state", "to_state", "at", "actor", "data")


class GradeSpanInline(ReadOnlyInline):
    """Which grade the member had from when until when."""

    model = GradeSpan
    fields = ("grade", "during")
    verbose_name_plural = "grades over time"


class MembershipEventInline(ReadOnlyInline):
    """The moves of a membership, without what was sealed."""

    model = MembershipEvent
    fields = EVENT_FIELDS
    ordering = ("sequence",)


class RenewalReminderInline(ReadOnlyInline):
    """The reminders of all its years."""

    model = RenewalReminder
    fields = ("ends_on", "days", "outcome", "reason", "at")


class GradeRequestEventInline(ReadOnlyInline):
    """The moves of a request, without what was sealed."""

    model = GradeRequestEvent
    fields = EVENT_FIELDS
    ordering = ("sequence",)


@admin.register(Membership)
class MembershipAdmin(CsvExport, ReadOnlyAdmin):
    """Members, and who was one."""

    list_display = ("number", "person", "grade", "state", "basis", "joined_on", "starts_on", "ends_on")
    list_filter = ("state", "grade", "basis", "ends_on")
    list_select_related = ("person", "grade")
    search_fields = ("number", "person__name", "person__email")
    search_help_text = "Number, name or e-mail address"
    date_hierarchy = "ends_on"
    ordering = ("-created_at", "pk")
    fields = (
        *("number", "person", "grade", "state", "basis", "order"),
        *("joined_on", "starts_on", "ends_on", "code_accepted_at", "created_at"),
    )
    export_columns = (
        *("number", "person__name", "person__email", "grade__title", "state", "basis"),
        *("joined_on", "starts_on", "ends_on"),
    )
    inlines = (GradeSpanInline, RenewalReminderInline, MembershipEventInline)

    def view_on_site(self, membership: Membership) -> str:
        """The team's page, where a membership is suspended and restored."""
        return reverse("membership:member_detail", args=[membership.pk])


@admin.register(GradeRequest)
class GradeRequestAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """Requests to join, to rise and to come back."""

    hidden_columns = ("concession",)
    list_display = ("person", "kind", "grade", "state", "submitted_at", "decided_by", "created_at")
    list_filter = ("state", "kind", "grade", "concession_granted")
    list_select_related = ("person", "grade", "decided_by")
    search_fields = ("person__name", "person__email", "membership__number")
    search_help_text = "Name, e-mail address or number of membership"
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    fields = (
        *("person", "kind", "membership", "grade", "state", "concession_granted"),
        *("code_accepted_at", "submitted_at", "decided_by", "created_at"),
    )
    export_columns = (
        *("person__name", "person__email", "kind", "grade__title", "state"),
        *("submitted_at", "created_at"),
    )
    inlines = (GradeRequestEventInline,)

    def view_on_site(self, asked: GradeRequest) -> str:
        """The team's page, where a request is decided."""
        return reverse("membership:request_review", args=[asked.pk])


class RuleFilter(admin.SimpleListFilter):
    """By the rules of the policy: the ledger itself grows too long to be asked which days it holds."""

    title = "days before the end"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Each rule."""
        return [(str(days), str(days)) for days in settings.RENEWAL_REMINDER_DAYS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RenewalReminder]) -> QuerySet[RenewalReminder]:
        """The reminders of the rule that was chosen."""
        chosen = self.value()
        return queryset.filter(days=chosen) if chosen in dict(self.lookup_choices) else queryset


@admin.register(RenewalReminder)
class RenewalReminderAdmin(CsvExport, ReadOnlyAdmin):
    """The ledger of reminders: what was due, and whether it was sent."""

    list_display = ("membership", "person", "ends_on", "days", "outcome", "reason", "at")
    list_filter = ("outcome", RuleFilter)
    list_select_related = ("membership__person",)
    search_fields = ("membership__number", "membership__person__name", "membership__person__email")
    search_help_text = "Number, name or e-mail address"
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    actions = ("send_the_message_again",)
    export_columns = ("membership__number", "membership__person__name", "ends_on", "days", "outcome", "reason", "at")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Whoever may send any message again."""
        return request.user.has_perm("notifications.change_notification")

    @admin.action(description="Send again", permissions=["resend"])
    def send_the_message_again(self, request: HttpRequest, queryset: QuerySet[RenewalReminder]) -> None:
        """The messages of the reminders that were sent; the ledger stays as it is."""
        chosen = list(queryset.order_by("pk"))
        copies = send_again(reminders=chosen, at=timezone.now())
        level = messages.SUCCESS if copies else messages.WARNING
        self.message_user(request, f"{copies} of {len(chosen)} queued to be sent now.", level)

    @admin.display(description="person", ordering="membership__person__name")
    def person(self, reminder: RenewalReminder) -> Any:
        """Whose membership it is."""
        return reminder.membership.person
