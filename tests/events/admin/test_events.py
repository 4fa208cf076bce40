"""Events in the admin: written by the clocks of the event, published, changed, copied, called off, by their team."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from events.models import Booking, Event, EventEvent, Speaker
from events.services.line import set_capacity
from events.services.running import cancel_event, publish
from tests.events.event_forms import ADD, LIST, TYPED, a_draft, fresh, later, page, words
from tests.events.said import states
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.events import RegionFactory, confirmed, waiting
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_of_a_published_event_words_change_and_time_and_place_are_only_shown(client, team):
    event = later(time_zone="Asia/Kathmandu")
    confirmed(event, at=timezone.now())

    shown = words(client.get(page(event)))
    assert 'name="starts_at_0"' not in shown
    assert "(Asia/Kathmandu)" in shown
    typed = {**TYPED, "title": "Leading through calm", "venue": "Elsewhere", "capacity": "1", "party_max": "4"}
    client.post(page(event), typed)

    row = fresh(event)
    assert (row.title, row.slug) == ("Leading through calm", event.slug)
    assert (row.venue, row.starts_at, row.capacity, row.taken) == (event.venue, event.starts_at, event.capacity, 1)


def test_a_draft_is_published(client, team):
    event = a_draft(starts_at=timezone.now() + timedelta(days=30))
    assert "Publish" in words(client.get(page(event)))

    answer = client.post(page(event, "publish"), {"moves": "0"})

    assert (answer.url, fresh(event).state) == (page(event), "published")
    assert LogEntry.objects.get().change_message == "Publish"
    assert "Publish</a>" not in words(client.get(page(event)))


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, True),
        ({"joining_url": "https://meet.example/1"}, False),
        ({"format": "in_person", "venue": "Calder Rooms"}, False),
    ],
)
def test_before_publishing_a_missing_joining_link_is_said(fields, lacks, client, team):
    event = a_draft(starts_at=timezone.now() + timedelta(days=30), **fields)

    assert ("It has no joining link yet." in words(client.get(page(event, "publish")))) is lacks


def test_a_page_that_is_out_of_date_is_refused_and_shown_again(client, team):
    event = a_draft(starts_at=timezone.now() + timedelta(days=30))
    publish(event=event, by=team, at=timezone.now())

    answer = client.post(page(event, "publish"), {"moves": "0"})

    assert answer.status_code == 200
    assert "This was changed while you had it open." in words(answer)


def test_more_places_are_offered_at_once_and_fewer_than_are_taken_are_refused(client, team):
    event = later(capacity=1)
    waiting(event, at=timezone.now())

    refused = client.post(page(event, "places"), {"capacity": "0", "moves": "0"})
    assert "There has to be one place at least." in words(refused)
    client.post(page(event, "places"), {"capacity": "2", "moves": "0"})
    assert states(event) == ["confirmed", "offered"]

    answer = client.post(page(event, "places"), {"capacity": "1", "moves": "0"})
    assert "2 places are taken, so there cannot be only 1." in words(answer)
    assert fresh(event).capacity == 2


def test_an_event_is_called_off_with_a_reason(client, team):
    event = later()
    assert "Everybody reads it, visitors too." in words(client.get(page(event, "cancel")))
    assert "Say why" in words(client.post(page(event, "cancel"), {"moves": "0"}))

    client.post(page(event, "cancel"), {"moves": "0", "reason": "The speaker is ill."})

    row = fresh(event)
    assert (row.state, row.events.last().data) == ("cancelled", {"reason": "The speaker is ill."})
    shown = words(client.get(page(event)))
    assert "Copy as a draft" in shown
    assert "Change the number of places" not in shown


@pytest.mark.parametrize("name", ["change_time_or_place", "places", "slides", "cancel"])
def test_pages_that_change_an_event_say_first_that_it_is_cancelled_and_act_no_more(name, client, team):
    event = later()
    assert "No, go back" in words(client.get(page(event, name)))
    cancel_event(event=event, by=team, reason="Snow.", at=timezone.now())
    sent = {"moves": "1", "capacity": "1", "reason": "Again.", "upload": upload("slides.png")}

    for answer in (client.get(page(event, name)), client.post(page(event, name), sent)):
        assert "This event is cancelled." in words(answer)
        assert "submit-row" not in words(answer)
    row = fresh(event)
    assert (row.moves, row.capacity, row.slides) == (1, event.capacity, None)
    assert "Put up the slides" not in words(client.get(page(event)))


NEXT = {"starts_at_0": "2030-05-02", "starts_at_1": "18:00", "number": "1", "moves": "0"}


def test_a_copy_asks_for_its_date_and_opens_at_once(client, team):
    event = later(time_zone="Asia/Kathmandu")
    form = client.get(page(event, "copy")).context["form"]
    key = {"key": str(form.initial["key"])}
    assert f'value="{event.starts_at.astimezone(ZoneInfo("Asia/Kathmandu")):%H:%M}"' in str(form["starts_at"])

    answer = client.post(page(event, "copy"), {**NEXT, **key})

    copy = Event.objects.exclude(pk=event.pk).get()
    assert (answer.url, copy.state, copy.title) == (page(copy), "draft", event.title)
    assert copy.starts_at == datetime(2030, 5, 2, 12, 15, tzinfo=UTC)
    assert client.post(page(event, "copy"), {**NEXT, **key}).url == page(copy)
    assert Event.objects.count() == 2


def test_what_became_of_an_event_is_said_in_words(client, team):
    event = later(time_zone="Asia/Kathmandu")
    form = client.get(page(event, "copy")).context["form"]
    copy = client.post(page(event, "copy"), {**NEXT, "key": str(form.initial["key"])}).url
    client.post(copy.replace("change", "publish"), {"moves": "0"})

    inlines = client.get(copy).context["inline_admin_formsets"]
    [shown] = [each.opts for each in inlines if each.opts.model is EventEvent]
    moves = Event.objects.exclude(pk=event.pk).get().events.order_by("sequence")
    assert [(shown.what(move), shown.before(move), shown.after(move)) for move in moves] == [
        ("Begun", "", "Draft"),
        ("Publish", "Draft", "Published"),
    ]


def test_a_series_is_copied_at_once(client, team):
    event = later()
    typed = {**NEXT, "number": "3", "key": "01a2290d-f18b-762e-883a-b83846058404"}
    assert "Say how often it is held again." in words(client.post(page(event, "copy"), typed))
    assert "26 copies at a time are the most." in words(
        client.post(page(event, "copy"), {**typed, "number": "27", "every": "week"})
    )
    assert Event.objects.get() == event

    client.post(page(event, "copy"), {**typed, "every": "month_weekday"})

    assert Event.objects.filter(series=fresh(event).series).count() == 4


def test_slides_are_put_up_or_refused_with_a_sentence(client, team):
    event = later()
    wrong = client.post(page(event, "slides"), {"moves": "0", "upload": upload("slides.pdf", b"no slides")})
    assert wrong.status_code == 200
    assert "Choose a file" in words(client.post(page(event, "slides"), {"moves": "0"}))

    answer = client.post(page(event, "slides"), {"moves": "0", "upload": upload("slides.png")})

    assert (answer.url, fresh(event).slides.name) == (page(event), "slides.png")


def test_the_waiting_list_is_shown_in_order_with_each_decision(client, team):
    event = later(capacity=1)
    first = waiting(event, UserFactory(name="Wren Holtby"), at=timezone.now())
    second = waiting(event, UserFactory(name="Ada Byrne"), at=timezone.now() + timedelta(minutes=1))
    third = waiting(event, UserFactory(name="Noor Haddad"), at=timezone.now() + timedelta(minutes=2))
    set_capacity(event=event, capacity=2, by=team, at=timezone.now())

    answer = client.get(page(event, "line"))

    assert [(place, row) for place, row, _ in answer.context["lines"]] == [(1, second), (2, third), (None, first)]
    said = words(answer)
    for part in (
        "Offered, with one place free and 1 in the party.",
        "Nothing yet: no place came free when it was their turn.",
        "Wren Holtby",
    ):
        assert part in said
    assert "Nobody waits" in words(client.get(page(later(), "line")))


def test_who_is_not_of_the_team_looks_and_changes_nothing(client):
    client.force_login(UserFactory(admin=True))
    event = later()

    assert client.get(LIST).status_code == 200
    shown = words(client.get(page(event)))
    assert ("Write to people" in shown, 'name="_save"' in shown, "Copy as a draft" in shown) == (False, False, False)
    names = ("publish", "change_time_or_place", "places", "cancel", "copy", "line", "message", "figures")
    assert {client.get(page(event, name)).status_code for name in names} == {403}
    assert client.get(reverse("admin:events_event_all_figures")).status_code == 403
    assert client.post(page(event), TYPED).status_code == 403
    assert client.get(ADD).status_code == 403


def test_nobody_removes_an_event(client, team):
    assert client.post(page(later(), "delete"), {"post": "yes"}).status_code == 403


def test_events_are_found_by_title_address_and_speaker(client, team):
    event = later(title="Budgets for beginners", slug="budgets")
    Speaker.objects.create(event=event, name="Ines Duarte")
    later()

    for query in ("beginners", "budgets", "duarte"):
        assert list(client.get(LIST, {"q": query}).context["cl"].queryset) == [event]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_event_and_three(rows, client, team):
    for _ in range(rows):
        later(region=RegionFactory())

    assert queries_of(client, LIST) == 12


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_events_are_exported(kind, client, team):
    event = later(title="=1+1")

    answer = client.post(LIST, {"action": f"export_{kind}", "_selected_action": [str(event.pk)]})

    assert answer.headers["Content-Disposition"] == f'attachment; filename="event.{kind}"'
    if kind == "csv":
        assert answer.content.decode("utf-8-sig").splitlines()[1].startswith(f"'=1+1,{event.slug},Published,")


def test_the_page_of_an_event_leads_to_what_belongs_to_it(client, team):
    event = later()
    shown = client.get(page(event)).content.decode()

    for address in (
        *(page(event, name) for name in ("line", "message", "figures")),
        reverse("events:check_in", args=[event.slug]),
        f"{reverse('admin:events_booking_changelist')}?event__id__exact={event.pk}",
        event.get_absolute_url(),
    ):
        assert f'href="{address}"' in shown
    bookings = client.get(f"{reverse('admin:events_booking_changelist')}?event__id__exact={event.pk}")
    assert (bookings.status_code, Booking.objects.count()) == (200, 0)
