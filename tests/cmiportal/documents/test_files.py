"""Taking files in: what is kept, what is refused, what is left when something goes wrong."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction

from cmiportal.documents import files, storing
from cmiportal.documents.models import StoredFile
from cmiportal.documents.refusals import FileRefused
from cmiportal.registry import UnknownKey
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, StoredFileFactory, png, upload

pytestmark = pytest.mark.django_db


def stored(file):
    with storing.fetch(file.storage_key) as content:
        return content.read()


def test_an_upload_is_kept_under_a_key_that_says_nothing(at, kept):
    owner, content = UserFactory(), png()

    file = files.store_upload(upload=upload("../Meeting.PNG", content), kind="own", owner=owner, at=at)

    file.refresh_from_db()
    assert (file.name, file.media_type, file.size, file.verdict) == ("Meeting.PNG", "image/png", len(content), "clean")
    assert (file.kind, file.owner, file.created_at) == ("own", owner, at)
    assert bytes(file.sha256) == hashlib.sha256(content).digest()
    assert stored(file) == content
    assert kept() == [file.storage_key]
    assert "eeting" not in file.storage_key


def test_the_same_file_twice_is_two_files():
    first, second = StoredFileFactory(kind="own"), StoredFileFactory(kind="own")

    assert first.storage_key != second.storage_key
    assert bytes(first.sha256) == bytes(second.sha256)


def test_one_person_cannot_fill_the_disk_for_all(at, kept, settings):
    first = StoredFileFactory(kind="own")
    settings.UPLOAD_TOTAL_MAX_BYTES = 2 * first.size - 1

    with pytest.raises(FileRefused) as refused:
        StoredFileFactory(kind="own", owner=first.owner)

    assert str(refused.value) == (
        "This file would take you past the 0 MB of files that we keep for one person. "
        "Make it smaller, or take away a file that you no longer need."
    )
    assert kept() == [first.storage_key]
    assert StoredFileFactory(kind="own").size == first.size


def test_a_name_without_an_ending_gets_that_of_the_content():
    assert StoredFileFactory(kind="own", name="scan").name == "scan.png"


def test_stored_files_are_readable_by_the_portal_alone(at):
    large = TemporaryUploadedFile("large.png", "image/png", 0, None)
    large.write(png())
    large.size = large.tell()
    large.seek(0)
    small = StoredFileFactory(kind="own")

    file = files.store_upload(upload=large, kind="own", owner=small.owner, at=at)

    large.close()  # as the request does when it ends

    assert mode(small.storage_key) == mode(file.storage_key) == 0o600
    assert mode("documents") == 0o700


def mode(key):
    return Path(default_storage.path(key)).stat().st_mode & 0o777


def test_a_refused_upload_leaves_neither_row_nor_bytes(at, kept):
    with pytest.raises(FileRefused, match="This is a Windows program, not a PDF document"):
        files.store_upload(upload=upload("a.pdf", b"MZ" + b"\x00" * 99), kind="own", owner=UserFactory(), at=at)

    assert (StoredFile.objects.count(), kept()) == (0, [])


def test_a_file_over_the_limit_is_refused_before_it_is_stored(at, settings, kept):
    settings.UPLOAD_MAX_BYTES = 20

    with pytest.raises(FileRefused, match="the largest we take is 0 MB"):
        files.store_upload(upload=upload(), kind="own", owner=UserFactory(), at=at)

    assert kept() == []


def test_a_file_of_a_kind_that_nobody_registered_is_a_fault_of_ours(at, kept):
    with pytest.raises(UnknownKey):
        files.store_upload(upload=upload(), kind="nobody's", owner=UserFactory(), at=at)
    with pytest.raises(UnknownKey):
        files.store_bytes(content=b"x", name="a", media_type="a/b", kind="nobody's", owner=None, at=at)

    assert kept() == []


def test_the_policy_decides_which_types_are_taken(at, settings):
    settings.UPLOAD_TYPES = ["PDF"]

    with pytest.raises(FileRefused, match=r"^This is a PNG picture\. We take PDF files\.$"):
        files.store_upload(upload=upload(), kind="own", owner=UserFactory(), at=at)


class FullDisk(File):
    """A file that the disk has no room for; it is full after the first piece."""

    def chunks(self, chunk_size=None):
        yield b"the beginning"
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_one_sentence_and_a_line_in_the_log(at, kept, caplog):
    sent = upload()

    with pytest.raises(FileRefused) as refused:
        files.store_upload(upload=FullDisk(sent.file, name="a.png"), kind="own", owner=UserFactory(), at=at)

    assert str(refused.value) == storing.NO_ROOM
    assert kept() == []
    assert [record.getMessage() for record in caplog.records] == [
        f"The storage did not take a file of {sent.size} bytes"
    ]


def test_what_the_portal_made_is_kept_as_it_is(at):
    file = files.store_bytes(
        content=b"%PDF-", name="Certificate P1.pdf", media_type="application/pdf", kind="shared", owner=None, at=at
    )

    assert (file.name, file.media_type, file.size, file.verdict) == (
        "Certificate P1.pdf",
        "application/pdf",
        5,
        "clean",
    )
    assert bytes(file.sha256) == hashlib.sha256(b"%PDF-").digest()
    assert stored(file) == b"%PDF-"


def test_bytes_whose_row_the_database_refuses_are_removed(at, kept):
    with pytest.raises(IntegrityError, match="stored_file_not_empty"):
        files.store_bytes(content=b"", name="a.pdf", media_type="a/b", kind="own", owner=None, at=at)

    assert kept() == []


def test_a_discarded_file_is_gone_once_the_transaction_is(django_capture_on_commit_callbacks, kept):
    file = StoredFileFactory(kind="own")

    with django_capture_on_commit_callbacks() as callbacks:
        assert files.discard_file(file=file) is True
    assert kept() == [file.storage_key]
    for callback in callbacks:
        callback()

    assert (StoredFile.objects.count(), kept()) == (0, [])


def test_a_file_that_something_points_to_is_not_discarded(django_capture_on_commit_callbacks, kept):
    item = ItemFactory(upload=upload(), file_kind="own")

    with django_capture_on_commit_callbacks(execute=True):
        assert files.discard_file(file=item.draft.file) is False

    assert kept() == [item.draft.file.storage_key]


class TestSweep:
    @pytest.fixture(autouse=True)
    def in_a_moment(self, at):
        """The storage's own clock says when bytes were written, so the sweep looks from after that."""
        file = StoredFileFactory(kind="own", at=at)
        self.written = default_storage.get_modified_time(file.storage_key)
        self.file = file

    def test_bytes_of_a_transaction_that_was_rolled_back_go(self, at, kept):
        with transaction.atomic():
            lost = StoredFileFactory(kind="own")
            transaction.set_rollback(True)
        assert kept() == sorted([self.file.storage_key, lost.storage_key])

        assert files.sweep_files(before=self.written + timedelta(minutes=1)) == 1
        assert kept() == [self.file.storage_key]
        assert files.sweep_files(before=self.written + timedelta(minutes=1)) == 0

    def test_bytes_that_are_still_being_judged_stay(self, kept):
        StoredFile.objects.all().delete()

        assert files.sweep_files(before=self.written - timedelta(minutes=1)) == 0
        assert kept() == [self.file.storage_key]

    @pytest.mark.django_db(transaction=True)
    def test_a_row_without_a_verdict_goes_with_its_bytes(self, at, kept):
        StoredFile.objects.update(verdict="quarantined")

        assert files.sweep_files(before=at) == 0
        assert files.sweep_files(before=at + timedelta(seconds=1)) == 1

        assert (StoredFile.objects.count(), kept()) == (0, [])


def test_sweeping_a_storage_that_never_held_anything_is_harmless(at):
    assert files.sweep_files(before=at) == 0


class TestStorage:
    """A storage that changes under the sweep, or is away."""

    def test_bytes_removed_since_they_were_listed_are_nobodys_concern(self, at):
        assert storing._written_at("documents/aa/gone", default=at) == at
        storing.remove("documents/aa/gone")

    def test_bytes_that_cannot_be_removed_are_left_to_the_next_sweep(self, caplog):
        file = StoredFileFactory(kind="own")

        storing.remove(file.storage_key.rpartition("/")[0])  # a folder that is not empty

        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert stored(file) == png()
