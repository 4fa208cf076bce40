"""Closing the file of an application: who holds a stage of it is told and let go, and what was booked is free again."""

from datetime import datetime

from cmiportal.accounts.models import User

from ...models import CharteredApplication
from .discussions import cancel_live
from .holders import let_go
from .messages import tell_staff


def close_file(application: CharteredApplication, kind: str, *, at: datetime, by: User | None = None) -> None:
    """Whoever holds a stage gets the message of this kind, save who did it, and holds it no more.

    A discussion that was booked is cancelled, so its time can be booked again. Callers hold the application's lock and
    have made the move that ends it, or gives it to others.
    """
    booked = cancel_live(application, at=at)
    people = User.objects.filter(held_applications__application=application, held_applications__ended_at=None)
    said = {
        "outcome": application.get_state_display(),
        "starts": booked.slot.during.lower.isoformat() if booked else "",
    }
    if by is not None:
        people = people.exclude(pk=by.pk)
    tell_staff(people.order_by("pk"), application, kind, at=at, **said)
    let_go(application, at=at)
