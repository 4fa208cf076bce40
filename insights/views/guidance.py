"""Which qualification suits somebody, the two bodies side by side, and the career journey. No answer is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.visitors import reads_query

from ..forms.guidance import ChooseForm
from ..rules.bodies import FACTS, NAMES, Body
from ..rules.choosing import Answers, changes, read, recommend
from ..rules.choosing_questions import BY_KEY, LABELS
from ..rules.journey import STAGES, leads_on, stand
from ..services.guidance import facts_of, grades_by_key, qualifications_like
from .guidance_words import changes_in_words, size_in_words, spoken


@public
@reads_query(*BY_KEY)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The questions, and what the answers come to; the address holds the answers, so that it can be sent on."""
    answers, unknown = read(request.GET.dict())
    given = [key for key in BY_KEY if getattr(answers, key)]
    asked = bool(request.GET.keys() & BY_KEY.keys())
    context: dict[str, Any] = {
        "form": ChooseForm(answers),
        "given": given,
        "unknown": [BY_KEY[key].text for key in unknown],
        "missing": [BY_KEY[key].text for key in answers.missing] if given or asked else [],
    }
    if not answers.missing:
        context |= _recommended(answers)
    return render(request, "insights/guidance/choose.html", context)


@public
@require_safe
def choose_compare(request: HttpRequest) -> HttpResponse:
    """What is so for the one body and the other, fact by fact."""
    rows = [{"label": fact.about, "cells": [{"text": fact.cmi}, {"text": fact.ilm}]} for fact in FACTS]
    context = {"names": [NAMES[Body.CMI], NAMES[Body.ILM]], "rows": rows}
    return render(request, "insights/guidance/compare.html", context)


@public
@require_safe
def career_journey(request: HttpRequest) -> HttpResponse:
    """The five stages; for whoever is signed in where they stand, why, and what leads on."""
    grades = grades_by_key()
    lines = [{"stage": stage, "grade": grades.get(stage.grade)} for stage in STAGES]
    context: dict[str, Any] = {"lines": lines}
    if request.user.is_authenticated:
        facts = facts_of(request.user, on=uk_day(timezone.now()))
        standing = stand(facts)
        leads = leads_on(standing, facts)
        context |= {"standing": standing, "leads": leads, "next_grade": grades.get(leads.grade)}
        context["knows"] = bool(standing.reasons)
    return render(request, "insights/guidance/career_journey.html", context)


def _recommended(answers: Answers) -> dict[str, Any]:
    found = recommend(answers)
    result = found.result
    ours, of_size = qualifications_like(level=result.level, size=result.size, on=uk_day(timezone.now()))
    return {
        "result": result,
        "headline": spoken(result),
        "size": size_in_words(result.size),
        "in_favour": [(said(answers, ground.question), ground.text) for ground in found.in_favour],
        "against": [(said(answers, ground.question), ground.text) for ground in found.against],
        "changes": changes_in_words(result, changes(answers)),
        "ours": ours,
        "of_size": of_size,
        "level_path": reverse("qualifications:level_detail", args=[result.level]) if ours else "",
        "for_us": result.body != Body.ILM,
    }


def said(answers: Answers, key: str) -> str:
    """The question in short, and what was answered."""
    return f"{BY_KEY[key].short}: {LABELS[key][getattr(answers, key)]}"
