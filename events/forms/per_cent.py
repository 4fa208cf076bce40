"""A part of a hundred as people type it: 20 or 17.5, kept in hundredths of a per cent."""

from decimal import Decimal
from typing import Any

from django import forms

HUNDREDTHS = 100


class PerCentField(forms.DecimalField):
    """Between nothing and all, with two figures after the point at most; its value is a whole number of hundredths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int:
        """The hundredths."""
        return int(super().clean(value) * HUNDREDTHS)

    def prepare_value(self, value: Any) -> Any:
        """What is kept, as it would be typed."""
        return f"{value / HUNDREDTHS:g}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By the per cent."""
        return super().has_changed(None if initial is None else Decimal(initial) / HUNDREDTHS, data)
