"""What assessment registers: the messages about work in its stages, the queue and its place in the navigation."""

from typing import Any

from cmiportal.registry import CalendarSource, Entry, NavigationEntry, PrivacyTable, WorkQueue

from ..models import Stage
from ..permissions import marks_or_signs
from ..querysets.assessment import StageQuerySet
from ..services import calendars
from .messages import message

WORK = {
    "unit": "601",
    "title": "Professional Management and Leadership Practice",
    "attempt": 1,
    "result_due": "2026-12-14T23:59:59+00:00",
    "path": "/desk/0191e1f0-0000-7000-8000-000000000000/",
}
FOR_STAFF = {**WORK, "learner": "Wren Holtby", "stage": "marking", "due": "2026-11-23T23:59:59+00:00"}
FOR_LEARNER = {
    **WORK,
    "state": "being verified",
    "stage_due": "2026-12-07T23:59:59+00:00",
    "reason": "The declaration names another unit.",
    "open": [
        {"code": "2.1", "criterion": "assess the values that a leader needs", "feedback": "Weigh one against another."}
    ],
    "met": ["1.1", "1.2"],
    "resubmit_by": "2027-01-05T23:59:59+00:00",
    "portfolio_path": "/learning/unit/0191e1f0-0000-7000-8000-000000000000/",
}
NEARLY_LATE = FOR_STAFF | {"holder": "Tobias Fenwick", "yours": False, "late": False, "late_by": 0}
LATE = NEARLY_LATE | {"late": True, "late_by": 4}
REMINDER = {
    "headline": "Two pieces of work late, one nearly late: Tarn College",
    "centre": "Tarn College",
    "late": 2,
    "soon": 1,
    "pieces": [
        LATE,
        LATE | {"learner": "Amara Whitlock", "yours": True, "due": "2026-11-26T23:59:59+00:00", "late_by": 1},
        NEARLY_LATE | {"learner": "Owen Parr", "stage": "allocation", "holder": "", "due": "2026-11-30T23:59:59+00:00"},
    ],
    "more": 12,
    "path": "/desk/?show=late&centre=tarn-college",
    "soon_path": "/desk/?show=soon&centre=tarn-college",
}
REASON = "Feedback on 2.1 is missing."

LEARNS = "you submitted this work"
HOLDS = "you mark, verify or sign off work"
COORDINATES = "you coordinate a centre"
HELPS = "you coordinate a centre or hold this work"

KEPT_WITH_THE_WORK = "As long as a result that rests on it may be questioned."


def work_waiting(user: Any) -> StageQuerySet:
    """The open stages that are this person's to do."""
    return Stage.objects.to_do_for(user) if marks_or_signs(user) else Stage.objects.none()


TO_STAFF = (
    message(
        "work_allocated",
        "Work for you",
        "Unit {unit} of {learner} is with you for {stage}",
        FOR_STAFF | {"reason": "", "sender": ""},
        HOLDS,
    ),
    message(
        "work_returned_to_you",
        "Work that came back to you",
        "Unit {unit} of {learner} is back with you for {stage}",
        FOR_STAFF | {"reason": REASON, "sender": "Ruth Carrow"},
        HOLDS,
    ),
    message(
        "work_reallocated",
        "Work that went to somebody else",
        "Unit {unit} of {learner} is no longer with you",
        WORK | {"learner": "Wren Holtby", "stage": "marking", "path": "/desk/"},
        HOLDS,
    ),
    message(
        "work_to_reallocate",
        "Work whose holder has left",
        "Unit {unit} of {learner} needs somebody else for {stage}",
        FOR_STAFF | {"holder": "Tobias Fenwick"},
        COORDINATES,
    ),
    message(
        "same_file",
        "The same file in two learners’ work",
        "Unit {unit} of {learner} holds another learner’s file",
        FOR_STAFF | {"stage": "allocation", "files": ["Leadership plan.pdf"]},
        COORDINATES,
    ),
    message(
        "work_due_soon",
        "Work nearly late",
        "Due soon: {stage} of unit {unit}, {learner}",
        NEARLY_LATE | {"told": ["soon:1"]},
        HELPS,
    ),
    message("work_late", "Late work", "Late: {stage} of unit {unit}, {learner}", LATE | {"told": ["late:1"]}, HELPS),
    message(
        "work_due_list",
        "Several pieces of work late or nearly late",
        "{headline}",
        REMINDER | {"told": ["late:1", "late:2", "soon:3"]},
        HELPS,
    ),
)
TO_LEARNERS = (
    message(
        "stage_passed", "Your work went a stage further", "Your work for unit {unit} is {state}", FOR_LEARNER, LEARNS
    ),
    message(
        "work_returned",
        "Work returned for a correction",
        "Your work for unit {unit} is returned to you for a correction",
        FOR_LEARNER,
        LEARNS,
    ),
    message("outcome_passed", "Result: passed", "You have passed unit {unit}", FOR_LEARNER, LEARNS),
    message(
        "outcome_referred",
        "Result: referred",
        "Unit {unit} is referred: not every criterion is met yet",
        FOR_LEARNER,
        LEARNS,
    ),
    message("outcome_failed", "Result: not passed", "Unit {unit} is not passed", FOR_LEARNER | {"attempt": 3}, LEARNS),
)
ENTRIES: tuple[Entry, ...] = (
    *TO_STAFF,
    *TO_LEARNERS,
    CalendarSource("assessment", entries=calendars.entries_of),
    WorkQueue(
        key="work",
        label="Work to allocate, mark, verify or sign off",
        url_name="qualifications:work_queue",
        waiting=work_waiting,
    ),
    NavigationEntry(
        key="work",
        label="Work",
        url_name="qualifications:work_queue",
        section="account",
        show=marks_or_signs,
        order=20,
        waiting=work_waiting,
    ),
    PrivacyTable(
        key="submission",
        model="qualifications.Submission",
        person="unit_enrolment__learner",
        export=("unit_enrolment__unit__number", "attempt", "state", "due_at", "resubmit_by"),
        retention=KEPT_WITH_THE_WORK,
    ),
    PrivacyTable(
        key="judgement",
        model="qualifications.Judgement",
        person="unit_enrolment__learner",
        export=("submission__attempt", "criterion__code", "met", "feedback", "at"),
        retention=KEPT_WITH_THE_WORK,
    ),
    PrivacyTable(
        key="stage_holder",
        model="qualifications.StageHolder",
        person="person",
        export=("unit_enrolment__unit__number", "stage", "since", "ended_at"),
        retention=KEPT_WITH_THE_WORK,
    ),
)
