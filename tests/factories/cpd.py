"""CPD: the nine areas, entries, offers, Chartered Managers, and reviews in their states."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from membership import models

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
