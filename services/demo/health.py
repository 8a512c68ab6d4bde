"""Two campaigns: one of the past, its results entered and followed for most, and one that is about to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from services.access.actor import Actor
from services.demo import county
from services.demo.jobs import finish
from services.demo.places import Place
from services.demo.school import Home
from services.demo.story import Span, Story
from services.health.actions import batches, campaigns, clinics
from services.health.actions.batches import Slip
from services.health.choices import CampaignState, CheckupState, FindingState
from services.health.models import Campaign, Checkup, Clinic, Finding
from services.health.screening import Measures
from services.health.standards import months_between
from services.schools import queries as schools
from services.schools.choices import DayKind
from services.schools.models import Region
from services.schools.scope import scope

BEGINS, LASTS = 7, 13  # days of the term
ENTERED, ABSENT = 0.94, 0.04
_TOLD, _SEEN, _CLOSED = 0.85, 0.5, 0.7  # of the findings, of those told, of those seen
# Middling height in cm at 6, 7, … 15 years, and its spread.
_HEIGHTS = {
    "M": (117, 123, 128, 133, 138, 144, 150, 157, 163, 167),
    "F": (116, 121, 127, 132, 139, 145, 151, 155, 158, 159),
}
_SPREAD = 5.6
_MYOPIC = (0.129, 0.22, 0.31, 0.41, 0.50, 0.596, 0.66, 0.71, 0.75)  # by grade (卫健委 2021)


@dataclass(frozen=True)
class Body:
    """A pupil's measures, drawn from county-wide shares: .111 overweight, .079 obese, .04 thin."""

    dice: Random
    sex: str
    months: int
    grade: int

    def measures(self) -> Measures:
        years = self.months / 12
        height = max(
            100.0, self.dice.gauss(_HEIGHTS[self.sex][min(9, max(0, int(years) - 6))] + years % 1 * 5, _SPREAD)
        )
        left, right = self._eyes()
        systolic, diastolic = self._pressure(years)
        return Measures(
            height_cm=_one(height),
            weight_kg=_one(self._index(years) * (height / 100) ** 2),
            systolic=systolic,
            diastolic=diastolic,
            vision_left=left,
            vision_right=right,
        )

    def _index(self, years: float) -> float:
        middle = 15.4 + 0.42 * (years - 6)
        away = self.dice.choices((0.0, 3.3, 6.5, -2.6), (77, 11.1, 7.9, 4))[0]
        return max(12.0, self.dice.gauss(middle, 0.8) + away)

    def _eyes(self) -> tuple[Decimal, Decimal]:
        if self.dice.random() < _MYOPIC[self.grade - 1] * 0.8:
            worse = self.dice.choice((4.3, 4.5, 4.6, 4.7, 4.8, 4.9))
            return _one(worse), _one(min(5.0, worse + self.dice.choice((0.0, 0.1, 0.2))))
        return _one(self.dice.choice((5.0, 5.0, 5.1, 5.2))), _one(self.dice.choice((5.0, 5.1, 5.1)))

    def _pressure(self, years: float) -> tuple[int | None, int | None]:
        if years < 7:
            return None, None
        return round(self.dice.gauss(97 + 1.6 * (years - 7), 7)), round(self.dice.gauss(59 + 0.8 * (years - 7), 5))


def _one(number: float) -> Decimal:
    return Decimal(f"{number:.1f}")


def past_campaign(story: Story, places: Sequence[Place], by: Actor) -> None:
    """The term's checkup: clinics, days for every class, everybody told."""
    span = story.played[0]
    begins = span.day(BEGINS)
    _campaign(story, places, by, f"{span.school_year}学年学生体检", begins, begins + timedelta(days=LASTS), span.day(3))


def next_campaign(story: Story, places: Sequence[Place], by: Actor) -> None:
    """A vision check that begins now, or soon after the next term does."""
    span, begins = _room_ahead(story, by)
    _campaign(story, places, by, "视力与血压复查", begins, min(begins + timedelta(days=LASTS), span.ends), story.today)


def _room_ahead(story: Story, by: Actor) -> tuple[Span, date]:
    """A term with school days without exams from today on, and the first day to use."""
    ahead = story.terms[-1]
    with scope(by.scope):
        days = schools.calendar(story.today, story.played[-1].ends)
    lessons = [day.date for day in days if day.kind in {DayKind.LESSONS, DayKind.MAKEUP}]
    if len(lessons) < LASTS:
        return ahead, ahead.day(BEGINS)
    begins = max(story.today, story.played[-1].day(3))
    return story.played[-1], begins


def _campaign(
    story: Story, places: Sequence[Place], by: Actor, title: str, begins: date, ends: date, asked: date
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
        job = campaigns.ask_for_plan(campaign=campaign, by=by, now=now)
    finish(job, by, now)


def _clinics(story: Story, places: Sequence[Place], by: Actor) -> list[Clinic]:
    """A clinic for each of the first three townships, with room for its share of the county."""
    if found := list(Clinic.objects.order_by("pk")):
        return found
    regions = list(Region.objects.filter(name__in={place.township for place in places}).order_by("pk")[:3])
    capacity = max(160, -(-sum(place.pupils for place in places) // (len(regions) * 60)) * 10)
    now = story.at(story.begins + timedelta(days=2))
    return [
        clinics.make_clinic(name=f"{region.name}卫生院", capacity=capacity, region=region, by=by, now=now)
        for region in regions
    ]


def examine(home: Home) -> str:
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


def _enter(home: Home, span: Span, rows: Sequence[Checkup], by: Actor) -> int:
    day = rows[0].appointment.date
    dice = home.dice(f"slips {rows[0].pupil.school_class.number} {rows[0].pupil.school_class.entry_year}")
    if dice.random() > ENTERED or day > home.story.today:
        return 0
    slips = []
    for row in rows:
        body = Body(dice, row.pupil.sex, months_between(row.pupil.birth_date, day), _grade(row, span))
        slips.append(Slip(row.pk, None if dice.random() < ABSENT else body.measures()))
    return batches.enter_many(slips=slips, on=day, by=by, now=home.story.at(day, 16))


def _grade(row: Checkup, span: Span) -> int:
    return min(9, max(1, row.pupil.school_class.grade(span.school_year)))


def _follow(home: Home) -> None:
    """Most parents told within the week, half of them with the doctor since, some closed."""
    by, dice = home.head, home.dice("findings")
    last = home.story.played[0].day(BEGINS) + timedelta(days=LASTS)
    with scope(by.scope):
        ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True))
        told = [pk for pk in ids if dice.random() < _TOLD]
        seen = [pk for pk in told if dice.random() < _SEEN]
        closed = [pk for pk in seen if dice.random() < _CLOSED]
        steps = ((told, FindingState.TOLD, 2), (seen, FindingState.SEEN, 5), (closed, FindingState.CLOSED, 8))
        for some, state, days in steps:
            now = home.story.at(last + timedelta(days=days), 15)
            batches.follow_many(findings=Finding.objects.filter(pk__in=some), to=state, by=by, now=now)
