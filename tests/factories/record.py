"""What people have done: posts in management, and qualifications held."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from membership import models

from .accounts import UserFactory
from .qualifications import NOW


class Decided(DjangoModelFactory):
    """A claim; ``state`` may be another, then it was decided NOW, with a reason where it was not accepted."""

    class Meta:
        abstract = True

    state = "claimed"
    decided_at = factory.LazyAttribute(lambda claim: None if claim.state == "claimed" else NOW)
    because = factory.LazyAttribute(lambda claim: "The dates do not fit." if claim.state == "refused" else "")


class ExperienceFactory(Decided):
    """A post in management that goes on."""

    class Meta:
        model = models.Experience

    person = factory.SubFactory(UserFactory)
    employer = "Fellgate Logistics"
    post = factory.Sequence(lambda number: f"Depot manager {number}")
    since = date(2020, 1, 1)


class QualificationHeldFactory(Decided):
    """A qualification of another body."""

    class Meta:
        model = models.QualificationHeld

    person = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda number: f"BA Business Management {number}")
    level = 6
    size = "degree"
    body = "University of Calderbridge"
    awarded_on = date(2015, 7, 1)
