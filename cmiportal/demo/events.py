"""The demo's events around the day of loading: of every kind and state, with bookings in every state."""

from datetime import datetime, time, timedelta

from django.conf import settings

from cmiportal.billing.services import orders
from cmiportal.rules.days import UK, uk_day
from cmiportal.workflow import new_id
from events.models import Event, EventCode, Series
from events.models.codes import PRODUCT
from events.services import attendance, bookings, changes, editing, line, money, reminders, running, team

from . import event_texts as texts
from .event_story import EventStory, clocks_change
from .member_story import MemberStory

# Nothing more is told of these than who comes.
PLAIN = (
    *("evening-with-the-boards", "across-the-border", "the-inspection-is-tomorrow", "breakfast-last-month"),
    *("after-work-norwich", "what-ai-may-decide", "breakfast-this-month", "breakfast-next-month"),
    "small-firm-big-customer",
    *("morning-in-singapore", "toronto-evening", "round-table-dubai", "liverpool-volunteers", "two-councils"),
    *("four-day-week", "what-research-says", "annual-general-meeting"),
)
DRAFTS = ("the-manager-as-writer", "board-in-waiting")
# Within the time that a place is kept while it is paid.
JUST_NOW = 4 / (24 * 60)
HOUR = 1 / 24


def load_events(members: MemberStory) -> None:
    """Tell all of it; regions, communities and topics are there, and whoever is a member."""
    since = (uk_day(members.ago(60)), None)
    EventCode.objects.create(code="TABLE15", product=PRODUCT, percent=15, during=since, uses=40)
    Series.objects.bulk_create(Series(key=key, title=title, text=text) for key, title, text in texts.SERIES)
    story = EventStory(members)
    the_past(story)
    the_full_walk(story)
    the_day(story)
    the_plain(story)
    the_line(story)
    the_conference(story)
    the_dinner(story)
    the_series(story)
    the_next_weeks(story)
    called_off(story)
    not_open_yet(story)
    reminded(story)


def the_past(story: EventStory) -> None:
    """Held, with feedback and recordings; Imogen, Amara and Rashid were at some of them, or stayed away."""
    event = story.announce("the-first-hundred-days")
    for person in ("member", "learner"):
        story.book(event, person, days=10)
    story.record(story.hold(event, missing=("learner",), tell=4))
    story.say(story.booking(event, "member"), rating=5, useful=texts.OF_THE_MEMBER)
    event = story.announce("saying-no-upwards")
    story.book(event, "learner", days=6)
    story.record(story.hold(event, tell=3))
    event = story.announce("half-the-meetings")
    story.book(event, "member", days=8, guests=1)
    story.book(event, "applicant", days=7)
    event = story.hold(event, tell=5)
    story.record(event)
    story.hand_out(event, texts.HANDOUT)
    story.say(story.booking(event, "applicant"), rating=4, useful=texts.OF_THE_APPLICANT, better=texts.LONGER)
    event = story.announce("members-meeting")
    story.book(event, "member", days=20)
    story.book(event, "applicant", days=12)
    story.hold(event, missing=("member",), tell=2)
    for key in ("feedback-people-can-use", "managing-in-two-languages"):
        story.hold(story.announce(key), tell=3)


def the_full_walk(story: EventStory) -> None:
    """A walk that was full: an offer that nobody took in time went to the next, and one waited in vain."""
    event = story.announce("managers-who-walk")
    story.crowd(event, event.capacity - 1, last=10)
    leaves = story.book(event, "hana", days=9)
    for person, days in (("quentin", 8), ("rosa", 7.5), ("gheorghe", 7)):
        story.book(event, person, days=days, wait=True)
    changes.cancel(booking=leaves, by=leaves.person, at=story.before(event, 4))
    line.end_offers(at=story.before(event, 2.9))
    taken = story.booking(event, "rosa")
    bookings.accept(booking=taken, by=taken.person, at=story.before(event, 2.5))
    line.close_lines(at=event.starts_at)
    story.hold(event, tell=3)


def the_day(story: EventStory) -> None:
    """One is under way, with half of the people ticked at the door; one begins within the hour."""
    event = story.announce("rota-that-people-keep")
    subject, text = texts.TO_THE_BOOKED
    people = team.preview(event, team.To.BOOKED).people
    team.send(
        event=event,
        key=new_id(),
        to=team.To.BOOKED,
        subject=subject,
        text=text,
        people=people,
        by=story.team,
        at=story.ago(1),
    )
    for booking in list(event.bookings.select_related("event", "person").order_by("booked_at", "pk"))[::2]:
        attendance.check_in(booking=booking, by=story.team, who=None, at=story.now)
    event = story.announce("statement-clinic")
    story.book(event, "member", days=5)


def the_plain(story: EventStory) -> None:
    """Those of which nothing is told but who comes; what is past was held."""
    for key in PLAIN:
        event = story.announce(key)
        if event.ends_at <= story.now:
            story.hold(event, tell=2)


