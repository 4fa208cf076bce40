"""Choosing units: a page of boxes, the credits against the rule, and what the rule refuses at each unit."""

from collections.abc import Set
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cmiportal.accounts.access import signed_in
from cmiportal.ui.drawings import Part
from cmiportal.ui.htmx import render_page
from cmiportal.workflow import MoveRefused

from ..forms.enrolment import UnitChoiceForm
from ..rules.combination_words import in_words
from ..services.unit_choice import Choice, choice_of, choose_units
from ..workflow import EnrolmentState
from .enrolment import get_or_post, own_place
from .unit_boxes import sections_of


@signed_in
@get_or_post
def unit_choice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the units with the learner's choice, or save it whole.

    With ``?preview`` the page answers what choosing ``units`` would come to, and saves nothing: htmx asks at each tick.
    """
    row = own_place(request, pk)
    choice = choice_of(row)
    if request.method != "POST":
        form = UnitChoiceForm(initial={"seen": " ".join(sorted(choice.units))})
        is_preview = "preview" in request.GET
        shown = choice.with_ticks(request.GET.getlist("units")) if is_preview else choice.counted
        return _page(request, choice, form, shown)
    form = UnitChoiceForm(request.POST)
    ticked = frozenset(request.POST.getlist("units"))
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            choose_units(enrolment=row, by=request.user, numbers=ticked, seen=seen, at=timezone.now())
        except MoveRefused as refusal:
            choice = choice_of(row)
            form.refuse(*getattr(refusal, "reasons", refusal.args), seen=choice.units)
        else:
            # On a phone what is missing stands far below.
            missing = choice.missing(choice.with_ticks(ticked))
            messages.success(request, " ".join(["Your choice is saved.", *missing]))
            return redirect("qualifications:unit_choice", pk=row.pk)
    return _page(request, choice, form, choice.with_ticks(ticked))


def _page(request: HttpRequest, choice: Choice, form: UnitChoiceForm, counted: Set[str]) -> HttpResponse:
    rule = choice.rule
    known = sorted(counted & rule.pool.keys())
    context = {
        "form": form,
        "enrolment": choice.enrolment,
        "is_open": choice.enrolment.state == EnrolmentState.REGISTERED,
        "rule_in_words": in_words(rule),
        "sections": sections_of(choice, counted),
        "parts": [Part(rule.pool[n], f"unit {n}", "done" if n in choice.passed else "chosen") for n in known],
        "picked": [
            (row.unit.number, row.unit_version.title, rule.pool[row.unit.number])
            for row in choice.pool
            if row.unit.number in counted
        ],
        "credits": rule.credits_of(known),
        "needed": rule.min_credits,
        "missing": choice.missing(counted),
        "is_saved": counted == choice.counted,
    }
    return render_page(request, "qualifications/enrolment/unit_choice.html", context, fragment="choice")
