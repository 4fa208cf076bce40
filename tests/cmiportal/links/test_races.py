"""Several people press at once: real threads, real transactions. Each test fails when its guard is taken out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import issue_link, outside_person
from tests.cmiportal.links.actions import ACTION, KNOWN
from tests.factories.links import OutsidePersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


def at_once(act):
    """What ``act(number)`` gives in each of six threads that start together."""
    barrier = Barrier(PEOPLE)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(run, range(PEOPLE)))


def test_of_six_presses_one_acts():
    """Without ``.live(at=at)`` in use_link's UPDATE all six act."""
    subject = OutsidePersonFactory(organisation=KNOWN)
    _, token = issue_link(
        purpose=ACTION.key,
        subject_kind="person",
        subject_id=subject.pk,
        person=OutsidePersonFactory(),
        created_by=None,
        at=timezone.now() - timedelta(hours=1),
    )
    address = reverse("links:link_open", args=[token])

    answers = at_once(lambda number: Client().post(address, {"answer": f"answer {number}"}).status_code)

    assert sorted(answers) == [200, 410, 410, 410, 410, 410]
    subject.refresh_from_db()
    assert subject.organisation.startswith(f"answer {answers.index(200)} ")


def test_of_six_links_issued_at_once_one_opens():
    """Without the lock on the person five meet the constraint ``link_one_live``."""
    person, subject = OutsidePersonFactory(), OutsidePersonFactory()
    at = timezone.now()

    at_once(
        lambda number: issue_link(
            purpose=ACTION.key, subject_kind="person", subject_id=subject.pk, person=person, created_by=None, at=at
        )
    )

    assert Link.objects.count() == PEOPLE
    assert Link.objects.live(at=at).count() == 1


def test_six_learners_who_name_one_manager_at_once_name_one_person():
    """Without ``ignore_conflicts`` five meet the constraint ``outside_person_email``."""
    found = at_once(lambda number: outside_person(email=f"{'Pp'[number % 2]}riya@example.org", name="Priya").pk)

    assert found == [OutsidePerson.objects.get().pk] * PEOPLE
