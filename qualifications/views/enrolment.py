"""A learner's place: asking for it, following it, naming another line manager, confirming the name, leaving."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.enrolment import LeaveForm, LineManagerForm, NameConfirmForm, PlaceRequestForm
from ..models import Centre, Enrolment, Qualification
from ..querysets.people import today
from ..services.enrolment import PlaceRefused, ask_again, request_place, version_to_register
from ..services.history import history_of
from ..services.learning import place_of
from ..services.registration import confirm_name, withdraw
from ..workflow import EnrolmentState
from .learning import card_of
from .next_steps import next_step
from .place_words import coming, line_manager_of, story_of


@dataclass(frozen=True)
class Page:
    """A page with one form about the learner's own place: template, action of the workflow, h1, what is said after."""

    template: str
    action: str
    heading: str
    done: str


get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def own_place(request: HttpRequest, pk: UUID) -> Enrolment:
    """The learner's own place; 404 for anybody else, staff too."""
    rows = Enrolment.objects.visible_to(request.user).filter(learner=request.user)
    return get_object_or_404(rows.select_related("qualification__level", "version", "centre", "learner"), pk=pk)


@signed_in
@get_or_post
@once
def enrolment_request(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a place on a qualification; where it cannot be asked for, the page says why."""
    qualification = get_object_or_404(Qualification.objects.select_related("level"), slug=slug)
    on = today()
    centres = Centre.objects.approved_for(qualification, on=on)
    context: dict[str, Any] = {"qualification": qualification, "years": settings.REGISTRATION_YEARS}
    if closed := _why_not(request, qualification, on, centres):
        return render(request, "qualifications/enrolment/request_closed.html", {**context, **closed})
    form = PlaceRequestForm(
        request.POST or None,
        initial={"name_as_printed": request.user.name, "centre": request.GET.get("centre", _only(centres))},
        learner=request.user,
        centres=centres,
        ask_birth=request.user.date_of_birth is None,
        today=on,
    )
    if request.method == "POST" and form.is_valid():
        try:
            place = request_place(
                learner=request.user,
                qualification=qualification,
                centre=form.cleaned_data["centre"],
                name_as_printed=form.cleaned_data["name_as_printed"],
                line_manager=form.line_manager(),
                date_of_birth=form.cleaned_data.get("date_of_birth"),
                at=timezone.now(),
            )
        except PlaceRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "Your request is sent. Your line manager answers next.")
            return redirect("qualifications:enrolment_detail", pk=place.pk)
    return render(request, "qualifications/enrolment/request.html", {**context, "form": form})


@signed_in
@require_safe
def enrolment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The learner's place: facts, units, what happened and what they may do."""
    row = own_place(request, pk)
    place = place_of(row)
    at = timezone.now()
    history = history_of(row)
    card = card_of(place, at=at)
    context = {
        "enrolment": row,
        "choice": place.choice,
        "card": card,
        "step": next_step([place], at=at),
        "story": story_of(history),
        "line_manager": line_manager_of(history),
        "coming": coming(place, at=at),
        "is_closed": row.state in (EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN, EnrolmentState.EXPIRED),
        "offered": {line.action for line in row.offered_to(request.user)},
    }
    return render(request, "qualifications/enrolment/detail.html", context)


@signed_in
@get_or_post
@once
def line_manager_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the line manager a new link, or name another one."""
    row = own_place(request, pk)
    known = line_manager_of(history_of(row))
    initial = {f"line_manager_{name}": value for name, value in known.items()}
    form = LineManagerForm(request.POST or None, row=row, learner=request.user, initial=initial)

    def act() -> None:
        ask_again(
            enrolment=row,
            by=request.user,
            line_manager=form.line_manager(),
            moves=form.cleaned_data["moves"],
            at=timezone.now(),
        )

    page = Page("line_manager", "ask_again", "Ask your line manager", "We have sent a new link.")
    return _decide(request, row, form, page, act)


@signed_in
@get_or_post
def name_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm, or correct, the name as it is to be printed."""
    row = own_place(request, pk)
    form = NameConfirmForm(request.POST or None, row=row, initial={"name_as_printed": row.name_as_printed})

    def act() -> None:
        data = form.cleaned_data
        confirm_name(
            enrolment=row, by=request.user, name=data["name_as_printed"], moves=data["moves"], at=timezone.now()
        )

    page = Page("name", "confirm_name", "Confirm your name", "Your name is confirmed.")
    return _decide(request, row, form, page, act)


@signed_in
@get_or_post
def enrolment_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the place up."""
    row = own_place(request, pk)
    form = LeaveForm(request.POST or None, row=row)

    def act() -> None:
        data = form.cleaned_data
        withdraw(enrolment=row, by=request.user, reason=data["reason"], moves=data["moves"], at=timezone.now())

    return _decide(request, row, form, Page("withdraw", "withdraw", "Withdraw", "You have withdrawn."), act)


def _decide(
    request: HttpRequest, row: Enrolment, form: MovesForm, page: Page, act: Callable[[], object]
) -> HttpResponse:
    """Show a form about the place, or act on it; a place that this cannot be done to any more says so."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except MoveRefused as refusal:
            row.refresh_from_db()
            form.refuse(refusal, row)
        else:
            messages.success(request, page.done)
            return redirect("qualifications:enrolment_detail", pk=row.pk)
    offered = row.may(request.user, page.action)
    context = {"form": form, "enrolment": row, "heading": page.heading, "offered": offered}
    return render(request, f"qualifications/enrolment/{page.template}.html", context)


def _why_not(request: HttpRequest, qualification: Qualification, on: Any, centres: Any) -> dict[str, Any]:
    """What stands in the way of asking, for the page that says so; empty when nothing does."""
    open_place = Enrolment.objects.of_learner(request.user).open().filter(qualification=qualification).first()
    if open_place is not None:
        return {"open_place": open_place}
    try:
        version_to_register(qualification, on=on)
    except PlaceRefused as refusal:
        return {"reason": str(refusal)}
    return {} if centres else {"reason": f"No centre is approved to deliver the {qualification} at present."}


def _only(centres: Any) -> str | None:
    return centres[0].slug if len(centres) == 1 else None
