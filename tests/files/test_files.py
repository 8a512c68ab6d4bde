"""Files are encrypted where they lie, open for their tenant alone, and leave nothing behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from services.files import actions, contents
from services.files.contents import FileMissing
from services.files.models import StoredFile
from services.kit.encrypted_stream import PIECE
from services.schools.scope import ALL_TENANTS, for_county, scope

TEXT = "王小明的联系卡".encode()


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"


def keep(town, content=TEXT):
    with town.a.inside():
        return actions.keep(fill=lambda target: target.write(content), media_type="text/plain", now=town.monday)


def bytes_on_disk(file):
    return Path(settings.MEDIA_ROOT, file.storage_name).read_bytes()


def test_file_is_read_back_and_lies_there_encrypted(town):
    file = keep(town)
    assert b"".join(contents.pieces(file)) == TEXT
    assert file.size == len(TEXT)
    assert TEXT not in bytes_on_disk(file)


def test_large_file_comes_in_pieces(town):
    content = bytes(range(256)) * (PIECE // 256) + b"end"
    pieces = list(contents.pieces(keep(town, content)))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= contents.READ


def test_two_equal_files_have_different_bytes(town):
    assert bytes_on_disk(keep(town)) != bytes_on_disk(keep(town))


def test_damaged_cut_or_missing_file_is_refused_in_words(town):
    file = keep(town)
    path = Path(settings.MEDIA_ROOT, file.storage_name)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:-5] + b"xxxxx", b"something else"):
        path.write_bytes(damaged)
        with pytest.raises(FileMissing, match="请重新生成"):
            list(contents.pieces(file))
    path.unlink()
    with pytest.raises(FileMissing, match="请重新生成"):
        contents.pieces(file)


def test_file_of_a_school_is_open_to_that_school_alone(town):
    file = keep(town)
    with town.a.inside():
        assert StoredFile.objects.get() == file
    with town.b.inside():
        assert not StoredFile.objects.exists()
    with scope(for_county(town.county.pk)):
        assert not StoredFile.objects.exists()


def test_bytes_go_when_the_deletion_is_committed_and_not_before(lasting_town):
    file = keep(lasting_town)
    with lasting_town.a.inside():
        actions.delete([file])
        assert default_storage.exists(file.storage_name)
    assert not default_storage.exists(file.storage_name)


def test_bytes_without_a_row_go_after_a_day(lasting_town):
    kept = keep(lasting_town)
    with lasting_town.a.inside():
        lost = actions.keep(fill=lambda target: target.write(TEXT), media_type="text/plain", now=lasting_town.monday)
        transaction.set_rollback(True)
    written = default_storage.get_modified_time(lost.storage_name)
    assert actions.remove_orphans(now=written + timedelta(hours=23)) == 0
    assert actions.remove_orphans(now=written + timedelta(hours=25)) == 1
    assert not default_storage.exists(lost.storage_name)
    with scope(ALL_TENANTS):
        assert b"".join(contents.pieces(StoredFile.objects.get())) == TEXT
    assert default_storage.exists(kept.storage_name)
