"""The professional discussion in the portal: offering times, choosing one, moving, cancelling, its calendar file."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cmiportal.ui.components.words import moment
from membership.models import Slot
from membership.services.assessing import discussions
from tests.factories.accounts import UserFactory
from tests.factories.chartered import JOINING, Desk, moderator
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAGE = reverse("membership:discussion_detail")
TIMES = reverse("membership:slot_list")
OWN = reverse("membership:application_detail")
DAY = timedelta(days=1)


def text(response):
    return " ".join(response.content.decode().split())


def later(days=7):
    return (timezone.now() + days * DAY).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def desk(client):
    found = Desk(has_discussion=True)
    found.at = timezone.now()
    client.force_login(found.person)
    return found.allocated()


def begun(discussion):
    """The discussion's time, moved into the past."""
    start = timezone.now() - DAY / 24
    Slot.objects.filter(pk=discussion.slot_id).update(during=(start, start + DAY / 24))


def test_times_are_offered_several_at_once_and_withdrawn(client, desk):
    client.force_login(desk.assessor)
    day = later().date()
    known = {"day_0": day.day, "day_1": day.month, "day_2": day.year}
    assert "Choose at least one time" in text(client.post(TIMES, known))

    known["times"] = ["09:00", "14:30"]
    assert "Enter a link or a telephone number" in text(client.post(TIMES, known))

    sent = client.post(TIMES, {**known, "joining": JOINING}, follow=True)

    assert "Two times are offered." in text(sent)
    assert f'value="{JOINING}"' in text(sent)  # the next times are likely to be joined in the same way
    assert "another slot" in text(client.post(TIMES, {**known, "times": ["09:30"], "joining": JOINING}))
    first, _ = Slot.objects.order_by("during")
    assert "no longer offered" in text(client.post(reverse("membership:slot_withdraw", args=[first.pk]), follow=True))
    assert Slot.objects.filter(withdrawn_at=None).count() == 1


def test_a_time_that_is_booked_is_not_withdrawn(client, desk):
    booked = desk.booked(later())
    client.force_login(desk.assessor)

    assert f">{desk.person}</a>" in text(client.get(TIMES))
    sent = client.post(reverse("membership:slot_withdraw", args=[booked.slot_id]), follow=True)
    assert "An applicant has booked this time" in text(sent)


def test_times_are_an_assessors_own(client, desk):
    (slot,) = desk.offered(later())
    assert client.get(TIMES).status_code == 404
    client.force_login(moderator())
    assert client.get(TIMES).status_code == 404
    client.force_login(Desk().assessor)
    assert client.post(reverse("membership:slot_withdraw", args=[slot.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_times(client, desk, count):
    desk.offered(*(later() + timedelta(hours=2 * number) for number in range(count)))

    assert queries_of(client, PAGE) == 7


def test_the_applicant_chooses_a_time_moves_it_and_cancels(client, desk):
    assert "No times yet" in text(client.get(PAGE))
    first, second = desk.offered(later(), later(8))
    shown = text(client.get(PAGE))
    assert moment(timezone.localtime(first.during.lower)) in shown
    assert JOINING not in shown

    client.post(PAGE, {"choose": "yes", "choose-moves": desk.row.moves, "choose-slot": first.pk})
    desk.row.refresh_from_db()
    assert desk.row.state == "booked"
    shown = text(client.get(PAGE))
    assert "Move it to another time" in shown
    assert f'How to join: <a href="{JOINING}" rel="nofollow">{JOINING}</a>' in shown
    client.post(PAGE, {"choose": "yes", "choose-moves": desk.row.moves, "choose-slot": second.pk})
    desk.row.refresh_from_db()
    assert discussions.live_of(desk.row).slot == second
    stale = client.post(PAGE, {"cancel": "yes", "cancel-moves": 0})
    assert stale.status_code == 409
    client.post(PAGE, {"cancel": "yes", "cancel-moves": desk.row.moves})

    desk.row.refresh_from_db()
    assert desk.row.state == "discussion"


def test_a_time_that_somebody_has_just_taken_is_said_to_be_gone(client, desk):
    (slot,) = desk.offered(later())
    other = Desk(has_discussion=True)
    other.assessor, other.at = desk.assessor, desk.at
    other.allocated()
    discussions.book(application=other.row, slot=slot, by=other.person, at=desk.at)
    desk.offered(later(9))

    sent = client.post(PAGE, {"choose": "yes", "choose-moves": desk.row.moves, "choose-slot": slot.pk})

    assert "Somebody has just taken this time" in text(sent)


def test_within_24_hours_the_page_says_to_write_to_us(client, desk):
    (slot,) = desk.offered(timezone.now() + timedelta(hours=25))
    discussions.book(application=desk.row, slot=slot, by=desk.person, at=desk.at)
    start = timezone.now() + timedelta(hours=23)
    Slot.objects.filter(pk=slot.pk).update(during=(start, start + timedelta(hours=1)))

    shown = text(client.get(PAGE))

    assert "Less than 24 hours are left" in shown
    assert "write to us" in shown
    assert "Cancel the discussion" not in shown


def test_times_are_shown_in_the_persons_zone_which_is_named(client, desk):
    desk.person.time_zone = "Asia/Kathmandu"
    desk.person.save()
    booked = desk.booked(later())
    (free,) = desk.offered(later(8))

    shown = text(client.get(PAGE))

    assert "Asia/Kathmandu" in shown
    for slot in (booked.slot, free):
        assert f"{slot.during.lower.astimezone(ZoneInfo('Asia/Kathmandu')):%H:%M} UTC+05:45" in shown


def test_without_an_application_that_waits_for_it_there_is_nothing_to_book(client):
    client.force_login(UserFactory())
    assert client.get(PAGE).headers["Location"] == OWN
    client.force_login(Desk().person)
    assert client.get(PAGE).headers["Location"] == OWN


def test_the_calendar_file_is_for_applicant_and_assessor(client, desk):
    address = reverse("membership:discussion_calendar", args=[desk.row.pk])
    assert client.get(address).status_code == 404
    desk.booked(later())

    sent = client.get(address)

    assert sent.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert Calendar.from_ical(sent.content)["method"] == "REQUEST"
    client.force_login(desk.assessor)
    assert client.get(address).status_code == 200
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_the_assessor_marks_it_as_held_once_it_has_begun(client, desk):
    booked = desk.booked(later())
    client.force_login(desk.assessor)
    address = reverse("membership:desk_discussion", args=[desk.row.pk])
    assert "Once it has begun" in text(client.get(address))
    early = client.post(address, {"hold": "yes", "hold-moves": desk.row.moves})
    assert "not begun yet" in text(early)
    begun(booked)
    assert "It took place" in text(client.get(address))

    client.post(address, {"hold": "yes", "hold-moves": desk.row.moves})

    desk.row.refresh_from_db()
    assert desk.row.state == "assessment"
    assert client.get(address).status_code == 302


def test_the_assessor_cancels_with_a_reason(client, desk):
    desk.booked(later())
    client.force_login(desk.assessor)
    address = reverse("membership:desk_discussion", args=[desk.row.pk])
    assert "Say why" in text(client.post(address, {"cancel": "yes", "cancel-moves": desk.row.moves}))

    client.post(address, {"cancel": "yes", "cancel-moves": desk.row.moves, "cancel-reason": "I am ill."})

    desk.row.refresh_from_db()
    assert desk.row.state == "discussion"
