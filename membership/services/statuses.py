"""Chartered status once awarded: it holds while membership does."""

from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day

from ..models import CharteredStatus


def end_statuses(*, person: User, because: str, at: datetime) -> int:
    """End the Chartered status that the person holds; the register shows it no more. Returns how many ended."""
    held = CharteredStatus.objects.filter(person=person, ended_on=None)
    return held.update(ended_on=uk_day(at), ended_because=because)
