"""What is found: an entry for each page, and the words that they are made of."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When

from .querysets import SearchEntryQuerySet, SearchWordQuerySet

# Text search configurations (migration 0001): English with its stems, and words as they are; both fold accents.
ENGLISH, WORDS = "portal_english", "portal_words"
PUBLIC = "public"
# Audiences whose closed texts have an index of their own; another one is found by reading.
CLOSED = ("registered", "members")


def _open(name: str) -> Any:
    return Case(When(audience=PUBLIC, then=F(name)), default=Value(""), output_field=models.TextField())


def _closed(name: str) -> Any:
    return Case(When(audience=PUBLIC, then=Value("")), default=F(name), output_field=models.TextField())


def _vector(title: Any, summary: Any, words: Any, text: Any) -> models.GeneratedField:
    """Title before summary before text; ``words`` weigh as much as the summary and are not shown."""
    expression = (
        SearchVector(title, weight="A", config=ENGLISH)
        + SearchVector(summary, words, weight="B", config=ENGLISH)
        + SearchVector(text, weight="C", config=ENGLISH)
    )
    return models.GeneratedField(expression=expression, output_field=SearchVectorField(), db_persist=True)


class SearchEntry(models.Model):
    """One page that can be found; written from its source (``registry.SearchSource``), never by hand.

    ``source`` and ``key`` say which row of which table it is; ``kind`` is what results are narrowed by.
    ``audience`` is to whom ``text`` is open: title, summary and ``words`` are found by everybody. ``codes`` find by
    themselves, in small letters. ``weight`` puts one page before another that the words fit as well. ``open_vector`` is
    what anybody finds, ``vector`` the whole of what is not open to all, ``title_vector`` the title in both ways.
    """

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    audience = models.CharField(max_length=12, default=PUBLIC)
    title = models.CharField(max_length=320)
    label = models.CharField(max_length=160, blank=True)
    summary = models.TextField(blank=True)
    words = models.TextField(blank=True)
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    at = models.DateTimeField(null=True, blank=True)
    weight = models.FloatField(default=1)
    open_vector = _vector("title", "summary", "words", _open("text"))
    vector = _vector(_closed("title"), _closed("summary"), _closed("words"), _closed("text"))
    title_vector = models.GeneratedField(
        expression=SearchVector("title", config=ENGLISH) + SearchVector("title", config=WORDS),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["source", "key"]
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["open_vector"], name="search_entry_open", fastupdate=False),
            GinIndex(fields=["title_vector"], name="search_entry_title", fastupdate=False),
            GinIndex(fields=["codes"], name="search_entry_codes", fastupdate=False),
            *(
                GinIndex(fields=["vector"], condition=Q(audience=name), name=f"search_entry_{name}", fastupdate=False)
                for name in CLOSED
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that anybody may find, in how many entries it stands, and its stem: for "did you mean"."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, db_index=True)
    count = models.PositiveIntegerField()

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_alike")]

    def __str__(self) -> str:
        return self.word
