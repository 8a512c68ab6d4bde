"""Notices for tests."""

from datetime import datetime
from typing import Any

from services.notify import outbox
from services.notify.choices import Audience, Channel
from services.notify.models import Delivery, Notice
from services.schools.scope import EVERYWHERE, scope
from tests.cast import Place


def text_message(place: Place, now: datetime, key: str = "visit:1", **more: Any) -> Notice | None:
    """A school reminds a carer by SMS."""
    wanted = {"kind": "test", "title": "请来校参加家长会", "phone": "13800000001", "audience": Audience.CARER}
    with place.inside():
        return outbox.put(dedupe_key=key, channels=(Channel.SMS,), now=now, **{**wanted, **more})


def mail(place: Place, now: datetime, key: str = "mail:1", **more: Any) -> Notice | None:
    with place.inside():
        wanted = {"kind": "test", "title": "本周家访提醒", "email": "wang@school.example"}
        return outbox.put(dedupe_key=key, channels=(Channel.EMAIL,), now=now, **{**wanted, **more})


def deliveries() -> list[Delivery]:
    """All deliveries, oldest first."""
    with scope(EVERYWHERE):
        return list(Delivery.objects.select_related("notice").order_by("pk"))


def states() -> list[str]:
    return [row.state for row in deliveries()]
