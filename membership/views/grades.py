"""Grades for whoever thinks of joining: side by side, one by one, and which are open to them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..forms.eligibility import EligibilityForm
from ..models import Grade
from ..rules.answers import facts_from
from ..services.members.grades import fees_on, verdicts
from ..services.members.requests import is_paid_for, stands_on
from ..services.record.facts import facts_of
from .grade_words import Shown, line_of, shown


@public
@require_safe
def grade_list(request: HttpRequest) -> HttpResponse:
    """All grades side by side, with what a year costs today."""
    grades = list(Grade.objects.all())
    fees = fees_on(uk_day(timezone.now()), grades)
    return render(request, "membership/grades/grade_list.html", {"lines": [line_of(grade, fees) for grade in grades]})


@public
@require_safe
def grade_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One grade; for those who are signed in with where they stand."""
    grade = get_object_or_404(Grade, pk=key)
    on = uk_day(timezone.now())
    context: dict[str, Any] = {"grade": grade, "line": line_of(grade, fees_on(on, [grade]))}
    if request.user.is_authenticated:
        current = stands_on(request.user)
        context |= {"current": current, "pays_later": is_paid_for(current)}
        if current is None or current.grade.rank < grade.rank:
            context["stands"] = shown(verdicts(facts_of(request.user, on=on), [grade])[0])
    return render(request, "membership/grades/grade_detail.html", context)


@public
@require_safe
def eligibility(request: HttpRequest) -> HttpResponse:
    """Six questions, and what the answers make of every grade; the address holds the answers, nothing else does."""
    form = EligibilityForm(request.GET if "years" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        answers = form.answers()
        context["found"] = _found(answers)
        context["keeps"] = answers.worth_keeping and request.GET.urlencode()
    return render(request, "membership/grades/eligibility.html", context)


def _found(answers: Any) -> list[Shown]:
    on, grades = uk_day(timezone.now()), list(Grade.objects.all())
    fees = fees_on(on, grades)
    return [shown(verdict, line_of(verdict.grade, fees)) for verdict in verdicts(facts_from(answers, on=on), grades)]
