"""What narrows the lists of events: when, where, for whom, about what, and at what price."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.dateformat import format as format_date

from cmiportal.ui.filters import ChoicesField, Condition, DayField, FilterForm, WordsField

from ..models import Community, Region, Topic
from ..rules.months import after, month_of
from .event_conditions import (
    DATES,
    about_topics,
    at_dates,
    costing_nothing,
    held_as,
    in_regions,
    of_communities,
    since_day,
    until_day,
    with_places,
    with_words,
)

HEADINGS: dict[str, type[models.Model]] = {"region": Region, "community": Community, "topic": Topic}
DAYS = {"when", "since", "until"}
SHARED: dict[str, Condition] = {
    "word": with_words,
    "since": since_day,
    "until": until_day,
    "region": in_regions,
    "community": of_communities,
    "topic": about_topics,
}


class PastEventFilterForm(FilterForm):
    """Events that are over: by words, days, regions, communities and topics; three queries for what there is."""

    url_name = "events:past_list"
    conditions: ClassVar[Mapping[str, Condition]] = SHARED

    word = WordsField(label="Words", help_text="In the title, the venue, its town or address, or a speaker’s name")
    since = DayField(label="First day", word="from")
    until = DayField(label="Last day", word="until")
    region = ChoicesField(label="Region")
    community = ChoicesField(label="Community")
    topic = ChoicesField(label="Topic")

    def offer(self) -> None:
        """Regions, communities and topics as they are; what there is none of is not asked for."""
        for name, model in HEADINGS.items():
            choices = list(model._default_manager.values_list("pk", "title"))
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Days in their order: where the last is before the first, that is said, and the last is let go of."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:  # both as 2026-12-01
            self.add_error("until", "The last day is before the first. Choose a later one, or an earlier first day")
        return cleaned

    def ways(self) -> dict[str, str]:
        """Addresses of events to come, of a month and of past ones, each with those of the filters that it knows."""
        month = self.month()
        return {
            "list": self._elsewhere(EventFilterForm, reverse(EventFilterForm.url_name)),
            "calendar": self._elsewhere(CalendarFilterForm, address_of_month(month)),
            "past": self._elsewhere(PastEventFilterForm, reverse(PastEventFilterForm.url_name)),
        }

    def month(self) -> date:
        """The first day of the month in which the calendar opens: that of the days asked for, as far as it goes."""
        asked = self._day_asked()
        return month_of(asked.year, asked.month, today=self.on) or self.on.replace(day=1)

    def _day_asked(self) -> date:
        """The day from which, or else until which, events are asked for; today where neither is said."""
        day = self.taken.get("since") or self.taken.get("until")
        return date.fromisoformat(day) if day else self.on

    def _elsewhere(self, form_class: "type[PastEventFilterForm]", path: str) -> str:
        """Days stay behind: those of events to come find nothing among past ones, and a month has its own."""
        names = form_class.base_fields.keys() - DAYS
        pairs = urlencode([(name, value) for name, value in self._said(self.taken) if name in names])
        return f"{path}?{pairs}" if pairs else path


class EventFilterForm(PastEventFilterForm):
    """Events to come: also by the way in which one is there, by price, and by whether there are places."""

    url_name = "events:event_list"
    conditions: ClassVar[Mapping[str, Condition]] = {
        **SHARED,
        "when": at_dates,
        "format": held_as,
        "price": costing_nothing,
        "places": with_places,
    }
    field_order = ("word", "when", "since", "until", "format", "price", "places", "region", "community", "topic")

    when = ChoicesField(label="Dates", choices=list(DATES.items()))
    format = ChoicesField(label="Format", choices=[("online", "Online"), ("in_person", "In person")])
    price = ChoicesField(label="Price", choices=[("free", "Free for everybody"), ("members", "Free for members")])
    places = ChoicesField(label="Places", choices=[("left", "Places left")])

    def date_links(self) -> list[dict[str, Any]]:
        """The stretches of dates as links, each for it alone beside the other filters; the first for all of them."""
        everything, *stretches = self.links("when", "All dates")
        all_dates = everything["current"] and not self.taken.keys() & DAYS
        return [{**everything, "href": self.address(**dict.fromkeys(DAYS, "")), "current": all_dates}, *stretches]

    def address_of_past(self) -> str:
        """Past events on the days asked for, where all of these are past; else nothing."""
        until = self.taken.get("until", "")
        if not until or date.fromisoformat(until) >= self.on:
            return ""
        known = {name: value for name, value in self.taken.items() if name in PastEventFilterForm.base_fields}
        return f"{reverse(PastEventFilterForm.url_name)}?{urlencode(self._said(known))}"

    def _day_asked(self) -> date:
        """As for past events; the next month where that is asked for by name."""
        if self.taken.get("when") == ["next_month"]:
            return after(self.on.replace(day=1))
        return super()._day_asked()


class CalendarFilterForm(EventFilterForm):
    """Events of a month, whose first day is ``first``: as those to come, but for the dates."""

    url_name = "events:event_calendar"
    when = since = until = None  # type: ignore[assignment]

    def __init__(self, data: QueryDict, *, on: date, first: date) -> None:
        self.first = first
        super().__init__(data, on=on)

    def path(self) -> str:
        """The address of the month without a query."""
        return address_of_month(self.first)

    def month(self) -> date:
        """The month itself."""
        return self.first

    def turned_to(self, first: date) -> dict[str, str] | None:
        """Another month with these filters: ``month``, ``year`` and ``href``; None beyond the end of the calendar."""
        if month_of(first.year, first.month, today=self.on) is None:
            return None
        href = self._elsewhere(CalendarFilterForm, address_of_month(first))
        return {"month": format_date(first, "F"), "year": str(first.year), "href": href}


def address_of_month(first: date) -> str:
    """Where the calendar shows the month that begins on that day."""
    return reverse(CalendarFilterForm.url_name, args=[first.year, first.month])
