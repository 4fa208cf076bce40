"""What narrows the resource library: words of the title, kind, level, topic, and the time there is."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet, Value

from cmiportal.database import ImmutableUnaccent
from cmiportal.ui.filters import ChoicesField, Condition, FilterForm, WordsField

from ..models import Topic
from ..services.library import READING_ORDER, Kind

LEVELS = range(2, 9)
MINUTES = (15, 30, 60)
MANY = {
    Kind.DEFINITION: "Definitions",
    Kind.CHECKLIST: "Checklists",
    Kind.MODEL: "Models",
    Kind.THINKER: "Thinkers",
    Kind.VIDEO: "Videos and scenes",
    Kind.ELEARNING: "E-learning",
    Kind.BOOK: "Books",
}
# In the reading order, so that whoever begins at the top of the list of kinds begins with the right one.
KINDS = [(kind.value, MANY[kind]) for kind in READING_ORDER]


def with_words(words: str, on: date) -> Q:
    """Resources with each word in their title."""
    return Q(*(Q(words__contains=ImmutableUnaccent(Value(word))) for word in words.split()))


def of_kinds(kinds: Iterable[str], on: date) -> Q:
    """Resources of one of the kinds."""
    return Q(kind__in=kinds)


def for_levels(levels: Iterable[str], on: date) -> Q:
    """Resources for the work of one of the levels: those that are for all of them, too."""
    return Q(levels__overlap=[int(level) for level in levels]) | Q(levels=[])


def about_topics(keys: Iterable[str], on: date) -> Q:
    """Resources about one of the topics."""
    return Q(topic__in=keys)


def within_minutes(minutes: Iterable[str], on: date) -> Q:
    """Resources that take no longer than the longest of these."""
    return Q(minutes__lte=max(map(int, minutes)))


class ResourceFilterForm(FilterForm):
    """Resources by words, kind, level, time and topic; one query for the topics there are."""

    url_name = "insights:resource_list"
    conditions: ClassVar[Mapping[str, Condition]] = {
        "word": with_words,
        "kind": of_kinds,
        "time": within_minutes,
        "level": for_levels,
        "topic": about_topics,
    }

    word = WordsField(label="Words", help_text="In the title")
    kind = ChoicesField(label="Kind", choices=KINDS)
    time = ChoicesField(label="Time", choices=[(str(each), f"Up to {each} minutes") for each in MINUTES])
    level = ChoicesField(label="Level", choices=[(str(level), f"Level {level}") for level in LEVELS])
    topic = ChoicesField(label="Topic")

    def offer(self) -> None:
        """Topics of published resources; where there is none, none is asked for."""
        choices = list(Topic.objects.with_resources(on=self.on).values_list("pk", "title"))
        if choices:
            self.fields["topic"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["topic"]

    def counts_without(self, rows: QuerySet) -> dict[str, int]:
        """As everywhere; each filter asks the row itself, so the table is read once for all of them."""
        met = {name: self.conditions[name](value, self.on) for name, value in self.taken.items()}
        left = {
            f"without_{name}": Count("pk", filter=Q(*(each for other, each in met.items() if other != name), pk__gt=0))
            for name in met
        }
        return rows.order_by().aggregate(**left)

    def kind_links(self) -> list[dict[str, Any]]:
        """The kinds as links, in the reading order; the first for all of them."""
        return self.links("kind", "Everything")
