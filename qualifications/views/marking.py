"""Marking: one criterion a page with the evidence beside it, then the whole: send it on, or return it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cmiportal.ui.moves import VersionedForm
from cmiportal.workflow import MoveRefused, StaleMove

from ..forms.assessment import MET, NOT_YET_MET, JudgeForm, ReturnForm
from ..models import Judgement, Submission
from ..services import marking
from ..services.judged_work import came_back, work_to_judge
from .desk import decide, on_desk, refusal, shortcuts_on, status_of
from .evidence_sheets import CriterionPage, criterion_pages


@on_desk("send_on")
def submission_mark(request: HttpRequest, work: Submission, code: str) -> HttpResponse:
    """Judge one criterion; saved at each step. A form that is out of date is shown beside what is stored (409)."""
    pages, stay_met = open_and_met(work)
    here = find_page(pages, code)
    form = JudgeForm(request.POST or None, code=code, initial=start(work, here.judged.judgement))
    stale = False
    if form.is_valid():
        try:
            kept = save(request, work, here, form)
        except MoveRefused as refused:
            if answer := refusal(request, work, "send_on", str(refused), form=form):
                return answer
            # What was handed in may have changed as well: everything is read again.
            pages, stay_met = open_and_met(work)
            here, stale = find_page(pages, code), isinstance(refused, StaleMove)
            form.carry(revision=here.judged.judgement.revision if here.judged.judgement else 0)
        else:
            return saved(request, work, pages, here, kept)
    context = {"form": form, "yours": form.cleaned_data if stale else None, "stay_met": stay_met}
    context |= {"shortcuts": shortcuts_on(request), **around(work, pages, here)}
    return render(request, "qualifications/assessment/submission_mark.html", context, status=status_of(form))


def open_and_met(work: Submission) -> tuple[list[CriterionPage], list[CriterionPage]]:
    """The criteria that this attempt is judged on, and those that an earlier attempt met and that stay met."""
    pages = criterion_pages(work_to_judge(work).criteria)
    return [page for page in pages if page.judged.is_open], [page for page in pages if not page.judged.is_open]


def find_page(pages: list[CriterionPage], code: str) -> CriterionPage:
    """The criterion of that code. Raises Http404."""
    here = next((page for page in pages if page.code == code), None)
    if here is None:
        raise Http404
    return here


def around(work: Submission, pages: list[CriterionPage], here: CriterionPage) -> dict[str, Any]:
    """What the page of a criterion shows around its form."""
    return {
        "work": work,
        "unit": work.unit_enrolment,
        "here": here,
        "nav": criteria_nav(work, pages, here),
        "done": done(pages),
        "pages": pages,
        "next": neighbour(pages, here, 1),
        "previous": neighbour(pages, here, -1),
        "begun": any(page.judged.judgement for page in pages),
        "is_late": work.stage.is_late(at=timezone.now()),
        "came_back": came_back(work, "send_back"),
    }


def done(pages: list[CriterionPage]) -> int:
    """How many criteria are judged."""
    return sum(page.judged.judgement is not None for page in pages)


def start(work: Submission, kept: Judgement | None) -> dict[str, Any]:
    """What the form opens with: the judgement as it stands."""
    if kept is None:
        return {"moves": work.moves, "revision": 0}
    met = MET if kept.met else NOT_YET_MET
    return {"moves": work.moves, "revision": kept.revision, "met": met, "feedback": kept.feedback}


def save(request: HttpRequest, work: Submission, here: CriterionPage, form: JudgeForm) -> Judgement:
    """Keep the judgement; raises MoveRefused."""
    criterion, at = here.judged.criterion, timezone.now()
    return marking.judge(submission=work, criterion=criterion, by=request.user, at=at, **form.cleaned_data)


def saved(
    request: HttpRequest, work: Submission, pages: list[CriterionPage], here: CriterionPage, kept: Judgement
) -> HttpResponse:
    """Say that it is saved, when, and how far the marking is; go on."""
    judged = done(pages) + (here.judged.judgement is None)
    clock = timezone.localtime(kept.at)
    messages.success(request, f"Criterion {here.code}: saved {clock:%H:%M}. {judged} of {len(pages)} judged.")
    return redirect(onward(request, work, pages, here))


def onward(request: HttpRequest, work: Submission, pages: list[CriterionPage], here: CriterionPage) -> str:
    """Where a saved judgement leads: the next criterion, or the summary."""
    following = neighbour(pages, here, 1)
    if following is None or request.POST.get("then") == "stop":
        return reverse("qualifications:submission_summary", args=[work.pk])
    return reverse("qualifications:submission_mark", args=[work.pk, following.code])


def neighbour(pages: list[CriterionPage], here: CriterionPage, step: int) -> CriterionPage | None:
    """The criterion so many steps on, or None past either end."""
    place = pages.index(here) + step
    return pages[place] if 0 <= place < len(pages) else None


def criteria_nav(work: Submission, pages: list[CriterionPage], here: CriterionPage) -> list[dict[str, Any]]:
    """The criteria of this attempt with their states, as the component wants them."""
    return [
        {
            "code": page.code,
            "href": reverse("qualifications:submission_mark", args=[work.pk, page.code]),
            "state": page.state,
            "word": page.word,
            "current": page is here,
        }
        for page in pages
    ]


@on_desk("send_on")
def submission_summary(request: HttpRequest, work: Submission) -> HttpResponse:
    """All judgements and what is missing; sends the work to verification."""
    form = VersionedForm(request.POST or None, initial={"moves": work.moves})
    if form.is_valid():
        answer = decide(
            request,
            work,
            "send_on",
            lambda: marking.send_on(submission=work, by=request.user, at=timezone.now(), **form.cleaned_data),
            form=form,
            done="Sent to verification. The learner is told that it was marked, not how.",
        )
        if answer:
            return answer
    pages = criterion_pages(work_to_judge(work).criteria)
    context = {
        "work": work,
        "unit": work.unit_enrolment,
        "form": form,
        "pages": pages,
        "missing": [page for page in pages if page.judged.is_open and page.judged.judgement is None],
        "not_yet_met": sum(page.state == "attention" for page in pages),
        "begun": any(page.judged.judgement for page in pages),
        "is_late": work.stage.is_late(at=timezone.now()),
        "came_back": came_back(work, "send_back"),
    }
    return render(request, "qualifications/assessment/submission_summary.html", context, status=status_of(form))


@on_desk("return")
def submission_return(request: HttpRequest, work: Submission) -> HttpResponse:
    """Give work back for a formal fault, before it is marked."""
    form = ReturnForm(request.POST or None, initial={"moves": work.moves})
    if form.is_valid():
        answer = decide(
            request,
            work,
            "return",
            lambda: marking.return_to_learner(submission=work, by=request.user, at=timezone.now(), **form.cleaned_data),
            form=form,
            done="Returned to the learner. The clock stands still until they submit it again.",
        )
        if answer:
            return answer
    context = {"work": work, "unit": work.unit_enrolment, "form": form, "begun": work.judgements.exists()}
    return render(request, "qualifications/assessment/submission_return.html", context, status=status_of(form))
