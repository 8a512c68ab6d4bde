"""Headers that schools write above a column, and the field each means. A county adds its own by `extended`."""

import difflib
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from services.children.roster.cells.text import squeezed
from services.kit.xlsx import CellValue

_MIN_LIKENESS = 0.6  # two of three characters
IGNORED = ""  # known and not read: numbering
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_ORDINAL = re.compile(r"[(\[【〔]([12一二])[)\]】〕]")  # 监护人(2)电话 is not 监护人电话
_WHOSE = re.compile(r"[(\[【〔](父亲?|爸爸?|母亲?|妈妈?|学生|孩子|家长|监护人)(?:的|填写?)?[)\]】〕]")
_PERSON = re.compile("父|母|爸|妈|监护|学生|孩子|家长")
_CIRCLED = str.maketrans("①②ⅠⅡ", "1212")
_NOISE = re.compile(r"[*※★:：\"'“”.。、,，_?？]")

_OWN = {
    IGNORED: "序号 编号 顺序号 no 行号 序 排序 座号 学号 学生编号 学籍辅号",
    "school_name": "学校名称 学校 所在学校 就读学校 校名 学校全称 学校名 所在学校名称 就读学校名称",
    "grade": "年级 所在年级 就读年级 年级名称 现年级 现就读年级 在读年级",
    "class": (
        "班级 年级班级 所在班级 就读班级 年级/班级 班级名称 年班 班别 班 年级及班级 所在年级班级 现就读班级 "
        "所在班 在读班级 所属班级 现在班级 就读年级班级 所在年级及班级 学校班级 年级班 班级名 行政班 所读班级 "
        "班次 班号 班级号 就读班 在读班 现就读班 class"
    ),
    "name": (
        "姓名 学生姓名 儿童姓名 留守儿童姓名 名字 孩子姓名 学生名字 幼儿姓名 留守学生姓名 学生 孩子名字 学员姓名 "
        "学生名 中文姓名 本人姓名 在校生姓名 现用名 现用姓名 户口姓名 name"
    ),
    "sex": "性别 学生性别 男女 男/女 儿童性别 sex gender",
    "birth_date": (
        "出生日期 出生年月日 出生年月 生日 出生时间 出生 学生出生日期 出生日 公历生日 儿童出生日期 学生生日 生年月日 "
        "birthday birthdate dateofbirth"
    ),
    "id_type": "身份证件类型 证件类型 身份证类型 证件类别 身份证件种类",
    "id_number": (
        "身份证件号 身份证号 身份证号码 身份证件号码 身份证 "
        "证件号码 证件号 公民身份号码 公民身份证号码 学生身份证号 "
        "学生身份证号码 学生身份证件号 身份证件号或护照号 儿童身份证号码 "
        "居民身份证号 居民身份证号码 居民身份证 学生身份证 儿童身份证 身份号码 公民身份号 学生证件号码 学生证件号 "
        "本人身份证号 身份证编号 身份证明号码"
    ),
    "student_no": "学籍号 全国学籍号 学籍号码 国网学籍号 全国统一学籍号 学生学籍号 国家学籍号 学籍编号 g号",
    "ethnicity": "民族 学生民族 族别 族 名族 ethnicity",
    "hukou_type": "户口性质 户籍性质 户口类型 户籍类型 户口类别 户籍类别 户口",
    "hukou_address": (
        "户口所在地 户籍所在地 户籍地址 户籍地 户口地址 户籍 户口所在地详细地址 户籍所在地详细地址 "
        "户口地 户籍所在地址 户口所在地址 户籍详细地址 户口簿地址"
    ),
    "address": (
        "现住址 家庭住址 家庭地址 住址 地址 家庭详细地址 现居住地 居住地址 现住地址 家庭住址(详细) "
        "通讯地址 通信地址 详细地址 现家庭住址 居住地 家庭现住址 详细住址 现在住址 家庭居住地址 现居住地址 实际居住地 "
        "常住地址 常住地 居住地详细地址 家庭所在地 住所 村组 所在村组 家庭所在村组 住宅地址"
    ),
    "entry_month": "入学年月 入学时间 入学日期 入校时间 入学年份月份 何时入学",
    "boarding": (
        "是否住校 是否寄宿 是否寄宿生 是否住校生 住宿情况 寄宿情况 住校情况 "
        "住校 寄宿 走读/住校 就读方式 住宿方式 是否寄宿学生 "
        "是否住宿 住校/走读 走读/寄宿 住读/走读 走读或住校 走读或住读 是否在校住宿 是否住宿生 是否住读 住校生 住宿 "
        "就读形式 是否寄宿制"
    ),
    "left_behind": (
        "是否留守儿童 留守类型 留守情况 是否留守 留守类别 "
        "留守儿童类型 留守儿童 留守儿童类别 是否属于留守儿童 留守状况 "
        "是否农村留守儿童 留守 是否为留守儿童 是否是留守儿童 是否属留守儿童 是否属于农村留守儿童 留守儿童情况 留守性质"
    ),
    "remark": (
        "备注 说明 情况说明 说明事项 事项说明 备注说明 其他 其它 其他说明 其它说明 其他情况 特殊情况 特殊情况说明"
    ),
    "guardian_relation": (
        "与学生关系 关系 与监护人关系 监护人与学生关系 与儿童关系 与孩子关系 与本人关系 监护人与儿童关系 "
        "监护人与其关系 与学生的关系 与监护人的关系 与儿童的关系 与孩子的关系 与本人的关系 与被监护人关系 监护关系 "
        "称谓 亲属关系 和学生关系 同学生关系 家长与学生关系"
    ),
    "guardian_phones": (
        "联系电话 家长电话 家长联系电话 联系方式 电话 家庭电话 家长手机 手机号码 手机 紧急联系电话 "
        "联系号码 家庭联系电话 电话号码 手机号 联系手机 联系人电话 联系人手机 家长手机号 家长手机号码 家长联系方式 "
        "固定电话 备用电话 紧急联系人电话 家长电话号码"
    ),
    "guardian_name": "家长姓名 家长 联系人 联系人姓名 紧急联系人",
}
_PARENT = {
    "name": " 姓名 名字 的姓名",
    "phones": "电话 联系电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机 的电话",
    "location": (
        "务工地 务工地点 务工地址 外出地 外出地点 打工地 打工地点 打工地址 "
        "在哪 在哪里 在哪儿 去向 工作地 工作地点 务工单位 "
        "务工所在地 外出务工地 外出务工地点 外出务工地址 现在哪 现状 状况 "
        "现在何处 何处 现在哪里 情况 在哪打工 务工去向 工作地址 务工地区 务工城市 在哪里打工 打工的地方 "
        "去哪了 所在地 务工情况 在外务工地点 务工省市 现住地"
    ),
    "since": (
        "外出时间 务工时间 外出年月 外出务工时间 外出起始时间 外出起始日 打工时间 外出日期 "
        "何时外出 外出务工年月 外出打工时间 外出务工起始时间 务工起始时间"
    ),
}
_GUARDIAN = {
    "name": " 姓名 名字",
    "phones": "电话 联系电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机",
    "relation": (
        "关系 与学生关系 与儿童关系 与孩子关系 与学生的关系 与被监护人关系 与留守儿童关系 与本人关系 与其关系 "
        "与儿童的关系 与孩子的关系 与本人的关系 称谓"
    ),
    "age": "年龄 岁数",
}
_PEOPLE = {
    "father": ("父亲 爸爸 父 学生父亲 爸", _PARENT),
    "mother": ("母亲 妈妈 母 学生母亲 妈", _PARENT),
    "guardian": (
        (
            "监护人 委托监护人 照料人 看护人 实际监护人 现监护人 受委托人 照顾人 临时监护人 委托照护人 "
            "主要照料人 照看人 主要监护人 被委托监护人 代养人 谁带 受委托监护人 第一监护人 第1监护人 监护人1 "
            "家长1 法定监护人 实际照料人 照护人 抚养人 实际抚养人 代管人 谁在带 跟谁住 和谁住 共同生活人 家长 家庭成员 "
            "家庭成员或监护人"
        ),
        _GUARDIAN,
    ),
}
_PEOPLE["guardian2"] = (
    (
        "第二监护人 监护人2 监护人二 第2监护人 另一监护人 其他监护人 家庭成员或监护人2 家庭成员2 家庭成员二 家长2 "
        "家长二 第二照护人 照料人2 第二联系人 联系人2 联系人二"
    ),
    _GUARDIAN,
)
GUARDIANS = ("guardian", "guardian2")
_EMPLOYER = ("工作单位", "单位", "工作单位及职务", "职业")  # says nothing about being away
# What headers add to a name that we know.
_LOOSE = re.compile(
    r"^(?:留守儿童|学生|儿童|孩子|本人|该生|学员|幼儿)(?=..)"
    r"|的|(?<=..)(?:与否|否)$|是(?:否|不是)(?:为|是|属于|属)?|现在?(?=.)|目前|当前|具体|/|(?<=[人员])[1一](?=\D)"
)
_GROUP = re.compile(r"(?:基本)?(?:情况|信息|资料)$")
PHONE_FIELDS = frozenset({"father_phones", "mother_phones", "guardian_phones", "guardian2_phones"})


