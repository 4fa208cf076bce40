"""What is kept of a request's files while they arrive."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

CHUNK = 64 * 1024


@pytest.fixture
def received(settings):
    """Send files of these sizes in one request; the sizes that are left of them."""
    settings.UPLOAD_MAX_BYTES = 2 * CHUNK

    def send(*sizes):
        files = {f"file{number}": SimpleUploadedFile("a.pdf", b"x" * size) for number, size in enumerate(sizes)}
        request = RequestFactory().post("/", files)
        left = [file.size for file in request.FILES.values()]
        request.close()
        return left

    return send


def test_a_file_that_could_be_taken_arrives_whole(received):
    assert received(2 * CHUNK) == [2 * CHUNK]


def test_of_a_file_a_little_too_large_the_size_is_known(received):
    assert received(3 * CHUNK) == [3 * CHUNK]


def test_of_a_flood_no_more_is_kept_than_says_that_it_is_one(received):
    (left,) = received(40 * CHUNK)

    assert 4 * CHUNK <= left <= 5 * CHUNK


def test_many_files_share_what_one_may_take(received):
    assert sum(received(3 * CHUNK, 3 * CHUNK, 3 * CHUNK)) <= 5 * CHUNK
