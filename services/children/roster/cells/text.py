"""Cell text as it should have been typed: half-width, no blanks at the ends, no invisible characters."""

import re
from datetime import date, datetime

from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue
from services.kit.xlsx.reader import ERRORS

MAX_TEXT = 200  # characters that are kept
_MAX_READ = 1000  # characters that are looked at, so that no pattern runs for long
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}
_UNPRINTABLE = {*range(0x20), 0x7F} - {ord(blank) for blank in "\t\n\r"}
_DROPPED = dict.fromkeys([*_UNPRINTABLE, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_TABLE = _WIDE | _DROPPED
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u3000\xa0\xad\u2007\u200b-\u200f\u202a-\u202f\u2060\ufeff\uff01-\uff5e]"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ST_Xstring, ECMA-376 part 1, §22.9.2.19
NOTHING = frozenset({
    "", "无", "没有", "暂无", "未知", "不详", "不清楚", "-", "--", "—", "——", "–", "/", "\\", "N/A", "n/a", "none",
    "空",
})  # fmt: skip
# A spreadsheet runs text that begins so (OWASP, CSV injection).
_COMMAND = re.compile(r"[=+@\-].")


def text(raw: CellValue) -> str:
    """The cell as clean text, "" for an empty one. Whole numbers lose their ".0", days are ISO 8601."""
    if type(raw) is str:
        raw = raw[:_MAX_READ]
        if _ODD.search(raw):
            raw = raw.translate(_TABLE)
        if "_x" in raw:
            raw = _ESCAPED.sub(_unescaped, raw)
        return str(raw).strip()
    return _text_of_value(raw)


def squeezed(raw: CellValue) -> str:
    """As `text`, with no blank inside either."""
    return "".join(text(raw).split())


def plain(raw: CellValue) -> tuple[str | None, CellProblem | None]:
    """Clean free text."""
    value = text(raw)
    if is_nothing(value):
        return None, None
    if is_command(value):
        return None, CellProblem("cell_command")
    if len(value) > MAX_TEXT:
        return value[:MAX_TEXT], CellProblem("text_too_long", {"limit": MAX_TEXT})
    return value, None


def shortened(value: str) -> str:
    """Enough of a cell's text to recognise it in a message."""
    return value if len(value) <= 20 else f"{value[:20]}…"


def is_error(raw: CellValue) -> bool:
    """Whether the cell shows a spreadsheet's error or a formula that was never computed."""
    return type(raw) is str and raw.startswith("#") and raw.strip().upper() in ERRORS


def is_command(cleaned: str) -> bool:
    """Whether a spreadsheet would run the text."""
    return cleaned[:1] in "=+-@" and bool(_COMMAND.match(cleaned))


def is_nothing(cleaned: str) -> bool:
    """Whether the text says that there is nothing to say."""
    return cleaned in NOTHING


def _unescaped(code: re.Match[str]) -> str:
    """The character of _x000D_; "" for half a surrogate pair and for what no database keeps."""
    number = int(code[1], 16)
    return "" if number in _UNPRINTABLE or 0xD800 <= number <= 0xDFFF else chr(number)


def _text_of_value(raw: CellValue) -> str:
    match raw:
        case bool():
            return "是" if raw else "否"
        case float() if raw.is_integer():
            return str(int(raw))
        case datetime() if (raw.hour, raw.minute, raw.second) == (0, 0, 0):
            return raw.date().isoformat()
        case date():
            return raw.isoformat()
        case _:
            return str(raw)
