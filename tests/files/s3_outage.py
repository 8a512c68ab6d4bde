"""A storage on the disk that fails as S3 does when the network is gone."""

from collections.abc import Collection

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from django.core.files import File
from django.core.files.storage import FileSystemStorage

ADDRESS = "https://s3.example.test"


class BrokenFile(File):
    def read(self, *_size):
        raise ReadTimeoutError(endpoint_url=ADDRESS)


class Outage(FileSystemStorage):
    """`fails`: which of open, read, save, delete do; `whole`: so many files are saved before."""

    def __init__(self, fails: Collection[str] = (), whole: int = 0) -> None:
        super().__init__()
        self.fails, self.whole = fails, whole

    def _open(self, name, mode="rb"):
        self._fail("open")
        file = super()._open(name, mode)
        return BrokenFile(file.file) if "read" in self.fails else file

    def _save(self, name, content):
        if not self.whole:
            self._fail("save")
        self.whole -= 1
        return super()._save(name, content)

    def delete(self, name):
        self._fail("delete")
        super().delete(name)

    def _fail(self, what):
        if what in self.fails:
            raise EndpointConnectionError(endpoint_url=ADDRESS)