def exact_header(raw: CellValue) -> str:
    """A header without blanks and signs, what stands in brackets kept: 电话(父) is not 电话(母)."""
    return _NOISE.sub("", squeezed(raw)).lower()


def plain_header(raw: CellValue) -> str:
    """A header without blanks, signs and brackets with their content: 姓  名* and 姓名(必填) are both 姓名.

    What tells people apart stays: 电话(父亲) is 父亲电话, and 监护人(2)电话 is 监护人2电话.
    """
    header = _ORDINAL.sub(r"\1", squeezed(raw).translate(_CIRCLED))
    rest = _BRACKETS.sub("", header)
    if (whose := _WHOSE.search(header)) and not _PERSON.search(rest):
        rest = whose[1] + rest
    return _NOISE.sub("", rest or header).lower()


@cache
def standard() -> dict[str, str]:
    """Plain header → field."""
    fields = {plain_header(header): field for field, headers in _OWN.items() for header in headers.split(" ")}
    for person, (names, endings_of) in _PEOPLE.items():
        for part, endings in endings_of.items():
            for name in names.split(" "):
                for ending in endings.split(" "):
                    fields.setdefault(plain_header(name + ending), f"{person}_{part}")
            fields |= {plain_header(name + ending): IGNORED for name in names.split(" ") for ending in _EMPLOYER}
    telephones = [header for header, field in fields.items() if field in PHONE_FIELDS]
    return {f"{header}{count}": fields[header] for header in telephones for count in "123一二三"} | fields


