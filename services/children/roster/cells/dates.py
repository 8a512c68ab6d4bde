"""Days and months, however they are typed."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from services.children.roster.cells.classes import int_of
from services.children.roster.cells.text import is_nothing, shortened, squeezed, text
from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue
from services.kit.xlsx.reader import EPOCH

_CHINESE = re.compile(
    "([〇零○Oo一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]?"
)
_CHINESE_YEAR = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_YMD = re.compile(r"(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})[日号]?\.?")
_TIME = re.compile(
    r"(?:(?<=[\d日号.])(?:T|\s+)|(?<=[日号]))(?P<hours>\d{1,2}):(?P<minutes>\d{2})(?::(?P<seconds>\d{2})(?:\.\d+)?)?\s*"
    r"(?P<half>[AaPp][Mm])?$"
)
_AFTER_DAY = re.compile(r"(?<=[\d日号])\s*[(]?(?:星期.|周[一二三四五六日]|上午|下午|出?生)[)]?$")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DASHES = str.maketrans("—–－−‐‑／\\。、,", "------//...")
_MONTH = re.compile(r"((?:19|20)\d{2})(?:年|[./-])(\d{1,2})(?!\d)")
_SIX_DIGITS = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(?:[0-3]\d)?")
_YEAR_POINT_ONE = re.compile(r"\d{4}\.1")

_NEAR_MIDNIGHT = timedelta(minutes=1)

CleanedMonth = tuple[str | None, CellProblem | None]


def day(raw: CellValue, epoch: date = EPOCH) -> tuple[date | None, CellProblem | None]:
    """Clean a day of birth. `epoch`: the day from which the workbook counts bare serial numbers."""
    if isinstance(raw, date):
        return _of_moment(raw) if isinstance(raw, datetime) else (raw, None)
    value = _AFTER_DAY.sub("", text(raw).strip("'`‘’").translate(_DASHES))
    if is_nothing(value):
        return None, None
    value = _CHINESE.sub(_in_digits, value)
    bare = "".join(_TIME.sub("", value).split())  # the time first: 2014-9-1 00:00 without its blank is the 10th
    match = _YMD.fullmatch(bare) or _EIGHT_DIGITS.fullmatch(bare)
    if not match:
        if _SERIAL.fullmatch(value):
            return _of_moment(datetime.combine(epoch, datetime.min.time()) + timedelta(days=float(value)))
        return None, CellProblem("birth_unreadable", {"value": shortened(value)})
    try:
        midnight = datetime.combine(date(int(match[1]), int(match[2]), int(match[3])), time())
        return _of_moment(midnight + _time_in(value))
    except ValueError:
        return None, CellProblem("birth_impossible", {"value": shortened(value)})


def _time_in(value: str) -> timedelta:
    """The time of day that a text ends with. Raises ValueError for no time of a day."""
    if not (match := _TIME.search(value)):
        return timedelta()
    hours, minutes, seconds = int(match["hours"]), int(match["minutes"]), int(match["seconds"] or 0)
    if match["half"]:
        hours = hours % 12 + 12 * (match["half"].lower() == "pm")
    moment = time(hours, minutes, seconds)
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)


def _in_digits(match: re.Match[str]) -> str:
    """二〇一五年三月九日 as 2015年3月9日."""
    return f"{match[1].translate(_CHINESE_YEAR)}年{int_of(match[2])}月{int_of(match[3])}日"


def _of_moment(moment: datetime) -> tuple[date | None, CellProblem | None]:
    """The day of a cell that holds a time too: what a spreadsheet computed is seconds from midnight."""
    nearest = moment + _NEAR_MIDNIGHT
    if nearest - datetime.combine(nearest, datetime.min.time()) <= 2 * _NEAR_MIDNIGHT:
        return nearest.date(), None
    # Systems in another time zone write 16:00 of the day before.
    return None, CellProblem("birth_time", {"value": f"{moment:%Y-%m-%d %H:%M}"})


def month_cleaner(code: str, today: date, epoch: date = EPOCH) -> Callable[[CellValue], CleanedMonth]:
    """A cleaner to YYYY-MM that answers with the problem `code` for what is no month up to `today`."""

    def month(raw: CellValue) -> CleanedMonth:
        value = _month_text(raw, epoch)
        if is_nothing(value):
            return None, None
        match = _MONTH.search(value) or _SIX_DIGITS.fullmatch(value)
        if match and 1 <= int(match[2]) <= 12:
            year_month = f"{match[1]}-{int(match[2]):02d}"
            if year_month <= today.isoformat()[:7]:
                return year_month, None
        return None, CellProblem(code, {"value": shortened(value)})

    return month


def _month_text(raw: CellValue, epoch: date) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    value = squeezed(raw).translate(_DASHES)
    if isinstance(raw, float) and not raw.is_integer() and _YEAR_POINT_ONE.fullmatch(value):
        return value.replace(".", "·")  # the number 2025.1 is January or October: refuse to guess
    return _of_serial(value, epoch).isoformat() if _SERIAL.fullmatch(value) else value


def _of_serial(value: str, epoch: date) -> date:
    return epoch + timedelta(days=int(float(value)))
