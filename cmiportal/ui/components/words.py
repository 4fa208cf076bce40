"""Filters that put dates, money and numbers into the words of the house (brief, section 7)."""

import re
from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cmiportal.accounts.clocks import zone_name
from cmiportal.rules.amounts import pounds

from .library import register

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """``Monday 14 December 2026``; a moment counts in the reader's zone, nothing gives nothing."""
    return format_date(value, "l j F Y") if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """``Monday 14 December 2026, 21:14 GMT``: the reader's zone, named."""
    return f"{format_date(value, 'l j F Y, H:i')} {zone_name(value)}" if value else ""


register.filter(pounds)


@register.filter
def in_words(number: int) -> str:
    """``two`` up to nine, then figures; nought is ``no``."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


@register.filter
def count_of(number: int, forms: str) -> str:
    """``two criteria``: the number in words with the right form of ``"criterion,criteria"``."""
    singular, plural = forms.split(",")
    return f"{in_words(number)} {singular if number == 1 else plural}"


@register.filter
def mail_link(address: str) -> SafeString:
    """A link that writes to the e-mail address, which goes on in the next line before an @ or a dot."""
    pieces = re.split(r"(?=[@.])", address)
    shown = format_html_join(mark_safe("<wbr>"), "{}", ([piece] for piece in pieces))
    return format_html('<a href="mailto:{}">{}</a>', address, shown)
