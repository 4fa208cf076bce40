"""Chartered statuses that are held, and the register that shows them."""

from django.db.models import QuerySet

from ..workflow import MEMBERSHIP_HAS_PERIOD


class CharteredStatusQuerySet(QuerySet):
    """Chartered statuses."""

    def held(self) -> "CharteredStatusQuerySet":
        """Not ended, and membership stands: what may stand behind a name."""
        return self.filter(ended_on=None, person__memberships__state__in=MEMBERSHIP_HAS_PERIOD)


class RegisterEntryQuerySet(QuerySet):
    """Entries of the public register."""

    def shown_now(self) -> "RegisterEntryQuerySet":
        """Those that anybody may see: by consent, while status and membership stand."""
        return self.filter(
            shown=True, status__ended_on=None, status__person__memberships__state__in=MEMBERSHIP_HAS_PERIOD
        )
