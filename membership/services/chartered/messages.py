"""What applicants, referees, holders and those who allocate are told of applications."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cmiportal.accounts.groups import MODERATORS
from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.links.models import Link
from cmiportal.notifications.services import notify

from ...models import CharteredApplication

OWN_PAGE = "membership:application_detail"


def about(application: CharteredApplication) -> dict[str, Any]:
    """Plain values that every message about an application can use."""
    return {
        "number": application.number,
        "route": application.route.title,
        "applied_for": application.get_status_display(),
        "path": reverse(OWN_PAGE),
    }


def tell_applicant(application: CharteredApplication, kind: str, *, at: datetime, **context: Any) -> None:
    """Owe the applicant this message about where their application stands."""
    key = f"{kind}:{application.pk}:{application.moves}"
    notify(kind=kind, key=key, recipient=application.person, context={**about(application), **context}, at=at)


def tell_of_fee(application: CharteredApplication, order: Order, *, at: datetime) -> None:
    """Owe the applicant the message that leads to where the fee is paid."""
    path = reverse("billing:order_detail", args=[order.pk])
    said = {"pence": order.total_pence, "until": application.valid_until.isoformat(), "path": path}
    tell_applicant(application, "application_submitted", at=at, **said)


def tell_referee(
    application: CharteredApplication, *, name: str, email: str, link: Link, token: str, at: datetime
) -> None:
    """Send the link to the referee, greeted by the name that this applicant gave."""
    notify(
        kind="referee_asked",
        key=f"referee_asked:{link.pk}",
        address=email,
        context={
            "greeting": name,
            "applicant": application.person.name,
            "applied_for": application.get_status_display(),
            "until": link.expires_at.isoformat(),
            "path": reverse("links:link_open", args=[token]),
        },
        at=at,
    )


def tell_allocators(application: CharteredApplication, kind: str, *, at: datetime, **context: Any) -> None:
    """Owe each moderator this message, save an applicant who is one."""
    _tell_staff(allocators().exclude(pk=application.person_id), application, kind, at, context)


def tell_holders(application: CharteredApplication, kind: str, *, at: datetime) -> None:
    """Owe whoever holds a stage of the application now this message."""
    held = User.objects.filter(held_applications__application=application, held_applications__ended_at=None)
    _tell_staff(held.order_by("pk"), application, kind, at, {})


def allocators() -> QuerySet[User]:
    """Those who check and allocate applications."""
    return User.objects.filter(is_active=True, groups__name=MODERATORS).order_by("pk")


def _tell_staff(
    people: QuerySet[User], application: CharteredApplication, kind: str, at: datetime, context: dict[str, Any]
) -> None:
    said = {**about(application), "applicant": application.person.name, "path": _page(application, kind), **context}
    for person in people:
        key = f"{kind}:{application.pk}:{application.moves}:{context.get('order', '')}:{person.pk}"
        notify(kind=kind, key=key, recipient=person, context=said, at=at)


def _page(application: CharteredApplication, kind: str) -> str:
    """Where staff go on: checking eligibility, or the application at the desk."""
    page = "application_check" if kind == "application_to_check" else "desk_application"
    return reverse(f"membership:{page}", args=[application.pk])
