"""Alert the people responsible at a tenant about deliveries that failed for good or whose outcome is unknown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from services.kit import clock
from services.notify import outbox
from services.notify.alerts import county, incidents
from services.notify.choices import Channel, DeliveryState, IncidentKind, Urgency
from services.notify.models import Delivery

PATH = "/deliveries/?state={state}"
INCIDENT_KINDS = {DeliveryState.DEAD: IncidentKind.DEAD, DeliveryState.UNCERTAIN: IncidentKind.UNCERTAIN}
Group = tuple[int | None, int | None, str]  # county, school, channel


def alert_undelivered(deliveries: Iterable[Delivery], state: DeliveryState, now: datetime) -> int:
    """Open one incident per tenant and channel and notify those responsible. Returns the number of new notifications.

    A person gets at most one notification per tenant, day, channel and state. Needs the scope of a cross-tenant worker.
    """
    groups: Counter[Group] = Counter((row.county_id, row.school_id, row.channel) for row in deliveries)
    created = 0
    # Sorted: two workers that lock the incidents of the same tenants in different orders would deadlock.
    for (county_id, school_id, channel), count in sorted(groups.items(), key=lambda item: str(item[0])):
        incidents.open_incident(
            INCIDENT_KINDS[state], source=channel, now=now, county_id=county_id, school_id=school_id, count=count
        )
        created += outbox.add_many(_notifications(county_id, school_id, Channel(channel), state, now))
    return created


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
        for user_id in county.responsible_users(county_id, school_id, today)
    ]
