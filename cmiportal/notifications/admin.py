"""The outbox as staff see it: what was owed, how far it got and why not; nothing to edit, one thing to do."""

import json
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from cmiportal.exporting import CsvExport
from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import ReadOnlyAdmin
from cmiportal.registry import NotificationKind, every

from . import services
from .models import Notification, NotificationPreference
from .querysets import NotificationQuerySet


class KindFilter(admin.SimpleListFilter):
    """By kind, in the words of the registry."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every registered kind."""
        return [(kind.key, kind.label) for kind in every(NotificationKind)]

    def queryset(self, request: HttpRequest, queryset: NotificationQuerySet) -> NotificationQuerySet:
        """The rows of the kind that was chosen."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Notification)
class NotificationAdmin(CsvExport, HiddenColumns, ReadOnlyAdmin):
    """The outbox."""

    # It may hold a link that acts by itself.
    hidden_columns = ("context",)
    list_display = ("created_at", "kind", "to", "mail", "attempts", "due_at", "sent_at", "error")
    list_filter = ("mail", KindFilter)
    search_fields = ("recipient__email", "recipient__name", "address", "dedup_key")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    list_select_related = ("recipient",)
    actions = ("send_again",)
    export_columns = ("created_at", "kind", "recipient__email", "address", "mail", "attempts", "sent_at")
    fields = (
        ("kind", "title"),
        ("recipient", "address"),
        ("mail", "attempts", "due_at", "sent_at"),
        "last_error",
        "values",
        ("created_at", "read_at"),
        ("message_id", "dedup_key"),
    )

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Whoever may change notifications by Django's own permission."""
        return request.user.has_perm("notifications.change_notification")

    @admin.action(description="Send again (sent, failed or bounced)", permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: NotificationQuerySet) -> None:
        """Queue what failed or bounced, as if never tried, and copies of what was sent; the rest stays as it is."""
        chosen, at = queryset.count(), timezone.now()
        copies = services.send_copies(queryset.order_by(), at=at)
        again = services.resend(queryset.order_by(), at=at)
        for row in again:
            self.log_change(request, row, f"Queued to be sent again; {row.attempts} attempts: {row.last_error[:200]}")
        for row in copies:
            self.log_change(request, row, "Queued as a copy of a message that was sent.")
        if again or copies:
            self.message_user(
                request, f"{len(again) + len(copies)} of {chosen} queued to be sent now.", messages.SUCCESS
            )
        else:
            self.message_user(request, "None of these was sent, or has failed or bounced.", messages.WARNING)

    @admin.display(description="to", ordering="recipient__email")
    def to(self, row: Notification) -> str:
        """Where the e-mail goes."""
        return row.to_address

    @admin.display(description="last error")
    def error(self, row: Notification) -> str:
        """The first words of the last error."""
        return row.last_error[:80]

    @admin.display(description="values")
    def values(self, row: Notification) -> str:
        """The context, unless it holds a link that acts by itself."""
        if row.kind not in {kind.key for kind in every(NotificationKind) if not kind.secret}:
            return "Hidden: a message of this kind may hold a link that acts by itself."
        return format_html("<pre>{}</pre>", json.dumps(row.context, indent=2, ensure_ascii=False))


@admin.register(NotificationPreference)
class NotificationPreferenceAdmin(ReadOnlyAdmin):
    """Who does not want which kind by e-mail."""

    list_display = ("user", "kind", "by_mail")
    list_filter = ("by_mail", KindFilter)
    search_fields = ("user__email", "user__name")
    list_select_related = ("user",)
