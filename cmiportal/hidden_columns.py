"""Columns that an admin shows nobody: no address asks for them either.

The admin takes lookups over a table's own columns from the address bar of whoever may see the list, shown or not:
``?secret__startswith=a`` finds what the page hides, a letter at a time.
"""

from typing import Any

from django.http import HttpRequest


class HiddenColumns:
    """Mixed into an admin whose ``hidden_columns`` are in no list, form or export, and are asked for by no address."""

    hidden_columns: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Whatever the admin allows, but nothing over these columns."""
        if lookup.partition("__")[0] in self.hidden_columns:
            return False
        allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        return allowed
