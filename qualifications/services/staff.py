"""Who serves at a centre on a day."""

from datetime import datetime

from django.db.models import QuerySet

from cmiportal.accounts.models import User

from ..models import Centre, CentreStaff, Role
from ..rules.clock import uk_day


def coordinators_of(centre: Centre, *, at: datetime) -> QuerySet[User]:
    """The people who coordinate the centre on that day (UK time) and can sign in, by name."""
    held = CentreStaff.objects.held(on=uk_day(at)).filter(centre=centre, role=Role.COORDINATOR)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
