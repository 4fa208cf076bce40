"""Chartered status as its holder sees it, with the register; an applicant's appeal; and the public verification."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import public, signed_in
from cmiportal.posts.once import once
from cmiportal.rules.codes import read_code
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.desk import VerifyForm
from ..forms.discussions import AppealForm, RegisterForm, WithdrawAppealForm
from ..models import CharteredApplication, CharteredStatus
from ..services.assessing import appeals
from ..services.chartered.rows import last_application_of
from ..services.members.memberships import current_of
from ..services.register import statuses
from ..workflow import AppealState
from .desk import decided


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status_detail(request: HttpRequest) -> HttpResponse:
    """The person's status: post-nominals, certificate, how long it holds and on what duty, the register by consent.

    One that is not held now says so, and why.
    """
    row = statuses.last_status(request.user)
    if row is None:
        raise Http404
    if not row.is_held:  # type: ignore[attr-defined]
        return render(request, "membership/statuses/not_held.html", {"status": row})
    entry = getattr(row, "register_entry", None)
    form = RegisterForm(request.POST if request.method == "POST" else None, initial={"shown": entry and entry.shown})
    if form.is_valid():
        _consent(request, row, shown=form.cleaned_data["shown"])
        return redirect("membership:status_detail")
    context: dict[str, Any] = {
        "status": row,
        "post_nominals": statuses.POST_NOMINALS[row.status],
        "is_foundation": row.status == statuses.Status.FOUNDATION,
        "entry": entry,
        "form": form,
        "membership": current_of(request.user),
    }
    return render(request, "membership/statuses/detail.html", context)


def _consent(request: HttpRequest, status: CharteredStatus, *, shown: bool) -> None:
    try:
        statuses.consent(status=status, shown=shown, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The register shows your name." if shown else "The register does not show your name.")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def appeal_detail(request: HttpRequest) -> HttpResponse:
    """Appeal against the outcome, follow the appeal, or take it back."""
    row = last_application_of(request.user)
    if row is None:
        raise Http404
    rows, until, now = appeals.appeals_of(row), appeals.appeal_until(row), timezone.now()
    latest = rows[0] if rows else None
    can_raise = until is not None and uk_day(now) <= until and (latest is None or latest.raised_at < row.decided_at)
    if not can_raise and latest is None:
        raise Http404
    context: dict[str, Any] = {"application": row, "appeal": latest, "until": until, "can_raise": can_raise}
    if latest and latest.state == AppealState.RAISED:
        form = context["withdraw"] = WithdrawAppealForm(request.POST or None, row=latest)
        done = "Your appeal is taken back."
        if decided(request, latest, form, lambda **said: appeals.withdraw_appeal(appeal=latest, **said), done):
            return redirect("membership:application_detail")
    elif can_raise:
        raising = context["form"] = AppealForm(request.POST or None)
        if raising.is_valid() and _raised(request, row, raising):
            return redirect("membership:appeal_detail")
    if latest and latest.state in (AppealState.UPHELD, AppealState.DISMISSED):
        context["reason"] = appeals.reason_of_appeal(latest)
    return render(request, "membership/statuses/appeal.html", context)


def _raised(request: HttpRequest, row: CharteredApplication, form: AppealForm) -> bool:
    """Whether the appeal was raised; else the form says why not."""
    try:
        appeals.raise_appeal(application=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "We have your appeal.")
    return True


@public
@require_safe
def status_verify_form(request: HttpRequest) -> HttpResponse:
    """The form for a code typed by hand; a whole code leads to its address."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("membership:status_verify", code=form.cleaned_data["code"])
    return render(request, "membership/statuses/verify_form.html", {"form": form})


@public
@never_cache
@require_safe
def status_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the status of this code is held, has ended, or is unknown, at the moment of asking."""
    row = CharteredStatus.objects.select_related("application").filter(code=read_code(code) or None).first()
    context = {
        "status": row,
        "is_held": row is not None and CharteredStatus.objects.held().filter(pk=row.pk).exists(),
        "post_nominals": row and statuses.POST_NOMINALS[row.status],
        "code": code,
        "checked_at": timezone.now(),
        "form": VerifyForm(),
    }
    return render(request, "membership/statuses/verify.html", context, status=200 if row else 404)
