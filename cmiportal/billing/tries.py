"""Discount codes are words, which can be guessed: who tries one after the other is slowed down."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from cmiportal.rate import seconds_to_wait

TOO_MANY = "Too many codes were tried just now. Wait a minute, then try again, or go on without a code."


def too_many_codes(request: HttpRequest, code: str, *, at: datetime) -> bool:
    """Count a code that was typed, right or wrong; whether it is one too many of this client in this minute."""
    limit = settings.DISCOUNT_TRIES_A_MINUTE
    return bool(code.strip()) and seconds_to_wait(request, "discount", a_minute=limit, at=at) > 0
