"""One piece of work: where it stands, and who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.ui.moves import VersionedForm

from ..forms.assessment import AllocateForm, ReallocateForm
from ..models import Submission
from ..services import allocation
from ..services.allocation import Candidate, candidates, candidates_for
from ..services.judged_work import holders_of
from ..workflow import STAGE_ROLES, StageName
from .desk import MOVED_ON, decide, gone, handled_attempts, moved_on, on_desk, this_and_others
from .standing import learner_page, staff_page, takes_over

MARKING, VERIFICATION = StageName.MARKING, StageName.VERIFICATION
ALREADY_YOURS = "You already have this work."


@signed_in
@never_cache
@require_safe
def submission_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands: one page for those who handle it, another for its learner."""
    if attempts := handled_attempts(request, pk):
        return staff_page(request, *attempts)
    own = this_and_others(Submission.objects.visible_to(request.user), pk)
    if own is None:
        return gone(request, pk)
    return learner_page(request, *own)


@on_desk("allocate")
def submission_allocate(request: HttpRequest, work: Submission) -> HttpResponse:
    """Choose who marks and who verifies; on a resubmission those who did before are chosen already."""
    at = timezone.now()
    found = candidates_for([work], (MARKING, VERIFICATION), at=at)
    form = AllocateForm(
        request.POST or None,
        assessors=found[MARKING],
        verifiers=found[VERIFICATION],
        initial={"moves": work.moves, **those_before(work)},
    )
    if form.is_valid() and (answer := allocate(request, work, form, at=at)):
        return answer
    context = {"work": work, "unit": work.unit_enrolment, "form": form, "short_of": short_of(found)}
    return render(request, "qualifications/assessment/submission_allocate.html", context)


def allocate(request: HttpRequest, work: Submission, form: AllocateForm, *, at: datetime) -> HttpResponse | None:
    """Make the allocation; see ``decide``."""
    chosen = form.cleaned_data
    return decide(
        request,
        work,
        "allocate",
        lambda: allocation.allocate(submission=work, by=request.user, at=at, **chosen),
        form=form,
        done=f"Allocated: {chosen['assessor']} marks, {chosen['verifier']} verifies.",
    )


def those_before(work: Submission) -> dict[str, int]:
    """Who marked and verified an earlier attempt, as the form's first choice."""
    before = holders_of(work)
    fields = {"assessor": MARKING, "verifier": VERIFICATION}
    return {field: before[stage].pk for field, stage in fields.items() if stage in before}


def short_of(found: Mapping[str, Sequence[Candidate]]) -> list[StageName]:
    """The stages that nobody at the centre can hold for this work."""
    return [StageName(stage) for stage, people in found.items() if all(one.refusal for one in people)]


@on_desk("reallocate")
def submission_reallocate(request: HttpRequest, work: Submission) -> HttpResponse:
    """Give marking or verification (``?stage=``) to somebody else, with a reason."""
    if work.state not in STAGE_ROLES:
        return moved_on(request, work, MOVED_ON)
    at = timezone.now()
    asked = request.GET.get("stage", "")
    stage = StageName(asked if asked in STAGE_ROLES else work.state)
    former = holders_of(work).get(stage)
    people = [
        replace(one, refusal="has it now") if one.person == former else one for one in candidates(work, stage, at=at)
    ]
    form = ReallocateForm(request.POST or None, candidates=people, initial={"moves": work.moves})
    if form.is_valid() and (answer := reallocate(request, work, form, stage=stage, at=at)):
        return answer
    context: dict[str, Any] = {"work": work, "unit": work.unit_enrolment, "form": form, "stage": stage}
    context |= {"former": former, "stages": list(STAGE_ROLES), "short_of": short_of({stage: people})}
    return render(request, "qualifications/assessment/submission_reallocate.html", context)


def reallocate(
    request: HttpRequest, work: Submission, form: ReallocateForm, *, stage: StageName, at: datetime
) -> HttpResponse | None:
    """Give it to somebody else; see ``decide``."""
    return decide(
        request,
        work,
        "reallocate",
        lambda: allocation.reallocate(submission=work, by=request.user, stage=stage, at=at, **form.cleaned_data),
        form=form,
        done=f"{stage.label} is with {form.cleaned_data['to']} now.",
    )


@on_desk("reallocate")
def submission_take_over(request: HttpRequest, work: Submission) -> HttpResponse:
    """Ask, then take a sign-off from a colleague."""
    if not takes_over(request.user, work):
        return moved_on(request, work, ALREADY_YOURS if work.state == StageName.SIGN_OFF else MOVED_ON)
    form = VersionedForm(request.POST or None, initial={"moves": work.moves})
    if form.is_valid():
        answer = decide(
            request,
            work,
            "reallocate",
            lambda: allocation.take_over(submission=work, by=request.user, at=timezone.now(), **form.cleaned_data),
            form=form,
            done="You have this sign-off now.",
        )
        if answer:
            return answer
    return render(
        request,
        "qualifications/assessment/submission_take_over.html",
        {"work": work, "unit": work.unit_enrolment, "form": form},
    )
