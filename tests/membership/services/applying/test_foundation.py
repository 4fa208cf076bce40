"""Foundation Chartered Manager: on the record alone, at once by rule or after a look at it, for members alone."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.billing.models import Price
from cmiportal.billing.services.settling import mark_paid
from membership.models import CharteredApplication, CharteredStatus
from membership.services.applying import applications
from membership.services.applying.applications import ApplicationRefused
from membership.services.assessing import appeals
from membership.services.chartered.awards import AwardRefused
from membership.services.members import endings, memberships, renewals
from membership.services.register.statuses import last_status
from membership.workflow import Basis
from tests.factories.applications import begun, criterion, ready, route, submitted, told
from tests.factories.chartered import moderator
from tests.factories.cpd import CharteredStatusFactory
from tests.factories.membership import member
from tests.factories.qualifications import LONG_AGO, NOW
from tests.factories.record import QualificationHeldFactory

pytestmark = pytest.mark.django_db
LEVEL_3 = [[{"qualification": {"level": 3, "up_to": 3, "sizes": ["certificate", "diploma"], "own": True}}]]


@pytest.fixture
def person():
    return member().person


def foundation(**more):
    """The route as it is published: no fee, no statement, no referee."""
    given = {"key": "foundation", "rule": LEVEL_3, "product": "", "pence": None, "criteria": (), **more}
    return route(needs_referee=False, has_discussion=False, **given)


def diploma(person, state):
    return QualificationHeldFactory(
        person=person, level=3, size="diploma", body="Chartered Management Institute", state=state
    )


def sent(person):
    foundation()
    return submitted(person, key="foundation", status="fcmgr")


def actions(row):
    return [event.action for event in row.events.all()]


def test_whose_qualification_is_proven_has_the_status_on_submitting(person):
    diploma(person, "confirmed")

    row = sent(person)

    assert (row.state, row.order, row.decided_at) == ("awarded", None, NOW)
    assert actions(row) == ["create", "submit", "pay", "award_by_rule"]
    held = last_status(person)
    assert (held.status, held.is_held, held.since, held.pdf.media_type) == (
        "fcmgr",
        True,
        date(2026, 11, 2),
        "application/pdf",
    )
    assert memberships.current_of(person).grade_id == "member"
    assert told(person) == ["application_awarded"]


def test_a_claim_waits_for_a_person_who_awards_it_by_confirming(person):
    diploma(person, "claimed")
    row, judge = sent(person), moderator()
    assert row.state == "eligibility"

    row = applications.confirm(application=row, by=judge, reason="I saw the certificate.", at=NOW, moves=row.moves)

    assert (row.state, actions(row)[-1]) == ("awarded", "award_eligible")
    assert last_status(person).application == row
    assert told(person) == ["application_received", "application_awarded"]


def test_the_fee_of_who_only_studies_by_now_is_kept_and_a_person_looks_at_it(person):
    diploma(person, "confirmed")
    foundation(pence=1000, product="chartered-foundation")
    row, current = submitted(person, key="foundation", status="fcmgr"), memberships.current_of(person)
    memberships.settle(membership=current, grade=current.grade, basis=Basis.STUDYING, at=NOW)

    mark_paid(row.order, at=NOW)

    row.refresh_from_db()
    assert (row.state, CharteredStatus.objects.exists()) == ("eligibility", False)


def test_who_is_no_member_any_more_is_not_awarded(person):
    diploma(person, "confirmed")
    foundation(pence=1000, product="chartered-foundation")
    row, judge = submitted(person, key="foundation", status="fcmgr"), moderator()
    endings.resign(membership=memberships.current_of(person), by=person, at=NOW)
    mark_paid(row.order, at=NOW)
    row.refresh_from_db()
    assert row.state == "eligibility"

    with pytest.raises(AwardRefused, match="no membership of their own that stands"):
        applications.confirm(application=row, by=judge, reason="I saw it.", at=NOW)
    assert not CharteredStatus.objects.exists()
    assert CharteredApplication.objects.get().state == "eligibility"


def test_who_has_the_status_or_a_higher_one_does_not_apply_for_it(person):
    CharteredStatusFactory(person=person, status="cmgr_mcmi")
    with pytest.raises(ApplicationRefused, match="You are a Chartered Member already") as refused:
        applications.begin(person=person, route=foundation(), status="fcmgr", at=NOW)
    assert refused.value.part == "status"
    with pytest.raises(ApplicationRefused, match="already"):
        applications.change_route(application=begun(person), route=foundation(), status="fcmgr", at=NOW)


def test_a_status_that_ended_can_be_applied_for_again(person):
    CharteredStatusFactory(person=person, ended_on=NOW.date(), ended_because="The membership ended.")

    assert applications.begin(person=person, route=foundation(), status="fcmgr", at=NOW).status == "fcmgr"


@pytest.mark.parametrize(("status", "pence"), [("fcmgr", 18_300), ("cmgr_mcmi", 22_700)])
def test_a_year_costs_no_more_than_without_it_unlike_that_of_a_chartered_member(status, pence):
    held = member(until=NOW.date() + timedelta(days=20), basis=Basis.CORPORATE)  # whose seat is gone
    price = {"product": held.grade.product, "audience": "chartered", "pence": 22_700}
    Price.objects.create(during=DateRange(LONG_AGO, None), **price)
    CharteredStatusFactory(person=held.person, status=status)

    order = renewals.open_renewal(membership=held, by=held.person, code_accepted=True, at=NOW)

    assert order.total_pence == pence


def test_with_criteria_it_is_assessed_as_every_other(person):
    foundation(rule=((),)).criteria.add(criterion("leading"))

    row = ready(person, key="foundation", status="fcmgr")

    assert applications.submit(application=row, by=person, at=NOW).state == "allocation"


def test_an_appeal_that_is_upheld_has_it_checked_again(person):
    diploma(person, "claimed")
    row, judge, other = sent(person), moderator(), moderator()
    applications.refuse(application=row, by=judge, reason="No certificate.", at=NOW)
    appeal = appeals.raise_appeal(application=row, by=person, grounds="It was there.", at=NOW)
    appeals.take_appeal(appeal=appeal, by=other, at=NOW)

    appeals.uphold(appeal=appeal, by=other, reason="It was.", at=NOW)

    row.refresh_from_db()
    assert (row.state, actions(row)[-1], row.decided_at) == ("eligibility", "check_again", None)
    assert told(judge)[-1] == "application_to_check"
    assert applications.confirm(application=row, by=judge, reason="I see it now.", at=NOW).state == "awarded"
