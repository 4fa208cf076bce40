"""Judging at the desk: the discussion, one criterion a page, and the whole with what is recommended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cmiportal.workflow import MoveRefused, StaleMove

from ..forms.desk import MET, NOT_YET_MET, CancelForm, HeldForm, JudgeForm, RecommendForm
from ..models import CharteredApplication
from ..permissions import opens_file
from ..services.assessing import discussions, judging
from ..services.chartered.outcomes import reason_of
from .application_file import CriterionPage, open_pages, pages_of
from .desk import DETAIL, decided, on_desk


@on_desk
def desk_discussion(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """The assessor marks the discussion as held, or cancels it with a reason."""
    discussion = discussions.live_of(row)
    if discussion is None or not row.may(request.user, "hold"):
        return redirect(DETAIL, pk=row.pk)
    sent = request.POST
    held = HeldForm(sent if "hold" in sent else None, row=row, prefix="hold")
    asks = {"asks": "Why do you cancel it?", "hint": "The applicant reads this, and chooses another time."}
    cancel = CancelForm(sent if "cancel" in sent else None, row=row, prefix="cancel", **asks)
    for form, act, done in (
        (held, discussions.hold_discussion, "Marked as held. Now judge each criterion."),
        (cancel, discussions.cancel, "The discussion is cancelled, and the applicant is told."),
    ):
        if decided(request, row, form, lambda act=act, **said: act(application=row, **said), done):
            return redirect(DETAIL, pk=row.pk)
    has_begun = discussion.slot.during.lower <= timezone.now()
    context = {"application": row, "discussion": discussion, "held": held, "cancel": cancel, "has_begun": has_begun}
    return render(request, "membership/desk/discussion.html", context)


@on_desk
def desk_judge(request: HttpRequest, row: CharteredApplication, key: str) -> HttpResponse:
    """Judge one criterion; saved at each step. A form that is out of date is shown beside what is stored (409)."""
    if not _may_judge(request, row):
        return redirect(DETAIL, pk=row.pk)
    pages = pages_of(row)
    here = _find(pages, key)
    form = JudgeForm(request.POST or None, row=row, evidence=here.evidence, initial=_start(here))
    stale = False
    if form.is_valid():
        criterion, at = here.criterion, timezone.now()
        try:
            judging.judge(application=row, criterion=criterion, by=request.user, at=at, **form.cleaned_data)
        except MoveRefused as refused:
            row.refresh_from_db()
            if not _may_judge(request, row):
                messages.error(request, str(refused))
                return redirect(DETAIL, pk=row.pk)
            pages = pages_of(row)
            here, stale = _find(pages, key), isinstance(refused, StaleMove)
            form.refuse(refused, row)
            form.carry(revision=here.judgement.revision if here.judgement else 0)
        else:
            messages.success(request, f"{criterion}: saved {timezone.localtime(at):%H:%M}.")
            return redirect(_onward(request, row, pages, here))
    context = {"application": row, "form": form, "yours": form.cleaned_data if stale else None}
    context |= _around(row, pages, here)
    return render(request, "membership/desk/judge.html", context, status=409 if form.is_refused else 200)


@on_desk
def desk_summary(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """All judgements and what is missing; sends the application to moderation."""
    if not _may_judge(request, row):
        return redirect(DETAIL, pk=row.pk)
    form = RecommendForm(request.POST or None, row=row)
    done = "Sent to moderation. The applicant is told that it is judged, not how."
    if decided(request, row, form, lambda **said: judging.recommend(application=row, **said), done):
        return redirect("membership:desk")
    pages = pages_of(row)
    missing = [page for page in open_pages(pages) if page.judgement is None]
    context = {"application": row, "form": form, "pages": pages, "missing": missing}
    context["came_back"] = reason_of(row, "send_back")
    return render(request, "membership/desk/summary.html", context, status=409 if form.is_refused else 200)


def _may_judge(request: HttpRequest, row: CharteredApplication) -> bool:
    return row.may(request.user, "recommend") and opens_file(request.user, row)


def _find(pages: list[CriterionPage], key: str) -> CriterionPage:
    """The criterion of that key, if it is judged in this attempt. Raises Http404."""
    here = next((page for page in open_pages(pages) if page.criterion.pk == key), None)
    if here is None:
        raise Http404
    return here


def _start(page: CriterionPage) -> dict[str, Any]:
    """What the form opens with: the judgement as it stands, and all evidence where none was judged."""
    accepted = [one.pk for one in page.evidence if one.accepted is not False]
    if page.judgement is None:
        return {"revision": 0, "accepted": accepted}
    met = MET if page.judgement.met else NOT_YET_MET
    said = {"revision": page.judgement.revision, "met": met, "feedback": page.judgement.feedback}
    return {**said, "accepted": accepted}


def _around(row: CharteredApplication, pages: list[CriterionPage], here: CriterionPage) -> dict[str, Any]:
    asked = open_pages(pages)
    nav = [
        {
            "code": str(number),
            "href": reverse("membership:desk_judge", args=[row.pk, page.criterion.pk]),
            "state": page.state,
            "word": f"{page.criterion}: {page.word.lower()}",
            "current": page is here,
        }
        for number, page in enumerate(asked, start=1)
    ]
    return {
        "here": here,
        "nav": nav,
        "asked": asked,
        "done": sum(page.judgement is not None for page in asked),
        "stay_met": [page for page in pages if not page.is_open],
        "next": _following(asked, here),
        "came_back": reason_of(row, "send_back"),
    }


def _following(asked: list[CriterionPage], here: CriterionPage) -> CriterionPage | None:
    place = asked.index(here) + 1
    return asked[place] if place < len(asked) else None


def _onward(request: HttpRequest, row: CharteredApplication, pages: list[CriterionPage], here: CriterionPage) -> str:
    """Where a saved judgement leads: the next criterion, or the summary."""
    following = _following(open_pages(pages), here)
    if following is None or request.POST.get("then") == "stop":
        return reverse("membership:desk_summary", args=[row.pk])
    return reverse("membership:desk_judge", args=[row.pk, following.criterion.pk])
