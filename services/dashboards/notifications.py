"""Notifications about figures: to heads and administrators of late schools, and to the county."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.access.queries import active_memberships
from services.access.roles import Role
from services.kit import clock
from services.notify import outbox

# The code of an attention item, the title of the reminder that its schools get (催报), and the page to do it on.
_REMINDERS: Mapping[str, tuple[Promise | str, str]] = {
    "findings": (_("县里提醒：请跟进体检异常，及时销号"), "/findings/"),
    "contact": (_("县里提醒：有孩子 30 天没有联系，请安排谈心或家访"), "/children/?contact=no"),
    "roster": (_("县里提醒：请导入本学期名册"), "/rosters/"),
    "deadlines": (_("县里提醒：有逾期的报送，请尽快补交"), "/deadlines/"),
    "plan": (_("县里提醒：请批准本学期的工作计划"), "/plan/"),
    "paired": (_("县里提醒：请为还没有结对的孩子结对"), "/pairing/"),
    "talks": (_("县里提醒：请补上逾期的谈心"), "/children/?late=talk"),
    "visits": (_("县里提醒：请补上逾期的家访"), "/children/?late=home_visit"),
    "cards": (_("县里提醒：请为孩子建好联系卡"), "/children/?card=no"),
    "old_roster": (_("县里提醒：名册还是上学期的，请导入本学期名册"), "/rosters/"),
}


def notify_late_schools(*, code: str, schools: Collection[int], county_id: int, now: datetime) -> int:
    """Notify heads and administrators of these schools (ids), at most once a day per code. Returns the number sent."""
    title, path = _REMINDERS[code]
    memberships = active_memberships(clock.local_date(now)).filter(
        school_id__in=schools, role__in=[Role.HEAD, Role.SCHOOL_ADMIN]
    )
    return outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"late_schools:{code}:{clock.local_date(now)}:{user_id}",
            kind="dashboards.late_schools_reminded",
            title=str(title),
            path=path,
            recipient_id=user_id,
            now=now,
            county_id=county_id,
            school_id=school_id,
        )
        for user_id, school_id in memberships.values_list("user_id", "school_id").distinct()
    )


def notify_mismatch(*, county_id: int, now: datetime) -> int:
    """Notify county officers, once a day, that the nightly recount found wrong figures. Returns how many are new."""
    memberships = active_memberships(clock.local_date(now)).filter(
        county_id=county_id, role__in=[Role.COUNTY, Role.COUNTY_LEAD]
    )
    return outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"rollup:{clock.local_date(now)}:{user_id}",
            kind="dashboards.rollup_mismatch_found",
            title=gettext("看板数字夜间核对有差异，已重新计算"),
            path="/county/",
            recipient_id=user_id,
            now=now,
            county_id=county_id,
        )
        for user_id in memberships.values_list("user_id", flat=True).distinct()
    )
