"""So many rows of everything that a list of events shows, for the tests of limits."""

from datetime import datetime, timedelta

from cmiportal.accounts.models import User
from events.models import Event
from tests.factories.events import CommunityFactory, RegionFactory, TopicFactory, confirmed, in_person, waiting

GUESTS = ["Ada Byrne", "Ines Duarte"]


def own(person: User, rows: int, *, at: datetime) -> None:
    """What one person has: places with guests at so many events, and a line that they stand in."""
    for number in range(rows):
        event = near(at, days=number + 1)
        confirmed(event, person, guests=GUESTS, at=at)
    waiting(near(at, days=rows + 1, capacity=1, party_max=1), person, at=at)


def at_the_door(rows: int, *, at: datetime) -> Event:
    """An event of today with so many people who come and bring others."""
    event = near(at, days=0, capacity=3 * rows)
    for _ in range(rows):
        confirmed(event, guests=GUESTS, at=at)
    return event


def near(at: datetime, *, days: int, **fields: object) -> Event:
    """An event so many days and an hour from then, about something, for some, somewhere."""
    starts_at = at + timedelta(days=days, hours=1)
    known = {"created_at": at, "published_at": at, "region": RegionFactory(key="many", position=900)}
    event = in_person(**{"starts_at": starts_at, **known, **fields})
    event.topics.add(TopicFactory(key="many"))
    event.communities.add(CommunityFactory(key="many"))
    return event
