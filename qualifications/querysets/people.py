"""The filters that every ``visible_to`` is built from: a person's own rows and those of a centre where they serve."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cmiportal.rules.days import uk_day


def today() -> date:
    """The day in UK time, by which roles, approvals and registrations are counted, whatever the person's zone."""
    return uk_day(timezone.now())


def at_centre_of(user: Any, *roles: str, centre: str, on: date) -> Q:
    """Rows whose centre (``centre`` is the lookup path) has this person in one of the roles on that day."""
    return Q(
        **{
            f"{centre}__staff__user": user,
            f"{centre}__staff__role__in": roles,
            f"{centre}__staff__during__contains": on,
        }
    )
