"""From the route finder to the public register, and out of it again, as the people who make that way."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

import membership
from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from membership.models import CharteredCriterion, Grade
from tests.browser import steps_of_applicants as applies
from tests.browser import steps_of_judges as others
from tests.browser.people import Person
from tests.factories.accounts import UserFactory
from tests.factories.membership import member
from tests.factories.record import ExperienceFactory

SHIPPED = Path(membership.__file__).parent / "data" / "membership.json"


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def users(settings, live_server, tmp_path):
    """The project's own grades and routes; a member with six years of experience; whoever judges."""
    settings.SITE_URL, settings.MEDIA_ROOT = live_server.url, tmp_path / "files"
    call_command("import_membership", str(SHIPPED), verbosity=0)
    today = timezone.now()
    applicant = UserFactory(name=applies.APPLICANT, email=applies.APPLICANT_EMAIL)
    member(person=applicant, grade=Grade.objects.get(pk="member"), at=today)
    since = date(today.year - 6, 1, 1)
    ExperienceFactory(person=applicant, employer="Fellgate Logistics", since=since)
    return {
        "applicant": applicant,
        "moderator": UserFactory(name="Ines Marlow", email="ines@example.org", moderator=True),
        "second": UserFactory(name="Lewis Okonjo", email="lewis@example.org", moderator=True),
        "assessor": UserFactory(name="Greta Halloran", email="greta@example.org", groups=[MEMBERSHIP_ASSESSORS]),
    }


@pytest.fixture
def people(users, new_context, live_server):
    """Each person at a browser of their own; in the end nothing may have gone wrong in any of them."""
    found = {name: Person(new_context().new_page(), live_server.url) for name in (*users, "referee", "anybody")}
    yield found
    assert {name: person.troubles for name, person in found.items() if person.troubles} == {}


@pytest.mark.timeout(900)
def test_from_the_route_finder_to_the_register_and_out_of_it(users, people, size):
    applicant, moderator, assessor = people["applicant"], people["moderator"], people["assessor"]
    second, anybody = people["second"], people["anybody"]
    for role in ("moderator", "second", "assessor"):
        people[role].signs_in(users[role])

    applies.finds_a_route(applicant)
    applicant.signs_in(users["applicant"])
    applies.begins(applicant)
    applies.writes(applicant, scripts=size == "desk")
    applies.asks_a_referee(applicant)
    applies.submits(applicant)
    applies.answers(people["referee"])

    others.confirms(moderator)
    others.allocates(moderator)
    others.declares(assessor)
    others.offers_times(assessor)
    applies.books(applicant)
    others.a_week_passes()
    others.holds_the_discussion(assessor)
    others.judges(assessor, *CharteredCriterion.objects.filter(routes="full").values_list("title", flat=True))
    others.looks_up(anybody, applies.APPLICANT, "Nobody of that name")
    others.awards(second)

    code = applies.sees_the_award(applicant)
    others.looks_up(anybody, "zoe ni briain", applies.APPLICANT, "Chartered Member")
    anybody.follows(applies.APPLICANT)
    anybody.sees("Holds today", "CMgr MCMI")
    page = anybody.page.url
    others.verifies(anybody, code, "This status is held", applies.APPLICANT)

    applies.resigns(applicant)
    others.looks_up(anybody, applies.APPLICANT, "Nobody of that name")
    others.verifies(anybody, code, "This status is not held now")
    assert anybody.page.request.get(page).status == 404
