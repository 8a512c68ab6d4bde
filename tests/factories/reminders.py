"""What a kind of notice finds on a day, in the open scope."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.reminders.kinds import DateWindow, ReminderItem, get_kind


def window(today: date, begins: date | None = None, ends: date | None = None) -> DateWindow:
    """All dates within two years, unless said."""
    far = timedelta(days=730)
    now = timezone.make_aware(datetime.combine(today, time(7, 40)))
    return DateWindow(begins=begins or today - far, ends=ends or today + far, today=today, now=now)


def found(kind: str, today: date, begins: date | None = None, ends: date | None = None) -> list[ReminderItem]:
    known = get_kind(kind)
    assert known
    return list(known.find_items(window(today, begins, ends)))


def told(items: list[ReminderItem]) -> set[int | None]:
    """Users the items go to."""
    return {item.recipient.user_id for item in items}


def words(kind: str, item: ReminderItem, language: str = "zh-hans", days: int = 3) -> tuple[str, str]:
    """Title and body as shipped, filled from an item."""
    known = get_kind(kind)
    assert known
    title, body = known.default_texts[language]
    values = {**item.variables, "days": days}
    return title.format(**values), body.format(**values)
