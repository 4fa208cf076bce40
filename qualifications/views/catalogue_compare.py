"""Up to three qualifications side by side, chosen in the address: ``?q=slug&q=slug``."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.visitors import reads_query

from ..forms.catalogue import PICK, AddToCompareForm
from ..models import Qualification, QualificationVersion
from ..rules.combination import Rule, least_units_left
from ..rules.combination_words import in_words
from ..rules.comparing import MOST, comparable
from ..services.rule import rules_of

NOT_YET = "Not published yet"


@public
@reads_query(PICK)
@require_safe
def qualification_compare(request: HttpRequest) -> HttpResponse:
    """The qualifications asked for, fact by fact; a sentence for what cannot be shown.

    The list sends its filters along, which say nothing here and so lead to the address without them.
    """
    asked = request.GET.getlist(PICK)
    if request.GET.keys() - {PICK}:
        return redirect(address_of(asked))
    on = uk_day(timezone.now())
    listed = {each.slug: each for each in Qualification.objects.listed(on=on)}
    slugs, said = comparable(asked, listed)
    chosen = [listed[slug] for slug in slugs]
    versions = QualificationVersion.objects.in_force(on=on).filter(qualification__in=chosen)
    rules = rules_of(versions) if chosen else {}
    held = {version.qualification_id: (version, rules[version.pk]) for version in versions} if chosen else {}
    names = _names(chosen)
    context = {
        "said": said,
        "chosen": chosen,
        "names": names,
        "rows": [*_facts(chosen, held), *_ways(slugs, names)],
        "form": AddToCompareForm(slugs, listed.values()) if len(chosen) < MOST else None,
        "slugs": slugs,
    }
    return render(request, "qualifications/catalogue/qualification_compare.html", context)


def address_of(slugs: list[str]) -> str:
    """The address that compares these."""
    here = reverse("qualifications:qualification_compare")
    return f"{here}?{urlencode({PICK: slugs}, doseq=True)}" if slugs else here


def _names(chosen: list[Qualification]) -> list[str]:
    """Short names for the columns, "Level 6 Diploma"; whole titles where two would have the same."""
    names = [f"Level {each.level_id} {each.get_size_display()}" for each in chosen]
    return names if len(set(names)) == len(names) else [each.title for each in chosen]


def _facts(chosen: list[Any], held: dict[int, tuple[QualificationVersion, Rule]]) -> list[dict[str, Any]]:
    """A row for each fact, without those that nobody has."""
    pairs = [held.get(each.pk) for each in chosen]
    facts = {
        "Who it is for": [each.audience for each in chosen],
        "Typical roles": [each.level.roles for each in chosen],
        "Comparable with": [each.level.comparable for each in chosen],
        "Credits, at least": [pair[0].min_credits if pair else NOT_YET for pair in pairs],
        "Hours of study": [pair[0].tqt or "" if pair else NOT_YET for pair in pairs],
        "Units, at least": [least_units_left(pair[1], ()) if pair else NOT_YET for pair in pairs],
        "Made up of": [in_words(pair[1]) if pair else NOT_YET for pair in pairs],
        "Words a unit": [
            f"{each.level.words_from:,} to {each.level.words_to:,}" if each.level.words_from else "" for each in chosen
        ],
        "References": [each.level.get_referencing_display() for each in chosen],
        "Registration": ["Open" if each.is_open else "Not open" for each in chosen],
    }
    return [
        {"label": label, "cells": [{"text": text or "–"} for text in row]} for label, row in facts.items() if any(row)
    ]


def _ways(slugs: list[str], names: list[str]) -> list[dict[str, Any]]:
    """The way to the page of each, and the way to leave it out."""
    pages, without = [], []
    for slug, name in zip(slugs, names, strict=True):
        page = reverse("qualifications:qualification_detail", args=[slug])
        pages.append({"text": "Units, dates and centres", "href": page, "hidden": f"of the {name}"})
        left = address_of([each for each in slugs if each != slug])
        without.append({"text": "Remove", "href": left, "hidden": f"the {name}"})
    return [{"label": "Whole page", "cells": pages}, {"label": "Leave out", "cells": without}]
