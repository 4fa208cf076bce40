"""A person's record: what they have done, how far it is confirmed, and which grades it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.record import ExperienceForm, HeldForm, LineForm
from ..models import Experience, QualificationHeld
from ..models.record import Claim
from ..services.members.grades import verdicts
from ..services.members.requests import open_request_of
from ..services.record import lines as services
from ..services.record.facts import facts_of
from .grade_words import shown

STATES = {Claim.CLAIMED: "neutral", Claim.CONFIRMED: "positive", Claim.REFUSED: "negative"}
get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """What a record has lines of: their table and form, how a new one is kept, and the words of their pages."""

    model: Any
    form: Any
    add: Callable[..., Any]
    word: str
    heading: str
    remove: str


EXPERIENCE = Kind(
    Experience, ExperienceForm, services.add_experience, "post", "Add a post", "membership:experience_remove"
)
HELD = Kind(
    QualificationHeld,
    HeldForm,
    services.add_held,
    "qualification",
    "Add a qualification",
    "membership:held_remove",
)


@signed_in
@require_safe
def record_detail(request: HttpRequest) -> HttpResponse:
    """Posts and qualifications with their state, and every grade with its reasons."""
    on = uk_day(timezone.now())
    posts = list(Experience.objects.visible_to(request.user).select_related("evidence"))
    held = list(QualificationHeld.objects.visible_to(request.user).select_related("evidence"))
    counting = [row for row in posts if row.state != Claim.REFUSED]
    context = {
        "posts": [(row, STATES[Claim(row.state)]) for row in posts],
        "held": [(row, STATES[Claim(row.state)]) for row in held],
        "overlap": services.posts_that_overlap(counting, on=on),
        "asked": open_request_of(request.user),
        "found": [shown(verdict) for verdict in verdicts(facts_of(request.user, on=on))],
    }
    return render(request, "membership/record/record_detail.html", context)


def add(request: HttpRequest, kind: Kind) -> HttpResponse:
    """A new line."""
    form = _form(request, kind)
    if form.is_valid():
        try:
            kind.add(person=request.user, values=form.values())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The {kind.word} is in your record.")
            return redirect("membership:record_detail")
    return render(request, "membership/record/line_form.html", {"form": form, "kind": kind, "heading": kind.heading})


def edit(request: HttpRequest, pk: UUID, kind: Kind) -> HttpResponse:
    """Change a line while it is a claim; 404 once it is decided."""
    row = _own_claim(request, pk, kind)
    form = _form(request, kind, initial=kind.form.initial_of(row))
    if form.is_valid():
        try:
            services.change(line=row, values=form.values())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The {kind.word} is changed.")
            return redirect("membership:record_detail")
    context = {"form": form, "kind": kind, "heading": f"Change the {kind.word}", "line": row}
    return render(request, "membership/record/line_form.html", context)


def take_out(request: HttpRequest, pk: UUID, kind: Kind) -> HttpResponse:
    """Remove a line while it is a claim."""
    row = _own_claim(request, pk, kind)
    try:
        services.remove(line=row)
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{row}” is removed from your record.")
    return redirect("membership:record_detail")


experience_add = signed_in(get_or_post(once(partial(add, kind=EXPERIENCE))))
experience_edit = signed_in(get_or_post(partial(edit, kind=EXPERIENCE)))
experience_remove = signed_in(require_POST(partial(take_out, kind=EXPERIENCE)))
held_add = signed_in(get_or_post(once(partial(add, kind=HELD))))
held_edit = signed_in(get_or_post(partial(edit, kind=HELD)))
held_remove = signed_in(require_POST(partial(take_out, kind=HELD)))


def _form(request: HttpRequest, kind: Kind, **kwargs: Any) -> Any:
    form: type[LineForm] = kind.form
    return form(request.POST or None, person=request.user, today=uk_day(timezone.now()), **kwargs)


def _own_claim(request: HttpRequest, pk: UUID, kind: Kind) -> Any:
    return get_object_or_404(kind.model.objects.visible_to(request.user), pk=pk, state=Claim.CLAIMED)
