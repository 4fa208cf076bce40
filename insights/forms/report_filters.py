"""What narrows the list of reports: their kind, and what they are about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from django.db.models import Q

from cmiportal.ui.filters import ChoicesField, Condition, FilterForm

from ..models import Report, Topic

Kind = Report.Kind
KINDS = {
    Kind.REPORT: "Reports",
    Kind.PAPER: "Discussion papers",
    Kind.SURVEY: "Surveys",
    Kind.TOOLKIT: "Toolkits",
    Kind.ANNUAL: "Annual reports",
}


def of_kinds(kinds: Iterable[str], on: date) -> Q:
    """Reports of one of the kinds."""
    return Q(kind__in=kinds)


def about_topics(keys: Iterable[str], on: date) -> Q:
    """Reports about one of the topics."""
    return Q(topic__in=keys)


class ReportFilterForm(FilterForm):
    """Reports by kind and topic, by links alone; two queries for what there is to choose."""

    url_name = "insights:report_list"
    conditions: ClassVar[Mapping[str, Condition]] = {"kind": of_kinds, "topic": about_topics}

    kind = ChoicesField(label="Kind", choices=[(kind.value, KINDS[kind]) for kind in Kind])
    topic = ChoicesField(label="Topic")

    def offer(self) -> None:
        """Kinds and topics of which something is published."""
        published = Report.objects.published(on=self.on).order_by()
        kinds = set(published.values_list("kind", flat=True).distinct())
        topics = Topic.objects.filter(pk__in=published.values("topic"))
        self.fields["kind"].choices = [each for each in self.fields["kind"].choices if each[0] in kinds]  # type: ignore[attr-defined]
        self.fields["topic"].choices = list(topics.values_list("pk", "title"))  # type: ignore[attr-defined]
