"""What is asked of the list of events: days in UK time, clocks that change, words without accents, prices."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.forms.event_conditions import at_dates, costing_nothing, held_as, since_day, until_day, with_words
from events.models import Event, Speaker
from events.models.events import Format
from tests.factories.events import EventFactory, in_person, priced

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 29)


def titles(condition):
    return sorted(Event.objects.filter(condition).values_list("title", flat=True))


def event_at(*moment, hours=1, **fields):
    begin = datetime(*moment, tzinfo=UTC)
    fields.setdefault("title", f"{begin:%d %b %H:%M}")
    return EventFactory(starts_at=begin, ends_at=begin + timedelta(hours=hours), **fields)


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["week"], ["05 Dec 23:00", "28 Nov 23:30", "29 Nov 10:00"]),
        (["month"], ["01 Nov 00:00", "28 Nov 23:30", "29 Nov 10:00"]),
        (["next_month"], ["05 Dec 23:00", "06 Dec 00:00", "31 Dec 23:30"]),
        (["month", "next_month"], None),
    ],
)
def test_dates_are_stretches_of_days_in_uk_time(keys, found):
    event_at(2026, 11, 1, 0)
    event_at(2026, 11, 28, 23, 30)
    event_at(2026, 11, 29, 10)
    event_at(2026, 12, 5, 23)
    event_at(2026, 12, 6, 0)
    event_at(2026, 12, 31, 23, 30)
    event_at(2027, 1, 1, 0, title="Next year")
    event_at(2026, 10, 31, 22, title="October")

    everything = sorted(Event.objects.exclude(title__in=["Next year", "October"]).values_list("title", flat=True))
    assert titles(at_dates(keys, TODAY)) == (everything if found is None else found)


def test_the_night_in_which_the_clocks_go_back_belongs_to_the_day_that_it_ends_on():
    event_at(2026, 10, 24, 22, title="Saturday 23:00 to midnight")
    event_at(2026, 10, 24, 23, 30, title="Sunday 00:30")
    event_at(2026, 10, 25, 0, 30, title="Sunday 01:30, the first")
    event_at(2026, 10, 25, 1, 30, title="Sunday 01:30, the second")
    event_at(2026, 10, 26, 0, title="Monday 00:00")

    sunday = titles(since_day("2026-10-25", TODAY) & until_day("2026-10-25", TODAY))

    assert sunday == ["Sunday 00:30", "Sunday 01:30, the first", "Sunday 01:30, the second"]


def test_an_event_of_several_days_is_found_by_each_of_them():
    event_at(2026, 12, 2, 9, hours=54)

    days = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]
    found = [len(titles(since_day(day, TODAY) & until_day(day, TODAY))) for day in days]

    assert found == [0, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("resume", ["Résumé clinic"]),
        ("clinic leeds", ["Résumé clinic"]),
        ("ls2", ["Résumé clinic"]),
        ("RÉSUMÉ spinning", ["Résumé clinic"]),
        ("ferreira", ["Résumé clinic"]),
        ("ines clinic", ["Résumé clinic"]),
        ("nobody", ["100% ready", "Résumé clinic"]),
        ("nobody ferreira", ["Résumé clinic"]),
        ("%", ["100% ready"]),
        ("_", []),
        ("القيادة", []),
    ],
)
def test_each_word_is_in_the_title_the_sentence_the_venue_its_address_or_a_speakers_name(words, found):
    clinic = in_person(title="Résumé clinic", venue="Spinning House", address="14 Wharf Street\nLeeds LS2 9QX")
    Speaker.objects.create(event=clinic, name="Inês Ferreira")
    EventFactory(title="100% ready")

    assert titles(with_words(words, TODAY)) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["free"], ["Free", "No price"]),
        (["members"], ["Free", "Free for members", "No price"]),
        (["free", "members"], ["Free", "Free for members", "No price"]),
    ],
)
def test_what_costs_nothing(keys, found):
    EventFactory(title="No price")
    priced(EventFactory(title="Free"), 0)
    priced(EventFactory(title="Free for members"), 5_000, member=0)
    priced(EventFactory(title="Free for those who study"), 5_000, studying=0)
    priced(EventFactory(title="Cheaper for members"), 5_000, member=2_500)

    assert titles(costing_nothing(keys, TODAY)) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["online"], ["Hybrid", "Online"]),
        (["in_person"], ["Hybrid", "In person"]),
        (["online", "in_person"], ["Hybrid", "In person", "Online"]),
    ],
)
def test_one_can_be_at_a_hybrid_event_both_ways(keys, found):
    EventFactory(title="Online")
    in_person(title="In person")
    in_person(title="Hybrid", format=Format.HYBRID)

    assert titles(held_as(keys, TODAY)) == found
