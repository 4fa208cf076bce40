"""Two coordinators allocate the same pieces at once: each piece goes once, and who came second is told who has it."""

import pytest

from qualifications.models import Role, Stage, Submission
from qualifications.services.bulk_allocation import Piece, allocate_each
from tests.factories.assessment import Desk
from tests.factories.qualifications import EnrolmentFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_piece_goes_once_whatever_the_order_in_which_they_were_ticked():
    desk = Desk()
    other = Desk(enrolment=EnrolmentFactory(centre=desk.place.centre, version=desk.place.version))
    second = desk.person(Role.COORDINATOR)
    isolde = desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    pieces = [Piece(row, row.moves) for row in Submission.objects.with_work().order_by("unit_enrolment")]

    def act(by, assessor, ticked):
        return lambda: allocate_each(pieces=ticked, by=by, assessor=assessor, verifier=desk.verifier, at=desk.at)

    first_results, second_results = at_once(
        desk.unit, act(desk.coordinator, desk.assessor, pieces), act(second, isolde, pieces[::-1])
    )

    won, lost = sorted((first_results, second_results), key=lambda results: bool(results[0].refusal))
    holder = desk.work.stage.holder
    assert [one.refusal for one in won] == ["", ""]
    assert [one.refusal for one in lost] == [f"It was allocated meanwhile: {holder} marks it."] * 2
    assert other.work.stage.holder == holder
    assert Stage.objects.filter(stage="marking").count() == 2
