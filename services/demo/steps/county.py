"""The county: its officers, its terms, its schools with their first administrators."""

from collections.abc import Sequence
from datetime import timedelta

from services.access.actions import counties, invitations, provisioning, school_setup
from services.access.actor import Actor
from services.access.queries import actors_of
from services.access.roles import Role
from services.demo.accounts import create_accounts
from services.demo.demo_school import DemoSchool, actor_for
from services.demo.school_specs import CODE, COUNTY
from services.demo.timeline import TermDates, Timeline
from services.schools.choices import DayKind
from services.schools.models import County, School, Term
from services.schools.scope import ALL_TENANTS, for_county, scope

PASSWORD = "sunny-day-2026"  # noqa: S105  of the demo county alone: printed, and written to var/demo.json
OFFICERS = {
    Role.COUNTY: "周文静",
    Role.COUNTY_LEAD: "梁国平",
    Role.AUDITOR: "程慧兰",
    Role.LEADER: "秦志华",
    Role.ASSESSOR: "宋明远",
    Role.COUNTY_SAFETY_OFFICER: "韩志刚",
    Role.AID_OFFICER: "罗春梅",
}
OPERATOR = "manage.py demo"  # in the audit log
EXAM_WEEK = timedelta(days=7)


def create_county(timeline: Timeline) -> dict[Role, Actor]:
    """Create the county with its terms and officers; the officers, whose username is their role."""
    user_ids = create_accounts(usernames=[str(role) for role in OFFICERS], password=PASSWORD)
    with scope(ALL_TENANTS):
        # What is dated before `live_from` is history: the outbox sends none of it.
        county, _townships = counties.add_county(
            code=CODE,
            name=COUNTY,
            live_from=timeline.now,
            operator=OPERATOR,
            now=timeline.moment(timeline.begins_on),
        )
    for role in OFFICERS:
        if not actors_of(user_ids[role], timeline.today):
            _join_office(county, role, user_ids[role], timeline)
    officers = {role: actor_for(user_ids[role], timeline) for role in OFFICERS}
    by = officers[Role.COUNTY]
    with scope(by.scope):
        for term in timeline.terms:
            if not Term.objects.filter(school_year=term.school_year, season=term.season).exists():
                _create_term(term, timeline, by)
    return officers


def _join_office(county: County, role: Role, user_id: int, timeline: Timeline) -> None:
    """Invite an officer as the operator does, and accept at once with the login that exists."""
    now = timeline.moment(timeline.begins_on)
    with scope(ALL_TENANTS):
        invitation, _token = counties.invite_officer(
            county=county, name=OFFICERS[role], role=role, operator=OPERATOR, now=now
        )
    with scope(for_county(county.pk)):
        invitations.accept_invitation(invitation=invitation, user_id=user_id, now=now)


def _create_term(term: TermDates, timeline: Timeline, by: Actor) -> None:
    """Create a term whose last week is the exam week."""
    now = timeline.moment(timeline.begins_on)
    school_setup.create_term(
        school_year=term.school_year,
        season=term.season,
        begins_on=term.begins_on,
        ends_on=term.ends_on,
        by=by,
        now=now,
    )
    school_setup.set_day_kind(
        begins_on=term.ends_on - EXAM_WEEK,
        ends_on=term.ends_on,
        kind=DayKind.EXAM,
        name="期末考试",
        source="县教育局",
        by=by,
        now=now,
    )


def create_schools(schools: Sequence[DemoSchool], timeline: Timeline) -> None:
    """Create each school with its first administrator, as `manage.py school add` does."""
    with scope(ALL_TENANTS):
        # A load that was interrupted has created some of them.
        existing = set(School.objects.values_list("name", flat=True))
        for school in schools:
            if school.name not in existing:
                provisioning.create_school(
                    name=school.name,
                    township=school.spec.township,
                    county=COUNTY,
                    admin="管理员",
                    user_id=school.user_ids[school.usernames.admin],
                    now=timeline.moment(timeline.begins_on),
                    kind=school.spec.kind,
                    operator=OPERATOR,
                )


def existing_county() -> County | None:
    """The demo county, of a load that was interrupted."""
    with scope(ALL_TENANTS):
        return County.objects.filter(name=COUNTY).first()


def other_county() -> County | None:
    """A county that somebody else founded in this database."""
    with scope(ALL_TENANTS):
        return County.objects.exclude(name=COUNTY).order_by("pk").first()
