"""What holds of every page for the person who reads it: times in their zone, and no cache that others share.

And for whom it is shown, where an administrator looks at it as somebody else (``seeing``).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import InternalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from .backends import SessionBackend
from .seeing import SESSION_KEY, seen_now, why_not
from .zones import zone_of

SAFE = ("GET", "HEAD", "OPTIONS")
# What belongs to the person alone, or to whoever holds the link: their sign-in and second step, forms that wait for
# them, links that act by themselves.
NOT_SHOWN = ("account_", "mfa_", "admin:", "links:", "notifications:mail_stop", "accounts:kept_form")
READ_ONLY = "25006"  # PostgreSQL: read_only_sql_transaction
OVER = "You no longer see the portal as somebody else: the time is over, or the account is out of reach."
NOT_SENT = "You see this as somebody else, and can only read. Nothing was sent."
NOT_OPENED = "Nobody but the person opens this page: it is about signing in, or opening it changes something."


def time_zone_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The person's own zone for the time of the request; visitors see the Institute's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return middleware


def private_pages_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What a person sees is theirs: no cache on the way keeps it, and their own asks again before it shows it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware


class SeeingMiddleware:
    """Shows pages as the person whom an administrator looks as; nothing is sent, nothing written, nothing nested."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page as the other person has it, a refusal, or the administrator's own where nothing holds (any more)."""
        key = request.session.get(SESSION_KEY)
        if key is None or request.path == reverse("accounts:see_as_end"):
            return self.get_response(request)
        row = seen_now(key, viewer=request.user, at=timezone.now())
        person = SessionBackend().get_user(row.person_id) if row else None
        if row is None or person is None or why_not(viewer=request.user, person=person):
            return _over(request)
        request.seen_as, request.user = row, person  # type: ignore[attr-defined]
        if request.method not in SAFE:
            return _refused(request, NOT_SENT)
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Make the page where nothing can be written; what would write, and what is private, is not shown."""
        if not hasattr(request, "seen_as"):
            return None
        if (request.resolver_match.view_name or "").startswith(NOT_SHOWN):
            return _refused(request, NOT_OPENED)
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
                response = view(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response
        except InternalError as error:
            if getattr(error.__cause__, "pgcode", "") != READ_ONLY:
                raise
            return _refused(request, NOT_OPENED)


def stop_seeing(request: HttpRequest) -> None:
    """The session is the administrator's again, and no form of the other person's pages can be sent with it."""
    request.session.pop(SESSION_KEY, None)
    rotate_token(request)


def _over(request: HttpRequest) -> HttpResponse:
    stop_seeing(request)
    if request.method not in SAFE:
        return _refused(request, f"{OVER} Nothing was sent.")
    messages.info(request, OVER)
    return redirect("/")


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "accounts/seeing_refused.html", {"sentence": sentence}, status=403)
