"""Reminder kinds of the dashboards: the week in figures, each Monday, for heads and the county; never a name."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.care import queries as care
from services.dashboards.models import SchoolQuarter, SchoolWeek
from services.kit.periods import Quarter
from services.notify.choices import Channel
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.kinds import DateWindow, DefaultSettings, ReminderItem, ReminderKind, register
from services.schools import queries as schools
from services.schools.models import County, School
from services.schools.tenancy import current_county_id, current_school_id

MONDAY_MORNING = time(7, 40)
_WEEK = timedelta(days=7)
_VARIABLES: dict[str, Promise | str] = {
    "talks": _("上周谈心次数"),
    "visits": _("上周家访次数"),
    "calls": _("上周通话次数"),
    "late": _("现有逾期件数"),
    "unpaired": _("待结对儿童数"),
}


def find_school_week(window: DateWindow) -> Iterator[ReminderItem]:
    """The week of a school, on a Monday of a term, for its head and administrators."""
    if (monday := _monday(window)) is None:
        return
    school = School.objects.only("public_id").get(pk=current_school_id())
    figures = _figures(monday, window.today)
    for recipient in recipients.of_role(window.today, Role.HEAD, Role.SCHOOL_ADMIN):
        yield ReminderItem(
            subject=school.public_id, anchor_date=monday, recipient=recipient, variables=figures, path="/workbench/"
        )


def find_county_week(window: DateWindow) -> Iterator[ReminderItem]:
    """The week of the county, with the number of schools that are late, for its officers."""
    if (monday := _monday(window)) is None:
        return
    county = County.objects.only("public_id").get(pk=current_county_id())
    late = care.overdue_work(window.today).order_by().aggregate(n=Count("school", distinct=True))["n"]
    figures = _figures(monday, window.today) | {"schools": str(late)}
    for recipient in recipients.officers(window.today, Role.COUNTY_LEAD, Role.COUNTY):
        yield ReminderItem(
            subject=county.public_id, anchor_date=monday, recipient=recipient, variables=figures, path="/county/"
        )


def _monday(window: DateWindow) -> date | None:
    """The last Monday of the window, if it lies in a term."""
    last = window.ends - timedelta(days=window.ends.weekday())
    return last if last >= window.begins and schools.current_term(last) else None


def _figures(monday: date, today: date) -> dict[str, str]:
    """The scope's work of last week, what is late now, and children without a mentor."""
    week = SchoolWeek.objects.filter(starts_on=monday - _WEEK).aggregate(
        talks=Sum("talks"), visits=Sum("visits"), calls=Sum("calls")
    )
    quarter = Quarter.of(today)
    sums = SchoolQuarter.objects.filter(year=quarter.year, quarter=quarter.number).aggregate(
        children=Sum("children"), paired=Sum("paired")
    )
    unpaired = (sums["children"] or 0) - (sums["paired"] or 0)
    numbers = {name: week[name] or 0 for name in ("talks", "visits", "calls")}
    numbers |= {"late": care.overdue_work(today).count(), "unpaired": unpaired}
    return {name: str(number) for name, number in numbers.items()}


_CHINESE = "上周谈心 {talks} 次、家访 {visits} 次、通话 {calls} 次；现有逾期 {late} 件，待结对 {unpaired} 名。"
_ENGLISH = "Last week: {talks} talks, {visits} visits, {calls} calls. Late now: {late}. Without a teacher: {unpaired}."
_DEFAULTS = DefaultSettings(
    send_at=MONDAY_MORNING,
    day_counting=DayCounting.CALENDAR,
    channels=(Channel.INBOX, Channel.EMAIL),
    catch_up=CatchUp.LATEST,
    expires_after_hours=48,
)
register(
    ReminderKind(
        key="dashboards.school_week",
        title=_("学校一周小结"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("一周小结：现有逾期 {late} 件", _CHINESE),
            "en": ("The week: {late} late", _ENGLISH),
        },
        find_items=find_school_week,
        defaults=_DEFAULTS,
    ),
    ReminderKind(
        key="dashboards.county_week",
        title=_("全县一周小结"),
        variables=_VARIABLES | {"schools": _("有逾期的学校数")},
        default_texts={
            "zh-hans": ("全县一周小结：{schools} 所学校有逾期", _CHINESE),
            "en": ("The county's week: {schools} schools late", _ENGLISH),
        },
        find_items=find_county_week,
        defaults=_DEFAULTS,
        tenant_level="county",
    ),
)
