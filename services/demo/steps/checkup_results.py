"""Results of the two checkups, entered class by class, and their findings followed up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import QuerySet

from services.access.actor import Actor
from services.demo.demo_school import DemoSchool
from services.demo.steps.checkup_campaigns import BEGINS_AFTER, LENGTH, SECOND_TITLE
from services.demo.synthetic.measurements import DemoBody
from services.demo.timeline import TermDates
from services.health.actions import bulk, findings
from services.health.actions.bulk import ResultSlip
from services.health.choices import CheckupState, FindingState
from services.health.models import Checkup, Finding
from services.health.screening import MeasurementValues
from services.health.standards import months_between
from services.schools.scope import scope

EXAMINED_TODAY = 6  # pupils of today's first class
ENTERED_SHARE, ABSENT_SHARE = 0.94, 0.04  # of the classes, of the pupils
_NEXT_STATES = {  # share of the findings in the state before
    FindingState.GUARDIAN_NOTIFIED: 0.85,
    FindingState.SEEN_BY_DOCTOR: 0.5,
    FindingState.CLOSED: 0.7,
}


def examine_past_campaign(school: DemoSchool) -> str:
    """Enter the results of the campaign that is over, and follow up its findings. Return a line for the log."""
    term = school.timeline.begun_terms[0]
    begins = term.workday(BEGINS_AFTER)
    with scope(school.nurse.scope):
        rows = Checkup.objects.filter(campaign__begins_on=begins, appointment__date__lte=school.timeline.today)
        if rows.exclude(state=CheckupState.EXPECTED).exists():
            return f"{school.name}: examined already"
        classes = _by_class(rows.order_by("appointment_id", "pk"))
        entered = sum(_enter_results(school, term, checkups) for checkups in classes)
    with scope(school.head.scope):
        ended = begins + LENGTH
        moments = [school.timeline.moment(ended + timedelta(days=days), 15) for days in (2, 5, 8)]
        _follow_up(Finding.objects.all(), school.rng("findings"), moments, school.head)
    return f"{school.name}: {entered} examined"


def examine_second_campaign(school: DemoSchool) -> str:
    """Enter the results up to this morning: the classes of the days before, and the first pupils of today's first."""
    term, today = school.timeline.begun_terms[-1], school.timeline.today
    with scope(school.nurse.scope):
        rows = Checkup.objects.filter(campaign__title=SECOND_TITLE, appointment__date__lte=today)
        if rows.exclude(state=CheckupState.EXPECTED).exists():
            return f"{school.name}: examined already"
        in_order = rows.order_by("appointment__date", "appointment__school_class_id", "pupil__pinyin", "pk")
        classes = _by_class(in_order)
        # The rest of today's class is left for whoever logs in as the nurse.
        before = [checkups for checkups in classes if checkups[0].appointment.date < today]
        of_today = [checkups for checkups in classes if checkups[0].appointment.date == today]
        entered = sum(_enter_results(school, term, checkups) for checkups in before)
        for checkups in of_today[:1]:
            entered += _enter_results(school, term, checkups[:EXAMINED_TODAY], is_certain=True)
    with scope(school.head.scope):
        of_campaign = Finding.objects.filter(checkup__campaign__title=SECOND_TITLE, found_on__lt=today)
        yesterday = today - timedelta(days=1)
        moments = [school.timeline.moment(day, hour) for day, hour in ((yesterday, 17), (today, 8), (today, 9))]
        _follow_up(of_campaign, school.rng("findings so far"), moments, school.head)
    return f"{school.name}: {entered} examined again"


def _by_class(rows: QuerySet[Checkup]) -> list[list[Checkup]]:
    """Each appointment is one class on one day."""
    classes: dict[int, list[Checkup]] = {}
    for row in rows.select_related("pupil__school_class", "appointment", "campaign"):
        classes.setdefault(row.appointment_id, []).append(row)
    return list(classes.values())


def _enter_results(
    school: DemoSchool, term: TermDates, checkups: Sequence[Checkup], *, is_certain: bool = False
) -> int:
    """Enter the results of a class; the count. Some classes are left for a make-up day unless `is_certain`."""
    day, school_class = checkups[0].appointment.date, checkups[0].pupil.school_class
    rng = school.rng(f"slips {school_class.number} {school_class.entry_year} {day}")
    if rng.random() > ENTERED_SHARE and not is_certain:
        return 0
    slips = [
        ResultSlip(row.pk, None if rng.random() < ABSENT_SHARE else _measure(school, term, row, day))
        for row in checkups
    ]
    return bulk.enter_results_many(slips=slips, day=day, by=school.nurse, now=school.timeline.moment(day, 16))


def _measure(school: DemoSchool, term: TermDates, row: Checkup, day: date) -> MeasurementValues:
    """Draw from the same random numbers each time: a child examined twice has grown, not changed."""
    pupil = row.pupil
    rng = school.rng(f"body {pupil.name} {pupil.birth_date}")
    grade = min(9, max(1, pupil.school_class.grade(term.school_year)))
    return DemoBody(rng, pupil.sex, months_between(pupil.birth_date, day), grade).measure()


def _follow_up(rows: QuerySet[Finding], rng: Random, moments: Iterable[datetime], by: Actor) -> None:
    """Take a share of the open findings through the states, each at its moment."""
    before, chosen = FindingState.OPEN, list(rows.filter(state=FindingState.OPEN).order_by("pk"))
    for (state, share), now in zip(_NEXT_STATES.items(), moments, strict=True):
        chosen = [finding for finding in chosen if rng.random() < share]
        findings.advance_findings(findings=chosen, before=before, to=state, by=by, now=now)
        before = state
