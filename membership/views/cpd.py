"""A person's CPD record: the list with the picture of the areas, entries, offers, and the record as a file."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from cmiportal.accounts.access import signed_in
from cmiportal.paging import PagedList
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.cpd import EntryForm, RecordFilter, evidence_of
from ..models import Area, CpdEntry, CpdOffer, CpdReview
from ..querysets.cpd import CpdEntryQuerySet
from ..services.cpd import entries as cpd
from ..services.cpd import offers as cpd_offers
from .cpd_words import drawn

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])
HOME = "membership:cpd_list"


@method_decorator(signed_in, name="dispatch")
class CpdList(PagedList):
    """The record, narrowed by year and area, below what is offered to it and the picture of what it builds."""

    template_name = "membership/cpd/list.html"
    context_object_name = "entries"

    @cached_property
    def areas(self) -> list[Area]:
        """All nine."""
        return list(Area.objects.all())

    @cached_property
    def counts(self) -> Counter[tuple[int, str]]:
        """The number of entries of each year in each area."""
        rows = CpdEntry.objects.visible_to(self.request.user).counted()
        return Counter({(year, area): number for year, area, number in rows})

    @cached_property
    def form(self) -> RecordFilter:
        """What narrows the list."""
        years = sorted({year for year, _ in self.counts}, reverse=True)
        return RecordFilter(self.request.GET.dict(), years=years, areas=self.areas)

    def get_queryset(self) -> CpdEntryQuerySet:
        """The person's entries that are asked for."""
        return CpdEntry.objects.visible_to(self.request.user).narrowed(**narrowing(self.form)).whole()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's context."""
        chosen, user = self.form.chosen, self.request.user
        built = Counter[str]()
        for (year, area), number in self.counts.items():
            if str(year) == chosen.get("year", str(year)):
                built[area] += number
        return super().get_context_data(
            form=self.form,
            chosen=chosen_links(self.form),
            pdf=address(chosen, "membership:cpd_record_pdf"),
            csv=address(chosen, "membership:cpd_record_csv"),
            picture=drawn(self.areas, built, year=chosen.get("year", "")),
            offers=CpdOffer.objects.visible_to(user).waiting().select_related("area"),
            review=CpdReview.objects.filter(person=user).open().select_related("sample").first(),
            is_empty=not self.counts,
            today=uk_day(timezone.now()),
            **kwargs,
        )


@signed_in
@get_or_post
@once
def cpd_entry_add(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    form = _form(request)
    if form.is_valid() and _kept(form, cpd.add_entry, person=request.user):
        messages.success(request, "The entry is in your record.")
        return redirect(HOME)
    return render(request, "membership/cpd/entry_form.html", {"form": form, "heading": "Add to your CPD record"})


@signed_in
@get_or_post
def cpd_entry_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an entry."""
    entry = get_object_or_404(CpdEntry.objects.visible_to(request.user).whole(), pk=pk)
    form = _form(request, entry=entry)
    if form.is_valid() and _kept(form, cpd.change_entry, entry=entry):
        messages.success(request, "The entry is changed.")
        return redirect(HOME)
    return render(request, "membership/cpd/entry_form.html", {"form": form, "heading": entry.title, "entry": entry})


@signed_in
@get_or_post
def cpd_entry_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether an entry is to go, and take it out."""
    entry = get_object_or_404(CpdEntry.objects.visible_to(request.user).select_related("offer"), pk=pk)
    if request.method == "POST":
        cpd.remove_entry(entry=entry)
        messages.success(request, f"“{entry}” is removed from your record.")
        return redirect(HOME)
    return render(request, "membership/cpd/entry_remove.html", {"entry": entry})


@signed_in
@get_or_post
@once
def cpd_offer_take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an offer an entry, after saying what came of it; who goes back is led to what came of it."""
    offer = get_object_or_404(CpdOffer.objects.visible_to(request.user), pk=pk)
    if offer.entry_id:
        messages.info(request, "This is in your record already. Here is the entry.")
        return redirect("membership:cpd_entry_edit", pk=offer.entry_id)
    if offer.dismissed_at:
        messages.info(request, f"You said that “{offer}” does not belong in your record.")
        return redirect(HOME)
    form = _form(request, offer=offer)
    if form.is_valid() and _kept(form, cpd_offers.take_up, offer=offer):
        messages.success(request, "The entry is in your record.")
        return redirect(HOME)
    context = {"form": form, "heading": "Add to your CPD record", "offer": offer}
    return render(request, "membership/cpd/entry_form.html", context)


@signed_in
@require_POST
def cpd_offer_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that an offer does not belong in the record."""
    offer = get_object_or_404(CpdOffer.objects.visible_to(request.user), pk=pk)
    try:
        cpd_offers.dismiss(offer=offer, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{offer}” is not offered any more.")
    return redirect(HOME)


def narrowing(form: RecordFilter) -> dict[str, Any]:
    """What was chosen, as ``CpdEntryQuerySet.narrowed`` takes it."""
    year = form.chosen.get("year")
    return {"year": int(year) if year else None, "area": form.chosen.get("area", "")}


def address(chosen: dict[str, str], name: str = HOME) -> str:
    """The record narrowed like that, as the list or as a file."""
    return f"{reverse(name)}?{urlencode(chosen)}" if chosen else reverse(name)


def chosen_links(form: RecordFilter) -> list[dict[str, str]]:
    """What narrows the list, each as the link that takes it away."""
    words, chosen = form.in_words(), form.chosen
    return [
        {"label": words[name], "href": address({other: chosen[other] for other in chosen if other != name})}
        for name in chosen
    ]


def _form(request: HttpRequest, *, entry: CpdEntry | None = None, offer: CpdOffer | None = None) -> EntryForm:
    row = entry or offer
    return EntryForm(
        request.POST or None,
        offered=evidence_of(request.user, entry),
        today=uk_day(timezone.now()),
        initial=EntryForm.initial_of(row) if row else None,
    )


def _kept(form: EntryForm, keep: Callable[..., Any], **about: Any) -> bool:
    """Whether what was typed is kept; else the form says why not."""
    try:
        keep(values=form.values(), evidence=form.cleaned_data["evidence"], at=timezone.now(), **about)
    except MoveRefused as error:
        form.add_error(None, str(error))
        return False
    return True
