"""Professional discussions: offered, booked once, moved and cancelled in time, held, and told to calendars."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed
from membership.forms.discussions import OfferForm
from membership.models import CharteredApplication, Discussion, Slot
from membership.services.applying.applications import withdraw
from membership.services.assessing import allocation, discussions, slots
from membership.services.assessing.calendar_files import calendar_of
from membership.services.assessing.discussions import DiscussionRefused
from membership.services.assessing.slots import SlotRefused
from tests.factories.accounts import UserFactory
from tests.factories.chartered import IN_A_WEEK, JOINING, Desk, assessor, fresh
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def event_of(desk, reader):
    content, method = calendar_of(desk.row, reader=reader)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event, method


@pytest.fixture
def desk():
    return Desk(has_discussion=True).allocated()


def test_several_times_are_offered_at_once_and_who_waits_is_told_once(desk):
    rows = desk.offered(IN_A_WEEK + HOUR, IN_A_WEEK, IN_A_WEEK)
    desk.offered(IN_A_WEEK + 3 * HOUR)

    assert [row.during.lower for row in rows] == [IN_A_WEEK, IN_A_WEEK + HOUR]
    assert {row.during.upper - row.during.lower for row in rows} == {HOUR}
    assert told(desk.person).count("discussion_to_book") == 1


def test_times_that_overlap_or_come_too_soon_are_offered_none_of(desk):
    desk.offered(IN_A_WEEK)

    with pytest.raises(SlotRefused, match="another slot"):
        desk.offered(IN_A_WEEK + 2 * HOUR, IN_A_WEEK + HOUR / 2)
    with pytest.raises(SlotRefused, match="more than 24 hours"):
        desk.offered(NOW + DAY, IN_A_WEEK + DAY)
    with pytest.raises(SlotRefused, match="more than 24 hours"):
        slots.offer_slots(assessor=desk.assessor, starts=[], at=NOW)
    with pytest.raises(SlotRefused, match="within 365 days"):
        desk.offered(IN_A_WEEK + DAY, NOW + 366 * DAY)
    assert Slot.objects.count() == 1


def test_a_time_is_withdrawn_by_who_offers_it_while_nobody_has_it(desk):
    free, taken = desk.offered(IN_A_WEEK, IN_A_WEEK + HOUR)
    discussions.book(application=desk.row, slot=taken, by=desk.person, at=NOW)

    with pytest.raises(SlotRefused, match="not yours"):
        slots.withdraw_slot(slot=free, by=assessor(), at=NOW)
    with pytest.raises(SlotRefused, match="booked this time"):
        slots.withdraw_slot(slot=taken, by=desk.assessor, at=NOW)
    slots.withdraw_slot(slot=free, by=desk.assessor, at=NOW)

    assert slots.withdraw_slot(slot=free, by=desk.assessor, at=NOW + HOUR).withdrawn_at == NOW
    assert desk.offered(IN_A_WEEK)


def test_only_times_of_an_own_assessor_who_has_declared_can_be_booked():
    other, desk = Desk(has_discussion=True).allocated(), Desk(has_discussion=True)
    (theirs,) = other.offered(IN_A_WEEK)
    assert not discussions.free_slots(desk.row, at=NOW).exists()
    desk.allocated()
    (own,) = desk.offered(IN_A_WEEK)

    assert list(discussions.free_slots(desk.row, at=NOW)) == [own]
    with pytest.raises(DiscussionRefused, match="Choose another"):
        discussions.book(application=desk.row, slot=theirs, by=desk.person, at=NOW)


def test_a_time_is_booked_until_the_day_before(desk):
    (slot,) = desk.offered(IN_A_WEEK)

    with pytest.raises(DiscussionRefused, match="Choose another"):
        discussions.book(application=desk.row, slot=slot, by=desk.person, at=IN_A_WEEK - DAY)
    discussions.book(application=desk.row, slot=slot, by=desk.person, at=IN_A_WEEK - DAY - HOUR)

    desk.row.refresh_from_db()
    assert desk.row.state == "booked"
    assert told(desk.person)[-1] == "discussion_booked"
    assert told(desk.assessor)[-1] == "discussion_with_you"


def test_nobody_books_for_somebody_else(desk):
    (slot,) = desk.offered(IN_A_WEEK)

    with pytest.raises(MoveNotAllowed):
        discussions.book(application=desk.row, slot=slot, by=UserFactory(), at=NOW)


def test_moving_frees_the_time_before_and_is_one_event_in_the_calendar(desk):
    first = desk.booked()
    (later,) = desk.offered(IN_A_WEEK + DAY)

    second = discussions.move_discussion(application=desk.row, slot=later, by=desk.person, at=NOW + HOUR)

    first.refresh_from_db()
    assert (first.cancelled_at, second.sequence, second.slot) == (NOW + HOUR, 2, later)
    assert discussions.live_of(desk.row) == second
    assert first.slot in discussions.free_slots(desk.row, at=NOW)


def test_until_24_hours_before_the_applicant_changes_it_later_only_by_writing(desk):
    booked = desk.booked()
    (later,) = desk.offered(IN_A_WEEK + 3 * DAY)
    late = IN_A_WEEK - DAY + timedelta(seconds=1)

    assert discussions.can_change(booked, at=IN_A_WEEK - DAY)
    with pytest.raises(DiscussionRefused, match="write to us"):
        discussions.cancel(application=desk.row, by=desk.person, at=late)
    with pytest.raises(DiscussionRefused, match="write to us"):
        discussions.move_discussion(application=desk.row, slot=later, by=desk.person, at=late)
    discussions.cancel(application=desk.row, by=desk.person, at=IN_A_WEEK - DAY)

    desk.row.refresh_from_db()
    assert desk.row.state == "discussion"


def test_24_hours_are_24_hours_when_the_clocks_change():
    """In the night to 28 March 2027 London loses an hour: 10:00 BST is 24 hours after 09:00 GMT."""
    london = ZoneInfo("Europe/London")
    desk = Desk(has_discussion=True).allocated()
    booked = desk.booked(datetime(2027, 3, 28, 10, 0, tzinfo=london))

    assert discussions.can_change(booked, at=datetime(2027, 3, 27, 9, 0, tzinfo=london))
    assert not discussions.can_change(booked, at=datetime(2027, 3, 27, 9, 1, tzinfo=london))


def test_the_assessor_cancels_at_any_time_and_says_why(desk):
    desk.booked()
    after = IN_A_WEEK + HOUR

    with pytest.raises(DiscussionRefused, match="Say why"):
        discussions.cancel(application=desk.row, by=desk.assessor, at=after, reason=" ")
    discussions.cancel(application=desk.row, by=desk.assessor, at=after, reason="Nobody came.")

    desk.row.refresh_from_db()
    last = Notification.objects.filter(recipient=desk.person, kind="discussion_cancelled").get()
    assert desk.row.state == "discussion"
    assert (last.context["reason"], last.context["by_applicant"]) == ("Nobody came.", False)


def test_a_time_that_the_assessor_cancels_is_offered_to_nobody_and_costs_the_applicant_no_time(desk, settings):
    booked = desk.booked()
    CharteredApplication.objects.filter(pk=desk.row.pk).update(valid_until=uk_day(NOW, 3))

    discussions.cancel(application=desk.row, by=desk.assessor, at=NOW, reason="I am ill.")

    desk.row.refresh_from_db()
    booked.slot.refresh_from_db()
    assert booked.slot.withdrawn_at == NOW
    assert not discussions.free_slots(desk.row, at=NOW).exists()
    assert desk.row.valid_until == uk_day(NOW, settings.APPLICATION_DAYS)


def test_a_discussion_is_held_once_it_has_begun(desk):
    desk.booked()

    with pytest.raises(DiscussionRefused, match="not begun"):
        discussions.hold_discussion(application=desk.row, by=desk.assessor, at=IN_A_WEEK - HOUR)
    held = discussions.hold_discussion(application=desk.row, by=desk.assessor, at=IN_A_WEEK)

    desk.row.refresh_from_db()
    assert (desk.row.state, held.held_at) == ("assessment", IN_A_WEEK)


def test_without_a_booking_there_is_nothing_to_hold_or_cancel(desk):
    with pytest.raises(DiscussionRefused, match="No discussion"):
        discussions.hold_discussion(application=desk.row, by=desk.assessor, at=NOW)
    assert discussions.cancel_live(desk.row, at=NOW) is None
    assert calendar_of(desk.row, reader=desk.person) is None


def test_the_calendar_file_asks_then_updates_then_cancels_one_event(desk):
    desk.booked()
    booked, method = event_of(desk, desk.person)
    (later,) = desk.offered(IN_A_WEEK + DAY)
    discussions.move_discussion(application=desk.row, slot=later, by=desk.person, at=NOW)
    moved, _ = event_of(desk, desk.assessor)
    discussions.cancel(application=desk.row, by=desk.person, at=NOW)
    gone, last = event_of(desk, desk.person)

    assert (method, last) == ("REQUEST", "CANCEL")
    assert booked["uid"] == moved["uid"] == gone["uid"]
    assert [one["sequence"] for one in (booked, moved, gone)] == [0, 2, 3]
    assert booked.decoded("dtstart") == IN_A_WEEK
    assert booked.decoded("dtend") == IN_A_WEEK + HOUR
    assert str(booked["location"]) == JOINING
    assert (str(booked["status"]), str(gone["status"])) == ("CONFIRMED", "CANCELLED")
    assert booked["attendee"] == f"mailto:{desk.person.email}"
    assert str(booked["url"]).endswith("/chartered-manager/discussion/")
    assert str(moved["url"]).endswith(f"/chartered-manager/desk/{desk.row.pk}/")


def test_without_a_link_or_a_number_the_calendar_names_no_place(desk):
    (slot,) = slots.offer_slots(assessor=desk.assessor, starts=[IN_A_WEEK], at=NOW)
    discussions.book(application=desk.row, slot=slot, by=desk.person, at=NOW)

    event, _ = event_of(desk, desk.person)

    assert (event.decoded("dtstart"), "location" in event) == (IN_A_WEEK, False)


def test_what_is_booked_after_a_discussion_took_place_is_another_event(desk):
    desk.booked()
    discussions.hold_discussion(application=desk.row, by=desk.assessor, at=IN_A_WEEK)
    first, _ = event_of(desk, desk.person)
    allocation.give_back(application=desk.row, by=desk.moderator, reason="Ill.", at=IN_A_WEEK)
    desk.assessor, desk.at = assessor(), IN_A_WEEK
    desk.allocated().booked(IN_A_WEEK + 3 * DAY)
    second, _ = event_of(desk, desk.person)

    assert first["uid"] != second["uid"]
    assert second["sequence"] == 0


def test_withdrawing_takes_the_discussion_out_of_the_calendar(desk):
    desk.booked()
    withdraw(application=desk.row, by=desk.person, at=NOW)

    event, method = event_of(desk, desk.person)
    assert (method, event["sequence"]) == ("CANCEL", 1)


@pytest.mark.parametrize(("day", "utc"), [(26, 14), (29, 13)])
def test_times_are_offered_in_the_zone_of_who_offers_them(day, utc):
    """Before the last Sunday of March 2027 London is at UTC, after it an hour ahead."""
    with timezone.override(ZoneInfo("Europe/London")):
        form = OfferForm({"day_0": day, "day_1": 3, "day_2": 2027, "times": ["14:00"], "joining": "01632 960123"})
        assert form.is_valid()

    (start,) = form.cleaned_data["starts"]
    assert start.astimezone(UTC) == datetime(2027, 3, day, utc, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_two_applicants_of_one_assessor_book_one_time_at_once_and_one_gets_it():
    """Without the lock of the slot both find it free; the second meets ``discussion_slot_once``, an error."""
    first = Desk(has_discussion=True).allocated()
    second = Desk(has_discussion=True)
    second.assessor = first.assessor
    second.allocated()
    (slot,) = first.offered(IN_A_WEEK)

    def by(desk):
        return lambda: discussions.book(application=desk.row, slot=slot, by=fresh(desk.person), at=NOW)

    kinds = [type(answer) for answer in at_once(slot, by(first), by(second))]

    assert sorted(kind.__name__ for kind in kinds) == ["Discussion", "DiscussionRefused"]
    assert Discussion.objects.count() == 1
