"""Files as they arrived, and evidence items with their drafts and frozen versions."""

from django.db import models
from django.db.models import Q

from cmiportal.grants import Grants
from cmiportal.workflow import new_id

from .fields import Sha256Text
from .querysets import ItemQuerySet, StoredFileQuerySet

TITLE_MAX_CHARACTERS = 300


class StoredFile(models.Model):
    """One file in private storage: what it is was judged by its content, not by its name."""

    grants = Grants(update=("verdict", "owner"))  # the owner by a merge alone, see the trigger

    class Verdict(models.TextChoices):
        QUARANTINED = "quarantined", "being checked"
        CLEAN = "clean", "checked"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="stored_files"
    )
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    storage_key = models.CharField(max_length=200)
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.QUARANTINED)
    created_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["quarantined", "clean", "refused"]), name="stored_file_verdict"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty"),
            models.UniqueConstraint(fields=["storage_key"], name="stored_file_storage_key"),
            models.UniqueConstraint(fields=["id", "sha256"], name="stored_file_hash_key"),
        ]
        indexes = [models.Index(fields=["sha256"], name="stored_file_sha256")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One piece of evidence of one person: portfolio, CPD and applications point to it."""

    class Kind(models.TextChoices):
        WORK_PRODUCT = "work_product", "Work product"
        LEARNING_ACTIVITY = "learning_activity", "Learning activity"
        WORKBOOK = "workbook", "Workbook exercise"
        E_LEARNING = "e_learning", "E-learning action point"
        WORKSHOP = "workshop", "Workshop outcome"
        DEVELOPMENT_PLAN = "development_plan", "Personal development plan"
        SKILLS_PRACTICE = "skills_practice", "Skills-practice feedback"
        LINE_MANAGER = "line_manager", "Line-manager discussion"
        WRITTEN_ANSWER = "written_answer", "Written answer"
        REFLECTIVE_ACCOUNT = "reflective_account", "Reflective account"
        MANAGEMENT_PLAN = "management_plan", "Management plan"
        FEEDBACK_360 = "feedback_360", "360 feedback"
        WITNESS_STATEMENT = "witness_statement", "Witness statement"
        MEETING_RECORD = "meeting_record", "Meeting record"
        COACHING_LOG = "coaching_log", "Coaching log"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="items")
    kind = models.CharField("type of evidence", max_length=24, choices=Kind)
    title = models.CharField(max_length=TITLE_MAX_CHARACTERS)
    dated_on = models.DateField("when is it from", null=True, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "owner"], name="item_owner_key")]

    def __str__(self) -> str:
        return self.title


class ItemDraft(models.Model):
    """What is being typed for an item and the file that will go with it; saved as the person goes."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="draft", primary_key=True)
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Draft {self.revision}"


class ItemVersion(models.Model):
    """An item as it was kept or handed in; it never changes, save into "erased"."""

    grants = Grants(update=("title", "text", "file", "erased_at", "owner"), delete=False)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", db_index=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    # As it was called when it was kept: renaming the item later must not change what an assessor marked.
    kind = models.CharField("type of evidence", max_length=24, choices=Item.Kind)
    title = models.CharField(max_length=TITLE_MAX_CHARACTERS, blank=True)
    dated_on = models.DateField("when is it from", null=True, blank=True)
    text = models.TextField(blank=True)
    text_sha256 = models.BinaryField(max_length=32)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    file_sha256 = models.BinaryField(max_length=32, null=True, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number"),
            models.UniqueConstraint(fields=["id", "owner"], name="item_version_owner_key"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False) | Q(erased_at__isnull=False),
                name="item_version_has_content",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | Q(text_sha256=Sha256Text("text")),
                name="item_version_text_hash",
            ),
            models.CheckConstraint(
                condition=Q(file=None) | Q(file_sha256__isnull=False), name="item_version_file_has_hash"
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def holds_the_same_as(self, other: "ItemVersion") -> bool:
        """Whether both have the same title, type, date, text and file."""
        alike = ("kind", "title", "dated_on", "text", "file_id")
        return all(getattr(self, name) == getattr(other, name) for name in alike)
