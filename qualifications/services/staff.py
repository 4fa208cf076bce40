"""Who serves at a centre on a day, and who moderates for the Institute."""

from datetime import datetime

from django.db.models import QuerySet

from cmiportal.accounts.groups import MODERATORS
from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day

from ..models import Centre, CentreStaff, Role


def coordinators_of(centre: Centre, *, at: datetime) -> QuerySet[User]:
    """The people who coordinate the centre on that day (UK time) and can sign in, by name."""
    held = CentreStaff.objects.held(on=uk_day(at)).filter(centre=centre, role=Role.COORDINATOR)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")


def moderators() -> QuerySet[User]:
    """The people who sign off for the Institute and can sign in, by name."""
    return User.objects.filter(is_active=True, groups__name=MODERATORS).order_by("name", "pk")
