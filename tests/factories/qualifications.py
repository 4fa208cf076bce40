"""Catalogue, centres and places as the tests need them; workflow rows are born with their event 0."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from cmiportal.workflow import born
from qualifications import models

from .accounts import UserFactory
from .documents import ItemVersionFactory

LONG_AGO = date(2020, 1, 1)
# The day from which tests count; a Monday in the middle of a term, in winter time.
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = models.Level
        django_get_or_create = ["number"]

    number = 6
    words_from = 2500
    words_to = 3000


class QualificationFactory(DjangoModelFactory):
    class Meta:
        model = models.Qualification

    slug = factory.Sequence(lambda n: f"level-6-certificate-{n}")
    level = factory.SubFactory(LevelFactory)
    size = models.Qualification.Size.CERTIFICATE
    title = factory.Sequence(lambda n: f"Level 6 Certificate {n} in Professional Management")
    fee_pence = 21_000


class UnitFactory(DjangoModelFactory):
    """A unit with one version that is published and has the criteria named by ``codes``."""

    class Meta:
        model = models.Unit
        django_get_or_create = ["number"]

    number = factory.Sequence(lambda n: f"U{n:04d}")
    level = factory.SubFactory(LevelFactory)
    aim = "To lead well."


def published_unit(number, *, credits=6, codes=("1.1", "1.2", "2.1"), level=None, **fields):
    """The published version of a unit with those criteria."""
    unit = UnitFactory(number=number, level=level or LevelFactory())
    version = models.UnitVersion.objects.create(
        unit=unit, number=unit.versions.count() + 1, title=f"Leading {number}", credits=credits, **fields
    )
    for position, code in enumerate(codes):
        outcome, _ = models.LearningOutcome.objects.get_or_create(
            unit_version=version, number=int(code.split(".")[0]), defaults={"text": f"Understand {code}"}
        )
        models.Criterion.objects.create(
            unit_version=version, outcome=outcome, code=code, position=position, verb="analyse", text=f"theme {code}"
        )
    version.published_at = NOW
    version.save(update_fields=["published_at"])
    return version


def published_version(units, *, min_credits=13, max_credits=None, min_units=None, barred=(), groups=(), **fields):
    """A qualification in force whose pool is ``units`` (unit versions); returns its version.

    ``barred`` holds pairs of unit numbers, ``groups`` (name, min_credits, min_units, unit numbers); a number that is
    named in ``mandatory`` is mandatory; other fields go to the qualification.
    """
    mandatory = fields.pop("mandatory", ())
    qualification = fields.pop("qualification", None) or QualificationFactory(**fields)
    version = models.QualificationVersion.objects.create(
        qualification=qualification,
        number=qualification.versions.count() + 1,
        min_credits=min_credits,
        max_credits=max_credits,
        min_units=min_units,
        effective_from=LONG_AGO,
    )
    by_number = {unit_version.unit.number: unit_version for unit_version in units}
    for number, unit_version in by_number.items():
        models.PoolUnit.objects.create(
            version=version, unit=unit_version.unit, unit_version=unit_version, mandatory=number in mandatory
        )
    for one, other in barred:
        first, second = sorted((by_number[one].unit, by_number[other].unit), key=lambda unit: unit.pk)
        models.BarredPair.objects.create(version=version, first=first, second=second)
    for name, credits, count, numbers in groups:
        group = models.RuleGroup.objects.create(version=version, name=name, min_credits=credits, min_units=count)
        for number in numbers:
            models.RuleGroupUnit.objects.create(group=group, version=version, unit=by_number[number].unit)
    version.published_at = NOW
    version.save(update_fields=["published_at"])
    return version


class CentreFactory(DjangoModelFactory):
    class Meta:
        model = models.Centre

    slug = factory.Sequence(lambda n: f"centre-{n}")
    name = factory.Sequence(lambda n: f"Centre {n}")
    nation = models.Centre.Nation.ENGLAND
    town = "Leeds"
    help_email = factory.Sequence(lambda n: f"help{n}@example.org")


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = models.Approval

    centre = factory.SubFactory(CentreFactory)
    qualification = factory.SubFactory(QualificationFactory)
    during = (LONG_AGO, None)


class CentreStaffFactory(DjangoModelFactory):
    class Meta:
        model = models.CentreStaff

    user = factory.SubFactory(UserFactory)
    centre = factory.SubFactory(CentreFactory)
    role = models.Role.ASSESSOR
    during = (LONG_AGO, None)


def staff_of(centre, role, **user):
    """A new person who holds the role at the centre."""
    return CentreStaffFactory(centre=centre, role=role, **{f"user__{name}": value for name, value in user.items()}).user


class EnrolmentFactory(DjangoModelFactory):
    """A registered place; another ``state`` may be asked for, with the dates that fit it."""

    class Meta:
        model = models.Enrolment

    state = "registered"
    number = factory.Sequence(lambda n: f"P{n:07d}")
    learner = factory.SubFactory(UserFactory)
    centre = factory.SubFactory(CentreFactory)
    version = factory.LazyFunction(lambda: published_version([published_unit("601"), published_unit("602")]))
    qualification = factory.SelfAttribute("version.qualification")
    name_as_printed = factory.SelfAttribute("learner.name")
    requested_on = date(2026, 9, 1)
    registered_on = factory.Maybe(
        factory.LazyAttribute(lambda place: place.state in ("registered", "completed", "expired")),
        date(2026, 9, 14),
        None,
    )
    expires_on = factory.LazyAttribute(lambda place: place.registered_on and date(2029, 9, 14))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return born(model_class(**kwargs), at=NOW, actor=kwargs["learner"])


def chosen_unit(enrolment=None, number=None):
    """A unit enrolment: the unit of that number (or the first) of the pool, chosen by the learner."""
    enrolment = enrolment or EnrolmentFactory()
    pool = enrolment.version.pool.order_by("unit__number")
    unit = pool.get(unit__number=number) if number else pool.first()
    return models.UnitEnrolment.objects.create(
        enrolment=enrolment,
        learner=enrolment.learner,
        version=enrolment.version,
        unit=unit.unit,
        unit_version=unit.unit_version,
        chosen_at=NOW,
    )


def passed(learner, unit_version, *, at=NOW):
    """A pass of the unit from elsewhere, with evidence: the quickest honest way to credits."""
    return models.UnitPass.objects.create(
        learner=learner,
        unit=unit_version.unit,
        unit_version=unit_version,
        passed_on=at.date(),
        transfer=ItemVersionFactory(item__owner=learner),
        decided_by=UserFactory(moderator=True),
    )
