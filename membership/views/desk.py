"""The desk of those who assess and moderate applications: what waits, one application, and its assessor."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import only
from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.paging import PagedList
from cmiportal.posts.once import once
from cmiportal.ui.moves import MovesForm
from cmiportal.waiting import counts_of
from cmiportal.workflow import MoveRefused, WorkflowRow

from ..forms.desk import AllocateForm, DeclareForm, GiveBackForm
from ..models import ApplicationHolder, CharteredApplication
from ..permissions import holds, opens_file, serves_at_desk
from ..services.applying.referees import referee_of
from ..services.assessing import allocation, queues
from ..services.assessing.discussions import live_of
from ..services.assessing.holders import holder_of
from ..services.chartered.rows import WITH
from ..workflow import ApplicationState, HolderStage
from .application_file import pages_of
from .application_words import TAGS, told_of

A = ApplicationState
View = Callable[..., HttpResponse]
DETAIL = "membership:desk_application"
desk_people = only("who assesses or moderates applications", serves_at_desk)

# view: its label, its address, the question whose rows it lists; checking eligibility has a list of its own.
VIEWS: dict[str, tuple[str, str, Callable[[Any], QuerySet]]] = {
    "mine": ("To assess", "membership:desk", queues.to_assess),
    "check": ("To check", "membership:check_queue", queues.to_check),
    "allocation": ("To allocate", "membership:desk_allocation", queues.to_allocate),
    "moderation": ("To moderate", "membership:desk_moderation", queues.to_moderate),
    "appeals": ("Appeals", "membership:desk_appeals", queues.appeals),
}


def views_for(user: Any, show: str) -> list[dict[str, Any]]:
    """The views that have something for the person, and the one that is shown; one query."""
    counts = counts_of(user)
    return [
        {"label": label, "url": url, "count": counts[ask], "current": key == show}
        for key, (label, url, ask) in VIEWS.items()
        if counts[ask] or key == show
    ]


def on_desk(view: View) -> View:
    """A page about an application that the person handles: the view gets its row. For others there is no page."""

    @desk_people
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, **rest: Any) -> HttpResponse:
        rows = CharteredApplication.objects.handled_by(request.user).select_related(*WITH).with_since()
        holders = Prefetch("holders", ApplicationHolder.objects.select_related("person"))
        row = rows.prefetch_related(holders).filter(pk=pk).first()
        if row is None:
            raise Http404
        return view(request, row, **rest)

    return opened


def decided(request: HttpRequest, row: WorkflowRow, form: MovesForm, act: Callable[..., Any], done: str) -> bool:
    """Whether the form was sent and the move made; else the form says why not, about the row as it now is."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as error:
        row.refresh_from_db()
        form.refuse(error, row)
        return False
    messages.success(request, done)
    return True


@method_decorator([desk_people, never_cache], name="dispatch")
class DeskList(PagedList):
    """What waits for the person, what is due first at the top, and how much waits elsewhere."""

    show = "mine"
    template_name = "membership/desk/queue.html"

    def get_queryset(self) -> QuerySet:
        """The rows of this view."""
        rows = VIEWS[self.show][2](self.request.user)
        if self.show == "appeals":
            return rows.select_related("application__person", "application__route")
        return rows.with_since().with_undeclared(self.request.user).select_related(*WITH).order_by("since", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows with their last day, and the other views."""
        context = super().get_context_data(**kwargs)
        if self.show != "appeals":
            context["lines"] = [(row, due_of(row)) for row in context["page_obj"]]
        context["views"] = views_for(self.request.user, self.show)
        context["assesses"] = self.request.user.serves_as(MEMBERSHIP_ASSESSORS)
        return {**context, "show": self.show, "heading": VIEWS[self.show][0], "now": timezone.now()}


def due_of(row: CharteredApplication) -> Any:
    """Until when the stage that the application is in is meant to be done; None where it waits for the applicant."""
    days = {
        A.ALLOCATION: settings.APPLICATION_ALLOCATION_DAYS,
        A.ASSESSMENT: settings.APPLICATION_ASSESSMENT_DAYS,
        A.MODERATION: settings.APPLICATION_MODERATION_DAYS,
    }.get(A(row.state))
    since = getattr(row, "since", None)
    return since + timedelta(days=days) if days and since else None


@on_desk
def desk_application(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """One application: where it stands and what is to do; its file, once the person has declared."""
    is_open = opens_file(request.user, row)
    context: dict[str, Any] = {
        "application": row,
        "tag": TAGS[A(row.state)],
        "due": due_of(row),
        "now": timezone.now(),
        "told": told_of(row.events.all()),
        "offered": {line.action for line in row.offered_to(request.user)},
        "assesses": holds(request.user, row, HolderStage.ASSESSMENT),
        "moderates": holds(request.user, row, HolderStage.MODERATION),
        "is_opened": is_open,
        "holders": [holder for holder in row.holders.all() if holder.ended_at is None],
        "discussion": live_of(row) if row.state == A.BOOKED else None,
    }
    if is_open:
        context |= {"pages": pages_of(row), "referee": referee_of(row)}
    return render(request, "membership/desk/application.html", context)


@on_desk
@once
def desk_allocate(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """Choose who assesses it, among those who never had it; who cannot have it is named with the reason."""
    if not row.may(request.user, "allocate") and request.method != "POST":
        return redirect(DETAIL, pk=row.pk)
    people = allocation.candidates(row)
    form = AllocateForm(request.POST or None, row=row, candidates=people)
    done = f"{row} is allocated, and the assessor is told."
    if decided(request, row, form, lambda **said: allocation.allocate(application=row, **said), done):
        return redirect("membership:desk_allocation")
    context = {"application": row, "form": form, "refused": [one for one in people if one.refusal]}
    return render(request, "membership/desk/allocate.html", context)


@on_desk
def desk_declare(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """The declaration before the file opens; whoever has a conflict gives the application back instead."""
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            allocation.declare_no_conflict(application=row, by=request.user, at=timezone.now())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. The file is open to you.")
            return redirect(DETAIL, pk=row.pk)
    return render(request, "membership/desk/declare.html", {"application": row, "form": form})


@on_desk
def desk_give_back(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """The assessor gives it back, or a moderator takes it from them; somebody else gets it."""
    held = holder_of(row, HolderStage.ASSESSMENT)
    if held is None:
        return redirect(DETAIL, pk=row.pk)
    own = held.person_id == request.user.pk
    form = GiveBackForm(request.POST or None, row=row, asks="Why?", hint="Kept sealed; the applicant does not read it.")
    done = f"{row} waits for another assessor."
    if decided(request, row, form, lambda **said: allocation.give_back(application=row, **said), done):
        return redirect("membership:desk" if own else "membership:desk_allocation")
    context = {"application": row, "form": form, "own": own, "held": held}
    return render(request, "membership/desk/give_back.html", context)
