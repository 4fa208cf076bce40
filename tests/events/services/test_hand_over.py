"""A booking handed over by a signed link: to whoever reads the address, and nobody learns whether it has an account."""

from datetime import timedelta

import pytest
from django.conf import settings

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from events.models.events import Access
from events.services import changes, hand_over, party, running
from events.services.hand_over import booking_to_take_over, keep, offered_to, shown_to_receiver
from events.services.refusals import AlreadyBooked, BookingRefused
from tests.events.said import taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, fresh, in_person, priced
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ADDRESS = "gwen@example.net"
NO_NEEDS = {"access_needs": "", "diet": ""}


def handed(booking, email=ADDRESS, *, by=None, name="Gwen Adeyemi", at=NOW, **more):
    """The booking offered to that address; the live link with which it is taken."""
    hand_over.hand_over(booking=booking, by=by or booking.person, name=name, email=email, at=at, **more)
    return Link.objects.get(purpose="take_over_booking", subject_id=booking.pk, used_at=None, revoked_at=None)


def take(link, *, at=NOW, **needs):
    """The link used: the sentence of thanks."""
    return use_link(link=link, data={**NO_NEEDS, **needs}, at=at)


def test_a_booking_becomes_that_of_whoever_takes_it_with_a_ticket_and_needs_of_their_own():
    booking = confirmed(in_person(), guests=["Ada Byrne"], access_needs="A ramp", diet="Vegan")
    giver, taker = booking.person, UserFactory(email=ADDRESS)

    link = handed(booking, " Gwen@Example.net ")
    assert fresh(booking).person == giver
    assert take(link, at=NOW + DAY, diet=" Halal ").startswith(f"The booking of {booking.event} is yours.")

    row = fresh(booking)
    assert (row.person, row.state, row.party, row.sequence) == (taker, "confirmed", 2, 1)
    assert (row.access_needs, row.diet) == ("", "Halal")
    assert row.ticket != booking.ticket
    assert (taken(row.event), chain_is_whole(row), row.events.last().link) == (2, True, link)
    assert told("booking_handed_over").get().recipient == giver
    assert told("booking_confirmed", recipient=taker).count() == 1


def test_the_message_goes_to_the_address_alone_and_names_nobody():
    booking = confirmed()
    link = handed(booking)

    note = told("booking_offered_to_you").get()
    assert (note.recipient, note.address) == (None, ADDRESS)
    assert not [name for name in ("Gwen", booking.person.name) if name in str(note.context)]
    assert link.expires_at == NOW + settings.EVENT_HAND_OVER_DAYS * DAY


def test_whether_the_address_has_an_account_changes_nothing_for_whoever_hands_over():
    UserFactory(email="known@example.net")
    rows = [confirmed(), confirmed()]
    for row, email in zip(rows, ["known@example.net", "unknown@example.net"], strict=True):
        handed(row, email, name="Gwen Adeyemi")

    rows = [fresh(row) for row in rows]
    assert {(row.state, row.moves) for row in rows} == {("confirmed", 1)}
    assert {str(offered_to(row, at=NOW).person) for row in rows} == {"Gwen Adeyemi"}
    assert {tuple(sorted(note.context)) for note in told("booking_offered_to_you")} == {
        ("ends_at", "event", "path", "place", "starts_at", "time_zone", "until")
    }


def test_the_links_page_says_what_is_offered_and_names_no_guests():
    booking = confirmed(in_person(), guests=["Ada Byrne"])
    handed(booking)

    shown = shown_to_receiver(booking_to_take_over(booking.pk))
    assert (shown["guests"], shown["place"], shown["has_account"]) == (1, "Calder Rooms", False)
    assert "Ada" not in str(shown)
    UserFactory(email=ADDRESS)
    assert shown_to_receiver(booking)["has_account"]


def test_without_an_account_the_link_waits_until_there_is_one():
    link = handed(confirmed())
    UserFactory(email=ADDRESS, is_active=False)
    with pytest.raises(BookingRefused, match=r"Make an account with gwen@example\.net first"):
        take(link)

    assert offered_to(fresh_of(link), at=NOW) == link


def fresh_of(link):
    return booking_to_take_over(link.subject_id)


def test_the_place_is_kept_by_whoever_takes_the_offer_back():
    booking = confirmed()
    with pytest.raises(BookingRefused, match="Nobody has been asked"):
        keep(booking=booking, by=booking.person, at=NOW)
    link = handed(booking)
    with pytest.raises(MoveNotAllowed):
        keep(booking=booking, by=UserFactory(email=ADDRESS), at=NOW)

    keep(booking=booking, by=booking.person, at=NOW)

    assert offered_to(fresh(booking), at=NOW) is None
    with pytest.raises(LinkClosed):
        take(link)


