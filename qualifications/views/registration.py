"""A centre's learners: requests first, then everybody; what a coordinator decides about one place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cmiportal.accounts.access import only
from cmiportal.ui.moves import MovesForm, ReasonForm
from cmiportal.workflow import MoveRefused, Transition

from ..models import Enrolment, Role
from ..permissions import is_coordinator, roles_of
from ..querysets.enrolment import EnrolmentQuerySet
from ..services.history import history_of
from ..services.learning import place_of
from ..services.registration import approve_instead, refuse, register, withdraw
from ..workflow import EnrolmentState
from .enrolment import get_or_post
from .narrowed_list import NarrowedList
from .place_words import coming, line_manager_of, shaped, story_of
from .unit_words import unit_lines_for_centre

E = EnrolmentState
coordinators_only = only("coordinator", is_coordinator)
# What lists call the states, in the order in which a centre deals with them.
VIEWS = {
    "to-register": ("To register", (E.APPROVED,)),
    "asked": ("With the line manager", (E.REQUESTED,)),
    "registered": ("Registered", (E.REGISTERED,)),
    "completed": ("Completed", (E.COMPLETED,)),
    "ended": ("Ended", (E.DECLINED, E.WITHDRAWN, E.EXPIRED)),
}


@dataclass(frozen=True)
class Decision:
    """One thing that the coordinator may do: the form that asks for it and the words around it."""

    action: str
    label: str
    text: str
    kind: str
    form: MovesForm
    first: bool


@dataclass(frozen=True)
class Offer:
    """How a move of the workflow is offered on the page; ``asks`` is the question when it needs a reason."""

    service: Callable[..., Enrolment]
    text: str
    done: str
    kind: str = "quiet"
    asks: str = ""
    hint: str = ""


OFFERS = {
    "register": Offer(
        register,
        "The learner can then choose units and submit work. The Institute invoices the fee of the day to your centre.",
        "is registered.",
        kind="",
    ),
    "approve_instead": Offer(
        approve_instead,
        "Use this when no line manager can answer. The link sent to them stops working.",
        "has an approved place. You can register them now.",
        asks="Why does no line manager approve?",
        hint="It is kept with the place.",
    ),
    "refuse": Offer(
        refuse,
        "The learner is told why, and can ask again.",
        "is told that the request was declined.",
        asks="Why do you decline?",
        hint="The learner reads it.",
    ),
    "withdraw": Offer(
        withdraw,
        "The place ends. What was submitted and passed stays on record.",
        "is withdrawn.",
        kind="danger",
        asks="Why is the place withdrawn?",
        hint="The learner reads it.",
    ),
}


class EnrolmentList(NarrowedList):
    """The learners of the centres that the person coordinates, who waits first."""

    template_name = "qualifications/enrolment/list.html"
    paginate_by = 25
    url_name = "qualifications:enrolment_list"
    views = VIEWS

    def rows(self) -> EnrolmentQuerySet:
        """Those of the person's centres."""
        return Enrolment.objects.coordinated_by(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With who waits for the centre, whatever the filters leave."""
        context = super().get_context_data(**kwargs)
        for row in context["page_obj"]:
            shaped(row, for_centre=True)
        coordinated = {centre for centre, role in roles_of(self.request.user) if role == Role.COORDINATOR}
        waiting, _ = self.counts.get(E.APPROVED, (0, 0))
        return context | {"waiting": waiting, "many_centres": len(coordinated) > 1}


@coordinators_only
@get_or_post
def enrolment_manage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place: its facts, its history and what may be decided about it now."""
    rows = Enrolment.objects.coordinated_by(request.user)
    row = get_object_or_404(rows.select_related("qualification__level", "version", "centre", "learner"), pk=pk)
    decisions = _decisions(request, row)
    wanted: Decision | None = None
    if request.method == "POST":
        wanted = next((one for one in decisions if one.action == request.POST.get("action")), None)
        if wanted is None:
            messages.error(request, "This can no longer be done. Look at the place as it is now.")
            return redirect("qualifications:enrolment_manage", pk=row.pk)
        if wanted.form.is_valid():
            try:
                _act(request, row, wanted)
            except MoveRefused as refusal:
                row.refresh_from_db()
                wanted.form.refuse(refusal, row)
            else:
                messages.success(request, f"{row.learner} {OFFERS[wanted.action].done}")
                return redirect("qualifications:enrolment_manage", pk=row.pk)
    context = {**_facts(row, decisions), "form": wanted and wanted.form}
    return render(request, "qualifications/enrolment/manage.html", context)


def _decisions(request: HttpRequest, row: Enrolment) -> list[Decision]:
    offered = [line for line in row.offered_to(request.user) if line.action in OFFERS]
    return [_decision(request, row, line, first=line.action == "register") for line in offered]


def _decision(request: HttpRequest, row: Enrolment, line: Transition, *, first: bool) -> Decision:
    offer = OFFERS[line.action]
    data = request.POST if request.POST.get("action") == line.action else None
    if offer.asks:
        form: MovesForm = ReasonForm(data, row=row, prefix=line.action, asks=offer.asks, hint=offer.hint)
    else:
        form = MovesForm(data, row=row, prefix=line.action)
    return Decision(line.action, line.label, offer.text, offer.kind, form, first)


def _act(request: HttpRequest, row: Enrolment, wanted: Decision) -> None:
    said: dict[str, Any] = {"moves": wanted.form.cleaned_data["moves"]}
    if "reason" in wanted.form.cleaned_data:
        said["reason"] = wanted.form.cleaned_data["reason"]
    OFFERS[wanted.action].service(enrolment=row, by=request.user, at=timezone.now(), **said)


def _facts(row: Enrolment, decisions: list[Decision]) -> dict[str, Any]:
    place = place_of(shaped(row, for_centre=True))
    history, at = history_of(row), timezone.now()
    return {
        "enrolment": row,
        "lines": unit_lines_for_centre(place.choice) if place.choice else [],
        "story": story_of(history),
        "line_manager": line_manager_of(history),
        "coming": coming(place, at=at),
        "waits": place.waits_for_line_manager(at=at),
        "decisions": decisions,
        "fee_pence": row.fee_pence if row.registered_on else row.qualification.fee_pence,
        "fee_label": "Fee invoiced" if row.registered_on else "Fee today",
    }
