"""Seats: invited to by link, accepted once, released, never more of them than were bought."""

from datetime import timedelta

import pytest

from cmiportal.links.models import Link
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.notifications.models import Notification
from membership.models import Grade, Seat
from membership.services.corporate import seats
from membership.services.corporate.offers import seat_to_accept, shown_to_invited
from membership.services.corporate.rows import SeatRefused
from membership.services.members import endings, memberships
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.chartered import assessor
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.factories.seats import ACCEPTED, Corporate, accept, link_of, pay
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db

LAST = "2027-11-01"


def told(kind):
    return Notification.objects.filter(kind=kind)


def test_an_invitation_is_a_link_to_the_address_that_works_for_thirty_days():
    seat = Corporate().invited("Priya@Example.net")

    link = link_of(seat)
    assert (link.purpose, link.expires_at) == ("accept_seat", NOW + timedelta(days=30))
    assert (told("seat_offered").get().address, seat.email) == ("priya@example.net", "priya@example.net")


def test_accepting_starts_a_membership_until_the_end_of_the_seats_and_tells_the_staff():
    firm, person = Corporate(), UserFactory(name="Priya Ostrander", email="priya@example.net")
    seat = firm.invited("priya@example.net")

    assert accept(seat).endswith("You are a member until 1 November 2027.")

    seat.refresh_from_db()
    row = memberships.current_of(person)
    assert (row.state, row.basis, row.grade_id, row.ends_on.isoformat()) == ("active", "corporate", "affiliate", LAST)
    assert (seat.membership, seat.accepted_at, row.code_accepted_at) == (row, NOW, NOW)
    assert told("seat_accepted").get().recipient == firm.staff
    assert told("seat_accepted").get().context["person"] == "Priya Ostrander"


def test_a_membership_of_ones_own_stays_as_it_is_and_the_thanks_say_so():
    own = member(until=(NOW + timedelta(days=90)).date())
    firm = Corporate()

    seat = firm.invited(own.person.email)
    assert "Your own membership stays as it is, until 31 January 2027." in accept(seat)

    own.refresh_from_db()
    seat.refresh_from_db()
    assert (own.basis, own.moves, seat.membership) == (Basis.CONCESSION, 1, own)
    seats.release(seat=seat, by=firm.staff, at=NOW)
    own.refresh_from_db()
    assert (own.state, own.moves) == ("active", 1)
    assert not told("seat_released").exists()


@pytest.mark.parametrize(
    ("key", "basis", "grade"), [("student", "studying", "affiliate"), ("member", "concession", "member")]
)
def test_studying_or_in_grace_somebody_goes_on_with_the_seat(key, basis, grade):
    was = member(until=(NOW - timedelta(days=1)).date(), grade=GradeFactory(key=key), basis=basis)
    if basis == "concession":
        endings.end_day(membership=was, on=NOW.date(), at=NOW)

    Corporate().accepted(was.person)

    was.refresh_from_db()
    assert (was.state, was.basis, was.grade_id, was.ends_on.isoformat()) == ("active", "corporate", grade, LAST)


def test_who_was_a_member_comes_back_in_the_grade_that_was_proven():
    was = member(grade=GradeFactory(key="fellow"))
    endings.resign(membership=was, by=was.person, at=NOW)

    Corporate().accepted(was.person, at=NOW + timedelta(days=2))

    was.refresh_from_db()
    assert (was.state, was.basis, was.grade_id) == ("active", "corporate", "fellow")


def test_without_an_account_the_link_waits_until_there_is_one():
    seat = Corporate().invited("priya@example.net")
    assert shown_to_invited(seat)["has_account"] is False
    with pytest.raises(SeatRefused, match="Make an account with"):
        accept(seat)

    UserFactory(email="priya@example.net")
    assert shown_to_invited(seat)["has_account"] is True
    assert "You have accepted" in accept(seat)


def test_a_closed_account_accepts_nothing():
    UserFactory(email="priya@example.net", is_active=False)
    with pytest.raises(SeatRefused):
        accept(Corporate().invited("priya@example.net"))


def test_a_suspended_membership_is_not_started_by_a_seat():
    was = member()
    memberships.suspend(membership=was, by=assessor(), reason="A complaint.", at=NOW)
    with pytest.raises(memberships.MembershipRefused, match="suspended"):
        Corporate().accepted(was.person)


def test_a_membership_that_ended_while_suspended_is_not_taken_up_by_a_seat():
    was = member()
    memberships.suspend(membership=was, by=assessor(), reason="A complaint.", at=NOW)
    later = NOW + timedelta(days=400)
    endings.end_day(membership=was, on=later.date(), at=later)
    firm = Corporate(seats=0)
    pay(firm.ordered(1, at=later), at=later)
    seat = firm.invited(was.person.email, at=later)

    with pytest.raises(SeatRefused, match="ended while it was suspended"):
        accept(seat, at=later)


