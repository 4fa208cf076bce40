"""What the frame of every page needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from cmiportal.registry import NavigationEntry, NavigationMenu, NavigationSource, every
from cmiportal.waiting import counts_of


@dataclass(frozen=True)
class Link:
    """A navigation entry for one page and one person; ``current`` is ``page``, ``true`` (within) or nothing."""

    label: str
    url: str
    current: str
    count: int
    below: list["Link"] = field(default_factory=list)


@dataclass(frozen=True)
class Menu:
    """A menu or a column with its links for one page and one person; it has one at least."""

    label: str
    text: str
    links: list[Link]
    explore: Link | None = None

    @property
    def is_current(self) -> bool:
        """Whether this page stands under one of the links."""
        every_link = [one for link in self.links for one in (link, *link.below)]
        return any(link.current for link in every_link) or bool(self.explore and self.explore.current)


class Navigation:
    """The registered entries for the person who asks, worked out when a template first reads them."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.user = getattr(request, "user", AnonymousUser())

    @cached_property
    def main(self) -> list[Menu]:
        """The menus of the site."""
        return self._menus("main")

    @cached_property
    def account(self) -> list[Link]:
        """The person's rooms; visitors have none."""
        return [link for _, link in self._links("account")] if self.user.is_authenticated else []

    @property
    def room(self) -> Link | None:
        """The one of the person's rooms in which they are."""
        return next((link for link in self.account if link.current), None)

    @property
    def new(self) -> int:
        """How much is new or waits in all of the person's rooms."""
        return sum(link.count for link in self.account)

    @cached_property
    def footer(self) -> list[Menu]:
        """The columns at the foot of the page."""
        return self._menus("footer")

    @cached_property
    def legal(self) -> list[Link]:
        """The line at the very end of the page."""
        return [link for menu in self._menus("legal") for link in menu.links]

    @cached_property
    def written(self) -> list[NavigationEntry]:
        """What editors have written into menus."""
        return [entry for source in every(NavigationSource) for entry in source.entries()]

    @cached_property
    def _paths(self) -> set[str]:
        return {entry.url_name for entry in self.written}

    @cached_property
    def _named(self) -> dict[str, Link]:
        return {one.label: one for menu in self.main for link in menu.links for one in (link, *link.below)}

    def named(self, label: str) -> Link | None:
        """The link of the main menus with these words, where there is one."""
        return self._named.get(label)

    def _menus(self, section: str) -> list[Menu]:
        links = self._links(section)
        menus = sorted((menu for menu in every(NavigationMenu) if menu.section == section), key=lambda menu: menu.order)
        filled = [(menu, self._filled(menu, links)) for menu in menus]
        return [Menu(menu.label, menu.text, found, self._explore(menu, found)) for menu, found in filled if found]

    def _filled(self, menu: NavigationMenu, links: list[tuple[NavigationEntry, Link]]) -> list[Link]:
        """The links of a menu in their order, with those that it repeats."""
        own = [(entry.order, link) for entry, link in links if entry.menu == menu.key]
        labels = {link.label for _, link in own}
        again = [(order, link) for order, label in menu.repeats if label not in labels and (link := self.named(label))]
        repeated = [(order, Link(link.label, link.url, link.current, 0)) for order, link in again]
        return [link for _, link in sorted(own + repeated, key=lambda each: each[0])]

    def _explore(self, menu: NavigationMenu, links: list[Link]) -> Link | None:
        url = address(menu.leads_to)
        lies_below = any(one.url.startswith(url) for link in links for one in (link, *link.below))
        if not url or (menu.leads_to.startswith("/") and not lies_below):
            return None
        return Link(menu.explore, url, "page" if url == self.path else "", 0)

    def _links(self, section: str) -> list[tuple[NavigationEntry, Link]]:
        """Entries with their links, in order; those that stand below another are in its link."""
        entries = [*every(NavigationEntry), *self.written]
        shown = [entry for entry in entries if entry.section == section and once_for(self.user, entry.show)]
        addressed = [(entry, self._address(entry)) for entry in sorted(shown, key=lambda entry: entry.order)]
        # An entry's own address comes last, so that it wins over one that another has beside its own.
        homes = {address(name): url for entry, url in addressed for name in entry.also}
        homes |= {url: url for _, url in addressed if url}
        here = homes.get(nearest(homes, self.path), "")
        links = [
            (entry, Link(entry.label, url, self._current(url, here), self._count(entry)))
            for entry, url in addressed
            if url
        ]
        tops = {entry.key: link for entry, link in links if not entry.under}
        for entry, link in links:
            if entry.under in tops:
                tops[entry.under].below.append(link)
        return [(entry, link) for entry, link in links if entry.under not in tops]

    def _address(self, entry: NavigationEntry) -> str:
        """The address of an entry; nothing where it is the path of a page that is not there (yet)."""
        is_written = entry.url_name in self._paths or not entry.url_name.startswith("/")
        return address(entry.url_name) if is_written else ""

    def _count(self, entry: NavigationEntry) -> int:
        return once_for(self.user, counts_of)[entry.waiting] if entry.waiting else 0

    def _current(self, url: str, here: str) -> str:
        return "" if url != here else "page" if url == self.path else "true"


def once_for(user: Any, question: Callable[[Any], Any]) -> Any:
    """What ``question(user)`` answers, asked once in a request: entries and queues share their questions."""
    if not hasattr(user, "_answers"):
        user._answers = {}
    if question not in user._answers:
        user._answers[question] = question(user)
    return user._answers[question]


def address(url_name: str) -> str:
    """The page's address, or nothing where it is no part of this installation (the demo's pages).

    A path, and the address of a page of others, are one already.
    """
    if url_name.startswith(("/", "https://")):
        return url_name
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def nearest(urls: Iterable[str], path: str) -> str:
    """The longest of the addresses that the path lies under, so that one entry at most is current."""
    under = [url for url in urls if path == url or (url not in ("", "/") and path.startswith(url))]
    return max(under, key=len, default="")


def page(request: HttpRequest) -> dict[str, Any]:
    """``navigation`` for the frame; costs nothing until a template reads it."""
    return {"navigation": Navigation(request)}
