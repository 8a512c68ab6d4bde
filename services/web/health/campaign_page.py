"""What the page of a campaign shows: an answer in a sentence, its calendar, the schools with their days."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.health import access, queries
from services.health.choices import CampaignState
from services.health.models import Appointment, Campaign, UnplacedClass
from services.health.queries import ClinicDay
from services.kit import clock
from services.web.components import Tab
from services.web.health.month_grid import DayEvent, calendar_weeks
from services.web.health.replies import appointments_with_replies
from services.web.health.week_grid import load_step, week_grid
from services.web.jobs import progress_of
from services.web.page_request import PageRequest, choice_param, date_param, query_string, uuid_param

VIEWS = ("week", "month")
BY_DAY_AND_CLASS = ("date", "school_class__entry_grade", "-school_class__entry_year", "school_class__number")
MAX_CLINICS_IN_CELL = 4  # of a day of the month; the week has them all


@dataclass(frozen=True)
class UnplacedGroup:
    """Classes without a day, for the same cause."""

    cause: str
    classes: list[UnplacedClass]


def unplaced_groups(classes: Sequence[UnplacedClass]) -> list[UnplacedGroup]:
    """Equal rows are one row with a count, the largest first."""
    groups: dict[str, list[UnplacedClass]] = {}
    for row in classes:
        groups.setdefault(row["sentence"], []).append(row)
    return sorted((UnplacedGroup(*group) for group in groups.items()), key=lambda group: -len(group.classes))


def county_context(request: PageRequest, current: Campaign, unplaced: Sequence[UnplacedClass]) -> dict[str, object]:
    all_days = queries.clinic_days(current, request.actor)
    clinic = uuid_param(request, "clinic")
    days = [day for day in all_days if clinic in {None, day.clinic.public_id}]
    view = choice_param(request, "view", VIEWS, default="week")
    # The job of an earlier planning has ended; its progress is no news.
    job = current.job if current.state == CampaignState.PLANNING else None
    return {
        "answer": _county_answer(current, unplaced),
        "facts": _county_facts(all_days),
        "clinics": queries.clinics_of(current.pk).count(),
        "views": _view_chips(request, view),
        "clinic_chips": _clinic_chips(request, all_days, clinic),
        "clinic_query": f"&clinic={clinic}" if clinic else "",
        "week": week_grid(current, days, date_param(request, "day")) if days and view == "week" else None,
        "weeks": _month(request, current, days) if days and view == "month" else [],
        "schools": queries.schools_of(current, clinic),
        "opens_schools": request.actor.has_permission(Permission.VIEW_COUNTY_FIGURES),
        "work": progress_of(job) if job else None,
        "may_plan": request.actor.has_permission(Permission.MANAGE_CAMPAIGNS) and current.can_change,
    }


def _county_answer(current: Campaign, unplaced: Sequence[UnplacedClass]) -> str:
    """107 个班、3,000 名学生都排上了，11月27日到12月8日."""
    classes, pupils = current.classes, f"{current.pupils:,}"  # type: ignore[attr-defined]  # annotated by the query
    if unplaced:
        return _("%(classes)d 个班排上了，%(n)d 个班没有排上。") % {"classes": classes, "n": len(unplaced)}
    if not classes:
        return _("还是草稿，没有排期。") if current.state != CampaignState.PLANNING else _("正在排期。")
    values = {"classes": classes, "pupils": pupils}
    if current.state == CampaignState.CLOSED:
        return _("%(classes)d 个班、%(pupils)s 名学生，体检已结束。") % values
    return _("%(classes)d 个班、%(pupils)s 名学生都排上了。") % values


def _county_facts(days: Sequence[ClinicDay]) -> str:
    """Where it is fullest, and what is on today."""
    if not days:
        return ""
    fullest = max(days, key=lambda day: day.pupils / max(day.capacity, 1))
    values = {
        "first": date_format(days[0].date, _("n月j日")),
        "last": date_format(days[-1].date, _("n月j日")),
        "day": date_format(fullest.date, _("n月j日")),
        "clinic": fullest.clinic.name,
        "pupils": fullest.pupils,
        "capacity": fullest.capacity,
    }
    text = _("%(first)s到%(last)s。最满的是%(day)s%(clinic)s：%(pupils)d/%(capacity)d 人。") % values
    today = sum(day.mine for day in days if day.date == clock.today())
    return text + _("今天 %d 人。") % today if today else text


def _view_chips(request: PageRequest, current: str) -> list[Tab]:
    labels = {"week": _("按周"), "month": _("全部日期")}
    return [
        Tab(labels[view], query_string(request, without=["day"], view=view), is_active=view == current)
        for view in VIEWS
    ]


def _clinic_chips(request: PageRequest, days: Sequence[ClinicDay], selected: UUID | None) -> list[Tab]:
    """One clinic's days at a time; none where there is a single one."""
    names = {str(day.clinic.public_id): day.clinic.name for day in days}
    if len(names) < 2:
        return []
    options = {"": _("全部机构")} | names
    current = str(selected or "")
    return [Tab(name, query_string(request, clinic=key), is_active=key == current) for key, name in options.items()]


