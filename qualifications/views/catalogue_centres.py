"""The centres that deliver the catalogue, which anybody may look up."""

from datetime import date, timedelta

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import narrowed
from cmiportal.visitors import reads_query

from ..forms.catalogue import CentreFilterForm
from ..models import Approval, Centre


@public
@reads_query(*CentreFilterForm.base_fields)
@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:
    """Centres with what they may deliver today, by name."""
    on = uk_day(timezone.now())
    form = CentreFilterForm(request.GET, on=on)
    rows = Centre.objects.order_by("name").prefetch_related(_approved(on))
    return narrowed(request, form, "qualifications/catalogue/centre_list.html", centres=rows)


@public
@require_safe
def centre_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One centre: where it is, how to reach it, and what it may deliver today."""
    centres = Centre.objects.prefetch_related(_approved(uk_day(timezone.now())))
    centre = get_object_or_404(centres, slug=slug)
    for approval in centre.approved_today:
        approval.last_day = approval.during.upper and approval.during.upper - timedelta(days=1)
    return render(request, "qualifications/catalogue/centre_detail.html", {"centre": centre})


def _approved(on: date) -> Prefetch:
    """Approvals of a centre that hold on the day, as ``approved_today``, by level and size of the qualification."""
    approvals = Approval.objects.filter(during__contains=on).select_related("qualification")
    in_order = ("qualification__level", "qualification__size_rank", "qualification__title")
    return Prefetch("approvals", approvals.order_by(*in_order), to_attr="approved_today")
