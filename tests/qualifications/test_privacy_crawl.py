"""Everything of one centre's people is closed to everybody else, as if it had never been.

Every address whose key names a row is opened as people whom it does not concern. An address that is new fails here
until ``private_rows`` says which rows it is about.
"""

from functools import cache
from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from cmiportal.accounts.access import PUBLIC, rule_of
from cmiportal.posts.models import KeptForm
from cmiportal.registry import WorkQueue, every
from qualifications.models import (
    Award,
    AwardEvent,
    CentreStaff,
    Enrolment,
    EnrolmentEvent,
    HandIn,
    SubmissionEvent,
    UnitEnrolment,
)
from tests.demo import portal_of
from tests.events.private_rows import OF_BOOKINGS
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, map_evidence
from tests.membership.private_rows import ROWS as ROWS_OF_MEMBERSHIP
from tests.pages import FewOfEachKind, addresses, crawl, text_of
from tests.private import OF_A_KIND, account, ask, of_nobody, signed_in, some_of
from tests.qualifications.private_rows import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CENTRE = "calderbridge"
OUTSIDERS = {
    "a learner of another centre": "northern",
    "a coordinator of another centre": "north.coordinator",
    "an assessor of another centre": "north.assessor",
    "a verifier of another centre": "north.verifier",
    "another learner of the same centre": "kofi",
    "an assessor of the centre who holds none of the work": "gwen.assessor",
    "a verifier of the centre who holds none of the work": "harun.verifier",
}
# To people of another centre no row is nearer than another: one in each state is enough.
NORTHMERE = [name for name, key in OUTSIDERS.items() if key.startswith("north")]
KEYS = {"UUIDConverter", "IntConverter"}


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal, with a file in a draft, one that was handed in, and a form that waits for its writer."""
    at = timezone.now()
    with portal_of(django_db_blocker, at=at):
        wren = account("wren")
        unit = UnitEnrolment.objects.get(learner=wren, unit__number="604")
        map_evidence(unit, item=ItemFactory(owner=wren, upload=upload()))
        handed_in(unit, at=at)
        ItemFactory(owner=wren, upload=upload())
        KeptForm.objects.create(key=uuid4(), person=wren, path="/learning/", fields=[], files=[], created_at=at)
        yield


@cache
def all_rows(name):
    """Every row that an address can name: the portal is loaded once, and no test changes it."""
    return list(ROWS[name](CENTRE))


def rows_of(name, *, besides=None, extent="state"):
    """The rows that an address can name, less those of one person, as ``some_of``."""
    return some_of(all_rows(name), besides=besides, extent=extent)


def test_every_address_that_names_a_row_is_known_here():
    named = {
        name
        for name, pattern in addresses(get_resolver())
        if not name.startswith("admin:")
        and rule_of(name, pattern.callback) != PUBLIC
        and any(type(converter).__name__ in KEYS for converter in pattern.pattern.converters.values())
    }

    assert named == ROWS.keys() | ROWS_OF_MEMBERSHIP.keys() | OF_BOOKINGS
    assert {name for name in ROWS if not rows_of(name)} == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_an_outsider_finds_what_they_find_where_there_is_nothing(outsider, method):
    user = account(OUTSIDERS[outsider])
    client = signed_in(OUTSIDERS[outsider])
    before = moves_made()
    told = []
    for name in ROWS:
        rows = rows_of(name, besides=user.pk, extent="state" if outsider in NORTHMERE else "few")
        nothing = ask(client, method, name, of_nobody(rows[0].keys))
        # An address that takes the other method alone says so to everybody.
        assert nothing[0] in (404, 405), name
        told += [(name, row.state) for row in rows if ask(client, method, name, row.keys) != nothing]

    assert told == []
    assert moves_made() == before


def moves_made():
    return [events.objects.count() for events in (EnrolmentEvent, SubmissionEvent, AwardEvent)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_asked_to_sign_in_first(client, method):
    for name in ROWS:
        for row in rows_of(name):
            address = reverse(name, kwargs=row.keys)
            response = getattr(client, method.lower())(address)
            assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("outsider", [*NORTHMERE, "another learner of the same centre"])
def test_no_page_that_an_outsider_can_click_to_names_anybody(outsider):
    user = account(OUTSIDERS[outsider])
    secrets = names_of_learners(besides=user) + ([] if user.email.startswith("kofi") else names_of_staff())
    pages = list(crawl(signed_in(OUTSIDERS[outsider]), follow=FewOfEachKind(OF_A_KIND, among=is_private)))
    told = [(address, secret) for address, response in pages for secret in secrets if secret in text_of(response)]

    assert {address: response.status_code for address, response in pages if response.status_code != 200} == {}
    assert told == []


def is_private(link):
    """Of the portal's own part; the catalogue is the same for everybody, and the other pages have nobody's rows."""
    return link.startswith(("/learning/", "/centre/", "/desk/", "/awards/", "/messages/", "/account/"))


def names_of_learners(*, besides):
    """Names, addresses and numbers by which a page would tell of the centre's learners."""
    places = Enrolment.objects.filter(centre__slug=CENTRE).exclude(learner=besides)
    awards = Award.objects.filter(enrolment__in=places)
    return [
        *places.values_list("learner__name", flat=True),
        *places.values_list("learner__email", flat=True),
        *places.values_list("number", flat=True),
        *HandIn.objects.filter(unit_enrolment__enrolment__in=places).values_list("receipt_number", flat=True),
        *awards.values_list("number", flat=True),
        *awards.values_list("code", flat=True),
    ]


