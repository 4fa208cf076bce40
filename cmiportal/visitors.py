"""Pages for visitors come whole from cache; publishing makes every kept page an old one at once.

A visitor is a GET without session and without waiting messages. Only what anybody would get is kept: status 200, no
cookie set (so no page with a CSRF token), nothing that asks not to be stored. Kept under host, address, what htmx asked
for, gzip or not, and the day in UK time (pages say what is open today); compressed, as it went over the wire.
"""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django_htmx.middleware import HtmxDetails

VERSION = "content-version"
MESSAGES_COOKIE = "messages"
# What decides between the page and its part (``ui.htmx.wants_fragment``).
HTMX_HEADERS = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")
VARY = ("Cookie", *HTMX_HEADERS, "Accept-Encoding")
NOT_KEPT = ("no-store", "no-cache", "private", "max-age=0")
# Addresses with a query are endless, so they are kept a shorter time. However many addresses and hosts somebody asks
# with, so many pages are kept in a minute, and as many with a query: the memory serves rate limits and Celery, too.
QUERY_SECONDS = 60
LONGEST_ADDRESS = 500
KEPT_A_MINUTE = 300

Middleware = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kept:
    """A page as it was sent, and the version of the content that it showed."""

    version: str
    content: bytes
    headers: dict[str, str]


def visitors_pages_middleware(get_response: Middleware) -> Middleware:
    """Answer visitors from cache; stands before sessions and compression, so that neither runs for a kept page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.VISITORS_PAGES_SECONDS or not is_visitor(request):
            return _for_this_person(request, get_response(request))
        key = key_of(request)
        found = cache.get_many([VERSION, key])
        # Settled before the page is made: what is published meanwhile makes it old.
        version, kept = found.get(VERSION) or _first_version(), found.get(key)
        if kept and kept.version == version:
            return _answer(request, kept)
        response = get_response(request)
        patch_vary_headers(response, VARY)
        if not (may_be_kept(response) and asks_what_is_read(request) and _is_room(request)):
            return response
        kept = _kept(response, version)
        cache.set(key, kept, _seconds(request))
        return _answer(request, kept)

    return middleware


def reads_query(*names: str) -> Callable[[View], View]:
    """For views: what of the query they read. A page that is asked for with anything else is made, and not kept."""

    def mark(view: View) -> View:
        view.query_names = frozenset(names)  # type: ignore[attr-defined]
        return view

    return mark


def content_version() -> str:
    """What changes whenever something is published: under it may be kept what is made of what visitors read."""
    return cache.get(VERSION) or _first_version()


def publish() -> None:
    """What visitors may read has changed: no kept page is shown any more once the transaction is committed."""
    transaction.on_commit(lambda: cache.set(VERSION, token_hex(8), None), robust=True)


def publish_changes_of(tables: Iterable[type[models.Model]]) -> None:
    """Publish whenever a row of these tables is saved, deleted or tied to another; bulk writers do so themselves."""
    for table in tables:
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=table, dispatch_uid=f"publish {table._meta.label}")
        for field in table._meta.many_to_many:  # what ties two rows together is a row that no other signal tells of
            through: Any = field.remote_field.through
            m2m_changed.connect(_changed, sender=through, dispatch_uid=f"publish {through._meta.label}")


def is_visitor(request: HttpRequest) -> bool:
    """Whether the answer is the one that anybody gets: nobody is signed in, no message waits."""
    cookies = request.COOKIES
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in cookies
        and MESSAGES_COOKIE not in cookies
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def key_of(request: HttpRequest) -> str:
    """The key under which the page is kept."""
    # As views read them: another reading of the same headers would mix pages up.
    htmx = HtmxDetails(request)
    asked = (
        request.get_host(),
        request.get_full_path(),
        bool(htmx),
        htmx.boosted,
        htmx.history_restore_request,
        "gzip" in request.headers.get("Accept-Encoding", ""),
        timezone.localdate().isoformat(),
    )
    return f"page-{sha256(repr(asked).encode()).hexdigest()}"


def may_be_kept(response: HttpResponse) -> bool:
    """Whether anybody may get this very answer."""
    asked = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not any(word in asked for word in NOT_KEPT)
    )


def asks_what_is_read(request: HttpRequest) -> bool:
    """Whether the view reads everything in the query: what nobody reads would be one more copy of the same page."""
    if not request.META.get("QUERY_STRING"):
        return True
    view = request.resolver_match and request.resolver_match.func
    return bool(request.GET) and request.GET.keys() <= getattr(view, "query_names", frozenset())


def _is_room(request: HttpRequest) -> bool:
    """Whether one more page may be kept in this minute; counts it."""
    kind = "query" if request.META.get("QUERY_STRING") else "plain"
    counter = f"pages-kept-{kind}-{int(time()) // 60}"
    try:
        return cache.incr(counter) <= KEPT_A_MINUTE
    except ValueError:
        cache.set(counter, 1, 120)
        return True


def _changed(**kwargs: Any) -> None:
    publish()


def _first_version() -> str:
    """A version where there is none: the cache is new, or was emptied; somebody else's where they were first."""
    version = token_hex(8)
    return version if cache.add(VERSION, version, None) else cache.get(VERSION, version)


def _kept(response: HttpResponse, version: str) -> Kept:
    headers = {name: text for name, text in response.headers.items() if name not in ("Content-Length", "ETag")}
    headers["ETag"] = f'W/"{sha256(_said_in(response)).hexdigest()[:32]}"'
    headers.setdefault("Cache-Control", "no-cache")
    return Kept(version, response.content, headers)


def _said_in(response: HttpResponse) -> bytes:
    """What it says: compressed, the same page is another one each time, by letters of chance against guessing."""
    is_small = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(response.content) if is_small else response.content


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.content, headers=kept.headers)
    return get_conditional_response(request, etag=kept.headers["ETag"], response=response) or response


def _for_this_person(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer for somebody with a session is theirs, whether or not they are signed in."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _seconds(request: HttpRequest) -> int:
    longest = settings.VISITORS_PAGES_SECONDS
    return min(QUERY_SECONDS, longest) if request.META.get("QUERY_STRING") else longest
