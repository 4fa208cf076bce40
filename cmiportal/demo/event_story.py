"""What has happened at the demo's events, told through their services at days before each began or before today."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.text import slugify

from cmiportal.accounts.models import User
from cmiportal.documents.files import store_bytes
from cmiportal.documents.typesetting import typeset
from cmiportal.rules.days import UK, uk_day
from events.models import AgendaItem, Booking, Community, Event, EventPrice, Region, Speaker, Topic
from events.models.events import Access, Format, Kind
from events.services import attendance, bookings, editing, feedback, material, running
from events.workflow import BookingState
from membership.models import Membership

from . import event_texts as texts
from .accounts import ACCOUNTS
from .member_story import MemberStory
from .paying import by_card

DATA = Path(__file__).parent / "data/events.toml"
AUDIENCES = (EventPrice.Audience.EVERYBODY, EventPrice.Audience.MEMBER, EventPrice.Audience.STUDYING)
# So many days before an event begins, or before today, it was written down and published; then booking begins.
WRITTEN, PUBLISHED = 42, 40
FIRST_BOOKINGS, LAST_BOOKINGS = 30, 2
PARTIES = (1, 2, 1, 1, 3, 1, 2)
FIVE_MINUTES = timedelta(minutes=5)
FRIDAY, SATURDAY, WEEK, MONTHS = 4, 5, 7, 12
WITHOUT_CPD = (Kind.NETWORKING, Kind.DINNER, Kind.MEETING)


class Programme(NamedTuple):
    """An event as ``data/events.toml`` has it.

    ``days`` is from the day of loading; instead ``starts_in`` is minutes from its moment, ``friday`` counts the first
    Fridays of months from it.
    """

    title: str
    strapline: str
    description: str
    kind: str
    minutes: int
    places: int
    days: int = 0
    at: str = ""
    starts_in: int | None = None
    friday: int = 0
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    venue: str = ""
    hybrid: bool = False
    zone: str = "Europe/London"
    communities: tuple[str, ...] = ()
    members_only: bool = False
    party: int = 1
    prices: tuple[int, ...] = ()
    series: str = ""
    crowd: int = 0


class EventStory:
    """The demo's events: each method tells what became of one of them, in the order in which it happened."""

    def __init__(self, members: MemberStory) -> None:
        self.members, self.people, self.now = members, members.people, members.now
        self.programmes = {key: Programme(**row) for key, row in tomllib.loads(DATA.read_text()).items()}
        self.parties, self.guests, self.opinions = cycle(PARTIES), cycle(texts.GUESTS), cycle(texts.FEEDBACK)
        held = set(Membership.objects.held().values_list("person__email", flat=True))
        others = [
            person for key, person in self.people.items() if person.email not in ACCOUNTS and key not in texts.NAMED
        ]
        self.topics, self.communities = Topic.objects.in_bulk(), Community.objects.in_bulk()
        self.regions = Region.objects.in_bulk()
        self.anybody = cycle(others)
        self.any_member = cycle(person for person in others if person.email in held)

    @property
    def team(self) -> User:
        """Who runs the events."""
        return self.people["events"]

    def ago(self, days: float) -> datetime:
        """So many days before now."""
        return self.members.ago(days)

    def before(self, event: Event, days: float) -> datetime:
        """So many days before the event began, or before now where it has not."""
        return min(event.starts_at, self.now) - timedelta(days=days)

    # What is announced.

    def announce(
        self, key: str, *, published: bool = True, opens_at: datetime | None = None, starts_at: datetime | None = None
    ) -> Event:
        """The event of this key with its prices, speakers and agenda, published in good time, and whoever comes."""
        told = self.programmes[key]
        event = self.event(told, starts_at=starts_at or self.starts_at(told), opens_at=opens_at)
        event = editing.draft(event=event, by=self.team, at=self.before(event, WRITTEN))
        event.topics.set(self.topics[key] for key in told.topics)
        event.communities.set(self.communities[key] for key in told.communities)
        self.parts(event, told)
        if published:
            event = running.publish(event=event, by=self.team, at=self.before(event, PUBLISHED))
            self.crowd(event, told.crowd)
        return event

    def event(self, told: Programme, *, starts_at: datetime, opens_at: datetime | None) -> Event:
        """A draft, not saved yet."""
        slug = slugify(told.title)
        place = texts.VENUES[told.venue] if told.venue else None
        where = (Format.HYBRID if told.hybrid else Format.IN_PERSON) if place else Format.ONLINE
        return Event(
            slug=slug,
            title=told.title,
            strapline=told.strapline,
            description=told.description,
            kind=told.kind,
            format=where,
            access=Access.MEMBERS if told.members_only else Access.EVERYBODY,
            series_id=told.series or None,
            region=self.regions[place.region] if place else None,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=told.minutes),
            time_zone=told.zone,
            venue=place.name if place else "",
            address=place.address if place else "",
            joining_url="" if where == Format.IN_PERSON else f"https://meet.example.org/{slug}",
            access_notes=place.access if place else texts.ONLINE_ACCESS,
            cpd_minutes=None if told.kind in WITHOUT_CPD else told.minutes,
            capacity=told.places,
            party_max=told.party,
            opens_at=opens_at,
        )

    def parts(self, event: Event, told: Programme) -> None:
        """Prices, speakers and agenda."""
        EventPrice.objects.bulk_create(
            EventPrice(event=event, audience=audience, pence=pence)
            for audience, pence in zip(AUDIENCES, told.prices, strict=False)
        )
        speakers = [texts.SPEAKERS[key] for key in told.speakers]
        Speaker.objects.bulk_create(
            Speaker(event=event, position=position, name=name, role=role, about=about)
            for position, (name, role, about) in enumerate(speakers, 1)
        )
        speaker = speakers[0][0] if speakers else "Whoever comes"
        AgendaItem.objects.bulk_create(
            AgendaItem(
                event=event,
                starts_at=event.starts_at + timedelta(minutes=line.minute),
                title=line.title.format(speaker=speaker),
                text=line.text.format(speaker=speaker),
            )
            for line in texts.agenda_of(told.kind, told.minutes)
        )

    def starts_at(self, told: Programme) -> datetime:
        """When it begins: so many minutes from now, to the next five; or on its day by its own clock, on no weekend."""
        if told.starts_in is not None:
            soon = (self.now + timedelta(minutes=told.starts_in)).replace(second=0, microsecond=0)
            return soon + timedelta(minutes=-soon.minute % 5)
        zone = ZoneInfo(told.zone)
        today = self.now.astimezone(zone).date()
        if told.friday:
            day = first_friday(today, told.friday)
        else:
            day = working_day(today + timedelta(days=told.days), forwards=told.days > 0)
        return datetime.combine(day, time.fromisoformat(told.at), zone)

    # Who comes.

    def book(
        self,
        event: Event,
        person: str | User,
        *,
        days: float,
        guests: int = 0,
        wait: bool = False,
        pays: bool = True,
        access_needs: str = "",
        diet: str = "",
    ) -> Booking:
        """Places for somebody and so many guests, paid by card where they cost something."""
        at = self.before(event, days)
        booking = bookings.book(
            event=event,
            person=self.people[person] if isinstance(person, str) else person,
            guests=[next(self.guests) for _ in range(guests)],
            access_needs=access_needs,
            diet=diet,
            wait=wait,
            at=at,
        )
        if booking.state == BookingState.HELD and pays and booking.order:
            by_card(booking.order, at=at)
            booking.refresh_from_db()
        return booking

    def crowd(self, event: Event, people: int, *, last: int = LAST_BOOKINGS) -> None:
        """So many people in small parties, one after the other from a month before until so many days before."""
        parties = list(self.in_parties(people, most=event.party_max))
        members_only = event.access == Access.MEMBERS
        for number, party in enumerate(parties):
            days = FIRST_BOOKINGS - (FIRST_BOOKINGS - last) * number / len(parties)
            person = next(self.any_member if members_only else self.anybody)
            self.book(event, person, days=days, guests=party - 1)

    def in_parties(self, people: int, *, most: int) -> Iterator[int]:
        """Parties of at most so many that make up the number of people."""
        while people:
            party = min(next(self.parties), most, people)
            yield party
            people -= party

    def booking(self, event: Event, person: str) -> Booking:
        """The person's booking as it stands."""
        return Booking.objects.live().select_related("event", "person").get(event=event, person=self.people[person])

    # What happened on the day.

    def hold(self, event: Event, *, missing: tuple[str, ...] = (), tell: int = 0) -> Event:
        """It took place: all came but these, and the first so many of the crowd said afterwards what they thought."""
        at = event.starts_at + FIVE_MINUTES
        absent = {self.people[key].pk for key in missing}
        confirmed = Booking.objects.filter(event=event, state=BookingState.CONFIRMED).select_related("event", "person")
        came = [booking for booking in confirmed.order_by("booked_at", "pk") if booking.person_id not in absent]
        for booking in came:
            attendance.check_in(booking=booking, by=self.team, who=None, at=at)
        running.complete_over(at=event.ends_at)
        attendance.close_attendance(event=event, by=self.team, at=event.ends_at + timedelta(hours=2))
        for booking in [booking for booking in came if booking.person.email not in ACCOUNTS][:tell]:
            rating, useful, better = next(self.opinions)
            self.say(booking, rating=rating, useful=useful, better=better)
        return Event.objects.get(pk=event.pk)

    def say(self, booking: Booking, *, rating: int, useful: str, better: str = "") -> None:
        """What somebody who was there thought, on the day after."""
        at = min(booking.event.ends_at + timedelta(days=1), self.now)
        feedback.give_feedback(booking=booking, by=booking.person, rating=rating, useful=useful, better=better, at=at)

    def record(self, event: Event) -> None:
        """The recording is there for whoever may see it."""
        address = f"https://watch.example.org/{event.slug}"
        editing.edit(event=event, values={"recording_url": address}, by=self.team, at=event.ends_at)

    def hand_out(self, event: Event, paragraphs: Sequence[str]) -> None:
        """What was shown, on a page, for the same people."""
        at = event.ends_at
        dated = format_date(uk_day(at), "j F Y")
        told = {"to": [event.venue], "reference": "Handout", "dated": dated, "paragraphs": list(paragraphs)}
        slides = store_bytes(
            content=typeset("letter", told, at=at, title=event.title),
            name=f"{event.slug}.pdf",
            media_type="application/pdf",
            kind=material.SLIDES,
            owner=None,
            at=at,
        )
        editing.edit(event=event, values={"slides": slides}, by=self.team, at=at)


def working_day(day: date, *, forwards: bool) -> date:
    """The day itself, or where it is on a weekend the next working day, or the last one."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1 if forwards else -1)
    return day


def first_friday(today: date, number: int) -> date:
    """The first Friday of a month: 1 is the next after today, 2 the one after that, -1 the last before today."""
    months = (divmod(today.year * MONTHS + today.month - 1 + later, MONTHS) for later in range(-3, 4))
    firsts = (date(year, month + 1, 1) for year, month in months)
    fridays = [first + timedelta(days=(FRIDAY - first.weekday()) % WEEK) for first in firsts]
    after = [day for day in fridays if day > today]
    return after[number - 1] if number > 0 else [day for day in fridays if day < today][number]


def clocks_change(after: datetime) -> date:
    """The next night in which the clocks of the United Kingdom change, from the day after tomorrow on."""
    day = uk_day(after) + timedelta(days=2)
    while _offset(day, 0) == _offset(day, 12):
        day += timedelta(days=1)
    return day


def _offset(day: date, hour: int) -> timedelta | None:
    return datetime.combine(day, time(hour), UK).utcoffset()
