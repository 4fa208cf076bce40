"""Pages that editors write, under whatever address is nobody else's."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.registry import NavigationMenu, UnknownKey, find

from ..models import Page, PageAddress
from ..rules.markdown import headings
from ..services.navigation import above
from ..services.pages import PAGE_VIEW
from ..services.pictures import facts_in
from .former import led_on

# A page with more parts than these begins with a list of them.
PARTS_WITHOUT_LIST = 3
# Sections whose first page is not one that editors write, or that are called otherwise than their menu.
HOMES = {"membership": ("membership", "/membership/"), "knowledge": ("insights", "/insights/")}


@public
@require_safe
def page_detail(request: HttpRequest, path: str) -> HttpResponse:
    """One page, with those beside or below it; a former address leads on. Two queries, one more with pictures."""
    page = Page.objects.visible_to(request.user).filter(path=path).first()
    if page is None:
        return _led_on(request, path)
    first = path.partition("/")[0]
    section = [other for other in Page.objects.visible_to(request.user).of_section(first) if other.path != path]
    parts = [part for part in headings(page.body) if part.level == 2]  # as in h2
    context: dict[str, Any] = {
        "page": page,
        "crumbs": crumbs_of(page, section),
        "pictures": facts_in(page.body),
        "parts": parts if len(parts) > PARTS_WITHOUT_LIST else [],
        "others": _others(page, section),
        "has_below": any(other.path.startswith(f"{path}/") for other in section),
    }
    return render(request, "insights/pages/page_detail.html", context)


@public
@require_safe
def page_unslashed(request: HttpRequest, path: str) -> HttpResponse:
    """An address without its last slash: it leads to the one with it where anything is there, and is else not found.

    Django itself would lead on to whatever could be a page; to readers, and to those who look for dead links, an
    address that leads on is one that is there. Pages take two queries at most, other parts of the site none.
    """
    whole = request.get_full_path(force_append_slash=True)
    if resolve(f"/{path}/").view_name == PAGE_VIEW and not _is_known(request, path):
        raise Http404
    return HttpResponsePermanentRedirect(whole)


def _is_known(request: HttpRequest, path: str) -> bool:
    """Whether a page has that address, or had it."""
    pages = Page.objects.visible_to(request.user)
    return pages.filter(path=path).exists() or PageAddress.objects.filter(path=path, page__in=pages).exists()


def crumbs_of(page: Page, section: Iterable[Page]) -> list[str]:
    """The way to a page: label, address, label, address, ..., and what it is itself called."""
    titles = {other.path: other.label or other.title for other in section}
    crumbs = ["Home", "/"]
    for path in reversed(above(page.path)):
        if "/" not in path and (path in titles or path in HOMES):
            crumbs += _home_of(path)
        elif path in titles:
            crumbs += [titles[path], f"/{path}/"]
    return [*crumbs, page.title]


def _home_of(first: str) -> tuple[str, str]:
    """What a section is called, by its menu where it has one, and where it begins."""
    key, address = HOMES.get(first, (first, f"/{first}/"))
    try:
        return find(NavigationMenu, key).label, address
    except UnknownKey:
        return first.capitalize(), address


def _others(page: Page, section: Iterable[Page]) -> list[Page]:
    """The pages just below this one; where there are none, those beside it."""
    beside = page.path.rpartition("/")[0]
    below = [other for other in section if other.path.rpartition("/")[0] == page.path]
    return below or [other for other in section if beside and other.path.rpartition("/")[0] == beside]


def _led_on(request: HttpRequest, path: str) -> HttpResponse:
    """To the address that the page of this former one has; raises Http404 where there is none for the person."""
    pages = Page.objects.visible_to(request.user)
    address = PageAddress.objects.filter(path=path, page__in=pages).select_related("page").first()
    if address is None:
        raise Http404
    return led_on(address.page)
