"""Approved centres, what the Institute approved them for and until when, and who serves there in which role."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cmiportal.history import tracked

from ..querysets.catalogue import CentreQuerySet, CentreStaffQuerySet
from ..rules.combination_words import listed
from .catalogue import Qualification


class Role(models.TextChoices):
    """Roles at a centre; one person may hold different ones at different centres."""

    COORDINATOR = "coordinator", "Coordinator"
    ASSESSOR = "assessor", "Assessor"
    VERIFIER = "verifier", "Verifier (IQA)"


@tracked(name="CentreHistory")
class Centre(models.Model):
    """An approved organisation; its nation decides which bank holidays count."""

    class Nation(models.TextChoices):
        ENGLAND = "england", "England"
        WALES = "wales", "Wales"
        SCOTLAND = "scotland", "Scotland"
        NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    nation = models.CharField(max_length=20, choices=Nation)
    region = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=120)
    delivery = models.CharField("how it teaches", max_length=300, blank=True)
    help_email = models.EmailField("help desk e-mail")
    help_phone = models.CharField("help desk telephone", max_length=40, blank=True)
    help_hours = models.CharField("help desk hours", max_length=120, blank=True)
    approved_today: "list[Approval]"

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def levels(self) -> str:
        """``Levels 5 and 6``, of the approvals that a list fetched as ``approved_today``; nothing where none holds."""
        found = sorted({approval.qualification.level_id for approval in self.approved_today})
        return f"Level{'' if len(found) == 1 else 's'} {listed(map(str, found))}" if found else ""


@tracked(name="ApprovalHistory", exclude=("conditions",))
class Approval(models.Model):
    """The Institute's approval of a centre for a qualification, for a period ``[from, until)``."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="approvals")
    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="approvals")
    during = DateRangeField()
    conditions = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="approval_no_overlap",
                expressions=[
                    ("centre", RangeOperators.EQUAL),
                    ("qualification", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__isempty=False), name="approval_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}: {self.qualification}"


@tracked(name="CentreStaffHistory")
class CentreStaff(models.Model):
    """A person's role at a centre for a period: the only source of centre roles."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="centre_staff")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="staff")
    role = models.CharField(max_length=20, choices=Role)
    during = DateRangeField()

    objects = CentreStaffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "centre staff"
        constraints = [
            ExclusionConstraint(
                name="centre_staff_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("centre", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__isempty=False), name="centre_staff_from"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="centre_staff_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} at {self.centre}"
