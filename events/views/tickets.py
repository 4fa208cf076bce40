"""What somebody who booked takes along and keeps: the code, the ticket to print, the certificate, and feedback."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once

from ..forms.attendance import FeedbackForm
from ..models import Booking
from ..services import feedback, tickets


@signed_in
@never_cache
@require_safe
def booking_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code that is read at the door, as a picture."""
    return HttpResponse(tickets.code_of(_with_place(request, pk)), content_type="image/svg+xml")


@signed_in
@never_cache
@require_safe
def booking_ticket(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ticket as PDF."""
    row = _with_place(request, pk)
    return _pdf(tickets.ticket_pdf(row, at=timezone.now()), f"ticket-{row.ticket}")


@signed_in
@never_cache
@require_safe
def booking_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of attendance as PDF, for who was there, once the event is over."""
    row, at = _booking(request, pk), timezone.now()
    if not tickets.has_certificate(row, at=at):
        raise Http404
    return _pdf(tickets.certificate_pdf(row, at=at), f"attendance-{row.ticket}")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def booking_feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody thought who was there, once."""
    row = get_object_or_404(Booking.objects.filter(person=request.user.pk).select_related("event"), pk=pk)
    why = feedback.why_no_feedback(row, request.user, at=timezone.now())
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        try:
            feedback.give_feedback(booking=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except feedback.FeedbackRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Thank you. The events team reads what you wrote, without your name.")
            return redirect("events:booking_detail", row.pk)
    context = {"booking": row, "event": row.event, "form": form, "why": why}
    return render(request, "events/attendance/feedback.html", context, status=409 if form.is_refused else 200)


def _booking(request: HttpRequest, pk: UUID) -> Booking:
    rows = Booking.objects.visible_to(request.user).select_related("event", "person")
    return get_object_or_404(rows, pk=pk)


def _with_place(request: HttpRequest, pk: UUID) -> Booking:
    row = _booking(request, pk)
    if not tickets.has_ticket(row):
        raise Http404
    return row


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
