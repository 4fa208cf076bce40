"""Enquiries and their answers; what somebody wrote is erased some time after it is over, its moves stay."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from .querysets import EnquiryQuerySet
from .workflow import ENQUIRY, ENQUIRY_DOUBTED, ENQUIRY_ENDED, ENQUIRY_OPEN, EnquiryKind, EnquiryState

NAME_LENGTH = 300
PHONE_LENGTH = 40


class Enquiry(WorkflowRow):
    """What somebody asked the Institute by a form, with an account or without.

    ``details`` are the answers to the questions of its kind, a list of [question, answer]; ``doubts`` says why it is
    looked at first, a line for each reason. ``digest`` is the SHA-256 of the form's key and of what stood in it: a
    form that is sent twice counts once. ``note`` says why one was closed without an answer.
    """

    workflow = ENQUIRY

    state = models.CharField(max_length=20, choices=EnquiryState, default=EnquiryState.NEW, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=EnquiryKind)
    person = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.EmailField("e-mail address", max_length=254, blank=True)
    organisation = models.CharField(max_length=NAME_LENGTH, blank=True)
    phone = models.CharField("telephone", max_length=PHONE_LENGTH, blank=True)
    details = models.JSONField(default=list, blank=True)
    message = models.TextField(blank=True)
    doubts = models.TextField("why to look at it first", blank=True)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField("sent")
    due_on = models.DateField("answer by")
    taken_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("answered", null=True, blank=True)
    ended_at = models.DateTimeField("closed", null=True, blank=True)
    erased_at = models.DateTimeField("erased", null=True, blank=True)
    note = models.TextField("why it was closed without an answer", blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="enquiry_once"),
            models.CheckConstraint(condition=Q(state__in=EnquiryState.values), name="enquiry_state"),
            models.CheckConstraint(condition=Q(kind__in=EnquiryKind.values), name="enquiry_kind"),
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.TAKEN) | Q(taken_by__isnull=False), name="enquiry_taken_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.ANSWERED) | Q(answered_at__isnull=False),
                name="enquiry_answered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENQUIRY_ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENQUIRY_ENDED) & Q(ended_at=None)),
                name="enquiry_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(ended_at__isnull=False, name="", email="", organisation="", phone="", message="", note=""),
                name="enquiry_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=ENQUIRY_OPEN), name="enquiry_due"),
            models.Index(fields=["email", "-created_at"], name="enquiry_of_address"),
            models.Index(fields=["ended_at"], condition=Q(erased_at=None), name="enquiry_to_erase"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page that says how it stands, for whoever has its address."""
        return reverse("enquiries:sent", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state in ENQUIRY_OPEN

    @property
    def is_doubted(self) -> bool:
        """Whether it looks as if a machine had sent it, so that nothing goes to its address."""
        return self.state in ENQUIRY_DOUBTED

    def is_late(self, *, on: date) -> bool:
        """Whether it waits longer than we promise."""
        return self.is_open and self.due_on < on


class EnquiryEvent(WorkflowEvent):
    """A move of an enquiry."""

    subject_field = "enquiry"
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("enquiry")


class EnquiryAnswer(models.Model):
    """What was answered, word for word as it was sent; one that is opened again can have several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("answer")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("sent")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "answer"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="enquiry_answer_says_something")]

    def __str__(self) -> str:
        return f"Answer to {self.enquiry}"
