"""Pictures of editors: added, made in sizes, described to pages. Who adds one needs to be an editor."""

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from PIL import Image

from cmiportal.accounts.models import User
from cmiportal.documents import media, storing
from cmiportal.documents.files import store_bytes, store_upload
from cmiportal.documents.judging import Limits
from cmiportal.documents.models import StoredFile
from cmiportal.documents.refusals import FileRefused
from cmiportal.visitors import publish
from cmiportal.workflow import MoveNotAllowed

from ..models import Picture, PictureSize
from ..permissions import is_an_editor
from ..rules import resizing
from ..rules.markdown import faults, pictures_in
from ..rules.pictures import FORMATS, MEDIA_TYPES, TALLEST, PictureFacts, SizeFacts, is_too_tall, widths_for

logger = logging.getLogger(__name__)

PICTURE = "picture"  # the DocumentKind of originals, for editors alone
SIZE = "picture-size"  # and of what is made of them
TYPES = ("PNG", "JPEG")
MAKE_SIZES = "insights.make_sizes"
UNKNOWN = "There is no picture with the id {}. Copy the line of one from the list of pictures."
NO_WORDS = "Say in words what there is to see in the picture, for people who do not see it."
TOO_MANY_POINTS = (
    "This picture has {:,} million points; the largest we take has {:,} million. Save it in a smaller size."
)

TOO_TALL = (
    "This picture is {:,} points high; the highest we take has {:,}. Cut it into parts, or save it in a smaller size."
)


class PictureRefused(Exception):
    """The picture cannot be added or described like that; the first argument says why."""


@transaction.atomic
def add_picture(*, file: File, alternative: str, credit: str = "", by: User | None, at: datetime) -> Picture:
    """Keep a PNG or JPEG picture; its sizes are made soon after by the worker.

    ``by`` None is a file of texts that the Institute brings along. Raises MoveNotAllowed for who is no editor,
    PictureRefused without alternative text, FileRefused for a file that cannot be taken, and then nothing is kept.
    """
    _check(by)
    said = _said(alternative)
    original = store_upload(upload=file, kind=PICTURE, owner=None, at=at, limits=_limits())
    with storing.fetch(original.storage_key) as content:
        try:
            width, height = _judged(content)
        except FileRefused:
            storing.remove(original.storage_key)
            raise
    picture = Picture.objects.create(
        original=original, alternative=said, credit=credit.strip(), width=width, height=height, created_at=at
    )
    transaction.on_commit(_wake, robust=True)
    return picture


@transaction.atomic
def describe_picture(*, picture: Picture, alternative: str, credit: str, by: User) -> Picture:
    """Other words for a picture that is there: pages show them at once. Raises as ``add_picture``."""
    _check(by)
    picture.alternative, picture.credit = _said(alternative), credit.strip()
    picture.save(update_fields=["alternative", "credit"])
    return picture


def make_sizes(*, picture: Picture, at: datetime) -> int:
    """Make what is missing of a picture's sizes, each by itself, so that a stopped run goes on; returns how many.

    Two workers at once make each size once. Raises what Pillow and the storage raise.
    """
    there = set(picture.sizes.values_list("format", "width"))
    wanted = [(format, width) for format in FORMATS for width in widths_for(picture.width)]
    missing = [each for each in wanted if each not in there]
    made = 0
    if missing:
        with storing.fetch(picture.original.storage_key) as content:
            whole = resizing.opened(content)
        made = sum(_make_size(picture, whole, *each, at=at) for each in missing)
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk, sized_at=None).update(sized_at=at)
        publish()
    return made


def make_sizes_due(*, at: datetime) -> int:
    """Make the sizes that are still to be made; a picture that fails is told in the log and stops no other."""
    made = 0
    for picture in Picture.objects.to_size().select_related("original"):
        try:
            made += make_sizes(picture=picture, at=at)
        except Exception:
            logger.exception("The sizes of picture %s could not be made", picture.pk)
    return made


