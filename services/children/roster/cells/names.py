"""Names of people."""

import re

from services.children.roster.cells.text import is_command, is_nothing, text
from services.children.roster.issues import CellProblem
from services.kit.names import person_names
from services.kit.xlsx import CellValue

_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")

CleanedName = tuple[str | None, CellProblem | None]


def person(raw: CellValue) -> CleanedName:
    """Clean a name: the one form of it, rare characters as they are."""
    # nearly all names: skip the rest, which takes ten times as long
    if type(raw) is str and _PLAIN_NAME.fullmatch(raw) and raw not in person_names.NO_NAMES and "某" not in raw:
        return raw, None
    value = text(raw)
    if is_command(value):
        return None, CellProblem("formula_text")
    if is_nothing("".join(value.split())):
        return None, None
    try:
        return person_names.checked(value) or None, None
    except person_names.InvalidName as error:
        return None, CellProblem(error.code, error.params)


def adult(raw: CellValue) -> CleanedName:
    """Clean a parent's or guardian's name: what cannot be one is left out with a warning."""
    name, problem = person(raw)
    if problem:
        problem = CellProblem("cell_command" if problem.code == "formula_text" else "adult_unreadable")
    return name, problem