def test_who_is_offered_a_booking_finds_it_by_their_address_while_it_is_offered():
    booking, taker = confirmed(), UserFactory()
    assert hand_over.offers_to(taker, at=NOW) == []
    hand_over.hand_over(booking=booking, by=booking.person, name="Gwen", email=taker.email.upper(), at=NOW)
    link = Link.objects.get()

    assert hand_over.offers_to(taker, at=NOW) == [(booking, link)]
    assert hand_over.offers_to(UserFactory(), at=NOW) == []
    assert hand_over.offers_to(taker, at=link.expires_at) == []
    party.change(booking=booking, by=booking.person, guests=[], at=NOW)
    assert hand_over.offers_to(taker, at=NOW) == []


def test_a_second_link_closes_the_first():
    booking = confirmed()
    first = handed(booking)
    second = handed(booking, "other@example.net")

    assert offered_to(fresh(booking), at=NOW) == second
    with pytest.raises(LinkClosed):
        take(first)


@pytest.mark.parametrize(
    "happens",
    [
        lambda row: changes.cancel(booking=row, by=row.person, at=NOW),
        lambda row: party.change(booking=row, by=row.person, guests=[], access_needs="", diet="", at=NOW),
        lambda row: running.cancel_event(event=row.event, by=events_team(), reason="Snow.", at=NOW),
    ],
    ids=["cancelled", "changed", "called off"],
)
def test_whatever_happens_to_the_booking_takes_the_offer_back(happens):
    booking = confirmed()
    UserFactory(email=ADDRESS)
    link = handed(booking)
    happens(fresh(booking))

    assert booking_to_take_over(booking.pk) is None
    with pytest.raises(LinkClosed):
        take(link)
    booking.refresh_from_db()
    with pytest.raises(BookingRefused, match="no longer offered"):
        hand_over.take_over_by_link(link=link, subject=booking, data=NO_NEEDS, at=NOW)


def test_nobody_hands_over_or_takes_over_once_the_event_has_begun():
    booking = confirmed(EventFactory(starts_at=NOW + DAY))
    UserFactory(email=ADDRESS)
    link = handed(booking)
    with pytest.raises(BookingRefused, match="has begun"):
        take(link, at=NOW + DAY)
    with pytest.raises(BookingRefused, match="has begun"):
        handed(booking, at=NOW + DAY)

    assert told("booking_offered_to_you").get().context["until"] == booking.event.starts_at.isoformat()


def test_who_is_booked_already_takes_no_second_booking():
    booking = confirmed()
    confirmed(booking.event, UserFactory(email=ADDRESS))
    with pytest.raises(AlreadyBooked):
        take(handed(booking))


def test_a_place_at_a_price_for_members_goes_to_a_member():
    booking = confirmed(priced(EventFactory(), member=1_000), member().person)
    taker = UserFactory(email=ADDRESS)
    link = handed(booking)
    with pytest.raises(BookingRefused, match="only a member can take it over"):
        take(link)

    member(person=taker)
    take(link)
    assert (fresh(booking).person, fresh(booking).order) == (taker, booking.order)


def test_an_event_for_members_is_taken_over_by_members():
    booking = confirmed(EventFactory(access=Access.MEMBERS), member().person)
    UserFactory(email=ADDRESS)
    with pytest.raises(BookingRefused, match="for members of the Institute"):
        take(handed(booking))


def test_nobody_hands_over_to_themselves_or_for_somebody_else_or_by_an_old_page():
    booking = confirmed()
    with pytest.raises(BookingRefused, match="your own address"):
        handed(booking, booking.person.email.upper())
    with pytest.raises(MoveNotAllowed):
        handed(booking, by=events_team())
    with pytest.raises(StaleMove):
        handed(booking, moves=4)

    assert not Notification.objects.filter(kind="booking_offered_to_you").exists()
    assert not Link.objects.exists()


def test_one_address_is_not_written_to_again_and_again():
    for _ in range(settings.EVENT_HAND_OVERS_A_DAY):
        handed(confirmed())
    with pytest.raises(BookingRefused, match="as often as we do in one day"):
        handed(confirmed())

    handed(confirmed(), at=NOW + DAY + timedelta(seconds=1))


def test_one_person_does_not_write_to_one_stranger_after_another():
    booking = confirmed()
    for number in range(settings.EVENT_HAND_OVERS_BY_ONE_A_DAY):
        handed(booking, f"boss{number}@example.net")
    with pytest.raises(BookingRefused, match="You have offered bookings to others as often as one can in a day"):
        handed(booking, "boss@example.net", name="Silly Billy")

    # What was refused left nothing: no name for an address, and the link before it still works.
    assert not OutsidePerson.objects.filter(email="boss@example.net").exists()
    assert offered_to(fresh(booking), at=NOW).person.email == f"boss{number}@example.net"
    handed(confirmed(), "boss@example.net")
    handed(booking, "boss@example.net", at=NOW + DAY + timedelta(seconds=1))
