"""How an app joins what the ground floor and the roof offer, without either importing the other.

An app calls ``register(...)`` in ``AppConfig.ready()`` with frozen entries of the kinds below; the ground floor asks
``find(Kind, key)`` and the roof ``every(Kind)``. An entry holds functions, so nothing here knows a model.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID


class UnknownKey(LookupError):
    """Nothing is registered under that key."""


class AlreadyRegistered(Exception):
    """A second, different entry under one key."""


@dataclass(frozen=True)
class Entry:
    """What all kinds share: a key that is unique within the kind."""

    key: str


@dataclass(frozen=True)
class Wish:
    """Where an app keeps who asked for messages of an optional kind, which come to nobody else.

    ``holds(user)`` is whether they did; ``ask(user, at)`` and ``end(user)`` keep that they do, and that they do not.
    """

    holds: Callable[[Any], bool]
    ask: Callable[[Any, datetime], None]
    end: Callable[[Any], None]


@dataclass(frozen=True)
class NotificationKind(Entry):
    """A message that the portal can owe somebody.

    ``subject`` is a ``str.format`` pattern over the context; ``template`` names a pair ``<template>.txt`` and
    ``<template>.html`` (docs/notifications.md says how they are written). Service messages always come by e-mail; of
    the others a person chooses. ``reason`` ends the footer's sentence "You receive this because ...". The context of
    a ``secret`` kind holds a link that acts by itself: it is shown neither in the inbox nor to staff, and forgotten
    once the message is sent. A kind that is not ``by_name`` goes to addresses that nobody has confirmed, so it names
    nobody: else anybody could have us send a stranger words of their choice. ``example`` is a whole context of invented
    values, for previews and tests. Of a kind with a ``wish`` nothing comes to whoever did not ask for it, and no other
    preference is kept.
    """

    label: str
    subject: str
    template: str
    service: bool = True
    reason: str = ""
    secret: bool = False
    by_name: bool = True
    wish: Wish | None = None
    example: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class DocumentKind(Entry):
    """Who may open a stored file of this kind: ``may_open(user, file)``."""

    label: str
    may_open: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class LinkAction(Entry):
    """What a signed link lets an outside person do, once; the key is the link's purpose.

    ``load(subject_id)`` gives the object or None when it no longer waits for an answer; ``describe(subject)`` the
    template's context; ``perform(link=, subject=, data=, at=)`` acts and returns the sentence of thanks.
    """

    label: str
    days: int
    form: str
    template: str
    load: Callable[[UUID], Any | None]
    describe: Callable[[Any], Mapping[str, Any]]
    perform: Callable[..., str]


@dataclass(frozen=True)
class NavigationMenu(Entry):
    """A menu of the main navigation (section ``main``) or a column of the ``footer``; without entries it is not shown.

    ``text`` is the one sentence that introduces a menu, ``explore`` the words of the one link below it, which leads to
    ``leads_to``: the name of a page, or the path of one that editors write, where anything in the menu lies below it.
    ``repeats`` are the order and the words of links of the main menus that stand here, too. The line at the very end of
    a page is the menu of the section ``legal``.
    """

    label: str
    section: str
    order: int
    text: str = ""
    explore: str = ""
    leads_to: str = ""
    repeats: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class NavigationEntry(Entry):
    """A link in the main navigation, the account bar or the footer, shown to whom it concerns.

    ``url_name`` is the name of a page, or the path of one that editors write (it begins with a slash), shown as long as
    a NavigationSource has it. ``menu`` is the key of the NavigationMenu under which it stands, and ``under`` that of
    the entry of the same menu below which it does; in the ``account`` bar it has neither.
    ``also`` names further pages that belong under it, with what lies below them, where no entry shown has them as its
    own. ``waiting(user)`` is the queryset of what is new or waits there; the bar counts those of all entries in one
    query. For whom nothing can wait, as a session knows without asking, it is ``none()``.
    """

    label: str
    url_name: str
    section: str
    menu: str = ""
    show: Callable[[Any], bool] = lambda user: True
    order: int = 100
    also: tuple[str, ...] = ()
    waiting: Callable[[Any], Any] | None = None
    under: str = ""


@dataclass(frozen=True)
class NavigationSource(Entry):
    """Navigation that editors write: ``entries()`` gives NavigationEntry rows, whose ``url_name`` is a path.

    It is asked once in a request and by every page, so it answers from the cache as long as nothing was published.
    """

    entries: Callable[[], Sequence[NavigationEntry]]


@dataclass(frozen=True)
class SessionFact(Entry):
    """What nearly every page asks about the person who opens it, so that it is read with the account, in one query.

    ``expression()`` is a column over the accounts; ``keep(user, value)`` puts what was read where it is looked for.
    """

    expression: Callable[[], Any]
    keep: Callable[[Any, Any], None]


@dataclass(frozen=True)
class Entrusted(Entry):
    """People whose pages show what belongs to others, so that no administrator sees the portal as they do."""

    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class WorkQueue(Entry):
    """Work that waits for a person: ``waiting(user)`` is its queryset, ``url_name`` the page that lists it.

    It is ``none()`` for whom nothing can wait, as in NavigationEntry.
    """

    label: str
    url_name: str
    waiting: Callable[[Any], Any]


@dataclass(frozen=True)
class OrderKind(Entry):
    """What an order of this kind is for: what being paid, cancelled or refunded does to its ``subject_id``.

    Each is called once, as ``paid(order, at)``, within the transaction that changed the order and under its lock;
    ``address(order)`` is the page of what was ordered, ``onward`` the words that lead to it. ``until(order)`` is the
    last moment at which paying helps, such as the start of an event; None where there is none. Invoices are due before.
    """

    label: str
    paid: Callable[[Any, datetime], None]
    cancelled: Callable[[Any, datetime], None]
    refunded: Callable[[Any, datetime], None]
    address: Callable[[Any], str]
    onward: str = "Go to what you ordered"
    until: Callable[[Any], datetime | None] = lambda order: None


@dataclass(frozen=True)
class MergeTable(Entry):
    """What becomes of a table when two accounts of one person are made one; the key is its label, "app.Model".

    Each column that names an account is in one of three: ``moves``, where the account that stays is named from then
    on; ``keeps``, which says who did something and goes on naming the closed account; ``ends``, whose rows go with it.
    ``called`` is one row and several, in words. ``conflicts``: by the name of a rule that two people keep and one
    cannot, the sentence that refuses the merge; rules in ``settles`` are seen to by ``settle(leaving, staying, at)``,
    which is called before anything moves. ``apart``: pairs of paths to two accounts which must never be one person's,
    such as who judged and whose work it was.
    """

    called: tuple[str, str] = ("row", "rows")
    moves: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    conflicts: Mapping[str, str] = field(default_factory=dict, hash=False)
    apart: tuple[tuple[str, str], ...] = ()
    settle: Callable[[Any, Any, datetime], None] | None = None
    settles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergeHindrance(Entry):
    """What else stands in the way of a merge: ``found(leaving, staying)`` is a sentence, or empty."""

    found: Callable[[Any, Any], str]


@dataclass(frozen=True)
class CalendarSource(Entry):
    """Dates of one app for a person's own calendar: ``entries(person, at)`` gives ``calendars.CalendarEntry`` rows.

    It asks a number of queries that does not grow with what it finds, and leaves out what is long past.
    """

    entries: Callable[[Any, datetime], Iterable[Any]]


@dataclass(frozen=True)
class PublicTable(Entry):
    """A table whose rows visitors read: saving one makes every kept page of visitors an old one."""

    model: str


@dataclass(frozen=True)
class RegionPart(Entry):
    """What an app shows on the page of a region below the events: ``rows(names, at)`` under ``label``.

    ``names`` are those by which others say that they are in the region, in small letters. ``template`` draws ``rows``;
    where there are none nothing is shown.
    """

    label: str
    template: str
    rows: Callable[[Collection[str], datetime], Sequence[Any]]
    order: int = 100


@dataclass(frozen=True)
class UnitPart(Entry):
    """What an app shows on the pages of a unit, beside what it asks: ``rows(numbers, at)`` under ``label``.

    ``numbers`` are those of units; it takes one query. ``template`` draws ``rows``; without rows nothing is shown.
    """

    label: str
    template: str
    rows: Callable[[Collection[str], datetime], Sequence[Any]]
    order: int = 100


@dataclass(frozen=True)
class SearchKind(Entry):
    """What the search calls a thing, by one and by several; results are narrowed to a kind. In order of ``order``."""

    one: str
    many: str
    order: int = 100


@dataclass(frozen=True)
class SearchFacts:
    """What is found of one page: title before summary before text; ``words`` find it and are not shown.

    ``audience`` is the key of a SearchAudience, to whom alone ``text`` is open; title, summary and words are found by
    everybody. ``codes`` are numbers by which it is found before all else, ``label`` what it is, in a word or two.
    ``weight`` puts it before (above 1) or behind (below 1) others that the words fit as well.
    """

    title: str
    url: str
    summary: str = ""
    text: str = ""
    words: str = ""
    label: str = ""
    audience: str = "public"
    codes: tuple[str, ...] = ()
    at: datetime | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class SearchSource(Entry):
    """A table whose rows are pages that can be found, each under its primary key.

    ``rows()`` is the queryset of all that may be found, with what ``facts(row, at)`` asks of them; None is what is not
    to be found at that moment. A change of a row, and of what its many-to-many fields hold, is written down in the same
    transaction; ``watched`` names further tables, "app.Model", and which rows a change of one of theirs concerns.
    ``due(at)`` gives the keys of those that the clock has lately shown, hidden or put behind others.
    """

    kind: str
    model: str
    rows: Callable[[], Any]
    facts: Callable[[Any, datetime], SearchFacts | None]
    watched: Mapping[str, Callable[[Any], Iterable[Any]]] = field(default_factory=dict, hash=False)
    due: Callable[[datetime], Iterable[Any]] | None = None


@dataclass(frozen=True)
class SearchPage(Entry):
    """A page without a row of its own that can be found; those that are ``popular`` help who has nothing to type."""

    title: str
    url_name: str
    summary: str
    words: str = ""
    label: str = ""
    kind: str = "page"
    weight: float = 1.3
    popular: bool = False


@dataclass(frozen=True)
class SearchAudience(Entry):
    """People to whom texts of this audience are open, and who find what these say: ``holds(user)``.

    ``label`` says it to the others.
    """

    label: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class PrivacyTable(Entry):
    """A table that holds personal data: the path to the person, what an export shows, how long it is kept."""

    model: str
    person: str
    export: tuple[str, ...]
    retention: str


E = TypeVar("E", bound=Entry)
_entries: dict[type[Entry], dict[str, Entry]] = {}


def register(*entries: Entry) -> None:
    """Add entries; the same entry twice is harmless, another under a taken key raises AlreadyRegistered."""
    for entry in entries:
        kept = _entries.setdefault(type(entry), {}).setdefault(entry.key, entry)
        if kept != entry:
            raise AlreadyRegistered(f"{type(entry).__name__} {entry.key!r} is registered by another app.")


def find(kind: type[E], key: str) -> E:
    """The entry of that kind and key; raises UnknownKey."""
    try:
        return _entries[kind][key]  # type: ignore[return-value]
    except KeyError:
        raise UnknownKey(f"No {kind.__name__} is registered as {key!r}.") from None


def every(kind: type[E]) -> list[E]:
    """All entries of that kind, in order of registration."""
    return list(_entries.get(kind, {}).values())  # type: ignore[arg-type]
