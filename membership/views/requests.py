"""A request for a grade: prepared part by part, checked, sent, and followed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.billing.models import Order
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.requests import CodeForm, ConcessionForm, GradeForm, SendForm
from ..models import Experience, Grade, GradeRequest, QualificationHeld
from ..rules.conduct import CURRENT, VERSIONS
from ..services.members import requests as service
from ..workflow import REQUEST_OPEN, RequestState
from .grade_words import fee_words
from .reasons import reasons
from .request_words import stands

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Part:
    """A part of the request: its form, its heading, and how its page says what it is for."""

    form: type[forms.Form]
    heading: str
    lead: str = ""


PARTS = {
    "grade": Part(GradeForm, "Grade", "You can ask for another one later."),
    "fee": Part(ConcessionForm, "A lower fee"),
    "code": Part(CodeForm, "Code of Conduct", "Every member keeps to it, and says so again at each renewal."),
}


@signed_in
@require_safe
def request_detail(request: HttpRequest) -> HttpResponse:
    """The parts of the request with what is done and missing; once it was sent, where it stands."""
    row = service.open_request_of(request.user) or _last_answered(request)
    if row is None:
        return redirect("membership:grade_list")
    order = Order.objects.visible_to(request.user).unpaid().filter(kind=service.ORDER_KIND, subject_id=row.pk).first()
    context = {
        "asked": row,
        "stands": stands(row),
        "order": order,
        "is_draft": row.state == RequestState.DRAFT,
        "is_open": row.state in REQUEST_OPEN,
        "costs": _fee_of(row) if row.state == RequestState.DRAFT else "",
        "answer_days": settings.REQUEST_ANSWER_DAYS,
    }
    if row.grade and row.state in (RequestState.DRAFT, RequestState.REVIEW):
        context["reasons"] = reasons(service.decision_on(row, row.grade, at=timezone.now()))
    return render(request, "membership/requests/detail.html", context)


@signed_in
@get_or_post
@once
def request_begin(request: HttpRequest) -> HttpResponse:
    """Begin a request, or go on with the open one; a grade that was chosen elsewhere comes along."""
    if request.method != "POST":
        return redirect("membership:request_detail")
    chosen = GradeForm(request.POST, offered=_offered(request))
    if "grade" in request.POST and not chosen.is_valid():
        messages.info(request, "This grade is not above the one that you have, so there is nothing to ask for.")
        return redirect("membership:membership_detail")
    row = service.begin(person=request.user, at=timezone.now())
    if row.state == RequestState.DRAFT and chosen.is_valid():
        service.keep(request=row, answers=chosen.cleaned_data)
    return redirect("membership:request_detail")


@signed_in
@get_or_post
def request_part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of the request, kept by itself."""
    row, page = _open(request), PARTS.get(part)
    if page is None:
        raise Http404
    if row.state != RequestState.DRAFT:
        return _sent_already(request)
    offered = {"offered": _offered(request)} if part == "grade" else {}
    form = page.form(request.POST or None, initial=_initial(row), **offered)
    if form.is_valid():
        try:
            service.keep(request=row, answers=getattr(form, "answers", form.cleaned_data))
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{page.heading}: saved.")
            return redirect("membership:request_detail")
    context = {
        "asked": row,
        "form": form,
        "page": page,
        "compares": part == "grade",
        "principles": VERSIONS[CURRENT] if part == "code" else (),
    }
    return render(request, "membership/requests/part.html", context)


@signed_in
@get_or_post
@once
def request_check(request: HttpRequest) -> HttpResponse:
    """Check the answers, then send them."""
    row = _open(request)
    if row.state != RequestState.DRAFT:
        return _sent_already(request)
    form = SendForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            sent = service.submit(request=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, _sent(sent))
            return redirect("membership:request_detail")
    context: dict[str, Any] = {
        "asked": row,
        "form": form,
        "costs": _fee_of(row),
        "answer_days": settings.REQUEST_ANSWER_DAYS,
        "experience": Experience.objects.visible_to(request.user).counting(),
        "held": QualificationHeld.objects.visible_to(request.user).counting(),
    }
    if row.grade:
        context["reasons"] = reasons(service.decision_on(row, row.grade, at=timezone.now()))
    return render(request, "membership/requests/check.html", context)


@signed_in
@get_or_post
def request_withdraw(request: HttpRequest) -> HttpResponse:
    """Ask, then take the request back."""
    row = service.open_request_of(request.user)
    if row is None:  # the button was pressed twice, or the request is over meanwhile
        return redirect("membership:request_detail")
    form = SendForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            service.withdraw(request=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, "Your request is taken back. Nothing was charged.")
            return redirect("membership:grade_list")
    return render(request, "membership/requests/withdraw.html", {"asked": row, "form": form})


def _offered(request: HttpRequest) -> QuerySet[Grade]:
    """The grades that the person can ask for."""
    return service.grades_for(service.stands_on(request.user))


def _open(request: HttpRequest) -> GradeRequest:
    """The request that the person prepares or waits for; 404 where there is none."""
    row = service.open_request_of(request.user)
    if row is None:
        raise Http404
    return row


def _sent_already(request: HttpRequest) -> HttpResponse:
    """For who comes back to a page of preparing it, by the back button or from another tab."""
    messages.info(request, "This request was sent, so it can no longer be changed. Here is how it stands.")
    return redirect("membership:request_detail")


def _last_answered(request: HttpRequest) -> GradeRequest | None:
    rows = GradeRequest.objects.filter(person=request.user.pk).exclude(state=RequestState.WITHDRAWN)
    return rows.select_related("grade", "membership").order_by("-created_at").first()


def _fee_of(row: GradeRequest) -> str:
    """What the grade that was chosen costs and when it is paid, in a sentence; empty before one is chosen."""
    return fee_words(row.grade, is_free=service.is_free(row), on=uk_day(timezone.now())) if row.grade else ""


def _initial(row: GradeRequest) -> dict[str, Any]:
    return {"grade": row.grade_id, "concession": row.concession, "code": row.code_accepted_at is not None}


def _sent(row: GradeRequest) -> str:
    if row.state == RequestState.ACCEPTED:
        return "Your request is accepted. Pay the fee, and your membership starts."
    if row.state == RequestState.GRANTED:
        return f"You are a member of the grade {row.grade} now."
    return "Your request is sent. Our membership team writes to you when it is decided."
