"""Drafts of events in the admin: written, priced, changed, and refused with a sentence."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from events.models import AgendaItem, Event, EventPrice, Speaker
from tests.events.event_forms import ADD, TYPED, a_draft, clocks, fresh, page, words
from tests.factories.events import in_person

pytestmark = pytest.mark.django_db


def test_an_event_is_written_as_a_draft_with_prices_speakers_and_agenda(client, team):
    typed = {
        **TYPED,
        **{"prices-TOTAL_FORMS": "1", "prices-0-audience": "", "prices-0-pence": "50.00"},
        **{"prices-0-vat_basis_points": "20"},
        **{"speakers-TOTAL_FORMS": "1", "speakers-0-position": "1", "speakers-0-name": "Ines Duarte"},
        **{"agenda-TOTAL_FORMS": "1", "agenda-0-starts_at_0": "2027-10-31", "agenda-0-starts_at_1": "01:00"},
        **{"agenda-0-title": "Tea", "agenda-0-starts_at_2": "first"},
    }

    answer = client.post(ADD, typed)

    assert answer.status_code == 302, answer.context["errors"]
    event = Event.objects.get()
    assert (event.state, event.taken, event.capacity) == ("draft", 0, 20)
    assert [(one.action, one.actor) for one in event.events.all()] == [("create", team)]
    # The night on which clocks go back: 01:30 comes twice, and the first was chosen.
    assert event.starts_at == datetime(2027, 10, 30, 23, 45, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert EventPrice.objects.get().pence == 5_000
    assert Speaker.objects.get().name == "Ines Duarte"
    assert AgendaItem.objects.get().starts_at == datetime(2027, 10, 31, 0, 0, tzinfo=UTC)


def test_times_are_those_of_the_place(client, team):
    client.post(ADD, {**TYPED, "time_zone": "Asia/Kathmandu"})

    event = Event.objects.get()
    assert event.starts_at == datetime(2027, 10, 30, 19, 0, tzinfo=UTC)
    shown = client.get(page(event)).content.decode()
    assert 'value="00:45"' in shown
    assert 'value="01:30"' in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"starts_at_0": "2027-03-28", "starts_at_1": "01:30"},
            "There is no 01:30 on 28 March 2027 in Europe/London: the clocks go forward over it.",
        ),
        ({"ends_at_1": "00:30"}, "It has to end after it begins."),
        (
            {"ends_at_2": ""},
            "01:30 comes twice on 31 October 2027 in Europe/London, since the clocks go back: choose the first (BST) or"
            " the second (GMT).",
        ),
        (
            {"starts_at_1": "01:45", "starts_at_2": "first"},  # 01:45 BST, and 01:30 BST
            "It has to end after it begins.",
        ),
        ({"opens_at_0": "2027-10-31", "opens_at_1": "01:10"}, "01:10 comes twice on 31 October 2027"),
        ({"capacity": "0"}, "There has to be one place at least."),
        ({"capacity": "-1"}, "There has to be one place at least."),
        ({"venue": ""}, "Say where it is, or make it an online event."),
        ({"format": "online"}, "An online event has no venue. Empty this, or say that it is in person and online."),
        ({"opens_at_0": "2027-10-01"}, "Enter a valid time."),
        ({"opens_at_1": "10:00"}, "Enter a valid date."),
        ({"time_zone": "Europe/Atlantis"}, "Select a valid choice."),
        (
            {"agenda-TOTAL_FORMS": "1", "agenda-0-starts_at_0": "2027-03-28", "agenda-0-starts_at_1": "01:30"},
            "There is no 01:30 on 28 March 2027",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(typed, said, client, team):
    answer = client.post(ADD, {**TYPED, **typed})

    assert said in words(answer)
    assert not Event.objects.exists()


def priced_at(typed):
    """A form with one price for members as it was typed."""
    one = {"audience": "member", "pence": typed, "vat_basis_points": "20"}
    return {**TYPED, "prices-TOTAL_FORMS": "1", **{f"prices-0-{name}": value for name, value in one.items()}}


@pytest.mark.parametrize(
    ("typed", "pence"), [("25.00", 2_500), ("25", 2_500), (" 25.5 ", 2_550), ("0.05", 5), ("0", 0), ("25.000", 2_500)]
)
def test_a_price_is_typed_in_pounds_and_kept_in_pence(typed, pence, client, team):
    client.post(ADD, priced_at(typed))

    assert list(EventPrice.objects.values_list("audience", "pence")) == [("member", pence)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25,00", "Write the amount in figures, with a point before the pence, for example 25.00."),
        ("£25", "Write the amount in figures, with a point before the pence, for example 25.00."),
        ("1e3", "Write the amount in figures, with a point before the pence, for example 25.00."),
        ("٢٥", "Write the amount in figures, with a point before the pence, for example 25.00."),
        ("NaN", "Write the amount in figures, with a point before the pence, for example 25.00."),
        ("25.005", "Write two figures after the point at most: no amount has parts of a penny."),
        ("-1", "Enter an amount of £0 or more."),
        ("10000000", "Enter an amount of £9,999,999.99 or less."),
        ("", "Enter an amount in pounds, for example 25.00."),
    ],
)
def test_a_price_that_is_no_amount_is_refused_with_a_sentence(typed, said, client, team):
    answer = client.post(ADD, priced_at(typed))

    assert said in words(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not Event.objects.exists()


def test_a_price_is_shown_in_pounds_and_saved_again_as_it_was(client, team):
    client.post(ADD, priced_at("25.50"))
    event, price = Event.objects.get(), EventPrice.objects.get()
    page_of_it = client.get(page(event)).content.decode()
    assert 'name="prices-0-pence" value="25.50"' in page_of_it
    assert "Price in pounds, before VAT" in page_of_it
    again = {**priced_at("25.50"), "prices-INITIAL_FORMS": "1", "prices-0-id": str(price.pk)}
    again |= {"prices-0-event": str(event.pk)}

    answer = client.post(page(event), again)
    client.post(page(event), {**again, "prices-0-pence": "30"})

    assert answer.status_code == 302, answer.context["errors"]
    assert EventPrice.objects.get().pence == 3_000
    changes = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert (changes[1], "Price" in changes[2]) == ("No fields changed.", True)


def test_a_draft_changes_freely_and_only_what_was_changed_is_written(client, team):
    event = a_draft(starts_at=timezone.now().replace(microsecond=0, second=0) + timedelta(days=30))
    typed = {**TYPED, "slug": event.slug, **clocks(event, "starts_at", "ends_at"), "title": "Leading through calm"}

    answer = client.post(page(event), typed)

    assert answer.status_code == 302, answer.context["errors"]
    row = fresh(event)
    assert (row.title, row.venue, row.capacity) == ("Leading through calm", "Calder Rooms", event.capacity)
    assert (row.starts_at, row.ends_at, row.moves) == (event.starts_at, event.ends_at, 0)


LINE = {"agenda-TOTAL_FORMS": "1", "agenda-INITIAL_FORMS": "1", "agenda-0-title": "Tea"}


def with_a_line(event, starts_at, **fields):
    """A line of the event's agenda, and the form of the event with it, as it was shown."""
    line = AgendaItem.objects.create(event=event, starts_at=starts_at, title="Tea", **fields)
    typed = {**TYPED, "slug": event.slug, **clocks(event, "starts_at", "ends_at")}
    local = starts_at.astimezone(ZoneInfo(event.time_zone))
    at = {"agenda-0-starts_at_0": f"{local:%Y-%m-%d}", "agenda-0-starts_at_1": f"{local:%H:%M}"}
    return line, {**typed, **LINE, "agenda-0-id": str(line.pk), "agenda-0-event": str(event.pk), **at}


