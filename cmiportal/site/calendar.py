"""A person's own calendar, for the program that follows it by a secret address: what every app has of their dates."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.accounts.calendar_keys import person_of_calendar
from cmiportal.accounts.models import User
from cmiportal.calendars import Method, calendar_file, media_type
from cmiportal.rate import seconds_to_wait
from cmiportal.registry import CalendarSource, every

NAME = "Chartered Management Institute"


def calendar_of(person: User, *, at: datetime) -> bytes:
    """The file with the entries of every source, one after the other."""
    entries = (entry for source in every(CalendarSource) for entry in source.entries(person, at))
    return calendar_file(entries, method=Method.PUBLISH, name=NAME)


@public
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever has this address: kept in no cache, found by no search engine, so often a minute."""
    now = timezone.now()
    if wait := seconds_to_wait(request, "calendar", a_minute=settings.CALENDAR_READS_A_MINUTE, at=now):
        busy = HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain; charset=utf-8")
        busy["Retry-After"] = str(wait)
        return busy
    person = person_of_calendar(secret)
    if person is None:
        raise Http404
    response = HttpResponse(calendar_of(person, at=now), content_type=media_type(Method.PUBLISH))
    response["Content-Disposition"] = 'inline; filename="institute.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
