"""What a kind of notice finds on a day, in the open scope."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.notify.catalogue import Item, Window, kind_of


def window(today: date, begins: date | None = None, ends: date | None = None) -> Window:
    """All dates within two years, unless said."""
    far = timedelta(days=730)
    now = timezone.make_aware(datetime.combine(today, time(7, 40)))
    return Window(begins=begins or today - far, ends=ends or today + far, today=today, now=now)


def found(kind: str, today: date, begins: date | None = None, ends: date | None = None) -> list[Item]:
    known = kind_of(kind)
    assert known
    return list(known.find(window(today, begins, ends)))


def told(items: list[Item]) -> set[int | None]:
    """Users the items go to."""
    return {item.to.user_id for item in items}


def words(kind: str, item: Item, language: str = "zh-hans", days: int = 3) -> tuple[str, str]:
    """Title and body as shipped, filled from an item."""
    known = kind_of(kind)
    assert known
    title, body = known.words[language]
    values = {**item.variables, "days": days}
    return title.format(**values), body.format(**values)
