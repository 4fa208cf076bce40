"""From kind and plain values to subject, text and HTML, at the moment of sending or reading.

Two template engines of their own: a value that is missing raises instead of leaving a hole in a sentence, the text
part is not escaped, the HTML part is, and the tags of ``templatetags/mail.py`` are built in.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.template.backends.django import DjangoTemplates
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from cmiportal.registry import NotificationKind, find

from .plain import one_line

SUBJECT_LENGTH = 150
TEXT_WIDTH = 72

# Every HTML template extends "notifications/mail_base.html", which extends one of these.
MAIL_FRAME = "notifications/mail_frame.html"
PAGE_FRAME = "notifications/message_frame.html"

# What begins an entry of a list: its further lines stand under its first word.
ENTRY = re.compile(r"\s*(?:- |\d+\.\d+ +)?")
DATE = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
NO_BREAK = "\u00a0"

SERIF = "'Palatino Linotype',Palatino,'Book Antiqua',Georgia,serif"
# What mail programs need on the element itself; colours for a dark screen hang on the class.
STYLES = {
    "p": ("", "margin:0 0 24px"),
    "h2": ("", f"margin:0 0 8px;font:400 21px/1.3 {SERIF};color:#241f21"),
    "ul": ("", "margin:0 0 24px;padding-left:22px"),
    "ol": ("", "margin:0 0 24px;padding-left:22px"),
    "li": ("", "margin:0 0 6px"),
    "div": (
        "m-gap",
        "margin:0 0 24px;padding:16px 20px;background:#fbefd3;border-left:4px solid #744600;color:#241f21",
    ),
    "blockquote": ("m-quote", "margin:0 0 24px;padding:0 0 0 16px;border-left:3px solid #ddd5c9"),
    "a": ("m-link", "color:#611f4e"),
}
UNSTYLED = re.compile(rf"<({'|'.join(STYLES)})(?=[\s>])(?![^>]*\sstyle=)([^>]*)>")


class MissingValue(Exception):
    """The context lacks a value that the message needs."""


class Required(str):
    """What Django puts in place of a variable it cannot find: an exception."""

    def __mod__(self, variable: object) -> str:
        raise MissingValue(f"The context has no value for {variable}.")


@dataclass(frozen=True)
class Rendered:
    """A message in words: one line of subject, wrapped text, a whole HTML page with its styles on the elements."""

    subject: str
    text: str
    html: str


def render_mail(
    kind: str, context: Mapping[str, Any], *, frame: Mapping[str, Any], time_zone: tzinfo | None
) -> Rendered:
    """The e-mail of that kind with these values; ``frame`` holds what greeting and footer say (see ``mails``).

    Times are in ``time_zone``, or the Institute's for None. Raises UnknownKey for an unknown kind, MissingValue for a
    value that is not there, and what a faulty template raises.
    """
    found = complete(find(NotificationKind, kind), context)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(time_zone):
        subject = subject_of(found, context)
        values = {**context, "mail": {**frame, "subject": subject, "page": False, "frame": MAIL_FRAME}}
        text = _engine("text").get_template(f"{found.template}.txt").render(values)
        framed = _engine("text").get_template("notifications/mail_frame.txt").render({**values, "body": text.strip()})
        html = _engine("html").get_template(f"{found.template}.html").render(values)
    return Rendered(subject=subject, text=wrapped(framed), html=with_styles(html))


def render_page(kind: str, context: Mapping[str, Any]) -> SafeString:
    """The same message for a page of the portal: no greeting, no footer, no styles; links stay on this host.

    The caller's time zone holds. Raises as ``render_mail``.
    """
    found = complete(find(NotificationKind, kind), context)
    values = {**context, "mail": {"subject": subject_of(found, context), "page": True, "frame": PAGE_FRAME}}
    html = _engine("html").get_template(f"{found.template}.html").render(values)
    return mark_safe(html.replace(f'href="{settings.SITE_URL}/', 'href="/'))


def subject_of(kind: NotificationKind, context: Mapping[str, Any]) -> str:
    """The subject with the context's values, as one line of at most SUBJECT_LENGTH characters; raises MissingValue."""
    try:
        return one_line(kind.subject.format(**context), SUBJECT_LENGTH)
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        raise MissingValue(f"The subject of {kind.key} cannot be written: {error!r}.") from error


def complete(kind: NotificationKind, context: Mapping[str, Any]) -> NotificationKind:
    """The kind; raises MissingValue where the context lacks a name that the kind's example has."""
    if missing := sorted(kind.example.keys() - context.keys()):
        raise MissingValue(f"The context of {kind.key} has no value for {', '.join(missing)}.")
    return kind


def wrapped(text: str) -> str:
    """Each line of more than TEXT_WIDTH characters broken between words, kept at its indent.

    Addresses and dates stay whole; two blank lines become one.
    """
    lines = [
        textwrap.fill(
            DATE.sub(rf"\1{NO_BREAK}\2{NO_BREAK}\3", line),
            TEXT_WIDTH,
            subsequent_indent=" " * len(ENTRY.match(line)[0]),  # type: ignore[index]  # it matches nothing at all too
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in (each.rstrip() for each in text.splitlines())
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).replace(NO_BREAK, " ")).strip("\n") + "\n"


def with_styles(html: str) -> str:
    """Put the styles of STYLES on plain elements; values are escaped, so every tag here is a template's own."""

    def styled(match: re.Match[str]) -> str:
        name, attributes = match.groups()
        css_class, style = STYLES[name]
        marked = f' class="{css_class}"' if css_class else ""
        return f'<{name}{marked}{attributes} style="{style}">'

    return UNSTYLED.sub(styled, html)


@cache
def _engine(part: str) -> DjangoTemplates:
    return DjangoTemplates(
        {
            "NAME": f"mail-{part}",
            "DIRS": settings.TEMPLATES[0]["DIRS"],
            "APP_DIRS": False,
            "OPTIONS": {
                "autoescape": part == "html",
                "builtins": ["cmiportal.notifications.templatetags.mail"],
                "string_if_invalid": Required("%s"),
            },
        }
    )
