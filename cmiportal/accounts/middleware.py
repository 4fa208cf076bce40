"""Times on a page are shown in the zone of the person who reads it."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def time_zone_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The person's own zone for the time of the request; visitors see the Institute's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return middleware


def zone_of(user: Any) -> ZoneInfo | None:
    """The zone that the person chose; None (the Institute's) for visitors, and for a zone this machine lacks."""
    if not user.is_authenticated:
        return None
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
