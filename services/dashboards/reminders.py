"""Reminder kinds of the dashboards: the week in figures, each Monday, for heads and the county; never a name."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.care import queries as care
from services.dashboards.models import SchoolQuarter, SchoolWeek
from services.kit.periods import Quarter
from services.notify.choices import Channel
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory
from services.reminders.kinds import DateWindow, DefaultSettings, ReminderItem, ReminderKind, register
from services.schools import queries as schools
from services.schools.models import County
from services.schools.tenancy import current_county_id

MONDAY_MORNING = time(7, 40)
_WEEK = timedelta(days=7)
_VARIABLES: dict[str, Promise | str] = {
    "talks": _("上周谈心次数"),
    "visits": _("上周家访次数"),
    "calls": _("上周通话次数"),
    "late": _("现有逾期件数"),
    "unpaired": _("待结对儿童数"),
}


def find_school_week(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """The week of each school, on a Monday of a term, for its head and administrators."""
    if (monday := _monday(window)) is None:
        return
    figures = _figures(monday, window.today)
    for school_id, school in directory.schools.items():
        variables = {name: str(figures[school_id][name]) for name in _VARIABLES}
        for recipient in directory.of_role(school_id, Role.HEAD, Role.SCHOOL_ADMIN):
            yield ReminderItem(
                school_id=school_id,
                target_id=school.public_id,
                anchor_date=monday,
                recipient=recipient,
                variables=variables,
                path="/workbench/",
            )


def find_county_week(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """The week of the county, with the number of schools that are late, for its officers."""
    if (monday := _monday(window)) is None:
        return
    county = County.objects.only("public_id").get(pk=current_county_id())
    figures = _figures(monday, window.today)
    # Adding Counters drops zeros; a name that is missing reads as 0 below.
    totals = sum(figures.values(), Counter())
    variables = {name: str(totals[name]) for name in _VARIABLES}
    variables["schools"] = str(sum(1 for school in figures.values() if school["late"]))
    for recipient in recipients.officers(window.today, Role.COUNTY_LEAD, Role.COUNTY):
        yield ReminderItem(
            school_id=None,
            target_id=county.public_id,
            anchor_date=monday,
            recipient=recipient,
            variables=variables,
            path="/county/",
        )


def _monday(window: DateWindow) -> date | None:
    """The last Monday of the window, if it lies in a term."""
    # After an outage the window may reach over several weeks; only the latest one is still of interest.
    last = window.ends - timedelta(days=window.ends.weekday())
    return last if last >= window.begins and schools.current_term(last) else None


def _figures(monday: date, today: date) -> dict[int, Counter[str]]:
    """For each school of the scope: last week's work, what is late now, and children without a mentor."""
    # A query for each table: joined, the rows of one would multiply the counts of the others.
    figures: dict[int, Counter[str]] = defaultdict(Counter)
    weeks = SchoolWeek.objects.filter(starts_on=monday - _WEEK)
    for school_id, talks, visits, calls in weeks.values_list("school_id", "talks", "visits", "calls"):
        figures[school_id].update(talks=talks, visits=visits, calls=calls)
    quarter = Quarter.of(today)
    quarters = SchoolQuarter.objects.filter(year=quarter.year, quarter=quarter.number)
    for school_id, children, paired in quarters.values_list("school_id", "children", "paired"):
        figures[school_id].update(unpaired=children - paired)
    late = care.overdue_work(today).order_by().values_list("school_id").annotate(Count("pk"))
    for school_id, count in late:
        figures[school_id].update(late=count)
    return figures


_CHINESE = "上周谈心 {talks} 次、家访 {visits} 次、通话 {calls} 次；现有逾期 {late} 件，待结对 {unpaired} 名。"
_ENGLISH = "Last week: {talks} talks, {visits} visits, {calls} calls. Late now: {late}. Without a teacher: {unpaired}."
_DEFAULTS = DefaultSettings(
    send_at=MONDAY_MORNING,
    # Calendar days: counted in school days, a Monday that is a holiday would have no summary.
    day_counting=DayCounting.CALENDAR,
    channels=(Channel.INBOX, Channel.EMAIL),
    catch_up=CatchUp.LATEST,
    expires_after_hours=48,
)
register(
    ReminderKind(
        key="dashboards.school_week",
        title=_("学校一周小结"),
        recipients=_("校长、学校管理员"),
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
        recipients=_("县级工作人员"),
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
