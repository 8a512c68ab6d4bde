import re
import zlib
from datetime import UTC, datetime

import pytest

from services.kit.pdf import SERIF, UnableToRender, render

CARD = f"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 90mm, height: 54mm, margin: 5mm)
#set text(font: "{SERIF}", lang: "zh", size: 9pt)
= #data.title
#for line in data.lines [ #line \\ ]
"""


def test_a_chinese_card_is_one_page_in_the_shipped_face():
    pdf = render(CARD, {"title": "联系卡", "lines": ["班主任 王老师", "电话 138****5678"]})

    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", _unpacked(pdf))) == 1
    assert b"NotoSerifSC" in _unpacked(pdf)


def test_data_is_never_read_as_markup():
    hostile = ['#read("/etc/passwd")', "= heading #pagebreak() #pagebreak()", '"} #panic("x")', "$ x $ \\ @label"]

    pdf = render(CARD, {"title": '#panic("no")', "lines": hostile})

    assert len(re.findall(rb"/Type\s*/Page\b", _unpacked(pdf))) == 1


def test_the_same_card_made_at_the_same_time_has_the_same_bytes():
    made_at = datetime(2026, 11, 23, 8, tzinfo=UTC)

    assert render(CARD, {"title": "卡", "lines": []}, made_at=made_at) == render(
        CARD, {"title": "卡", "lines": []}, made_at=made_at
    )


def test_a_source_finds_its_parts_only_in_its_own_folder(tmp_path):
    (tmp_path / "head.typ").write_text("#let head = [抬头]", encoding="utf-8")

    assert render('#import "/head.typ": head\n#head', {}, root=tmp_path).startswith(b"%PDF-")
    for outside in ['#import "/head.typ": head', '#read("/etc/hostname")', '#read("../../etc/hostname")']:
        with pytest.raises(UnableToRender):
            render(outside, {})


def test_missing_data_is_an_error_with_words():
    with pytest.raises(UnableToRender, match="title"):
        render(CARD, {"lines": []})


def _unpacked(pdf: bytes) -> bytes:
    """The file with its compressed streams opened, enough to count pages and read face names."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return pdf + b"".join(opened)
