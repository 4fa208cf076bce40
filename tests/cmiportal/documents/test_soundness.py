"""Whether a stored file is still what was taken in."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cmiportal.documents.models import StoredFile
from cmiportal.documents.soundness import CHANGED, GONE, NOT_TAKEN, STILL_CHECKED, fault_of
from tests.factories.documents import StoredFileFactory

pytestmark = pytest.mark.django_db


def overwritten(file, content):
    default_storage.delete(file.storage_key)
    default_storage.save(file.storage_key, ContentFile(content))


def test_what_was_taken_in_and_left_alone_is_sound():
    assert fault_of(StoredFileFactory()) == ""


def test_a_file_that_is_gone_or_changed_is_to_be_added_again():
    file = StoredFileFactory()

    overwritten(file, b"something else")
    assert fault_of(file) == CHANGED

    default_storage.delete(file.storage_key)
    assert fault_of(file) == GONE


@pytest.mark.parametrize(("verdict", "fault"), [("quarantined", STILL_CHECKED), ("refused", NOT_TAKEN)])
def test_a_file_without_a_clean_verdict_is_not_sound(verdict, fault):
    file = StoredFileFactory()
    file.verdict = StoredFile.Verdict(verdict)

    assert fault_of(file) == fault


def test_a_file_that_is_not_what_its_name_says_is_judged_as_an_upload_would_be():
    file = StoredFileFactory()
    file.name = "minutes.pdf"

    assert fault_of(file) == (
        "The name ends in .pdf, but this is a PNG picture. Change the ending to .png, "
        "or save the file again in the type you want."
    )
