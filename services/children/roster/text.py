"""Cell text as it should have been typed: half-width, no blanks at the ends, no invisible characters."""

import re
from datetime import date, datetime
from typing import Any

from services.kit.xlsx.reader import ERRORS

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}
_UNPRINTABLE = {*range(0x20), 0x7F} - {ord(blank) for blank in "\t\n\r"}
_GONE = dict.fromkeys([*_UNPRINTABLE, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_TABLE = _WIDE | _GONE
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u3000\xa0\xad\u2007\u200b-\u200f\u202a-\u202f\u2060\ufeff\uff01-\uff5e]"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ST_Xstring, ECMA-376 part 1, §22.9.2.19
NOTHING = frozenset(
    {
        "",
        "无",
        "没有",
        "暂无",
        "未知",
        "不详",
        "不清楚",
        "-",
        "--",
        "—",
        "——",
        "–",
        "/",
        "\\",
        "N/A",
        "n/a",
        "none",
        "空",
    }
)
_LONGEST = 1000  # characters that are looked at; no pattern below is ever given more
# A spreadsheet runs text that begins so (OWASP, CSV injection).
_COMMAND = re.compile(r"[=+@\-].")


def text(raw: Any) -> str:
    """The cell as clean text, "" for an empty one. Whole numbers lose their ".0", days are ISO 8601."""
    if type(raw) is str:
        raw = raw[:_LONGEST]
        if _ODD.search(raw):
            raw = raw.translate(_TABLE)
        if "_x" in raw:
            raw = _ESCAPED.sub(_unescaped, raw)
        return str(raw).strip()
    return _text_of_value(raw)


def _unescaped(code: re.Match[str]) -> str:
    """The character of _x000D_; none for halves of one and for those that no database keeps."""
    number = int(code[1], 16)
    return "" if number in _UNPRINTABLE or 0xD800 <= number <= 0xDFFF else chr(number)


def _text_of_value(raw: Any) -> str:
    match raw:
        case None:
            return ""
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


def squeezed(raw: Any) -> str:
    """As `text`, with no blank inside either."""
    return "".join(text(raw).split())


def is_error(raw: Any) -> bool:
    """Whether the cell shows a spreadsheet's error or a formula that was never computed."""
    return type(raw) is str and raw.startswith("#") and raw.strip().upper() in ERRORS


def is_command(cleaned: str) -> bool:
    return cleaned[:1] in "=+-@" and bool(_COMMAND.match(cleaned))


def is_nothing(cleaned: str) -> bool:
    return cleaned in NOTHING
