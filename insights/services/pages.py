"""Pages written and moved; an address that a page had leads on to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import Resolver404, get_resolver, resolve

from cmiportal.visitors import publish
from cmiportal.workflow import MoveRefused

from ..models import Page, PageAddress

PAGE_VIEW = "pages:page_detail"
# First parts of addresses that pages share with another part of the site.
SHARED = ("membership",)
TAKEN = "This is the address of another part of the site. Choose one that is free, such as about/{last}."
TAKEN_FIRST = "Addresses that begin with {first}/ belong to another part of the site. Begin with another word."
TEXT = ("title", "standfirst", "body")
COLUMNS = (*TEXT, "menu", "label", "position", "is_published", "path", "updated_at")


class PageRefused(MoveRefused):
    """A page cannot be written like that; the sentence says why."""


@transaction.atomic
def write(*, page: Page, at: datetime) -> Page:
    """Keep a page, new or changed; ``page`` has the values as they are to be.

    Its day of change is that of its words: a page that only moves in a menu says nothing new. Of one whose address
    changed the former one leads on. Raises PageRefused where the address is not free.
    """
    if page.pk is None:
        _check(page)
        page.updated_at = at
        _make_room(page.path)
        _put(page, force_insert=True)
        return page
    before = Page.objects.select_for_update().get(pk=page.pk)
    if any(getattr(before, name) != getattr(page, name) for name in TEXT):
        page.updated_at = at
    if before.path != page.path:
        _check(page)
        _keep_address(before, page.path, at=at)
    _put(page, update_fields=COLUMNS)
    return page


@transaction.atomic
def change_address(*, page: Page, path: str, at: datetime) -> Page:
    """Move a page; its former address leads on to it. The same address again changes nothing. Raises PageRefused."""
    locked = Page.objects.select_for_update().get(pk=page.pk)
    locked.path = path
    return write(page=locked, at=at)


def why_not_path(path: str) -> str:
    """Why no page can have that address, in a sentence; nothing where one can.

    Addresses of other parts of the site come first, so that a page there would never be seen; and where one of theirs
    begins with the same word, another of theirs may come.
    """
    first, _, rest = path.partition("/")
    try:
        found = resolve(f"/{path}/")
    except Resolver404:
        return ""  # the address is no page's either: its form is judged by the column
    if found.view_name != PAGE_VIEW:
        return TAKEN.format(last=path.rpartition("/")[2])
    if rest and first not in SHARED and first in first_parts():
        return TAKEN_FIRST.format(first=first)
    return ""


def first_parts() -> set[str]:
    """The words with which addresses of other parts of the site begin."""
    patterns = [str(pattern.pattern) for pattern in _patterns(get_resolver())]
    return {pattern.partition("/")[0] for pattern in patterns if "/" in pattern} - {""}


def _patterns(resolver: Any) -> Iterator[Any]:
    """The addresses below a resolver without a prefix; of one with a prefix, the resolver."""
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) == "" and hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern)
        else:
            yield pattern


def _check(page: Page) -> None:
    if why := why_not_path(page.path):
        raise PageRefused(why)
    if Page.objects.filter(path=page.path).exclude(pk=page.pk).exists():
        raise PageRefused("Another page has this address.")


def _put(page: Page, **how: Any) -> None:
    """Who waited here for somebody else's page of the same address sees it then."""
    try:
        with transaction.atomic():
            page.save(**how)
    except IntegrityError:
        _check(page)
        raise


def _keep_address(page: Page, path: str, *, at: datetime) -> None:
    """The former address leads on; one that this page takes leads nowhere any more."""
    _make_room(path)
    PageAddress.objects.update_or_create(path=page.path, defaults={"page": page, "since": at})
    publish()


def _make_room(path: str) -> None:
    PageAddress.objects.filter(path=path).delete()
