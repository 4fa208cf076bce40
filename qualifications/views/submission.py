"""Handing in the work on a unit, its receipt, and taking an attempt back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import ItemVersion
from cmiportal.posts.once import once
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused, StaleMove

from ..forms.submission import HandInForm
from ..models import HandIn, HandInItem, UnitEnrolment
from ..rules.declaration import CURRENT, statements
from ..services import submission
from ..services.hand_ins import broken_files, evidence_of
from ..services.portfolio import UnitWork, work_on
from ..services.submission import AlreadyHandedIn, HandInRefused
from ..workflow import SUBMISSION_WITH_LEARNER
from .enrolment import get_or_post
from .portfolio import own_unit
from .preflight import preflight
from .standing import standing


@dataclass(frozen=True)
class HandedIn:
    """A frozen piece of evidence on a receipt, with what it was handed in for."""

    version: ItemVersion
    items: list[HandInItem] = field(default_factory=list)

    @property
    def text_sha256(self) -> str:
        """In hexadecimal."""
        return bytes(self.version.text_sha256).hex()

    @property
    def file_sha256(self) -> str:
        """In hexadecimal; empty without a file."""
        return bytes(self.version.file_sha256 or b"").hex()


@signed_in
@get_or_post
@once
def submission_submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still missing, or the declaration to sign; signing hands the work in and freezes it."""
    unit = own_unit(request, pk)
    work = work_on(unit, at=timezone.now())
    before = preflight(work, today=timezone.localdate(), broken=broken_files(work))
    form = HandInForm(
        request.POST or None,
        initial={"moves": work.moves},
        has_files=before.has_files,
        length=before.length,
    )
    if form.is_valid() and (response := _hand_in(request, work, form)):
        return response
    if work.is_in_a_stage or work.closed_because:
        messages.info(request, work.closed_because)
        return redirect("qualifications:unit_portfolio", pk=unit.pk)
    context = {"unit": unit, "work": work, "before": before, "form": form, "statements": statements(CURRENT)}
    return render(request, "qualifications/submission/submit.html", context)


@signed_in
@get_or_post
def submission_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then take back an attempt that is with the learner."""
    unit = own_unit(request, pk)
    attempt = get_object_or_404(unit.submissions, state__in=SUBMISSION_WITH_LEARNER)
    form = MovesForm(request.POST or None, row=attempt)
    if form.is_valid():
        try:
            submission.withdraw(submission=attempt, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            form.refuse(error, attempt)
        else:
            messages.success(request, f"Attempt {attempt.attempt} at unit {unit.unit.number} is withdrawn.")
            return redirect("qualifications:unit_portfolio", pk=unit.pk)
    return render(request, "qualifications/submission/withdraw.html", {"unit": unit, "attempt": attempt, "form": form})


@signed_in
@require_safe
def hand_in_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was handed in, when, under which number and hash, and what happens next."""
    own = HandIn.objects.filter(unit_enrolment__in=UnitEnrolment.objects.visible_to(request.user))
    made = get_object_or_404(
        own.select_related(
            "submission__unit_enrolment__enrolment__centre",
            "submission__stage",
            "unit_enrolment__unit",
            "unit_enrolment__unit_version",
        ),
        pk=pk,
    )
    context = standing(made.submission, ())
    context |= {
        "hand_in": made,
        "unit": made.unit_enrolment,
        "pieces": _pieces(made),
        "statements": statements(made.declaration),
        "sha256": bytes(made.manifest_sha256).hex(),
        "is_last": made == context["hand_in"],
    }
    return render(request, "qualifications/submission/receipt.html", context)


def _pieces(made: HandIn) -> list[HandedIn]:
    """The frozen versions, each once, in the order of the criteria that they were handed in for."""
    found: dict[Any, HandedIn] = {}
    for given in evidence_of(made):
        for item in given.items:
            found.setdefault(item.item_version_id, HandedIn(item.item_version)).items.append(item)
    return list(found.values())


def _hand_in(request: HttpRequest, work: UnitWork, form: HandInForm) -> HttpResponse | None:
    """The way on after handing in, or None with the reason in the form."""
    unit, declared = work.unit_enrolment, form.declared()
    try:
        made = submission.hand_in(unit_enrolment=unit, by=request.user, at=timezone.now(), **declared)
    except AlreadyHandedIn as error:
        messages.info(request, str(error))
        return redirect("qualifications:hand_in_receipt", pk=error.hand_in.pk)
    except HandInRefused as error:
        form.add_error(error.field or None, str(error))
        return None
    except StaleMove as error:
        form.refused(str(error), moves=work.moves)
        return None
    except MoveRefused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, f"Your work is submitted. Your receipt is {made.receipt_number}.")
    return redirect("qualifications:hand_in_receipt", pk=made.pk)
