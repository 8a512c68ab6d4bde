"""Files of a request wait in memory and never on the disk, as much as the limit allows."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings as given
from django.core.files.uploadedfile import SimpleUploadedFile

from services.files.checking import check
from services.kit.xlsx.errors import WorkbookLimits

MEGABYTE = 2**20


@pytest.fixture(autouse=True)
def temp(tmp_path, settings, monkeypatch):
    """The temp folder of Django and of Python."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def received(rf):
    """`received(3, 5)`: the files of a request with files of so many bytes."""
    requests = []

    def post(*sizes):
        files = {f"file{number}": SimpleUploadedFile("王小明.jpg", bytes(size)) for number, size in enumerate(sizes)}
        requests.append(rf.post("/", files))
        return list(requests[-1].FILES.values())

    yield post
    for request in requests:
        request.close()


def test_file_of_three_megabytes_leaves_the_temp_folder_empty(rf, temp):
    content = b"a child's photo " * (3 * MEGABYTE // 16)
    request = rf.post("/", {"file": SimpleUploadedFile("王小明.jpg", content, content_type="image/jpeg")})
    file = request.FILES["file"]
    assert list(temp.iterdir()) == []
    assert str(Path(f"/proc/self/fd/{file.fileno()}").readlink()).startswith("/memfd:")
    assert (file.name, file.content_type, file.size) == ("王小明.jpg", "image/jpeg", len(content))
    assert b"".join(file.chunks()) == content
    assert list(temp.iterdir()) == []
    request.close()
    assert file.closed


def test_limit_is_that_of_the_largest_file_that_is_kept(received):
    assert max(check.MAX_BYTES, WorkbookLimits().file_bytes) == given.FILE_UPLOAD_MAX_MEMORY_SIZE
    (file,) = received(check.MAX_BYTES)
    assert len(file.read()) == file.size == check.MAX_BYTES


def test_file_beyond_the_limit_takes_no_memory_and_keeps_its_size(received, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE
    file, after = received(MEGABYTE + 1, 1000)
    assert (file.size, file.read()) == (MEGABYTE + 1, b"")
    assert (after.size, len(after.read())) == (1000, 1000)


def test_files_of_one_request_share_the_limit(received, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE
    assert [(file.size, len(file.read())) for file in received(600_000, 600_000)] == [(600_000, 600_000), (600_000, 0)]
