"""Where a parent is, from the text in the columns of locations and months."""

import re
from dataclasses import dataclass

from services.children.roster.cells.text import NOTHING, text
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
            r"^(?:本村|在本村|在村|务农|本地|在本地|本组|本乡|本镇|老家|未外出|没有?外出|无外出|不外出)"
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


@dataclass(frozen=True)
class ParsedWhereabouts:
    """A parent's state, None where the roster does not state it, and the location of one who is away."""

    state: str | None = None
    location: str | None = None


_UNKNOWN = ParsedWhereabouts()


def whereabouts(raw: CellValue) -> ParsedWhereabouts:
    """What the cell of a parent's location means."""
    value = text(raw)
    if value in NOTHING or _NO_LOCATION.match(value):
        return _UNKNOWN
    for state, pattern in _STATES:
        if pattern.search(value):
            return ParsedWhereabouts(state)
    return ParsedWhereabouts(AWAY, value)


def state_of(parsed: ParsedWhereabouts, since: str | None, left_behind: str | None) -> str | None:
    """A location or a month means away; so does 双亲留守 where nothing else is stated."""
    if parsed.state:
        return parsed.state
    return AWAY if since or left_behind == "双亲留守" else None
