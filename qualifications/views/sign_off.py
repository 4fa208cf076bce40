"""Verification and sign-off: judgements and evidence beside each other, then agree, confirm or return."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cmiportal.ui.moves import VersionedForm

from ..forms.assessment import SendBackForm
from ..models import Submission
from ..services import sign_off
from ..services.history import history_of
from ..services.judged_work import work_to_judge
from .desk import decide, on_desk, shortcuts_on, status_of
from .evidence_sheets import CriterionPage, criterion_pages
from .work_story import came_back, gave_back

AGREE, SEND_BACK = "agree", "send_back"
UNDECIDED = "Nothing was decided. Agree, or return the work with a reason."


@dataclass(frozen=True)
class Review:
    """What differs between the verifier's page and the moderator's; ``action`` and ``back`` are moves."""

    heading: str
    crumb: str
    action: str
    back: str
    service: Callable[..., Any]
    button: str
    done: str
    back_button: str
    back_done: str


VERIFY = Review(
    heading="Verify the marking",
    crumb="Verify",
    action="agree",
    back="send_back",
    service=sign_off.agree,
    button="Agree with the marking",
    done="You agree with the marking. The Institute signs it off next.",
    back_button="Return to the assessor",
    back_done="Returned to the assessor, who reads your reason.",
)
SIGN_OFF = Review(
    heading="Sign off the result",
    crumb="Sign off",
    action="pass",
    back="question",
    service=sign_off.confirm,
    button="Confirm the result",
    done="The result is confirmed and the learner is told.",
    back_button="Return to the verifier",
    back_done="Returned to the verifier, who reads your reason.",
)


@on_desk("agree")
def submission_verify(request: HttpRequest, work: Submission) -> HttpResponse:
    """The verifier agrees with the marking, or returns it to the assessor."""
    return review(request, work, VERIFY)


@on_desk("pass")
def submission_sign_off(request: HttpRequest, work: Submission) -> HttpResponse:
    """The moderator confirms the result, or returns the work to the verifier."""
    return review(request, work, SIGN_OFF)


def review(request: HttpRequest, work: Submission, kind: Review) -> HttpResponse:
    """The page of either, with its two forms."""
    found = work_to_judge(work)
    pages = criterion_pages(found.criteria)
    agree, back = decisions(request, work, [page.code for page in pages])
    form = back if back.is_bound else agree
    if form.is_valid() and (answer := settle(request, work, kind, form)):
        return answer
    met = sum(page.state == "positive" for page in pages)
    history = history_of(work)
    context = {
        "work": work,
        "unit": work.unit_enrolment,
        "kind": kind,
        "agree": agree,
        "back": back,
        "form": form,
        "pages": pages,
        "met": met,
        "nav": [anchored(page) for page in pages],
        "is_late": work.stage.is_late(at=timezone.now()),
        "outcome": sign_off.outcome_after(all_met=met == len(pages), referrals=found.referrals),
        "came_back": came_back(history),
        "gave_back": gave_back(history, kind.back),
        "shortcuts": shortcuts_on(request),
    }
    return render(request, "qualifications/assessment/submission_review.html", context, status=status_of(form))


def decisions(request: HttpRequest, work: Submission, codes: list[str]) -> tuple[VersionedForm, SendBackForm]:
    """The two forms: ``decision`` says which was sent, and without it neither is acted on."""
    decision = request.POST.get("decision")
    returning = request.method == "POST" and decision != AGREE
    start = {"moves": work.moves}
    agree = VersionedForm(request.POST if decision == AGREE else None, initial=start)
    back = SendBackForm(request.POST if returning else None, initial=start, auto_id="back_%s", codes=codes)
    if returning and decision != SEND_BACK:
        back.add_error(None, UNDECIDED)
    return agree, back


def settle(request: HttpRequest, work: Submission, kind: Review, form: VersionedForm) -> HttpResponse | None:
    """Make the decision that the form stands for; see ``decide``."""
    returning = isinstance(form, SendBackForm)
    service = sign_off.send_back if returning else kind.service
    return decide(
        request,
        work,
        kind.back if returning else kind.action,
        lambda: service(submission=work, by=request.user, at=timezone.now(), **form.cleaned_data),
        form=form,
        done=kind.back_done if returning else kind.done,
    )


def anchored(page: CriterionPage) -> dict[str, Any]:
    """A criterion in the row of links to the parts of the page."""
    return {
        "code": page.code,
        "href": f"#{page.anchor}",
        "state": page.state,
        "word": page.word,
        "current": False,
    }
