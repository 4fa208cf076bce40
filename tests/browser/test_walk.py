"""The whole walk, from the catalogue to a certificate that anybody can verify, as the people who make it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from qualifications.models import Centre, Qualification, Role, UnitEnrolment
from tests.browser import steps_of_learners as learns
from tests.browser import steps_of_others as others
from tests.browser.letters import CENTRE, CERTIFICATE, LEARNER
from tests.browser.people import Person
from tests.cmiportal.documents.files import Made
from tests.demo import CATALOGUE
from tests.factories.accounts import UserFactory
from tests.factories.portfolio import handed_in, judged, map_evidence
from tests.factories.qualifications import ApprovalFactory, CentreFactory, staff_of


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def users(settings, live_server):
    """The project's own catalogue, two centres that may deliver the certificate, and whoever has an account."""
    settings.SITE_URL = live_server.url
    call_command("import_catalogue", str(CATALOGUE), verbosity=0)
    certificate = Qualification.objects.get(title=CERTIFICATE)
    for name, town in ((CENTRE, "Leeds"), ("Afon Valley Leadership", "Cardiff")):
        ApprovalFactory(centre=CentreFactory(name=name, town=town), qualification=certificate)
    centre = Centre.objects.get(name=CENTRE)
    return {
        "learner": UserFactory(name=LEARNER, email="zoe@example.org"),
        "coordinator": staff_of(centre, Role.COORDINATOR, name="Joan Petherick", email="joan@example.org"),
        "assessor": staff_of(centre, Role.ASSESSOR, name="Tobias Fenwick", email="tobias@example.org"),
        "verifier": staff_of(centre, Role.VERIFIER, name="Ruth Adeyemi"),
        "moderator": UserFactory(name="Ines Marlow", email="ines@example.org", moderator=True),
    }


@pytest.fixture
def people(users, new_context, live_server):
    """Each person at a browser of their own; in the end nothing may have gone wrong in any of them."""
    found = {name: Person(new_context().new_page(), live_server.url) for name in (*users, "line manager", "anybody")}
    yield found
    assert {name: person.troubles for name, person in found.items() if person.troubles} == {}


def test_from_the_catalogue_to_a_verified_certificate(users, people, tmp_path):
    learner, coordinator, assessor = people["learner"], people["coordinator"], people["assessor"]
    verifier, moderator, anybody = people["verifier"], people["moderator"], people["anybody"]
    for role in ("coordinator", "assessor", "verifier", "moderator"):
        people[role].signs_in(users[role])

    learns.finds_a_qualification(learner)
    learner.signs_in(users["learner"])
    learns.asks_for_a_place(learner)
    others.approves(people["line manager"])
    others.registers(coordinator)
    learns.confirms_the_name(learner)
    learns.chooses_units(learner)

    files = Made()
    learns.gathers_evidence(learner, pdf=files.pdf)
    learns.submits_too_early(learner)
    first = learns.submits(learner)
    others.allocates(coordinator)
    others.marks(assessor)
    others.returns_once(verifier, assessor)
    others.signs_off(moderator, "Not every criterion is met yet: the unit is referred.")
    second = learns.resubmits(learner, docx=files.docx)
    assert first != second
    others.allocates(coordinator)
    others.marks_again(assessor)
    others.agrees(verifier)
    others.signs_off(moderator, "Every criterion is met: the unit is passed.")
    learns.sees_the_pass(learner)

    passes_the_other_units(users["learner"])
    others.issues(moderator)
    code = learns.downloads_the_certificate(learner, tmp_path)
    others.verifies(anybody, code, "This certificate is genuine", LEARNER)
    others.revokes(moderator)
    others.verifies(anybody, code, "This award has been revoked")


def passes_the_other_units(learner):
    """What the browser would only repeat: two more units, written, marked, verified and signed off."""
    at = timezone.now()
    for unit in UnitEnrolment.objects.filter(learner=learner, unit__number__in=["602", "613"]):
        map_evidence(unit, at=at)
        judged(handed_in(unit, at=at))
