"""What learners and moderators are told about awards: one place for the contexts of these messages."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.notifications.services import notify

from ..models import Award
from ..workflow import AwardState
from .staff import moderators


def about(award: Award) -> dict[str, Any]:
    """Plain values that every message about an award can use."""
    return {
        "qualification": award.enrolment.qualification.title,
        "number": award.number,
        "state": AwardState(award.state).label.lower(),
        "path": reverse("qualifications:award_detail", args=[award.pk]),
        "verify_path": reverse("qualifications:award_verify", args=[award.code]),
        "name_path": reverse("qualifications:name_confirm", args=[award.enrolment_id]),
    }


def tell_learner(award: Award, kind: str, *, at: datetime, reason: str = "") -> None:
    """Tell the learner what became of their award."""
    key = f"{kind}:{award.pk}:{award.moves}"
    notify(kind=kind, key=key, recipient=award.learner, context={**about(award), "reason": reason}, at=at)


def tell_of_raised(award: Award, *, at: datetime) -> None:
    """Tell the learner that their units make an award, and the moderators that it waits for one of them."""
    confirmed = award.enrolment.name_confirmed_at is not None
    context = {**about(award), "learner": award.enrolment.name_as_printed, "confirmed": confirmed}
    notify(kind="award_raised", key=f"award_raised:{award.pk}", recipient=award.learner, context=context, at=at)
    for person in moderators().exclude(pk=award.learner_id):
        key = f"award_to_issue:{award.pk}:{person.pk}"
        notify(kind="award_to_issue", key=key, recipient=person, context=context, at=at)


def tell_of_incomplete(award: Award, left_out: str, *, serial: int, at: datetime) -> None:
    """Tell the moderators that a letter or emoji of the name could not be printed."""
    path = reverse("qualifications:award_detail", args=[award.pk])
    for person in moderators():
        notify(
            kind="certificate_incomplete",
            key=f"certificate_incomplete:{award.pk}:{serial}:{person.pk}",
            recipient=person,
            context={"number": award.number, "left_out": left_out, "path": path},
            at=at,
        )
