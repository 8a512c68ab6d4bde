"""Who is told when deliveries cannot be made: the people of the place that promised them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from services.kit import clock
from services.notify import county_alerts, incidents, outbox
from services.notify.choices import Channel, DeliveryState, IncidentKind, Urgency
from services.notify.models import Delivery

PATH = "/deliveries/?state={state}"
KINDS = {DeliveryState.DEAD: IncidentKind.DEAD, DeliveryState.UNCERTAIN: IncidentKind.UNCERTAIN}
Group = tuple[int | None, int | None, str]  # county, school, channel


def alert_undelivered(deliveries: Iterable[Delivery], state: DeliveryState, now: datetime) -> int:
    """One incident per place and channel, and one inbox notice per person, place, day, channel and state, however many
    fail; how many notices. Runs as a worker at large.
    """
    groups: dict[Group, int] = {}
    for row in deliveries:
        group = (row.county_id, row.school_id, row.channel)
        groups[group] = groups.get(group, 0) + 1
    told = 0
    # In one order for all: two workers that raise for the same places would wait for each other.
    for (county_id, school_id, channel), times in sorted(groups.items(), key=lambda each: str(each[0])):
        incidents.open_incident(
            KINDS[state], about=channel, now=now, county_id=county_id, school_id=school_id, times=times
        )
        told += outbox.add_many(_notifications(county_id, school_id, Channel(channel), state, now))
    return told


def _notifications(
    county_id: int | None, school_id: int | None, channel: Channel, state: DeliveryState, now: datetime
) -> Sequence[outbox.NotificationRequest]:
    today = clock.local_date(now)
    key = f"delivery.{state}:{school_id or 0}:{channel}:{today}"
    return [
        outbox.NotificationRequest(
            dedupe_key=f"{key}:{user_id}",
            kind=f"delivery.{state}",
            title=_("有消息%(state)s，请看发送情况") % {"state": state.label},
            body=_("渠道：%(channel)s。") % {"channel": channel.label},
            path=PATH.format(state=state),
            recipient_id=user_id,
            urgency=Urgency.NORMAL,
            now=now,
            county_id=county_id,
            school_id=school_id,
        )
        for user_id in county_alerts.responsible_users(county_id, school_id, today)
    ]
