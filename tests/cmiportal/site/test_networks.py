"""Regions and communities: what they are, what happens there next, and what the apps have there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Community, Region
from tests.factories.events import CommunityFactory, EventFactory, RegionFactory, priced
from tests.factories.qualifications import ApprovalFactory, CentreFactory

pytestmark = pytest.mark.django_db

REGIONS = reverse("site:region_list")
COMMUNITIES = reverse("site:community_list")


def region(key="wales", **fields):
    return RegionFactory(**{"key": key, "title": key.title(), **fields})


def page_of(client, row):
    name = "region" if isinstance(row, Region) else "community"
    return client.get(reverse(f"site:{name}_detail", args=[row.pk]))


def coming(title="Leading through change", days=10, **fields):
    return EventFactory(title=title, starts_at=timezone.now() + timedelta(days=days), **fields)


def titles(page):
    return [card.event.title for card in page.context["cards"]]


def centres(page):
    return [centre.name for _, rows in page.context["parts"] for centre in rows]


def test_regions_stand_in_their_order_at_home_and_beyond_with_what_is_planned(client):
    scotland, wales = region("scotland", position=2), region("wales", position=1)
    malaysia = region("malaysia", position=9, abroad=True)
    coming(region=scotland)
    coming(region=scotland)
    coming(region=scotland, days=-10)
    coming(region=scotland, state="draft", published_at=None)

    page = client.get(REGIONS)

    assert page.context["home"] == [(wales, 0), (scotland, 2)]
    assert page.context["abroad"] == [(malaysia, 0)]
    assert "Two events to come" in page.text
    assert f'href="{reverse("site:region_detail", args=["wales"])}"' in page.text


def test_communities_stand_by_name_with_what_is_planned(client):
    women, care = CommunityFactory(key="women", title="Women"), CommunityFactory(key="care", title="Care")
    coming().communities.add(women, care)
    coming().communities.add(women)

    assert client.get(COMMUNITIES).context["communities"] == [(care, 1), (women, 2)]


def test_without_any_the_lists_say_so(client):
    assert "Regions will stand here" in client.get(REGIONS).text
    assert "Communities will stand here" in client.get(COMMUNITIES).text


def test_a_region_shows_its_introduction_and_its_next_events(client):
    wales = region(text="In Welsh and in English.\n\nCardiff sees most.")
    coming("Second", 2, region=wales)
    coming("First", 1, region=wales)
    coming("Elsewhere", 1, region=region("scotland"))

    page = page_of(client, wales)

    assert titles(page) == ["First", "Second"]
    assert "<p>Cardiff sees most.</p>" in page.text
    assert page.context["more"] == ""


def test_a_community_shows_its_next_events(client):
    women = CommunityFactory(key="cmi-women", title="CMI Women")
    coming("Hers").communities.add(women)
    coming("Past", -3).communities.add(women)
    coming("Of nobody")

    assert titles(page_of(client, women)) == ["Hers"]


@pytest.mark.parametrize("name", ["region", "community"])
def test_of_many_events_the_next_stand_there_and_the_others_are_a_link_away(client, name):
    row = region() if name == "region" else CommunityFactory(key="wales")
    for day in range(1, 9):
        event = coming(f"On day {day}", day)
        if name == "region":
            event.region = row
            event.save()
        else:
            event.communities.add(row)

    page = page_of(client, row)

    assert titles(page) == [f"On day {day}" for day in range(1, 7)]
    assert f'href="{reverse("events:event_list")}?{name}=wales"' in page.text


@pytest.mark.parametrize(("name", "label"), [("region", "Past events in Wales"), ("community", "Past events of Wales")])
def test_past_events_of_a_network_are_a_link_away(client, name, label):
    row = region() if name == "region" else CommunityFactory(key="wales", title="Wales")
    gone, planned = coming("Gone", -3), coming("To come")
    for event in (gone, planned):
        if name == "region":
            event.region = row
            event.save()
        else:
            event.communities.add(row)
    coming("Elsewhere", -3)

    link = f"{reverse('events:past_list')}?{name}=wales"

    assert f'<a href="{link}">{label}</a>' in page_of(client, row).text
    assert titles(client.get(link)) == ["Gone"]


def test_a_network_without_past_events_leads_to_none(client):
    wales = region()
    coming(region=wales)

    assert "Past events" not in page_of(client, wales).text


def test_where_nothing_is_planned_the_page_leads_to_other_events(client):
    page = page_of(client, CommunityFactory())

    assert "Nothing is planned at the moment." in page.text


def test_a_region_shows_the_centres_that_say_they_are_in_it(client):
    north = region("north-east", covers=["Yorkshire and the Humber", "Durham"])
    here = CentreFactory(name="Ouse Valley College", region="YORKSHIRE AND THE HUMBER")
    for centre in (here, CentreFactory(name="Thames School", region="London"), CentreFactory(name="Nowhere College")):
        ApprovalFactory(centre=centre)
        ApprovalFactory(centre=centre)

    page = page_of(client, north)

    assert centres(page) == ["Ouse Valley College"]
    assert "Centres that teach our qualifications" in page.text
    assert f'href="{reverse("qualifications:centre_detail", args=[here.slug])}"' in page.text


def test_a_region_that_is_a_nation_shows_the_centres_of_the_nation(client):
    for nation in ("wales", "england"):
        ApprovalFactory(centre=CentreFactory(name=nation, nation=nation))

    assert centres(page_of(client, region("wales"))) == ["wales"]


def test_a_centre_whose_approvals_have_ended_is_not_shown(client):
    ended = (date(2018, 1, 1), date(2019, 1, 1))
    ApprovalFactory(centre=CentreFactory(nation="wales"), during=ended)

    page = page_of(client, region("wales"))

    assert page.context["parts"] == []
    assert "Centres that teach" not in page.text


@pytest.mark.parametrize("address", ["/regions/nowhere/", "/communities/nowhere/"])
def test_what_is_none_has_no_page(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_networks_take_as_many_queries_however_much_there_is(client, django_assert_num_queries, count):
    wales, women = region(), CommunityFactory(key="cmi-women")
    for _ in range(count):
        event = priced(coming(region=wales), member=2_500)
        event.communities.add(women)
        ApprovalFactory(centre=CentreFactory(nation="wales"))
        RegionFactory()
        CommunityFactory()

    for address, queries in ((REGIONS, 2), (COMMUNITIES, 2)):
        with django_assert_num_queries(queries):
            client.get(address)
    with django_assert_num_queries(5):
        page_of(client, wales)
    with django_assert_num_queries(4):
        page_of(client, women)
    assert Region.objects.count() + Community.objects.count() == 2 * (count + 1)
