"""Read a table of schools (CSV) into entries.

The first row names the columns, in Chinese or English; their order does not matter and unknown ones are ignored.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from services.schools.choices import SchoolKind, SiteKind
from services.schools.directory.entries import Fault, SchoolEntry

COLUMNS = ("学校名称", "学校标识码", "乡镇", "办学类型", "教学点", "村小")
_FIELDS = {
    "学校名称": "name", "学校": "name", "名称": "name", "name": "name",
    "学校标识码": "code", "标识码": "code", "学校代码": "code", "code": "code",
    "乡镇": "township", "乡镇街道": "township", "所属乡镇": "township", "township": "township",
    "办学类型": "kind", "类型": "kind", "学校类型": "kind", "kind": "kind",
    "教学点": "teaching_points", "teaching_points": "teaching_points",
    "村小": "village_schools", "village_schools": "village_schools",
}  # fmt: skip
# As counties write them; the rest are the labels themselves.
_KINDS = {
    "": SchoolKind.PRIMARY,
    "初中": SchoolKind.JUNIOR,
    "九年一贯制": SchoolKind.NINE_YEAR,
    "高中": SchoolKind.SENIOR,
    "特殊教育": SchoolKind.SPECIAL,
}
_SEPARATORS = re.compile(r"[、；;，,/\n]+")
# Recognised to say what to do: a workbook read as text would only give an unknown encoding.
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_BYTES = 1_000_000
MAX_ROWS = 2_000


def read(content: bytes) -> tuple[list[SchoolEntry], list[Fault]]:
    """(entries, faults) of a file; the faults say why the file as a whole cannot be read."""
    if fault := _unreadable(content):
        return [], [fault]
    rows = _rows(content)
    header = next(rows, (1, []))[1]
    columns = {_FIELDS[name]: number for number, name in enumerate(map(_bare, header)) if name in _FIELDS}
    if missing := [name for name in ("学校名称", "乡镇") if _FIELDS[name] not in columns]:
        text = _("第一行没有“%(names)s”这一列。") % {"names": "、".join(missing)}
        return [], [Fault(1, "", text, _("请用表头：%(names)s。") % {"names": "、".join(COLUMNS)})]
    entries = [_entry(number, values, columns) for number, values in rows if any(value.strip() for value in values)]
    if not entries:
        return [], [Fault(1, "", _("文件里没有学校。"), _("请从第二行起，一所学校写一行。"))]
    return entries, []


def template() -> bytes:
    """An example that Excel opens in the right encoding."""
    rows = [COLUMNS, ("中心小学", "", "清河镇", str(SchoolKind.PRIMARY.label), "河湾教学点、北坡教学点", "")]
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _unreadable(content: bytes) -> Fault | None:
    if content.startswith((_XLSX, _XLS)):
        return Fault(0, "", _("这是 Excel 工作簿，不是 CSV 文件。"), _("请在 Excel 里另存为“CSV UTF-8”后再上传。"))
    if len(content) > MAX_BYTES or content.count(b"\n") > MAX_ROWS:
        return Fault(0, "", _("文件太大。"), _("请只保留学校名录，至多 %(n)d 行。") % {"n": MAX_ROWS})
    if b"\0" in content or text_of(content) is None:
        return Fault(0, "", _("文件的文字编码认不出来。"), _("请在 Excel 里另存为“CSV UTF-8”后再上传。"))
    return None


def text_of(content: bytes) -> str | None:
    """The text of a file, None where its encoding is unknown."""
    for encoding in ("utf-8-sig", "gb18030"):  # Excel in China saves plain CSV as GB 18030
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """(row number, values): the number is that of the line on which the row begins, as Excel counts."""
    text = text_of(content) or ""
    first_line = text.partition("\n")[0]
    # Excel saves with the list separator of its language, which may be a semicolon or a tab.
    delimiter = max(",;\t", key=first_line.count)
    yield from enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1)


def _entry(row: int, values: Sequence[str], columns: dict[str, int]) -> SchoolEntry:
    def value(name: str) -> str:
        number = columns.get(name, len(values))
        return " ".join(values[number].split()) if number < len(values) else ""

    # The labels that people read, and the names that counties use for them.
    kinds = {str(label): kind for kind, label in zip(SchoolKind, SchoolKind.labels, strict=True)} | _KINDS
    sites = dict.fromkeys(names(value("teaching_points")), SiteKind.TEACHING_POINT)
    sites |= dict.fromkeys(names(value("village_schools")), SiteKind.VILLAGE)
    kind = value("kind")
    return SchoolEntry(value("name"), value("township"), value("code"), kinds.get(kind, kind), sites, row)


def names(cell: str) -> Iterator[str]:
    """The names in one cell, which commas, semicolons or line breaks separate."""
    return (name.strip() for name in _SEPARATORS.split(cell) if name.strip())


def _bare(header: str) -> str:
    return re.sub(r"[\s*（）()、/：:]", "", header).lower()
