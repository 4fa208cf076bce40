"""The door of an event: people found by name or ticket and ticked, with a phone, on a poor network.

Each tick is a plain POST which changes nothing when it comes again, so that whoever sees no answer sends it again.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import only, signed_in
from cmiportal.paging import PagedList
from cmiportal.rules.codes import read_code
from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.attendance import FindForm
from ..models import Booking, Event
from ..permissions import is_of_the_events_team
from ..services import attendance
from ..services.tickets import when_of
from ..workflow import BookingState, EventState

events_team = only("who runs events", is_of_the_events_team)
AT_THE_DOOR = (BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.NO_SHOW)
ALL = "all"
TAGS = {
    BookingState.CONFIRMED: ("Not here yet", "neutral"),
    BookingState.ATTENDED: ("Here", "positive"),
    BookingState.NO_SHOW: ("Did not come", "negative"),
    BookingState.HELD: ("Not paid yet", "attention"),
    BookingState.WAITLISTED: ("On the waiting list", "attention"),
    BookingState.OFFERED: ("Offered a place", "attention"),
    BookingState.CANCELLED: ("Cancelled", "negative"),
}


def people_of(event: Event, found: str = "") -> QuerySet[Booking]:
    """The bookings with a place, by name, with their guests; those that a name, with accents or without, or the
    code of a ticket finds.
    """
    rows = Booking.objects.filter(event=event, state__in=AT_THE_DOOR).select_related("person")
    if found:
        by_name = Q(person__name__unaccent__icontains=found) | Q(guests__name__unaccent__icontains=found)
        rows = rows.filter(by_name | Q(ticket=read_code(found) or found)).distinct()
    return rows.prefetch_related("guests").by_name()


@method_decorator([events_team, never_cache], name="dispatch")
class CheckIn(PagedList):
    """Who is to come and who is here; the search for one of them, and the button for each."""

    http_method_names = ["get", "head", "options"]
    template_name = "events/attendance/check_in.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Booking]:
        """Those who are found."""
        self.event = get_object_or_404(Event.objects.visible_to(self.request.user), slug=self.kwargs["slug"])
        self.form = FindForm(self.request.GET or None)
        found = self.form.cleaned_data["q"].strip() if self.form.is_valid() else ""
        return people_of(self.event, found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The event, how many are here, and each booking with its state in words."""
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        is_on = self.event.state != EventState.CANCELLED
        return {
            **context,
            "event": self.event,
            "is_on": is_on,
            "form": self.form,
            "lines": [(row, *TAGS[BookingState(row.state)]) for row in context["page_obj"]],
            "counts": counts_of(self.event),
            "opens_at": attendance.opens_at(self.event),
            "is_open": is_on and attendance.opens_at(self.event) <= now,
            "is_over": is_on and self.event.ends_at <= now,
            "back": f"?{urlencode({'from': self.request.GET.urlencode()})}",
        }


def counts_of(event: Event) -> dict[str, int]:
    """How many people have a place and how many are here, guests too; one query."""
    rows = Booking.objects.filter(event=event, state__in=AT_THE_DOOR)
    return rows.aggregate(
        bookings=Count("pk", distinct=True),
        guests_booked=Count("guests"),
        here=Count("pk", filter=Q(state=BookingState.ATTENDED), distinct=True),
        guests_here=Count("guests", filter=Q(guests__checked_in_at__isnull=False)),
        missing=Count("pk", filter=Q(state=BookingState.CONFIRMED), distinct=True),
    )


@events_team
@never_cache
@require_safe
def people_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a place, to print: a line for each person and guest; with what they need where that is asked."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    rows = list(people_of(event))
    needs = [row for row in rows if row.access_needs or row.diet]
    context = {"event": event, "rows": rows, "needs": needs, "shows_needs": "needs" in request.GET}
    context |= {"when": when_of(event), "is_on": event.state != EventState.CANCELLED}
    return render(request, "events/attendance/people.html", context)


@events_team
@require_POST
def attendance_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever is not ticked did not come."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    try:
        missed = attendance.close_attendance(event=event, by=request.user, at=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Attendance is closed: {count_of(missed, 'booking,bookings')} did not come.")
    return redirect("events:check_in", slug)


@signed_in
@never_cache
@require_safe
def ticket_check_in(request: HttpRequest, ticket: str) -> HttpResponse:
    """Where the code of a ticket leads: for the events team its people, for who booked their own booking."""
    row = _of_ticket(request, ticket)
    if not is_of_the_events_team(request.user):
        return redirect("events:booking_detail", row.pk)
    word, tone = TAGS[BookingState(row.state)]
    guests = list(row.guests.all())
    context = {
        "booking": row,
        "event": row.event,
        "guests": guests,
        "word": word,
        "tone": tone,
        "why_not": attendance.why_not_at_the_door(row, at=timezone.now()),
        "is_here": row.state == BookingState.ATTENDED,
        "all_here": row.state == BookingState.ATTENDED and all(guest.checked_in_at for guest in guests),
        "form": FindForm(),
    }
    return render(request, "events/attendance/ticket.html", context)


@events_team
@require_POST
def ticket_here(request: HttpRequest, ticket: str) -> HttpResponse:
    """Somebody of the booking is here."""
    return _tick(request, ticket, attendance.check_in)


@events_team
@require_POST
def ticket_not_here(request: HttpRequest, ticket: str) -> HttpResponse:
    """Somebody was ticked by mistake."""
    return _tick(request, ticket, attendance.undo)


def _tick(request: HttpRequest, ticket: str, act: Any) -> HttpResponse:
    row = _of_ticket(request, ticket)
    try:
        act(booking=row, by=request.user, at=timezone.now(), who=_who(request))
    except MoveRefused as refused:
        messages.error(request, f"{row.person}: {refused}")
    # The page that comes next shows who is here, so that a tick needs no message to be seen.
    if "from" not in request.GET:
        return redirect("events:ticket_check_in", row.ticket)
    query = f"?{request.GET['from']}" if request.GET["from"] else ""
    return redirect(f"{reverse('events:check_in', args=[row.event.slug])}{query}#t{row.ticket}")


def _who(request: HttpRequest) -> int | None:
    """0 for who booked, the number of a guest, or None for all of them."""
    said = request.POST.get("who", "")
    if said == ALL:
        return None
    if not said.isdecimal() or len(said) > 2:
        raise Http404
    return int(said)


def _of_ticket(request: HttpRequest, ticket: str) -> Booking:
    rows = Booking.objects.visible_to(request.user).select_related("event", "person")
    return get_object_or_404(rows, ticket=read_code(ticket))
