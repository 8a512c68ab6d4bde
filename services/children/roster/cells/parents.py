"""Where a parent is, from the text in the columns of locations and months."""

import re
from dataclasses import dataclass

from services.children.roster.cells import tables
from services.children.roster.cells.text import NOTHING, shortened, text
from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue

# The values of choices.Whereabouts; not imported, because the reader runs in a sandbox without Django.
AWAY, HOME, DECEASED, MISSING, IN_CUSTODY = "away", "home", "deceased", "missing", "in_custody"

_STATES = (
    (
        DECEASED,
        re.compile(
            r"已故|病故|亡故|去世|去逝|逝世|过世|死亡|身亡|身故|离世"
            r"|病逝|病亡|已逝|牺牲|殉职|不在人世|不在世|^已?[故亡死逝殁]$"
        ),
    ),
    (MISSING, re.compile(r"失联|下落不明|离家出走|失踪|出走|失去联系|联系不上|杳无音信|无音讯|走失")),
    (IN_CUSTODY, re.compile(r"服刑|在押|羁押|坐牢|强制(?:隔离)?戒毒|强戒|在监狱|^监狱$|判刑|入狱|看守所|戒毒所")),
    (
        HOME,
        re.compile(
            r"^(?:本村|在本村|在村|务农|本地|在本地|本组|本乡|本镇|老家|均?未(?:在外|外出)|没有?外出|没出去|无外出|不外出)"
            # 在家 and 常年在家, but neither 在家具厂 nor 家政公司
            r"|^[^省市县区不没]{0,4}在家(?![具电政纺装私居])|^家(?:$|中|里|乡|务)"
            r"|^已?(?:回家|返家|返乡|回乡)"
        ),
    ),
)
# answers about health, work or marriage, and check marks: no location
_NO_LOCATION = re.compile(
    r"^(?:(?:已|父母)?(?:离异|离婚|改嫁|再婚|再嫁)|不知道|不知|不明|不清)"
    r"|^(?:健在|健康|正常|良好|一般|残疾|患病|重病|身体.{0,4}|是|否|有|√|×|农民|教师|无业|个体户?|家庭主妇)$"
)


# No work is no absence either, and work in the own county is none: neither tells that a parent is at home.
_NO_ABSENCE = re.compile(
    r"^(?:[未没无不]有?(?:务工|打工|工作|上班|固定)|(?:常年|现|一直)?在?(?:本[县市镇乡村]|县[内城里]|镇[上内里]|乡[上内里]|村[里上内]|附近|当地|家乡|周边))"
)
_IS_AWAY = re.compile(
    r"[不未没]在家|外出|务工|打工|在外|外地|外省|外县|外市|(?:省|县|市|境|国)外|进城|经商|出国"
    r"|..(?:省|市|县|区|州|镇|乡|村|街道|旗|盟|岛|港|新区|开发区|工业园|工业区)"
)
# Where somebody is employed says nothing about being away: 县人民医院 is around the corner.
_EMPLOYER = re.compile(
    r"^(?:本?[县市镇乡村]|当地|中心)?(?:.{0,6}(?:医院|卫生[院所室]|学校|小学|中学|幼儿园|政府|局|银行|信用社|派出所|法院|检察院"
    r"|村委会?|居委会?|供电所|邮政所?|税务所?|超市|饭店|商店|药店|合作社|厂|公司|单位|企业))$"
)


@dataclass(frozen=True)
class ParsedWhereabouts:
    """A parent's state, None where the roster does not state it, and the location of one who is away."""

    state: str | None = None
    location: str | None = None


_UNKNOWN = ParsedWhereabouts()


def whereabouts(
    raw: CellValue, own_county: str = "", own_township: str = ""
) -> tuple[ParsedWhereabouts, CellProblem | None]:
    """What the cell of a parent's location means. Words that say nothing we know are unknown, never a fact.

    A place in the own county is no absence: who works there may come home in the evening.
    """
    value = text(raw)
    if value in NOTHING or _NO_LOCATION.match(value):
        return _UNKNOWN, None
    for state, pattern in _STATES:
        if pattern.search(value):
            return ParsedWhereabouts(state), None
    is_near = bool(own_county and own_county in value) or bool(own_township and value.startswith(own_township))
    if not is_near and not _NO_ABSENCE.match(value) and _is_location(value):
        return ParsedWhereabouts(AWAY, value), None
    return _UNKNOWN, CellProblem("whereabouts_unknown", {"value": shortened(value)})


def _is_location(value: str) -> bool:
    """Whether the text is a place to be away at. 深圳某公司 is one, 县人民医院 is an employer at home."""
    if any(name in value for name in tables.work_locations()):
        return True
    return not _EMPLOYER.match(value) and bool(_IS_AWAY.search(value))


def state_of(parsed: ParsedWhereabouts, since: str | None, left_behind: str | None) -> str | None:
    """A location or a month means away; so does 双亲留守 where nothing else is stated."""
    if parsed.state:
        return parsed.state
    return AWAY if since or left_behind == "双亲留守" else None
