"""Lists of events and bookings as files: states in words, money in pounds, times as clocks at the place of the event.

What people need is in none of them, by decision (docs/decisions/events-team.md): the list printed at the door is for
that.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar

from django.db.models import QuerySet

from cmiportal.exporting import SheetExport

from ..models import Event
from ..rules.zones import wall_of

EACH_ITS_OWN = "by the clocks of each event"


def in_pounds(pence: int) -> Decimal:
    """The amount as a number with two figures after the point."""
    return Decimal(pence).scaleb(-2)


def by_the_clocks(columns: Sequence[str], lines: Iterable[tuple[Event, Sequence[Any]]]) -> list[Sequence[Any]]:
    """Lines below the names of their columns; each time as a clock at the place of the line's event shows it.

    The heads of columns with times name the zone, or say that each event has its own.
    """
    found = list(lines)
    zones = {event.time_zone for event, _ in found}
    zone = zones.pop() if len(zones) == 1 else EACH_ITS_OWN
    timed = {number for _, line in found for number, value in enumerate(line) if isinstance(value, datetime)}
    heads = [f"{name} ({zone})" if number in timed else name for number, name in enumerate(columns)]
    return [heads, *([_clock(value, event) for value in line] for event, line in found)]


def _clock(value: Any, event: Event) -> Any:
    return wall_of(value, event.time_zone) if isinstance(value, datetime) else value


class EventExport(SheetExport):
    """A list of rows about events: a column is a path to what a row says, or a method of the admin.

    ``export_heads`` names columns otherwise than their paths do; ``event_path`` leads from a row to its event.
    """

    export_heads: ClassVar[Mapping[str, str]] = {}
    event_path = "event"

    def exported(self, rows: QuerySet[Any]) -> list[Sequence[Any]]:
        """The names of the columns, and a line for each row."""
        heads = [self.export_heads.get(path) or path.replace("_", " ") for path in self.export_columns]
        found = self.read_whole(rows)
        lines = [(_at(row, self.event_path), [self._cell(row, path) for path in self.export_columns]) for row in found]
        return by_the_clocks(heads, lines)

    def read_whole(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """The rows with all that their columns ask for."""
        paths = {path.rpartition("__")[0] for path in self.export_columns} | {self.event_path}
        return rows.select_related(*filter(None, paths))

    def _cell(self, row: Any, path: str) -> Any:
        if method := getattr(self, path, None):
            return method(row)
        *above, name = path.split("__")
        holder = _at(row, "__".join(above))
        said = getattr(holder, f"get_{name}_display", None)
        return said() if said else getattr(holder, name, None)


def _at(row: Any, path: str) -> Any:
    """What is at the end of a path of references; None where one of them is empty."""
    return reduce(lambda holder, name: getattr(holder, name, None), filter(None, path.split("__")), row)
