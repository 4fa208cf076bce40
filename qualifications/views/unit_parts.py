"""What other apps show on the pages of a unit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cmiportal.registry import UnitPart, every


def parts_of_unit(number: str, *, at: datetime) -> list[tuple[UnitPart, Sequence[Any]]]:
    """Each part that has something for the unit, with its rows, in order; a query for each that is registered."""
    parts = [(part, part.rows([number], at)) for part in sorted(every(UnitPart), key=lambda part: part.order)]
    return [(part, rows) for part, rows in parts if rows]
