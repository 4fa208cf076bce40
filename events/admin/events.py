"""Events in the admin: written here, and moved, changed, copied and written about on pages of their own."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import TextField, URLField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from cmiportal.read_only import MovesInline

from ..forms.clocks import LinesField
from ..forms.event_parts import AgendaForm, AgendaFormSet, PriceForm, PriceFormSet, booked_before
from ..forms.running import CONDITIONS, EventForm
from ..forms.speakers import SpeakerForm, SpeakerFormSet
from ..models import AgendaItem, Event, EventEvent, EventPrice, Speaker
from ..permissions import is_of_the_events_team
from ..services.editing import TIME_AND_PLACE, draft, edit
from ..services.places import locked_event
from ..services.tickets import when_of
from ..workflow import EventState
from .event_book import book_page
from .event_draft import draft_page
from .event_figures import all_figures_page, figures_page
from .event_line import line_page
from .event_lists import COMING_FIRST, EventLists
from .event_message import message_page
from .event_pages import DRAFT_PAGE, PAGES, event_page, offered
from .exports import EventExport

WRITTEN = ("title", "slug", "strapline", "description", "kind", "format", "access")
CLOCKS = ("time_zone", ("starts_at", "ends_at"))
MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at")
PLACE = ("venue", "address", "joining_url", "access_notes")
HEADINGS = ("series", "region", "communities", "topics")
BOOKING = ("capacity", "taken", "party_max", ("opens_at", "closes_at"), "cpd_minutes")


class PriceInline(admin.TabularInline):
    """What a place costs, before VAT; without a price it is free."""

    model = EventPrice
    form = PriceForm
    formset = PriceFormSet
    fields = ("audience", "pence", "vat_basis_points")
    extra = 0


class SpeakerInline(admin.StackedInline):
    """Who speaks."""

    model = Speaker
    form = SpeakerForm
    formset = SpeakerFormSet
    fields = ("position", "name", "role", "about")
    extra = 0


class AgendaInline(admin.TabularInline):
    """What happens when, by the clocks of the event."""

    model = AgendaItem
    form = AgendaForm
    formset = AgendaFormSet
    fields = ("starts_at", "title", "text")
    extra = 0


class EventEventInline(MovesInline):
    """The moves of the event."""

    model = EventEvent


@admin.register(Event)
class EventAdmin(EventLists, EventExport, admin.ModelAdmin):
    """All events; the events team alone writes them."""

    form = EventForm
    change_form_template = "admin/events/event/change_form.html"
    change_list_template = "admin/events/event/change_list.html"
    formfield_overrides: ClassVar = {URLField: {"assume_scheme": "https"}, TextField: {"form_class": LinesField}}
    list_display = ("title", "begins", "state", "places", "region")
    list_filter = ("state", "kind", "format", "access", "region", "series", "communities", "topics")
    list_select_related = ("region",)
    search_fields = ("title", "slug", "speakers__name")
    search_help_text = "Title, address or speaker"
    show_full_result_count = False
    date_hierarchy = "starts_at"
    ordering = COMING_FIRST
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("communities", "topics")
    readonly_fields = ("state", "taken", "published_at", "when", "slides_there")
    event_path = ""
    export_heads: ClassVar = {"slug": "address", "starts_at": "begins", "ends_at": "ends", "cpd_minutes": "CPD minutes"}
    export_columns = (
        *("title", "slug", "state", "kind", "format", "starts_at", "ends_at", "time_zone"),
        *("region__title", "series__title", "capacity", "taken", "cpd_minutes"),
    )
    inlines = (PriceInline, SpeakerInline, AgendaInline, EventEventInline)

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """As long as it is a draft with its clocks; afterwards they are shown, and change on a page of their own."""
        clocks = CLOCKS if _is_draft(obj) else ("when",)
        is_booked = obj and booked_before(obj) and self.has_change_permission(request, obj)
        return (
            (None, {"fields": ("state", *WRITTEN) if obj else WRITTEN}),
            ("When and where", {"fields": (*clocks, *PLACE)}),
            ("What it belongs to", {"fields": HEADINGS}),
            ("Places and booking", {"fields": (*BOOKING, "conditions_seen") if is_booked else BOOKING}),
            ("Afterwards", {"fields": ("recording_url", "slides_there")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> tuple[str, ...]:
        """The number of places has a page of its own; so have time and place once the event is published."""
        if obj is None:
            return self.readonly_fields
        if _is_draft(obj):
            return (*self.readonly_fields, "capacity")
        return (*self.readonly_fields, "capacity", "slug", *TIME_AND_PLACE)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Event | None = None) -> dict[str, Any]:
        """The address is made from the title, until somebody may have kept it."""
        return self.prepopulated_fields if _is_draft(obj) and self.has_change_permission(request, obj) else {}

    def get_inlines(self, request: HttpRequest, obj: Event | None) -> Any:
        """An event that is not there yet has not moved."""
        return self.inlines if obj else self.inlines[:-1]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        """While it is saved its row is locked, so that the form judges what is written over."""
        row: Event | None = super().get_object(request, object_id, from_field)
        return locked_event(row) if row and request.method == "POST" else row

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The events team, with the right to."""
        return is_of_the_events_team(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """The events team, with the right to."""
        return is_of_the_events_team(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """Nobody: an event that is not held is cancelled, and whoever booked it is told."""
        return False

    def save_model(self, request: HttpRequest, obj: Event, form: forms.ModelForm, change: bool) -> None:
        """A new event is a draft; of one that is there only what was changed is written."""
        if not change:
            draft(event=obj, by=request.user, at=timezone.now())  # type: ignore[arg-type] # of the team
            return
        changed = set(form.changed_data)
        if "time_zone" in changed:  # the same clocks in another zone are other moments
            changed |= {name for name in MOMENTS if name in form.cleaned_data}
        columns = {field.name for field in Event._meta.concrete_fields}
        values = {name: form.cleaned_data[name] for name in changed & columns}
        edit(event=obj, values=values, by=request.user, at=timezone.now())  # type: ignore[arg-type] # of the team

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever booked did so at the conditions before: who changes them is told how many."""
        super().save_related(request, form, formsets, change)
        prices = any(formset.has_changed() for formset in formsets if formset.model is EventPrice)
        if (booked := booked_before(form.instance)) and (prices or CONDITIONS & set(form.changed_data)):
            said = f"{booked} at the former conditions; they keep what they paid."
            self.message_user(request, said, messages.WARNING)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Event | None = None, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the pages that are open to this person."""
        context["pages"] = offered(obj, request.user) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and a page for each thing that can be done with an event."""
        site = self.admin_site.admin_view
        moves = [
            path(
                f"<uuid:pk>/{name.replace('_', '-')}/",
                site(event_page),
                {"name": name, "model_admin": self},
                name=f"events_event_{name}",
            )
            for name in PAGES
        ]
        others = {"line": line_page, "message": message_page, "figures": figures_page, "book": book_page}
        about = [
            path(f"<uuid:pk>/{name}/", site(page), {"model_admin": self}, name=f"events_event_{name}")
            for name, page in others.items()
        ]
        about.append(path("<uuid:pk>/delete-draft/", site(draft_page), {"model_admin": self}, name=DRAFT_PAGE))
        everything = path("figures/", site(all_figures_page), {"model_admin": self}, name="events_event_all_figures")
        return [everything, *moves, *about, *super().get_urls()]

    def view_on_site(self, event: Event) -> str:
        """Its page; the events team sees drafts there too."""
        return event.get_absolute_url()

    @admin.display(description="begins", ordering="starts_at")
    def begins(self, event: Event) -> datetime:
        """In the zone of who looks, as all lists of the admin."""
        return event.starts_at

    @admin.display(description="when")
    def when(self, event: Event) -> str:
        """By the clocks of the event."""
        return f"{when_of(event)} ({event.time_zone})"

    @admin.display(description="places", ordering="taken")
    def places(self, event: Event) -> str:
        """How many are taken."""
        return f"{event.taken} of {event.capacity}"


def _is_draft(event: Event | None) -> bool:
    return event is None or event.state == EventState.DRAFT
