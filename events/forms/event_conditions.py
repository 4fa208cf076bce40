"""What somebody asks the list of events, as conditions on its rows; days are days in UK time."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import F, Q, Value
from django.db.models.functions import Now

from cmiportal.database import ImmutableUnaccent
from cmiportal.rules.days import UK

from ..models import Event, EventPrice, Speaker
from ..models.events import Format
from ..workflow import EventState

DATES = {"week": "Next seven days", "month": "This month", "next_month": "Next month"}
FORMATS = {"online": (Format.ONLINE, Format.HYBRID), "in_person": (Format.IN_PERSON, Format.HYBRID)}


def with_words(words: str, on: date) -> Q:
    """Events with each word in the title, the sentence below it, the venue, its address or the name of a speaker."""
    return Q(*(_with_word(word) for word in words.split()))


def at_dates(chosen: Iterable[str], on: date) -> Q:
    """Events that are, in part at least, in one of the stretches of DATES."""
    return reduce(or_, (_between(*_stretch(key, on)) for key in chosen))


def since_day(day: str, on: date) -> Q:
    """Events that are not over before that day begins."""
    return Q(ends_at__gt=_begin(date.fromisoformat(day)))


def until_day(day: str, on: date) -> Q:
    """Events that begin on that day at the latest."""
    return Q(starts_at__lt=_begin(date.fromisoformat(day) + timedelta(days=1)))


def held_as(chosen: Iterable[str], on: date) -> Q:
    """Events that one can be at online, or in person."""
    return Q(format__in={each for key in chosen for each in FORMATS[key]})


def costing_nothing(chosen: Iterable[str], on: date) -> Q:
    """Events that are ``free`` for everybody who may come, or for ``members``."""
    nothing = EventPrice.objects.filter(pence=0)
    audiences = {"free": [""], "members": ["", EventPrice.Audience.MEMBER]}
    free = [Q(pk__in=nothing.filter(audience__in=audiences[key]).values("event")) for key in chosen]
    priced = EventPrice.objects.filter(pence__gt=0)
    return reduce(or_, free, ~Q(pk__in=priced.values("event")))


def with_places(chosen: Iterable[str], on: date) -> Q:
    """Events with places left that can be booked now, or later."""
    closed = Q(starts_at__lte=Now()) | Q(closes_at__lte=Now(), closes_at__isnull=False)
    return Q(taken__lt=F("capacity"), state=EventState.PUBLISHED) & ~closed


def in_regions(keys: Iterable[str], on: date) -> Q:
    """Events of one of the regions."""
    return Q(region__in=keys)


def of_communities(keys: Iterable[str], on: date) -> Q:
    """Events of one of the communities."""
    return Q(pk__in=Event.communities.through.objects.filter(community__in=keys).values("event"))


def about_topics(keys: Iterable[str], on: date) -> Q:
    """Events about one of the topics."""
    return Q(pk__in=Event.topics.through.objects.filter(topic__in=keys).values("event"))


def _with_word(word: str) -> Q:
    folded = ImmutableUnaccent(Value(word))
    speakers = Speaker.objects.filter(words__contains=folded)
    return Q(words__contains=folded) | Q(pk__in=speakers.values("event"))


def _stretch(key: str, on: date) -> tuple[date, date]:
    """From the first day to the day after the last."""
    if key == "week":
        return on, on + timedelta(days=7)
    first = on.replace(day=1)
    following = _next_month(first)
    return (first, following) if key == "month" else (following, _next_month(following))


def _between(first: date, after: date) -> Q:
    return Q(starts_at__lt=_begin(after), ends_at__gt=_begin(first))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UK)
