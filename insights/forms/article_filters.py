"""What narrows the list of articles: words of the title, kind, topic and series."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q, Value

from cmiportal.database import ImmutableUnaccent
from cmiportal.ui.filters import ChoicesField, Condition, FilterForm, WordsField

from ..models import ArticleSeries, Topic
from ..models.articles import Kind

KINDS = {
    Kind.ARTICLE: "Articles",
    Kind.NEWS: "News",
    Kind.INTERVIEW: "Interviews",
    Kind.RESEARCH: "Research",
    Kind.LONG_READ: "Long reads",
    Kind.HIGHLIGHTS: "Highlights",
    Kind.CASE_STUDY: "Case studies",
}
HEADINGS: dict[str, type[Topic] | type[ArticleSeries]] = {"topic": Topic, "series": ArticleSeries}


def with_words(words: str, on: date) -> Q:
    """Articles with each word in the title that readers see."""
    return Q(*(Q(shown__words__contains=ImmutableUnaccent(Value(word))) for word in words.split()))


def of_kinds(kinds: Iterable[str], on: date) -> Q:
    """Articles of one of the kinds."""
    return Q(kind__in=kinds)


def about_topics(keys: Iterable[str], on: date) -> Q:
    """Articles about one of the topics."""
    return Q(topic__in=keys)


def in_series(keys: Iterable[str], on: date) -> Q:
    """Articles of one of the series."""
    return Q(series__in=keys)


class ArticleFilterForm(FilterForm):
    """Articles by words, kind, topic and series; two queries for the topics and series there are."""

    url_name = "insights:article_list"
    conditions: ClassVar[Mapping[str, Condition]] = {
        "word": with_words,
        "kind": of_kinds,
        "topic": about_topics,
        "series": in_series,
    }

    word = WordsField(label="Words", help_text="In the title")
    kind = ChoicesField(label="Kind", choices=[(kind.value, KINDS[kind]) for kind in Kind])
    topic = ChoicesField(label="Topic")
    series = ChoicesField(label="Series")

    def offer(self) -> None:
        """Topics and series of published articles; what there is none of is not asked for."""
        for name, model in HEADINGS.items():
            choices = list(model.objects.listed().values_list("pk", "title"))
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def kind_links(self) -> list[dict[str, Any]]:
        """The kinds as links; the first for all of them."""
        return self.links("kind", "Everything")
