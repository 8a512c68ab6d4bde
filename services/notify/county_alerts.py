"""Who looks after a place, and one line in the inbox of those who look after a county."""

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
    """Users of a school's head and admins, or of a county's staff. Asked by a worker at large."""
    roles = [Role.HEAD, Role.SCHOOL_ADMIN] if school_id else [Role.COUNTY, Role.COUNTY_LEAD]
    in_force = Q(until=None) | Q(until__gt=today)
    people = Membership.objects.filter(in_force, since__lte=today, role__in=roles, county_id=county_id or 0)
    people = people.filter(Q(school_id=school_id))
    return list(people.order_by("user_id").values_list("user_id", flat=True).distinct())


def notify_county(kind: IncidentKind, *, about: str, now: datetime, county_id: int) -> int:
    """One notice per officer, day, kind and thing, however often it comes and goes; how many were new."""
    today = clock.local_date(now)
    return outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"incident:{kind}:{about}:{today}:{user_id}",
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
