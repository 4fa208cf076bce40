"""What allauth asks of this project. It stands here, above accounts, because its e-mails go through the outbox."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cmiportal.accounts.services import seconds_kept
from cmiportal.database import rule_broken
from cmiportal.workflow import new_id

from .services import notify

# allauth's name of a message -> the registered kind, and for changes to an account what the subject says.
MESSAGES = {
    "account/email/email_confirmation_signup": "account_confirm",
    "account/email/email_confirmation": "account_confirm_change",
    "account/email/account_already_exists": "account_exists",
    "account/email/password_reset_key": "account_reset",
    "account/email/unknown_account": "account_unknown",
}
CHANGES = {
    "account/email/email_changed": "Your e-mail address was changed",
    "account/email/email_deleted": "An e-mail address was removed from your account",
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "Your password was changed",
    "account/email/password_set": "Your account has a password now",
    "mfa/email/totp_activated": "Two-step verification is on",
    "mfa/email/totp_deactivated": "Two-step verification is off",
    "mfa/email/recovery_codes_generated": "You have new recovery codes",
}
# Where allauth puts the address that a message leads to.
LINKS = ("activate_url", "password_reset_url", "signup_url")
RESET = "account_reset_password"
# What anybody can have us send to any address, as often as they like: said once an hour to each.
ONCE_AN_HOUR = {"account_exists", "account_unknown"}
AFTER_CONFIRMING = "after-confirming"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour with our words, our outbox and our pages to come back to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "cannot_remove_primary_email": "An account needs its e-mail address. Change it instead.",
        "duplicate_email": "This is your e-mail address already, or you are changing to it.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "enter_current_password": "This is not your present password.",
        "incorrect_password": "This is not your password.",
        "invalid_password_reset": "This link was used already, or it is too old.",
        "rate_limited": "You have tried too often. Wait a few minutes, then try again.",
        "too_many_login_attempts": "You have tried too often. Wait a few minutes, then try again.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the message; the worker renders and sends it. Raises KeyError for one that we have no words for."""
        at = timezone.now()
        if what := CHANGES.get(template_prefix):
            kind, said = "account_security", {"what": what, "at": at.isoformat(), "path": reverse(RESET)}
        else:
            kind, said = MESSAGES[template_prefix], {"path": path_of(context)}
        key = f"{kind}:{hour_of(at, email) if kind in ONCE_AN_HOUR else new_id()}"
        notify(kind=kind, key=key, recipient=context.get("user"), address=email, context=said, at=at)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """As allauth does, and with the person, whose inbox keeps it too."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whether the address is now this person's; another account, verified or not, may hold it.

        It takes the place of the one that messages went to, which is told; second ones, from a merge, stay.
        """
        try:
            with transaction.atomic(), seconds_kept(email_address.user):
                return super().confirm_email(request, email_address)
        except IntegrityError as error:
            if rule_broken(error) != "user_email":
                raise
        self.add_message(
            request,
            messages.ERROR,
            "account/messages/email_confirmation_failed.txt",
            {"email": email_address.email},
        )
        return False

    def respond_email_verification_sent(self, request: HttpRequest, user: AbstractBaseUser | None) -> HttpResponse:
        """As allauth does; where the person was going waits in their session until the address is confirmed."""
        if back := get_next_redirect_url(request):
            request.session[AFTER_CONFIRMING] = back
        return super().respond_email_verification_sent(request, user)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """The way on, which for whoever just signed up leads through the sign-in page to where they were going."""
        back = self.request.session.pop(AFTER_CONFIRMING, "")
        if back and not self.request.user.is_authenticated:
            return f"{reverse('account_login')}?{urlencode({'next': back})}"
        return super().get_email_verification_redirect_url(email_address)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's own page, which says that it worked."""
        return reverse("accounts:profile_detail")


def hour_of(at: datetime, email: str) -> str:
    """A name for the hour and the address, from which nobody finds the address."""
    return f"{at:%Y%m%d%H}:{salted_hmac(__name__, email).hexdigest()}"


def path_of(context: dict[str, Any]) -> str:
    """The path that the message leads to; without the host a forged one leads nobody astray."""
    return urlsplit(next(context[name] for name in LINKS if name in context)).path
