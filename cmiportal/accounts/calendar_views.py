"""Where a person finds, makes and renews the secret address of their calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmiportal.posts.once import once

from .access import signed_in
from .calendar_keys import renew_calendar_key
from .models import CalendarKey

PAGE = "accounts:calendar_key"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def calendar_key(request: HttpRequest) -> HttpResponse:
    """The address, and a button for the first or another one. Who sees the portal as somebody else sees no address."""
    if request.method == "POST":
        renew_calendar_key(person=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "Your calendar has a new address. Give it to your calendar program.")
        return redirect(PAGE)
    key = CalendarKey.objects.filter(person=request.user.pk).first()
    address = settings.SITE_URL + reverse("site:calendar_feed", args=[key.secret]) if key else ""
    # With this scheme, which is no standard but known everywhere, a tap opens the calendar program of a phone.
    to_follow = f"webcal://{address.partition('://')[2]}" if key else ""
    return render(request, "accounts/calendar_key.html", {"key": key, "address": address, "to_follow": to_follow})
