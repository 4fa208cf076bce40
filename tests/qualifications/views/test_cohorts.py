"""A coordinator imports a cohort: who may, what the pages say, and that one button registers everybody once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cmiportal.posts.keys import FIELD, make_key
from qualifications.models import Enrolment, Role
from qualifications.services.cohorts import courses_of
from tests.factories.accounts import UserFactory
from tests.factories.places import offered_qualification
from tests.factories.qualifications import ApprovalFactory, CentreStaffFactory, staff_of
from tests.qualifications.cohort_files import TWO, csv_of, xlsx_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

START = reverse("qualifications:cohort_import")
CONFIRM = reverse("qualifications:cohort_confirm")
FILES = [reverse("qualifications:cohort_csv"), reverse("qualifications:cohort_xlsx")]
LIST = reverse("qualifications:enrolment_list")


@pytest.fixture
def coordinator(client):
    """Somebody signed in who coordinates a centre with one open qualification."""
    person = staff_of(offered_qualification()[1], Role.COORDINATOR)
    client.force_login(person)
    return person


def check(client, person, content, **said):
    course = courses_of(person, at=timezone.now()).first().pk
    file = SimpleUploadedFile("learners.csv", content)
    return client.post(START, {"course": course, "reason": "Their employer asked.", "file": file, **said})


def test_only_coordinators_find_the_pages(client):
    client.force_login(staff_of(offered_qualification()[1], Role.ASSESSOR))

    assert [client.get(address).status_code for address in (START, CONFIRM, *FILES)] == [404] * 4


def test_the_list_of_learners_leads_to_the_import(client, coordinator):
    assert f'href="{START}"' in client.get(LIST).text


def test_the_empty_files_can_be_fetched(client, coordinator):
    responses = [client.get(address) for address in FILES]

    assert [response.headers["Content-Disposition"] for response in responses] == [
        'attachment; filename="learners.csv"',
        'attachment; filename="learners.xlsx"',
    ]
    assert [response.content[:4] for response in responses] == ["\ufeffF".encode(), b"PK\x03\x04"]


def test_faults_are_shown_with_row_and_column_and_nothing_is_imported(client, coordinator):
    page = check(client, coordinator, csv_of(("Amara <b>", "nowhere", "27/03/1990"), ("", "k@example.org", "x")))

    found = [(fault.row, fault.column) for fault in page.context["faults"]]
    assert found == [(2, "E-mail address"), (3, "Date of birth"), (3, "Full name")]
    assert "Three things are to be mended in the file." in page.text
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("field", ["course", "reason", "file"])
def test_what_was_left_out_is_asked_for(client, coordinator, field):
    assert list(check(client, coordinator, csv_of(*TWO), **{field: ""}).context["form"].errors) == [field]


def test_a_file_that_is_too_large_is_not_read(client, coordinator, settings):
    settings.COHORT_MAX_BYTES = 10

    assert "The file must be" in check(client, coordinator, csv_of(*TWO)).text


def test_nobody_imports_for_a_centre_of_others(client, coordinator):
    other = ApprovalFactory(qualification=offered_qualification(units=("701",))[0].qualification)

    page = check(client, coordinator, csv_of(*TWO), course=other.pk)

    assert page.context["form"].errors == {"course": ["Choose one of the qualifications listed"]}


def test_a_coordinator_of_two_centres_is_shown_which_is_which(client, coordinator):
    version, centre = offered_qualification(units=("701",))
    CentreStaffFactory(user=coordinator, centre=centre, role=Role.COORDINATOR)

    page = client.get(START).text

    assert f"{version.qualification}, {centre}</option>" in page


def test_one_button_imports_what_was_checked_once(client, coordinator):
    page = check(client, coordinator, xlsx_of(*TWO))
    assert "Import two learners" in page.text
    sent = {"seal": page.context["seal"], FIELD: make_key(coordinator)}

    first, second = (client.post(CONFIRM, sent) for _ in range(2))

    assert (first.url, second.url) == (LIST, LIST)
    assert Enrolment.objects.filter(state="registered").count() == 2
    said = [str(message) for message in client.get(LIST).context["messages"]]
    assert said[0].startswith("Two learners are registered on the Level 6 Certificate")
    assert said[0].endswith("Two invitations go out by e-mail.")


def test_the_same_file_again_has_nothing_to_import(client, coordinator):
    seal = check(client, coordinator, csv_of(*TWO)).context["seal"]
    client.post(CONFIRM, {"seal": seal})

    page = check(client, coordinator, csv_of(*TWO))
    client.post(CONFIRM, {"seal": seal})

    assert "Nothing to import" in page.text
    assert f'action="{CONFIRM}"' not in page.text
    assert [str(message) for message in client.get(LIST).context["messages"]][-1] == (
        "Every learner in the file already has a place. Nothing was changed."
    )
    assert Enrolment.objects.count() == 2


def test_learners_with_accounts_are_registered_without_an_invitation(client, coordinator):
    UserFactory(email="kofi@example.org")
    seal = check(client, coordinator, csv_of(TWO[1])).context["seal"]

    client.post(CONFIRM, {"seal": seal})

    (said,) = [str(message) for message in client.get(LIST).context["messages"]]
    assert said.startswith("One learner is registered on the")
    assert "invitation" not in said


def test_a_check_that_no_longer_holds_imports_nothing_and_says_why(client, coordinator):
    seal = check(client, coordinator, csv_of(*TWO)).context["seal"]
    UserFactory(email="kofi@example.org", is_active=False)

    closed, forged = client.post(CONFIRM, {"seal": seal}), client.post(CONFIRM, {"seal": "forged"})

    assert (closed.status_code, [fault.row for fault in closed.context["faults"]]) == (409, [3])
    assert forged.status_code == 409
    assert "The check is too old, or it is not yours." in forged.text
    assert Enrolment.objects.count() == 0


def test_registration_that_closed_meanwhile_is_said(client, coordinator, monkeypatch):
    seal = check(client, coordinator, csv_of(*TWO)).context["seal"]
    UserFactory(email="amara@example.org")
    places = "qualifications.services.cohorts._places"
    monkeypatch.setattr(places, lambda accounts, approval: UserFactory(email="kofi@example.org") and {})

    page = client.post(CONFIRM, {"seal": seal})

    assert (page.status_code, "This was changed while you had it open" in page.text) == (409, True)


def test_who_opens_the_address_of_the_button_begins_with_the_file(client, coordinator):
    assert client.get(CONFIRM).url == START


def test_the_pages_take_as_many_queries_for_three_rows_as_for_one(client, coordinator, django_assert_max_num_queries):
    one = queries_of(client, START)
    centre = coordinator.centre_staff.get().centre
    for number in ("701", "702"):
        ApprovalFactory(centre=centre, qualification=offered_qualification(units=(number,))[0].qualification)

    assert queries_of(client, START) == one <= 12
    course = courses_of(coordinator, at=timezone.now()).first().pk
    for rows in (TWO[:1], TWO):
        file = SimpleUploadedFile("learners.csv", csv_of(*rows))
        with django_assert_max_num_queries(12):
            client.post(START, {"course": course, "reason": "Their employer asked.", "file": file})
