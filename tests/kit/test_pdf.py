"""PDFs: bundled fonts, data as data, repeatable bytes, no files outside the folder."""

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


def test_chinese_text_uses_the_bundled_font():
    pdf = render(CARD, {"title": "联系卡", "lines": ["班主任 王老师", "电话 138****5678"]})

    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", _unpacked(pdf))) == 1
    assert b"NotoSerifSC" in _unpacked(pdf)


def test_data_is_never_markup():
    hostile = ['#read("/etc/passwd")', "= heading #pagebreak() #pagebreak()", '"} #panic("x")', "$ x $ \\ @label"]

    pdf = render(CARD, {"title": '#panic("no")', "lines": hostile})

    assert len(re.findall(rb"/Type\s*/Page\b", _unpacked(pdf))) == 1


def test_same_input_and_time_give_the_same_bytes():
    made_at = datetime(2026, 11, 23, 8, tzinfo=UTC)

    assert render(CARD, {"title": "卡", "lines": []}, made_at=made_at) == render(
        CARD, {"title": "卡", "lines": []}, made_at=made_at
    )


def test_imports_are_limited_to_the_folder(tmp_path):
    (tmp_path / "head.typ").write_text("#let head = [抬头]", encoding="utf-8")

    assert render('#import "/head.typ": head\n#head', {}, root=tmp_path).startswith(b"%PDF-")
    for outside in ['#import "/head.typ": head', '#read("/etc/hostname")', '#read("../../etc/hostname")']:
        with pytest.raises(UnableToRender):
            render(outside, {})


def test_missing_data_is_named_in_the_error():
    with pytest.raises(UnableToRender, match="title"):
        render(CARD, {"lines": []})


def _unpacked(pdf: bytes) -> bytes:
    """The file with its streams uncompressed, enough to count pages and read font names."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    texts = []
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return pdf + b"".join(texts)
