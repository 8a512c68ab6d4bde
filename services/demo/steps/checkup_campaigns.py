"""Two checkups of the county: one that is over, and one under way today, or planned when there is no school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from services.access.actor import Actor
from services.demo.jobs import run_job
from services.demo.school_specs import SchoolSpec
from services.demo.timeline import TermDates, Timeline
from services.health import clinic_allocation, planning_input
from services.health.actions import campaigns, clinics
from services.health.choices import CampaignState
from services.health.models import Campaign, Clinic
from services.schools import queries as schools
from services.schools.choices import DayKind
from services.schools.models import Township
from services.schools.scope import scope, worker_for_county

SECOND_TITLE = "秋冬季体检复查"
BEGINS_AFTER = 7  # days of the term
LENGTH = timedelta(days=13)
_PLANNED_BEFORE, _CLOSED_AFTER = timedelta(days=8), timedelta(days=10)
_LESSONS = {DayKind.LESSONS, DayKind.MAKEUP}
MIN_CAPACITY = 160  # pupils a day
DAYS_OF_CLINIC = 6


@dataclass(frozen=True)
class _Dates:
    """What a campaign is opened with."""

    title: str
    begins_on: date
    ends_on: date
    opened_on: date


def plan_past_campaign(timeline: Timeline, specs: Sequence[SchoolSpec], by: Actor) -> None:
    """Plan the checkup of the first term."""
    term = timeline.begun_terms[0]
    begins = term.workday(BEGINS_AFTER)
    title = f"{term.school_year}学年学生体检"
    campaign = _get_or_open(timeline, specs, by, _Dates(title, begins, begins + LENGTH, opened_on=term.workday(1)))
    _plan(campaign, timeline, term.workday(3), by)


def close_past_campaign(timeline: Timeline, by: Actor) -> None:
    """Close the campaign of the first term once its make-up days are over."""
    begins = timeline.begun_terms[0].workday(BEGINS_AFTER)
    closed_at = timeline.moment(begins + LENGTH + _CLOSED_AFTER)
    with scope(by.scope):
        for campaign in Campaign.objects.filter(begins_on=begins, state=CampaignState.SCHEDULED):
            if closed_at < timeline.now:
                campaigns.close_campaign(campaign=campaign, by=by, now=closed_at)


def plan_second_campaign(timeline: Timeline, specs: Sequence[SchoolSpec], by: Actor) -> None:
    """Plan a second checkup that reaches the first school today.

    Near the end of a term it begins in the next one instead.
    """
    term, begins = _days_ahead(timeline, by)
    dates = _Dates(SECOND_TITLE, begins, _end(begins, term), opened_on=term.workday(1))
    campaign = _get_or_open(timeline, specs, by, dates)
    planned_on = timeline.today
    # Only a draft knows its clinics, and only with them the planner can say when the first school's turn comes.
    if begins == timeline.today and campaign.state == CampaignState.DRAFT:
        begins = _begin_for_turn_today(campaign, specs[0], term, by)
        planned_on = max(begins - _PLANNED_BEFORE, term.workday(1))
        with scope(by.scope):
            campaign = campaigns.change_campaign(
                campaign=campaign,
                title=SECOND_TITLE,
                begins_on=begins,
                ends_on=_end(begins, term),
                clinics=_get_or_create_clinics(timeline, specs, by),
                by=by,
                now=timeline.moment(planned_on),
            )
    _plan(campaign, timeline, planned_on, by)


def _end(begins: date, term: TermDates) -> date:
    return min(begins + LENGTH, term.ends_on)


def _get_or_open(timeline: Timeline, specs: Sequence[SchoolSpec], by: Actor, dates: _Dates) -> Campaign:
    with scope(by.scope):
        existing = Campaign.objects.filter(title=dates.title).first()
        return existing or campaigns.open_campaign(
            title=dates.title,
            begins_on=dates.begins_on,
            ends_on=dates.ends_on,
            clinics=_get_or_create_clinics(timeline, specs, by),
            by=by,
            now=timeline.moment(dates.opened_on),
        )


def _plan(campaign: Campaign, timeline: Timeline, day: date, by: Actor) -> None:
    if campaign.state != CampaignState.DRAFT:
        return
    now = timeline.moment(day)
    with scope(by.scope):
        job = campaigns.request_plan(campaign=campaign, by=by, now=now)
    run_job(job, by=by, now=now)


def _days_ahead(timeline: Timeline, by: Actor) -> tuple[TermDates, date]:
    """The term of the second checkup and its first day: today, unless too few lessons are left."""
    current, following = timeline.begun_terms[-1], timeline.terms[-1]
    with scope(by.scope):
        days = schools.calendar(timeline.today, current.ends_on)
    # Fewer than a campaign needs: the exam week or the holidays are near.
    if sum(day.kind in _LESSONS for day in days) < LENGTH.days:
        return following, following.workday(BEGINS_AFTER)
    return current, max(timeline.today, current.workday(3))


def _begin_for_turn_today(draft: Campaign, spec: SchoolSpec, term: TermDates, by: Actor) -> date:
    """The first day with which the school has its first class on the day on which the draft begins.

    The planner is asked where the school would stand; the campaign then begins so many lesson days earlier.
    """
    with scope(worker_for_county(by.county_id)):  # the planner reads classes of all schools
        planning = planning_input.load_planning_input(draft, draft.begins_on - timedelta(days=1))
        result = clinic_allocation.allocate_and_schedule(
            planning.groups, planning.townships, planning.clinics, planning.days
        )
    class_ids = {row.pk for row in planning.classes.values() if row.school.name == spec.name}
    first = min((day for key, (_clinic, day) in result.placements.items() if key in class_ids), default=draft.begins_on)
    days_before = sum(day < first for day in planning.days)
    with scope(by.scope):
        calendar = schools.calendar(term.workday(3), draft.begins_on)
    lessons = [day.date for day in calendar if day.kind in _LESSONS]
    return lessons[max(0, len(lessons) - 1 - days_before)] if lessons else draft.begins_on


def _get_or_create_clinics(timeline: Timeline, specs: Sequence[SchoolSpec], by: Actor) -> list[Clinic]:
    """A clinic in each of the first three townships, with the capacity to examine the county in DAYS_OF_CLINIC days."""
    if existing := list(Clinic.objects.order_by("pk")):
        return existing
    townships = list(Township.objects.filter(name__in={spec.township for spec in specs}).order_by("pk")[:3])
    pupils = sum(spec.pupils for spec in specs)
    capacity = max(MIN_CAPACITY, ceil(pupils / len(townships) / DAYS_OF_CLINIC / 10) * 10)
    now = timeline.moment(timeline.begins_on + timedelta(days=2))
    return [
        clinics.create_clinic(name=f"{township.name}卫生院", capacity=capacity, township=township, by=by, now=now)
        for township in townships
    ]
