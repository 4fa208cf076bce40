"""What every page of the desk does: find the work or say that it is gone, make a decision or say why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cmiportal.accounts.access import signed_in
from cmiportal.ui.moves import VersionedForm
from cmiportal.workflow import MoveRefused

from ..models import Submission
from ..querysets.assessment import SubmissionQuerySet
from .standing import staff_page

GONE = "Somebody else has this work now, so nothing was changed."
MOVED_ON = "This can no longer be done: the work has moved on. Here is where it stands now."

SHORTCUTS = "desk_shortcuts"

View = Callable[..., HttpResponse]


def on_desk(action: str) -> Callable[[View], View]:
    """A page where those who handle a piece of work make this move: the view gets the work instead of its key.

    For everybody else the address does not exist. Where the move cannot be made (now), the page of the work is shown
    instead; whoever was still writing is told so and gets back what they wrote.
    """

    def wrap(view: View) -> View:
        @signed_in
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, pk: UUID, **rest: Any) -> HttpResponse:
            work = handled(request, pk)
            if work is None:
                return gone(request, pk)
            if not work.may(request.user, action):
                return moved_on(request, work, MOVED_ON)
            return view(request, work, **rest)

        return opened

    return wrap


def handled(request: HttpRequest, pk: UUID) -> Submission | None:
    """The work, if the person handles it now."""
    return Submission.objects.handled_by(request.user).with_work().filter(pk=pk).first()


def handled_attempts(request: HttpRequest, pk: UUID) -> tuple[Submission, list[Submission]] | None:
    """The work with the other attempts at its unit, if the person handles it now."""
    return this_and_others(Submission.objects.handled_by(request.user), pk)


def this_and_others(seen: SubmissionQuerySet, pk: UUID) -> tuple[Submission, list[Submission]] | None:
    """Of the attempts that the person sees the one of that key, and the others at the same unit; one query."""
    attempts = {row.pk: row for row in seen.with_work().filter(unit_enrolment__submissions=pk).order_by("attempt")}
    work = attempts.pop(pk, None)
    return work and (work, list(attempts.values()))


def gone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a former holder gets: that somebody else has the work; after a form with their words. Others get a 404."""
    former = Submission.objects.formerly_held_by(request.user).with_work().filter(pk=pk).first()
    if former is None:
        raise Http404
    was_sent = request.method == "POST"
    context = {"work": former, "was_sent": was_sent, "sentence": GONE, "typed": typed_in(request)}
    status = 409 if was_sent else 404
    return render(request, "qualifications/assessment/work_gone.html", context, status=status)


def moved_on(request: HttpRequest, work: Submission, sentence: str) -> HttpResponse:
    """The page of the work as it now is; after a form with the sentence and with what was typed."""
    if request.method == "POST":
        now = handled_attempts(request, work.pk)
        if now is None:
            return gone(request, work.pk)
        return staff_page(request, *now, sentence=sentence, typed=typed_in(request), status=409)
    messages.info(request, sentence)
    return redirect("qualifications:submission_detail", pk=work.pk)


def decide(
    request: HttpRequest, work: Submission, action: str, act: Callable[[], Any], *, form: VersionedForm, done: str
) -> HttpResponse | None:
    """Make a decision and go to the page of the work.

    Where it is refused: None, with the sentence in the form and ``work`` as it now is, if the person may still make
    it; otherwise the page that shows where the work is now.
    """
    try:
        act()
    except MoveRefused as refused:
        return refusal(request, work, action, str(refused), form=form)
    messages.success(request, done)
    return redirect("qualifications:submission_detail", pk=work.pk)


def refusal(
    request: HttpRequest, work: Submission, action: str, sentence: str, *, form: VersionedForm
) -> HttpResponse | None:
    """What ``decide`` answers when the move was refused."""
    fresh = handled(request, work.pk)
    if fresh is None:
        return gone(request, work.pk)
    if not fresh.may(request.user, action):
        return moved_on(request, fresh, sentence)
    work.refresh_from_db()
    form.refused(sentence, moves=work.moves)
    return None


def status_of(form: VersionedForm) -> int:
    """409 where the decision was refused as things stand now, 200 where the form only wants mending, or is new."""
    return 409 if form.is_refused else 200


@signed_in
@never_cache
@require_POST
def desk_shortcuts(request: HttpRequest) -> HttpResponse:
    """Turn the single keys of the desk off or on, for this sign-in; back to the page that asked."""
    request.session[SHORTCUTS] = request.POST.get("shortcuts") == "on"
    back = request.GET.get("next", "")
    allowed = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if allowed else reverse("qualifications:work_queue"))


def shortcuts_on(request: HttpRequest) -> bool:
    """Whether single keys act on the desk (WCAG 2.1.4: they can be turned off)."""
    return request.session.get(SHORTCUTS, True)


def typed_in(request: HttpRequest) -> str:
    """The words that the person wrote, whichever form they sent."""
    return request.POST.get("feedback") or request.POST.get("reason") or ""
