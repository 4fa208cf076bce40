"""Asking a referee, reminding them, and naming another one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once
from cmiportal.workflow import MoveRefused

from ..forms.referees import RefereeForm
from ..models import CharteredApplication
from ..services.applying.referees import WAITING, RefereeRefused, ask_referee, referee_of, remind_referee
from ..services.chartered.rows import open_application_of
from .applications import HOME, get_or_post


@signed_in
@get_or_post
@once
def referee_edit(request: HttpRequest) -> HttpResponse:
    """Name a referee, or another one while nobody has answered; they get the link at once."""
    row = _waiting(request)
    referee = referee_of(row)
    form = RefereeForm(request.POST or None, applicant=request.user)
    if form.is_valid():
        try:
            ask_referee(application=row, named=form.named(), at=timezone.now())
        except RefereeRefused as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"We have written to {form.cleaned_data['name']}.")
            return redirect(HOME)
    context = {"application": row, "form": form, "referee": referee}
    return render(request, "membership/applications/referee.html", context)


@signed_in
@require_POST
@once
def referee_remind(request: HttpRequest) -> HttpResponse:
    """Send the referee a new link."""
    try:
        referee = remind_referee(application=_waiting(request), at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"We have written to {referee.person.name} again. The link before no longer works.")
    return redirect(HOME)


def _waiting(request: HttpRequest) -> CharteredApplication:
    """The person's application while a reference can be given for it; 404 otherwise."""
    row = open_application_of(request.user)
    if row is None or row.state not in WAITING or not row.route.needs_referee:
        raise Http404
    return row
