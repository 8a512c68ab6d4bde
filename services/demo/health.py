"""Two campaigns: one of the past, its results entered and followed for most, and one that is under way today."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.access.actor import Actor
from services.demo import county
from services.demo.jobs import finish
from services.demo.measurements import Body
from services.demo.school import DemoSchool
from services.demo.school_specs import SchoolSpec
from services.demo.timeline import Span, Timeline
from services.health import clinic_allocation, planning_input
from services.health.actions import bulk, campaigns, clinics
from services.health.actions.bulk import ResultSlip
from services.health.choices import CampaignState, CheckupState, FindingState
from services.health.models import Campaign, Checkup, Clinic, Finding
from services.health.screening import MeasurementValues
from services.health.standards import months_between
from services.schools import queries as schools
from services.schools.choices import DayKind
from services.schools.models import Region
from services.schools.scope import Scope, scope

BEGINS, LASTS, TOLD_BEFORE = 7, 13, 8  # days
SECOND = "秋冬季体检复查"
_LESSONS = {DayKind.LESSONS, DayKind.MAKEUP}
_THIS_MORNING = 6  # of today's first class, examined so far
ENTERED, ABSENT = 0.94, 0.04
_TOLD, _SEEN, _CLOSED = 0.85, 0.5, 0.7  # of the findings, of those told, of those seen


def past_campaign(story: Timeline, places: Sequence[SchoolSpec], by: Actor) -> None:
    """The term's checkup: clinics, days for every class, everybody told."""
    span = story.played[0]
    begins = span.day(BEGINS)
    _campaign(story, places, by, f"{span.school_year}学年学生体检", begins, begins + timedelta(days=LASTS), span.day(3))


def close_past_campaign(story: Timeline, by: Actor) -> None:
    """Ten days after its last day; what was found is followed on."""
    begins = story.played[0].day(BEGINS)
    with scope(by.scope):
        for campaign in Campaign.objects.filter(begins_on=begins, state=CampaignState.SCHEDULED):
            moment = story.at(begins + timedelta(days=LASTS + 10), 9)
            if moment < story.now:
                campaigns.close_campaign(campaign=campaign, by=by, now=moment)


def next_campaign(story: Timeline, places: Sequence[SchoolSpec], by: Actor) -> None:
    """A second checkup that has come to the first school today; or it begins soon after the next term does."""
    span, begins = _room_ahead(story, by)
    if begins != story.today:
        return _campaign(story, places, by, SECOND, begins, _end(begins, span), story.today)
    with scope(by.scope):
        draft = Campaign.objects.filter(title=SECOND).first() or campaigns.open_campaign(
            title=SECOND,
            begins_on=begins,
            ends_on=_end(begins, span),
            clinics=_clinics(story, places, by),
            by=by,
            now=story.at(begins, 9),
        )
    if draft.state != CampaignState.DRAFT:
        return None
    begins = _so_that_it_is_our_turn(draft, places[0], span, by)
    asked = story.at(max(begins - timedelta(days=TOLD_BEFORE), span.day(1)), 9)
    with scope(by.scope):
        chosen = _clinics(story, places, by)
        planned = campaigns.change_campaign(
            campaign=draft, title=SECOND, begins_on=begins, ends_on=_end(begins, span), clinics=chosen, by=by, now=asked
        )
        job = campaigns.request_plan(campaign=planned, by=by, now=asked)
    finish(job, by, asked)
    return None


def _end(begins: date, span: Span) -> date:
    return min(begins + timedelta(days=LASTS), span.ends)


def _so_that_it_is_our_turn(draft: Campaign, place: SchoolSpec, span: Span, by: Actor) -> date:
    """When the window must begin, for the school to have its first class on the day the draft begins."""
    with scope(Scope("r_worker", county_id=by.county_id)):
        asked = planning_input.load_planning_input(draft, draft.begins_on - timedelta(days=1))
        found = clinic_allocation.allocate_and_schedule(asked.groups, asked.regions, asked.clinics, asked.days)
    ours = {each.pk for each in asked.classes.values() if each.school.name == place.name}
    first = min((day for key, (_clinic, day) in found.placements.items() if key in ours), default=draft.begins_on)
    days_before = sum(day < first for day in asked.days)
    with scope(by.scope):
        known = schools.calendar(span.day(3), draft.begins_on)
    lessons = [day.date for day in known if day.kind in _LESSONS]
    return lessons[max(0, len(lessons) - 1 - days_before)] if lessons else draft.begins_on


def _room_ahead(story: Timeline, by: Actor) -> tuple[Span, date]:
    """A term with school days without exams from today on, and the first day to use."""
    ahead = story.terms[-1]
    with scope(by.scope):
        days = schools.calendar(story.today, story.played[-1].ends)
    lessons = [day.date for day in days if day.kind in _LESSONS]
    if len(lessons) < LASTS:
        return ahead, ahead.day(BEGINS)
    begins = max(story.today, story.played[-1].day(3))
    return story.played[-1], begins


def _campaign(
    story: Timeline, places: Sequence[SchoolSpec], by: Actor, title: str, begins: date, ends: date, asked: date
) -> None:
    now = story.at(asked, 9)
    with scope(by.scope):
        campaign = Campaign.objects.filter(title=title, begins_on=begins).first()
        if campaign is None:
            campaign = campaigns.open_campaign(
                title=title, begins_on=begins, ends_on=ends, clinics=_clinics(story, places, by), by=by, now=now
            )
        if campaign.state != CampaignState.DRAFT:
            return
        job = campaigns.request_plan(campaign=campaign, by=by, now=now)
    finish(job, by, now)


