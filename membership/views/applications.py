"""An applicant's own application: prepared part by part, submitted, paid, followed, and taken back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.billing.models import Order
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.applications import CodeForm, RouteForm, SubmitForm, WithdrawForm
from ..models import Appeal, CharteredApplication
from ..rules.conduct import CURRENT, VERSIONS
from ..services.applying import applications as service
from ..services.applying.fees import open_fee
from ..services.applying.parts import Part, Parts, parts_of, statement_parts
from ..services.applying.referees import WAITING as REFERENCE_WAITS
from ..services.applying.referees import referee_of
from ..services.assessing.appeals import appeal_until, appeals_of
from ..services.assessing.discussions import free_slots, live_of
from ..services.chartered.outcomes import judged_attempts, reason_of
from ..services.chartered.rows import ORDER_KIND, last_application_of, open_application_of, rests_on_record
from ..workflow import APPLICATION_OPEN, APPLICATION_WITH_APPLICANT, ApplicationState
from .application_words import TAGS, coming_after, stand_of, story_of, told_of
from .chartered import RouteLine, fees_today
from .grade_words import rises_on
from .reasons import reasons

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])
HOME = "membership:application_detail"
REASONS = ("refuse", "not_yet", "decline")
DETAIL = "membership/applications/detail.html"
# Where what is missing of a part that is no statement is added.
PART_PAGES = {
    "membership": "membership:grade_list",
    "record": "membership:record_detail",
    "referee": "membership:referee_edit",
    "conduct": "membership:application_conduct",
}


@signed_in
@require_safe
def application_detail(request: HttpRequest) -> HttpResponse:
    """The parts while it is prepared; then what happened, who has it now, and what comes next."""
    row = last_application_of(request.user)
    if row is None:
        return redirect("membership:chartered_home")
    now = timezone.now()
    told = told_of(row.events.all())
    no_times = row.state == ApplicationState.DISCUSSION and not free_slots(row, at=now).exists()
    appeals = _appeals(row)
    context: dict[str, Any] = {
        "application": row,
        "now": now,
        "tag": TAGS[ApplicationState(row.state)],
        "stand": stand_of(row, told, today=uk_day(now), no_times=no_times),
        "coming": coming_after(row, no_times=no_times),
        "is_open": row.state in APPLICATION_OPEN,
        "on_record": rests_on_record(row),
        "may_withdraw": row.may(request.user, "withdraw"),
        "appeal_by": _appeal_by(row, appeals),
        "appeal": appeals[0] if appeals else None,
        "reference_waits": row.state in REFERENCE_WAITS,
    }
    context |= _at_this_stage(row, now)
    context["referee"] = referee = context["parts"].referee if "parts" in context else referee_of(row)
    return render(request, DETAIL, context | {"told": story_of(told, referee=referee, appeals=appeals)})


def _at_this_stage(row: CharteredApplication, now: datetime) -> dict[str, Any]:
    """What the page shows of the stage that the application is in."""
    if row.state == ApplicationState.DRAFT:
        return {"parts": parts_of(row, at=now)}
    if row.state == ApplicationState.BOOKED:
        return {"booked": live_of(row)}
    if row.state == ApplicationState.NOT_YET:
        return {"missing": statement_parts(row)}
    if row.state == ApplicationState.PAYMENT:
        return {"order": Order.objects.unpaid().filter(kind=ORDER_KIND, subject_id=row.pk).first()}
    return {}


@signed_in
@get_or_post
@once
def application_begin(request: HttpRequest) -> HttpResponse:
    """Choose a route and a status, and begin; who has an open application goes on with it."""
    if open_application_of(request.user):
        return redirect(HOME)
    form = RouteForm(request.POST or None, initial={"route": request.GET.get("route")})
    if form.is_valid():
        try:
            service.begin(person=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your application is begun. It is saved as you go.")
            return redirect(HOME)
    return render(request, "membership/applications/begin.html", {"form": form})


@signed_in
@get_or_post
def application_route(request: HttpRequest) -> HttpResponse:
    """Another route or status, as long as the application is not submitted."""
    row = draft_of(request)
    form = RouteForm(request.POST or None, initial={"route": row.route_id, "status": row.status})
    if form.is_valid():
        try:
            service.change_route(application=row, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Route: saved.")
            return redirect(HOME)
    return render(request, "membership/applications/route.html", {"application": row, "form": form})


@signed_in
@get_or_post
def application_conduct(request: HttpRequest) -> HttpResponse:
    """The Code of Conduct, accepted."""
    row = draft_of(request)
    form = CodeForm(request.POST or None, initial={"code": row.code_accepted_at is not None})
    if form.is_valid():
        try:
            service.accept_code(application=row, at=timezone.now())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Code of Conduct: accepted.")
            return redirect(HOME)
    context = {"application": row, "form": form, "principles": VERSIONS[CURRENT]}
    return render(request, "membership/applications/conduct.html", context)


@signed_in
@get_or_post
@once
def application_submit(request: HttpRequest) -> HttpResponse:
    """Check your answers, then submit them: the first time with the fee to pay, later what was missing alone."""
    row = with_applicant(request)
    again = row.state == ApplicationState.NOT_YET
    form = SubmitForm(request.POST or None, row=row)
    if form.is_valid():
        act = service.resubmit if again else service.submit
        try:
            sent = act(application=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, "Your application is submitted.")
            unpaid = sent.state == ApplicationState.PAYMENT and sent.order_id
            return redirect("billing:order_detail", sent.order_id) if unpaid else redirect(HOME)
    context: dict[str, Any] = {"application": row, "form": form, "again": again}
    if again:
        context["statements"] = to_send = statement_parts(row)
    else:
        parts = parts_of(row, at=timezone.now())
        context |= _first_time(row, parts)
        to_send = list(parts.parts)
    context["gaps"] = [(part, _page_of(part)) for part in to_send if part.missing]
    return render(request, "membership/applications/check.html", context)


def _first_time(row: CharteredApplication, parts: Parts) -> dict[str, Any]:
    """What is checked before an application is submitted for the first time: the whole, and what it costs."""
    fee = fees_today([row.route]).get(row.route.product)
    shown = {
        "statements": parts.statements,
        "reasons": reasons(parts.decision),
        "referee": parts.referee,
        "line": RouteLine(row.route, fee=fee),
    }
    if parts.held and not rests_on_record(row):
        shown["rises"] = rises_on(uk_day(timezone.now()), [parts.held.grade])
    return shown


def _page_of(part: Part) -> str:
    """Where a part is worked on."""
    return reverse("membership:statement_edit", args=[part.key]) if part.statement else reverse(PART_PAGES[part.key])


@signed_in
@require_POST
@once
def application_pay(request: HttpRequest) -> HttpResponse:
    """Go to the order of the fee, a new one where the one before was cancelled."""
    row = _open(request)
    try:
        order = open_fee(row, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
        return redirect(HOME)
    return redirect("billing:order_detail", order.pk) if order else redirect(HOME)


@signed_in
@get_or_post
def application_withdraw(request: HttpRequest) -> HttpResponse:
    """Ask, then take the application back."""
    row = _open(request)
    if not row.may(request.user, "withdraw"):
        raise Http404
    form = WithdrawForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            service.withdraw(application=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, "Your application is taken back.")
            return redirect(HOME)
    return render(request, "membership/applications/withdraw.html", {"application": row, "form": form})


@signed_in
@require_safe
def application_outcome(request: HttpRequest) -> HttpResponse:
    """What was decided, criterion by criterion, for each attempt that was judged; 404 before anything is decided."""
    row = last_application_of(request.user)
    if row is None:
        raise Http404
    attempts = judged_attempts(row)
    reason = reason_of(row, *REASONS) if row.state in (ApplicationState.NOT_YET, ApplicationState.DECLINED) else ""
    if not attempts and not reason:
        raise Http404
    context = {"application": row, "attempts": attempts, "reason": reason}
    context["appeal_by"] = _appeal_by(row, _appeals(row))
    return render(request, "membership/applications/outcome.html", context)


def _appeals(row: CharteredApplication) -> list[Appeal]:
    """The appeals with their events, the latest first; nothing is asked before there can be one."""
    appeals = appeals_of(row) if row.decided_at or row.attempt > 1 else []
    prefetch_related_objects(appeals, "events")
    return appeals


def _appeal_by(row: CharteredApplication, appeals: list[Appeal]) -> date | None:
    """The last day for an appeal, while there is one, and none was raised against this outcome."""
    until = appeal_until(row)
    if until is None or until < uk_day(timezone.now()) or any(one.raised_at >= row.decided_at for one in appeals):
        return None
    return until


def draft_of(request: HttpRequest) -> CharteredApplication:
    """The application that the person still prepares; 404 where there is none."""
    row = _open(request)
    if row.state != ApplicationState.DRAFT:
        raise Http404
    return row


def with_applicant(request: HttpRequest) -> CharteredApplication:
    """The application in which the person writes now; 404 where there is none."""
    row = _open(request)
    if row.state not in APPLICATION_WITH_APPLICANT:
        raise Http404
    return row


def _open(request: HttpRequest) -> CharteredApplication:
    row = open_application_of(request.user)
    if row is None:
        raise Http404
    return row
