"""The one next thing for a learner: worked out from their places, without a query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.dateformat import format as format_date

from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import count_of

from ..models import Submission, UnitEnrolment
from ..services.learning import Place
from ..workflow import IN_A_STAGE, EnrolmentState, SubmissionState
from .unit_words import portfolio_address

E, S = EnrolmentState, SubmissionState


@dataclass(frozen=True)
class NextStep:
    """What to do now, as a sentence; the lower the rank the sooner. Without ``href`` there is only waiting."""

    rank: int
    heading: str
    text: str
    label: str = ""
    href: str = ""
    about: str = ""


def next_step(places: Iterable[Place], *, at: datetime) -> NextStep | None:
    """The most urgent step of all places, which says what it is ``about``; None where none is open."""
    steps = ((step, place) for place in places for step in steps_of(place, at=at))
    first = min(steps, key=lambda found: found[0].rank, default=None)
    return first and replace(first[0], about=first[1].enrolment.qualification.title)


def steps_of(place: Place, *, at: datetime) -> Iterator[NextStep]:
    """Everything that could come next under one place."""
    row = place.enrolment
    if row.state == E.REQUESTED:
        yield _asked(place, at=at)
    elif row.state == E.APPROVED:
        yield NextStep(
            60,
            f"{row.centre} registers you next",
            "Your place is approved. You need do nothing; we tell you when you are registered.",
        )
    elif row.state == E.REGISTERED:
        yield from _registered(place, at=at)


def _asked(place: Place, *, at: datetime) -> NextStep:
    row = place.enrolment
    if place.link is not None and place.waits_for_line_manager(at=at):
        until = _day(place.link.expires_at)
        return NextStep(
            70,
            "Your line manager has your request",
            f"They have until {until} to answer the link we sent them. You need do nothing until then.",
            "Look at your request",
            reverse("qualifications:enrolment_detail", args=[row.pk]),
        )
    return NextStep(
        20,
        "Your line manager has not answered",
        "The link we sent them no longer works. Send it again, or name somebody else.",
        "Ask again",
        reverse("qualifications:line_manager_change", args=[row.pk]),
    )


def _registered(place: Place, *, at: datetime) -> Iterator[NextStep]:
    row, choice = place.enrolment, place.choice
    if place.award is not None and row.name_confirmed_at is None:
        yield NextStep(
            10,
            "Confirm the name on your certificate",
            "You have passed all that your qualification asks. We print the certificate once you confirm your name.",
            "Confirm your name",
            reverse("qualifications:name_confirm", args=[row.pk]),
        )
    for unit in choice.units.values():
        if unit.unit.number in choice.chosen:
            yield _unit(unit, at=at)
    if missing := choice.missing():
        first = not choice.counted
        yield NextStep(
            40 if first else 50,
            "Choose your units" if first else "Choose the rest of your units",
            " ".join(missing),
            "Choose units",
            reverse("qualifications:unit_choice", args=[row.pk]),
        )
    elif place.award is not None:
        yield NextStep(75, "Your award is being signed off", "You need do nothing; we tell you when it is issued.")


def _unit(unit: UnitEnrolment, *, at: datetime) -> NextStep:
    number, last = unit.unit.number, unit.attempts[-1] if unit.attempts else None
    here = portfolio_address(unit)
    if last is None:
        return _unsubmitted(unit, here)
    if last.state == S.RETURNED:
        text = "The six weeks stand still until you submit it again."
        return NextStep(11, f"Correct your work for unit {number}", text, f"Go to unit {number}", here)
    if last.state == S.REFERRED:
        until = f"by {_day(last.resubmit_by)}" if last.resubmit_by else "again"
        text = f"Some criteria are not yet met. Read the feedback, and submit the unit {until}."
        return NextStep(12, f"Work again on unit {number}", text, f"Go to unit {number}", here)
    if last.state in IN_A_STAGE and last.due_at < at:
        return _late(unit, last)
    if last.state in IN_A_STAGE:
        text = f"You need do nothing. The result comes by {_day(last.due_at)}."
        return NextStep(80, f"Your work for unit {number} is being assessed", text, "See where it is", here)
    return _unsubmitted(unit, here)


def _late(unit: UnitEnrolment, last: Submission) -> NextStep:
    text = f"It was due by {_day(last.due_at)}. Your centre and the Institute have been told, and your work is safe."
    here = reverse("qualifications:submission_detail", args=[last.pk])
    return NextStep(55, f"Your result for unit {unit.unit.number} is late", text, "See who has it", here)


def _unsubmitted(unit: UnitEnrolment, here: str) -> NextStep:
    number = unit.unit.number
    missing = unit.asked - unit.mapped
    if not missing:
        text = "Every criterion has evidence. Check it, sign the declaration and submit."
        return NextStep(30, f"Unit {number} is ready to submit", text, f"Go to unit {number}", here)
    if not unit.mapped:
        text = f"It asks for evidence of {count_of(unit.asked, 'criterion,criteria')}."
        return NextStep(46, f"Start unit {number}", text, f"Go to unit {number}", here)
    lack = "lacks" if missing == 1 else "lack"
    return NextStep(
        45,
        f"{count_of(missing, 'criterion,criteria').capitalize()} of unit {number} still {lack} evidence",
        "You can submit once every criterion has some, because a unit passes only when all are met.",
        f"Go to unit {number}",
        here,
    )


def _day(moment: datetime) -> str:
    return format_date(uk_day(moment), "l j F Y")
