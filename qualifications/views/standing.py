"""Where a piece of work stands: the page for staff who handle it, and the page for its learner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import count_of
from cmiportal.ui.drawings import Stage as ClockStage

from ..models import HandIn, Submission
from ..services.hand_ins import return_reason
from ..services.history import history_of
from ..services.judged_work import StageLine, ever_held, judged_criteria, stage_lines
from ..services.same_files import same_files_for
from ..workflow import IN_A_STAGE, OUTCOMES, StageName, SubmissionState
from .evidence_sheets import CriterionPage, criterion_pages
from .learning_dates import WHO_HAS_IT
from .work_story import came_back, story_of

S = SubmissionState
TAGS = {S.PASSED: "positive", S.REFERRED: "attention", S.FAILED: "negative", S.RETURNED: "attention"} | dict.fromkeys(
    (S.DRAFT, S.WITHDRAWN), "neutral"
)
# action of the workflow: the heading over its button where it is the next thing, the button, the page.
PAGES = {
    "allocate": ("Choose who marks this work", "Allocate", "submission_allocate"),
    "send_on": ("Mark this work", "Mark", "submission_summary"),
    "agree": ("Verify the marking", "Verify", "submission_verify"),
    "pass": ("Sign off the result", "Sign off", "submission_sign_off"),
    "return": ("", "Return for a correction", "submission_return"),
    "reallocate": ("", "Give to somebody else", "submission_reallocate"),
}


@dataclass(frozen=True)
class Way:
    """A page where something can be decided about the work; one with a heading is the next thing to do."""

    heading: str
    label: str
    href: str


@dataclass(frozen=True)
class Holder:
    """Who has a stage of the work, and whether they still have the role that it needs."""

    stage: StageName
    person: Any
    has_left: bool


def staff_page(
    request: HttpRequest,
    work: Submission,
    others: Sequence[Submission],
    *,
    sentence: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Facts, dates, holders, judgements and story; ``sentence`` says why a decision was refused, with ``typed``."""
    context = standing(work, others)
    pages = criterion_pages(judged_criteria(context["hand_in"]))
    held = ever_held(work, at=context["at"])
    people = [Holder(StageName(row.stage), row.person, not row.serves) for row in held if row.ended_at is None]
    history = history_of(work)
    hashes = {bytes(sheet.version.file_sha256) for page in pages for sheet in page.sheets if sheet.version.file_sha256}
    context |= {
        "ways": ways(request.user, work, pages),
        "holders": people,
        "stranded": next((one for one in people if one.has_left and one.stage == work.state), None),
        "takes_over": takes_over(request.user, work),
        "pages": pages,
        "pieces": [sheet for page in pages for sheet in page.sheets if not sheet.again],
        "is_judged": any(page.judged.standing for page in pages),
        "same_files": same_files_for(request.user, context["hand_in"], hashes),
        "came_back": came_back(history),
        "story": story_of(history, {row.person_id: row.person for row in held}),
        "sentence": sentence,
        "typed": typed,
    }
    return render(request, "qualifications/assessment/submission_detail.html", context, status=status)


def learner_page(request: HttpRequest, work: Submission, others: Sequence[Submission]) -> HttpResponse:
    """Where it stands, by when, and once it is final the outcome with the feedback."""
    context = standing(work, others)
    final = work.state in OUTCOMES
    is_last = not any(other.attempt > work.attempt for other in context["others"])
    context |= {
        "is_last": is_last,
        "may_resubmit": is_last and work.resubmit_by is not None and work.resubmit_by >= context["at"],
        "reason": return_reason(work) if work.state == S.RETURNED else "",
        "pages": criterion_pages(judged_criteria(context["hand_in"])) if final else [],
    }
    return render(request, "qualifications/assessment/own_submission.html", context)


def standing(work: Submission, others: Sequence[Submission]) -> dict[str, Any]:
    """What these pages and the receipt show: the tag, what was handed in, the dates, and other attempts to be seen."""
    at = timezone.now()
    hand_ins: list[HandIn] = list(work.hand_ins.order_by("number"))
    lines = stage_lines(work, hand_ins, at=at) if hand_ins else []
    return {
        "at": at,
        "work": work,
        "unit": work.unit_enrolment,
        "hand_ins": hand_ins,
        "hand_in": hand_ins[-1] if hand_ins else None,
        "tag": TAGS.get(S(work.state), "info"),
        "is_open": work.state in IN_A_STAGE,
        "who": WHO_HAS_IT[StageName(work.state)] if work.state in IN_A_STAGE else "",
        "is_late": work.stage is not None and work.stage.is_late(at=at),
        "is_overdue": work.due_at is not None and work.due_at < at,
        "lines": lines,
        **drawn(lines, hand_ins, at=at),
        "others": others,
    }


def drawn(lines: Iterable[StageLine], hand_ins: list[HandIn], *, at: datetime) -> dict[str, Any]:
    """The drawing of the six weeks, in UK days; no ``clock`` before anything was handed in."""
    clock = [ClockStage(line.stage.label, uk_day(line.due), line.done and uk_day(line.done)) for line in lines]
    return {"clock": clock, "started": uk_day(hand_ins[0].at) if hand_ins else None, "today": uk_day(at)}


def ways(user: Any, work: Submission, pages: list[CriterionPage]) -> list[Way]:
    """The pages for what the workflow offers this person now, the one next thing first."""
    offered = {line.action for line in work.offered_to(user)}
    if work.state == StageName.SIGN_OFF:
        offered.discard("reallocate")
    if any(page.judged.judgement for page in pages):
        offered.discard("return")
    found = [Way(*PAGES[action][:2], way_to(PAGES[action][2], work)) for action in PAGES if action in offered]
    waiting = [page for page in pages if page.judged.is_open and page.judged.judgement is None]
    if "send_on" in offered and waiting:
        count = count_of(len(waiting), "criterion,criteria").capitalize()
        found[0] = Way(f"{count} to judge", f"Mark {waiting[0].code}", way_to("submission_mark", work, waiting[0].code))
    elif "send_on" in offered:
        found[0] = Way("Every criterion is judged", "Check and send to verification", found[0].href)
    return found


def way_to(name: str, work: Submission, *more: str) -> str:
    """The address of a page about the work."""
    return reverse(f"qualifications:{name}", args=[work.pk, *more])


def takes_over(user: Any, work: Submission) -> bool:
    """Whether a moderator could take this sign-off from a colleague."""
    return work.state == StageName.SIGN_OFF and work.stage.holder_id != user.pk and work.may(user, "reallocate")
