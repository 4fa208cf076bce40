"""What people are told of their requests, and the membership team of requests that wait for it."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.notifications.services import notify

from ...models import GradeRequest, Membership


def tell_requester(
    request: GradeRequest, kind: str, *, at: datetime, reason: str = "", order: Order | None = None
) -> None:
    """Owe the person this message about their request; with an order, it leads to where it is paid."""
    path = reverse("billing:order_detail", args=[order.pk]) if order else reverse("membership:request_detail")
    notify(
        kind=kind,
        key=f"request:{request.pk}:{request.moves}:{kind}",
        recipient=request.person,
        context={
            "grade": request.grade.title if request.grade else "",
            "kind": request.kind,
            "reason": reason,
            "pence": order.total_pence if order else 0,
            "path": path,
        },
        at=at,
    )


def tell_team(request: GradeRequest, *, at: datetime, kind: str = "request_to_decide") -> None:
    """Owe each of the membership team a message about the request, save the person who made it."""
    for person in membership_team().exclude(pk=request.person_id):
        notify(
            kind=kind,
            key=f"request:{request.pk}:{request.moves}:{kind}:{person.pk}",
            recipient=person,
            context={
                "person": str(request.person),
                "grade": request.grade.title if request.grade else "",
                "path": reverse("membership:request_review", args=[request.pk]),
            },
            at=at,
        )


def tell_team_of_payment(membership: Membership, order: Order, *, at: datetime) -> None:
    """Owe each of the membership team a message: money came in for a membership that could not be renewed."""
    for person in membership_team().exclude(pk=membership.person_id):
        notify(
            kind="payment_without_membership",
            key=f"order:{order.pk}:without-membership:{person.pk}",
            recipient=person,
            context={
                "person": str(membership.person),
                "number": membership.number,
                "order": order.number,
                "pence": order.total_pence,
                "path": reverse("membership:member_detail", args=[membership.pk]),
            },
            at=at,
        )


def membership_team() -> QuerySet[User]:
    """Staff who decide requests and look after members."""
    return User.objects.filter(is_active=True, groups__name=MEMBERSHIP_ASSESSORS).order_by("pk")
