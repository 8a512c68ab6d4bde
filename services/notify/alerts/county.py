"""Find who is responsible for a school or county, and notify a county's officers of an incident."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from services.access.models import Membership
from services.access.roles import Role
from services.kit import clock
from services.notify import outbox
from services.notify.choices import IncidentKind, Urgency

PATH = "/system-incidents/"


def responsible_users(county_id: int | None, school_id: int | None, today: date) -> list[int]:
    """User ids of a school's head and administrators, or of a county's officers. For a cross-tenant worker."""
    # A school hears of its own deliveries first; its officers see the same list without being notified of each.
    roles = [Role.HEAD, Role.SCHOOL_ADMIN] if school_id else [Role.COUNTY, Role.COUNTY_LEAD]
    in_force = Q(until=None) | Q(until__gt=today)
    members = Membership.objects.filter(in_force, since__lte=today, role__in=roles, county_id=county_id or 0)
    members = members.filter(Q(school_id=school_id))
    return list(members.order_by("user_id").values_list("user_id", flat=True).distinct())


def notify_county(kind: IncidentKind, *, source: str, now: datetime, county_id: int) -> int:
    """Notify each officer of an incident, once a day per kind and source; the count of new notifications."""
    today = clock.local_date(now)
    return outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"incident:{kind}:{source}:{today}:{user_id}",
            kind="incident.opened",
            title=_("系统异常：%(kind)s") % {"kind": kind.label},
            body=_("请到“异常”页看怎么处理。"),
            path=PATH,
            recipient_id=user_id,
            urgency=Urgency.NORMAL,
            now=now,
            county_id=county_id,
        )
        for user_id in responsible_users(county_id, None, today)
    )
