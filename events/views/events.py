"""Finding events, which anybody may: those to come and those that are over, one by one, and as a calendar file."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.calendars import Method, media_type
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import PAGE, narrowed
from cmiportal.visitors import reads_query

from ..forms.events import EventFilterForm, PastEventFilterForm
from ..models import Booking, Event, EventEvent
from ..permissions import is_of_the_events_team
from ..rules.months import days_of
from ..rules.standing import Standing
from ..services.bookings import why_not_for
from ..services.calendars import public_file_of
from ..services.cards import card_of, cards_of
from ..services.material import sees_material
from ..services.tickets import in_hours
from ..workflow import BOOKING_COMES
from .booking_words import tag_of, terms_in_words
from .linked_data import linked_event

PAGE_SIZE = 20
CAN_BE_BOOKED = (Standing.OPEN, Standing.FEW, Standing.FULL)


@public
@reads_query(*EventFilterForm.base_fields, PAGE)
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Events to come, the next first; six queries at most, however many there are."""
    now = timezone.now()
    return _narrowed(request, EventFilterForm, "events/events/event_list.html", Event.objects.upcoming(at=now))


@public
@reads_query(*PastEventFilterForm.base_fields, PAGE)
@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """Events that are over, the last first, for their slides and recordings."""
    now = timezone.now()
    return _narrowed(request, PastEventFilterForm, "events/events/past_list.html", Event.objects.past(at=now))


@public
@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: what, when, where, who, for how much, and how booking stands; six queries for visitors."""
    now, user = timezone.now(), request.user
    event = get_object_or_404(_with_everything(Event.objects.visible_to(user)), slug=slug)
    card = card_of(event, at=now)
    context: dict[str, Any] = {
        "event": event,
        "card": card,
        "linked": linked_event(card),
        "agenda": _agenda(event),
        "cpd": in_hours(event.cpd_minutes or 0),
        "can_be_booked": card.standing in CAN_BE_BOOKED,
        "terms": terms_in_words(event, at=now) if any(price.pence for price in event.prices.all()) else "",
        "offer_hours": settings.EVENT_OFFER_HOURS,
        "joining_minutes": in_hours(settings.EVENT_JOINING_MINUTES),
    }
    if user.is_authenticated:
        booking = Booking.objects.live().filter(event=event, person=user.pk).select_related("event", "order").first()
        context |= {"booking": booking, "booking_tag": tag_of(booking, at=now) if booking else None}
        context["not_for_them"] = why_not_for(event, user) if context["can_be_booked"] else ""
        context["has_own_file"] = booking is not None and booking.state in BOOKING_COMES
        context["runs_it"] = is_of_the_events_team(user)
    if card.standing == Standing.OVER and (event.recording_url or event.slides_id):
        context |= {"has_material": True, "sees_material": sees_material(event, user, at=now)}
        context["cost_nothing"] = not any(price.pence for price in event.prices.all())
    return render(request, "events/events/event_detail.html", context)


@public
@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The event for anybody's calendar; a cancelled one says so."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    response = HttpResponse(public_file_of(event, at=timezone.now()), content_type=media_type(Method.PUBLISH))
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def _narrowed(
    request: HttpRequest, form_class: type[PastEventFilterForm], template: str, rows: QuerySet
) -> HttpResponse:
    now = timezone.now()
    return narrowed(
        request,
        form_class(request.GET, on=uk_day(now)),
        template,
        page_size=PAGE_SIZE,
        said=lambda found: {"cards": cards_of(found, at=now)},
        events=rows.select_related("region").prefetch_related("prices"),
    )


def _with_everything(rows: QuerySet) -> QuerySet:
    """Events with all that their page shows, ``cancelled_because`` among it: what the team said when it cancelled."""
    cancelled = EventEvent.objects.filter(event=OuterRef("pk"), action="cancel").annotate(reason=KT("data__reason"))
    reason = Subquery(cancelled.order_by("-sequence").values("reason")[:1])
    parts = ("prices", "speakers", "agenda", "topics", "communities")
    return rows.select_related("region").annotate(cancelled_because=reason).prefetch_related(*parts)


def _agenda(event: Event) -> list[dict[str, str]]:
    """What happens when, by the clock of the event's place; with the day where the event takes several."""
    zone = ZoneInfo(event.time_zone)
    days = len(list(days_of(event.starts_at, event.ends_at, event.time_zone)))
    form = "H:i" if days == 1 else "l, H:i"
    return [
        {"time": format_date(item.starts_at.astimezone(zone), form), "title": item.title, "text": item.text}
        for item in event.agenda.all()
    ]
