"""A learner's own pieces of evidence: listed, added, edited, withdrawn."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import Item
from cmiportal.documents.services import DateRefused, FileRefused, ItemRefused, StaleDraft, create_item
from cmiportal.documents.words import count_words
from cmiportal.posts.once import once
from cmiportal.workflow import MoveRefused
from membership.services.evidence_uses import uses_of

from ..forms.portfolio import EvidenceChangeForm, MappedEvidenceForm, NewEvidenceForm
from ..models import Mapping, UnitEnrolment
from ..rules.gaps import named
from ..services import evidence
from ..services.portfolio import map_item
from .enrolment import get_or_post
from .portfolio import place_of

PAGE = 20
VERSIONS = 20
Revised = NewEvidenceForm | EvidenceChangeForm
EDIT = "qualifications/portfolio/item_form.html"


@dataclass(frozen=True)
class Listed:
    """A piece of evidence in the list: how long it is, and where it is mapped."""

    item: Item
    words: int
    places: list["Place"]


@dataclass(frozen=True)
class Place:
    """Where evidence is mapped: a chosen unit, and its criteria in a sentence."""

    unit: UnitEnrolment
    codes: str


@signed_in
@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """All the person's evidence, the newest first."""
    items = _own(request).order_by("-created_at", "pk")
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    pieces = [Listed(item, count_words(item.draft.text), _places(item)) for item in page]
    return render(request, "qualifications/portfolio/item_list.html", {"page": page, "pieces": pieces})


@signed_in
@get_or_post
@once
def item_add(request: HttpRequest) -> HttpResponse:
    """Add a piece of evidence, to be mapped later, or save it as a draft."""
    form = NewEvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (item := _added(request, form)):
        messages.success(request, f"“{item.title}” is {form.done}.")
        return redirect("qualifications:item_edit", item.pk) if form.is_draft else redirect("qualifications:item_list")
    return _form_page(request, form, title="Add evidence")


@signed_in
@get_or_post
@once
def item_add_to_criterion(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Add a piece of evidence and map it to a criterion at once."""
    unit = get_object_or_404(UnitEnrolment.objects.visible_to(request.user).select_related("unit"), pk=pk)
    criterion = get_object_or_404(unit.unit_version.criteria, code=code)
    form = MappedEvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (item := _added(request, form)):
        pointer = form.cleaned_data["pointer"]
        try:
            map_item(unit_enrolment=unit, item=item, criterion=criterion, pointer=pointer, at=timezone.now())
        except MoveRefused as error:
            messages.warning(request, f"“{item.title}” is {form.done}, but not mapped to {code}. {error}")
        else:
            messages.success(request, f"“{item.title}” is {form.done} and mapped to {code}.")
        back = place_of(unit, criterion)
        return redirect("qualifications:item_edit", item.pk) if form.is_draft else redirect(back)
    return _form_page(request, form, title=f"Add evidence for {code}", unit=unit, criterion=criterion)


@signed_in
@get_or_post
def item_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a piece of evidence; what was handed in before stays as it was."""
    item = get_object_or_404(_own(request), pk=pk)
    form = EvidenceChangeForm(request.POST or None, request.FILES or None, item=item)
    if form.is_valid() and _changed(item, form):
        messages.success(request, f"“{form.cleaned_data['title']}” is saved.")
        return redirect("qualifications:item_edit", pk=item.pk)
    versions = list(item.versions.filter(erased_at=None).exclude(text="").reverse()[:VERSIONS])
    typed_on = bool(versions and versions[0].text != item.draft.text)
    context = {"item": item, "places": _places(item), "versions": versions, "typed_on": typed_on}
    return _form_page(request, form, title=item.title, **context)


@signed_in
@require_POST
def item_remove_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the file away; text stays."""
    item = get_object_or_404(_own(request), pk=pk)
    try:
        evidence.remove_file(item=item, at=timezone.now())
    except (MoveRefused, ItemRefused) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The file is removed.")
    return redirect("qualifications:item_edit", pk=item.pk)


@signed_in
@get_or_post
def item_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then take a piece of evidence out of the portfolio."""
    item = get_object_or_404(_own(request), pk=pk)
    if request.method == "POST":
        try:
            evidence.withdraw_evidence(item=item, at=timezone.now())
        except MoveRefused as error:
            messages.error(request, str(error))
            return redirect("qualifications:item_edit", pk=item.pk)
        messages.success(request, f"“{item.title}” is withdrawn.")
        return redirect("qualifications:item_list")
    context = {"item": item, "places": _places(item), "uses": uses_of(item)}
    return render(request, "qualifications/portfolio/item_withdraw.html", context)


def _own(request: HttpRequest) -> Any:
    """The person's evidence with drafts, files and mappings in two queries."""
    mappings = Mapping.objects.select_related("criterion", "unit_enrolment__unit").order_by(
        "unit_enrolment__unit__number", "criterion__position"
    )
    own = Item.objects.visible_to(request.user).current().select_related("draft__file")
    return own.prefetch_related(Prefetch("mappings", mappings))


def _places(item: Item) -> list[Place]:
    codes: dict[UnitEnrolment, list[str]] = {}
    for mapping in item.mappings.all():
        codes.setdefault(mapping.unit_enrolment, []).append(mapping.criterion.code)
    return [Place(unit, named(found)) for unit, found in codes.items()]


def _added(request: HttpRequest, form: NewEvidenceForm) -> Item | None:
    """The new item, or the draft that was begun while it was typed; None with the refusal at its field."""
    given = form.cleaned_data
    if begun := _own(request).filter(pk=given["draft"]).first():
        return _changed(begun, form)
    try:
        return create_item(
            owner=request.user,
            kind=given["kind"],
            title=given["title"],
            dated_on=given["dated_on"],
            text=given["text"],
            upload=given["file"],
            at=timezone.now(),
        )
    except (FileRefused, ItemRefused) as error:
        _put(form, error)
        return None


def _changed(item: Item, form: Revised) -> Item | None:
    """The item as the form has it, or None with the refusal at its field."""
    given = form.cleaned_data
    try:
        return evidence.change_evidence(
            item=item,
            kind=given["kind"],
            title=given["title"],
            dated_on=given["dated_on"],
            text=given["text"],
            revision=given["revision"],
            upload=given["file"],
            at=timezone.now(),
        )
    except (FileRefused, ItemRefused) as error:
        _put(form, error)
        return None


def _put(form: Revised, error: Exception) -> None:
    if isinstance(error, StaleDraft):
        form.newer = error
        form.carry(revision=error.revision)
    field = "file" if isinstance(error, FileRefused) else "dated_on" if isinstance(error, DateRefused) else "text"
    form.add_error(field, str(error))


def _form_page(request: HttpRequest, form: Revised, **context: Any) -> HttpResponse:
    return render(request, EDIT, {"form": form, **context})
