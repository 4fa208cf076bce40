"""The secret address of a person's calendar: made when first asked for, renewed when they like."""

import secrets
from datetime import datetime

from .models import CalendarKey, User

# From the system's source: guessing is hopeless.
SECRET_BYTES = 32


def renew_calendar_key(*, person: User, at: datetime) -> CalendarKey:
    """Another secret for the person's calendar, the first or a new one; the former address stops at once."""
    fresh = {"secret": secrets.token_urlsafe(SECRET_BYTES), "renewed_at": at}
    return CalendarKey.objects.update_or_create(person=person, defaults=fresh)[0]


def person_of_calendar(secret: str) -> User | None:
    """Whose calendar this secret opens; nobody's where it was renewed, or the account is closed."""
    key = CalendarKey.objects.filter(secret=secret, person__is_active=True).select_related("person").first()
    return key.person if key else None
