"""The run of renewal reminders, killed with -9 wherever it writes: each member is told once, then or next time."""

import pytest
from django.utils import timezone

from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from membership.models import RenewalReminder
from membership.services.members.reminders import remind
from tests.factories.membership import member
from tests.faults.conftest import code_running, kill, sessions
from tests.races import no_locking_of, no_writing_to, wait_until, waiting

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RUN = (
    "from django.utils import timezone; from membership.services.members.reminders import remind; "
    "remind(at=timezone.now())"
)


@pytest.fixture
def members():
    """Three whose reminders are due today."""
    return [member(until=uk_day(timezone.now(), days), at=timezone.now()) for days in (60, 30, 7)]


# Where it stands when it is killed: before the ledger, between ledger and messages, while its end is compared.
PLACES = {
    "ledger": lambda rows: no_writing_to(RenewalReminder),
    "messages": lambda rows: no_writing_to(Notification),
    "end": lambda rows: no_locking_of(rows[1].person),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_is_killed_doubles_nothing_and_loses_nothing(place, members):
    before = sessions()
    with PLACES[place](members):
        process = code_running(RUN)
        wait_until(lambda: waiting() == 1)
        kill(process)
    wait_until(lambda: not sessions() - before)

    remind(at=timezone.now())

    sent = RenewalReminder.objects.filter(outcome="sent")
    assert sorted(row.membership.pk for row in sent) == sorted(row.pk for row in members)
    assert Notification.objects.filter(kind="renewal_reminder").count() == len(members)
    assert RenewalReminder.objects.count() == 1 + 2 + 3
    assert remind(at=timezone.now()) == 0
