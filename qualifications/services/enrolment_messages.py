"""What learners, line managers and coordinators are told about places: one place for the contexts of these messages."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.links.models import Link
from cmiportal.notifications.services import notify

from ..models import Enrolment
from .staff import coordinators_of


def about(place: Enrolment) -> dict[str, Any]:
    """Plain values that every message about a place can use."""
    return {
        "qualification": place.qualification.title,
        "centre": place.centre.name,
        "number": place.number,
        "path": reverse("qualifications:enrolment_detail", args=[place.pk]),
    }


def tell_learner(place: Enrolment, kind: str, *, at: datetime, **context: Any) -> None:
    """Tell the learner where their place stands."""
    key = f"{kind}:{place.pk}:{place.moves}"
    notify(kind=kind, key=key, recipient=place.learner, context={**about(place), **context}, at=at)


def tell_line_manager(place: Enrolment, *, name: str, email: str, link: Link, token: str, at: datetime) -> None:
    """Send the link to the line manager, greeted by the name that this learner gave."""
    notify(
        kind="line_manager_asked",
        key=f"line_manager_asked:{link.pk}",
        address=email,
        context={
            "greeting": name,
            "learner": place.learner.name,
            "qualification": place.qualification.title,
            "centre": place.centre.name,
            "until": link.expires_at.isoformat(),
            "path": reverse("links:link_open", args=[token]),
        },
        at=at,
    )


def tell_coordinators(place: Enrolment, kind: str, *, at: datetime, **context: Any) -> None:
    """Tell everybody who coordinates the place's centre that day, save a coordinator whose own place it is."""
    path = reverse("qualifications:enrolment_manage", args=[place.pk])
    said = {**about(place), "learner": place.learner.name, "path": path, **context}
    for person in coordinators_of(place.centre, at=at).exclude(pk=place.learner_id):
        key = f"{kind}:{place.pk}:{place.moves}:{person.pk}"
        notify(kind=kind, key=key, recipient=person, context=said, at=at)
