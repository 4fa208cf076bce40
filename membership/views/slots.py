"""An assessor's own times for professional discussions: offered several at once, withdrawn while nobody has them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cmiportal.accounts.access import only
from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.posts.once import once
from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.discussions import OfferForm
from ..models import Discussion, Slot
from ..services.assessing.slots import offer_slots, withdraw_slot

assessors = only(
    "who assesses applications", lambda user: user.is_authenticated and user.serves_as(MEMBERSHIP_ASSESSORS)
)


@assessors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def slot_list(request: HttpRequest) -> HttpResponse:
    """The times that are still to come, and a form for more."""
    rows = Slot.objects.visible_to(request.user).filter(withdrawn_at=None, during__endswith__gt=timezone.now())
    booked = Discussion.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    who = Subquery(booked.values("application__person__name"))
    slots = list(rows.annotate(application=Subquery(booked.values("application")), who=who).order_by("during", "pk"))
    form = OfferForm(request.POST or None, initial={"joining": slots[-1].joining if slots else ""})
    if form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("starts", "joining")}
            fresh = offer_slots(assessor=request.user, at=timezone.now(), **said)
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{count_of(len(fresh), 'time is,times are').capitalize()} offered.")
            return redirect("membership:slot_list")
    return render(request, "membership/desk/slots.html", {"form": form, "slots": slots})


@assessors
@require_POST
def slot_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a time no more."""
    slot = get_object_or_404(Slot.objects.visible_to(request.user), pk=pk)
    try:
        withdraw_slot(slot=slot, by=request.user, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "This time is no longer offered.")
    return redirect("membership:slot_list")