def test_the_agenda_of_a_draft_goes_along_with_its_start_by_the_clock(client, team):
    """From summer time to winter time: 10:30 stays 10:30."""
    start = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)
    event = a_draft(starts_at=start, ends_at=start + timedelta(hours=2))
    line, typed = with_a_line(event, start + timedelta(minutes=30))
    typed |= {"starts_at_0": "2027-11-05", "ends_at_0": "2027-11-05"}

    answer = client.post(page(event), typed)

    assert answer.status_code == 302, answer.context["errors"]
    assert fresh(event).starts_at == datetime(2027, 11, 5, 10, 0, tzinfo=UTC)
    line.refresh_from_db()
    assert (line.starts_at, line.title) == (datetime(2027, 11, 5, 10, 30, tzinfo=UTC), "Tea")


def test_a_line_whose_time_is_typed_in_the_same_save_is_where_it_was_typed(client, team):
    start = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    event = a_draft(starts_at=start, ends_at=start + timedelta(hours=2))
    line, typed = with_a_line(event, start)
    typed |= {"starts_at_0": "2027-07-02", "ends_at_0": "2027-07-02"}

    client.post(page(event), {**typed, "agenda-0-starts_at_0": "2027-07-02", "agenda-0-starts_at_1": "11:15"})

    line.refresh_from_db()
    assert line.starts_at == datetime(2027, 7, 2, 10, 15, tzinfo=UTC)


