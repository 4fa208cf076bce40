"""What invited people, members and the staff of an organisation are told of seats."""

from datetime import datetime

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.links.models import Link
from cmiportal.notifications.services import notify

from ...models import Membership, Seat


def tell_invited(seat: Seat, *, link: Link, token: str, at: datetime) -> None:
    """Send the link to the address that was invited."""
    notify(
        kind="seat_offered",
        key=f"seat_offered:{link.pk}",
        address=seat.email,
        context={
            "organisation": seat.organisation.name,
            "until": link.expires_at.isoformat(),
            "path": reverse("links:link_open", args=[token]),
        },
        at=at,
    )


def tell_released(seat: Seat, membership: Membership, *, at: datetime) -> None:
    """Owe the member the message that the organisation pays no longer."""
    notify(
        kind="seat_released",
        key=f"seat_released:{seat.pk}",
        recipient=membership.person,
        context={
            "organisation": seat.organisation.name,
            "number": membership.number,
            "ends_on": membership.ends_on.isoformat() if membership.ends_on else "",
            "path": reverse("membership:membership_detail"),
        },
        at=at,
    )


def tell_staff(seat: Seat, kind: str, *, at: datetime) -> None:
    """Owe each of those who act for the organisation this message about the seat."""
    assert seat.membership is not None  # seat_accepted_is_whole
    said = {
        "organisation": seat.organisation.name,
        "person": seat.membership.person.name,
        "path": reverse("membership:organisation_detail", args=[seat.organisation_id]),
    }
    for person in User.objects.filter(is_active=True, acts_for__organisation=seat.organisation_id).order_by("pk"):
        notify(kind=kind, key=f"{kind}:{seat.pk}:{person.pk}", recipient=person, context=said, at=at)
