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
from cmiportal.workflow import MoveRefused, StaleMove

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
        try:
            choose_units(enrolment=row, by=request.user, numbers=ticked, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as refusal:
            choice = choice_of(row)
            _refuse(form, refusal, choice, ticked)
        else:
            # On a phone what is missing stands far below.
            missing = choice.missing(choice.with_ticks(ticked))
            messages.success(request, " ".join(["Your choice is saved.", *missing]))
            return redirect("qualifications:unit_choice", pk=row.pk)
    return _page(request, choice, form, choice.with_ticks(ticked))


def _refuse(form: UnitChoiceForm, refusal: MoveRefused, choice: Choice, ticked: Set[str]) -> None:
    """Say why, and what saving the same ticks again would undo of what was chosen elsewhere meanwhile."""
    sentences = list(getattr(refusal, "reasons", refusal.args))
    if isinstance(refusal, StaleMove):
        seen = form.cleaned_data["seen"]
        added, gone = choice.units.keys() - seen - ticked, (seen - choice.units.keys()) & ticked
        sentences += [f"Unit {n} was chosen meanwhile, and is not ticked here: saving drops it." for n in sorted(added)]
        sentences += [f"Unit {n} was taken out meanwhile, and is ticked here: saving adds it." for n in sorted(gone)]
    confirmed = getattr(refusal, "numbers", form.cleaned_data["confirmed"])
    form.refuse(*sentences, seen=choice.units, confirmed=confirmed)


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
