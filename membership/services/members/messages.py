"""What members are told of their membership."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from cmiportal.notifications.services import notify

from ...models import Membership
from ...rules.periods import grace_ends


def tell_member(membership: Membership, kind: str, *, at: datetime) -> None:
    """Owe the member this message about the move that was just made."""
    last = membership.ends_on
    notify(
        kind=kind,
        key=f"membership:{membership.pk}:{membership.moves}:{kind}",
        recipient=membership.person,
        context={
            "number": membership.number,
            "grade": membership.grade.title,
            "post_nominals": membership.grade.post_nominals,
            "ends_on": last.isoformat() if last else "",
            "grace_ends_on": grace_ends(last, settings.MEMBERSHIP_GRACE_DAYS).isoformat() if last else "",
            "path": reverse("membership:membership_detail"),
        },
        at=at,
    )
