"""Writing to the Institute: which form, the form, and the page that says how an enquiry stands."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import public
from cmiportal.links.views import unlisted
from cmiportal.rate import count_today, seconds_to_wait

from .forms import FORMS, EnquiryForm
from .models import Enquiry
from .rules.guard import CROWDED
from .services.sending import EnquiryRefused, send
from .words import PAGES, Page, standing_of


@public
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Which form is the right one, when we answer, and other ways to us."""
    context = {"pages": PAGES.values(), "days": settings.ENQUIRY_ANSWER_DAYS, "post": settings.INVOICE_FROM}
    return render(request, "enquiries/contact.html", context)


@public
@cache_control(private=True, no_cache=True)  # and not no-store: Back would lose what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; a POST sends it, once, and leads to the page with its number."""
    if kind not in FORMS:
        raise Http404
    at = timezone.now()
    form = FORMS[kind](request.POST if request.method == "POST" else None, at=at, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return _page(request, PAGES[kind], form)
    if wait := seconds_to_wait(request, "enquiry", a_minute=settings.ENQUIRIES_A_MINUTE, at=at):
        page = _page(request, PAGES[kind], form, status=HTTPStatus.TOO_MANY_REQUESTS, wait=wait)
        page["Retry-After"] = str(wait)
        return page
    person = request.user if request.user.is_authenticated else None
    try:
        enquiry = send(said=form.said(), key=form.key_id, doubts=_doubts(request, form, at), person=person, at=at)
    except EnquiryRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, PAGES[kind], form)
    return redirect(enquiry)


@public
@unlisted
@require_safe
def sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The number, by when we answer, and how it stands; nothing of who wrote what, so the address alone opens it."""
    enquiry = get_object_or_404(Enquiry.objects.defer("message", "details"), pk=pk)
    context = {"enquiry": enquiry, "standing": standing_of(enquiry), "page": PAGES[enquiry.kind]}
    return render(request, "enquiries/sent.html", {**context, "keep_days": settings.ENQUIRY_KEEP_DAYS})


def _doubts(request: HttpRequest, form: EnquiryForm, at: datetime) -> list[str]:
    """Those of the form; and beyond so many of one client nobody gets a confirmation by its doing unseen."""
    most = settings.ENQUIRIES_CONFIRMED_A_DAY
    is_crowd = count_today(request, "enquiry", at=at) > most
    return [*form.doubts(), *([CROWDED.format(most)] if is_crowd else [])]


def _page(
    request: HttpRequest, page: Page, form: EnquiryForm, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    context = {"page": page, "form": form, "days": settings.ENQUIRY_ANSWER_DAYS, **more}
    context["keep_days"] = settings.ENQUIRY_KEEP_DAYS
    return render(request, "enquiries/form.html", context, status=status)
