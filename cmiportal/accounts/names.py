"""Names and titles as people write them: any script, but nothing that hides or turns around what is shown."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .models import NAME_LENGTH

# Embeddings, overrides and isolates make text read otherwise than it is stored; marks (U+200E, U+200F, U+061C) and
# joiners are part of ordinary Arabic, Persian and Indic spelling, and of emoji.
TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Blanks of no width: they make two names look the same, and no spelling needs them.
INVISIBLE_BLANKS = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
BLANKS = "\t\n\r"
# Marks in the wrong order are put right in a time that grows with the square of their number: minutes for a megabyte.
LONGEST_CLEANED = 10_000
# Major Unicode categories of what can be seen: letters, numbers, symbols, punctuation.
SEEN = frozenset("LNSP")

HIDDEN = "Take out the hidden control characters; they often come with text copied from elsewhere."
TURNED = "Take out the hidden characters that change the direction of the text."
EMPTY = "Use at least one letter, number or sign that can be seen."


def clean_name(value: str) -> str:
    """The name or title in NFC with single blanks between words and none around them.

    Raises ValidationError with a sentence for control characters, direction overrides and text of which nothing can
    be seen. Arabic, Chinese, emoji and so on are names like any other.
    """
    text = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in BLANKS for sign in text):
        raise ValidationError(HIDDEN, code="hidden")
    if not TURNS_TEXT_AROUND.isdisjoint(text):
        raise ValidationError(TURNED, code="turned")
    text = " ".join(text.translate(INVISIBLE_BLANKS).split())
    if not any(unicodedata.category(sign)[0] in SEEN for sign in text):
        raise ValidationError(EMPTY, code="empty")
    return text


class NameField(forms.CharField):
    """A form field for a name or title of up to 300 characters; gives it back as ``clean_name`` does."""

    default_error_messages = {"max_length": "Use %(limit_value)d characters or fewer; you used %(show_value)d."}

    def __init__(self, *, max_length: int = NAME_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """The cleaned text before its length is judged; an empty text where the field may stay empty.

        What is far too long, however it is cleaned, is refused as it came.
        """
        text = super().to_python(value) or ""
        if len(text) > LONGEST_CLEANED:
            lengths = {"limit_value": self.max_length, "show_value": len(text)}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=lengths)
        return clean_name(text) if text else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut what is pasted without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
