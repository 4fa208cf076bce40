"""Moderation and appeals at the desk: taken with a declaration, then decided."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import only
from cmiportal.accounts.groups import MODERATORS
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.desk import AwardForm, DeclareForm, DeclineForm, DismissForm, NotYetForm, SendBackForm, UpholdForm
from ..models import Appeal, CharteredApplication
from ..permissions import allocates_applications, holds
from ..services.applying.referees import referee_of
from ..services.assessing import appeals, moderation
from ..services.assessing.judging import Advice
from ..services.chartered.outcomes import reason_of
from ..workflow import APPLICATION_DECIDED, ApplicationState, HolderStage
from .application_file import pages_of
from .desk import DETAIL, decided, on_desk

# action: its form, its service, what the form asks, its hint, what to say when it is done
Decision = tuple[type[MovesForm], Callable[..., Any], dict[str, str], str]
OUTCOMES: dict[str, Decision] = {
    "award": (AwardForm, moderation.award, {}, "The status is awarded, and the applicant is told."),
    "not_yet": (
        NotYetForm,
        moderation.not_yet,
        {"asks": "What do you want to say to the applicant?", "hint": "They read the feedback on each criterion too."},
        "Decided: not yet. The applicant is told what is missing, and until when.",
    ),
    "decline": (
        DeclineForm,
        moderation.decline,
        {"asks": "For what reasons?", "hint": "The applicant reads this word for word."},
        "Declined. The applicant is told why, and how to appeal.",
    ),
    "send_back": (
        SendBackForm,
        moderation.send_back,
        {"asks": "What should the assessor look at again?", "hint": "Only the assessor reads this."},
        "Sent back to the assessor.",
    ),
}
RULINGS: dict[str, Decision] = {
    "uphold": (
        UpholdForm,
        appeals.uphold,
        {"asks": "Why does the outcome not stand?", "hint": "The applicant reads this word for word."},
        "Upheld. The application waits for an assessor who is new to it.",
    ),
    "dismiss": (
        DismissForm,
        appeals.dismiss,
        {"asks": "Why does the outcome stand?", "hint": "The applicant reads this word for word."},
        "Not upheld. The applicant is told why.",
    ),
}


@on_desk
def desk_moderate(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    """Take the moderation with a declaration; then the file, the judgement, and the decisions."""
    if row.state != ApplicationState.MODERATION or not allocates_applications(request.user, row):
        return redirect(DETAIL, pk=row.pk)
    if not holds(request.user, row, HolderStage.MODERATION):
        return _take(request, row)
    if "leave" in request.POST:
        moderation.leave_moderation(application=row, by=request.user, at=timezone.now())
        messages.success(request, f"{row} waits for another moderator.")
        return redirect("membership:desk_moderation")
    forms = _forms(OUTCOMES, request, row)
    for action, (_, act, _, done) in OUTCOMES.items():
        if decided(request, row, forms[action], lambda act=act, **said: act(application=row, **said), done):
            return redirect("membership:desk_moderation")
    pages = pages_of(row)
    advice = row.events.filter(action="recommend").order_by("-sequence").first()
    context: dict[str, Any] = {
        "application": row,
        "forms": forms,
        "pages": pages,
        "is_met": all(not page.is_open or (page.judgement and page.judgement.met) for page in pages),
        "advice": advice and Advice(advice.data["advice"]).label,
        "advice_reason": reason_of(row, "recommend"),
        "referee": referee_of(row),
    }
    refused = any(form.is_refused for form in forms.values())
    return render(request, "membership/desk/moderate.html", context, status=409 if refused else 200)


@only("who decides appeals", lambda user: user.serves_as(MODERATORS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An appeal: taken with a declaration by somebody who held nothing of the application, then decided."""
    rows = Appeal.objects.visible_to(request.user).exclude(application__person=request.user.pk)
    appeal = get_object_or_404(rows.select_related("application__person", "application__route"), pk=pk)
    row = appeal.application
    held = holds(request.user, row, HolderStage.APPEAL)
    context: dict[str, Any] = {"appeal": appeal, "application": row, "held": held, "forms": {}}
    if held:
        forms = context["forms"] = _forms(RULINGS, request, appeal)
        for action, (_, act, _, done) in RULINGS.items():
            if decided(request, appeal, forms[action], lambda act=act, **said: act(appeal=appeal, **said), done):
                return redirect("membership:desk_appeals")
        decision = row.events.filter(action__in=[*APPLICATION_DECIDED, "decline", "refuse"]).last()
        context |= {"pages": pages_of(row), "reason": decision and reason_of(row, decision.action)}
    elif appeal.state == "raised":
        form = context["form"] = DeclareForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and _took(
            form, lambda: appeals.take_appeal(appeal=appeal, by=request.user, at=timezone.now())
        ):
            return redirect("membership:desk_appeal", pk=appeal.pk)
    return render(request, "membership/desk/appeal.html", context)


def _take(request: HttpRequest, row: CharteredApplication) -> HttpResponse:
    form = DeclareForm(request.POST if request.method == "POST" else None)
    take = partial(moderation.take_moderation, application=row, by=request.user, at=timezone.now())
    if form.is_valid() and _took(form, take):
        messages.success(request, "Thank you. The file is open to you.")
        return redirect("membership:desk_moderate", pk=row.pk)
    return render(request, "membership/desk/take.html", {"application": row, "form": form})


def _took(form: DeclareForm, act: Callable[[], Any]) -> bool:
    """Whether the stage was taken; else the form says why not."""
    try:
        act()
    except MoveRefused as error:
        form.add_error(None, str(error))
        return False
    return True


def _forms(table: dict[str, Decision], request: HttpRequest, row: Any) -> dict[str, MovesForm]:
    """A form for each decision; that of the button which was pressed holds what was sent."""
    sent = request.POST.get("action")
    return {
        action: form(request.POST if action == sent else None, row=row, prefix=action, **words)
        for action, (form, _, words, _) in table.items()
    }
