"""An event fills and empties: people, parties and the clock do anything in any order, and what must hold is checked.

Never over capacity, ``taken`` is the sum, nobody offered twice, nobody waits who would fit, and nobody is overtaken but
by a smaller party where the larger one could not fit, with its decision written down.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cmiportal.billing.services import orders
from cmiportal.billing.services.amounts import received
from cmiportal.billing.services.refunds import refund
from cmiportal.workflow import MoveRefused, chain_is_whole
from events.models import Booking, BookingEvent, Event, LineDecision
from events.services import changes, line, money
from events.services.bookings import accept, book, leave
from events.services.refusals import CapacityRefused, EventFull
from events.workflow import BOOKING_TAKES_PLACES
from tests.events.said import taken
from tests.factories.accounts import UserFactory
from tests.factories.billing import bookkeeper
from tests.factories.events import EventFactory, events_team, paid, priced
from tests.factories.qualifications import NOW

PICK = st.integers(0, 30)
WHO = st.integers(0, 11)
BEGINS = NOW + timedelta(days=9)


class World:
    """Twelve people, somebody of the team and a keeper of the books, made once for all runs."""

    def __init__(self):
        self.people = UserFactory.create_batch(12)
        self.team, self.keeper = events_team(), bookkeeper()


class Line(RuleBasedStateMachine):
    """One event and all that people do about it; each run is undone."""

    world: World

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        # The last decision that was looked at; the line and the bookings as they were after the step before.
        self.at, self.seen, self.before, self.known = NOW, 0, {}, set()

    def teardown(self):
        """Look at every chain of moves, then undo all that this run did."""
        try:
            assert all(chain_is_whole(row) for row in Booking.objects.filter(event=self.event))
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    @initialize(capacity=st.integers(1, 8), costs=st.booleans())
    def an_event_is_published(self, capacity, costs):
        """With few places, free or not."""
        self.event = EventFactory(capacity=capacity, party_max=4, starts_at=BEGINS)
        if costs:
            priced(self.event)

    # What people, the team and the clock do

    @rule(who=WHO, guests=st.integers(0, 3), wait=st.booleans())
    def somebody_books(self, who, guests, wait):
        """Places where they fit and nobody waits who would; else the line, or a refusal."""
        event, party = Event.objects.get(pk=self.event.pk), 1 + guests
        fits = party <= event.left and all(one.party > event.left for one in self.waiting())
        asked = {"guests": [f"Guest {number}" for number in range(guests)], "wait": wait}
        row = self.tries(book, event=event, person=self.world.people[who], **asked)
        if isinstance(row, Booking):
            assert (row.state in BOOKING_TAKES_PLACES) == fits
            assert fits or wait
        elif isinstance(row, EventFull):
            assert (fits, wait) == (False, False)

    @rule(pick=PICK)
    def somebody_cancels(self, pick):
        """A booking that is confirmed."""
        if row := self.one("confirmed", pick):
            self.tries(changes.cancel, booking=row, by=row.person)

    @rule(pick=PICK)
    def the_team_cancels(self, pick):
        """The booking of somebody else."""
        if row := self.one("confirmed", pick):
            self.tries(changes.cancel, booking=row, by=self.world.team)

    @rule(pick=PICK, state=st.sampled_from(["waitlisted", "offered"]))
    def somebody_leaves(self, pick, state):
        """The line, or an offer."""
        if row := self.one(state, pick):
            self.tries(leave, booking=row, by=row.person)

    @rule(pick=PICK)
    def somebody_takes_an_offer(self, pick):
        """In time or not."""
        if row := self.one("offered", pick):
            over = min(row.offer_expires_at, BEGINS) <= self.at
            assert isinstance(self.tries(accept, booking=row, by=row.person), MoveRefused) == over

    @rule(pick=PICK)
    def somebody_pays(self, pick):
        """For places that are kept."""
        row = self.one("held", pick)
        if row and row.order.state == "open":
            assert paid(row, at=self.at).state == "confirmed"

    @rule(pick=PICK)
    def somebody_gives_the_order_up(self, pick):
        """In place of paying."""
        if row := self.one("held", pick):
            self.tries(orders.cancel, order=row.order, by=row.person)

    @rule(pick=PICK)
    def the_books_give_all_back(self, pick):
        """Which ends the booking."""
        row = self.one("confirmed", pick)
        held = received(row.order) if row and row.order else 0
        if held:
            self.tries(refund, order=row.order, by=self.world.keeper, pence=held, reason="Ill.")
            assert Booking.objects.get(pk=row.pk).state == "cancelled"

    @rule(capacity=st.integers(0, 12))
    def there_are_more_or_fewer_places(self, capacity):
        """Fewer than are taken are refused."""
        event = Event.objects.get(pk=self.event.pk)
        row = self.tries(line.set_capacity, event=event, capacity=capacity, by=self.world.team)
        assert isinstance(row, CapacityRefused) == (capacity < event.taken)

    @rule(hours=st.sampled_from([1, 5, 23, 24, 25, 70]), works=st.booleans())
    def time_passes(self, hours, works):
        """And the worker does what is due, or it stands still for a while."""
        self.at += timedelta(hours=hours)
        if works:
            self.the_worker_works()

    @rule()
    def the_worker_works(self):
        """Whatever is due by the clock, in the order in which it may happen to come."""
        orders.expire_due(at=self.at)
        line.end_offers(at=self.at)
        line.close_lines(at=self.at)
        money.see_to_money(at=self.at)
        open_now = Booking.objects.filter(event=self.event, state__in=["held", "waitlisted", "offered"])
        assert not (self.at >= BEGINS and open_now.exists())
        assert not open_now.filter(state="offered", offer_expires_at__lte=self.at).exists()

    # Help

    def tries(self, service, **said):
        """What the service gave, or its refusal."""
        try:
            return service(at=self.at, **said)
        except MoveRefused as refusal:
            return refusal

    def one(self, state, pick):
        """A booking in that state, if there is any."""
        rows = Booking.objects.filter(event=self.event, state=state).select_related("event", "person", "order")
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    def waiting(self):
        """The line, from its front."""
        return list(Booking.objects.line().filter(event=self.event))

    # What must always hold

    @invariant()
    def no_more_people_come_than_there_are_places_and_the_sum_is_right(self):
        """Whatever the constraint says."""
        assert 0 <= taken(self.event) <= Event.objects.get(pk=self.event.pk).capacity

    @invariant()
    def nobody_is_offered_places_twice_or_beyond_the_start(self):
        """An entry is offered places once; a person has one entry at a time."""
        offers = BookingEvent.objects.filter(action="offer").values_list("booking", "at")
        assert len({booking for booking, _ in offers}) == len(offers)
        assert all(at < BEGINS for _, at in offers)
        live = list(Booking.objects.live().values_list("person", flat=True))
        assert len(live) == len(set(live))
        assert not Booking.objects.filter(offer_expires_at__gt=BEGINS).exists()

    @invariant()
    def nobody_waits_who_would_fit(self):
        """Until the event begins."""
        if self.at < BEGINS:
            left = Event.objects.get(pk=self.event.pk).left
            assert all(row.party > left for row in self.waiting())

    @invariant()
    def nobody_is_overtaken_but_by_a_smaller_party_and_it_says_so(self):
        """Of this step: whoever waited before and still waits, while somebody behind them or new got places."""
        new = list(LineDecision.objects.filter(pk__gt=self.seen).order_by("pk").select_related("booking"))
        too_few = {one.booking_id: [] for one in new}
        for one in new:
            if one.outcome == "too_few":
                assert one.free < one.booking.party
                too_few[one.booking_id].append(one.free)
        still = {row.pk for row in self.waiting()} & set(self.before)
        for got, party in self.got_places(new):
            for passed in still:
                if self.before[passed] < self.before.get(got, len(self.before)):
                    assert any(free >= party for free in too_few.get(passed, ()))
        self.seen = new[-1].pk if new else self.seen
        self.before = {row.pk: place for place, row in enumerate(self.waiting())}
        self.known = set(Booking.objects.filter(event=self.event).values_list("pk", flat=True))

    def got_places(self, decisions):
        """(booking, people) of those who were offered places in this step, or came and had them at once."""
        offered = [(one.booking_id, one.booking.party) for one in decisions if one.outcome == "offered"]
        rows = Booking.objects.filter(event=self.event, waiting_since=None).exclude(pk__in=self.known)
        return offered + list(rows.values_list("pk", "party"))


def run(**chosen):
    """So many runs of so many steps, each undone."""
    Line.world = World()
    fixed = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(Line, settings=settings(**fixed, **chosen))


@pytest.mark.django_db
def test_an_event_fills_and_empties_and_no_rule_is_broken():
    run(max_examples=8, stateful_step_count=15, derandomize=True)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db
def test_an_event_fills_and_empties_in_many_ways_and_no_rule_is_broken():
    run(max_examples=150, stateful_step_count=40)
