"""Learning journeys: for each unit what of the library to read, in which order, and how far somebody is."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cmiportal.rules.days import uk_day
from qualifications.models import UnitVersion

from ..models import Done, Playlist, PlaylistItem
from .library import findable


def journeys(user: Any, *, on: date) -> Any:
    """Playlists that the person may open, by level and number; one query.

    Each has ``title`` of its unit as it is taught (None where that is not published), ``total`` and ``done`` of the
    person, nought for visitors.
    """
    taught = UnitVersion.objects.filter(unit=OuterRef("unit"), published_at__isnull=False).order_by("-number")
    shown = findable(user, on=on, path="items__resource")
    own = Q(items__resource__in=Done.objects.filter(person=user.pk).values("resource"))
    return (
        Playlist.objects.visible_to(user)
        .select_related("unit")
        .annotate(
            title=Subquery(taught.values("title")[:1]),
            total=Count("items", filter=shown),
            done=Count("items", filter=shown & own),
        )
        .order_by("unit__level", "unit__number")
    )


def by_level(user: Any, *, on: date) -> list[tuple[int, list[Playlist]]]:
    """The playlists below the level of their units, those without a resource left out."""
    found = journeys(user, on=on).filter(total__gt=0)
    return [(level, list(rows)) for level, rows in groupby(found, key=lambda row: row.unit.level_id)]


def items_of(playlist: Playlist, user: Any, *, on: date) -> list[PlaylistItem]:
    """What of the playlist the person may find, in its order, each with ``is_done``; one query."""
    done = Done.objects.filter(person=user.pk, resource=OuterRef("resource"))
    items = PlaylistItem.objects.filter(findable(user, on=on, path="resource"), playlist=playlist)
    found = items.select_related("resource__topic").defer("resource__body").annotate(is_done=Exists(done))
    return list(found.order_by("position", "pk"))


def journeys_of_units(numbers: Collection[str], at: datetime) -> list[Playlist]:
    """Published playlists of these units, each with ``total``, for the page of a unit; one query."""
    shown = Count("items", filter=Q(items__resource__published_on__lte=uk_day(at)))
    found: Any = Playlist.objects.published().filter(unit__number__in=numbers).annotate(total=shown)
    return list(found.filter(total__gt=0).select_related("unit").order_by("unit__number"))
