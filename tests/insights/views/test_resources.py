"""The resource library: finding, reading or seeing why not, keeping and finishing; in few queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from insights.models import Bookmark, Done, Resource
from insights.services.keeping import keep, mark_done
from membership.models import CpdEntry, CpdOffer
from tests.factories.accounts import UserFactory
from tests.factories.insights import PlaylistItemFactory, ResourceFactory, TopicFactory, editor
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

LIST = reverse("insights:resource_list")
KEPT = reverse("insights:resource_kept")
HTMX = {"HX-Request": "true"}
BODY = "Say what the meeting is to decide."


@pytest.fixture
def resource():
    return ResourceFactory(slug="running-a-meeting", title="Running a meeting", body=BODY)


@pytest.fixture
def reader(client):
    """A member who is signed in."""
    person = member().person
    client.force_login(person)
    return person


def titles(client, **query):
    return [resource.title for resource in client.get(LIST, query).context["resources"]]


def address(name, resource, query=""):
    return reverse(f"insights:resource_{name}", args=[resource.slug]) + query


def test_anybody_finds_what_there_is_by_title(client):
    topic = TopicFactory(title="Change")
    ResourceFactory(title="Running a meeting", levels=[3, 4, 5], minutes=90, topic=topic)
    ResourceFactory(title="Asking why")
    ResourceFactory(title="Draft", published_on=None)
    ResourceFactory(title="Tomorrow", published_on=uk_day(timezone.now()) + timedelta(days=1))

    page = client.get(LIST)

    assert titles(client) == ["Asking why", "Running a meeting"]
    for words in ("Two resources", "Eight things to do", "1 hour 30 minutes", "Levels 3 to 5", "<li>Change</li>"):
        assert words in page.text


def test_the_library_is_narrowed_by_kind_level_topic_and_time(client):
    change, people = TopicFactory(key="change"), TopicFactory(key="people")
    ResourceFactory(title="A", kind="definition", minutes=2, topic=change)
    ResourceFactory(title="B", kind="checklist", levels=[5], minutes=30, topic=people)
    ResourceFactory(title="C", kind="book", levels=[6, 7], minutes=240, topic=people)

    assert titles(client, kind="definition") == ["A"]
    assert titles(client, kind=["definition", "book"]) == ["A", "C"]
    assert titles(client, level="5") == ["A", "B"]
    assert titles(client, level=["5", "7"]) == ["A", "B", "C"]
    assert titles(client, topic="people") == ["B", "C"]
    assert titles(client, time="15") == ["A"]
    assert titles(client, time=["15", "30"]) == ["A", "B"]
    assert titles(client, time="15", topic="people") == []


def test_words_of_the_title_are_found_without_accents_and_in_any_order(client):
    ResourceFactory(title="The café round")
    ResourceFactory(title="Running a meeting")

    assert titles(client, word="round cafe") == ["The café round"]
    assert titles(client, word="Café") == ["The café round"]
    assert titles(client, word="cafe meeting") == []


def test_kinds_stand_as_links_in_the_reading_order(client):
    links = client.get(LIST, {"time": "15"}).context["form"].kind_links()

    assert [link["label"] for link in links] == [
        *("Everything", "Definitions", "Checklists", "Models", "Thinkers", "Videos and scenes", "E-learning", "Books"),
    ]
    assert links[1]["href"] == f"{LIST}?kind=definition&time=15"


def test_nothing_found_says_what_to_let_go_of(client):
    ResourceFactory(title="Running a meeting", kind="book")

    page = client.get(LIST, {"word": "meeting", "kind": "model"})

    assert page.context["loosened"] == [{"label": "kind", "href": f"{LIST}?word=meeting", "count": 1}]
    assert "Without the kind</a>: one resource" in page.text


def test_what_there_is_none_of_is_not_asked_for(client):
    page = client.get(LIST)

    assert "By topic" not in page.text
    assert "Resources will stand here once they are published." in page.text


def test_a_long_list_comes_in_pages_that_keep_the_filters(client):
    topic = TopicFactory()
    for number in range(21):
        ResourceFactory(title=f"Meeting {number:02}", topic=topic)

    assert "?word=meeting&amp;page=2" in client.get(LIST, {"word": "meeting"}).text
    assert titles(client, word="meeting", page=2) == ["Meeting 20"]


def test_htmx_gets_the_results_and_the_count_alone(client, resource):
    page = client.get(LIST, {"kind": "checklist"}, headers=HTMX)

    assert "<h1" not in page.text
    assert '<span id="found" hx-swap-oob="innerHTML">One resource</span>' in page.text


def test_the_list_says_to_whom_the_library_is_open_until_it_is(client):
    closed = "Definitions are open to everybody."
    assert closed in client.get(LIST).text
    client.force_login(UserFactory())
    assert closed in client.get(LIST).text
    client.force_login(member().person)
    assert closed not in client.get(LIST).text


def test_a_visitor_sees_what_it_is_why_it_is_closed_and_what_opens_it(client, resource):
    page = client.get(address("detail", resource))

    assert BODY not in page.text
    for words in (resource.summary, "Checklist", "5 minutes", "All levels", "for members and registered learners"):
        assert words in page.text
    assert f'href="{reverse("account_login")}?next=/resources/running-a-meeting/"' in page.text
    assert "csrfmiddlewaretoken" not in page.text


def test_who_is_signed_in_and_no_member_is_not_asked_to_sign_in(client, resource):
    client.force_login(UserFactory())

    page = client.get(address("detail", resource))

    assert (BODY in page.text, f"{reverse('account_login')}?next" in page.text) == (False, False)
    assert ("Mark as done" in page.text, "Keep for later" in page.text) == (False, True)


def test_members_and_editors_read_it_whole_with_the_way_to_what_is_elsewhere(client):
    resource = ResourceFactory(kind=Resource.Kind.VIDEO, body=BODY, link="https://video.example/1")

    for person in (member().person, editor()):
        client.force_login(person)
        page = client.get(address("detail", resource))
        assert BODY in page.text
        assert '<a class="more" href="https://video.example/1" rel="noopener">' in page.text


def test_a_definition_is_open_to_everybody(client):
    resource = ResourceFactory(kind=Resource.Kind.DEFINITION, body=BODY)

    page = client.get(address("detail", resource))

    assert (BODY in page.text, 'id="closed"' in page.text) == (True, False)


def test_a_page_leads_to_journeys_and_to_others_of_its_topic(client, resource):
    other = ResourceFactory(title="Asking why", topic=resource.topic)
    item = PlaylistItemFactory(resource=resource)

    page = client.get(address("detail", resource))

    assert f'href="{item.playlist.get_absolute_url()}"' in page.text
    assert f'href="{other.get_absolute_url()}"' in page.text


def test_what_is_not_published_yet_is_there_for_editors_alone(client):
    tomorrow = uk_day(timezone.now()) + timedelta(days=1)
    drafts = [ResourceFactory(published_on=None), ResourceFactory(published_on=tomorrow)]
    client.force_login(member().person)

    for resource in drafts:
        assert client.get(address("detail", resource)).status_code == 404
        assert client.post(address("keep", resource)).status_code == 404
        assert client.post(address("done", resource)).status_code == 404
    client.force_login(editor())
    assert ["Not published yet" in client.get(address("detail", each)).text for each in drafts] == [True, True]


def test_a_resource_is_kept_and_let_go_of(client, reader, resource):
    response = client.post(address("keep", resource), follow=True)
    assert response.redirect_chain == [(address("detail", resource), 302)]
    assert ("You keep this for later" in response.text, Bookmark.objects.get().person) == (True, reader)

    response = client.post(address("keep", resource), {"keep": "no"}, follow=True)
    assert "You no longer keep “Running a meeting”." in response.text
    assert not Bookmark.objects.exists()


def test_what_is_done_is_offered_on_its_page_and_recorded_by_nobody(client, reader, resource):
    page = client.post(address("done", resource), follow=True)

    offer = CpdOffer.objects.get()
    assert f'href="{reverse("membership:cpd_offer_take_up", args=[offer.pk])}"' in page.text
    assert "Not done after all" in page.text
    assert not CpdEntry.objects.exists()

    page = client.post(address("done", resource), {"done": "no"}, follow=True)
    assert (Done.objects.count(), CpdOffer.objects.count()) == (0, 0)
    assert "CPD record?" not in page.text


def test_what_is_closed_is_not_marked_as_done(client, resource):
    client.force_login(UserFactory())

    page = client.post(address("done", resource), follow=True)

    assert "This resource is open to members and registered learners." in page.text
    assert not Done.objects.exists()


def test_a_visitor_signs_in_before_anything_is_kept(client, resource):
    for name in ("keep", "done"):
        response = client.post(address(name, resource))
        assert response.status_code == 302
        assert response.url.startswith(f"{reverse('account_login')}?next=")
    assert client.get(KEPT).url == f"{reverse('account_login')}?next={KEPT}"


def test_buttons_of_the_own_list_lead_back_to_it(client, reader, resource):
    assert client.post(address("keep", resource, "?back=kept"), {"keep": "no"}).url == KEPT
    assert client.post(address("done", resource, "?back=done"), {"done": "no"}).url == f"{KEPT}?show=done"
    assert client.post(address("keep", resource, "?back=//example.org")).url == address("detail", resource)


def test_the_own_list_shows_what_is_kept_and_what_is_done(client, reader, resource):
    done = ResourceFactory(title="Asking why")
    keep(person=reader, resource=resource, at=NOW)
    mark_done(person=reader, resource=done, at=NOW)

    kept_page, done_page = client.get(KEPT).text, client.get(KEPT, {"show": "done"}).text

    assert ("Running a meeting" in kept_page, "Asking why" in kept_page) == (True, False)
    assert ("Running a meeting" in done_page, "Asking why" in done_page) == (False, True)
    assert "Monday 2 November 2026" in done_page


def test_an_own_list_with_nothing_in_it_leads_on(client, reader):
    assert "You keep nothing for later." in client.get(KEPT).text
    assert "You have marked nothing as done yet." in client.get(KEPT, {"show": "done"}).text


def test_the_own_list_comes_in_pages(client, reader):
    for _ in range(21):
        keep(person=reader, resource=ResourceFactory(), at=NOW)

    assert [len(client.get(KEPT, {"page": page}).context["page_obj"]) for page in (1, 2)] == [20, 1]


def test_the_own_list_is_in_the_bar_where_there_is_something_in_it(client, reader, resource):
    link = f'href="{KEPT}"'
    assert link not in client.get(LIST).text
    keep(person=reader, resource=resource, at=NOW)
    assert link in client.get(LIST).text
    Bookmark.objects.all().delete()
    mark_done(person=reader, resource=resource, at=NOW)
    assert link in client.get(LIST).text


def test_a_visitor_finds_the_library_by_the_menu(client):
    assert client.get("/").text.count(f'href="{LIST}"') >= 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ({}, 3),
        ({"word": "meeting", "kind": "checklist", "time": "60", "level": "5"}, 3),
        ({"word": "nowhere", "kind": "checklist"}, 3),
    ],
)
def test_the_list_takes_a_visitor_s_three_queries(client, django_assert_num_queries, count, query, queries):
    for _ in range(count):
        ResourceFactory()

    with django_assert_num_queries(queries):
        client.get(LIST, query)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_a_visitor_s_three_queries(client, django_assert_num_queries, count, resource):
    for _ in range(count):
        ResourceFactory(topic=resource.topic)
        PlaylistItemFactory(resource=resource)

    with django_assert_num_queries(3):
        client.get(address("detail", resource))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 6), ("detail", 7), ("kept", 5), ("done", 5)])
def test_pages_take_a_member_s_few_queries(client, django_assert_num_queries, count, reader, resource, name, queries):
    for _ in range(count):
        other = ResourceFactory(topic=resource.topic)
        PlaylistItemFactory(resource=resource)
        for each in (other, resource):
            keep(person=reader, resource=each, at=NOW)
            mark_done(person=reader, resource=each, at=NOW)
    where = {"list": LIST, "detail": address("detail", resource), "kept": KEPT, "done": f"{KEPT}?show=done"}[name]
    client.get(where)

    with django_assert_num_queries(queries):
        client.get(where)
