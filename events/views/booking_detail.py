"""One booking of the person's own: where it stands, the one next thing, and everything that can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cmiportal.accounts.access import signed_in
from cmiportal.billing.tries import TOO_MANY, too_many_codes
from cmiportal.posts.once import once
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.bookings import CancelForm, ChangeForm, HandOverForm, KeepForm, LeaveForm, MoveForm, TakeForm
from ..models import Booking
from ..models.events import Format
from ..services import hand_over
from ..services.bookings import accept, kept_until, leave, offer_is_over
from ..services.calendars import file_asks, place_of
from ..services.changes import cancel, is_late, move_to
from ..services.line import position_of, why_waiting
from ..services.material import HAD_A_PLACE
from ..services.options import hold_is_over, joining_url_of, opens_at, other_dates
from ..services.party import change, room_for_more
from ..services.prices import price_for
from ..services.tickets import has_ticket
from ..workflow import BOOKING_OPEN, BookingState, EventState
from .booking_words import (
    costs_something,
    own_order,
    price_in_words,
    story_of,
    tag_of,
    terms_in_words,
    total_in_words,
    what_comes_back,
    what_went_back,
)
from .bookings import DETAIL, get_or_post, next_page_of, own_booking, say_kept

TOO_LATE = "That cannot be done any more. Here is the booking as it stands."


@dataclass(frozen=True)
class Act:
    """Something that the person can do now: its form, the service behind it, and what is said when it is done."""

    form: MovesForm
    service: Callable[..., Booking]
    done: str


@signed_in
@never_cache
@get_or_post
@once
def booking_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The booking; a POST names what is done by its button: take, leave, change, move or cancel."""
    row = own_booking(request, pk)
    now = timezone.now()
    is_own = not hasattr(request, "seen_as")
    if not is_own:  # needs are read by the person and the events team, whatever an administrator sees
        row.access_needs = row.diet = ""
    guests = [guest.name for guest in row.guests.all()]
    acts = _acts_of(row, request, guests, at=now)
    if request.method == "POST":
        wanted = next((act for name, act in acts.items() if name in request.POST), None)
        if answer := _done(request, row, wanted, at=now):
            return answer
    forms = {name: act.form for name, act in acts.items() if is_own or name != "change"}
    refused = any(form.is_refused for form in forms.values())
    context = {**_context(row, request, forms, at=now), "guests": guests}
    return render(request, "events/bookings/detail.html", context, status=409 if refused else 200)


def _acts_of(row: Booking, request: HttpRequest, guests: list[str], *, at: datetime) -> dict[str, Act]:
    """What the person can do with the booking as it stands, by the name of the button."""

    def form(kind: type[MovesForm], name: str, **known: Any) -> MovesForm:
        return kind(request.POST if name in request.POST else None, row=row, prefix=name, **known)

    acts: dict[str, Act] = {}
    if row.state == BookingState.OFFERED and not offer_is_over(row, at=at):
        priced = costs_something(price_for(row.event, row.person))
        acts["take"] = Act(form(TakeForm, "take", is_priced=priced), accept, "You have taken it.")
    if row.state in (BookingState.OFFERED, BookingState.WAITLISTED):
        acts["leave"] = Act(form(LeaveForm, "leave"), leave, "You no longer wait for a place.")
    is_on = row.event.state == EventState.PUBLISHED and row.event.starts_at > at
    if row.state in (BookingState.CONFIRMED, BookingState.WAITLISTED) and is_on:
        more, why_not = room_for_more(row, at=at)
        known = {"guests": guests, "more": more, "why_not_more": why_not}
        acts["change"] = Act(form(ChangeForm, "change", **known), change, "Your booking is changed.")
    if row.state == BookingState.CONFIRMED and is_on:
        if dates := other_dates(row, at=at):
            moved = "Your booking is moved. Open the calendar file again."
            acts["move"] = Act(form(MoveForm, "move", events=dates), move_to, moved)
        asked = "We have sent them a link. The booking is yours until they take it."
        offer = hand_over.offered_to(row, at=at)
        acts["hand_over"] = Act(form(HandOverForm, "hand_over"), hand_over.hand_over, asked)
        if offer:
            kept = "The booking stays yours: their link no longer works."
            acts["keep"] = Act(form(KeepForm, "keep", offer=offer), _keep, kept)
    if row.state in (BookingState.HELD, BookingState.CONFIRMED) and is_on:
        acts["cancel"] = Act(form(CancelForm, "cancel"), cancel, "Your booking is cancelled.")
    return acts