def field_of(header: str, known: Mapping[str, str]) -> str | None:
    """The field of a header, with the additions that people make to one we know; None for any other."""
    plain = plain_header(header)
    # the exact form first: a county may tell 电话(父) from 电话(母)
    field = known.get(exact_header(header), known.get(plain))
    return field if field is not None else _loose().get(_LOOSE.sub("", plain))


@lru_cache(maxsize=1_000)
def closest(header: str) -> tuple[str | None, float]:
    """The field whose usual headers are most like this one, and how like, 0 to 1: no more than a proposal."""
    plain = plain_header(header)
    near = difflib.get_close_matches(plain, _sharing_letters(plain), n=1, cutoff=_MIN_LIKENESS)
    field = standard()[near[0]] if near else ""
    return (field, difflib.SequenceMatcher(None, plain, near[0]).ratio()) if field else (None, 0.0)


def _sharing_letters(plain: str) -> list[str]:
    """The usual headers with two letters of this one: the comparison that follows is slow, and 4,500 are known."""
    own = frozenset(plain)
    return [header for header, letters in _letters().items() if len(letters & own) >= min(2, len(letters), len(own))]


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {header: frozenset(header) for header in standard() if header}


@cache
def _loose() -> dict[str, str]:
    """Header without additions → field, where it is of one field alone."""
    fields: dict[str, set[str]] = {}
    for header, field in standard().items():
        fields.setdefault(_LOOSE.sub("", header), set()).add(field)
    return {header: field for header, (field, *others) in fields.items() if header and not others}


def fields() -> list[str]:
    """Every field that a roster column may have."""
    return sorted({field for field in standard().values() if field})


def extended(extra: Mapping[str, str]) -> dict[str, str]:
    """The standard headers and a county's own, {header: field}; the county's win."""
    return standard() | {exact_header(header): field for header, field in extra.items()}


def title(field: str) -> str:
    """The usual header of a field."""
    person, _, part = field.partition("_")
    if field in _OWN:
        return _OWN[field].split(" ")[0]
    title, endings = _PEOPLE[person]
    return title.split(" ")[0] + endings[part].strip().split(" ")[0]


def person_of(group: str) -> str | None:
    """father, mother or guardian, of a plain group title such as 父亲情况; None for any other."""
    field = standard().get(_GROUP.sub("", group)) or ""
    person, _, part = field.partition("_")
    return person if person in _PEOPLE and part == "name" else None


def in_group(person: str, part: str) -> str | None:
    """The field of a plain header (外出地) in the group of this person."""
    return standard().get(_PEOPLE[person][0].split(" ")[0] + part)


@cache
def group_fields() -> frozenset[str]:
    """Headers below a group's title in a two-level header: 姓名, 电话, 外出地 …"""
    headers = " ".join([*_PARENT.values(), *_GUARDIAN.values()]).split(" ")
    return frozenset(plain_header(header) for header in headers if header) | {"外出地", "与学生关系"}
