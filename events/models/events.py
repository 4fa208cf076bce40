"""Events: when and where, for how many, at what price, who speaks and what happens when."""

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from cmiportal.database import ImmutableUnaccent
from cmiportal.history import tracked
from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.events import EventQuerySet
from ..workflow import EVENT, EVENT_PUBLIC, EventState

PARTY_MAX = 10


class Kind(models.TextChoices):
    WEBINAR = "webinar", "Webinar"
    BRIEFING = "briefing", "Briefing"
    TALK = "talk", "Talk"
    WORKSHOP = "workshop", "Workshop"
    CONFERENCE = "conference", "Conference"
    NETWORKING = "networking", "Networking"
    DINNER = "dinner", "Dinner"
    MEETING = "meeting", "General meeting"


class Format(models.TextChoices):
    ONLINE = "online", "Online"
    IN_PERSON = "in_person", "In person"
    HYBRID = "hybrid", "In person and online"


class Access(models.TextChoices):
    """Who may book, and who may see slides and recording afterwards."""

    EVERYBODY = "everybody", "Everybody"
    MEMBERS = "members", "Members"


@tracked(
    name="EventHistory",
    related_name="changes",
    exclude=(
        *("description", "address", "access_notes", "joining_url", "recording_url"),
        *("taken", "moves", "state", "words"),
    ),
)
class Event(WorkflowRow):
    """Something that people come to, in a place or online.

    ``capacity`` and ``taken`` count people, guests too; ``taken`` is moved only under the lock of this row.
    ``words`` is what people search, in small letters and without accents.
    ``sequence`` is the calendar's (RFC 5545): it grows with each change that calendars have to learn.
    Times are instants; ``time_zone`` is where the event is, and the zone that its page names.
    """

    workflow = EVENT

    state = models.CharField(max_length=20, choices=EventState, default=EventState.DRAFT, editable=False)
    slug = models.SlugField("web address", max_length=80, unique=True)
    title = models.CharField(max_length=160)
    strapline = models.CharField("one sentence", max_length=240)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    format = models.CharField(max_length=12, choices=Format)
    access = models.CharField("open to", max_length=12, choices=Access, default=Access.EVERYBODY)
    series = models.ForeignKey("Series", null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    region = models.ForeignKey("Region", null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    communities: models.ManyToManyField = models.ManyToManyField("Community", blank=True, related_name="events")
    topics: models.ManyToManyField = models.ManyToManyField("Topic", blank=True, related_name="events")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60, default="Europe/London")
    venue = models.CharField(max_length=160, blank=True)
    address = models.TextField(blank=True)
    joining_url = models.URLField("joining link", blank=True, max_length=500)
    access_notes = models.TextField(
        "access to the place", blank=True, help_text="Steps, lifts, hearing loop, captions, parking."
    )
    cpd_minutes = models.PositiveIntegerField("CPD in minutes", null=True, blank=True)
    capacity = models.PositiveIntegerField("places", help_text="For people, guests too.")
    taken = models.PositiveIntegerField("places taken", default=0, editable=False)
    party_max = models.PositiveSmallIntegerField(
        "people in one booking",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(PARTY_MAX)],
        help_text="The person who books and their guests.",
    )
    opens_at = models.DateTimeField("booking opens", null=True, blank=True)
    closes_at = models.DateTimeField("booking closes", null=True, blank=True, help_text="Empty: when it begins.")
    sequence = models.PositiveIntegerField(default=0, editable=False)
    recording_url = models.URLField("recording", blank=True, max_length=500)
    slides = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    words = models.GeneratedField(
        expression=ImmutableUnaccent(
            Concat(
                *("title", Value(" "), "strapline", Value(" "), "venue", Value(" "), "address"),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="event_kind"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="event_format"),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="event_access"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="event_taken_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="event_has_places",
                violation_error_message="There has to be one place at least.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message="It has to end after it begins.",
            ),
            models.CheckConstraint(condition=Q(party_max__range=(1, PARTY_MAX)), name="event_party"),
            models.CheckConstraint(
                condition=Q(format=Format.ONLINE) | ~Q(venue=""),
                name="event_has_venue",
                violation_error_message="Say where it is, or make it an online event.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="event_closes_after_opening",
                violation_error_message="Booking has to close after it opens.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EventState.PUBLISHED, EventState.COMPLETED]) | Q(published_at__isnull=False),
                name="event_published_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], condition=Q(state__in=EVENT_PUBLIC), name="event_list"),
            models.Index(fields=["region", "starts_at"], condition=Q(state__in=EVENT_PUBLIC), name="event_of_region"),
            models.Index(fields=["ends_at"], condition=Q(state=EventState.PUBLISHED), name="event_to_complete"),
            models.Index(fields=["starts_at", "id"], condition=Q(state=EventState.PUBLISHED), name="event_upcoming"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="event_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("events:event_detail", args=[self.slug])

    @property
    def left(self) -> int:
        """How many places nobody has taken."""
        return self.capacity - self.taken

    def is_joined_online(self, *, online: bool) -> bool:
        """Whether who books it comes online: as they say where there are both ways, else as the event is."""
        return self.format == Format.ONLINE or (self.format == Format.HYBRID and online)

    @property
    def largest_party(self) -> int:
        """For how many people one booking can be: never for more than the event has places."""
        return min(self.party_max, max(self.capacity, 1))


class EventEvent(WorkflowEvent):
    """A move of an event; insert only."""

    subject_field = "event"
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        verbose_name = "move of an event"
        verbose_name_plural = "moves of events"
        constraints = WorkflowEvent.constraints_for("event")


@tracked(name="EventPriceHistory")
class EventPrice(models.Model):
    """What one place costs, before VAT; an event without prices is free. The cheapest that holds is charged."""

    class Audience(models.TextChoices):
        EVERYBODY = "", "Everybody"
        MEMBER = "member", "Members"
        STUDYING = "studying", "Studying members"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="prices", db_index=False)
    audience = models.CharField("for", max_length=12, blank=True, choices=Audience, default=Audience.EVERYBODY)
    pence = models.PositiveIntegerField("price in pence, before VAT")
    vat_basis_points = models.PositiveIntegerField("VAT in hundredths of a per cent", default=2_000)

    class Meta:
        ordering = ["event", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["event", "audience"], name="event_price_once"),
            models.CheckConstraint(condition=Q(vat_basis_points__lte=10_000), name="event_price_vat"),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.get_audience_display()}"


class Speaker(models.Model):
    """Who speaks at an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers", db_index=False)
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    role = models.CharField("post and organisation", max_length=160, blank=True)
    about = models.TextField(blank=True)
    words = models.GeneratedField(
        expression=ImmutableUnaccent("name"), output_field=models.CharField(max_length=360), db_persist=True
    )

    class Meta:
        ordering = ["event", "position"]
        constraints = [models.UniqueConstraint(fields=["event", "position"], name="speaker_position")]
        indexes = [GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="speaker_words")]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """What happens when, on the day."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda", db_index=False)
    starts_at = models.DateTimeField()
    title = models.CharField(max_length=160)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["event", "starts_at", "pk"]
        indexes = [models.Index(fields=["event", "starts_at"], name="agenda_of_event")]

    def __str__(self) -> str:
        return self.title