def _keep(*, booking: Booking, moves: int, **by_and_at: Any) -> Booking:
    """An offer is no state of the booking, so no version is compared."""
    hand_over.keep(booking=booking, **by_and_at)
    return booking


def _done(request: HttpRequest, row: Booking, act: Act | None, *, at: datetime) -> HttpResponse | None:
    """Do it and go on, or say why it cannot be done, about the booking as it now is; None where the form says so."""
    if act is None:
        messages.error(request, TOO_LATE)
        return redirect(DETAIL, pk=row.pk)
    if not act.form.is_valid():
        return None
    if too_many_codes(request, act.form.cleaned_data.get("discount", ""), at=at):
        act.form.add_error("discount", TOO_MANY)
        return None
    try:
        moved = act.service(booking=row, by=request.user, at=at, **act.form.cleaned_data)
    except MoveRefused as refused:
        fresh = own_booking(request, row.pk)
        if fresh.state == row.state:
            act.form.refuse(refused, fresh)
            return None
        messages.error(request, str(refused))
        return redirect(DETAIL, pk=row.pk)
    if moved.state == BookingState.HELD:
        say_kept(request, moved)
    else:
        messages.success(request, act.done)
    return next_page_of(moved)


def _context(row: Booking, request: HttpRequest, forms: dict[str, MovesForm], *, at: datetime) -> dict[str, Any]:
    """What the page shows besides the forms, each thing asked only where the booking's state needs it."""
    events = list(row.events.order_by("sequence"))
    decisions = list(row.decisions.all()) if row.waiting_since else []
    waits = row.state == BookingState.WAITLISTED
    return {
        **_of_the_event(row, at=at),
        "booking": row,
        "order": own_order(row),
        "tag": tag_of(row, at=at),
        "hold_is_over": hold_is_over(row, at=at),
        "forms": forms,
        "story": story_of(row, events, decisions),
        "position": position_of(row) if waits else 0,
        "why_waiting": why_waiting(row) if waits else "",
        "kept_until": kept_until(row) if row.state == BookingState.HELD else None,
        **_costs(row, at=at, is_offered="take" in forms),
        "offered_until": min(forms["keep"].offer.expires_at, row.event.starts_at) if "keep" in forms else None,  # type: ignore[attr-defined]
        "has_ticket": has_ticket(row),
        "money_back": what_went_back(row),
        "has_file": file_asks(row, had_place=lambda: any(one.to_state == BookingState.CONFIRMED for one in events)),
        "has_said": hasattr(row, "feedback"),
        "write_to": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "moving_is_late": bool(row.order and row.order.total_pence) and is_late(row.event, at=at),
        "refund_days": settings.EVENT_REFUND_DAYS,
        "comes_back": what_comes_back(row, by=request.user, at=at) if "cancel" in forms else "",  # type: ignore[arg-type]
    }


def _costs(row: Booking, *, at: datetime, is_offered: bool) -> dict[str, str]:
    """What places cost that are offered, and what becomes of the money when they are cancelled."""
    price = price_for(row.event, row.person) if is_offered else None
    terms = terms_in_words(row.event, at=at) if row.order_id or costs_something(price) else ""
    return {"price": price_in_words(price), "total": total_in_words(price, row.party), "terms": terms}


def _of_the_event(row: Booking, *, at: datetime) -> dict[str, Any]:
    """Where the event is, how one joins it, and what there is of it afterwards; asks nothing by itself."""
    event, is_over = row.event, row.event.ends_at <= at
    joins = row.state == BookingState.CONFIRMED and event.format != Format.IN_PERSON
    opens = opens_at(event) if joins else None
    stays = bool(event.recording_url or event.slides_id)
    return {
        "event": event,
        "place": place_of(row),
        "joining_url": joining_url_of(row, at=at),
        "opens_at": opens,
        "link_is_late": opens is not None and opens <= at,
        "is_over": is_over,
        "is_called_off": event.state == EventState.CANCELLED and row.state in BOOKING_OPEN,
        "has_material": is_over and stays and row.state in HAD_A_PLACE,
    }
