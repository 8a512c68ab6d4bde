"""What the county asks of every school, and what the school did: deadlines, duty shifts, background checks."""

from datetime import time, timedelta

from services.access.actor import Actor
from services.activities import actions as activities
from services.activities.models import DutyShift
from services.care.actions import background_checks
from services.demo.demo_school import DemoSchool
from services.demo.timeline import Timeline
from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.schools.models import Staff
from services.schools.scope import scope

LOCATIONS = ("活动室", "操场")
NOON = (time(12, 20), time(13, 50))
_IN_TIME_SHARE = 0.8  # of the schools
_CHECKS_EXPIRE_IN = (7, 30, 120, 200, 260, 300)  # days: one background check for each, two of them to renew soon
_CHECK_VALID_FOR = timedelta(days=365)


def set_deadlines(timeline: Timeline, by: Actor) -> None:
    """One deadline long past, one of yesterday, one of the coming days."""
    specs = (
        ("秋季摸底排查表", DeadlineKind.SURVEY, -20),
        ("季度关爱工作小结", DeadlineKind.REPORT, -1),
        ("冬季走访计划", DeadlineKind.REPORT, 5),
    )
    with scope(by.scope):
        existing = set(Deadline.objects.values_list("title", flat=True))
        for title, kind, days in specs:
            due_on = timeline.today + timedelta(days=days)
            set_on = min(timeline.begins_on + timedelta(days=12), due_on - timedelta(days=10))
            if title not in existing:
                deadlines.set_deadline(title=title, kind=kind, due_on=due_on, by=by, now=timeline.moment(set_on))


def fulfil_duties(school: DemoSchool) -> str:
    """Submit what most schools have submitted, plan duty shifts, record background checks. Return a log line."""
    with scope(school.admin.scope):
        if DutyShift.objects.exists():
            return f"{school.name}: duties done already"
        _submit(school)
        teachers = Staff.objects.filter(is_active=True, user__isnull=False).exclude(subject="")
        staff = list(teachers.order_by("pk"))
        _plan_duty_shifts(school, staff)
        for member, days in zip(staff, _CHECKS_EXPIRE_IN, strict=False):
            valid_until = school.timeline.today + timedelta(days=days)
            background_checks.record_background_check(
                staff=member,
                checked_on=valid_until - _CHECK_VALID_FOR,
                valid_until=valid_until,
                by=school.admin,
                now=school.timeline.now,
            )
    return f"{school.name}: duties done"


def _submit(school: DemoSchool) -> None:
    """All schools submit what has been due longest; some are late with the rest."""
    rng, timeline = school.rng("deadlines"), school.timeline
    for index, deadline in enumerate(Deadline.objects.filter(due_on__lt=timeline.today).order_by("due_on")):
        if index == 0 or rng.random() < _IN_TIME_SHARE:
            now = timeline.moment(deadline.due_on - timedelta(days=1), 16)
            deadlines.submit_deadline(deadline=deadline, by=school.admin, now=now)


def _plan_duty_shifts(school: DemoSchool, staff: list[Staff]) -> None:
    """Two teachers at noon on each weekday of this week and the next, in turns."""
    monday = school.timeline.today - timedelta(days=school.timeline.today.weekday())
    now, (start, end) = school.timeline.moment(monday - timedelta(days=3)), NOON
    # From last Friday on the roster is known for both weeks.
    days = [monday + timedelta(days=week * 7 + day) for week in (0, 1) for day in range(5)]
    shifts = [(day, location) for day in days for location in LOCATIONS] if staff else []
    for index, (day, location) in enumerate(shifts):
        member = staff[index % len(staff)]
        if not DutyShift.objects.filter(staff=member, date=day).exists():  # a school with one teacher
            activities.add_shift(
                staff=member,
                date=day,
                start_time=start,
                end_time=end,
                location=location,
                by=school.admin,
                now=now,
            )
