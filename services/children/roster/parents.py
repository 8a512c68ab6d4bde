"""Where a parent is, from the words in the columns of places and times."""

import re
from dataclasses import dataclass
from typing import Any

from services.children.roster.text import NOTHING, text

AWAY, HOME, DEAD, MISSING, IN_CUSTODY = "away", "home", "dead", "missing", "in_custody"

_STATES = (
    (DEAD, re.compile(r"已故|病故|亡故|去世|去逝|逝世|过世|死亡|身亡|身故|离世|^[故亡死]$")),
    (MISSING, re.compile(r"失联|下落不明|离家出走|失踪|出走|失去联系|联系不上")),
    (IN_CUSTODY, re.compile(r"服刑|在押|羁押|坐牢|强制戒毒|强戒|在监狱|^监狱$")),
    (
        HOME,
        re.compile(
            r"^(?:本村|在本村|在村|务农|本地|在本地|本组|本乡|本镇|老家|未外出|没有?外出|无外出|不外出)"
            # 在家 and 常年在家, but neither 在家具厂 nor 家政公司
            r"|^[^省市县区不没]{0,4}在家(?![具电政纺装私居])|^家(?:$|中|里|乡|务)"
        ),
    ),
)
_UNTOLD = re.compile(r"^(?:离异|离婚|改嫁|再婚|再嫁|不知道|不知|不明|不清)")


@dataclass(frozen=True)
class Whereabouts:
    """A parent's state, None where the roster does not tell, and the place of someone who is away."""

    state: str | None = None
    place: str | None = None


_UNKNOWN = Whereabouts()


def whereabouts(raw: Any) -> Whereabouts:
    """What the cell of a parent's place says."""
    words = text(raw)
    if words in NOTHING or _UNTOLD.match(words):
        return _UNKNOWN
    for state, pattern in _STATES:
        if pattern.search(words):
            return Whereabouts(state)
    return Whereabouts(AWAY, words)


def state_of(told: Whereabouts, since: str | None, left_behind: str | None) -> str | None:
    """A place or a month means away; 双亲留守 means away where nothing else is told."""
    if told.state:
        return told.state
    return AWAY if since or left_behind == "双亲留守" else None
