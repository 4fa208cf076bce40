"""A cohort from a file: what stands in the way, what importing does, and that doing it again does nothing."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveRefused, chain_is_whole
from qualifications.models import Enrolment, Role
from qualifications.rules.cohort import Fault
from qualifications.services import cohorts
from qualifications.services.cohorts import BadCohort, OldCheck, check_file, courses_of, import_cohort, sealed
from qualifications.services.history import history_of
from tests.factories.accounts import UserFactory
from tests.factories.places import offered_qualification, told
from tests.factories.qualifications import NOW, ApprovalFactory, EnrolmentFactory, staff_of
from tests.qualifications.cohort_files import TWO, csv_of, xlsx_of

pytestmark = pytest.mark.django_db

REASON = "Their employer has commissioned the course."


class Desk:
    """A coordinator with one course."""

    def __init__(self, **version):
        self.version, self.centre = offered_qualification(**version)
        self.by = staff_of(self.centre, Role.COORDINATOR, name="Noor Haddad")
        self.approval = courses_of(self.by, at=NOW).get()

    def check(self, content, at=NOW):
        return check_file(content=content, approval=self.approval, reason=REASON, by=self.by, at=at)

    def faults(self, content):
        with pytest.raises(BadCohort) as refused:
            self.check(content)
        return refused.value.faults

    def imports(self, content, at=NOW):
        return import_cohort(seal=sealed(self.check(content), by=self.by), by=self.by, at=at)


@pytest.fixture
def desk():
    return Desk()


def counted(cohort):
    return len(cohort.to_register), len(cohort.to_invite), len(cohort.known)


def test_a_check_counts_what_would_be_done_and_writes_nothing(desk):
    UserFactory(email="kofi@example.org")

    assert counted(desk.check(csv_of(*TWO))) == (2, 1, 0)
    assert (Enrolment.objects.count(), Notification.objects.count(), User.objects.count()) == (0, 0, 2)


def test_an_import_registers_everybody_and_invites_who_has_no_account(desk):
    kofi = UserFactory(email="kofi@example.org", name="Kofi", date_of_birth=None)

    desk.imports(xlsx_of(*TWO))

    amara = User.objects.get(email="amara@example.org")
    places = Enrolment.objects.order_by("name_as_printed")
    assert [(place.learner, place.state, place.name_as_printed, place.version) for place in places] == [
        (amara, "registered", "Amara Whitlock", desk.version),
        (kofi, "registered", "Kofi Brandt", desk.version),
    ]
    assert (amara.name, amara.date_of_birth, amara.has_usable_password()) == (
        "Amara Whitlock",
        date(1990, 3, 27),
        False,
    )
    assert list(EmailAddress.objects.filter(user=amara).values_list("email", "verified")) == [
        ("amara@example.org", True)
    ]
    kofi.refresh_from_db()
    assert (kofi.name, kofi.date_of_birth) == ("Kofi", None)
    assert told() == [("learner_invited", amara), ("place_registered", amara), ("place_registered", kofi)]


def test_the_story_of_an_imported_place_says_who_entered_it_and_why_no_line_manager_approved(desk):
    desk.imports(csv_of(TWO[0]))

    place = Enrolment.objects.get()
    story = [(one.event.action, one.event.actor, one.said.get("reason")) for one in history_of(place)]
    assert story == [("import", desk.by, None), ("approve_instead", desk.by, REASON), ("register", desk.by, None)]
    assert chain_is_whole(place)


def test_who_is_invited_chooses_a_password_by_the_link_and_is_in(desk, client):
    desk.imports(csv_of(TWO[0]))
    (said,) = told("learner_invited")

    page = client.get(said["path"], follow=True)
    password = {"password1": "Larch-and-sorrel-7", "password2": "Larch-and-sorrel-7"}
    client.post(page.redirect_chain[-1][0], password)
    client.post(reverse("account_login"), {"login": TWO[0][1], "password": "Larch-and-sorrel-7"})

    assert client.get(reverse("qualifications:learning_home")).status_code == 200
    assert client.get(said["path"], follow=True).context["token_fail"]


def test_importing_the_same_again_changes_nothing_and_more_adds_only_the_new(desk):
    desk.imports(csv_of(TWO[0]))
    before = list(Enrolment.objects.values())

    assert counted(desk.imports(xlsx_of(TWO[0]))) == (0, 0, 1)
    assert list(Enrolment.objects.values()) == before
    assert counted(desk.imports(csv_of(*TWO))) == (1, 1, 1)
    assert Enrolment.objects.count() == 2
    assert Notification.objects.count() == 4


def test_a_check_that_is_sent_twice_registers_once(desk):
    seal = sealed(desk.check(csv_of(*TWO)), by=desk.by)

    results = [counted(import_cohort(seal=seal, by=desk.by, at=NOW)) for _ in range(2)]

    assert results == [(2, 2, 0), (0, 0, 2)]
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "counts"),
    [("requested", (0, 0, 1)), ("withdrawn", (0, 0, 1)), ("completed", (0, 0, 1)), ("declined", (1, 0, 0))],
)
def test_a_place_here_stays_as_it_is_unless_it_was_declined(desk, state, counts):
    learner = UserFactory(email="amara@example.org")
    EnrolmentFactory(learner=learner, version=desk.version, centre=desk.centre, state=state)

    assert counted(desk.check(csv_of(TWO[0]))) == counts


def test_who_cannot_be_registered_is_told_by_row(desk):
    UserFactory(email="closed@example.org", is_active=False)
    elsewhere = UserFactory(email="elsewhere@example.org")
    EnrolmentFactory(learner=elsewhere, version=desk.version)
    left = UserFactory(email="left@example.org")
    EnrolmentFactory(learner=left, version=desk.version, state="withdrawn")
    addresses = ["closed@example.org", "elsewhere@example.org", "left@example.org", desk.by.email]

    assert desk.faults(csv_of(*[("Name", address, "1990-01-01") for address in addresses])) == [
        Fault(2, "E-mail address", cohorts.CLOSED),
        Fault(3, "E-mail address", cohorts.ELSEWHERE),
        Fault(5, "E-mail address", cohorts.OWN),
    ]


def test_the_age_on_an_account_counts_too():
    desk = Desk(minimum_age=40)
    UserFactory(email="amara@example.org", date_of_birth=date(2000, 1, 1))

    assert [fault.sentence for fault in desk.faults(csv_of(("A", "amara@example.org", "1980-01-01")))] == [
        "Learners must be at least 40 years old to register."
    ]


def test_names_and_addresses_are_judged_as_everywhere(desk):
    assert desk.faults(csv_of(("A\u202eb", "amara@nowhere", "1990-01-01"))) == [
        Fault(2, "E-mail address", cohorts.BAD_EMAIL),
        Fault(2, "Full name", "Take out the hidden characters that change the direction of the text."),
    ]


def test_a_file_that_cannot_be_read_is_a_fault_of_the_file(desk):
    assert desk.faults(b"") == [Fault(0, "", "The file is empty.")]


def test_more_rows_than_the_policy_allows_are_refused(desk, settings):
    settings.COHORT_ROWS_MAX = 1

    assert desk.faults(csv_of(*TWO)) == [Fault(0, "", "It has 2 learners, and one file may have 1.")]


def test_a_check_is_for_who_made_it_and_for_a_day(desk, settings):
    seal = sealed(desk.check(csv_of(*TWO)), by=desk.by)
    other = staff_of(desk.centre, Role.COORDINATOR)

    for person, sent in [(other, seal), (desk.by, seal + "x"), (desk.by, "")]:
        with pytest.raises(OldCheck):
            import_cohort(seal=sent, by=person, at=NOW)
    settings.COHORT_CHECK_HOURS = 0
    with pytest.raises(OldCheck):
        import_cohort(seal=seal, by=desk.by, at=NOW)
    assert Enrolment.objects.count() == 0


def test_who_coordinates_no_more_imports_no_more(desk):
    seal = sealed(desk.check(csv_of(*TWO)), by=desk.by)
    desk.by.centre_staff.update(during=(date(2020, 1, 1), NOW.date()))
    by = User.objects.get(pk=desk.by.pk)

    with pytest.raises(OldCheck):
        import_cohort(seal=seal, by=by, at=NOW)


def test_what_changed_since_the_check_is_found_and_nobody_is_registered(desk):
    seal = sealed(desk.check(csv_of(*TWO)), by=desk.by)
    EnrolmentFactory(learner=UserFactory(email="kofi@example.org"), version=desk.version)

    with pytest.raises(BadCohort) as refused:
        import_cohort(seal=seal, by=desk.by, at=NOW)

    assert refused.value.faults == [Fault(3, "E-mail address", cohorts.ELSEWHERE)]
    assert not User.objects.filter(email="amara@example.org").exists()


def test_an_account_made_in_the_same_moment_stops_all_of_it(desk, monkeypatch):
    seal = sealed(desk.check(csv_of(*TWO)), by=desk.by)
    look_up = cohorts._look_up

    def then_somebody_signs_up(*args, **kwargs):
        found = look_up(*args, **kwargs)
        UserFactory(email="kofi@example.org")
        return found

    monkeypatch.setattr(cohorts, "_look_up", then_somebody_signs_up)
    with pytest.raises(MoveRefused, match="This was changed while you had it open"):
        import_cohort(seal=seal, by=desk.by, at=NOW)

    assert Enrolment.objects.count() == 0
    assert not User.objects.filter(email="amara@example.org").exists()


def test_courses_are_those_of_the_coordinators_own_centres_that_are_open(desk):
    ApprovalFactory(qualification=desk.version.qualification)
    closed, _ = offered_qualification(units=("701",), last_registration=NOW.date() - timedelta(days=1))
    ApprovalFactory(centre=desk.centre, qualification=closed.qualification)
    ended = offered_qualification(units=("702",))[0]
    ApprovalFactory(centre=desk.centre, qualification=ended.qualification, during=(date(2020, 1, 1), NOW.date()))

    assert list(courses_of(desk.by, at=NOW)) == [desk.approval]
    assert list(courses_of(staff_of(desk.centre, Role.ASSESSOR), at=NOW)) == []


def queries_for(desk, names):
    content = csv_of(*[(f"Learner {name}", f"{name}@example.org", "1990-01-01") for name in names])
    with CaptureQueriesContext(connection) as checking:
        cohort = desk.check(content)
    assert len(checking) <= 2
    with CaptureQueriesContext(connection) as importing:
        import_cohort(seal=sealed(cohort, by=desk.by), by=desk.by, at=NOW)
    return len(importing)


def test_each_further_learner_takes_the_same_number_of_queries(desk):
    one, three, five = (queries_for(desk, names) for names in ("a", "bcd", "efghi"))

    assert five - three == three - one <= 2 * 60


def test_two_hundred_learners_fit_into_a_page(desk):
    cohort = desk.check(csv_of(*[(f"Learner {n}", f"l{n}@example.org", "1990-01-01") for n in range(200)]))

    assert len(cohort.to_invite) == 200
    assert len(sealed(cohort, by=desk.by)) < 20_000