def test_nobody_holds_two_seats():
    person = UserFactory()
    Corporate().accepted(person)
    with pytest.raises(SeatRefused, match="You have a seat already"):
        Corporate(name="Calder Mills").accepted(person)


def test_without_the_grade_of_seats_nothing_is_accepted():
    firm = Corporate()
    Grade.objects.filter(pk="affiliate").delete()
    with pytest.raises(SeatRefused, match="Write to us"):
        firm.accepted()


def test_a_seat_is_accepted_once_and_not_after_the_year():
    firm = Corporate()
    seat, link = firm.invited(UserFactory().email), Link.objects.latest("created_at")
    assert seat_to_accept(seat.pk) == seat
    firm.row.during = None
    firm.row.seats = 0
    firm.row.save()
    with pytest.raises(SeatRefused, match="has no seat for you any more"):
        accept(seat)
    seats.release(seat=seat, by=firm.staff, at=NOW)
    assert seat_to_accept(seat.pk) is None
    with pytest.raises(LinkClosed):
        use_link(link=link, data=ACCEPTED, at=NOW)


def test_no_more_people_are_invited_than_seats_were_bought():
    firm = Corporate(seats=1)
    firm.invited("one@example.net")
    with pytest.raises(SeatRefused, match="Every seat is taken"):
        firm.invited("two@example.net")


def test_an_address_has_one_seat_and_others_cannot_give_any():
    firm = Corporate()
    firm.invited("one@example.net")
    with pytest.raises(SeatRefused, match="has a seat already"):
        firm.invited("One@example.net")
    with pytest.raises(SeatRefused, match="do not act"):
        seats.invite(organisation=firm.row, by=UserFactory(), email="two@example.net", at=NOW)


def test_without_seats_for_today_nobody_is_invited():
    with pytest.raises(SeatRefused, match="No seats are bought"):
        Corporate(seats=0).invited()
    with pytest.raises(SeatRefused, match="No seats are bought"):
        Corporate().invited(at=NOW + timedelta(days=366))


def test_inviting_again_brings_a_new_link_and_closes_the_one_before():
    firm = Corporate()
    seat = firm.invited()
    before = link_of(seat)

    later = NOW + timedelta(days=2)
    seats.invite_again(seat=seat, by=firm.staff, at=later)

    seat.refresh_from_db()
    assert (link_of(seat) != before, seat.invited_at) == (True, later)


def test_one_address_is_written_to_three_times_a_day_whoever_asks():
    firm = Corporate()
    seat = firm.invited()
    seats.invite_again(seat=seat, by=firm.staff, at=NOW)
    Corporate(name="Calder Mills").invited()
    with pytest.raises(SeatRefused, match="as often as we do in one day"):
        seats.invite_again(seat=seat, by=firm.staff, at=NOW)


def test_who_has_accepted_or_was_released_is_not_invited_again():
    firm = Corporate()
    seat = firm.accepted()
    with pytest.raises(SeatRefused, match="Nobody waits"):
        seats.invite_again(seat=seat, by=firm.staff, at=NOW)
    seats.release(seat=seat, by=firm.staff, at=NOW)
    with pytest.raises(SeatRefused, match="released already"):
        seats.release(seat=seat, by=firm.staff, at=NOW)
    assert firm.row.taken.live().count() == 0


def test_releasing_ends_what_the_seat_pays_for_today_and_grace_follows():
    firm = Corporate(seats=1)
    seat = firm.accepted()

    seats.release(seat=seat, by=firm.staff, at=NOW)

    row = memberships.current_of(seat.membership.person)
    assert (row.state, row.ends_on) == ("active", NOW.date())
    assert told("seat_released").get().recipient == row.person
    assert endings.end_day(membership=row, on=NOW.date() + timedelta(days=1), at=NOW).state == "grace"
    firm.invited("two@example.net")


def test_shortening_changes_nothing_that_ends_before_or_is_not_active():
    row = member(until=(NOW + timedelta(days=5)).date())
    assert memberships.shorten(membership=row, last=(NOW + timedelta(days=9)).date(), at=NOW).moves == 1
    endings.resign(membership=row, by=row.person, at=NOW)
    assert memberships.shorten(membership=row, last=NOW.date(), at=NOW).ends_on == (NOW + timedelta(days=5)).date()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_to_the_last_seat_at_once_one_is_refused():
    firm = Corporate(seats=1)

    results = at_once(firm.row, lambda: firm.invited("one@example.net"), lambda: firm.invited("two@example.net"))

    assert refused(results) == [SeatRefused]
    assert Seat.objects.live().count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_accepts_while_the_seat_is_released_gets_one_answer():
    firm = Corporate(seats=1)
    seat = firm.invited(UserFactory().email)
    link = link_of(seat)

    results = at_once(
        firm.row,
        lambda: use_link(link=link, data=ACCEPTED, at=NOW),
        lambda: seats.invite(organisation=firm.row, by=firm.staff, email="two@example.net", at=NOW),
    )

    assert refused(results) == [SeatRefused]
    assert Seat.objects.live().count() == 1
