"""What a person gives for a piece of evidence, as it is kept; each raises ItemRefused with a sentence."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from .models import TITLE_MAX_CHARACTERS
from .refusals import DateRefused, ItemRefused


def check_date(dated_on: date | None, at: datetime) -> None:
    """Raise DateRefused for a day that has not come where the person is (the zone that is active)."""
    if dated_on is not None and dated_on > timezone.localdate(at):
        raise DateRefused("This date has not come yet. Enter the day that the evidence is from.")


def plain_title(given: str) -> str:
    """In one line, not empty, as long as the column: raises ItemRefused."""
    title, longest = " ".join(given.split()), TITLE_MAX_CHARACTERS
    if not title:
        raise ItemRefused("Give this evidence a title.")
    if len(title) > longest:
        raise ItemRefused(f"The title has {len(title):,} characters; the longest we keep is {longest}. Shorten it.")
    return title


def plain_text(given: str) -> str:
    """With plain line ends, within the policy's length: raises ItemRefused."""
    text, longest = given.replace("\r\n", "\n"), settings.EVIDENCE_TEXT_MAX_CHARACTERS
    if len(text) > longest:
        raise ItemRefused(
            f"The text has {len(text):,} characters; the longest we keep is {longest:,}. "
            "Put the rest into another piece of evidence, or add it as a file."
        )
    return text
