"""What a person has done: posts in management, and qualifications held. Claims until they are confirmed."""

from django.db import models
from django.db.models import F, Q

from cmiportal.workflow import new_id

from ..querysets.record import ExperienceQuerySet, QualificationHeldQuerySet

INSTITUTE = "Chartered Management Institute"


class Claim(models.TextChoices):
    """How far a claim can be relied on."""

    CLAIMED = "claimed", "Not yet confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Not accepted"


class Experience(models.Model):
    """A post in management; ``until`` is its last day, none while it goes on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="experience")
    employer = models.CharField(max_length=300)
    post = models.CharField("role", max_length=300)
    since = models.DateField("from")
    until = models.DateField("to", null=True, blank=True)
    strategic = models.BooleanField("I set strategy for the organisation or a large part of it", default=False)
    people_led = models.PositiveIntegerField(null=True, blank=True)
    budget_pence = models.PositiveBigIntegerField(null=True, blank=True)
    evidence = models.ForeignKey(
        "documents.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="experience"
    )
    state = models.CharField(max_length=10, choices=Claim, default=Claim.CLAIMED)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField("why it is not accepted", blank=True)

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "pk"]
        verbose_name_plural = "experience"
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="experience_dates"),
            models.CheckConstraint(condition=Q(state__in=Claim.values), name="experience_claim"),
            models.CheckConstraint(
                condition=Q(state=Claim.CLAIMED, decided_at=None)
                | (~Q(state=Claim.CLAIMED) & Q(decided_at__isnull=False)),
                name="experience_decided_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state=Claim.REFUSED) & ~Q(because="") | ~Q(state=Claim.REFUSED) & Q(because=""),
                name="experience_refused_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.employer}"


class QualificationHeld(models.Model):
    """A qualification of a person: awards made here count by themselves, others are claimed with evidence.

    ``award_number`` is text, since awards live in an app above this one.
    """

    class Size(models.TextChoices):
        AWARD = "award", "Award"
        CERTIFICATE = "certificate", "Certificate"
        DIPLOMA = "diploma", "Diploma"
        EXTENDED_DIPLOMA = "extended_diploma", "Extended Diploma"
        DEGREE = "degree", "Degree"
        # Not a qualification by itself: it opens the route of an apprenticeship to Chartered Manager.
        ASSESSMENT = "assessment", "End-point assessment of an apprenticeship"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="qualifications_held")
    title = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField()
    size = models.CharField(max_length=20, choices=Size)
    body = models.CharField("awarding body", max_length=300)
    management = models.BooleanField("in management, business or leadership", default=True)
    awarded_on = models.DateField()
    award_number = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 - unique where there is one
    evidence = models.ForeignKey(
        "documents.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="qualifications_held"
    )
    state = models.CharField(max_length=10, choices=Claim, default=Claim.CLAIMED)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField("why it is not accepted", blank=True)

    objects = QualificationHeldQuerySet.as_manager()

    class Meta:
        ordering = ["-awarded_on", "pk"]
        verbose_name_plural = "qualifications held"
        constraints = [
            models.UniqueConstraint(
                fields=["award_number"], condition=Q(award_number__isnull=False), name="qualification_held_award"
            ),
            models.CheckConstraint(condition=Q(level__range=(2, 8)), name="qualification_held_level"),
            models.CheckConstraint(condition=Q(state__in=Claim.values), name="qualification_held_claim"),
            models.CheckConstraint(
                condition=Q(state=Claim.CLAIMED, decided_at=None)
                | (~Q(state=Claim.CLAIMED) & Q(decided_at__isnull=False)),
                name="qualification_held_decided_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state=Claim.REFUSED) & ~Q(because="") | ~Q(state=Claim.REFUSED) & Q(because=""),
                name="qualification_held_refused_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