def facts_of(pictures: Iterable[Picture]) -> dict[str, PictureFacts]:
    """What pages need to know of pictures, by id; one query for the sizes of all, none where there are none."""
    found = {picture.pk: picture for picture in pictures}
    ready = [picture.pk for picture in found.values() if picture.sized_at]
    rows = PictureSize.objects.filter(picture__in=ready).order_by("picture", "width") if ready else ()
    sizes = {key: tuple(_size(row) for row in group) for key, group in groupby(rows, key=lambda row: row.picture_id)}
    return {
        str(key): PictureFacts(
            str(key), picture.alternative, picture.credit, picture.width, picture.height, sizes.get(key, ())
        )
        for key, picture in found.items()
    }


def facts_in(*texts: str, cover: Picture | None = None) -> dict[str, PictureFacts]:
    """What texts in Markdown show, and the picture above them, by id; two queries, one for a cover alone, or none."""
    ids = [id for text in texts for id in pictures_in(text)]
    shown = Picture.objects.filter(pk__in=ids) if ids else ()
    return facts_of([*shown, cover] if cover else shown)


def faults_of(text: str) -> list[str]:
    """What is to be mended in a text in Markdown, pictures that are not there included; one query at most."""
    ids = pictures_in(text)
    known = {str(pk) for pk in Picture.objects.filter(pk__in=ids).values_list("pk", flat=True)} if ids else set()
    return [*faults(text), *(UNKNOWN.format(id) for id in ids if id not in known)]


def address_of(picture_id: UUID, width: int, format: str) -> str:
    """Where a size is."""
    return reverse("insights:picture", args=[picture_id, width, format])


def _size(row: PictureSize) -> SizeFacts:
    return SizeFacts(row.format, row.width, row.height, address_of(row.picture_id, row.width, row.format))


def _make_size(picture: Picture, whole: Image.Image, format: str, width: int, *, at: datetime) -> int:
    """Keep one size, unless another worker has; the row of the picture lets them pass one by one."""
    content, height = resizing.resized(whole, width, format)
    with transaction.atomic():
        Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
        if picture.sizes.filter(format=format, width=width).exists():
            return 0
        file = _kept(content, f"{picture.pk}-{width}.{format}", MEDIA_TYPES[format], at)
        PictureSize.objects.create(picture=picture, format=format, width=width, height=height, file=file)
    return 1


def _kept(content: bytes, name: str, media_type: str, at: datetime) -> StoredFile:
    return store_bytes(content=content, name=name, media_type=media_type, kind=SIZE, owner=None, at=at)


def _limits() -> Limits:
    return Limits(types=TYPES, size=settings.PICTURE_MAX_BYTES, unpacked=settings.PICTURE_MAX_BYTES)


def _judged(content: File) -> tuple[int, int]:
    """The shape of a picture that unpacks. Raises FileRefused for one that does not, or that is too large to."""
    try:
        width, height = resizing.shape_of(content)
        if width * height > settings.PICTURE_MAX_POINTS:
            points = -(-width * height // 1_000_000), settings.PICTURE_MAX_POINTS // 1_000_000
            raise FileRefused(TOO_MANY_POINTS.format(*points))
        if is_too_tall(width, height):
            raise FileRefused(TOO_TALL.format(height, TALLEST))
        resizing.check_whole(content)
    except (OSError, ValueError, SyntaxError) as error:
        raise FileRefused(media.DAMAGED_PICTURE) from error
    return width, height


def _said(alternative: str) -> str:
    said = " ".join(alternative.split())
    if not said:
        raise PictureRefused(NO_WORDS)
    return said


def _check(by: User | None) -> None:
    if by is not None and not is_an_editor(by):
        raise MoveNotAllowed("Only editors add and describe pictures.")


def _wake() -> None:
    """Ask a worker to make what is missing; where the broker does not answer, the sweep does."""
    current_app.send_task(MAKE_SIZES)
