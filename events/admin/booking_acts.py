"""The page of a booking in the admin leads to what can be done with it, by the pages that do it to several."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse

from ..models import Booking
from ..permissions import is_of_the_events_team
from .booking_pages import cancel_page, guest_page, move_page

CHANGE = "admin:events_booking_change"
# name: (label, page, move of the workflow)
ACTS: dict[str, tuple[str, Callable[..., HttpResponse | None], str]] = {
    "cancel": ("Cancel the booking", cancel_page, "cancel"),
    "move": ("Move to another event of the series", move_page, "move"),
    "guest": ("Take a guest off", guest_page, "change"),
}


class BookingActs(admin.ModelAdmin):
    """Mixed into the admin of bookings: addresses for one booking, and the links to them."""

    change_form_template = "admin/events/event/change_form.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Booking | None = None, **kwargs: Any
    ) -> HttpResponse:
        """With what this person may do now."""
        context["pages"] = offered(obj, request.user) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """A page for each act."""
        site = self.admin_site.admin_view
        acts = [
            path(
                f"<uuid:pk>/{name}/",
                site(act_page),
                {"name": name, "model_admin": self},
                name=f"events_booking_{name}",
            )
            for name in ACTS
        ]
        return [*acts, *super().get_urls()]


def offered(booking: Booking, user: Any) -> list[tuple[str, str]]:
    """(address, label) of what the team may do with the booking; a move needs a series, a guest less needs a guest."""
    if not is_of_the_events_team(user):
        return []
    has = {"move": booking.event.series_id is not None, "guest": booking.party > 1}
    return [
        (reverse(f"admin:events_booking_{name}", args=[booking.pk]), label)
        for name, (label, _, move) in ACTS.items()
        if has.get(name, True) and booking.may(user, move)
    ]


def act_page(request: HttpRequest, pk: UUID, name: str, model_admin: Any) -> HttpResponse:
    """The page for one booking; done, or refused, it leads back to the booking."""
    if not is_of_the_events_team(request.user):
        raise PermissionDenied
    row = get_object_or_404(Booking, pk=pk)
    back = reverse(CHANGE, args=[row.pk])
    answer = ACTS[name][1](model_admin, request, Booking.objects.filter(pk=row.pk), back=back)
    return answer or redirect(back)
