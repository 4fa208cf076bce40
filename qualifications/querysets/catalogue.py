"""Catalogue: which versions hold, what is open for registration, which centres may deliver what."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet


class QualificationQuerySet(QuerySet):
    """Qualifications; all are public."""

    def open_for_registration(self, *, on: date) -> "QualificationQuerySet":
        """With a rule in force on that day, inside its dates of registration."""
        version = self.model._meta.get_field("versions").related_model
        return self.filter(
            Exists(version.objects.in_force(on=on).filter(qualification=OuterRef("pk"))),
            Q(operational_start=None) | Q(operational_start__lte=on),
            Q(last_registration=None) | Q(last_registration__gte=on),
        )

    def listed(self, *, on: date) -> "QualificationQuerySet":
        """Those not withdrawn on that day, by level and size, with ``is_open``."""
        return (
            self.filter(Q(last_registration=None) | Q(last_registration__gte=on))
            .annotate(is_open=Exists(self.model.objects.open_for_registration(on=on).filter(pk=OuterRef("pk"))))
            .select_related("level")
            .order_by("level", "size_rank", "title")
        )


class QualificationVersionQuerySet(QuerySet):
    """Versions of a rule of combination."""

    def in_force(self, *, on: date) -> "QualificationVersionQuerySet":
        """The version that a registration on that day pins: published, the latest that has taken effect."""
        later = self.model.objects.filter(
            qualification=OuterRef("qualification"),
            published_at__isnull=False,
            effective_from__lte=on,
        ).order_by("-effective_from", "-number")
        return self.filter(pk=models.Subquery(later.values("pk")[:1]))


class UnitVersionQuerySet(QuerySet):
    """Versions of units."""

    def latest_published(self) -> "UnitVersionQuerySet":
        """Of each unit the version that a new learner would read, by the unit's number."""
        published = self.model.objects.filter(unit=OuterRef("unit"), published_at__isnull=False).order_by("-number")
        latest = self.filter(pk=models.Subquery(published.values("pk")[:1]))
        return latest.select_related("unit").order_by("unit__number")


class CentreQuerySet(QuerySet):
    """Centres; all are public."""

    def approved_for(self, qualification: object, *, on: date) -> "CentreQuerySet":
        """Centres that may register learners on the qualification on that day, by name."""
        return self.filter(approvals__qualification=qualification, approvals__during__contains=on).order_by("name")


class CentreStaffQuerySet(QuerySet):
    """Roles at centres."""

    def held(self, *, on: date) -> "CentreStaffQuerySet":
        """Roles whose period contains the day, of people who can still sign in."""
        return self.filter(during__contains=on, user__is_active=True)
