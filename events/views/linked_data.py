"""An event for search engines, in the words of schema.org (Event)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from ..models import Event
from ..models.events import Format
from ..rules.standing import Standing
from ..services.cards import Card, total_pence

SCHEMA = "https://schema.org"
INSTITUTE = "Chartered Management Institute"
ATTENDANCE = {
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}


def linked_event(card: Card) -> dict[str, Any]:
    """The facts of an event that was read with its prices and speakers; the joining link is none of them."""
    event = card.event
    page = settings.SITE_URL + event.get_absolute_url()
    status = "EventCancelled" if card.standing == Standing.CANCELLED else "EventScheduled"
    prices = sorted({total_pence(price) for price in event.prices.all()}) or [0]
    return {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.title,
        "description": event.strapline,
        "url": page,
        "startDate": _moment(event.starts_at, event),
        "endDate": _moment(event.ends_at, event),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[Format(event.format)]}",
        "location": _places(event, page),
        "organizer": {"@type": "Organization", "name": INSTITUTE, "url": settings.SITE_URL},
        "performer": [{"@type": "Person", "name": speaker.name} for speaker in event.speakers.all()],
        "isAccessibleForFree": prices == [0],
        "offers": [_offer(pence, card, page) for pence in prices],
    }


def _places(event: Event, page: str) -> list[dict[str, Any]]:
    venue = {"@type": "Place", "name": event.venue, "address": ", ".join(event.address.splitlines()) or event.venue}
    online = {"@type": "VirtualLocation", "url": page}
    return {Format.ONLINE: [online], Format.IN_PERSON: [venue], Format.HYBRID: [venue, online]}[Format(event.format)]


def _offer(pence: int, card: Card, page: str) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "price": f"{pence / 100:.2f}",
        "priceCurrency": "GBP",
        "url": page,
        "availability": f"{SCHEMA}/{_availability(card)}",
    }
    return {**offer, "validFrom": _moment(card.event.opens_at, card.event)} if card.event.opens_at else offer


def _availability(card: Card) -> str:
    if card.standing in (Standing.OPEN, Standing.FEW):
        return "InStock" if card.standing == Standing.OPEN else "LimitedAvailability"
    return {Standing.FULL: "SoldOut", Standing.NOT_OPEN: "PreOrder"}.get(card.standing, "Discontinued")


def _moment(moment: datetime, event: Event) -> str:
    return moment.astimezone(ZoneInfo(event.time_zone)).isoformat()
