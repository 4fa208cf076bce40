"""Lists that a person narrows: what there is to choose from, and how many rows each choice leaves."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet


@dataclass(frozen=True)
class PlaceFacet:
    """What some rows have in common, to choose from: keys as in addresses, and names."""

    centre: str
    centre_name: str
    qualification: str
    qualification_title: str


class PlaceRows(QuerySet):
    """Places, or rows that belong to one: ``place`` leads from a row to its place, as in a lookup."""

    place = ""

    def facets(self) -> list[PlaceFacet]:
        """Each combination of centre and qualification that there is, in one query."""
        names = ("centre__slug", "centre__name", "qualification__slug", "qualification__title")
        rows = self.values_list(*(f"{self.place}{name}" for name in names))
        return [PlaceFacet(*row) for row in rows.order_by().distinct()]

    def counts(self, narrowed: Q) -> dict[str, tuple[int, int]]:
        """How many there are in each state, and how many of them the condition leaves, in one query."""
        rows = self.order_by().values_list("state")
        rows = rows.annotate(every=Count("pk"), left=Count("pk", filter=narrowed))
        return {state: (every, left) for state, every, left in rows}
