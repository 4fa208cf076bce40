"""Learning journeys: the list, the journey of a unit with one's own progress, and the way there from the unit."""

import pytest
from django.urls import reverse

from insights.services.keeping import mark_done
from tests.factories.accounts import UserFactory
from tests.factories.insights import PlaylistFactory, PlaylistItemFactory, ResourceFactory, editor
from tests.factories.insights_pictures import a_sized_picture
from tests.factories.membership import member
from tests.factories.places import registered_place
from tests.factories.portfolio import ready_unit
from tests.factories.qualifications import NOW, published_unit

pytestmark = pytest.mark.django_db

LIST = reverse("insights:playlist_list")


def journey(number="601", resources=3, **fields):
    """A published journey with so many resources."""
    playlist = PlaylistFactory(unit=published_unit(number).unit, **fields)
    for position in range(1, resources + 1):
        resource = ResourceFactory(title=f"Step {position}")
        PlaylistItemFactory(playlist=playlist, position=position, resource=resource, why=f"Because of {position}.")
    return playlist


def resources_of(playlist):
    return [item.resource for item in playlist.items.all()]


def test_the_list_names_each_journey_by_its_unit_below_the_level(client):
    playlist = journey()

    page = client.get(LIST)

    for words in ("Level 6", "Leading 601", "Unit 601", "Three resources", f'href="{playlist.get_absolute_url()}"'):
        assert words in page.text
    assert "of 3 done" not in page.text


def test_without_a_journey_the_list_leads_to_the_library(client):
    assert "Learning journeys will stand here" in client.get(LIST).text


def test_a_journey_says_what_to_read_in_order_and_what_for(client):
    playlist = journey(text="From **first** ideas.")

    page = client.get(playlist.get_absolute_url()).text

    assert page.index("Step 1") < page.index("Because of 1.") < page.index("Step 2") < page.index("Step 3")
    assert "<strong>first</strong>" in page
    assert f'href="{reverse("qualifications:unit_detail", args=["601"])}"' in page
    assert "Definitions are open to everybody." in page


def test_each_person_sees_their_own_progress(client):
    playlist, reader, other = journey(), member().person, member().person
    for resource in resources_of(playlist)[:2]:
        mark_done(person=reader, resource=resource, at=NOW)

    def said(person):
        client.force_login(person)
        page = client.get(playlist.get_absolute_url()).text
        counted = [f"{done} of 3" in page for done in (0, 2)]
        return counted, f"{2 if person == reader else 0} of 3 done" in client.get(LIST).text

    assert said(reader) == ([False, True], True)
    assert said(other) == ([True, False], True)


def test_a_journey_that_is_not_published_is_there_for_editors_alone(client):
    address = journey(is_published=False).get_absolute_url()

    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(editor())
    assert "Only editors see this page." in client.get(address).text
    assert "Not published" in client.get(LIST).text


def test_a_picture_in_the_introduction_is_shown(client):
    playlist = journey()
    playlist.text = f"![A desk](picture:{a_sized_picture().pk})"
    playlist.save()

    assert client.get(playlist.get_absolute_url()).text.count("<picture>") == 1


def test_a_unit_without_a_journey_is_404(client):
    published_unit("601")

    assert client.get(reverse("insights:playlist_detail", args=["601"])).status_code == 404


def test_the_page_of_a_unit_leads_to_its_journey_where_it_has_one(client):
    link = f'href="{journey().get_absolute_url()}"'
    published_unit("602")

    assert link in client.get(reverse("qualifications:unit_detail", args=["601"])).text
    assert "What to read" not in client.get(reverse("qualifications:unit_detail", args=["602"])).text


def test_the_learner_s_page_of_a_unit_leads_to_its_journey(client):
    unit = ready_unit(registered_place())
    playlist = PlaylistFactory(unit=unit.unit)
    PlaylistItemFactory(playlist=playlist)
    client.force_login(unit.enrolment.learner)

    page = client.get(reverse("qualifications:unit_portfolio", args=[unit.pk])).text

    assert f'href="{playlist.get_absolute_url()}"' in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 1), ("detail", 2)])
def test_journeys_take_a_visitor_s_few_queries(client, django_assert_num_queries, count, name, queries):
    for number in range(count):
        playlist = journey(f"60{number}", resources=count)
    address = LIST if name == "list" else playlist.get_absolute_url()
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 4), ("detail", 5)])
def test_journeys_take_a_member_s_few_queries(client, django_assert_num_queries, count, name, queries):
    client.force_login(member().person)
    for number in range(count):
        playlist = journey(f"60{number}", resources=count)
    address = LIST if name == "list" else playlist.get_absolute_url()
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
