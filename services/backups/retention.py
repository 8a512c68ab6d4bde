"""Which backups are kept: the last of each of the last 7 days, 5 weeks and 12 months that have one."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from services.backups.taking import NAME, SUFFIX

DAILY, WEEKLY, MONTHLY = 7, 5, 12
_PERIODS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (DAILY, lambda moment: (moment.year, moment.month, moment.day)),
    (WEEKLY, lambda moment: moment.isocalendar()[:2]),
    (MONTHLY, lambda moment: (moment.year, moment.month)),
)


def backups(folder: Path) -> list[Path]:
    """The whole backups of a folder, the newest first. Other files are nobody's business here."""
    return sorted((path for path in folder.glob(f"*{SUFFIX}") if taken_at(path)), reverse=True)


def taken_at(path: Path) -> datetime | None:
    """The moment in a backup's name; None for another file."""
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def expired(paths: Iterable[Path]) -> list[Path]:
    """Those that no day, week or month needs."""
    newest_first = sorted(((moment, path) for path in paths if (moment := taken_at(path))), reverse=True)
    kept: set[Path] = set()
    for count, period in _PERIODS:
        last: dict[tuple[int, ...], Path] = {}
        for moment, path in newest_first:
            last.setdefault(period(moment), path)
        kept.update(list(last.values())[:count])
    return [path for _moment, path in newest_first if path not in kept]
