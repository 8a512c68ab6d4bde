"""A term of talks, home visits and calls, told by each teacher up to now; most in time, some late, some never."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from services.access.actor import Actor
from services.access.models import Membership
from services.access.queries import actor_of
from services.access.roles import Role
from services.care.actions import due_work, history
from services.care.actions.history import PastCareRecord
from services.care.choices import DueState, Mood
from services.care.models import CareRecord, DueWork
from services.children.models import Child
from services.demo.school import DemoSchool
from services.demo.texts import AGREED, TEXTS, TOPICS
from services.demo.timeline import Span, Timeline
from services.plans.choices import CareActivity
from services.schools import queries as schools
from services.schools.models import Staff, Term
from services.schools.scope import scope

# Shares done in time and late, for a teacher of middling zeal.
_SHARES = {
    CareActivity.TALK: (0.83, 0.04),
    CareActivity.HOME_VISIT: (0.70, 0.06),
    CareActivity.CALL: (0.76, 0.05),
    CareActivity.DIARY: (0.72, 0.05),
}
_MOODS = (Mood.VERY_LOW, Mood.LOW, Mood.CALM, Mood.GOOD, Mood.VERY_GOOD)


@dataclass(frozen=True)
class Diary:
    """One teacher's way: how diligent, on which days, with which luck."""

    dice: Random
    zeal: float
    story: Timeline
    lessons: list[date]

    def told(self, work: DueWork, child: Child) -> PastCareRecord | None:
        """What this teacher tells about one work, or nothing (yet)."""
        activity = CareActivity(work.activity)
        in_time, late = _SHARES[activity]
        luck = self.dice.random()
        if luck < min(0.99, in_time * self.zeal):
            day = self._in_time(work, activity)
        elif luck < in_time * self.zeal + late:
            day = work.due_on + timedelta(days=self.dice.randint(2, 9))
        else:
            return None
        return self._words(child, activity, day) if day and day <= self.story.today else None

    def _in_time(self, work: DueWork, activity: CareActivity) -> date | None:
        begins = max(work.period_start, work.pairing.started_at.date())
        if activity == CareActivity.TALK:
            days = [day for day in self.lessons if begins <= day <= work.due_on]
            return self.dice.choice(days) if days else None
        return begins + timedelta(days=self.dice.randint(0, max(0, (work.due_on - begins).days)))

    def _words(self, child: Child, activity: CareActivity, day: date) -> PastCareRecord:
        whole = self.dice.random() < 0.92
        return PastCareRecord(
            child=child,
            activity=activity,
            happened_on=day,
            mood=self.dice.choices(_MOODS, (1, 6, 40, 40, 13))[0] if whole else None,
            topics=self.dice.sample(TOPICS, self.dice.randint(1, 2)) if whole else (),
            text=self.dice.choice(TEXTS[activity]) if whole else "",
            agreed=self.dice.choice(AGREED[activity]) if self.dice.random() < 0.4 else "",
            recorded_at=self.story.at(day, self.dice.randint(12, 18), self.dice.randint(0, 59)),
        )


def live(home: DemoSchool, span: Span) -> None:
    """What the plan makes due in a term up to now, and what came of it."""
    with scope(home.admin.scope):
        begun = CareRecord.objects.filter(happened_on__range=(span.begins, span.ends)).exists()
        until = min(span.ends, home.story.today)
        due_work.refresh_due_work(now=home.story.at(until, 17), until=until)
        if begun:
            return
        term = Term.objects.get(school_year=span.school_year, season=span.season)
        lessons = schools.school_days(term, home.admin.school_id)
        works = _by_teacher(span, home.story)
        children = Child.objects.in_bulk({work.child_id for own in works.values() for work in own})
        zeal = min(1.1, max(0.75, home.dice("zeal").gauss(1, 0.07)))
        for teacher in _teachers(works):
            dice = home.dice(f"{teacher.user_id - home.users[home.logins.admin]} {span.begins}")
            diary = Diary(dice, zeal * min(1.15, max(0.4, dice.gauss(1.02, 0.13))), home.story, lessons)
            told = [words for work in works[teacher.staff_id] if (words := diary.told(work, children[work.child_id]))]
            if told:
                member = Staff.objects.get(user=teacher.user_id)
                history.import_records(entries=told, staff=member, by=home.admin, now=home.story.now)


def _by_teacher(span: Span, story: Timeline) -> dict[int | None, list[DueWork]]:
    rows = DueWork.objects.filter(state=DueState.DUE, period_start__lte=story.today, due_on__gte=span.begins)
    found: dict[int | None, list[DueWork]] = {}
    for work in rows.select_related("pairing").order_by("due_on", "child_id", "activity", "number"):
        found.setdefault(work.staff_id, []).append(work)
    return found


def _teachers(works: dict[int | None, list[DueWork]]) -> Iterator[Actor]:
    rows = Membership.objects.filter(role=Role.TEACHER, staff__in=[key for key in works if key], until__isnull=True)
    return (actor_of(row) for row in rows.select_related("school").order_by("pk"))
