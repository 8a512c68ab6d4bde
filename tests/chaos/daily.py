"""A reminder kind that is due every day at every school, for the simulated year."""

import os
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

DAILY = "chaos.daily"


def offer() -> None:
    from services.notify.choices import Channel
    from services.reminders import kinds
    from services.reminders.choices import CatchUp, DayCounting

    usual = kinds.DefaultSettings(
        send_at=time(8, 40),
        day_counting=DayCounting.CALENDAR,
        channels=(Channel.SMS,),
        catch_up=CatchUp.ALL,
        expires_after_hours=7 * 24,
    )
    text = {"zh-hans": ("{day}", ""), "en": ("{day}", "")}
    kind = kinds.ReminderKind(
        key=DAILY,
        title=DAILY,
        variables={"day": "the day"},
        default_texts=text,
        find_items=_find,
        defaults=usual,
        tenant_level="school",
    )
    kinds.register(kind)


def _find(window: Any) -> Iterator[Any]:
    from services.reminders.kinds import Recipient, ReminderItem
    from services.schools import scope

    if os.environ.get("CHAOS_YEAR"):
        day = window.begins
        while day <= window.ends:
            subject = uuid5(NAMESPACE_OID, f"{scope.current().school_id}:{day}")
            yield ReminderItem(
                subject=subject, anchor_date=day, recipient=Recipient(phone="13800000000"), variables={"day": str(day)}
            )
            day += timedelta(days=1)
