"""Load the demo: the county, its schools side by side, then what the county does with all of them."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.test.utils import override_settings

from services.access import audit
from services.access.actor import Actor
from services.access.models import AuditEvent
from services.access.roles import Role
from services.demo import accounts_file
from services.demo.accounts import create_accounts
from services.demo.choices import AuditAction
from services.demo.demo_school import DemoSchool, usernames_of
from services.demo.processes import run_for_each
from services.demo.school_specs import COUNTY, SchoolSpec
from services.demo.steps import (
    assessment,
    care_records,
    checkup_campaigns,
    checkup_results,
    county,
    reminders,
    roster_import,
    school_duties,
    staffing,
    term_start,
)
from services.demo.synthetic import people
from services.demo.timeline import Timeline, build_timeline
from services.schools.scope import ALL_TENANTS, for_county, scope

Report = Callable[[str], None]
Step = Callable[[DemoSchool], str]


@dataclass(frozen=True)
class LoadOptions:
    """Which schools, as of when, and in how many processes."""

    now: datetime
    specs: Sequence[SchoolSpec]
    processes: int = 2


class UnableToLoad(RuntimeError):
    """The demo is never loaded in production or beside another county: invented people must not mix with real ones."""


def is_loaded() -> bool:
    """Whether the demo county was loaded completely."""
    with scope(ALL_TENANTS):
        return AuditEvent.objects.filter(action=AuditAction.LOADED, county__name=COUNTY).exists()


def load(options: LoadOptions, report: Report) -> None:
    """Load everything; after an interruption, another call continues where it stopped. Raises UnableToLoad."""
    if settings.MODE == "production":
        raise UnableToLoad("The demo is not loaded in production.")
    if other := county.other_county():
        raise UnableToLoad(f"This database holds {other}; the demo needs one of its own.")
    with override_settings(TASK_SENDER="services.demo.loading.ignore_dispatch"):
        _load(options, report)


def ignore_dispatch(_task: str, _ids: Sequence[str]) -> None:
    """Send no task: what happened in the past wakes no worker."""


def default_processes() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def _load(options: LoadOptions, report: Report) -> None:
    timeline = build_timeline(options.now)
    officers = county.create_county(timeline)
    schools = _invent_schools(options.specs, timeline)
    county.create_schools(schools, timeline)
    report(f"{COUNTY}: {len(schools)} schools, {len(schools[0].user_ids)} accounts, seed {people.SEED}")
    play_terms = partial(_play_terms, lead=officers[Role.COUNTY_LEAD])
    for number, line in enumerate(_for_each(play_terms, schools, options.processes), 1):
        report(f"{number}/{len(schools)} {line}")
    _play_county(timeline, schools, officers, options.processes, report)
    accounts_file.write(_accounts(schools))
    # Last of all: until this event exists, the next call continues the load.
    with scope(for_county(officers[Role.COUNTY].county_id)):
        audit.log(AuditAction.LOADED, by=None, now=timeline.now, detail={"schools": len(schools)})


def _invent_schools(specs: Sequence[SchoolSpec], timeline: Timeline) -> list[DemoSchool]:
    """Invent everybody, and create all accounts at once: they share one hashed password."""
    first = timeline.begun_terms[0]
    is_promoted = len(timeline.school_years) > 1
    invented = [
        people.invent_people(
            spec, school_year=first.school_year, term_start=first.begins_on, without_last_grade=is_promoted
        )
        for spec in specs
    ]
    usernames = [usernames_of(number, school.teachers) for number, school in enumerate(invented)]
    user_ids = create_accounts(
        usernames=[name for names in usernames for name in names.all()], password=county.PASSWORD
    )
    return [
        DemoSchool(spec, school, names, user_ids, timeline)
        for spec, school, names in zip(specs, invented, usernames, strict=True)
    ]


def _for_each(step: Step, schools: Sequence[DemoSchool], processes: int) -> Iterator[str]:
    """Run a step for every school, largest first, so that no process waits for a large one at the end."""
    ordered = sorted(schools, key=lambda school: -school.spec.pupils)
    return run_for_each(step, ordered, processes)


def _play_terms(school: DemoSchool, *, lead: Actor) -> str:
    """Let a school work from its first day to now."""
    staffing.employ_staff(school)
    staffing.appoint_head(school, lead=lead)
    school_years: set[int] = set()
    for term in school.timeline.begun_terms:
        # Only the first term of a school year brings a new roster.
        if term.school_year not in school_years:
            school = roster_import.promote_school(school, term) if school_years else school
            roster_import.import_roster(school, term)
            school_years.add(term.school_year)
        term_start.approve_work_plan(school, term)
        term_start.pair_children(school, term)
        term_start.issue_contact_cards(school, term)
        care_records.import_care_records(school, term)
    return f"{school.name}: {len(school.people.pupils)} pupils, {len(school.people.teachers)} teachers"


def _play_county(
    timeline: Timeline, schools: Sequence[DemoSchool], officers: dict[Role, Actor], processes: int, report: Report
) -> None:
    """Checkups, deadlines, the assessment and the reminders, which concern all schools."""
    officer, lead = officers[Role.COUNTY], officers[Role.COUNTY_LEAD]
    specs, heads = [school.spec for school in schools], [school.head for school in schools]

    def for_each(step: Step) -> None:
        for line in _for_each(step, schools, processes):
            report(line)

    report("checkups")
    checkup_campaigns.plan_past_campaign(timeline, specs, officer)
    for_each(checkup_results.examine_past_campaign)
    checkup_campaigns.close_past_campaign(timeline, officer)
    checkup_campaigns.plan_second_campaign(timeline, specs, officer)
    for_each(checkup_results.examine_second_campaign)
    school_duties.set_deadlines(timeline, officer)
    for_each(school_duties.fulfil_duties)
    # Once for the whole load: until now nobody has looked.
    report("figures")
    assessment.refresh_figures(timeline)
    report(f"assessment of {timeline.quarter.label}")
    assessment.assess_quarter(timeline, officer=officer, lead=lead, heads=heads)
    report("reminders")
    reminders.evaluate_last_days(timeline, [officer, *heads], processes)
    assessment.refresh_figures(timeline)


def _accounts(schools: Sequence[DemoSchool]) -> dict[str, dict[str, str]]:
    """The accounts to try first: those of the county, and of the first two schools."""
    a, b = schools[0], schools[min(1, len(schools) - 1)]
    rows = [(str(role), str(role), "") for role in county.OFFICERS]
    rows += [("school_a", a.usernames.admin, a.name), ("school_b", b.usernames.admin, b.name)]
    rows += [("head_a", a.usernames.head, a.name), ("head_b", b.usernames.head, b.name)]
    rows += [("teacher_a", a.usernames.teachers[-1], a.name), ("teacher_b", b.usernames.teachers[-1], b.name)]
    rows += [("nurse", a.usernames.nurse, a.name)]
    rows += [(str(role), str(role), a.name) for role in a.usernames.specialists]
    return {
        role: {"username": username, "password": county.PASSWORD, "school": school} for role, username, school in rows
    }
