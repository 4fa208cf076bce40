"""What templates of messages can say; built into their engines, so they need no ``{% load %}``."""

import textwrap
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from cmiportal.accounts.clocks import differ, moment_words, span_words
from cmiportal.rules.amounts import pounds

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The path as an address that works outside the portal; raises ValueError for anything but a path or SITE_URL's."""
    if path.startswith(f"{settings.SITE_URL}/"):
        return path
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("The address is no path of the portal.")
    return f"{settings.SITE_URL}{path}"


@register.filter
def day(value: str) -> str:
    """An ISO date, or the day of an ISO time in the reader's zone: "Monday 14 December 2026"."""
    return date_format(_parsed(value), "l j F Y")


@register.filter
def moment(value: str) -> str:
    """An ISO time in the reader's zone, which is named: "Tuesday 19 January 2027, 10:30 GMT"."""
    return date_format(_parsed(value), "l j F Y, H:i T")


@register.simple_tag
def clock(starts_at: str, zone: str, ends_at: str = "") -> str:
    """When something is, from ISO times, by the clock of its place, which is named.

    ``Monday 7 December 2026, 09:00 to 10:00 Hong Kong time``; behind it by the reader's clock where that differs.
    """
    moments = tuple(datetime.fromisoformat(each) for each in (starts_at, ends_at) if each)
    words = span_words if ends_at else moment_words
    own, place = timezone.get_current_timezone(), ZoneInfo(zone)
    there = words(*moments, place)
    return f"{there} (by your clock: {words(*moments, own)})" if differ(moments, own, place) else there


register.filter(pounds)


@register.filter
def indented(text: str) -> str:
    """Each line of the text five blanks in: under the words of an entry that begins with a criterion's code."""
    return textwrap.indent(text, " " * 5)


@register.simple_tag(takes_context=True)
def button(context: Context, path: str, label: str) -> SafeString:
    """The one thing to do, as a button that mail programs and pages can show."""
    name = "message_button" if context["mail"]["page"] else "mail_button"
    return get_template(f"notifications/{name}.html").render({"address": absolute(path), "label": label})


def _parsed(value: str) -> date:
    """The date, or the local time, that the text holds."""
    if "T" not in value:
        return date.fromisoformat(value)
    return timezone.localtime(datetime.fromisoformat(value))
