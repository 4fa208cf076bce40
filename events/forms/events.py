"""What narrows the lists of events: when, where, for whom, about what, and at what price."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

from cmiportal.ui.filters import ChoicesField, Condition, DayField, FilterForm, WordsField

from ..models import Community, Region, Topic
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

    word = WordsField(label="Words", help_text="In the title, the venue or a speaker’s name")
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
        return self.links("when", "All dates")
