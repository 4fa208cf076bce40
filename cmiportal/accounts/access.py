"""Who may open an address: every view is wrapped in one of these rules, and a test refuses one without.

The rule is coarse (anybody, signed in, people with a role); which rows a person sees is ``visible_to(user)``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from cmiportal.posts.keeping import keep

View = Callable[..., HttpResponseBase]

PUBLIC = "public"
SIGNED_IN = "signed in"
SIGNING_IN = "signing in"
STAFF = "staff"


def public(view: View) -> View:
    """Anybody may open this."""
    return _named(view, PUBLIC)


def signed_in(view: View) -> View:
    """Anybody with an account; others sign in first and come back, with what they had typed."""
    return _named(_signed_in_first(view), SIGNED_IN)


def only(name: str, test: Callable[[Any], bool]) -> Callable[[View], View]:
    """People for whom ``test(user)`` holds; for others who are signed in the address does not exist (404)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not test(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return _named(_signed_in_first(guarded), name)

    return wrap


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in page and back; a form that was sent without a session waits at the end of it."""
    back = request.get_full_path()
    if request.method == "POST":
        kept = keep(request, at=timezone.now())
        if kept:
            back = reverse("accounts:kept_form", args=[kept.pk])
            messages.info(request, "You were signed out before your form arrived. It is kept: sign in to send it.")
    response = redirect_to_login(back)
    htmx = HtmxDetails(request)
    if htmx and not htmx.history_restore_request:
        return HttpResponseClientRedirect(response.url)
    return response


def _signed_in_first(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else sign_in_first(request)

    return guarded


def _named(view: View, name: str) -> View:
    @wraps(view)
    def ruled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    ruled.access = name  # type: ignore[attr-defined]
    return ruled


# Addresses whose views are not ours, by name; the admin asks for staff by itself (``admin_view``).
RULES_OF_OTHERS = {
    **dict.fromkeys(
        (
            "account_confirm_email",
            "account_email_verification_sent",
            "account_inactive",
            "account_login",
            "account_logout",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "account_signup",
        ),
        PUBLIC,
    ),
    # Between the password and the second step: allauth holds who it is in the session.
    **dict.fromkeys(("account_confirm_login_code", "mfa_authenticate"), SIGNING_IN),
    **dict.fromkeys(
        (
            "account_change_password",
            "account_confirm_reauthentication_code",
            "account_email",
            "account_reauthenticate",
            "account_request_reauthentication_code",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_download_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_view_recovery_codes",
        ),
        SIGNED_IN,
    ),
}


def rule_of(name: str, view: Any) -> str | None:
    """Who may open the address of that name (``namespace:name``); None where nobody has said so."""
    if name.startswith("admin:"):
        return PUBLIC if name in ("admin:login", "admin:jsi18n") else STAFF
    return getattr(view, "access", None) or RULES_OF_OTHERS.get(name)
