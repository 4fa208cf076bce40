"""A coordinator with a list of learners: a file with faults, the mended one, the same again; and somebody invited."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.notifications.models import Notification
from cmiportal.posts.models import KeptForm
from qualifications.models import Enrolment, Role
from tests.browser.people import Person
from tests.browser.test_queue import without_faults
from tests.factories.accounts import PASSWORD
from tests.factories.places import offered_qualification
from tests.factories.qualifications import staff_of
from tests.qualifications.cohort_files import TWO, csv_of, xlsx_of

pytestmark = pytest.mark.slow

FAULTY = csv_of(("Amara Whitlock-Fotheringay", "nowhere", "03/27/1990"), ("", "kofi@example.org", "32959"))
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def browser_context_args(browser_context_args, request):
    return {**browser_context_args, "java_script_enabled": request.param}


@pytest.fixture
def person(page, live_server):
    """A coordinator of a centre with one open qualification, signed in."""
    found = Person(page, live_server.url)
    found.account = staff_of(offered_qualification()[1], Role.COORDINATOR, name="Noor Haddad")
    found.signs_in(found.account)
    return found


@pytest.fixture
def looks(browser_context_args):
    """Look at a page with a reader's rules, which are a script and need one."""
    return without_faults if browser_context_args["java_script_enabled"] else lambda page: None


def chooses(person, name, content):
    """Fill in the form of the page and have the file checked."""
    person.field("Which qualification do they register for?").select_option(index=1)
    person.types("Why does no line manager approve?", "Their employer has commissioned the course.")
    file = {"name": name, "mimeType": TYPES[name.rpartition(".")[2]], "buffer": content}
    person.main.locator("input[type=file]").set_input_files([file])
    person.presses("Check the file")


def test_a_file_is_mended_imported_and_imported_again(person, looks):
    person.opens(reverse("qualifications:enrolment_list"))
    person.follows("Import learners from a file")
    looks(person.page)
    chooses(person, "cohort.csv", FAULTY)

    person.sees("Four things are to be mended in the file.", "“03/27/1990” is not a date.", "Full name is missing.")
    expect(person.main.get_by_role("rowheader")).to_have_text(["Row 2", "Row 2", "Row 3", "Row 3"])
    looks(person.page)
    assert Enrolment.objects.count() == 0

    chooses(person, "cohort.xlsx", xlsx_of(*TWO))
    person.reads("Import two learners?")
    looks(person.page)
    person.presses("Import two learners")
    person.is_told("Two learners are registered")
    assert Enrolment.objects.filter(state="registered").count() == 2

    person.opens(reverse("qualifications:cohort_import"))
    chooses(person, "cohort.xlsx", xlsx_of(*TWO))
    person.reads("Nothing to import")
    person.sees("Every learner in this file already has a place here. Nothing was changed.")
    looks(person.page)
    assert (Enrolment.objects.count(), person.troubles) == (2, [])


def test_an_import_whose_session_ended_is_sent_after_signing_in_again(person):
    person.opens(reverse("qualifications:cohort_import"))
    chooses(person, "cohort.csv", csv_of(*TWO))
    seal = person.main.locator("[name=seal]").get_attribute("value")
    person.page.context.clear_cookies(name="sessionid")
    person.presses("Import two learners")
    person.signs_in(person.account)

    person.reads("Send what you had typed")
    expect(person.main).not_to_contain_text(seal)
    person.presses("Send it now")
    person.is_told("Two learners are registered")

    assert (Enrolment.objects.count(), KeptForm.objects.count(), person.troubles) == (2, 0, [])


def test_who_is_invited_chooses_a_password_and_comes_to_their_learning(person):
    person.opens(reverse("qualifications:cohort_import"))
    chooses(person, "cohort.csv", csv_of(TWO[1]))
    person.presses("Import one learner")
    invitation = Notification.objects.get(kind="learner_invited")
    person.page.context.clear_cookies()

    person.opens(invitation.context["path"])
    for label in ("New password", "The same password again"):
        person.types(label, PASSWORD)
    person.presses("Keep the new password")
    person.signs_in(invitation.recipient)
    person.opens(reverse("qualifications:learning_home"))

    person.sees("Level 6 Certificate")
    assert person.troubles == []