def test_a_line_that_would_go_along_to_a_time_that_clocks_leave_out_is_named(client, team):
    start = datetime(2027, 3, 27, 0, 30, tzinfo=UTC)
    event = a_draft(starts_at=start, ends_at=start + timedelta(hours=4))
    _, typed = with_a_line(event, start + timedelta(hours=1))

    answer = client.post(page(event), {**typed, "starts_at_0": "2027-03-28", "ends_at_0": "2027-03-28"})

    assert "There is no 01:30 on 28 March 2027" in words(answer)


@pytest.mark.parametrize("minute", [-1, 121])
def test_a_line_outside_the_event_is_refused_with_a_sentence(minute, client, team):
    start = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    event = a_draft(starts_at=start, ends_at=start + timedelta(hours=2))
    _, typed = with_a_line(event, start + timedelta(minutes=minute))

    answer = client.post(page(event), typed)

    assert "This is not during the event, which is Thursday 1 July 2027, 10:00 to 12:00 BST." in words(answer)


def test_of_a_published_event_a_line_that_was_outside_holds_nothing_else_up(client, team):
    start = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    event = in_person(starts_at=start, ends_at=start + timedelta(hours=2))
    _, typed = with_a_line(event, start - timedelta(hours=1))

    assert client.post(page(event), {**typed, "title": "Leading on"}).status_code == 302
    assert "This is not during the event" in words(client.post(page(event), {**typed, "agenda-0-title": "Coffee"}))


def test_another_zone_for_a_draft_leaves_its_clocks_and_so_moves_the_event(client, team):
    """Nothing else is typed: 10:00 in London is 10:00 in New York, for the event, its booking and its agenda."""
    start = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    event = a_draft(starts_at=start, ends_at=start + timedelta(hours=2), opens_at=start - timedelta(days=9))
    line = AgendaItem.objects.create(event=event, starts_at=start, title="Tea")
    typed = {**TYPED, "slug": event.slug, **clocks(event, "starts_at", "ends_at", "opens_at")}
    typed |= {"agenda-TOTAL_FORMS": "1", "agenda-INITIAL_FORMS": "1", "agenda-0-id": str(line.pk)}
    typed |= {"agenda-0-event": str(event.pk), "agenda-0-title": "Tea"}
    typed |= {"agenda-0-starts_at_0": "2027-07-01", "agenda-0-starts_at_1": "10:00"}

    answer = client.post(page(event), {**typed, "time_zone": "America/New_York"})

    assert answer.status_code == 302, answer.context["errors"]
    row = fresh(event)
    later = timedelta(hours=5)
    assert (row.time_zone, row.starts_at, row.ends_at) == ("America/New_York", start + later, event.ends_at + later)
    assert (row.opens_at, row.closes_at) == (event.opens_at + later, None)
    assert AgendaItem.objects.get().starts_at == start + later
