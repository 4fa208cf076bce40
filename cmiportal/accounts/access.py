"""Who may open an address: every view is wrapped in one of these rules, and a test refuses one without.

The rule is coarse (anybody, signed in, people with a role); which rows a person sees is ``visible_to(user)``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anybody may open this."""
    return _named(view, "public")


def signed_in(view: View) -> View:
    """Anybody with an account; others sign in first and come back."""
    return _named(login_required(view), "signed in")


def only(name: str, test: Callable[[Any], bool]) -> Callable[[View], View]:
    """People for whom ``test(user)`` holds; for others who are signed in the address does not exist (404)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not test(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return _named(login_required(guarded), name)

    return wrap


def _named(view: View, name: str) -> View:
    @wraps(view)
    def ruled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    ruled.access = name  # type: ignore[attr-defined]
    return ruled