def _clinics(story: Timeline, places: Sequence[SchoolSpec], by: Actor) -> list[Clinic]:
    """A clinic for each of the first three townships, with room for its share of the county."""
    if found := list(Clinic.objects.order_by("pk")):
        return found
    regions = list(Region.objects.filter(name__in={place.township for place in places}).order_by("pk")[:3])
    capacity = max(160, -(-sum(place.pupils for place in places) // (len(regions) * 60)) * 10)
    now = story.at(story.begins + timedelta(days=2))
    return [
        clinics.create_clinic(name=f"{region.name}卫生院", capacity=capacity, region=region, by=by, now=now)
        for region in regions
    ]


def examine(home: DemoSchool) -> str:
    """The nurse enters the past campaign's slips, class by class; the school follows what was found."""
    nurse = county.actor(home.users[home.logins.nurse], home.story)
    span = home.story.played[0]
    with scope(nurse.scope):
        rows = Checkup.objects.filter(appointment__date__range=(span.begins, min(span.ends, home.story.today)))
        if rows.exclude(state=CheckupState.EXPECTED).exists():
            return f"{home.place.name}: examined already"
        waiting: dict[int, list[Checkup]] = {}
        joined = rows.select_related("pupil__school_class", "appointment", "campaign").order_by("appointment_id", "pk")
        for row in joined.filter(campaign__begins_on=span.day(BEGINS)):
            waiting.setdefault(row.appointment_id, []).append(row)
        entered = sum(_enter(home, span, places, nurse) for places in waiting.values())
    _follow(home)
    return f"{home.place.name}: {entered} examined"


def examine_so_far(home: DemoSchool) -> str:
    """The second checkup up to this morning: whole classes of the days before, the first pupils of today's first."""
    nurse, today = county.actor(home.users[home.logins.nurse], home.story), home.story.today
    with scope(nurse.scope):
        rows = Checkup.objects.filter(campaign__title=SECOND, appointment__date__lte=today)
        if rows.exclude(state=CheckupState.EXPECTED).exists():
            return f"{home.place.name}: examined already"
        waiting: dict[int, list[Checkup]] = {}
        joined = rows.select_related("pupil__school_class", "appointment", "campaign")
        for row in joined.order_by("appointment__date", "appointment__school_class_id", "pupil__pinyin", "pk"):
            waiting.setdefault(row.appointment_id, []).append(row)
        classes = list(waiting.values())
        before = [rows for rows in classes if rows[0].appointment.date < today]
        here = [rows[:_THIS_MORNING] for rows in classes if rows[0].appointment.date == today][:1]
        span = home.story.played[-1]
        entered = sum(_enter(home, span, places, nurse) for places in before)
        entered += sum(_enter(home, span, places, nurse, surely=True) for places in here)
    _follow_so_far(home)
    return f"{home.place.name}: {entered} examined again"


def _enter(home: DemoSchool, span: Span, rows: Sequence[Checkup], by: Actor, *, surely: bool = False) -> int:
    """The slips of a class, or the class that did not come."""
    day, group = rows[0].appointment.date, rows[0].pupil.school_class
    luck = home.dice(f"slips {group.number} {group.entry_year} {day}")
    if (luck.random() > ENTERED and not surely) or day > home.story.today:
        return 0
    slips = [ResultSlip(row.pk, None if luck.random() < ABSENT else _measures(home, span, row, day)) for row in rows]
    return bulk.enter_results_many(slips=slips, on=day, by=by, now=home.story.at(day, 16))


def _measures(home: DemoSchool, span: Span, row: Checkup, day: date) -> MeasurementValues:
    """The same dice each time, so that a child examined twice has grown, not changed."""
    pupil = row.pupil
    dice = home.dice(f"body {pupil.name} {pupil.birth_date}")
    return Body(dice, pupil.sex, months_between(pupil.birth_date, day), _grade(row, span)).measures()


def _grade(row: Checkup, span: Span) -> int:
    return min(9, max(1, row.pupil.school_class.grade(span.school_year)))


def _follow(home: DemoSchool) -> None:
    """Most parents told within the week, half of them with the doctor since, some closed."""
    by, dice = home.head, home.dice("findings")
    last = home.story.played[0].day(BEGINS) + timedelta(days=LASTS)
    with scope(by.scope):
        ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True))
        told = [pk for pk in ids if dice.random() < _TOLD]
        seen = [pk for pk in told if dice.random() < _SEEN]
        closed = [pk for pk in seen if dice.random() < _CLOSED]
        steps = (
            (told, FindingState.GUARDIAN_NOTIFIED, 2),
            (seen, FindingState.SEEN_BY_DOCTOR, 5),
            (closed, FindingState.CLOSED, 8),
        )
        for some, state, days in steps:
            now = home.story.at(last + timedelta(days=days), 15)
            bulk.advance_findings(findings=Finding.objects.filter(pk__in=some), to=state, by=by, now=now)


def _follow_so_far(home: DemoSchool) -> None:
    """Of what the days before found: most parents told yesterday, some with the doctor since."""
    by, dice, today = home.head, home.dice("findings so far"), home.story.today
    with scope(by.scope):
        rows = Finding.objects.filter(state=FindingState.OPEN, checkup__campaign__title=SECOND, found_on__lt=today)
        told = [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if dice.random() < _TOLD]
        seen = [pk for pk in told if dice.random() < _SEEN]
        closed = [pk for pk in seen if dice.random() < _CLOSED]
        yesterday = today - timedelta(days=1)
        steps = (
            (told, FindingState.GUARDIAN_NOTIFIED, home.story.at(yesterday, 17)),
            (seen, FindingState.SEEN_BY_DOCTOR, home.story.at(today, 8)),
            (closed, FindingState.CLOSED, home.story.at(today, 9)),
        )
        for some, state, now in steps:
            bulk.advance_findings(findings=Finding.objects.filter(pk__in=some), to=state, by=by, now=now)
