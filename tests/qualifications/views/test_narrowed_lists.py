"""The lists of a centre's learners and of awards: views, filters, what is remembered, and whose rows count."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from qualifications.models import Role
from qualifications.services import awards
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import (
    NOW,
    CentreFactory,
    CentreStaffFactory,
    EnrolmentFactory,
    passed,
    published_unit,
    published_version,
    staff_of,
)

pytestmark = pytest.mark.django_db

LEARNERS = reverse("qualifications:enrolment_list")
AWARDS = reverse("qualifications:award_list")


def version_called(title):
    return published_version([published_unit("601", credits=13)], title=title)


def award_of(place):
    passed(place.learner, place.version.pool.get().unit_version)
    return awards.raise_award(enrolment=place, at=NOW)


class World:
    """A centre with two learners on two qualifications, and another centre with one; everybody has an award."""

    def __init__(self):
        self.centre, self.other = CentreFactory(name="Ashgate College"), CentreFactory(name="Brightside Training")
        certificate, diploma = version_called("Level 6 Certificate"), version_called("Level 6 Diploma")
        named = {"state": "registered", "name_confirmed_at": NOW}
        self.wren = EnrolmentFactory(version=certificate, centre=self.centre, learner__name="Wren Holtby", **named)
        self.corin = EnrolmentFactory(version=diploma, centre=self.centre, learner__name="Corin Aldiss", **named)
        self.tamsin = EnrolmentFactory(version=diploma, centre=self.other, learner__name="Tamsin Oyelaran", **named)
        self.awards = {place: award_of(place) for place in (self.wren, self.corin, self.tamsin)}
        self.moderator = UserFactory(moderator=True)
        self.coordinator = staff_of(self.centre, Role.COORDINATOR)


@pytest.fixture
def world():
    return World()


def look(client, address, **query):
    """The names of the learners listed, by name, and the views that hold something."""
    context = client.get(address, {"show": "all", **query}).context
    names = sorted(str(row.learner) for row in context["page_obj"])
    return names, {view.label: view.count for view in context["views"] if view.count}


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
def test_filters_narrow_the_rows_and_the_counts_of_all_views(client, world, address):
    client.force_login(world.coordinator)
    everybody, counts = look(client, address)
    state = "Registered" if address == LEARNERS else "Waiting for sign-off"

    assert (everybody, counts) == (["Corin Aldiss", "Wren Holtby"], {"All": 2, state: 2})
    assert look(client, address, q="holtby WREN") == (["Wren Holtby"], {"All": 1, state: 1})
    assert look(client, address, q=world.corin.number.lower())[0] == ["Corin Aldiss"]
    assert look(client, address, qualification=world.wren.qualification.slug)[0] == ["Wren Holtby"]
    assert look(client, address, q="wren", qualification=world.corin.qualification.slug) == ([], {})


def test_an_award_is_found_by_its_number_and_by_the_name_that_is_printed(client, world):
    type(world.wren).objects.filter(pk=world.wren.pk).update(name_as_printed="Wren Holtby-Marsh")
    client.force_login(world.moderator)

    assert look(client, AWARDS, q=world.awards[world.tamsin].number)[0] == ["Tamsin Oyelaran"]
    assert look(client, AWARDS, q="marsh")[0] == ["Wren Holtby"]


def test_views_of_awards_hold_one_state_each(client, world):
    awards.issue(award=world.awards[world.wren], by=world.moderator, at=NOW)
    client.force_login(world.moderator)

    assert look(client, AWARDS, show="issued") == (["Wren Holtby"], {"All": 3, "Waiting for sign-off": 2, "Issued": 1})
    assert look(client, AWARDS, show="revoked")[0] == []
    assert "No award is in this state." in client.get(AWARDS, {"show": "revoked"}).text


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
def test_another_centres_rows_are_neither_listed_nor_counted_nor_offered(client, world, address):
    client.force_login(world.coordinator)

    assert look(client, address, q="tamsin") == ([], {})
    assert look(client, address, centre=world.other.slug)[0] == ["Corin Aldiss", "Wren Holtby"]
    assert world.other.name not in client.get(address, {"show": "all"}).text


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
def test_the_centre_is_a_filter_where_there_are_several(client, world, address):
    client.force_login(world.coordinator)
    one = client.get(address, {"show": "all"}).context["form"]
    CentreStaffFactory(user=world.coordinator, centre=world.other, role=Role.COORDINATOR)
    several = client.get(address, {"show": "all"}).context["form"]

    assert [field.name for field in one.selects] == ["qualification"]
    assert [field.name for field in several.selects] == ["qualification", "centre"]
    assert look(client, address, centre=world.other.slug)[0] == ["Tamsin Oyelaran"]


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
@pytest.mark.parametrize("name", ["show", "centre", "qualification", "page"])
@pytest.mark.parametrize("value", ["999", "日本", "<b>", "9" * 400, ""])
def test_values_that_the_list_does_not_have_filter_nothing(client, world, address, name, value):
    client.force_login(world.coordinator)

    assert look(client, address, **{name: value})[0] == ["Corin Aldiss", "Wren Holtby"]


@pytest.mark.parametrize("value", ["%", "_", "\\", "'", "日本", "9" * 400, "a " * 90])
def test_whatever_is_searched_is_answered(client, world, value):
    client.force_login(world.moderator)

    assert client.get(AWARDS, {"q": value}).status_code == 200


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
def test_who_comes_back_finds_the_view_and_the_filters_as_they_were(client, world, address):
    client.force_login(world.coordinator)
    assert client.get(address).status_code == 200
    client.get(address, {"show": "all", "q": "wren", "other": "x"})

    assert parse_qs(urlsplit(client.get(address).url).query) == {"show": ["all"], "q": ["wren"]}
    context = client.get(client.get(address).url).context
    assert [context["clear"], *(one["href"] for one in context["chosen"])] == [f"{address}?show=all"] * 2
    client.get(context["clear"])
    assert client.get(address).url == f"{address}?show=all"


def test_each_list_remembers_for_itself(client, world):
    client.force_login(world.coordinator)
    client.get(LEARNERS, {"q": "wren"})

    assert client.get(AWARDS).status_code == 200


@pytest.mark.parametrize("address", [LEARNERS, AWARDS])
def test_who_finds_nothing_reads_what_to_loosen(client, world, address):
    client.force_login(world.coordinator)
    state = "ended" if address == LEARNERS else "issued"

    elsewhere = client.get(address, {"show": state, "q": "wren"}).text
    nowhere = client.get(address, {"show": "all", "q": "nobody of that name"}).text

    assert f'<a href="{address}?show=all&amp;q=wren">Look in all states</a>' in elsewhere
    assert ("Look in all states" in nowhere, "Take the filter away" in nowhere) == (False, True)


def test_who_chose_several_filters_reads_that_one_may_go(client, world):
    client.force_login(world.coordinator)

    text = client.get(LEARNERS, {"q": "wren", "qualification": world.corin.qualification.slug}).text

    assert ("all of these filters together" in text, "Take a filter away" in text) == (True, True)


def test_a_learners_awards_are_simply_listed(client, world):
    client.force_login(world.wren.learner)

    first, second = client.get(AWARDS, {"q": "nobody", "show": "issued"}), client.get(AWARDS)

    for response in (first, second):
        assert list(response.context["page_obj"]) == [world.awards[world.wren]]
        assert ("form" in response.context, "Filter" in response.text) == (False, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_learners_asks_the_same_for_one_and_for_three(client, rows, django_assert_num_queries):
    first = EnrolmentFactory(state="registered")
    for _ in range(rows - 1):
        EnrolmentFactory(state="approved", centre=first.centre, version=first.version)
    client.force_login(staff_of(first.centre, Role.COORDINATOR))
    client.get(LEARNERS, {"show": "all"})

    with django_assert_num_queries(6):
        assert len(client.get(LEARNERS, {"show": "all"}).context["page_obj"]) == rows
