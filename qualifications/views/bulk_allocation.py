"""Several pieces of work to the same two people: choose who, check, and see what came of each piece.

Choosing and checking are GETs, whose address holds the choice: Back, a second tab and no JavaScript all work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import only
from cmiportal.accounts.models import User
from cmiportal.posts.once import once
from cmiportal.ui.components.words import count_of

from ..forms.work_queue import AllocateSeveralForm
from ..models import Submission
from ..permissions import is_coordinator
from ..services.allocation import Candidate, candidates_for
from ..services.bulk_allocation import Allocated, Piece, allocate_each
from ..workflow import StageName
from .work_queue import PER_PAGE, name_of

TICK_FIRST = "Tick the pieces of work to allocate first."
RESULT = "allocated"


@dataclass(frozen=True)
class Checked:
    """A piece of the summary: what is sent for it, and why it cannot be allocated, where that is known already."""

    work: Submission
    name: str
    sent: str
    obstacle: str


@only("coordinator", is_coordinator)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def work_allocate(request: HttpRequest) -> HttpResponseBase:
    """``?piece=`` once for each, then ``assessor`` and ``verifier``; a POST of the summary allocates."""
    sent = request.POST if request.method == "POST" else request.GET
    pieces = ticked(request.user, sent.getlist("piece"))
    waiting = [piece.work for piece in pieces if piece.work.state == StageName.ALLOCATION]
    if not pieces or not (waiting or request.method == "POST"):
        messages.info(request, "What you ticked is allocated already." if pieces else TICK_FIRST)
        return redirect("qualifications:work_queue")
    at = timezone.now()
    found = candidates_for(waiting, (StageName.MARKING, StageName.VERIFICATION), at=at)
    chosen = sent if "assessor" in sent or "verifier" in sent or request.GET.get("step") else None
    form = AllocateSeveralForm(chosen, assessors=found[StageName.MARKING], verifiers=found[StageName.VERIFICATION])
    if not waiting:
        taken = [checked(piece, {}) for piece in pieces]
        messages.info(request, " ".join(f"{one.name}: {one.obstacle}." for one in taken))
        return redirect("qualifications:work_queue")
    if not form.is_valid():
        context = {"pieces": [checked(piece, {}) for piece in pieces], "form": form, "count": len(pieces)}
        return render(request, "qualifications/assessment/work_allocate.html", context)
    if request.method == "POST":
        return allocate(request, pieces, form.cleaned_data, at=at)
    obstacles = obstacles_of(found, form.cleaned_data)
    summary = [checked(piece, obstacles) for piece in pieces]
    context = {
        "pieces": summary,
        "count": sum(not one.obstacle for one in summary),
        "change": f"{request.path}?{urlencode([('piece', piece.work.pk) for piece in pieces])}",
        **form.cleaned_data,
    }
    return render(request, "qualifications/assessment/work_allocate_check.html", context)


@only("coordinator", is_coordinator)
@never_cache
@require_safe
def work_allocated(request: HttpRequest) -> HttpResponse:
    """What came of each piece that was allocated last in this session."""
    result = request.session.get(RESULT)
    if result is None:
        return redirect("qualifications:work_queue")
    return render(request, "qualifications/assessment/work_allocated.html", result)


def ticked(user: Any, sent: Sequence[str]) -> list[Piece]:
    """The pieces, as ``key`` or ``key:moves``, that are the person's to see, soonest due first; a page of them at most.

    Without ``moves`` the piece is taken as it is now.
    """
    moves: dict[UUID, int | None] = {}
    for one in sent[:PER_PAGE]:
        key, _, number = one.partition(":")
        try:
            moves[UUID(key)] = int(number) if number else None
        except ValueError:
            continue
    rows = Submission.objects.handled_by(user).filter(pk__in=moves).for_queue()
    asked = {row: moves[row.pk] for row in rows}
    return [Piece(row, row.moves if number is None else number) for row, number in asked.items()]


def checked(piece: Piece, obstacles: dict[Submission, str]) -> Checked:
    """The piece as the summary shows it."""
    work = piece.work
    obstacle = obstacles.get(work, "")
    if work.state != StageName.ALLOCATION:
        obstacle = f"it is {work.get_state_display().lower()} already"
    return Checked(work, name_of(work), f"{work.pk}:{work.moves}", obstacle)


def obstacles_of(found: dict[str, list[Candidate]], chosen: dict[str, User]) -> dict[Submission, str]:
    """The pieces that one of the two chosen people cannot have, and why."""
    people = {StageName.MARKING: chosen["assessor"], StageName.VERIFICATION: chosen["verifier"]}
    return {
        work: f"{one.person} {reason}"
        for stage, person in people.items()
        for one in found[stage]
        if one.person == person
        for work, reason in one.exceptions
    }


def allocate(request: HttpRequest, pieces: Sequence[Piece], chosen: dict[str, User], *, at: datetime) -> HttpResponse:
    """Allocate, keep what came of it for the next page, and go there."""
    results = allocate_each(pieces=pieces, by=request.user, at=at, **chosen)  # type: ignore[arg-type]
    request.session[RESULT] = {
        "assessor": str(chosen["assessor"]),
        "verifier": str(chosen["verifier"]),
        "allocated": [told(one) for one in results if not one.refusal],
        "refused": [told(one) for one in results if one.refusal],
    }
    count = sum(not one.refusal for one in results)
    messages.success(request, f"{count_of(count, 'piece of work is,pieces of work are').capitalize()} allocated.")
    return redirect("qualifications:work_allocated")


def told(one: Allocated) -> dict[str, str]:
    """What the result says of a piece: plain values, as a session holds them."""
    return {"pk": str(one.work.pk), "name": name_of(one.work), "refusal": one.refusal}
