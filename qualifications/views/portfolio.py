"""The portfolio of one unit: the criterion grid, and which evidence is mapped to which criterion."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import Item
from cmiportal.posts.once import once
from cmiportal.workflow import MoveRefused

from ..forms.portfolio import MapForm, PointerForm
from ..models import Criterion, Mapping, UnitEnrolment
from ..services import portfolio
from ..services.hand_ins import frozen_evidence, last_hand_in, return_reason
from ..services.portfolio import UnitWork, work_on
from ..workflow import OUTCOMES
from .criterion_grid import grid_of_frozen, grid_of_mappings
from .enrolment import get_or_post
from .evidence_sheets import anchor
from .preflight import preflight
from .unit_parts import parts_of_unit


@signed_in
@require_safe
def unit_portfolio(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Criteria, evidence and gaps while the work is with the learner; what was handed in while it is judged."""
    now = timezone.now()
    unit = own_unit(request, pk)
    work = work_on(unit, at=now)
    latest = work.latest
    is_frozen = bool(work.closed_because and latest and (work.is_in_a_stage or latest.state in OUTCOMES))
    grid = grid_of_frozen(work, frozen_evidence(unit)) if is_frozen else grid_of_mappings(work)
    context = {
        "unit": unit,
        "work": work,
        "grid": grid,
        "is_frozen": is_frozen,
        "hand_in": last_hand_in(latest) if latest else None,
        "is_late": bool(work.is_in_a_stage and latest and latest.due_at and latest.due_at < now),
        "reason": return_reason(latest) if latest and latest.state == "returned" else "",
        "feedback": _feedback(work),
        "gaps": [(criterion.code, anchor(criterion.code)) for criterion in work.gaps],
        "with_evidence": _with_evidence(work),
        "before": None if work.closed_because else preflight(work, today=timezone.localdate(now)),
        "parts": parts_of_unit(unit.unit.number, at=now),
    }
    return render(request, "qualifications/portfolio/unit_portfolio.html", context)


@signed_in
@get_or_post
@once
def mapping_add(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Choose a piece of evidence for a criterion, and say where in it."""
    unit = own_unit(request, pk)
    criterion = get_object_or_404(unit.unit_version.criteria.select_related("outcome"), code=code)
    mapped = unit.mappings.with_evidence().filter(criterion=criterion)
    items = Item.objects.visible_to(request.user).current().select_related("draft__file").order_by("-created_at", "pk")
    form = MapForm(request.POST or None, items=list(items.exclude(pk__in=mapped.values("item"))))
    if form.is_valid() and _mapped(request, unit, criterion, form):
        return redirect(place_of(unit, criterion))
    work = work_on(unit, at=timezone.now())
    context = {
        "unit": unit,
        "criterion": criterion,
        "form": form,
        "mapped": work.by_criterion.get(criterion.pk, []),
        "judgement": work.judgements.get(criterion.pk),
        "closed_because": work.closed_because,
    }
    return render(request, "qualifications/portfolio/mapping_add.html", context)


@signed_in
@get_or_post
def mapping_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say otherwise where in the evidence a criterion is met, or take it away."""
    mapping = _own_mapping(request, pk)
    form = PointerForm(request.POST or None, initial={"pointer": mapping.pointer})
    if form.is_valid():
        try:
            portfolio.change_pointer(mapping=mapping, pointer=form.cleaned_data["pointer"], at=timezone.now())
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The place for {mapping.criterion.code} is saved.")
            return redirect(place_of(mapping.unit_enrolment, mapping.criterion))
    context = {"form": form, "mapping": mapping, "unit": mapping.unit_enrolment, "criterion": mapping.criterion}
    return render(request, "qualifications/portfolio/mapping_edit.html", context)


@signed_in
@require_POST
def mapping_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take evidence from a criterion; the evidence stays in the portfolio."""
    mapping = _own_mapping(request, pk)
    try:
        portfolio.unmap(mapping=mapping, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{mapping.item.title}” is no longer mapped to {mapping.criterion.code}.")
    return redirect(place_of(mapping.unit_enrolment, mapping.criterion))


def own_unit(request: HttpRequest, pk: UUID) -> UnitEnrolment:
    """The person's own unit with what every page about it shows; 404 for anybody else's."""
    units = UnitEnrolment.objects.visible_to(request.user)
    return get_object_or_404(
        units.select_related("enrolment__centre", "enrolment__qualification", "unit__level", "unit_version", "learner"),
        pk=pk,
    )


def place_of(unit: UnitEnrolment, criterion: Criterion) -> str:
    """The address of a criterion's row in the grid."""
    return f"{reverse('qualifications:unit_portfolio', args=[unit.pk])}#{anchor(criterion.code)}"


def _own_mapping(request: HttpRequest, pk: int) -> Mapping:
    mappings = Mapping.objects.visible_to(request.user)
    return get_object_or_404(mappings.select_related("item", "criterion", "unit_enrolment__unit"), pk=pk)


def _mapped(request: HttpRequest, unit: UnitEnrolment, criterion: Criterion, form: MapForm) -> bool:
    given = form.cleaned_data
    item, pointer = given["item"], given["pointer"]
    try:
        portfolio.map_item(unit_enrolment=unit, item=item, criterion=criterion, pointer=pointer, at=timezone.now())
    except MoveRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"“{item.title}” is mapped to {criterion.code}.")
    return True


def _with_evidence(work: UnitWork) -> str:
    which = "open criteria" if work.met else "criteria"
    return f"{len(work.open) - len(work.gaps)} of {len(work.open)} {which} have evidence"


def _feedback(work: UnitWork) -> list[tuple[Criterion, str]]:
    """What the last signed-off judgement says of each criterion that is not yet met."""
    if work.is_in_a_stage:
        return []
    return [(one, work.judgements[one.pk].feedback) for one in work.open if one.pk in work.judgements]
