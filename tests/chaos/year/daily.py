"""A reminder kind that is due every day at every school, for the simulated year."""

import os
from collections.abc import Iterator
from datetime import time, timedelta
from itertools import product
from typing import Any
from uuid import NAMESPACE_OID, uuid5

DAILY = "chaos.daily"


def register_daily_kind() -> None:
    from services.notify.choices import Channel
    from services.reminders import kinds
    from services.reminders.choices import CatchUp, DayCounting

    defaults = kinds.DefaultSettings(
        send_at=time(8, 40),
        day_counting=DayCounting.CALENDAR,
        channels=(Channel.SMS,),
        catch_up=CatchUp.ALL,
        expires_after_hours=7 * 24,
    )
    texts = {"zh-hans": ("{day}", ""), "en": ("{day}", "")}
    kind = kinds.ReminderKind(
        key=DAILY,
        title=DAILY,
        recipients="mentors",
        variables={"day": "the day"},
        default_texts=texts,
        find_items=_find_items,
        defaults=defaults,
        tenant_level="school",
    )
    kinds.register(kind)


def _find_items(window: Any, directory: Any) -> Iterator[Any]:
    """One item a school and day of the window."""
    from services.reminders.directory import Recipient
    from services.reminders.kinds import ReminderItem

    if os.environ.get("CHAOS_YEAR"):
        days = [window.begins + timedelta(days=n) for n in range((window.ends - window.begins).days + 1)]
        for school_id, day in product(directory.schools, days):
            yield ReminderItem(
                school_id=school_id,
                target_id=uuid5(NAMESPACE_OID, f"{school_id}:{day}"),
                anchor_date=day,
                recipient=Recipient(phone="13800000000"),
                variables={"day": str(day)},
            )
