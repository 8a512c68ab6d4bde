"""Uploads arrive in memory: Django's own handlers write a large file to the disk, in plain text."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from services.kit.memory_file import new_memory_file


class MemoryUpload(UploadedFile):  # type: ignore[type-arg]  # not generic at run time
    """A file of a request. `file` lies in memory, where the process of a check can open it: it needs no copy."""


class MemoryUploadHandler(FileUploadHandler):
    """Keeps the files of one request, FILE_UPLOAD_MAX_MEMORY_SIZE bytes together.

    A file beyond that arrives empty, with its true size: whoever checks the size says so, whoever reads gets nothing.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        self._is_whole = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file, self._is_whole = new_memory_file(), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._is_whole and len(raw_data) > self._left:
            self._is_whole = False
            self._file.seek(0)
            self._file.truncate()
            self._left += start
        if self._is_whole:
            self._file.write(raw_data)
            self._left -= len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._file.seek(0)
        return MemoryUpload(
            self._file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
