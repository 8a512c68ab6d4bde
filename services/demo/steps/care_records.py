"""A term of talks, home visits, calls and diaries: most in time, some late, some never."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from services.care.actions import due_work, history
from services.care.actions.history import PastCareRecord
from services.care.choices import DueState, Mood
from services.care.models import CareRecord, DueWork
from services.children.models import Child
from services.demo.demo_school import DemoSchool
from services.demo.synthetic.care_texts import AGREED, TEXTS, TOPICS
from services.demo.timeline import TermDates, Timeline
from services.plans.choices import CareActivity
from services.schools import queries as schools
from services.schools.models import Staff, Term
from services.schools.scope import scope

# Shares done in time and done late, by a teacher of average diligence.
_SHARES = {
    CareActivity.TALK: (0.83, 0.04),
    CareActivity.HOME_VISIT: (0.70, 0.06),
    CareActivity.CALL: (0.76, 0.05),
    CareActivity.DIARY: (0.72, 0.05),
}
_MOODS = {Mood.VERY_LOW: 1, Mood.LOW: 6, Mood.CALM: 40, Mood.GOOD: 40, Mood.VERY_GOOD: 13}  # percent
_COMPLETE_SHARE, _AGREED_SHARE = 0.92, 0.4  # of the records: with mood and text, with something agreed


@dataclass(frozen=True)
class DemoMentor:
    """How one teacher works: `diligence` scales the shares, 1 is the average."""

    rng: Random
    diligence: float
    timeline: Timeline
    school_days: Sequence[date]

    def record(self, work: DueWork, child: Child) -> PastCareRecord | None:
        """The record that fulfils this due work; None when it was never done, or not yet."""
        activity = CareActivity(work.activity)
        in_time, late = _SHARES[activity]
        chance = self.rng.random()
        if chance < min(0.99, in_time * self.diligence):
            day = self._day_in_time(work, activity)
        elif chance < in_time * self.diligence + late:
            day = work.due_on + timedelta(days=self.rng.randint(2, 9))
        else:
            return None
        return self._record_on(day, child, activity) if day and day <= self.timeline.today else None

    def _day_in_time(self, work: DueWork, activity: CareActivity) -> date | None:
        begins = max(work.period_start, work.pairing.started_at.date())
        if activity == CareActivity.TALK:  # at school, the others on any day
            days = [day for day in self.school_days if begins <= day <= work.due_on]
            return self.rng.choice(days) if days else None
        return begins + timedelta(days=self.rng.randint(0, max(0, (work.due_on - begins).days)))

    def _record_on(self, day: date, child: Child, activity: CareActivity) -> PastCareRecord:
        rng, is_complete = self.rng, self.rng.random() < _COMPLETE_SHARE
        return PastCareRecord(
            child=child,
            activity=activity,
            happened_on=day,
            mood=rng.choices(list(_MOODS), list(_MOODS.values()))[0] if is_complete else None,
            topics=rng.sample(TOPICS, rng.randint(1, 2)) if is_complete else (),
            text=rng.choice(TEXTS[activity]) if is_complete else "",
            agreed=rng.choice(AGREED[activity]) if rng.random() < _AGREED_SHARE else "",
            recorded_at=self.timeline.moment(day, rng.randint(12, 18), rng.randint(0, 59)),
        )


def import_care_records(school: DemoSchool, term: TermDates) -> None:
    """Compute what is due in a term up to now, and import what each mentor did about it."""
    with scope(school.admin.scope):
        has_records = CareRecord.objects.filter(happened_on__range=(term.begins_on, term.ends_on)).exists()
        until = min(term.ends_on, school.timeline.today)
        due_work.refresh_due_work(now=school.timeline.moment(until, 17), until=until)
        if has_records:  # an earlier, interrupted load has come this far
            return
        works = _due_by_mentor(school, term)
        children = Child.objects.in_bulk({work.child_id for rows in works.values() for work in rows})
        for staff, mentor in _mentors(school, term, works):
            records = [mentor.record(work, children[work.child_id]) for work in works[staff.pk]]
            # The administrator imports; each record keeps the mentor as its author.
            entries = [record for record in records if record]
            if entries:
                history.import_records(entries=entries, staff=staff, by=school.admin, now=school.timeline.now)


def _due_by_mentor(school: DemoSchool, term: TermDates) -> dict[int, list[DueWork]]:
    """The open due work of a term, by the key of the staff it is due from."""
    rows = DueWork.objects.filter(
        state=DueState.DUE,
        period_start__lte=school.timeline.today,
        due_on__gte=term.begins_on,
        staff__isnull=False,
    )
    works: dict[int, list[DueWork]] = {}
    for work in rows.select_related("pairing").order_by("due_on", "child_id", "activity", "number"):
        works.setdefault(work.staff_id, []).append(work)
    return works


def _mentors(
    school: DemoSchool, term: TermDates, works: dict[int, list[DueWork]]
) -> Iterator[tuple[Staff, DemoMentor]]:
    """Schools differ in diligence, and teachers within a school differ more."""
    row = Term.objects.get(school_year=term.school_year, season=term.season)
    school_days = schools.school_days(row, school.admin.school_id)
    of_school = min(1.1, max(0.75, school.rng("diligence").gauss(1, 0.07)))
    for staff in Staff.objects.filter(pk__in=works, user__isnull=False).order_by("pk"):
        rng = school.rng(f"mentor {staff.name} {term.begins_on}")
        diligence = of_school * min(1.15, max(0.4, rng.gauss(1.02, 0.13)))
        yield staff, DemoMentor(rng, diligence, school.timeline, school_days)
