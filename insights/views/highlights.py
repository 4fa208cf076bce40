"""The Highlights: what they are, what was sent, and asking for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import public, signed_in

from ..models import HighlightsIssue
from ..services.highlights import ask, is_reader, stop, usual_moment

# Half a year of them; what is older is found in the list of articles.
ISSUES_SHOWN = 26


@public
@require_safe
def highlights(request: HttpRequest) -> HttpResponse:
    """What comes, past issues with their articles, and a button for whoever is signed in; two queries, and one."""
    context = {
        "issues": HighlightsIssue.objects.sent().with_articles()[:ISSUES_SHOWN],
        "comes_on": usual_moment(after=timezone.now()),
        "reads": request.user.is_authenticated and is_reader(request.user),
    }
    return render(request, "insights/highlights/highlights.html", context)


@signed_in
@require_POST
def highlights_ask(request: HttpRequest) -> HttpResponse:
    """Ask for them."""
    ask(person=request.user, at=timezone.now())
    messages.success(request, "The Highlights come to you from the next issue on.")
    return redirect("insights:highlights")


@signed_in
@require_POST
def highlights_stop(request: HttpRequest) -> HttpResponse:
    """Have them no more."""
    stop(person=request.user)
    messages.success(request, "The Highlights come to you no more.")
    return redirect("insights:highlights")
