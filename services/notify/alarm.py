"""Who is told when a delivery cannot be made: the people of the place that promised it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from services.access.models import Membership
from services.access.roles import Role
from services.kit import clock
from services.notify import outbox
from services.notify.choices import DeliveryState, Urgency
from services.notify.models import Delivery

PATH = "/deliveries/?state={state}"


def raise_for(delivery: Delivery, state: DeliveryState, now: datetime) -> int:
    """One inbox notice per person, place, day, channel and state, however many fail. Runs as a worker at large."""
    today = clock.day_of(now)
    roles = [Role.HEAD, Role.SCHOOL_ADMIN] if delivery.school_id else [Role.COUNTY, Role.COUNTY_LEAD]
    in_force = Q(until=None) | Q(until__gt=today)
    people = Membership.objects.filter(in_force, since__lte=today, role__in=roles, county_id=delivery.county_id or 0)
    people = people.filter(Q(school_id=delivery.school_id))
    key = f"delivery.{state}:{delivery.school_id or 0}:{delivery.channel}:{today}"
    return outbox.put_many(
        outbox.Wanted(
            dedupe_key=f"{key}:{user_id}",
            kind=f"delivery.{state}",
            title=_("有消息%(state)s，请看发送情况") % {"state": state.label},
            body=_("渠道：%(channel)s。") % {"channel": delivery.get_channel_display()},
            path=PATH.format(state=state),
            to_user_id=user_id,
            urgency=Urgency.NOTICE,
            now=now,
            county_id=delivery.county_id,
            school_id=delivery.school_id,
        )
        for user_id in people.order_by("user_id").values_list("user_id", flat=True).distinct()
    )
