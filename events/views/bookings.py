"""A person's own bookings: booking an event, the list of them, and the file for a calendar."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.billing.services.refusals import DiscountRefused
from cmiportal.billing.tries import TOO_MANY, too_many_codes
from cmiportal.calendars import media_type
from cmiportal.paging import PagedList
from cmiportal.posts.once import once
from cmiportal.ui.components.words import moment

from ..forms.bookings import BookForm
from ..models import Booking, Event, EventPrice
from ..services.bookings import book, kept_until, why_not_bookable, why_not_for
from ..services.calendars import file_of, former_file_of
from ..services.hand_over import offers_to
from ..services.line import has_places_for
from ..services.prices import price_for
from ..services.refusals import AlreadyBooked, BookingRefused, EventFull
from ..workflow import BOOKING_OPEN, BookingState
from .booking_words import costs_something, price_in_words, tag_of, terms_in_words, total_in_words

DETAIL = "events:booking_detail"
get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


def own_booking(request: HttpRequest, pk: UUID) -> Booking:
    """The person's own booking with event, order and feedback; 404 for everybody else, the events team included."""
    rows = Booking.objects.filter(person=request.user.pk).select_related("event", "order", "person", "feedback")
    return get_object_or_404(rows, pk=pk)


def next_page_of(booking: Booking) -> HttpResponse:
    """Where somebody goes who has just booked or taken a place: to pay for it, or to the booking."""
    if booking.state == BookingState.HELD and booking.order_id:
        return redirect("billing:order_detail", pk=booking.order_id)
    return redirect(DETAIL, pk=booking.pk)


@signed_in
@never_cache
@get_or_post
@once
def booking_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Book the event for oneself and guests, or join the waiting list together."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    if booked := Booking.objects.live().filter(event=event, person=request.user.pk).first():
        return _booked_already(request, booked)
    now = timezone.now()
    person: Any = request.user
    price, not_for_them = price_for(event, person), why_not_for(event, person)
    form = BookForm(request.POST if request.method == "POST" else None, event=event, is_priced=costs_something(price))
    looks = False
    if form.is_valid() and too_many_codes(request, form.cleaned_data.get("discount", ""), at=now):
        form.add_error("discount", TOO_MANY)
    elif form.is_valid() and _has_to_look(request, form, event, price):
        looks = True
        form.carry(people=form.party)
    elif form.is_valid():
        try:
            booking = book(event=event, person=person, at=now, **form.cleaned_data)
        except AlreadyBooked as refused:
            return _booked_already(request, refused.booking)
        except (BookingRefused, DiscountRefused) as refused:
            form.add_error(_field_of(refused), str(refused))
            event.refresh_from_db()
        else:
            _say_booked(request, booking)
            return next_page_of(booking)
    context = {
        "event": event,
        "form": form,
        "looks": looks,
        "hold_minutes": settings.EVENT_HOLD_MINUTES,
        "price": price_in_words(price),
        "total": total_in_words(price, form.party),
        "terms": terms_in_words(event, at=now),
        "closed": why_not_bookable(event, at=now) or not_for_them,
        "not_for_them": not_for_them,
        "is_full": not has_places_for(event, 1),
    }
    return render(request, "events/bookings/add.html", context)


@method_decorator([signed_in, never_cache], name="dispatch")
class BookingList(PagedList):
    """The person's bookings, what they have to answer first, then the next event; or those that are over."""

    http_method_names: ClassVar = ["get", "head", "options"]
    template_name = "events/bookings/list.html"

    @property
    def is_past(self) -> bool:
        """Whether those that are over are asked for."""
        return self.request.GET.get("show") == "past"

    def get_queryset(self) -> QuerySet[Booking]:
        """The rows of this view."""
        rows = Booking.objects.filter(person=self.request.user.pk).select_related("event", "order")
        coming = Q(state__in=BOOKING_OPEN, event__ends_at__gt=timezone.now())
        if self.is_past:
            return rows.exclude(coming).order_by("-event__starts_at", "pk")
        waits = When(state__in=[BookingState.OFFERED, BookingState.HELD], then=Value(0))
        return rows.filter(coming).order_by(Case(waits, default=Value(1)), "event__starts_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With each row's tag."""
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        now = timezone.now()
        lines = [(row, *tag_of(row, at=now)) for row in page]
        own = reverse("events:booking_list")
        views = {
            "is_past": self.is_past,
            "is_coming": not self.is_past,
            "coming_url": own,
            "past_url": f"{own}?show=past",
        }
        offers = [] if self.is_past else offers_to(self.request.user, at=now)  # type: ignore[arg-type] # signed in
        offers = [(row, link, min(link.expires_at, row.event.starts_at)) for row, link in offers]
        return {**context, "lines": lines, "offers": offers, **views}


@signed_in
@never_cache
@require_safe
def booking_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The booking for the person's calendar: entered, changed, or taken out; 404 where there never was a place.

    Taken out, too, for who handed the booking over.
    """
    at = timezone.now()
    row = Booking.objects.filter(pk=pk, person=request.user.pk).select_related("event", "person").first()
    found = file_of(row, at=at) if row else former_file_of(pk, request.user, at=at)  # type: ignore[arg-type] # signed in
    if found is None:
        raise Http404
    content, method = found
    name = row.event.slug if row else "event"
    response = HttpResponse(content, content_type=media_type(method))
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def say_kept(request: HttpRequest, booking: Booking) -> None:
    """Until when places are kept, on the page on which they are paid for."""
    until = moment(timezone.localtime(kept_until(booking)))
    messages.info(request, f"Your booking is kept until {until}. Pay by then to make it yours.")


def _has_to_look(request: HttpRequest, form: BookForm, event: Event, price: EventPrice | None) -> bool:
    """Whether the page comes again before anything is booked: with the guests counted, and the total for all of them.

    Enter in a guest's field presses the first button, which counts; and nobody pays what they have not read.
    """
    if "count" in request.POST:
        return True
    return costs_something(price) and not form.has_shown_total and has_places_for(event, form.party)


def _booked_already(request: HttpRequest, booking: Any) -> HttpResponse:
    messages.info(request, "You have a booking for this event already. Here it is.")
    return redirect(DETAIL, pk=booking.pk)


def _field_of(refused: Exception) -> str | None:
    """The field that a refusal is about; none where it is about the whole."""
    if isinstance(refused, EventFull):
        return "wait"
    return "discount" if isinstance(refused, DiscountRefused) else None


def _say_booked(request: HttpRequest, booking: Booking) -> None:
    if booking.state == BookingState.HELD:
        say_kept(request, booking)
    elif booking.state == BookingState.CONFIRMED:
        messages.success(request, "You are booked. We have sent you a message about it.")
    elif booking.state == BookingState.WAITLISTED:
        messages.success(request, "You are on the waiting list. We write to you as soon as a place is yours.")
