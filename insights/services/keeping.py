"""What a person keeps of the library, and what of it they have worked through; nobody else sees either.

Each act may come twice, from two tabs or two clicks: the second changes nothing. Nothing enters a record of CPD here:
what is done is offered, and the member says the rest (``membership.services.cpd.offers``).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from membership.models import CpdEntry, CpdOffer
from membership.permissions import is_a_member
from membership.services.cpd.offers import offer, withdraw

from ..models import Bookmark, Done, Resource
from ..permissions import reads_resource
from ..querysets.resources import ResourceQuerySet
from .library import findable

Activity = CpdEntry.Activity
ACTIVITIES = {Resource.Kind.ELEARNING: Activity.COURSE}


class LibraryRefused(Exception):
    """The resource is closed to the person; the first argument says so."""


@transaction.atomic
def keep(*, person: User, resource: Resource, at: datetime) -> None:
    """Keep the resource for later. What is closed to the person may be kept, too: it may open."""
    Bookmark.objects.bulk_create([Bookmark(person=person, resource=resource, since=at)], ignore_conflicts=True)


@transaction.atomic
def let_go(*, person: User, resource: Resource) -> None:
    """Keep the resource no longer."""
    Bookmark.objects.filter(person=person, resource=resource).delete()


@transaction.atomic
def mark_done(*, person: User, resource: Resource, at: datetime) -> CpdOffer | None:
    """The person has worked through it; members are offered an entry of CPD, once for each resource.

    Returns the offer as it stands, which may have been answered. Raises LibraryRefused where they cannot have read it.
    """
    if not reads_resource(person, resource):
        raise LibraryRefused("This resource is open to members and registered learners.")
    # A row that is there is written over by itself, which locks it: ``undo_done`` at that moment takes the offer along.
    Done.objects.bulk_create(
        [Done(person=person, resource=resource, at=at)],
        update_conflicts=True,
        unique_fields=["person", "resource"],
        update_fields=["resource"],
    )
    if not is_a_member(person):
        return None
    return offer(
        person=person,
        source_key=source_of(resource),
        title=resource.title,
        activity=ACTIVITIES.get(Resource.Kind(resource.kind), Activity.READING),
        on=uk_day(at),
        minutes=resource.minutes,
        at=at,
    )


@transaction.atomic
def undo_done(*, person: User, resource: Resource) -> None:
    """Not done after all. An offer that was not answered goes with it; what the person has recorded is theirs."""
    Done.objects.filter(person=person, resource=resource).delete()
    withdraw(person=person, source_key=source_of(resource))


def with_marks_of(rows: ResourceQuerySet, person: User) -> Any:
    """Each resource with ``is_kept`` and ``done_at`` of the person, in the same query."""
    kept = Bookmark.objects.filter(person=person, resource=OuterRef("pk"))
    done = Done.objects.filter(person=person, resource=OuterRef("pk"))
    return rows.annotate(is_kept=Exists(kept), done_at=Subquery(done.values("at")))


def kept_by(person: User, *, on: date) -> QuerySet[Bookmark]:
    """What the person keeps and may find on that day, the latest first."""
    return _own(Bookmark.objects.filter(person=person), person, on=on)


def done_by(person: User, *, on: date) -> QuerySet[Done]:
    """What the person has done and may find on that day, the latest first."""
    return _own(Done.objects.filter(person=person), person, on=on)


def waiting_offer(person: User, resource: Resource) -> CpdOffer | None:
    """The offer of CPD for this resource that the person has not answered yet; one query."""
    return CpdOffer.objects.waiting().filter(person=person, source_key=source_of(resource)).first()


def source_of(resource: Resource) -> str:
    """By which the offer of CPD knows where it comes from."""
    return f"resource:{resource.pk}"


def _own(rows: Any, person: User, *, on: date) -> Any:
    shown = rows.filter(findable(person, on=on, path="resource"))
    return shown.select_related("resource__topic").defer("resource__body")
