"""The inbox, the choice of what comes by e-mail, and the way out that each optional e-mail carries."""

import logging
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmiportal.accounts.access import public, signed_in
from cmiportal.paging import PagedList
from cmiportal.registry import UnknownKey

from . import services
from .forms import PreferenceForm
from .models import Notification
from .querysets import NotificationQuerySet
from .rendering import render_page
from .unsubscribing import BadToken, read_token

logger = logging.getLogger(__name__)


class MessageList(PagedList):
    """The person's messages, newest first: all of them, or with ``?show=unread`` those not opened yet."""

    template_name = "notifications/message_list.html"

    def get_queryset(self) -> NotificationQuerySet:
        """The person's own that this view of them shows."""
        rows = Notification.objects.visible_to(self.request.user).order_by("-created_at", "-pk")
        return rows.unread() if self.unread_alone else rows

    @property
    def unread_alone(self) -> bool:
        """Whether the list is narrowed to what has not been opened."""
        return self.request.GET.get("show") == "unread"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``total``, ``unread`` (how many have not been opened), ``unread_alone`` and ``shows_all``."""
        own = Notification.objects.visible_to(self.request.user)
        counts = own.aggregate(total=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
        return super().get_context_data(
            unread_alone=self.unread_alone, shows_all=not self.unread_alone, **counts, **kwargs
        )


@signed_in
@require_safe
def message_detail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message; opening it is what reading it means, and the only thing that a GET changes."""
    own = Notification.objects.visible_to(request.user)
    row = get_object_or_404(own, message_id=message_id)
    if not hasattr(request, "seen_as"):  # a message that an administrator looked at has not been read
        services.mark_read(own.filter(pk=row.pk), at=timezone.now())
    return render(request, "notifications/message_detail.html", {"message": row, "body": body_of(row)})


@signed_in
@require_POST
def message_read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message of the person as read."""
    services.mark_read(Notification.objects.visible_to(request.user), at=timezone.now())
    return redirect("notifications:message_list")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preference_edit(request: HttpRequest) -> HttpResponse:
    """Choose which messages also come by e-mail."""
    form = PreferenceForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.choose_mail(user=request.user, wanted=form.cleaned_data["wanted"], at=timezone.now())
        messages.success(request, "Your choice is saved.")
        return redirect("notifications:preference_edit")
    return render(request, "notifications/preference_edit.html", {"form": form})


@public
@csrf_exempt  # the mail program posts here without a cookie (RFC 8058); the signed address is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop e-mails of one kind: a GET asks, a POST does it, at once and as often as it comes."""
    try:
        user, kind = read_token(token)
        stopped = services.optional_kind(kind)
        if request.method == "POST":
            services.stop_mail(user=user, kind=kind)
    except (BadToken, UnknownKey):
        raise Http404 from None
    return render(request, "notifications/mail_stop.html", {"kind": stopped, "done": request.method == "POST"})


def body_of(row: Notification) -> SafeString | None:
    """The message in words, or None where it cannot be rendered: one such message must not lose the page."""
    try:
        return render_page(row.kind, row.context)
    except Exception:
        logger.exception("Notification %s cannot be shown.", row)
        return None
