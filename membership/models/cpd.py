"""CPD: what members record, what is offered to be recorded, and the yearly sample of Chartered members' records."""

from django.db import models
from django.db.models import F, Q

from cmiportal.history import tracked
from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from ..querysets.cpd import CpdEntryQuerySet, CpdOfferQuerySet, CpdReviewQuerySet, CpdSampleQuerySet
from ..rules.spent import said
from ..workflow import CPD_REVIEW, CpdReviewState


@tracked(name="AreaHistory", exclude=("summary",))
class Area(models.Model):
    """One of the nine areas of the Professional Standard, three in each of three domains."""

    key = models.SlugField(max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    domain = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    summary = models.TextField("what it is about")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class CpdEntry(models.Model):
    """One piece of development in the four stages of the cycle: reflect, plan, act, evaluate. Hours are no duty.

    ``source_key`` names what offered it ("award:A0048213..."), so that one thing is recorded once.
    """

    class Activity(models.TextChoices):
        COURSE = "course", "Course or qualification"
        EVENT = "event", "Event"
        READING = "reading", "Reading, watching or listening"
        WORK = "work", "Learning at work"
        COACHING = "coaching", "Coaching or mentoring"
        VOLUNTEERING = "volunteering", "Volunteering"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cpd_entries")
    title = models.CharField(max_length=300)
    activity = models.CharField(max_length=20, choices=Activity)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField("when")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    need = models.TextField("what I needed to learn", blank=True)
    plan = models.TextField("what I planned", blank=True)
    action = models.TextField("what I did", blank=True)
    learnt = models.TextField("what I learnt and what changed", blank=True)
    source_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 - unique where there is one
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = CpdEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "pk"]
        verbose_name_plural = "CPD entries"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source_key"], condition=Q(source_key__isnull=False), name="cpd_entry_source_once"
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="cpd_entry_minutes"),
        ]
        indexes = [
            models.Index(fields=["person", "-on"], name="cpd_entry_of_person"),
            models.Index(fields=["-on", "-created_at", "id"], name="cpd_entry_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def spent(self) -> str:
        """The time that it took, in words; empty where the person did not say."""
        return said(self.minutes) if self.minutes else ""

    @property
    def stages_said(self) -> int:
        """How many of the four stages say something."""
        return sum(1 for text in (self.need, self.plan, self.action, self.learnt) if text)


class CpdOffer(models.Model):
    """Something that could be recorded, to be confirmed or dismissed by the person; nothing is logged by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cpd_offers")
    source_key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    activity = models.CharField(max_length=20, choices=CpdEntry.Activity)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("when")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    offered_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(CpdEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="offer")

    objects = CpdOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "source_key"], name="cpd_offer_once"),
            models.CheckConstraint(condition=Q(dismissed_at=None) | Q(entry=None), name="cpd_offer_one_answer"),
        ]
        indexes = [models.Index(fields=["-offered_at", "id"], name="cpd_offer_newest")]

    def __str__(self) -> str:
        return self.title


class CpdSample(models.Model):
    """A year's draw of Chartered members: seed and size say how it was drawn, so that it can be drawn again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    drawn_from = models.PositiveIntegerField("number of Chartered members on the day")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CpdSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(size__lte=F("drawn_from")), name="cpd_sample_size")]

    def __str__(self) -> str:
        return f"CPD sample {self.year}"


class CpdReview(WorkflowRow):
    """The review of one sampled member's record."""

    workflow = CPD_REVIEW

    state = models.CharField(max_length=20, choices=CpdReviewState, default=CpdReviewState.REQUESTED, editable=False)
    sample = models.ForeignKey(CpdSample, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cpd_reviews")
    due_on = models.DateField()
    reviewer = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CpdReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CpdReviewState.values), name="cpd_review_state"),
            models.UniqueConstraint(fields=["sample", "person"], name="cpd_review_once"),
            models.CheckConstraint(condition=Q(reviewer=None) | ~Q(reviewer=F("person")), name="cpd_review_not_own"),
        ]

    def __str__(self) -> str:
        return f"{self.sample}: {self.person}"


class CpdReviewEvent(WorkflowEvent):
    """A move of a review; insert only."""

    subject_field = "cpdreview"
    cpdreview = models.ForeignKey(CpdReview, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("cpdreview")
