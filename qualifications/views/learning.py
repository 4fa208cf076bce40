"""A learner's overview: what now, what next, how far."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.ui.drawings import Part

from ..services.learning import Place, places_of
from ..services.unit_choice import Choice
from ..workflow import ENROLMENT_OPEN, IN_A_STAGE, AwardState, EnrolmentState
from .learning_dates import dates_of
from .next_steps import next_step
from .place_words import shaped
from .unit_words import unit_lines

AWARD_SHAPES = {AwardState.RAISED: "info", AwardState.ISSUED: "positive"}


@signed_in
@require_safe
def learning_home(request: HttpRequest) -> HttpResponse:
    """The person's places, the open ones with their units; the one next thing first."""
    at = timezone.now()
    places = places_of(request.user)
    current = [place for place in places if place.enrolment.state in ENROLMENT_OPEN]
    context = {
        "today": timezone.localdate(),
        "step": next_step(current, at=at),
        "current": [card_of(place, at=at) for place in current],
        "past": [shaped(place.enrolment) for place in places if place.enrolment.state not in ENROLMENT_OPEN],
    }
    return render(request, "qualifications/enrolment/learning_home.html", context)


def card_of(place: Place, *, at: datetime) -> dict[str, Any]:
    """What the part of a page about one place shows."""
    choice, row = place.choice, shaped(place.enrolment)
    card = {"enrolment": row, "choice": choice, "award": place.award, "bar_id": f"bar-{row.number}"}
    if choice is None:
        return card
    return {
        **card,
        "is_registered": row.state == EnrolmentState.REGISTERED,
        "lines": unit_lines(choice, at=at),
        "dates": dates_of(choice, at=at),
        "parts": progress_parts(choice),
        "missing": choice.missing(),
        "choose_label": "Choose the rest of your units" if choice.counted else "Choose your units",
        "award_shape": AWARD_SHAPES.get(place.award.state) if place.award else "",
    }


def progress_parts(choice: Choice) -> list[Part]:
    """Credits passed, being assessed and in progress, for the credit bar."""
    pool = choice.rule.pool
    assessed = {n for n in choice.chosen if _is_assessed(choice, n)}
    parts = [(choice.passed, "done"), (assessed, "going"), (choice.chosen - assessed, "chosen")]
    return [Part(pool[n], f"unit {n}", tone) for numbers, tone in parts for n in sorted(numbers)]


def _is_assessed(choice: Choice, number: str) -> bool:
    attempts = choice.units[number].attempts
    return bool(attempts) and attempts[-1].state in IN_A_STAGE
