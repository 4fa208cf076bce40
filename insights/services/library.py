"""The resource library: in what order it is read, what stands beside a resource, and how one is shown in a list."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from ..models import Playlist, Resource
from ..permissions import is_an_editor
from ..querysets.resources import ResourceQuerySet

BESIDE = 4

Kind = Resource.Kind
# From the headline over the essentials to the depth: the order in which filters and pages name the kinds.
READING_ORDER = (Kind.DEFINITION, Kind.CHECKLIST, Kind.MODEL, Kind.THINKER, Kind.VIDEO, Kind.ELEARNING, Kind.BOOK)


def resources_for_lists(user: Any, *, on: date) -> ResourceQuerySet:
    """Resources that the person may find on that day, by title, with their topics and without their texts."""
    return Resource.objects.visible_to(user, on=on).for_lists().order_by("title", "pk")


def findable(user: Any, *, on: date, path: str) -> Q:
    """As ``visible_to``, for what is joined to rows by ``path``: a condition, where a subquery would read them all."""
    return Q(**{f"{path}__isnull": False}) if is_an_editor(user) else Q(**{f"{path}__published_on__lte": on})


def beside(resource: Resource, user: Any, *, on: date) -> list[Resource]:
    """A few others of the same topic, the shortest first; one query."""
    others = resources_for_lists(user, on=on).filter(topic=resource.topic_id).exclude(pk=resource.pk)
    return list(others.order_by("minutes", "title", "pk")[:BESIDE])


def journeys_of(resource: Resource, user: Any) -> list[Playlist]:
    """The playlists in which the resource stands, by unit; one query."""
    found = Playlist.objects.visible_to(user).filter(items__resource=resource)
    return list(found.select_related("unit").order_by("unit__number"))


def cards_of(resources: Iterable[Resource]) -> list[dict[str, str]]:
    """What ``{% card %}`` shows of each: ``title``, ``href``, ``eyebrow``, ``meta`` and ``text``; no query."""
    return [
        {
            "title": resource.title,
            "href": resource.get_absolute_url(),
            "eyebrow": resource.get_kind_display(),
            "meta": f"{resource.takes}, {resource.meant_for.lower()}",
            "text": resource.summary,
        }
        for resource in resources
    ]
