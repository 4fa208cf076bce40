"""Where an administrator begins to see the portal as somebody else, and the way out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cmiportal.posts.once import once

from .access import only, signed_in
from .forms import SeeAsForm
from .middleware import stop_seeing
from .models import User
from .seeing import SESSION_KEY, SeeingRefused, begin_to_see, sees_as_others, why_not


@only("administrators", sees_as_others)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def see_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, write it down, and show the portal as that person has it."""
    person = get_object_or_404(User, pk=pk)
    form = SeeAsForm(request.POST if request.method == "POST" else None)
    refused = why_not(viewer=request.user, person=person)
    if form.is_valid():
        try:
            row = begin_to_see(viewer=request.user, person=person, at=timezone.now(), **form.cleaned_data)
        except SeeingRefused as error:
            refused = str(error)
        else:
            request.session[SESSION_KEY] = str(row.pk)
            rotate_token(request)  # a form of one's own that is still open must not be sent as somebody else's
            return redirect("/")
    return render(request, "accounts/see_as.html", {"person": person, "form": form, "refused": refused})


@signed_in
@require_POST
def see_as_end(request: HttpRequest) -> HttpResponse:
    """Back to one's own pages."""
    stop_seeing(request)
    messages.success(request, "You see your own pages again.")
    return redirect("accounts:profile_detail")
