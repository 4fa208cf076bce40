"""What awards register: their messages, who may open a certificate, their place in the navigation."""

from typing import Any

from cmiportal.registry import DocumentKind, Entry, NavigationEntry, WorkQueue

from ..models import Award
from ..permissions import learning_of
from ..querysets.awards import AwardQuerySet
from .messages import message

AWARD = {
    "qualification": "CMI Level 6 Certificate in Professional Management and Leadership Practice",
    "number": "A000001283",
    "state": "issued",
    "path": "/awards/0191e1f0-0000-7000-8000-000000000000/",
    "verify_path": "/verify/7Q4K-M2ZD-90PX/",
    "name_path": "/learning/0191e1f0-0000-7000-8000-000000000000/name/",
}
RAISED = AWARD | {"learner": "Amara Whitlock", "confirmed": False}
LEARNS = "you are registered on this qualification"
MODERATES = "you moderate for the Institute"


def may_open_certificate(user: Any, file: Any) -> bool:
    """Whoever sees the award; what was replaced, and what is of a revoked one, is for moderators alone."""
    awards = Award.objects.visible_to(user)
    if user.is_moderator:
        return awards.filter(certificates__pdf=file).exists()
    return awards.filter(state="issued", certificates__pdf=file, certificates__replaced_at=None).exists()


def has_awards(user: Any) -> bool:
    """Whether the page of awards has anything for this person."""
    return user.is_authenticated and (user.is_moderator or learning_of(user)[1])


def awards_to_issue(user: Any) -> AwardQuerySet:
    """Awards that wait for a moderator's sign-off."""
    return Award.objects.filter(state="raised").exclude(learner=user) if user.is_moderator else Award.objects.none()


ENTRIES: tuple[Entry, ...] = (
    message("award_raised", "Award raised", "Your units make an award", RAISED, LEARNS),
    message("award_to_issue", "Award to sign off", "Award {number} waits for sign-off", RAISED, MODERATES),
    message("award_issued", "Award issued", "Your award is issued: {number}", AWARD | {"reason": ""}, LEARNS),
    message(
        "award_revoked",
        "Award revoked",
        "Your award {number} has been revoked",
        AWARD | {"reason": "The evidence was not the learner's own."},
        LEARNS,
    ),
    message(
        "certificate_incomplete",
        "Certificate with an unprintable name",
        "Certificate {number}: part of the name is not printed",
        {"number": "A000001283", "left_out": "🎓", "path": AWARD["path"]},
        MODERATES,
    ),
    WorkQueue(
        key="awards_to_issue",
        label="Awards to sign off",
        url_name="qualifications:award_list",
        waiting=awards_to_issue,
    ),
    DocumentKind(key="certificate", label="Certificate", may_open=may_open_certificate),
    NavigationEntry(
        key="awards",
        label="Awards",
        url_name="qualifications:award_list",
        section="account",
        show=has_awards,
        order=40,
        waiting=awards_to_issue,
    ),
    NavigationEntry(
        key="verify",
        label="Verify a certificate",
        url_name="qualifications:award_verify_form",
        section="footer",
        menu="check",
    ),
)
