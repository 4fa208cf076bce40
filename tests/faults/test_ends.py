"""The turn of the day, killed with -9 in the middle of a batch: each membership ends once, then or next time."""

import pytest
from django.utils import timezone

from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from cmiportal.workflow import chain_is_whole
from membership.models import MembershipEvent
from membership.services.members.renewals import end_what_is_over
from tests.factories.membership import member
from tests.faults.conftest import code_running, kill, sessions
from tests.races import no_locking_of, no_writing_to, wait_until, waiting

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RUN = (
    "from django.utils import timezone; from membership.services.members import renewals; renewals.AT_ONCE = 2; "
    "renewals.end_what_is_over(at=timezone.now())"
)
# Where it stands when it is killed (before the first event, before a message, in the second batch at its end), and how
# many have ended then: what the database was asked to commit it commits, also for a client that is gone.
PLACES = {
    "event": (lambda rows: no_writing_to(MembershipEvent), 0),
    "message": (lambda rows: no_writing_to(Notification), 0),
    "second batch": (lambda rows: no_locking_of(rows[3].person), 4),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_turn_of_the_day_that_is_killed_ends_each_membership_once(place):
    yesterday = uk_day(timezone.now(), -1)
    rows = sorted((member(until=yesterday, at=timezone.now()) for _ in range(5)), key=lambda row: row.pk)
    held, done = PLACES[place]
    before = sessions()
    with held(rows):
        process = code_running(RUN)
        wait_until(lambda: waiting() == 1)
        kill(process)
    wait_until(lambda: not sessions() - before)
    assert MembershipEvent.objects.filter(action="fall_due").count() == done

    assert end_what_is_over(at=timezone.now()) == 5 - done

    assert [row.events.filter(action="fall_due").count() for row in rows] == [1] * 5
    assert Notification.objects.filter(kind="membership_in_grace").count() == 5
    assert all(chain_is_whole(type(row).objects.get(pk=row.pk)) for row in rows)
    assert end_what_is_over(at=timezone.now()) == 0
