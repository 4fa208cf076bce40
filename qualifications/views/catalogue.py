"""The catalogue that anybody may read: qualifications and their units."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.ui.drawings import Part, Tick
from cmiportal.ui.narrowing import narrowed
from cmiportal.visitors import reads_query

from ..forms.catalogue import PICK, CatalogueFilterForm
from ..models import Centre, Qualification, QualificationVersion, Unit, UnitVersion
from ..rules.combination import Rule, least_units_left
from ..rules.combination_words import in_words
from ..rules.command_verbs import depth, explained
from ..rules.opening import closed_because
from ..services.rule import pool_of, rules_of
from .linked_data import linked_course
from .unit_parts import parts_of_unit


@public
@reads_query(*CatalogueFilterForm.base_fields, PICK)
@require_safe
def catalogue_list(request: HttpRequest) -> HttpResponse:
    """Qualifications by level and size; those that are withdrawn have a page and no place in the list.

    Those that are ticked to be compared (``?q=``) stay ticked whatever the filters leave.
    """
    on = uk_day(timezone.now())
    listed = Qualification.objects.listed(on=on)
    asked = set(request.GET.getlist(PICK))
    picked = [each for each in listed if each.slug in asked] if asked else []
    form = CatalogueFilterForm(request.GET, on=on, picked=picked)
    in_force = Prefetch("versions", QualificationVersion.objects.in_force(on=on), to_attr="in_force")
    rows = listed.prefetch_related(in_force)
    page = "qualifications/catalogue/catalogue_list.html"
    return narrowed(request, form, page, said=form.ticks, qualifications=rows)


@public
@require_safe
def qualification_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One qualification as a registration today would find it."""
    on = uk_day(timezone.now())
    versions = QualificationVersion.objects.in_force(on=on).filter(qualification__slug=slug)
    version = versions.select_related("qualification__level").first()
    # Without a rule the qualification has a page all the same.
    found = Qualification.objects.select_related("level")
    qualification = version.qualification if version else get_object_or_404(found, slug=slug)
    closed = closed_because(
        has_rule=version is not None,
        opens_on=qualification.operational_start,
        last_on=qualification.last_registration,
        on=on,
    )
    context = {
        "qualification": qualification,
        "closed_because": closed,
        "centres": [] if closed else Centre.objects.approved_for(qualification, on=on),
        "composition": _composition(version) if version else None,
        "policy": _policy(),
        "linked": linked_course(qualification, version),
    }
    return render(request, "qualifications/catalogue/qualification_detail.html", context)


@public
@require_safe
def unit_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The latest published version of a unit, with the qualifications that it counts towards today."""
    now = timezone.now()
    on = uk_day(now)
    unit = get_object_or_404(Unit.objects.select_related("level"), number=number)
    versions = UnitVersion.objects.filter(unit=unit, published_at__isnull=False).order_by("-number")
    version = get_object_or_404(versions.prefetch_related("outcomes__criteria")[:1])
    holding = QualificationVersion.objects.in_force(on=on).filter(pool__unit=unit)
    context = {
        "unit": unit,
        "version": version,
        "words_from": version.words_from or unit.level.words_from,
        "words_to": version.words_to or unit.level.words_to,
        "verbs": explained(each.verb for outcome in version.outcomes.all() for each in outcome.criteria.all()),
        "depth": depth(unit.level_id),
        "qualifications": Qualification.objects.listed(on=on).filter(versions__in=holding),
        "parts": parts_of_unit(number, at=now),
    }
    return render(request, "qualifications/catalogue/unit_detail.html", context)


def _composition(version: QualificationVersion) -> dict[str, Any]:
    """A rule for the page: in words, as a line of credits, and its units with the group in which each counts."""
    pool = pool_of([version.pk])
    rule = rules_of([version], pool=pool)[version.pk]
    total = rule.credits_of(rule.pool)
    for row in pool:
        row.counts_for = _counts_for(rule, row.unit.number)
    return {
        "version": version,
        "words": in_words(rule),
        "units": pool,
        "parted": any(row.counts_for for row in pool),
        "hours_known": any(row.unit_version.glh for row in pool),
        "least_units": least_units_left(rule, ()),
        "total": total,
        "chosen": [Part(rule.min_credits, "")] if rule.min_credits < total else [],
        "ticks": [Tick(rule.min_credits, f"{rule.min_credits} needed")],
        "all_units": f"{total}, all units",
        "drawn": f"A line from 0 to {total} credits: {rule.min_credits} are needed, all units together make {total}.",
    }


def _counts_for(rule: Rule, number: str) -> str:
    """Why the unit is more than one of many: it is mandatory, or stands in a group; of nested groups the innermost."""
    is_marked = number in rule.mandatory and rule.mandatory != rule.pool.keys()
    holding = [group for group in rule.groups if number in group.units]
    innermost = [group.name for group in holding if not any(other.units < group.units for other in holding)]
    return ", ".join(["Mandatory", *innermost] if is_marked else innermost)


def _policy() -> dict[str, int]:
    """The figures of the Institute's policy that a learner asks about."""
    return {
        "marking": settings.MARKING_DAYS,
        "verification": settings.VERIFICATION_DAYS,
        "sign_off": settings.SIGN_OFF_DAYS,
        "assessment": settings.ASSESSMENT_DAYS,
        "resubmissions": settings.RESUBMISSIONS_ALLOWED,
        "years": settings.REGISTRATION_YEARS,
    }
