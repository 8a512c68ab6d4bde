"""What the rules have brought about: the county's rules and deadlines, a fortnight's duty roster, vettings, notices.

Notices are told as history: they went out this morning or on the days before, and go to nobody now.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice

from django.db.models import F

from services.access.actor import Actor
from services.activities import actions as duty_shifts
from services.activities.models import DutyShift
from services.care.actions import background_checks
from services.demo.school import DemoSchool
from services.demo.timeline import Timeline
from services.kit import clock
from services.notify import outbox
from services.notify.models import Notification
from services.notify.requests import NotificationRequest
from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.reminders import calendars, queries
from services.reminders.default_rules import create_default_rules
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import DateWindow, ReminderKind
from services.reminders.message_templates import rendering
from services.reminders.models import RuleSettings
from services.reminders.schedule import due_time, matches, runs_on, window
from services.schools.models import Staff
from services.schools.scope import scope

PLACES = ("活动室", "操场")
TURN = (time(12, 20), time(13, 50))
LOOKED_BACK = 7  # days: the Monday on which last week's work was late is among them
_TOLD = ("care.", "children.card_stale", "plans.", "activities.", "health.")  # kinds whose notices the demo shows
_VETTED, _IN_TIME = 6, 0.8  # members of staff; share of schools
MOST_OF_A_KIND = 12  # notices of one kind and school


def county_rules(story: Timeline, by: Actor) -> None:
    """Every shipped rule from now on; a survey that is over, one about to end, a report to come."""
    asked = story.begins + timedelta(days=12)
    wanted = (
        ("秋季摸底排查表", DeadlineKind.SURVEY, story.today - timedelta(days=20)),
        ("季度关爱工作小结", DeadlineKind.REPORT, story.today - timedelta(days=1)),
        ("冬季走访计划", DeadlineKind.REPORT, story.today + timedelta(days=5)),
    )
    with scope(by.scope):
        create_default_rules(story.now)
        known = set(Deadline.objects.values_list("title", flat=True))
        for title, kind, due_on in wanted:
            if title not in known:
                now = story.at(min(asked, due_on - timedelta(days=10)))
                deadlines.set_deadline(title=title, kind=kind, due_on=due_on, by=by, now=now)


def live(home: DemoSchool) -> str:
    """One school: what it handed in, who is on duty, who was vetted, what its people were told."""
    by, dice = home.admin, home.dice("reminders")
    with scope(by.scope):
        if DutyShift.objects.exists():
            return f"{home.place.name}: told already"
        late = Deadline.objects.filter(due_on__lt=home.story.today).order_by("due_on")
        for number, deadline in enumerate(late):
            if not number or dice.random() < _IN_TIME:
                deadlines.submit_deadline(
                    deadline=deadline, by=by, now=home.story.at(deadline.due_on - timedelta(days=1), 16)
                )
        staff = list(Staff.objects.filter(is_active=True, user__isnull=False).exclude(subject="").order_by("pk"))
        _roster(home, staff)
        for number, member in enumerate(staff[:_VETTED]):
            until = home.story.today + timedelta(days=(7, 30, 120, 200, 260, 300)[number])
            checked = until - timedelta(days=365)
            background_checks.record_background_check(
                staff=member, checked_on=checked, valid_until=until, by=by, now=home.story.now
            )
        tell(home)
    return f"{home.place.name}: reminded"


def _roster(home: DemoSchool, staff: list[Staff]) -> None:
    """Two a day at noon, this week and the next; told on the Friday before."""
    monday = home.story.today - timedelta(days=home.story.today.weekday())
    now, (start, end) = home.story.at(monday - timedelta(days=3)), TURN
    days = [monday + timedelta(days=week * 7 + day) for week in (0, 1) for day in range(5)]
    for number, (on, location) in enumerate((on, location) for on in days for location in PLACES if staff):
        member = staff[number % len(staff)]
        if not DutyShift.objects.filter(staff=member, date=on).exists():
            duty_shifts.add_shift(
                staff=member, date=on, start_time=start, end_time=end, location=location, by=home.admin, now=now
            )


def tell(home: DemoSchool) -> None:
    """The notices of the last days, as the rules put them; those of the last school day wait for an answer."""
    today, now = home.story.today, home.story.now
    assert home.admin.school_id, "a school's people are told"  # noqa: S101
    days = calendars.load_calendars(today).of(home.admin.county_id, home.admin.school_id)
    spoken = [
        (kind, terms)
        for kind, terms in queries.all_settings()
        if kind.tenant_level == "school" and kind.key.startswith(_TOLD)
    ]
    words = rendering.load_templates()
    for back in range(LOOKED_BACK, -1, -1):
        day = today - timedelta(days=back)
        here = [EvaluationContext(due_time(terms, day), days, words) for _kind, terms in spoken]
        told = (_told(kind, terms, day, at) for (kind, terms), at in zip(spoken, here, strict=True) if at.now <= now)
        outbox.add_many(wanted for notifications in told for wanted in notifications)
    _answer(last=max((day for day in days.school if day <= today), default=today))


def _told(kind: ReminderKind, terms: RuleSettings, day: date, here: EvaluationContext) -> Iterator[NotificationRequest]:
    """What a rule said on a day."""
    asked = window(terms, here.days, day) if terms.is_enabled and runs_on(terms, here.days, day) else None
    if asked is None:
        return
    found = kind.find_items(DateWindow(begins=asked[0], ends=asked[1], today=day, now=here.now))
    about = (item for item in found if matches(terms, here.days, item.anchor_date, day))
    for item in islice(about, MOST_OF_A_KIND):
        yield compose.compose_reminder(kind, item, terms, day, here)


def _answer(last: date) -> None:
    """What was said before the last school day has been answered by whom it went to; of that day's every third."""
    open_ = Notification.objects.filter(requires_acknowledgement=True, acknowledged_at__isnull=True).order_by("pk")
    rows = list(open_.values_list("pk", "created_at"))
    fresh = [pk for pk, created_at in rows if clock.local_date(created_at) == last]
    done = {pk for pk, _created_at in rows} - set(fresh) | set(fresh[::3])
    acknowledged_at = F("created_at") + timedelta(hours=3)
    Notification.objects.filter(pk__in=done).update(acknowledged_at=acknowledged_at, acknowledged_by=F("recipient"))