def names_of_staff():
    return list(CentreStaff.objects.filter(centre__slug=CENTRE).values_list("user__name", flat=True))


def test_a_coordinator_of_another_centre_counts_that_centre_alone():
    client = signed_in("north.coordinator")
    learners = client.get(reverse("qualifications:enrolment_list")).context
    desk = client.get(reverse("qualifications:work_queue")).context

    assert [view.count for view in learners["views"]] == [2, 0, 1, 1, 0, 0]
    assert {view.key: view.count for view in desk["views"] if view.count} == {"yours": 1, "all": 1, "allocation": 1}
    waiting = {queue.key: queue.waiting(account("north.coordinator")).count() for queue in every(WorkQueue)}
    assert {key: count for key, count in waiting.items() if count} == {"work": 1}
    assert waiting.keys() >= {"work_returned", "work_to_resubmit", "places_to_register", "awards_to_issue"}


LEARNERS_OWN = (
    "enrolment_detail",
    "enrolment_withdraw",
    "hand_in_receipt",
    "item_edit",
    "item_withdraw",
    "line_manager_change",
    "mapping_add",
    "mapping_edit",
    "name_confirm",
    "submission_detail",
    "unit_choice",
    "unit_portfolio",
)


@pytest.mark.parametrize("learner", ["learner", "wren", "kofi", "sanna", "amina"])
def test_learners_open_what_is_their_own(learner):
    client, user = signed_in(learner), account(learner)
    names = [f"qualifications:{name}" for name in LEARNERS_OWN] + ["documents:document_open"]
    own = [(name, row) for name in names for row in rows_of(name, extent="every") if row.owner == user.pk]

    assert {(name, row.state) for name, row in own if ask(client, "GET", name, row.keys)[0] != 200} == set()


@pytest.mark.parametrize(
    ("name", "address", "states"),
    [
        ("coordinator", "enrolment_manage", {"requested", "approved", "registered", "completed"}),
        (
            "coordinator",
            "submission_detail",
            {"allocation", "marking", "verification", "sign_off", "returned", "passed", "referred"},
        ),
        ("coordinator", "award_detail", {"raised", "issued"}),
        ("assessor", "submission_detail", {"marking", "verification", "sign_off", "returned", "passed", "referred"}),
        ("verifier", "submission_detail", {"marking", "verification", "sign_off", "returned", "passed", "referred"}),
        # Work that came again goes back to whoever signed it off, who follows it from the start.
        ("moderator", "submission_detail", {"marking", "sign_off", "passed", "referred"}),
        ("moderator", "award_detail", {"raised", "issued"}),
        ("admin", "submission_detail", set()),
        ("admin", "enrolment_manage", set()),
    ],
)
def test_staff_open_what_they_handle_and_no_more(name, address, states):
    client = signed_in(name)
    name = f"qualifications:{address}"
    opened = {row.state for row in rows_of(name, extent="every") if ask(client, "GET", name, row.keys)[0] == 200}

    assert opened == states


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("coordinator", {"handed in", "certificate, issued"}),
        ("moderator", {"certificate, issued"}),
        ("assessor", set()),
        ("verifier", set()),
    ],
)
def test_staff_open_the_files_of_work_that_they_handle(name, states):
    client = signed_in(name)
    rows = rows_of("documents:document_open", extent="every")
    opened = {row.state for row in rows if ask(client, "GET", "documents:document_open", row.keys)[0] == 200}

    assert opened == states
