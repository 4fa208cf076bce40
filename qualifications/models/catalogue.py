"""The catalogue: what staff may correct stands on Qualification and Unit; what a learner was promised on versions.

A published version and everything under it is frozen by trigger; a new syllabus is a new version and touches nobody.
"""

from django.db import models
from django.db.models import F, Q

from cmiportal.history import tracked

from ..querysets.catalogue import QualificationQuerySet, QualificationVersionQuerySet, UnitVersionQuerySet

TITLE_LENGTH = 300


class Level(models.Model):
    """A level from 2 to 8: who it is for and how much writing a unit asks for (policy, in words)."""

    class Referencing(models.TextChoices):
        NONE = "none", "Not expected"
        GOOD_PRACTICE = "good_practice", "Good practice"
        HARVARD = "harvard", "Harvard references expected"
        PEER_REVIEWED = "peer_reviewed", "Harvard references to peer-reviewed work expected"

    number = models.PositiveSmallIntegerField(primary_key=True)
    audience = models.TextField(blank=True)
    roles = models.TextField("typical roles", blank=True)
    comparable = models.CharField("comparable academic level", max_length=300, blank=True)
    words_from = models.PositiveIntegerField("words per unit, from", null=True, blank=True)
    words_to = models.PositiveIntegerField("words per unit, to", null=True, blank=True)
    referencing = models.CharField(max_length=20, choices=Referencing, default=Referencing.NONE)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(2, 8)), name="level_number"),
            models.CheckConstraint(
                condition=Q(words_from=None, words_to=None)
                | Q(words_from__isnull=False, words_to__isnull=False, words_to__gte=F("words_from")),
                name="level_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.number}"


@tracked(
    name="QualificationHistory",
    exclude=(
        "summary",
        "audience",
        "assessment",
    ),
)
class Qualification(models.Model):
    """A title that a learner can be registered for, with what staff may correct."""

    class Size(models.TextChoices):
        AWARD = "award", "Award"
        CERTIFICATE = "certificate", "Certificate"
        DIPLOMA = "diploma", "Diploma"
        EXTENDED_DIPLOMA = "extended_diploma", "Extended Diploma"

    slug = models.SlugField(max_length=120, unique=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="qualifications")
    size = models.CharField(max_length=20, choices=Size)
    size_rank = models.PositiveSmallIntegerField(default=1, help_text="Order of sizes in lists, smallest first.")
    title = models.CharField(max_length=TITLE_LENGTH)
    suite = models.CharField(max_length=TITLE_LENGTH, blank=True)
    code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    ofqual_number = models.CharField(max_length=20, null=True, blank=True, unique=True)
    summary = models.TextField(blank=True)
    audience = models.TextField("who it is for", blank=True)
    assessment = models.TextField("how it is assessed", blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    operational_start = models.DateField(null=True, blank=True)
    last_registration = models.DateField(null=True, blank=True)
    last_certification = models.DateField(null=True, blank=True)
    fee_pence = models.PositiveIntegerField("registration fee (pence)", null=True, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["level", "size_rank", "title"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    (
                        Q(operational_start=None)
                        | Q(last_registration=None)
                        | Q(last_registration__gte=F("operational_start"))
                    )
                    & (
                        Q(last_registration=None)
                        | Q(last_certification=None)
                        | Q(last_certification__gte=F("last_registration"))
                    )
                ),
                name="qualification_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QualificationVersion(models.Model):
    """A rule of combination with its pool of units, frozen once published; an enrolment pins one."""

    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    min_credits = models.PositiveIntegerField()
    max_credits = models.PositiveIntegerField(null=True, blank=True)
    min_units = models.PositiveIntegerField(null=True, blank=True)
    glh = models.PositiveIntegerField("guided learning hours", null=True, blank=True)
    tqt = models.PositiveIntegerField("total qualification time (hours)", null=True, blank=True)
    effective_from = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = QualificationVersionQuerySet.as_manager()

    class Meta:
        ordering = ["qualification", "number"]
        constraints = [
            models.UniqueConstraint(fields=["qualification", "number"], name="qualification_version_number"),
            models.UniqueConstraint(fields=["id", "qualification"], name="qualification_version_key"),
            models.CheckConstraint(
                condition=Q(max_credits=None) | Q(max_credits__gte=F("min_credits")),
                name="qualification_version_credits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualification} (version {self.number})"


@tracked(name="UnitHistory", exclude=("aim",))
class Unit(models.Model):
    """A unit by its number, with what staff may correct."""

    number = models.CharField(max_length=12, unique=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="units")
    aim = models.TextField(blank=True)
    theme = models.CharField(max_length=TITLE_LENGTH, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Unit {self.number}"


class UnitVersion(models.Model):
    """A unit as it is taught and judged: title, credits, outcomes, criteria; frozen once published."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    credits = models.PositiveIntegerField()
    glh = models.PositiveIntegerField("guided learning hours", null=True, blank=True)
    words_from = models.PositiveIntegerField("words, from", null=True, blank=True)
    words_to = models.PositiveIntegerField("words, to", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="unit_version_number"),
            models.UniqueConstraint(fields=["id", "unit"], name="unit_version_key"),
            models.CheckConstraint(condition=Q(credits__range=(1, 60)), name="unit_version_credits"),
        ]

    def __str__(self) -> str:
        return self.title


class LearningOutcome(models.Model):
    """What a learner will be able to do, numbered within its unit version."""

    unit_version = models.ForeignKey(UnitVersion, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["unit_version", "number"], name="learning_outcome_number"),
            models.UniqueConstraint(fields=["id", "unit_version"], name="learning_outcome_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Criterion(models.Model):
    """An assessment criterion such as 2.1: a command verb and what it governs."""

    unit_version = models.ForeignKey(UnitVersion, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    outcome = models.ForeignKey(LearningOutcome, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    verb = models.CharField("command verb", max_length=40)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["unit_version", "code"], name="criterion_code"),
            models.UniqueConstraint(fields=["id", "unit_version"], name="criterion_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.verb.capitalize()} {self.text}"


class PoolUnit(models.Model):
    """A unit, in one version, that a version of a qualification may be made of."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.CASCADE, related_name="pool", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pools")
    unit_version = models.ForeignKey(UnitVersion, on_delete=models.PROTECT, related_name="pools")
    mandatory = models.BooleanField(default=False)

    class Meta:
        ordering = ["unit__number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="pool_unit_once"),
            models.UniqueConstraint(fields=["version", "unit", "unit_version"], name="pool_unit_key"),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class RuleGroup(models.Model):
    """A named group of the pool with its own minimum, such as "Group A: 30 credits"."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.CASCADE, related_name="groups", db_index=False)
    name = models.CharField(max_length=120)
    min_credits = models.PositiveIntegerField(null=True, blank=True)
    min_units = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="rule_group_name"),
            models.UniqueConstraint(fields=["id", "version"], name="rule_group_key"),
            models.CheckConstraint(
                condition=Q(min_credits__isnull=False) | Q(min_units__isnull=False), name="rule_group_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleGroupUnit(models.Model):
    """Membership of a unit in a group; a unit may be in several."""

    group = models.ForeignKey(RuleGroup, on_delete=models.CASCADE, related_name="members", db_index=False)
    version = models.ForeignKey(QualificationVersion, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "unit"], name="rule_group_unit_once")]

    def __str__(self) -> str:
        return f"{self.unit} in {self.group}"


class BarredPair(models.Model):
    """Two units that may not both count towards the qualification."""

    version = models.ForeignKey(
        QualificationVersion, on_delete=models.CASCADE, related_name="barred_pairs", db_index=False
    )
    first = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "first", "second"], name="barred_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="barred_pair_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first} bars {self.second}"
