"""What the home page says waits for members and their team."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.registry import WorkQueue, find
from cmiportal.rules.days import uk_day
from membership.permissions import has_nominations, is_a_member
from membership.services.companions import nominations
from membership.services.cpd.reviews import ask_more
from membership.services.members import requests
from membership.services.members.endings import resign
from membership.services.members.memberships import current_of
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun, submitted
from tests.factories.companions import companion, nominated
from tests.factories.cpd import reviewer, sampled, sent
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def waiting(key, user):
    return list(find(WorkQueue, key).waiting(user))


def asked(person):
    """A request that a person has to decide."""
    row = requests.begin(person=person, at=NOW)
    grade = GradeFactory(key="associate", rule=None)
    row = requests.keep(request=row, answers={"grade": grade, "code_accepted_at": NOW})
    return requests.submit(request=row, by=person, at=NOW)


def ending(in_days, **known):
    return member(until=uk_day(timezone.now(), in_days), at=timezone.now() - timedelta(days=100), **known)


def test_requests_wait_for_the_team_but_nobody_decides_their_own():
    officer = reviewer()
    other, own = asked(UserFactory()), asked(officer)

    assert waiting("requests_to_decide", officer) == [other]
    assert set(waiting("requests_to_decide", reviewer())) == {other, own}
    assert waiting("requests_to_decide", other.person) == []


def test_a_membership_waits_to_be_renewed_from_the_day_that_renewing_opens():
    opens = settings.RENEWAL_OPENS_DAYS
    due, early = ending(opens), ending(opens + 1)
    corporate = ending(1, basis=Basis.CORPORATE)

    assert waiting("to_renew", due.person) == [due]
    assert [waiting("to_renew", row.person) for row in (early, corporate)] == [[], []]
    assert waiting("to_renew", UserFactory()) == []


def test_a_record_waits_to_be_sent_until_it_is_and_again_when_more_is_asked_for():
    review = sampled()
    person = review.person
    assert waiting("records_to_send", person) == [review]

    review = sent(review)
    assert waiting("records_to_send", person) == []

    ask_more(review=review, by=reviewer(), reason="Say what changed.", at=NOW)
    assert waiting("records_to_send", person) == [review]
    assert waiting("records_to_send", UserFactory()) == []


def test_a_nomination_waits_for_its_seconder_and_for_its_proposer_once_it_is_not_seconded():
    row = nominated()
    assert waiting("nominations_to_answer", row.seconder) == [row]
    assert waiting("nominations_to_answer", row.proposer) == []

    nominations.decline_to_second(nomination=row, by=row.seconder, at=NOW)
    assert waiting("nominations_to_answer", row.seconder) == []
    assert waiting("nominations_to_answer", row.proposer) == [row]


def test_no_nomination_waits_for_who_is_no_companion_any_more():
    row = nominated()
    resign(membership=current_of(row.seconder), by=row.seconder, at=NOW)

    assert waiting("nominations_to_answer", row.seconder) == []


def test_an_application_waits_to_be_finished_until_it_is_submitted():
    row = begun()
    assert waiting("application_to_finish", row.person) == [row]
    assert waiting("application_to_finish", UserFactory()) == []

    assert waiting("application_to_finish", submitted().person) == []


def test_the_home_page_names_what_waits(client):
    row = begun()
    client.force_login(row.person)
    assert "Your application to finish" in client.get("/").text

    nomination = nominated()
    client.force_login(nomination.seconder)
    assert "Nominations of Companions to answer" in client.get("/").text


@pytest.mark.parametrize(
    ("person", "rooms"),
    [
        (UserFactory, set()),
        (lambda: member().person, {"Your CPD"}),
        (companion, {"Your CPD", "Nominations"}),
    ],
)
def test_the_bar_leads_members_to_their_cpd_and_companions_to_nominations(client, person, rooms):
    client.force_login(person())
    navigation = client.get("/style-guide/").context["navigation"]

    assert {link.label for link in navigation.account} & {"Your CPD", "Nominations"} == rooms
    in_menu = any(link.label == "Your CPD" for menu in navigation.main for link in menu.links)
    assert in_menu == ("Your CPD" not in rooms)


def test_the_grade_of_a_person_without_a_session_is_asked_once(django_assert_num_queries):
    person = User.objects.get(pk=companion().pk)
    with django_assert_num_queries(1):
        assert is_a_member(person)
        assert has_nominations(person)
    assert not is_a_member(AnonymousUser())
