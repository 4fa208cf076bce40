"""The CPD record as a file: what is asked for is what the list shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import signed_in

from ..forms.cpd import RecordFilter
from ..models import Area, CpdEntry
from ..querysets.cpd import CpdEntryQuerySet
from ..services.cpd.record import as_csv, as_pdf
from .cpd import narrowing


@signed_in
@require_safe
def cpd_record_csv(request: HttpRequest) -> HttpResponse:
    """A line for each entry."""
    rows, form, _ = _asked(request)
    # The mark at the beginning tells spreadsheets that the letters are UTF-8.
    return _file(f"\ufeff{as_csv(rows)}", "text/csv; charset=utf-8", f"{_name(form)}.csv")


@signed_in
@require_safe
def cpd_record_pdf(request: HttpRequest) -> HttpResponse:
    """The record to be read and printed."""
    rows, form, areas = _asked(request)
    period = ", ".join(form.in_words().values()) or "All years and areas"
    pdf = as_pdf(person=request.user, entries=list(rows), areas=areas, period=period, at=timezone.now())
    return _file(pdf, "application/pdf", f"{_name(form)}.pdf")


def _asked(request: HttpRequest) -> tuple[CpdEntryQuerySet, RecordFilter, list[Area]]:
    own = CpdEntry.objects.visible_to(request.user)
    areas = list(Area.objects.all())
    form = RecordFilter(request.GET.dict(), years=sorted({year for year, _, _ in own.counted()}), areas=areas)
    return own.narrowed(**narrowing(form)).whole(), form, areas


def _name(form: RecordFilter) -> str:
    return "-".join(["cpd-record", *form.chosen.values()])


def _file(content: Any, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
