"""Hostile files and picture bombs: refused in a sentence, within their limits, and nothing of them stored."""

from dataclasses import replace

import pytest

from services.files.checking import check
from services.files.checking.check import MESSAGES, UnusableFile
from services.kit.memory_file import memory_file
from tests import memory
from tests.files.bombs import BOMBS
from tests.files.hostile import DOCX, FILES, XLSX, office, pdf, relations
from tests.files.pictures import photo

MEGABYTES = 512
LIMITS = check.LIMITS


@pytest.fixture(autouse=True)
def busy_machine(monkeypatch):
    """Elapsed time says how busy the machine is, not what a file does: its processor time and memory stay limited."""
    monkeypatch.setattr(check, "LIMITS", replace(LIMITS, elapsed_seconds=600))


def checked(content):
    with memory_file() as file:
        file.write(content)
        return check.check(file)


def test_limits_end_every_check():
    assert (LIMITS.elapsed_seconds, LIMITS.cpu_seconds, LIMITS.memory_bytes) == (20, 15, 460 * 2**20)


def test_file_that_exceeds_its_time_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(check, "LIMITS", replace(LIMITS, elapsed_seconds=0))
    with pytest.raises(UnusableFile, match="在规定时间内读不完") as refused:
        checked(photo())
    assert refused.value.code == "too_complex"


def test_there_are_enough_of_them():
    assert len(FILES) >= 38
    assert len(BOMBS) >= 20


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_in_a_sentence(name):
    make, code = FILES[name]
    with pytest.raises(UnusableFile) as refused:
        checked(make())
    assert refused.value.code == code
    assert str(refused.value).endswith("。")
    assert refused.value.field == "file"


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_stays_within_its_memory(name):
    make, is_decoded = BOMBS[name]
    content = make()
    with memory.watched() as peak:
        try:
            checked(content)
        except UnusableFile as refused:
            code = refused.code
        else:
            code = ""
    print(f"BOMB {name} {len(content) // 1024} KiB {code or 'read'} {peak.megabytes} MB")
    assert peak.megabytes <= MEGABYTES
    assert code == "too_many_pixels" if not is_decoded else code in {"", "broken", "too_big", "too_complex"}


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "LA", "P", "1", "I;16"])
def test_png_of_every_kind_is_read(mode):
    assert checked(photo("PNG", mode=mode)).media_type == "image/jpeg"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "HEIF"])
def test_photo_of_48_megapixels_is_read(format_):
    with memory.watched() as peak:
        kept = checked(photo(format_, (8064, 6048)))
    assert kept.media_type == "image/jpeg"
    assert peak.megabytes <= MEGABYTES


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_of_every_kind_is_read(mode):
    assert checked(photo("JPEG", mode=mode)).media_type == "image/jpeg"


def test_documents_without_anything_in_them_are_kept_as_they_are():
    kinds = [checked(pdf()), checked(office(DOCX)), checked(office(XLSX))]
    assert [kind.media_type.rpartition(".")[2] for kind in kinds] == ["application/pdf", "document", "sheet"]
    assert [kind.content for kind in kinds] == [None, None, None]
    with_link = office(DOCX, {"word/_rels/document.xml.rels": relations("hyperlink", "http://www.gov.cn/")})
    assert checked(with_link).media_type.endswith("document")


def test_what_follows_a_photo_is_left_behind():
    page = b"<script>alert(1)</script>"
    kept = checked(photo() + page)
    assert page not in kept.content
    assert page not in kept.thumbnail


def test_file_of_more_than_the_limit_is_refused_unread():
    with pytest.raises(UnusableFile, match="超过 20 MB"):
        check.check_size(check.MAX_BYTES + 1)


def test_every_text_can_be_written():
    for code in MESSAGES:
        assert str(UnusableFile(code, limit=1, megapixels=50))
