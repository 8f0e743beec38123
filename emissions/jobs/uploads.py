"""Takes a large file in as it comes: to the disk, never into memory, and no more of it than there may be."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

#: All municipalities and years are 15 MB as a workbook, 50 as CSV. nginx has to let it through:
#: docs/configuration.md.
MOST_BYTES = 64 * 1024 * 1024


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes what is uploaded to a file of its own. What is too large is read on, but kept no more of.

    To hang up instead would show the reader the browser's words, and not ours.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large = False
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write a piece; give up the file once it is too large."""
        self._received += len(raw_data)
        if self._received > MOST_BYTES:
            self.is_too_large = True
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)
