"""What machines ask a site for first: a map of it, what they are to leave alone, and whom to tell of a weakness."""

import functools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import PUBLIC, public
from cmiportal.rules.days import uk_day
from cmiportal.visitors import reads_query

from .sitemaps import SECTIONS, Section, static_pages

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
# Open to anybody and of use to nobody who searches: answers of the moment, ways in for people, checks for machines.
NOT_FOR_ROBOTS = (
    *("/admin/", "/accounts/", "/search/", "/links/", "/payments/", "/calendar/", "/demo/", "/healthz", "/readyz"),
    *("/register/", "/verify/", "/chartered-manager/verify/", "/messages/stop/"),
)
SECURITY_DAYS = 180


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The map's sections, a file for each SITEMAP_PAGE addresses; two queries a section."""
    files = [file for name in SECTIONS for file in _files(name)]
    return render(request, "site/sitemap_index.xml", {"files": files}, content_type=XML)


@public
@reads_query("p")
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One file of a section; two queries, the number of addresses and their rows."""
    found = _section(section)
    number = request.GET.get("p", "1")
    is_number = number.isdecimal() and len(number) <= len(str(found.paginator.num_pages))
    if not is_number or not 1 <= int(number) <= found.paginator.num_pages:
        raise Http404
    own = urlsplit(settings.SITE_URL)
    host: Any = SimpleNamespace(domain=own.netloc)  # what is asked of a Site; the request's host is not to be trusted
    urls = found.get_urls(page=int(number), site=host, protocol=own.scheme)
    return render(request, "site/sitemap.xml", {"urls": urls}, content_type=XML)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything is open to search engines but what is somebody's own."""
    closed = [f"Disallow: {place}\n" for place in closed_places()]
    # The page itself and not what lies below it: a form, whose answers are nobody's to collect.
    rules = "".join([*closed, *(f"Allow: {page}$\n" for page in open_within(closed_places()))])
    address = settings.SITE_URL + reverse("site:sitemap")
    return HttpResponse(f"User-agent: *\n{rules}\nSitemap: {address}\n", content_type=TEXT)


@public
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); it is good for half a year from today."""
    expires = datetime.combine(uk_day(timezone.now()) + timedelta(days=SECURITY_DAYS), datetime.min.time(), UTC)
    lines = (
        f"Contact: mailto:{settings.SECURITY_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('site:security')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@functools.cache
def closed_places() -> list[str]:
    """The beginnings of all addresses that are not for robots, each once; ``*`` stands for a part that varies."""
    own = {re.sub(r"<[^>]+>", "*", path) for path, rule in _rules(get_resolver()) if rule not in ("", PUBLIC)}
    places = sorted({*NOT_FOR_ROBOTS, *own})
    return [place for place in places if not any(place != other and place.startswith(other) for other in places)]


def open_within(places: list[str]) -> list[str]:
    """The pages of the map that stand at the head of a place that is closed to robots."""
    return [page for page in static_pages() if page in places]


def _rules(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    """(address, rule of access) of every view below; those of others have none."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _rules(pattern, path)
        else:
            yield path, getattr(pattern.callback, "access", "")


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise Http404
    return SECTIONS[name](uk_day(timezone.now()))


def _files(name: str) -> Iterator[dict[str, object]]:
    section = _section(name)
    address = settings.SITE_URL + reverse("site:sitemap_section", args=[name])
    lastmod = section.get_latest_lastmod()
    for number in section.paginator.page_range:
        yield {"location": f"{address}?p={number}" if number > 1 else address, "lastmod": lastmod}
