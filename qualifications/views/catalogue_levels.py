"""A level: who it is for, and what it offers in each size."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..models import Level, Qualification, QualificationVersion, UnitVersion
from ..rules.sizes import HOURS


@public
@require_safe
def level_detail(request: HttpRequest, level: int) -> HttpResponse:
    """One level with its qualifications by size, its units, and the levels next to it."""
    on = uk_day(timezone.now())
    this = get_object_or_404(Level, number=level)
    others = {each.number: each for each in Level.objects.exclude(number=level)}
    in_force = Prefetch("versions", QualificationVersion.objects.in_force(on=on), to_attr="in_force")
    qualifications = list(Qualification.objects.listed(on=on).filter(level=this).prefetch_related(in_force))
    context = {
        "level": this,
        "qualifications": qualifications,
        "sizes": _sizes(qualifications),
        "units": UnitVersion.objects.latest_published().filter(unit__level=this),
        "lower": others.get(level - 1),
        "higher": others.get(level + 1),
    }
    return render(request, "qualifications/catalogue/level_detail.html", context)


def _sizes(qualifications: list[Any]) -> list[dict[str, Any]]:
    """A row for each size that the level offers, with the fewest credits that one of them asks."""
    return [
        {
            "label": label,
            "hours": HOURS[size],
            "credits": min((held.in_force[0].min_credits for held in of_size if held.in_force), default=None),
            "count": len(of_size),
        }
        for size, label in Qualification.Size.choices
        if (of_size := [each for each in qualifications if each.size == size])
    ]
