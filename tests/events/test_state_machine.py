"""Two events of a series fill and empty: people, parties, money and the clock do anything in any order.

Never over capacity, ``taken`` is the sum, nobody waits who would fit, nobody is overtaken but by a smaller party where
the larger one could not fit, with its decision written down; what is cancelled too late brings no money back, and of
everything else that ended nothing is kept and nothing is asked for. That a person has one booking at a time, and an
entry one offer, no step can break: the database and the workflow refuse it (``test_workflow_matrix``).
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
from cmiportal.billing.workflow import ORDER_UNPAID
from cmiportal.workflow import MoveRefused, chain_is_whole
from events.models import Booking, Event, LineDecision
from events.services import changes, line, money, running
from events.services.bookings import accept, book, leave
from events.services.for_others import book_for
from events.services.refusals import CapacityRefused, EventFull
from events.workflow import BOOKING_TAKES_PLACES
from tests.events.said import taken
from tests.factories.accounts import UserFactory
from tests.factories.billing import bookkeeper, reported
from tests.factories.events import EventFactory, SeriesFactory, events_team, paid, priced
from tests.factories.qualifications import NOW

PICK = st.integers(0, 30)
WHO = st.integers(0, 11)
WHICH = st.integers(0, 1)
DAY = timedelta(days=1)
BEGIN = (NOW + 9 * DAY, NOW + 13 * DAY)


class World:
    """Twelve people, somebody of the team and a keeper of the books, made once for all runs."""

    def __init__(self):
        self.people = UserFactory.create_batch(12)
        self.team, self.keeper = events_team(), bookkeeper()


class Line(RuleBasedStateMachine):
    """Two events and all that people do about them; each run is undone."""

    world: World

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        # The last decision that was looked at; lines and bookings as they were after the step before, by event.
        self.at, self.seen, self.before, self.known = NOW, 0, {}, {}
        # Bookings that their people moved too late to cancel; what we keep of those that were cancelled too late.
        self.moved_late, self.kept = set(), {}

    def teardown(self):
        """Look at every chain of moves, then undo all that this run did."""
        try:
            assert all(chain_is_whole(row) for row in Booking.objects.filter(event__in=self.keys))
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    @initialize(capacities=st.tuples(st.integers(1, 8), st.integers(1, 8)), costs=st.booleans())
    def two_events_are_published(self, capacities, costs):
        """With few places, free or not."""
        both, series = zip(capacities, BEGIN, strict=True), SeriesFactory()
        made = [EventFactory(capacity=n, party_max=4, starts_at=begins, series=series) for n, begins in both]
        self.keys = [priced(event).pk if costs else event.pk for event in made]

    # What people, the team and the clock do

    @rule(which=WHICH, who=WHO, guests=st.integers(0, 3), wait=st.booleans())
    def somebody_books(self, which, who, guests, wait):
        """Places where they fit and nobody waits who would; else the line, or a refusal."""
        event = self.event(which)
        fits = self.fits(event, 1 + guests)
        asked = {"guests": [f"Guest {number}" for number in range(guests)], "wait": wait}
        row = self.tries(book, event=event, person=self.world.people[who], **asked)
        if isinstance(row, Booking):
            assert (row.state in BOOKING_TAKES_PLACES) == fits
            assert fits or wait
        elif isinstance(row, EventFull):
            assert (fits, wait) == (False, False)

    @rule(pick=PICK, state=st.sampled_from(["confirmed", "held"]))
    def somebody_cancels(self, pick, state):
        """Before the start; what was paid stays with us where it is too late, or was when they moved."""
        if row := self.one(state, pick):
            self.cancels(row)

    @rule(which=WHICH, who=WHO, guests=st.integers(0, 3), free=st.booleans())
    def the_team_books_for_somebody(self, which, who, guests, free):
        """At the door too, for a reason or at the price; behind the same line."""
        event, person = self.event(which), self.world.people[who]
        is_on = event.state == "published" and event.ends_at > self.at
        payable = free or event.starts_at > self.at or not event.prices.exists()
        new = not Booking.objects.live().filter(event=event, person=person).exists()
        can = is_on and payable and new and guests < event.largest_party and self.fits(event, 1 + guests)
        asked = {"guests": [f"Guest {number}" for number in range(guests)], "free_because": "Speaks." if free else ""}
        row = self.tries(book_for, event=event, email=person.email, by=self.world.team, **asked)
        assert isinstance(row, Booking) == can

    @rule(pick=PICK, state=st.sampled_from(["confirmed", "held"]), give_back=st.booleans())
    def the_team_cancels(self, pick, state, give_back):
        """The booking of somebody else, at any time, and keeps the money or not."""
        if row := self.one(state, pick):
            if state == "confirmed" and row.order and not give_back and row.event.state == "published":
                self.kept[row.pk] = received(row.order)
            said = {"by": self.world.team, "give_back": give_back}
            assert changes.cancel(booking=row, at=self.at, **said).state == "cancelled"

    @rule(pick=PICK, by_team=st.booleans(), cancels=st.booleans())
    def a_booking_moves(self, pick, by_team, cancels):
        """To the other event, where it fits and the person has no booking yet; some want it cancelled there at once."""
        if row := self.one("confirmed", pick):
            to = self.event(1 - self.keys.index(row.event_id))
            free = not Booking.objects.live().filter(event=to, person=row.person).exists()
            on = to.state == "published" and min(row.event.starts_at, to.starts_at) > self.at
            same_price = to.prices.exists() == (row.order_id is not None)
            can, late = on and free and same_price and self.fits(to, row.party), self.is_late(row.event)
            by = self.world.team if by_team else row.person
            moved = self.tries(changes.move_to, booking=row, event=to, by=by)
            assert isinstance(moved, Booking) == can
            if can and late and not by_team:
                self.moved_late.add(row.pk)
            if can and cancels:
                self.cancels(moved)

    @rule(pick=PICK, state=st.sampled_from(["waitlisted", "offered"]))
    def somebody_leaves(self, pick, state):
        """The line, or an offer."""
        if row := self.one(state, pick):
            self.tries(leave, booking=row, by=row.person)

    @rule(pick=PICK)
    def somebody_takes_an_offer(self, pick):
        """In time or not."""
        if row := self.one("offered", pick):
            over = min(row.offer_expires_at, row.event.starts_at) <= self.at or row.event.state != "published"
            assert isinstance(self.tries(accept, booking=row, by=row.person), MoveRefused) == over

    @rule(pick=PICK)
    def somebody_pays(self, pick):
        """For places that are kept."""
        if (row := self.one("held", pick)) and row.order.state in ORDER_UNPAID:
            assert paid(row, at=self.at).state == "confirmed"

    @rule(pick=PICK)
    def somebody_pays_a_part_of_an_invoice(self, pick):
        """Which confirms nothing, and is theirs for as long as nothing is confirmed."""
        if (row := self.one("held", pick)) and row.order.state == "open":
            self.tries(orders.invoice, order=row.order, by=row.person, payer="X", purchase_order="")
            reported(row.order, 100, name=f"part-{row.pk}", at=self.at)

    @rule(pick=PICK)
    def somebody_gives_the_order_up(self, pick):
        """In place of paying."""
        if row := self.one("held", pick):
            self.tries(orders.cancel, order=row.order, by=row.person)

    @rule(pick=PICK)
    def the_books_give_all_back(self, pick):
        """Which ends the booking."""
        row = self.one("confirmed", pick)
        if row and row.order and (held := received(row.order)):
            self.tries(refund, order=row.order, by=self.world.keeper, pence=held, reason="Ill.")
            assert Booking.objects.get(pk=row.pk).state == "cancelled"

    @rule(which=WHICH, capacity=st.integers(0, 12))
    def there_are_more_or_fewer_places(self, which, capacity):
        """Fewer than are taken are refused, and any where the event is called off."""
        event = self.event(which)
        row = self.tries(line.set_capacity, event=event, capacity=capacity, by=self.world.team)
        assert isinstance(row, CapacityRefused) == (event.state == "cancelled" or capacity < max(event.taken, 1))

    @rule(which=WHICH)
    def an_event_is_called_off(self, which):
        """Late, as that is when money is kept otherwise."""
        if self.at > NOW + 4 * DAY:
            self.tries(running.cancel_event, event=self.event(which), by=self.world.team, reason="Snow.")

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
        running.call_off(at=self.at)
        money.see_to_money(at=self.at)
        for event in self.events():
            rows = Booking.objects.filter(event=event)
            assert not rows.filter(state="offered", offer_expires_at__lte=self.at).exists()
            assert not (
                event.starts_at <= self.at and rows.filter(state__in=["held", "waitlisted", "offered"]).exists()
            )
            assert event.state == "published" or not rows.exclude(state="cancelled").exists()
            for row in rows.filter(state="cancelled", order__isnull=False).select_related("order"):
                assert received(row.order) == self.kept.get(row.pk, 0)
                assert row.order.state not in ORDER_UNPAID

    # Help

    def tries(self, service, **said):
        """What the service gave, or its refusal."""
        try:
            return service(at=self.at, **said)
        except MoveRefused as refusal:
            return refusal

    def event(self, which):
        """The first or the second, as it stands."""
        return self.events()[which]

    def events(self):
        """Both, as they stand."""
        return list(map(Event.objects.in_bulk(self.keys).get, self.keys))

    def one(self, state, pick):
        """A booking in that state, if there is any."""
        rows = Booking.objects.filter(event__in=self.keys, state=state).select_related("event", "person", "order")
        found = list(rows.order_by("event__starts_at", "person"))  # no keys: those differ from run to run
        return found[pick % len(found)] if found else None

    def cancels(self, row):
        """The person does; refused once it has begun."""
        begun, late = row.event.starts_at <= self.at, self.is_late(row.event) or row.pk in self.moved_late
        if late and row.state == "confirmed" and row.event.state == "published" and not begun and row.order:
            self.kept[row.pk] = received(row.order)
        assert isinstance(self.tries(changes.cancel, booking=row, by=row.person), MoveRefused) == begun

    def waiting(self, event):
        """The line, from its front."""
        return list(Booking.objects.line().filter(event=event))

    def fits(self, event, party):
        """Whether so many who come now have places at once."""
        return party <= event.left and all(one.party > event.left for one in self.waiting(event))

    def is_late(self, event):
        """Whether who cancels now has nothing back."""
        return event.starts_at - self.at < 7 * DAY

    # What must always hold

    @invariant()
    def no_more_people_come_than_there_are_places_and_the_sum_is_right(self):
        """Whatever the constraint says."""
        for event in self.events():
            assert 0 <= taken(event) <= event.capacity

    @invariant()
    def what_was_cancelled_too_late_never_goes_back(self):
        """Whatever happens afterwards."""
        rows = Booking.objects.filter(pk__in=self.kept).select_related("order")
        assert {row.pk: received(row.order) for row in rows} == self.kept

    @invariant()
    def nobody_waits_who_would_fit(self):
        """Until the event begins."""
        for event in self.events():
            if self.at < event.starts_at and event.state == "published":
                assert all(row.party > event.left for row in self.waiting(event))

    @invariant()
    def nobody_is_overtaken_but_by_a_smaller_party_and_it_says_so(self):
        """Of this step: whoever waited before and still waits, while somebody behind them or new got places."""
        new = list(LineDecision.objects.filter(pk__gt=self.seen).order_by("pk").select_related("booking"))
        self.seen = new[-1].pk if new else self.seen
        for event in self.events():
            here = [one for one in new if one.booking.event_id == event.pk]
            offers = [one for one in here if one.outcome == "offered"]
            assert all(max(one.at, one.booking.offer_expires_at) <= event.starts_at != one.at for one in offers)
            self.overtaken(event, here, [(one.booking_id, one.booking.party) for one in offers])

    def overtaken(self, event, decisions, offered):
        """Who was, in the line of one event; then keep how it stands."""
        before, known = self.before.get(event.pk, {}), self.known.get(event.pk, ())
        too_few = {one.booking_id: [] for one in decisions}
        for one in decisions:
            if one.outcome == "too_few":
                assert one.free < one.booking.party
                too_few[one.booking_id].append(one.free)
        came = Booking.objects.filter(event=event, state__in=BOOKING_TAKES_PLACES).exclude(pk__in=known)
        now = {row.pk: place for place, row in enumerate(self.waiting(event))}
        for got, party in [*offered, *came.values_list("pk", "party")]:
            for passed in now.keys() & before.keys():
                if before[passed] < before.get(got, len(before)):
                    assert any(free >= party for free in too_few.get(passed, ()))
        self.before[event.pk] = now
        self.known[event.pk] = set(Booking.objects.filter(event=event).values_list("pk", flat=True))


def run(**chosen):
    """So many runs of so many steps, each undone."""
    Line.world = World()
    fixed = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(Line, settings=settings(**fixed, **chosen))


@pytest.mark.django_db
def test_two_events_fill_and_empty_and_no_rule_is_broken():
    run(max_examples=8, stateful_step_count=15, derandomize=True)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db
def test_two_events_fill_and_empty_in_many_ways_and_no_rule_is_broken():
    run(max_examples=40, stateful_step_count=40, derandomize=True)
