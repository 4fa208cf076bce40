"""The applicant's professional discussion: choosing a time, another one, cancelling; and its calendar file."""

from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.calendars import media_type
from cmiportal.posts.once import once

from ..forms.discussions import CancelOwnForm, ChooseForm
from ..models import CharteredApplication
from ..services.assessing import discussions
from ..services.assessing.calendar_files import calendar_of
from ..services.chartered.rows import open_application_of
from ..workflow import ApplicationState
from .desk import decided

SHOWN_AT_ONCE = 40
PAGE = "membership:discussion_detail"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def discussion_detail(request: HttpRequest) -> HttpResponse:
    """Choose a time, move the discussion to another, or cancel it, in the applicant's own time zone."""
    row = open_application_of(request.user)
    if row is None or row.state not in (ApplicationState.DISCUSSION, ApplicationState.BOOKED):
        return redirect("membership:application_detail")
    now = timezone.now()
    booked = discussions.live_of(row)
    can_change = booked is None or discussions.can_change(booked, at=now)
    slots = list(discussions.free_slots(row, at=now)[:SHOWN_AT_ONCE]) if can_change else []
    sent = request.POST
    choose = ChooseForm(sent if "choose" in sent else None, row=row, slots=slots, prefix="choose")
    cancel = CancelOwnForm(sent if "cancel" in sent else None, row=row, prefix="cancel")
    act = discussions.move_discussion if booked else discussions.book
    for form, do, done in (
        (choose, act, "Your discussion is moved." if booked else "Your discussion is booked."),
        (cancel, discussions.cancel, "Your discussion is cancelled. Choose another time whenever you like."),
    ):
        if decided(request, row, form, lambda do=do, **said: do(application=row, **said), done):
            return redirect(PAGE)
    context: dict[str, Any] = {
        "application": row,
        "booked": booked,
        "can_change": can_change,
        "slots": slots,
        "choose": choose,
        "cancel": cancel,
        **_rules(),
    }
    refused = choose.is_refused or cancel.is_refused
    return render(request, "membership/discussions/detail.html", context, status=409 if refused else 200)


def _rules() -> dict[str, Any]:
    """How long a discussion takes, until when it can be changed, in which zone times are, and where to write else."""
    return {
        "notice": settings.DISCUSSION_NOTICE_HOURS,
        "minutes": settings.DISCUSSION_MINUTES,
        "zone": timezone.get_current_timezone_name(),
        "write_to": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }


@signed_in
@never_cache
@require_safe
def discussion_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The discussion as a calendar file, as it stands now: for the applicant, and for who handles the application."""
    rows = CharteredApplication.objects.visible_to(request.user)
    row = get_object_or_404(rows, pk=pk)
    found = calendar_of(row, reader=request.user)
    if found is None:
        raise Http404
    content, method = found
    response = HttpResponse(content, content_type=media_type(method))
    response["Content-Disposition"] = f'attachment; filename="discussion-{row.number}.ics"'
    return response
