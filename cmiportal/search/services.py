"""Writing down what can be found: in the transaction of each change, by the clock, and all of it anew.

An entry is written only where it differs, so doing it again is harmless. Entries that are known are locked before their
rows are read: of two changes at once the later one reads what the earlier one wrote.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Concat
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.urls import reverse
from django.utils import timezone

from cmiportal.database import count_words_of
from cmiportal.registry import SearchFacts, SearchPage, SearchSource, every, find
from cmiportal.visitors import publish

from .models import ENGLISH, PUBLIC, WORDS, SearchEntry, SearchWord
from .words import UNSEEN

AT_A_TIME = 500
# A tsvector holds a megabyte; nobody reads a longer page, and its first part finds it.
TEXT_MAX = 100_000
PAGES = "fixed"
FIELDS = ("kind", "audience", "title", "label", "summary", "words", "codes", "text", "url", "at", "weight")
Facts = dict[str, tuple[str, SearchFacts]]


@transaction.atomic
def reindex(key: str, keys: Iterable[Any], *, at: datetime) -> int:
    """Write down the rows of the source ``key`` with these primary keys as they are now; how many entries changed.

    For bulk writers, whose rows no signal tells of. Raises UnknownKey where there is no such source.
    """
    source = find(SearchSource, key)
    wanted = list(dict.fromkeys(str(each) for each in keys))
    changed = sum(_written(source.key, part, _facts_of(source, at)) for part in _parts(wanted))
    if changed:
        publish()
    return changed


def reindex_due(*, at: datetime) -> int:
    """Write down what the clock has shown or hidden of late."""
    bound = [source for source in every(SearchSource) if source.due]
    return sum(reindex(source.key, source.due(at), at=at) for source in bound if source.due)


def rebuild(*, at: datetime) -> int:
    """Write down all of every source in batches, take away what is no more, count the words; how many changed."""
    changed = _rebuild_pages() + sum(rebuild_source(source.key, at=at) for source in every(SearchSource))
    known = [PAGES, *(source.key for source in every(SearchSource))]
    gone, _ = SearchEntry.objects.exclude(source__in=known).delete()
    count_words()
    return changed + gone


def rebuild_source(key: str, *, at: datetime) -> int:
    """Write down all rows of one source, a transaction for each batch, and take away what is no more."""
    present = {str(pk) for pk in find(SearchSource, key).rows().order_by().values_list("pk", flat=True)}
    known = set(SearchEntry.objects.filter(source=key).values_list("key", flat=True))
    return sum(reindex(key, part, at=at) for part in _parts(sorted(present | known)))


@transaction.atomic
def count_words() -> int:
    """Count anew the words of all that anybody may read, for "did you mean"; how many there are."""
    space, text = Value(" "), Case(When(audience=PUBLIC, then=F("text")), default=Value(""), output_field=TextField())
    said = Concat("title", space, "summary", space, "words", space, text, output_field=TextField())
    return count_words_of(SearchEntry.objects.order_by().values_list(said), SearchWord, words=WORDS, stems=ENGLISH)


def follow(sources: Iterable[SearchSource]) -> None:
    """Write down every change of these tables, and of those they watch, in its transaction."""
    for source in sources:
        own: dict[str, Callable[[Any], Iterable[Any]]] = {source.model: lambda row: [row.pk]}
        for label, keys_of in (own | dict(source.watched)).items():
            _follow(source, label, keys_of)
        for field in apps.get_model(source.model)._meta.many_to_many:
            through: Any = field.remote_field.through
            tied = _tied(source)
            m2m_changed.connect(tied, sender=through, weak=False, dispatch_uid=f"search {source.key} {field.name}")


def _follow(source: SearchSource, label: str, keys_of: Callable[[Any], Iterable[Any]]) -> None:
    def changed(instance: models.Model, **kwargs: Any) -> None:
        reindex(source.key, keys_of(instance), at=timezone.now())

    for signal in (post_save, post_delete):
        uid = f"search {source.key} {label}"
        signal.connect(changed, sender=apps.get_model(label), weak=False, dispatch_uid=uid)


def _tied(source: SearchSource) -> Callable[..., None]:
    def changed(instance: models.Model, action: str, reverse: bool, pk_set: set | None, **kwargs: Any) -> None:
        if action.startswith("post"):
            reindex(source.key, (pk_set or ()) if reverse else [instance.pk], at=timezone.now())

    return changed


def _parts(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while part := list(islice(rest, AT_A_TIME)):
        yield part


def _facts_of(source: SearchSource, at: datetime) -> Callable[[Sequence[str]], Facts]:
    def read(keys: Sequence[str]) -> Facts:
        found = ((row.pk, source.facts(row, at)) for row in source.rows().filter(pk__in=keys))
        return {str(pk): (source.kind, facts) for pk, facts in found if facts}

    return read


def _rebuild_pages() -> int:
    pages = {page.key: page for page in every(SearchPage)}
    known = SearchEntry.objects.filter(source=PAGES).values_list("key", flat=True)

    def read(keys: Sequence[str]) -> Facts:
        return {key: (pages[key].kind, _facts_of_page(pages[key])) for key in keys if key in pages}

    with transaction.atomic():
        return _written(PAGES, sorted({*pages, *known}), read)


def _facts_of_page(page: SearchPage) -> SearchFacts:
    return SearchFacts(
        title=page.title,
        url=reverse(page.url_name),
        summary=page.summary,
        words=page.words,
        label=page.label,
        weight=page.weight,
    )


def _written(source: str, keys: list[str], read: Callable[[Sequence[str]], Facts]) -> int:
    """Bring the entries of these keys up to what ``read`` says of them, after locking them; how many changed."""
    entries = SearchEntry.objects.filter(source=source, key__in=keys)
    known = {key: rest for key, *rest in entries.select_for_update().order_by("key").values_list("key", *FIELDS)}
    made = {key: _entry(source, key, *facts) for key, facts in read(keys).items()}
    changed = [made[key] for key in made if known.get(key) != [getattr(made[key], name) for name in FIELDS]]
    SearchEntry.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["source", "key"], update_fields=FIELDS
    )
    gone = [key for key in known if key not in made]
    if gone:
        entries.filter(key__in=gone).delete()
    return len(changed) + len(gone)


def _entry(source: str, key: str, kind: str, facts: SearchFacts) -> SearchEntry:
    return SearchEntry(
        source=source,
        key=key,
        kind=kind,
        audience=facts.audience,
        title=_plain(facts.title),
        label=_plain(facts.label),
        summary=_plain(facts.summary),
        words=_plain(" ".join([facts.label, *facts.codes, facts.words])),
        codes=[code.casefold() for code in facts.codes if code],
        text=_plain(facts.text)[:TEXT_MAX],
        url=facts.url,
        at=facts.at,
        weight=facts.weight,
    )


def _plain(text: str) -> str:
    """In one line, without letters that nobody sees, and the control characters by which extracts are marked."""
    return " ".join("".join(_letters(UNSEEN.sub("", text))).split())


def _letters(text: str) -> Iterator[str]:
    return (" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
