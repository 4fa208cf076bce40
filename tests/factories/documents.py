"""Stored files, evidence items and kept versions, made by the services from real content."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cmiportal.documents import files, services
from cmiportal.documents.models import Item, ItemVersion, StoredFile
from tests.factories.accounts import UserFactory

AT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


def png(width: int = 4, height: int = 3) -> bytes:
    """A whole PNG picture."""
    content = BytesIO()
    Image.new("RGB", (width, height), "plum").save(content, "PNG")
    return content.getvalue()


def upload(name: str = "minutes.png", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a form hands it over; a small picture unless told otherwise."""
    return SimpleUploadedFile(name, png() if content is None else content)


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A file that was judged and kept; ``name`` and ``content`` say what was sent."""

    class Meta:
        model = StoredFile

    owner = factory.SubFactory(UserFactory)
    kind = services.EVIDENCE
    name = "minutes.png"
    content = factory.LazyFunction(png)
    at = AT

    @classmethod
    def _create(cls, model_class: type[StoredFile], *args: Any, **given: Any) -> StoredFile:
        sent = upload(given.pop("name"), given.pop("content"))
        return files.store_upload(upload=sent, **given)


class ItemFactory(factory.django.DjangoModelFactory):
    """A piece of evidence with a draft; ``upload=upload()`` puts a file beside the text."""

    class Meta:
        model = Item

    owner = factory.SubFactory(UserFactory)
    kind = Item.Kind.REFLECTIVE_ACCOUNT
    title = factory.Sequence(lambda number: f"Leading the move, part {number}")
    dated_on = date(2024, 5, 13)
    text = "I asked each team what the move would cost them before we set the date."
    at = AT

    @classmethod
    def _create(cls, model_class: type[Item], *args: Any, **given: Any) -> Item:
        return services.create_item(**given)


class ItemVersionFactory(factory.django.DjangoModelFactory):
    """A version kept of an item: ``ItemVersionFactory(item=item)`` or ``ItemVersionFactory(item__owner=learner)``."""

    class Meta:
        model = ItemVersion

    item = factory.SubFactory(ItemFactory)
    at = AT

    @classmethod
    def _create(cls, model_class: type[ItemVersion], *args: Any, **given: Any) -> ItemVersion:
        return services.keep_version(**given)
