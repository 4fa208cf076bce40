"""What the frame of every page needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from cmiportal.registry import NavigationEntry, every


@dataclass(frozen=True)
class Link:
    """A navigation entry for one page and one person; ``current`` is ``page``, ``true`` (within) or nothing."""

    label: str
    url: str
    current: str
    count: int


class Navigation:
    """The registered entries for the person who asks, worked out when a template first reads them."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.user = getattr(request, "user", None)

    @cached_property
    def main(self) -> list[Link]:
        """The main menu."""
        return self._section("main")

    @cached_property
    def account(self) -> list[Link]:
        """The person's rooms; visitors have none."""
        return self._section("account") if self.user and self.user.is_authenticated else []

    @cached_property
    def footer(self) -> list[Link]:
        """The links at the foot of the page."""
        return self._section("footer")

    def _section(self, section: str) -> list[Link]:
        shown = [entry for entry in every(NavigationEntry) if entry.section == section and entry.show(self.user)]
        addressed = [(entry, address(entry)) for entry in sorted(shown, key=lambda entry: entry.order)]
        here = nearest((url for _, url in addressed if url), self.path)
        return [
            Link(entry.label, url, self._current(url, here), entry.count(self.user) if entry.count else 0)
            for entry, url in addressed
            if url
        ]

    def _current(self, url: str, here: str) -> str:
        return "" if url != here else "page" if url == self.path else "true"


def address(entry: NavigationEntry) -> str:
    """The entry's address, or nothing where its page is no part of this installation (the demo's pages)."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def nearest(urls: Iterable[str], path: str) -> str:
    """The longest of the addresses that the path lies under, so that one entry at most is current."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")


def page(request: HttpRequest) -> dict[str, Any]:
    """``navigation`` for the frame; costs nothing until a template reads it."""
    return {"navigation": Navigation(request)}
