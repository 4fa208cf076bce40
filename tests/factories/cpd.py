"""CPD: the nine areas, entries, offers, Chartered Managers, and reviews in their states."""

from datetime import date

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from membership import models
from membership.services.cpd.reviews import send_record
from membership.services.cpd.samples import draw_sample
from membership.services.membership_file import import_membership

from .accounts import UserFactory
from .qualifications import NOW


class AreaFactory(DjangoModelFactory):
    """An area of the Professional Standard."""

    class Meta:
        model = models.Area
        django_get_or_create = ["key"]

    key = "communicating"
    position = factory.Sequence(lambda number: 100 + number)
    domain = "Personal effectiveness"
    title = factory.LazyAttribute(lambda area: area.key.replace("_", " ").capitalize())
    summary = "You listen, speak and write so that people understand."


def nine_areas():
    """The areas as they are brought in from our file."""
    import_membership(content=(settings.BASE_DIR / "membership" / "data" / "membership.json").read_bytes())
    return list(models.Area.objects.all())


class CpdEntryFactory(DjangoModelFactory):
    """An entry of this year."""

    class Meta:
        model = models.CpdEntry

    person = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda number: f"Difficult conversations, part {number}")
    activity = models.CpdEntry.Activity.COURSE
    area = factory.SubFactory(AreaFactory)
    on = date(2026, 3, 9)
    created_at = NOW
    changed_at = NOW


class CpdOfferFactory(DjangoModelFactory):
    """An offer that waits."""

    class Meta:
        model = models.CpdOffer

    person = factory.SubFactory(UserFactory)
    source_key = factory.Sequence(lambda number: f"pass:{number}")
    title = "Unit 605, Innovation and Change"
    activity = models.CpdEntry.Activity.COURSE
    on = date(2026, 3, 9)
    offered_at = NOW


class CharteredStatusFactory(DjangoModelFactory):
    """A Chartered Manager since January 2025."""

    class Meta:
        model = models.CharteredStatus

    person = factory.SubFactory(UserFactory)
    status = models.CharteredApplication.Status.MEMBER
    name_as_printed = factory.LazyAttribute(lambda status: status.person.name)
    code = factory.Sequence(lambda number: f"CODE-{number:04}")
    since = date(2025, 1, 15)


def chartered(number=3, **fields):
    """So many Chartered Managers, the first of them the first to come."""
    return [status.person for status in CharteredStatusFactory.create_batch(number, **fields)]


def reviewer():
    """Somebody of the membership team."""
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


def sampled(person=None, *, by=None, at=NOW, year=2026):
    """The review of a person who was drawn (of all there are: nobody else may be Chartered)."""
    person = person or CharteredStatusFactory().person
    draw_sample(year=year, size=models.CharteredStatus.objects.count(), by=by or reviewer(), at=at)
    return models.CpdReview.objects.get(person=person, sample=year)


def sent(review=None, *, at=NOW, note="I was ill until May."):
    """A review whose record was sent."""
    review = review or sampled(at=at)
    return send_record(review=review, by=review.person, note=note, at=at)
