"""One piece of evidence for many criteria of many units, at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import Item
from cmiportal.posts.once import once
from cmiportal.workflow import MoveRefused

from ..forms.portfolio import ItemMapForm
from ..models import Judgement, UnitEnrolment
from ..services.portfolio import map_to_many
from ..workflow import IN_A_STAGE, EnrolmentState, SubmissionState
from .enrolment import get_or_post

CLOSED = (*IN_A_STAGE, SubmissionState.PASSED, SubmissionState.FAILED)


@signed_in
@get_or_post
@once
def item_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick the criteria that a piece of evidence meets, in all units that are open; those it is mapped to stay."""
    item = get_object_or_404(Item.objects.visible_to(request.user).current(), pk=pk)
    units = _open_units(request)
    form = ItemMapForm(request.POST or None, units=units, left_out=_mapped(item) | _met(units))
    if form.is_valid():
        chosen, pointer = form.chosen(), form.cleaned_data["pointer"]
        try:
            map_to_many(item=item, chosen=chosen, pointer=pointer, at=timezone.now())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            count = sum(len(criteria) for _, criteria in chosen)
            word = "criterion" if count == 1 else "criteria"
            messages.success(request, f"“{item.title}” is mapped to {count} more {word}.")
            return redirect("qualifications:item_edit", pk=item.pk)
    return render(request, "qualifications/portfolio/item_map.html", {"item": item, "form": form})


def _open_units(request: HttpRequest) -> list[UnitEnrolment]:
    """The units whose work is with the learner, with their criteria; the service has the last word on each."""
    units = UnitEnrolment.objects.visible_to(request.user).filter(
        learner=request.user, enrolment__state=EnrolmentState.REGISTERED, failed_at=None
    )
    units = units.exclude(submissions__state__in=CLOSED).select_related("unit", "unit_version")
    return list(units.prefetch_related("unit_version__criteria").order_by("unit__number", "pk"))


def _met(units: list[UnitEnrolment]) -> set[tuple[UUID, int]]:
    """What an earlier attempt met stays met and needs no other evidence."""
    met = Judgement.objects.filter(unit_enrolment__in=units, met=True)
    return set(met.values_list("unit_enrolment_id", "criterion_id"))


def _mapped(item: Item) -> set[tuple[UUID, int]]:
    return set(item.mappings.values_list("unit_enrolment_id", "criterion_id"))
