"""Eligibility as a moderator checks it: the list, the claims, and both decisions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.registry import WorkQueue, find
from membership.models import CharteredApplication
from tests.factories.accounts import UserFactory
from tests.factories.applications import paid
from tests.factories.membership import member
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

QUEUE = reverse("membership:check_queue")
OUTCOME = reverse("membership:application_outcome")
THREE_YEARS = [[{"years": 3}]]


def text(response):
    return " ".join(response.content.decode().split())


def waiting(person=None):
    """An application whose facts are claims."""
    person = person or member().person
    ExperienceFactory(person=person)
    QualificationHeldFactory(person=person)
    return paid(person, at=timezone.now(), rule=THREE_YEARS)


def review(row):
    return reverse("membership:application_check", args=[row.pk])


@pytest.fixture
def moderator(client):
    someone = UserFactory(groups=[MODERATORS])
    client.force_login(someone)
    return someone


def test_moderators_see_what_waits_save_their_own(client, moderator):
    row = waiting()
    own = waiting(member(person=moderator).person)

    html = text(client.get(QUEUE))

    assert "One application waits" in html
    assert row.number in html
    assert reverse("membership:desk_allocation") not in html  # nothing waits there
    assert own.number not in html
    assert client.get(review(own)).status_code == 404
    assert list(find(WorkQueue, "applications_to_check").waiting(moderator)) == [row]


def test_others_have_no_such_pages(client):
    row = waiting()
    assessor = UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    client.force_login(assessor)

    assert client.get(QUEUE).status_code == 404
    assert client.get(review(row)).status_code == 404
    assert not find(WorkQueue, "applications_to_check").waiting(assessor)


def test_claims_are_confirmed_with_a_reason(client, moderator):
    row = waiting()
    assert "which somebody here has to confirm" in text(client.get(review(row)))
    assert "Say why" in text(client.post(review(row), {"confirm": "yes", "confirm-moves": row.moves}))

    said = {"confirm": "yes", "confirm-moves": row.moves, "confirm-reason": "The letters are sound."}
    html = text(client.post(review(row), said, follow=True))

    assert "eligible. It waits for an assessor." in html
    assert "There is nothing to check here now." in text(client.get(review(row)))


def test_who_is_refused_reads_why(client, moderator):
    row = waiting()

    said = {"refuse": "yes", "refuse-moves": row.moves, "refuse-reason": "Two years are missing."}
    client.post(review(row), said)

    assert CharteredApplication.objects.get().state == "declined"
    client.force_login(row.person)
    assert "Two years are missing." in text(client.get(OUTCOME))


def test_an_old_page_decides_nothing(client, moderator):
    row = waiting()

    said = {"refuse": "yes", "refuse-moves": 0, "refuse-reason": "Two years are missing."}

    assert "This was changed while you had it open" in text(client.post(review(row), said))


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, moderator, count):
    rows = [waiting() for _ in range(count)]

    assert (queries_of(client, QUEUE), queries_of(client, review(rows[0]))) == (6, 8)
