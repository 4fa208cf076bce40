"""What assessors and moderators are told, and what applicants are told of discussions and appeals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify

from ...models import Appeal, CharteredApplication, Discussion
from ...workflow import HolderStage
from ..chartered.messages import about
from .holders import able, refusals

DESK_PAGE = "membership:desk_application"
# With these the file closes to whoever reads them, so they lead to the desk.
CLOSED = ("application_taken_from_you", "application_decided", "application_taken_back", "application_run_out")


def tell_staff(
    people: Iterable[User], application: CharteredApplication, kind: str, *, at: datetime, **context: Any
) -> None:
    """Owe these people a message that leads to the application's page at the desk, as long as they can open it."""
    path = reverse("membership:desk") if kind in CLOSED else reverse(DESK_PAGE, args=[application.pk])
    said = {**about(application), "applicant": application.person.name, "path": path, **context}
    for person in people:
        key = f"{kind}:{application.pk}:{application.moves}:{person.pk}"
        notify(kind=kind, key=key, recipient=person, context=said, at=at)


def tell_moderators(application: CharteredApplication, kind: str, *, at: datetime, **context: Any) -> None:
    """Owe the message to whoever could take the moderation of this application now."""
    people = able(HolderStage.MODERATION).exclude(pk__in=refusals(application, HolderStage.MODERATION))
    tell_staff(people.order_by("pk"), application, kind, at=at, **context)


def tell_of_appeal(appeal: Appeal, people: Iterable[User], kind: str, *, at: datetime, **context: Any) -> None:
    """Owe these people a message about an appeal; its applicant among them is led to their own page."""
    application = appeal.application
    for person in people:
        own = person.pk == application.person_id
        path = reverse("membership:appeal_detail") if own else reverse("membership:desk_appeal", args=[appeal.pk])
        said = {**about(application), "appeal": appeal.number, "due_on": appeal.due_on.isoformat(), "path": path}
        key = f"{kind}:{appeal.pk}:{appeal.moves}:{person.pk}"
        notify(kind=kind, key=key, recipient=person, context={**said, **context}, at=at)


def said_of(discussion: Discussion) -> dict[str, Any]:
    """When a discussion is, how to join it, and where its calendar file is found, for a message."""
    return {
        "starts": discussion.slot.during.lower.isoformat(),
        "joining": discussion.slot.joining,
        "notice": settings.DISCUSSION_NOTICE_HOURS,
        "calendar": reverse("membership:discussion_calendar", args=[discussion.application_id]),
    }
