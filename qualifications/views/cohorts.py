"""A coordinator imports a cohort: the file is checked, the page says what would be done, one button does it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.posts.once import once
from cmiportal.ui.components.words import count_of
from cmiportal.workflow import MoveRefused

from ..forms.cohorts import CohortForm
from ..models import Role
from ..permissions import roles_of
from ..rules.cohort import COLUMNS, Fault
from ..services.cohort_files import empty_csv, empty_workbook
from ..services.cohorts import BadCohort, Cohort, OldCheck, check_file, courses_of, import_cohort, sealed
from .enrolment import get_or_post
from .registration import coordinators_only

EMPTY_FILES = {
    "csv": (empty_csv, "text/csv; charset=utf-8"),
    "xlsx": (empty_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
OLD_CHECK = "The check is too old, or it is not yours. Choose the file again."


@coordinators_only
@get_or_post
def cohort_import(request: HttpRequest) -> HttpResponse:
    """Take a file and check it: a page of faults, or of what importing would do. Writes nothing."""
    at = timezone.now()
    form = _form(request, request.POST or None, request.FILES or None, at=at)
    faults = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            cohort = check_file(
                content=data["file"].read(),
                approval=data["course"],
                reason=data["reason"],
                by=request.user,
                at=at,
            )
        except BadCohort as refusal:
            faults = refusal.faults
        else:
            context = {"cohort": cohort, "seal": sealed(cohort, by=request.user), "file_name": data["file"].name}
            return render(request, "qualifications/cohorts/check.html", context)
    return _page(request, form, faults)


@coordinators_only
@get_or_post
@once
def cohort_confirm(request: HttpRequest) -> HttpResponse:
    """Register everybody in the check; whoever comes without one begins with the file."""
    if request.method != "POST":
        return redirect("qualifications:cohort_import")
    at = timezone.now()
    faults, refused = [], ""
    try:
        cohort = import_cohort(seal=request.POST.get("seal", ""), by=request.user, at=at)
    except BadCohort as refusal:
        faults = refusal.faults
    except OldCheck:
        refused = OLD_CHECK
    except MoveRefused as refusal:
        refused = str(refusal)
    else:
        messages.success(request, _done(cohort))
        return redirect("qualifications:enrolment_list")
    return _page(request, _form(request, at=at), faults, refused=refused, status=409)


@coordinators_only
@require_safe
def cohort_template(request: HttpRequest, ending: str) -> HttpResponse:
    """The empty file to fill, as CSV or XLSX."""
    make, media_type = EMPTY_FILES[ending]
    headers = {"Content-Disposition": f'attachment; filename="learners.{ending}"'}
    return HttpResponse(make(), content_type=media_type, headers=headers)


def _form(request: HttpRequest, *sent: Any, at: datetime) -> CohortForm:
    centres = {centre for centre, role in roles_of(request.user) if role == Role.COORDINATOR}
    return CohortForm(*sent, courses=courses_of(request.user, at=at), many_centres=len(centres) > 1)


def _page(
    request: HttpRequest, form: CohortForm, faults: list[Fault], *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults,
        "refused": refused,
        "columns": COLUMNS,
        "most": settings.COHORT_ROWS_MAX,
    }
    return render(request, "qualifications/cohorts/import.html", context, status=status)


def _done(cohort: Cohort) -> str:
    registered, invited = len(cohort.to_register), len(cohort.to_invite)
    if not registered:
        return "Every learner in the file already has a place. Nothing was changed."
    said = [f"{count_of(registered, 'learner is,learners are')} registered on the {cohort.approval.qualification}."]
    if invited:
        said.append(f"{count_of(invited, 'invitation goes,invitations go')} out by e-mail.")
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in said)
