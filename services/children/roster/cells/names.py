"""Names of people."""

import re

from services.children.roster.cells.text import is_command, is_nothing, text
from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue

MAX_NAME = 40  # characters
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,5}")
_DOTS = re.compile(r"[·•・‧∙⋅●.。．･﹒⸱⸳\u0387\u05bc\u16eb]+")
_LETTER = re.compile(r"[^\W\d_]")
_MASKED = re.compile(r"[\d*?#@|_□■○◇×…]")  # 张*明 of a masked export, 李明2
_NOT_NAMES = frozenset({"没有", "暂无", "未知", "不详", "不清楚"})

CleanedName = tuple[str | None, CellProblem | None]


def person(raw: CellValue) -> CleanedName:
    """Clean a name: no blanks inside, parts joined by `·`, rare characters as they are."""
    # nearly all names: skip the rest, which takes ten times as long
    if type(raw) is str and _PLAIN_NAME.fullmatch(raw) and raw not in _NOT_NAMES:
        return raw, None
    value = text(raw)
    if is_command(value):
        return None, CellProblem("formula_text")
    shown = _DOTS.sub("·", "".join(value.split())).strip("·'`")
    name = shown.strip("*")
    if is_nothing(name) or not name:
        return None, None
    is_masked = _MASKED.search(name) or (len(name) == 1 and shown != name)
    if len(name) > MAX_NAME or not _LETTER.search(name) or is_masked:
        return None, CellProblem("name_unreadable")
    return name, None


def adult(raw: CellValue) -> CleanedName:
    """Clean a parent's or guardian's name: what cannot be one is left out with a warning."""
    name, problem = person(raw)
    if problem:
        problem = CellProblem("cell_command" if problem.code == "formula_text" else "adult_unreadable")
    return name, problem
