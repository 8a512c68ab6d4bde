"""Numbers of identity papers and student numbers, as characters; roster.checks compares them with the other cells."""

import re

from services.children.roster.cells.text import is_nothing, text
from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue

MAX_NUMBER = 40  # characters
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_DROPPED = str.maketrans("", "", "'`\u2018\u2019 \t\r\n\xa0-")
_LIKE_X = re.compile("[ⅩⅹХхΧχ×✕✖✗✘╳⨯⨉❌Ꮖ𝐗𝑋𝖷]$")  # what input methods offer for the Latin letter
# 身份证号:… of a form, and what people end a number with
_LABEL, _TAIL = (
    re.compile(r"^(?:公民)?(?:居民)?(?:身份证|身份|证件)(?:件)?(?:号码?)?:?(?=\d)"),
    re.compile(r"[.,;。、]+$"),
)
_CLEAN = re.compile(r"[GL]?[0-9]{17}[0-9X]")

CleanedNumber = tuple[str | None, CellProblem | None]


def id_number(raw: CellValue) -> CleanedNumber:
    """Clean the number of an identity paper."""
    if type(raw) is str and _CLEAN.fullmatch(raw):
        return raw, None
    # a double holds 15 digits: the last three of an 18-digit number are lost
    if isinstance(raw, (int, float)) and abs(raw) >= 1e15:
        return None, CellProblem("id_precision_lost")
    value = _TAIL.sub("", _LABEL.sub("", text(raw).translate(_DROPPED).upper()))
    if is_nothing(value):
        return None, None
    if _SCIENTIFIC.fullmatch(value):
        return None, CellProblem("id_precision_lost")
    if _LIKE_X.search(value):
        return _LIKE_X.sub("X", value)[:MAX_NUMBER], CellProblem("id_like_x")
    return value[:MAX_NUMBER], None


def student_number(raw: CellValue) -> CleanedNumber:
    """Clean a student number: one that cannot be read is left out with a warning."""
    value, problem = id_number(raw)
    if problem and problem.code == "id_precision_lost":
        problem = CellProblem("cell_error")
    return value, problem