def the_line(story: EventStory) -> None:
    """A full workshop: three who want to come together were passed over twice, as one place came free each time."""
    event = story.announce("difficult-conversations")
    story.crowd(event, event.capacity - 2, last=19)
    first, second = (story.book(event, person, days=18) for person in ("winnie", "piotr"))
    waiting = (("sanna", 14, 2), ("wren", 13, 0), ("learner", 12, 0), ("applicant", 10, 1), ("member", 8, 0))
    for person, days, guests in waiting:
        story.book(event, person, days=days, guests=guests, wait=True)
    changes.cancel(booking=first, by=first.person, at=story.before(event, 5))
    taken = story.booking(event, "wren")
    bookings.accept(booking=taken, by=taken.person, at=story.before(event, 4.6))
    changes.cancel(booking=second, by=second.person, at=story.before(event, 3 * HOUR))


def the_conference(story: EventStory) -> None:
    """Two places left: tables of colleagues, and Amara, who is about to pay."""
    event = story.announce("whole-system")
    for person, days, guests in (("corporate", 27, 9), ("winnie", 22, 9), ("piotr", 17, 8), ("gheorghe", 11, 9)):
        story.book(event, person, days=days, guests=guests)
    story.book(event, "hana", days=6, guests=3)
    story.book(event, "applicant", days=3, guests=1, access_needs=texts.ACCESS_NEEDS)
    story.book(event, "learner", days=JUST_NOW, pays=False)


def the_dinner(story: EventStory) -> None:
    """Paid, with guests and what they cannot eat; Imogen is about to pay for a morning of figures."""
    story.book(story.announce("spring-dinner"), "member", days=9, guests=1, diet=texts.DIET)
    story.book(story.announce("numbers-without-fear"), "member", days=JUST_NOW, pays=False)


def the_series(story: EventStory) -> None:
    """Three evenings: Imogen comes to the first and may move, Rashid has moved, Amara cancelled."""
    first, second, _ = (story.announce(f"coaching-{number}") for number in ("one", "two", "three"))
    story.book(first, "member", days=7)
    moved = story.book(first, "applicant", days=12)
    changes.move_to(booking=moved, event=second, by=moved.person, at=story.ago(4))
    cancelled = story.book(second, "learner", days=11)
    changes.cancel(booking=cancelled, by=cancelled.person, at=story.ago(6))


def the_next_weeks(story: EventStory) -> None:
    """What the accounts come to, or do not; more places than there were; another time; at night."""
    story.book(story.announce("assessors-look-for"), "applicant", days=9)
    cancelled = story.book(story.announce("trauma-informed-leadership"), "applicant", days=12)
    changes.cancel(booking=cancelled, by=cancelled.person, at=story.ago(2))
    story.book(story.announce("pathway-to-net-zero"), "learner", days=5)
    event = story.announce("asking-for-more")
    cancelled = story.book(event, "member", days=14)
    changes.cancel(booking=cancelled, by=cancelled.person, at=story.ago(8))
    line.set_capacity(event=event, capacity=event.capacity + 10, by=story.team, at=story.ago(3))
    event = story.announce("glasgow-yard")
    story.book(event, "applicant", days=4, guests=1)
    later = {name: getattr(event, name) + timedelta(minutes=30) for name in ("starts_at", "ends_at")}
    editing.change_event(event=event, values=later, by=story.team, at=story.ago(1))
    night = datetime.combine(clocks_change(story.now), time(0, 30), UK)
    story.announce("clocks-change", starts_at=night)


def called_off(story: EventStory) -> None:
    """Cancelled by the team: everybody is told, Imogen has her money back, and one had not paid in time before."""
    event = story.announce("harbour-at-night")
    call_off(story, event, reason=texts.GALE, at=story.before(event, 2))
    event = story.announce("sea-wall")
    story.book(event, "member", days=12)
    unpaid = story.book(event, "hana", days=10, pays=False)
    if unpaid.order:
        orders.cancel(order=unpaid.order, by=unpaid.person, at=story.before(event, 10) + timedelta(minutes=5))
    call_off(story, event, reason=texts.REPAIRS, at=story.ago(3))


def call_off(story: EventStory, event: Event, *, reason: str, at: datetime) -> None:
    """The team cancels it, and whoever booked is told and paid back."""
    running.cancel_event(event=event, by=story.team, reason=reason, at=at)
    running.call_off(at=at)
    money.see_to_money(at=at)


def not_open_yet(story: EventStory) -> None:
    """A conference in summer that nobody can book yet, and two drafts."""
    story.announce("summer-conference", opens_at=story.ago(-20))
    for key in DRAFTS:
        story.announce(key, published=False)


def reminded(story: EventStory) -> None:
    """What was due before now of events that are still to come."""
    starts = Event.objects.upcoming(at=story.now).values_list("starts_at", flat=True)
    due = {start - timedelta(minutes=before) for start in starts for before in settings.EVENT_REMINDER_MINUTES}
    for at in sorted(moment for moment in due if moment <= story.now):
        reminders.remind(at=at)
