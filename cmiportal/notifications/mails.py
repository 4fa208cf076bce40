"""The e-mail of one notification: its words, its headers, its two parts."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.accounts.zones import zone_of
from cmiportal.registry import NotificationKind, find

from .models import Notification
from .plain import one_line
from .rendering import render_mail
from .unsubscribing import unsubscribe_url

NAME_LENGTH = 80
# What has a meaning of its own in a header of addresses.
SPECIAL = str.maketrans(dict.fromkeys('"\\<>()@,;:', " "))
ABOUT_THE_ACCOUNT = "it concerns your account or your dealings with the Institute"


def compose(row: Notification) -> EmailMultiAlternatives:
    """The message that this row owes; the same row always has the same Message-ID.

    Raises UnknownKey or MissingValue, or what a faulty template raises, when it cannot be rendered.
    """
    kind = find(NotificationKind, row.kind)
    zone = zone_of(row.recipient) if row.recipient else None
    rendered = render_mail(row.kind, row.context, frame=frame_of(kind, row), time_zone=zone)
    message = EmailMultiAlternatives(
        subject=rendered.subject, body=rendered.text, to=[addressee(kind, row)], headers=headers_of(kind, row)
    )
    message.attach_alternative(rendered.html, "text/html")
    return message


def addressee(kind: NotificationKind, row: Notification) -> str:
    """Address and name for the To header; a name in any script is encoded, and cannot add a header."""
    if row.recipient is None or not kind.by_name:
        return row.to_address
    name = one_line(row.recipient.get_full_name().translate(SPECIAL), NAME_LENGTH)
    return f'"{name}" <{row.to_address}>' if name else row.to_address


def headers_of(kind: NotificationKind, row: Notification) -> dict[str, str]:
    """A stable Message-ID, no answer from machines wanted, and a way out of what is no service message (RFC 8058)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{row.message_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    if way_out := unsubscribe_address(kind, row.recipient):
        headers["List-Unsubscribe"] = f"<{way_out}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def frame_of(kind: NotificationKind, row: Notification) -> dict[str, Any]:
    """What greeting and footer say to this reader."""
    return {
        "greeting": one_line(greeted(row), NAME_LENGTH) if kind.by_name else "",
        "reason": kind.reason or ABOUT_THE_ACCOUNT,
        "service": kind.service,
        "preferences_url": settings.SITE_URL + reverse("notifications:preference_edit") if row.recipient else "",
        "unsubscribe_url": unsubscribe_address(kind, row.recipient),
    }


def greeted(row: Notification) -> str:
    """Whom the greeting names: the account's person, or who the context says holds the address."""
    return row.recipient.get_short_name() if row.recipient else row.context.get("greeting", "")


def unsubscribe_address(kind: NotificationKind, recipient: User | None) -> str:
    """Where this reader stops messages of this kind with one click; empty for service messages."""
    return "" if kind.service or recipient is None else unsubscribe_url(recipient, kind.key)
