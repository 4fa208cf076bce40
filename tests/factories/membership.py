"""Grades, memberships and requests; workflow rows are born with their event 0."""

from datetime import date

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from cmiportal.billing.models import Price
from cmiportal.rules.days import uk_day
from cmiportal.workflow import born
from membership import models
from membership.rules.periods import Period, year_from
from membership.services.members.memberships import open_membership, settle
from membership.services.numbers import new_number
from membership.workflow import Basis

from .accounts import UserFactory
from .qualifications import LONG_AGO, NOW


class GradeFactory(DjangoModelFactory):
    """A grade that anybody can have, for £183 a year."""

    class Meta:
        model = models.Grade
        django_get_or_create = ["key"]
        skip_postgeneration_save = True

    key = "member"
    # Between those that tests call low and high, however many grades were made before.
    rank = factory.Sequence(lambda number: 100 + number % 300)
    title = factory.LazyAttribute(lambda grade: grade.key.capitalize())
    post_nominals = "MCMI"
    summary = "For managers."
    rule = factory.LazyFunction(lambda: [[]])
    product = factory.LazyAttribute(lambda grade: f"membership-{grade.key}")

    @factory.post_generation
    def pence(self: models.Grade, create: bool, extracted: int | None, **kwargs: object) -> None:
        """Keep the price of a year."""
        if create and not Price.objects.filter(product=self.product, audience="").exists():
            pence = 18_300 if extracted is None else extracted
            Price.objects.create(product=self.product, pence=pence, during=DateRange(LONG_AGO, None))


class MembershipFactory(DjangoModelFactory):
    """A membership that waits for its payment."""

    class Meta:
        model = models.Membership

    person = factory.SubFactory(UserFactory)
    grade = factory.SubFactory(GradeFactory)
    number = factory.LazyFunction(lambda: new_number("membership"))
    created_at = NOW

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return born(model_class(**kwargs), at=NOW)


def member(*, until: date | None = None, person=None, grade=None, basis=Basis.CONCESSION, at=NOW):
    """An active membership; ``until`` is its last day (a year from NOW if none is given)."""
    grade = grade or GradeFactory()
    period = Period(LONG_AGO, until) if until else year_from(uk_day(at))
    opened = open_membership(person=person or UserFactory(), grade=grade, at=at)
    return settle(membership=opened, grade=grade, basis=basis, at=at, period=period)
