"""Awards: the learner's own, the moderator's decisions, and the public answer to whoever checks one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import public, signed_in
from cmiportal.rules.codes import read_code
from cmiportal.ui.moves import VersionedForm
from cmiportal.workflow import MoveRefused
from membership.models import CharteredStatus

from ..forms.awards import IssueForm, ReasonForm, ReplaceForm, VerifyForm
from ..models import Award
from ..permissions import is_coordinator, is_moderator
from ..querysets.awards import AwardQuerySet
from ..services import awards as services
from ..workflow import AwardState
from .narrowed_list import NarrowedList


class AwardList(NarrowedList):
    """The awards that the person may see, those that wait for sign-off first; a learner's few are simply listed."""

    template_name = "qualifications/awards/award_list.html"
    url_name = "qualifications:award_list"
    views = {
        "raised": ("Waiting for sign-off", (AwardState.RAISED,)),
        "issued": ("Issued", (AwardState.ISSUED,)),
        "revoked": ("Revoked", (AwardState.REVOKED,)),
        "cancelled": ("Not issued", (AwardState.CANCELLED,)),
    }

    def rows(self) -> AwardQuerySet:
        """All for a moderator, the centre's for its coordinator, one's own."""
        return Award.objects.visible_to(self.request.user)

    def narrows(self) -> bool:
        """Moderators and coordinators see others' awards, and many."""
        return is_moderator(self.request.user) or is_coordinator(self.request.user)


# action of the workflow: its form, its service, what to say when it is done
DECISIONS: dict[str, tuple[type[VersionedForm], Callable[..., Any], str]] = {
    "issue": (IssueForm, services.issue, "The award is issued and the learner is told."),
    "cancel": (ReasonForm, services.cancel, "The award is not issued."),
    "replace": (ReplaceForm, services.replace, "The certificate is replaced and the learner is told."),
    "revoke": (ReasonForm, services.revoke, "The award is revoked; its verification page says so from now on."),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def award_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One award with its units and certificate; a POST makes one of the decisions that are offered."""
    award = get_object_or_404(Award.objects.visible_to(request.user).for_page(), pk=pk)
    action = request.POST.get("action", "")
    form = form_of(action, request.POST) if request.method == "POST" and action in DECISIONS else None
    if request.method == "POST" and form is None:
        messages.error(request, "This cannot be done now. Here is the award as it stands.")
    if form is not None and form.is_valid() and decide(request, award, action, form):
        return redirect("qualifications:award_detail", pk=award.pk)
    forms = {
        line.action: form if line.action == action else form_of(line.action, initial=start(award))
        for line in award.offered_to(request.user)
    }
    may_decide = bool(forms)
    context = {
        "award": award,
        "forms": forms,
        "form": form,
        "obstacles": services.obstacles(award, at=timezone.now()) if may_decide and award.state == "raised" else [],
        "certificate": award.certificate,
        "units": award.units.select_related("unit", "unit_pass__unit_version").order_by("unit__number"),
    }
    return render(request, "qualifications/awards/award_detail.html", context)


def form_of(action: str, *args: Any, **kwargs: Any) -> VersionedForm:
    """The form of a decision, with ids of its own: the page shows several."""
    return DECISIONS[action][0](*args, auto_id=f"{action}_%s", **kwargs)


def start(award: Award) -> dict[str, Any]:
    """What a form opens with."""
    return {"moves": award.moves, "name": award.enrolment.name_as_printed}


def decide(request: HttpRequest, award: Award, action: str, form: VersionedForm) -> bool:
    """Make the decision and say so, or say why not beside the page as it now is; whether it was made."""
    _, service, done = DECISIONS[action]
    try:
        service(award=award, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        award.refresh_from_db()
        form.carry(**{field.name: start(award)[field.name] for field in form.hidden_fields()})
        return False
    messages.success(request, done)
    return True


@public
@require_safe
def award_verify_form(request: HttpRequest) -> HttpResponse:
    """The form for a code typed by hand; a whole code leads to its address."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("qualifications:award_verify", code=form.cleaned_data["code"])
    return render(request, "qualifications/awards/verify_form.html", {"form": form})


@public
@never_cache
@require_safe
def award_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the award of this code is genuine, revoked or unknown, at the moment of asking.

    The code of a Chartered status leads to the page that answers for it.
    """
    read = read_code(code) or None
    award = Award.objects.verifiable().for_page().filter(code=read).first()
    if award is None and CharteredStatus.objects.filter(code=read).exists():
        return redirect("membership:status_verify", code=read)
    context = {
        "award": award,
        "certificate": award and award.certificate,
        "code": code,
        "checked_at": timezone.now(),
        "form": VerifyForm(),
    }
    return render(request, "qualifications/awards/verify.html", context, status=200 if award else 404)
