"""Pictures of articles and campaigns, and the sizes in which they are sent."""

from django.db import models
from django.db.models import Q

from cmiportal.workflow import new_id

from ..querysets.pictures import PictureQuerySet


class Picture(models.Model):
    """One picture as an editor added it; ``alternative`` says in words what there is to see in it.

    ``original`` is in private storage and shown to nobody but editors: readers get the ``sizes`` made from it, which
    hold neither place nor camera. ``sized_at`` is empty until they are made.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    original = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+", editable=False)
    alternative = models.CharField(
        "alternative text",
        max_length=300,
        help_text="What there is to see, for people who do not see it. One or two sentences.",
    )
    credit = models.CharField("whose picture it is", max_length=120, blank=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sized_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alternative=""), name="picture_has_alternative"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_points"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="picture_latest"),
            models.Index(fields=["created_at"], condition=Q(sized_at=None), name="picture_to_size"),
        ]

    def __str__(self) -> str:
        return self.alternative


class PictureSize(models.Model):
    """A picture at one width in one format, as browsers choose it; made once, never changed."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpg", "JPEG"

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="sizes", db_index=False)
    format = models.CharField(max_length=4, choices=Format)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["picture", "format", "width"]
        constraints = [
            models.CheckConstraint(condition=Q(format__in=["avif", "webp", "jpg"]), name="picture_size_format"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_size_has_points"),
            models.UniqueConstraint(fields=["picture", "format", "width"], name="picture_size_once"),
        ]

    def __str__(self) -> str:
        return f"{self.picture}, {self.width} {self.format}"
