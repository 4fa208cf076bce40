"""The admin's pages on an issue of Highlights: the e-mail as it will come, a test, the approval."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from cmiportal.ui.components.words import day

from ..models import HighlightsIssue
from ..permissions import is_an_editor
from ..services import highlights
from ..services.highlights import HighlightsRefused

CHANGE = "admin:insights_highlightsissue_change"
LOOK = "insights_highlightsissue_look"
GATHER = "insights_highlightsissue_gather"
MAIL = "insights_highlightsissue_mail"
# The HTML part brings its styles along and nothing else: no script, no form, nothing of this site's origin.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def pages_of(issue: HighlightsIssue, person: Any) -> list[tuple[str, str]]:
    """(address, label) of what this person may do with the issue now."""
    return [(reverse(f"admin:{LOOK}", args=[issue.pk]), "Look at it and send it")] if is_an_editor(person) else []


def look_page(request: HttpRequest, pk: int, model_admin: Any) -> HttpResponse:
    """The e-mail in both parts, and what can be done with it."""
    issue = _issue_of(request, pk)
    chosen = next((name for name in ACTS if name in request.POST), "")
    if request.method == "POST" and chosen:
        _done(request, issue, ACTS[chosen], model_admin)
        return redirect(f"admin:{LOOK}", issue.pk)
    context = {
        **admin.site.each_context(request),
        "title": str(issue),
        "opts": HighlightsIssue._meta,
        "issue": issue,
        "message": highlights.preview(issue=issue, to=request.user),  # type: ignore[arg-type] # an editor
        "readers": highlights.readers().count(),
        "turn": highlights.usual_moment(after=timezone.now()),
    }
    return TemplateResponse(request, "admin/insights/highlightsissue/look.html", context)


@require_POST
def gather_page(request: HttpRequest, pk: int, model_admin: Any) -> HttpResponse:
    """Put in what has appeared since."""
    issue = _issue_of(request, pk)
    _done(request, issue, _gather, model_admin)
    return redirect(CHANGE, issue.pk)


@require_safe
@xframe_options_sameorigin
@csp_replace(MAIL_POLICY)
def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part as a mail program shows it."""
    message = highlights.preview(issue=_issue_of(request, pk), to=request.user)  # type: ignore[arg-type] # an editor
    return HttpResponse(f'<base target="_blank">{message.alternatives[0].content}')


def _issue_of(request: HttpRequest, pk: int) -> HighlightsIssue:
    if not is_an_editor(request.user):
        raise PermissionDenied
    return get_object_or_404(HighlightsIssue, pk=pk)


def _gather(issue: HighlightsIssue, by: Any) -> str:
    count = highlights.gather(issue=issue)
    if not count:
        return "Nothing else of that week has appeared."
    return "One article was put in." if count == 1 else f"{count} articles were put in."


def _test(issue: HighlightsIssue, by: Any) -> str:
    highlights.send_test(issue=issue, to=by, at=timezone.now())
    return f"Sent to {by.email} as a test."


def _approve(issue: HighlightsIssue, by: Any) -> str:
    approved = highlights.approve(issue=issue, by=by, at_once=False, at=timezone.now())
    return f"Approved: it goes out on {day(approved.send_at)}."


def _approve_at_once(issue: HighlightsIssue, by: Any) -> str:
    highlights.approve(issue=issue, by=by, at_once=True, at=timezone.now())
    return "Approved: it goes out within five minutes."


def _take_back(issue: HighlightsIssue, by: Any) -> str:
    highlights.take_back(issue=issue)
    return "The approval is taken back."


ACTS: dict[str, Callable[[HighlightsIssue, Any], str]] = {
    "test": _test,
    "approve": _approve,
    "at_once": _approve_at_once,
    "take_back": _take_back,
}


def _done(request: HttpRequest, issue: HighlightsIssue, act: Callable[..., str], model_admin: Any) -> None:
    try:
        said = act(issue, request.user)
    except HighlightsRefused as refused:
        messages.error(request, str(refused))
        return
    model_admin.log_change(request, issue, said)
    messages.success(request, said)