def _month(request: PageRequest, current: Campaign, days: Sequence[ClinicDay]) -> object:
    """Each clinic of a day against its capacity; a phone shows the day's sum, and the day opens its week."""
    by_day: dict[date, list[ClinicDay]] = defaultdict(list)
    for row in days:
        by_day[row.date].append(row)
    return calendar_weeks(
        current,
        {day: _events(rows) for day, rows in by_day.items()},
        # The zero-width space lets a narrow phone break the line after the slash.
        short={day: f"{_sum(rows, 'pupils')}/\u200b{_sum(rows, 'capacity')}" for day, rows in by_day.items()},
        urls={day: query_string(request, view="week", day=str(day)) for day in by_day},
    )


def _sum(rows: Sequence[ClinicDay], name: str) -> int:
    return sum(getattr(row, name) for row in rows)


def _events(rows: Sequence[ClinicDay]) -> list[DayEvent]:
    shown = rows[:MAX_CLINICS_IN_CELL]
    events = [
        DayEvent(f"{row.pupils}/{row.capacity} {row.clinic.name}", load_step(row.pupils, row.capacity)) for row in shown
    ]
    more = len(rows) - len(shown)
    return [*events, DayEvent(_("另有 %d 个机构") % more)] if more else events


def school_context(current: Campaign, actor: Actor) -> dict[str, object]:
    rows = list(queries.appointments(actor).filter(campaign=current).order_by(*BY_DAY_AND_CLASS))
    with_replies = appointments_with_replies(actor, current)
    return {
        "answer": _school_answer(rows),
        "facts": "",
        "rows": [(row, queries.label_of(row), row.pk in with_replies) for row in rows],
        "weeks": calendar_weeks(current, _class_events(rows)) if rows else [],
        "sees_results": actor.has_permission(Permission.VIEW_RESULTS) and access.sees_all_results(actor),
    }


def _school_answer(rows: Sequence[Appointment]) -> str:
    if not rows:
        return ""
    values = {
        "classes": len(rows),
        "pupils": sum(row.expected for row in rows),
        "first": date_format(rows[0].date, _("n月j日")),
        "last": date_format(rows[-1].date, _("n月j日")),
    }
    if rows[0].date == rows[-1].date:
        return _("%(classes)d 个班、%(pupils)d 名学生，%(first)s体检。") % values
    return _("%(classes)d 个班、%(pupils)d 名学生，%(first)s到%(last)s体检。") % values


def _class_events(rows: Sequence[Appointment]) -> dict[date, list[DayEvent]]:
    events: dict[date, list[DayEvent]] = defaultdict(list)
    for row in rows:
        events[row.date].append(DayEvent(queries.label_of(row)))
    return events
