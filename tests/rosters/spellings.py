"""Copies of the sample rosters whose headers stand in no list: thirty ways of writing them."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from services.children.roster.columns import ColumnReading

FOLDER = Path(__file__).parent
SPELLINGS = 30
ROWS = 60  # of a sheet, where its headers are what is tried
SAMPLES = (
    "l1_pupil_status_export",
    "l2_left_behind_ledger.corrected",
    "l3_sheet_per_class.corrected",
    "l4_hand_made_list.corrected",
)
_ENDINGS = ("", "甲栏", "登记", "如下填", "一项", "栏目")
# field → five words that no list of headers has
_HEADERS: Mapping[str | None, tuple[str, ...]] = {
    None: ("杂项", "零碎", "数目", "另记", "别的"),
    "name": ("娃娃大名", "学员称呼", "小朋友", "谁家娃", "本名"),
    "sex": ("男孩女孩", "雌雄", "娃别", "男女娃", "男还是女"),
    "birth_date": ("哪天生的", "出世日", "落地日子", "降生", "生辰"),
    "class": ("坐哪个教室", "归哪班", "教学班", "班集体", "小班级号"),
    "grade": ("读几年书", "学段", "第几年", "级部", "年段"),
    "id_type": ("什么证", "证的种类", "凭证式样", "证别", "哪种证"),
    "id_number": ("十八位码", "身份码", "证上数字", "公民码", "派出所给的号"),
    "student_no": ("学籍码", "国网码", "全国码", "学籍串", "学信码"),
    "ethnicity": ("哪个族", "族属", "族群", "什么族", "民族成份"),
    "hukou_type": ("户别", "农与非农", "本子性质", "户籍属性", "户册类"),
    "hukou_address": ("户册在哪", "本子上地址", "落户处", "户册地", "迁入处"),
    "address": ("屋在哪", "门牌", "屋场", "安家处", "寨子"),
    "school_name": ("哪所校", "念书处", "书院", "校园", "读书的地方"),
    "entry_month": ("几时来校", "报到月", "来校年月", "哪年来", "进校月份"),
    "boarding": ("夜里睡哪", "走还是住", "睡校否", "夜宿", "歇宿"),
    "left_behind": ("爹娘出门没", "大人外走", "家里大人情形", "爹娘可在", "双单亲"),
    "remark": ("补充", "附言", "再记", "要说的", "旁注"),
    "guardian_relation": ("是娃什么人", "辈分", "叫他啥", "是谁", "亲戚叫法"),
    "guardian_name": ("带娃的人", "管娃人", "顾娃者", "看娃的", "家里主事"),
    "guardian_phones": ("打给谁的号", "带娃人号", "管娃号", "顾娃号", "家里号"),
    "guardian_age": ("带娃人几岁", "管娃人年纪", "顾娃人岁", "看娃岁", "主事岁"),
    "guardian2_relation": ("另一位是娃什么人", "另位辈分", "另位叫啥", "另位是谁", "另位亲戚叫法"),
    "guardian2_name": ("另一位带娃的人", "另位管娃人", "另位顾娃者", "另位看娃的", "另位主事"),
    "guardian2_phones": ("打给另一位的号", "另位带娃人号", "另位管娃号", "另位顾娃号", "另位家里号"),
    "guardian2_age": ("另一位带娃人几岁", "另位管娃人年纪", "另位顾娃人岁", "另位看娃岁", "另位主事岁"),
    "name_of": ("叫啥", "是哪位", "大号", "尊名", "名儿"),
    "phones_of": ("号儿", "拨打", "手提", "座机或手提", "传呼"),
    "location_of": ("落脚处", "哪块地", "讨生活处", "奔波地", "停脚点"),
    "since_of": ("何年走", "几月走", "走的月", "动身月", "离屋月"),
}
_PEOPLE = {
    "father": ("爹", "爸那边", "爹那头", "老爸", "当爸的"),
    "mother": ("娘", "妈那边", "娘那头", "老妈", "当妈的"),
}
_GROUP = {"guardian": ("带娃人", "管娃人", "顾娃人", "看娃人", "屋里人")}


def word(field: str | None, spelling: int) -> str:
    """The header of a field in one of the spellings."""
    person, _, part = (field or "").partition("_")
    if person in _PEOPLE:
        return _PEOPLE[person][spelling % 5] + _HEADERS[f"{part}_of"][spelling % 5] + _ENDINGS[spelling % 6]
    return _HEADERS[field][spelling % 5] + _ENDINGS[spelling % 6]


def beginning(name: str) -> bytes:
    """The first rows of each sheet of a sample: as many as headers are looked for in, and more."""
    return _rewritten((FOLDER / f"{name}.xlsx").read_bytes(), _without_later_rows)


def respelled(
    content: bytes, columns: list[ColumnReading], header_rows: Mapping[str, list[int]], spelling: int
) -> bytes:
    """A sample, all headers of its rosters written otherwise. `columns`: how its own headers were read."""
    texts: dict[str, dict[str, str]] = {sheet: {} for sheet in header_rows}
    for column in columns:
        texts[column["sheet"]] |= _headers(column, header_rows[column["sheet"]], spelling)
    # the sheets of the samples are numbered in the order in which they are read
    of_part = {f"xl/worksheets/sheet{number}.xml": cells for number, cells in enumerate(texts.values(), 1)}
    return _rewritten(content, lambda part, xml: _with_cells(xml, of_part[part]))


def _headers(column: ColumnReading, rows: list[int], spelling: int) -> dict[str, str]:
    """Reference → text of the header cells of one column."""
    upper, header = f"{column['column']}{rows[0]}", word(column["field"], spelling)
    if "/" not in column["header"] or len(rows) < 2:
        return {upper: header}
    person, _, part = str(column["field"]).partition("_")
    below = header if person == "guardian" else _HEADERS[f"{part}_of"][spelling % 5]
    return {upper: (_PEOPLE | _GROUP)[person][spelling % 5], f"{column['column']}{rows[1]}": below}


def _with_cells(xml: str, texts: Mapping[str, str]) -> str:
    """A sheet, the texts of some cells replaced; one that is empty stays empty."""
    for reference, text in texts.items():
        cell = re.compile(f'(<c r="{reference}"[^>]*><is><t[^>]*>).*?(</t>)', re.DOTALL)
        xml = cell.sub(lambda match, text=text: match[1] + text + match[2], xml, count=1)  # type: ignore[misc]
    return xml


def _without_later_rows(_part: str, xml: str) -> str:
    return re.sub(r'<row r="(\d+)".*?</row>', lambda row: row[0] if int(row[1]) <= ROWS else "", xml, flags=re.DOTALL)


def _rewritten(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """A workbook, each of its sheets changed."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.namelist():
            read = source.read(part)
            is_sheet = part.startswith("xl/worksheets/sheet")
            copy.writestr(part, change(part, read.decode()).encode() if is_sheet else read)
    return target.getvalue()
