"""Two people decide about one learner's award at the same instant: real threads on real rows."""

import pytest

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from qualifications.models import Award, Certificate, Enrolment, UnitPass
from qualifications.services.awards import issue, raise_award
from qualifications.services.sign_off import confirm
from tests.factories.accounts import UserFactory
from tests.factories.places import registered_place
from tests.factories.portfolio import handed_in, judged, ready_unit
from tests.factories.qualifications import NOW, passed
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_units_that_are_passed_at_once_make_one_award():
    """Without a lock on the place neither sees the other's pass, and the award that both make is never raised."""
    place = registered_place(units=("601", "602"), min_credits=12)
    works = [judged(handed_in(ready_unit(place, number)), until="sign_off") for number in ("601", "602")]

    def confirming(work):
        return lambda: confirm(submission=work, by=User.objects.get(pk=work.stage.holder_id), at=NOW)

    answers = at_once(place, *map(confirming, works))

    assert [work.state for work in answers] == ["passed", "passed"]
    assert UnitPass.objects.count() == 2
    award = Award.objects.get()
    assert [line.unit.number for line in award.units.all()] == ["601", "602"]
    assert Notification.objects.filter(kind="award_raised").count() == 1


def test_two_moderators_issue_at_once_and_there_is_one_certificate():
    """Without the locks both find the award raised; the second meets the compare and set of ``move()`` half way."""
    place = registered_place(units=("601",), min_credits=6)
    passed(place.learner, place.version.pool.get().unit_version)
    award = raise_award(enrolment=place, at=NOW)
    Enrolment.objects.update(name_confirmed_at=NOW)

    def issuing():
        by = UserFactory(moderator=True)
        return lambda: issue(award=Award.objects.get(), by=by, at=NOW)

    answers = at_once(place, issuing(), issuing())

    assert sorted(type(answer).__name__ for answer in answers) == [Award.__name__, MoveNotAllowed.__name__]
    assert Certificate.objects.get().award == award
    assert chain_is_whole(Award.objects.get())
