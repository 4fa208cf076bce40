"""Resources and learning journeys in the admin: written by editors alone; nobody sees there what people keep."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from insights.models import Bookmark, Done, Playlist, PlaylistItem, Resource
from tests.factories.accounts import UserFactory
from tests.factories.insights import PlaylistFactory, PlaylistItemFactory, ResourceFactory, TopicFactory, editor
from tests.factories.qualifications import published_unit
from tests.insights.admin.forms import stamp

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Running a meeting",
    "slug": "running-a-meeting",
    "kind": "checklist",
    "summary": "Eight things to do.",
    "body": "## Before\r\n\r\nSay what it is to decide.",
    "topic": "people",
    "levels": ["3", "4"],
    "minutes": "5",
    "link": "",
    "published_on": "2026-10-05",
}


@pytest.fixture(autouse=True)
def topic():
    return TopicFactory(key="people")


@pytest.fixture
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def page(model, name, *args):
    return reverse(f"admin:insights_{model._meta.model_name}_{name}", args=args)


def items(*rows, there=0):
    """The rows of the inline as the browser sends them."""
    sent = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": there}
    for number, row in enumerate(rows):
        sent |= {f"items-{number}-{name}": value for name, value in row.items()}
    return sent


def test_an_editor_adds_a_resource_with_its_levels_as_boxes(client, writer):
    shown = client.get(page(Resource, "add")).text
    assert shown.count('type="checkbox" name="levels"') == 7

    assert client.post(page(Resource, "add"), TYPED).status_code == 302

    row = Resource.objects.get()
    assert (row.levels, row.body) == ([3, 4], "## Before\n\nSay what it is to decide.")
    assert timezone.now() - row.updated_at < timedelta(minutes=1)


def test_no_box_means_all_levels(client, writer):
    client.post(page(Resource, "add"), {**TYPED, "levels": []})

    assert Resource.objects.get().meant_for == "All levels"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"slug": "kept"}, "one of the library&#x27;s own pages"),
        ({"slug": "playlists"}, "one of the library&#x27;s own pages"),
        ({"minutes": "0"}, "It takes one minute at least."),
        ({"body": "# Meetings"}, "heading"),
        ({"body": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_published_is_said(client, writer, typed, said):
    response = client.post(page(Resource, "add"), {**TYPED, **typed})

    assert (response.status_code, Resource.objects.count()) == (200, 0)
    assert said in response.text


def test_the_address_changes_as_long_as_nobody_has_read_it(client, writer):
    today = uk_day(timezone.now())
    draft = ResourceFactory(slug="a", topic_id="people", published_on=None)
    later = ResourceFactory(slug="b", topic_id="people", published_on=today + timedelta(days=1))
    shown = ResourceFactory(slug="c", topic_id="people", published_on=today)

    for row in (draft, later, shown):
        changed = {**TYPED, "slug": f"{row.slug}-changed", "published_on": today.isoformat(), **stamp(client, row)}
        assert client.post(page(Resource, "change", row.pk), changed).status_code == 302

    assert sorted(Resource.objects.values_list("slug", flat=True)) == ["a-changed", "b-changed", "c"]


def test_the_list_is_filtered_by_whether_it_is_published(client, writer):
    today = uk_day(timezone.now())
    for title, day in (("Draft row", None), ("Later row", today + timedelta(days=1)), ("Shown row", today)):
        ResourceFactory(title=title, published_on=day)

    def found(**query):
        text = client.get(page(Resource, "changelist"), query).text
        return [title for title in ("Draft row", "Later row", "Shown row") if f">{title}</a>" in text]

    assert found() == ["Draft row", "Later row", "Shown row"]
    assert (found(shown="draft"), found(shown="later"), found(shown="yes")) == (
        ["Draft row"],
        ["Later row"],
        ["Shown row"],
    )


def test_a_resource_is_not_removed(client, writer):
    row = ResourceFactory()

    assert client.post(page(Resource, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_rows_leave_as_csv(client, writer):
    row = ResourceFactory(title="Running a meeting", topic_id="people", levels=[3])

    sent = client.post(page(Resource, "changelist"), {"action": "export_csv", "_selected_action": [row.pk]})

    assert sent.content.decode("utf-8-sig").splitlines()[0].startswith("title,slug,kind,topic title,levels,minutes")
    assert "Running a meeting" in sent.content.decode()


def test_an_editor_puts_resources_into_order_for_a_unit(client, writer):
    unit = published_unit("601").unit
    first, second = ResourceFactory(), ResourceFactory()
    assert "Unit 601, Leading 601" in client.get(page(Playlist, "add")).text

    rows = ({"position": 2, "resource": second.pk, "why": "For depth."}, {"position": 1, "resource": first.pk})
    sent = {"unit": unit.pk, "text": "", "is_published": "on", **items(*rows)}
    assert client.post(page(Playlist, "add"), sent).status_code == 302

    playlist = Playlist.objects.get()
    assert [(item.resource, item.why) for item in playlist.items.all()] == [(first, ""), (second, "For depth.")]
    assert '<td class="field-has_resources">2</td>' in client.get(page(Playlist, "changelist")).text


def test_the_unit_of_a_journey_stays_and_its_items_go(client, writer):
    item = PlaylistItemFactory(playlist__unit=published_unit("601").unit)
    published_unit("602")
    address = page(Playlist, "change", item.playlist.pk)
    assert "Unit 601" in client.get(address).text

    row = {"id": item.pk, "playlist": item.playlist.pk, "position": 1, "resource": item.resource.pk, "DELETE": "on"}
    client.post(address, {"text": "New words.", **stamp(client, item.playlist), **items(row, there=1)})

    assert (Playlist.objects.get().unit.number, Playlist.objects.get().text) == ("601", "New words.")
    assert not PlaylistItem.objects.exists()


def test_a_journey_is_named_like_its_page(client, writer):
    row = PlaylistItemFactory().playlist
    addresses = (reverse("admin:index"), page(Playlist, "changelist"), page(Playlist, "change", row.pk))

    shown = [client.get(address).text for address in addresses]

    assert [("Learning journeys" in each, "Playlists</" in each, "laylist items" in each) for each in shown] == [
        (True, False, False) for _ in addresses
    ]


def test_a_unit_has_one_journey(client, writer):
    taken = PlaylistFactory(unit=published_unit("601").unit)
    sent = {"unit": taken.unit.pk, "text": "", **items()}

    assert client.post(page(Playlist, "add"), sent).status_code == 200
    assert Playlist.objects.count() == 1


def test_resources_are_found_for_a_journey_by_their_titles(client, writer):
    row = ResourceFactory(title="Running a meeting")
    asked = {"term": "meeting", "app_label": "insights", "model_name": "playlistitem", "field_name": "resource"}

    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert found == [{"id": str(row.pk), "text": "Running a meeting"}]


@pytest.mark.parametrize(("model", "name"), [(Resource, "body"), (Playlist, "text")])
def test_a_text_is_looked_at_before_it_is_saved(client, writer, model, name):
    assert f'formaction="{page(model, "preview")}"' in client.get(page(model, "add")).text

    shown = client.post(page(model, "preview"), {name: "Decide **before** you meet."}).text

    assert "<strong>before</strong>" in shown
    assert f"<h1>{'Learning journey' if model is Playlist else 'Without a title'}</h1>" in shown
    assert not model.objects.exists()


def test_the_look_at_a_resource_shows_its_summary_below_the_title(client, writer):
    assert '<p class="lead">Eight things to do.</p>' in client.post(page(Resource, "preview"), TYPED).text


def test_who_may_look_and_is_no_editor_writes_nothing(client):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="insights"))
    client.force_login(person)
    item = PlaylistItemFactory()

    for row in (item.resource, item.playlist):
        assert client.get(page(type(row), "change", row.pk)).status_code == 200
        assert client.post(page(type(row), "change", row.pk), TYPED).status_code == 403
        assert client.get(page(type(row), "add")).status_code == 403


def test_what_people_keep_is_in_no_admin():
    assert [model for model in (Bookmark, Done) if model in admin.site._registry] == []


def test_a_change_is_kept_with_who_made_it(client, writer):
    row = ResourceFactory(topic_id="people")
    client.post(page(Resource, "change", row.pk), {**TYPED, **stamp(client, row), "title": "Running it well"})

    change = row.changes.order_by("-pgh_id").first()
    assert (change.title, change.pgh_context.metadata["user"]) == ("Running it well", writer.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_any_number(client, writer, count, django_assert_num_queries):
    for _ in range(count):
        PlaylistItemFactory()
    for model, queries in ((Resource, 7), (Playlist, 8)):
        client.get(page(model, "changelist"))
        with django_assert_num_queries(queries):
            client.get(page(model, "changelist"))
