"""What members are told of their membership."""

from datetime import datetime

from django.urls import reverse

from cmiportal.notifications.services import notify

from ..models import Membership


def tell_member(membership: Membership, kind: str, *, at: datetime) -> None:
    """Owe the member this message about the move that was just made."""
    notify(
        kind=kind,
        key=f"membership:{membership.pk}:{membership.moves}:{kind}",
        recipient=membership.person,
        context={
            "number": membership.number,
            "grade": membership.grade.title,
            "post_nominals": membership.grade.post_nominals,
            "ends_on": membership.ends_on.isoformat() if membership.ends_on else "",
            "path": reverse("membership:membership_detail"),
        },
        at=at,
    )
