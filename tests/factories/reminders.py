"""Items of a reminder kind on a day, in the open scope."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.reminders.kinds import DateWindow, ReminderItem, ReminderKind, get_kind
from services.reminders.recipients import load_directory


def window(today: date, begins: date | None = None, ends: date | None = None) -> DateWindow:
    """Two years around the day, unless given."""
    far = timedelta(days=730)
    now = timezone.make_aware(datetime.combine(today, time(7, 40)))
    return DateWindow(begins=begins or today - far, ends=ends or today + far, today=today, now=now)


def items_of(kind: str, today: date, begins: date | None = None, ends: date | None = None) -> list[ReminderItem]:
    return list(_kind(kind).find_items(window(today, begins, ends), load_directory(today)))


def recipients_of(items: list[ReminderItem]) -> set[int | None]:
    """Users the items go to."""
    return {item.recipient.user_id for item in items}


def texts_of(kind: str, item: ReminderItem, language: str = "zh-hans", days: int = 3) -> tuple[str, str]:
    """The default title and body, filled from an item."""
    title, body = _kind(kind).default_texts[language]
    values = {**item.variables, "days": days}
    return title.format(**values), body.format(**values)


def _kind(key: str) -> ReminderKind:
    kind = get_kind(key)
    assert kind
    return kind
