"""What is kept of a request's files while they arrive: not more than the policy can take."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from .judging import SAID_UP_TO


class BoundedUploadHandler(FileUploadHandler):
    """Let go of what goes beyond twice the largest file, over the whole request, so that nobody fills the disk.

    The first handler of FILE_UPLOAD_HANDLERS. What is cut off is too large anyway: judging refuses it by its size.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the bytes on to the next handler, or drop them."""
        self.received += len(raw_data)
        return raw_data if self.received <= SAID_UP_TO * settings.UPLOAD_MAX_BYTES + self.chunk_size else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
        return None
