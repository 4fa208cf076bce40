"""What places register: messages, the line manager's link, navigation, queues of learners and coordinators, privacy."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from cmiportal.registry import (
    Entrusted,
    Entry,
    LinkAction,
    NavigationEntry,
    NotificationKind,
    PrivacyTable,
    SessionFact,
    WorkQueue,
)

from ..models import Enrolment, Submission
from ..permissions import (
    is_coordinator,
    is_moderator,
    keep_standing,
    learning_of,
    marks_or_signs,
    roles_of,
    standing_now,
)
from ..querysets.assessment import SubmissionQuerySet
from ..querysets.enrolment import EnrolmentQuerySet
from ..services.enrolment import PURPOSE, answer_by_link, place_to_answer, shown_to_line_manager
from ..workflow import SubmissionState
from .messages import message

TO_LEARNER = "you asked for a place on a qualification"
TO_COORDINATOR = "you coordinate a centre"
PLACE = {
    "qualification": "Level 6 Diploma in Professional Management and Leadership Practice",
    "centre": "Calderbridge Business School",
    "number": "P004821366",
    "path": "/learning/01890000-0000-7000-8000-000000000000/",
}


def _message(key: str, label: str, subject: str, reason: str, /, **example: Any) -> NotificationKind:
    return message(key, label, subject, {**PLACE, **example}, reason)


MESSAGES = (
    _message(
        "place_requested",
        "Place requested",
        "We have asked {line_manager} about your place",
        TO_LEARNER,
        line_manager="Priya Ostrander",
        until="2026-12-08T09:30:00+00:00",
    ),
    NotificationKind(
        "line_manager_asked",
        label="Line manager asked",
        subject="{learner} asks you to approve a place to study",
        template="qualifications/mail/line_manager_asked",
        reason="somebody named you as their line manager",
        secret=True,
        example={
            "greeting": "Priya Ostrander",
            "learner": "Amara Whitlock",
            "qualification": PLACE["qualification"],
            "centre": PLACE["centre"],
            "until": "2026-12-08T09:30:00+00:00",
            "path": "/links/AbCdEf/",
        },
    ),
    _message("place_approved", "Place approved", "Your place is approved", TO_LEARNER, instead=False),
    _message(
        "place_to_register",
        "A learner waits to be registered",
        "{learner} waits to be registered",
        TO_COORDINATOR,
        learner="Amara Whitlock",
    ),
    _message(
        "place_declined",
        "Place declined",
        "Your place was declined",
        TO_LEARNER,
        declined_by="Your line manager",
        reason="The budget of this year is spent; ask again in April.",
    ),
    _message(
        "place_registered",
        "Registered",
        "You are registered: choose your units",
        TO_LEARNER,
        until="2029-09-14",
        units_path="/learning/01890000-0000-7000-8000-000000000000/units/",
    ),
    NotificationKind(
        "learner_invited",
        label="Invited by a centre",
        subject="{centre} has opened an account for you",
        template="qualifications/mail/learner_invited",
        reason="your centre registered you with this e-mail address",
        secret=True,
        example={
            "qualification": PLACE["qualification"],
            "centre": PLACE["centre"],
            "path": "/accounts/password/reset/key/3-d1x2y3/",
            "reset_path": "/accounts/password/reset/",
        },
    ),
    _message(
        "place_withdrawn",
        "Place withdrawn",
        "Your place has ended",
        TO_LEARNER,
        own=False,
        reason="You have left the employer who paid for the course.",
    ),
    _message(
        "place_given_up",
        "A learner withdrew",
        "{learner} has withdrawn",
        TO_COORDINATOR,
        learner="Amara Whitlock",
        reason="I have changed my job.",
    ),
    _message(
        "place_expired",
        "Registration ended",
        "Your registration has ended",
        TO_LEARNER,
        ended="2029-09-14",
    ),
)

ANSWER = LinkAction(
    PURPOSE,
    label="Approve a place",
    days=settings.LINE_MANAGER_LINK_DAYS,
    form="qualifications.forms.enrolment.PlaceAnswerForm",
    template="qualifications/enrolment/place_answer.html",
    load=place_to_answer,
    describe=shown_to_line_manager,
    perform=answer_by_link,
)


def learns(user: Any) -> bool:
    """Whether the learner's pages are for this person: staff who hold no place need not see them."""
    if not user.is_authenticated:
        return False
    return not (roles_of(user) or is_moderator(user)) or learning_of(user)[0]


def work_that_came_back(user: Any) -> SubmissionQuerySet:
    """The pieces of the person's work that wait for a correction."""
    return _own_work(user).filter(state=SubmissionState.RETURNED)


def work_to_resubmit(user: Any) -> SubmissionQuerySet:
    """The person's units that were referred and can be submitted again."""
    return _own_work(user).to_resubmit(at=timezone.now())


def places_to_register(user: Any) -> EnrolmentQuerySet:
    """The approved requests that wait for the centres that the person coordinates."""
    rows = Enrolment.objects.coordinated_by(user) if is_coordinator(user) else Enrolment.objects.none()
    return rows.to_register()


def _own_work(user: Any) -> SubmissionQuerySet:
    """The person's submissions; whoever holds no place has none."""
    rows = Submission.objects.all()
    return rows.filter(unit_enrolment__learner=user) if learning_of(user)[0] else rows.none()


NAVIGATION = (
    NavigationEntry(
        "learning",
        label="Learning",
        url_name="qualifications:learning_home",
        section="account",
        show=learns,
        order=10,
        also=("qualifications:work_queue",),  # where a learner's own work stands
        waiting=work_that_came_back,
    ),
    NavigationEntry(
        "centre",
        label="Centre",
        url_name="qualifications:enrolment_list",
        section="account",
        show=is_coordinator,
        order=30,
        waiting=places_to_register,
    ),
)

QUEUES = (
    WorkQueue(
        "work_returned",
        label="Your work that came back for a correction",
        url_name="qualifications:learning_home",
        waiting=work_that_came_back,
    ),
    WorkQueue(
        "work_to_resubmit",
        label="Your units to work on again",
        url_name="qualifications:learning_home",
        waiting=work_to_resubmit,
    ),
    WorkQueue(
        "places_to_register",
        label="Learners to register",
        url_name="qualifications:enrolment_list",
        waiting=places_to_register,
    ),
)

PRIVACY = (
    PrivacyTable(
        "enrolment",
        model="qualifications.Enrolment",
        person="learner",
        export=(
            "number",
            "state",
            "name_as_printed",
            "name_confirmed_at",
            "requested_on",
            "registered_on",
            "expires_on",
        ),
        retention="as long as an award or a result under it must be explained",
    ),
    PrivacyTable(
        "unit_enrolment",
        model="qualifications.UnitEnrolment",
        person="learner",
        export=("unit", "chosen_at", "failed_at"),
        retention="as long as the place that it belongs to",
    ),
)

STANDING = SessionFact("standing", expression=standing_now, keep=keep_standing)
CENTRE_STAFF = Entrusted("centre_staff", holds=marks_or_signs)

ENTRIES: tuple[Entry, ...] = (*MESSAGES, ANSWER, *NAVIGATION, *QUEUES, STANDING, CENTRE_STAFF, *PRIVACY)
