"""The pages that editors put into menus, as entries of the navigation."""

from collections.abc import Iterable, Sequence

from cmiportal.registry import NavigationEntry
from cmiportal.visitors import content_version

from ..models import Page

# The line at the very end of each page is a menu of its own, and so is its section.
LEGAL = "legal"


class PageMenu:
    """Entries of the menus, read once in a process for each version of what visitors read.

    Every page asks for them, those of people who are signed in too, so that a query for each would be one too many.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, tuple[NavigationEntry, ...]] = ("", ())

    def entries(self) -> Sequence[NavigationEntry]:
        """All of them, in no order: each says where it stands."""
        version = content_version()
        if self._kept[0] != version:
            self._kept = version, tuple(entries_of(Page.objects.in_menus()))
        return self._kept[1]

    def remember(self, entries: Iterable[NavigationEntry]) -> None:
        """Take these as those of the present version."""
        self._kept = content_version(), tuple(entries)


PAGES = PageMenu()


def entries_of(pages: Iterable[Page]) -> list[NavigationEntry]:
    """An entry for each page of a menu, below that of the nearest page above it in the same menu."""
    found = list(pages)
    menus = {page.path: page.menu for page in found}
    return [
        NavigationEntry(
            key=page.path,
            label=page.label,
            url_name=page.get_absolute_url(),
            section=LEGAL if page.menu == LEGAL else "main",
            menu=page.menu,
            order=page.position,
            under=next((path for path in above(page.path) if menus.get(path) == page.menu), ""),
        )
        for page in found
    ]


def above(path: str) -> list[str]:
    """The addresses above one, the nearest first.

    >>> above("community/awards/student-of-the-year")
    ['community/awards', 'community']
    """
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
