"""The one page that a link opens. Looking at it changes nothing: mail scanners and previews look too."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import public
from cmiportal.registry import LinkAction, find
from cmiportal.workflow import MoveRefused

from .models import Link
from .services import LinkClosed, digest, use_link

HEADINGS = {
    "unknown": "We do not know this link",
    "used": "This link has been used",
    "revoked": "This link no longer works",
    "expired": "This link has expired",
    "settled": "There is nothing left to answer",
}


def unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address itself is the permission: no cache keeps it, no other site and no search engine learns it.

    Not ``no-referrer``: with it a browser says ``Origin: null`` when a form is sent, which CSRF protection refuses.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@public
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def link_open(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link lets its person do; a POST does it, once."""
    at = timezone.now()
    link = Link.objects.select_related("person").filter(token_sha256=digest(token)).first()
    if link is None:
        return closed(request, "unknown", status=HTTPStatus.NOT_FOUND)
    if reason := link.closed_because(at=at):
        return closed(request, reason, link=link)
    action = find(LinkAction, link.purpose)
    subject = action.load(link.subject_id)
    if subject is None:
        return closed(request, "settled")
    posted = request.method == "POST"
    form: BaseForm = import_string(action.form)(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        try:
            thanks = use_link(link=link, data=form.cleaned_data, at=at)
        except LinkClosed:
            link.refresh_from_db()
            return closed(request, link.closed_because(at=at) or "settled", link=link)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "links/thanks.html", {"action": action, "thanks": thanks})
    context = {**action.describe(subject), "action": action, "link": link, "form": form}
    return render(request, action.template, context)


def closed(
    request: HttpRequest, reason: str, *, link: Link | None = None, status: int = HTTPStatus.GONE
) -> HttpResponse:
    """The page of a link that does nothing: it says why, and neither who asked nor what."""
    context = {"reason": reason, "heading": HEADINGS[reason], "link": link}
    return render(request, "links/closed.html", context, status=status)
