"""The county: its terms, its officers, its schools with their first administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.access import queries
from services.access.actions import provisioning, school_setup
from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import Role
from services.accounts.actions import create_accounts
from services.demo.people import DemoTeacher
from services.demo.school_specs import CODE, COUNTY, SchoolSpec
from services.demo.timeline import Timeline
from services.schools.choices import DayKind
from services.schools.models import County, School, Term
from services.schools.scope import ALL_TENANTS, for_county, scope

PASSWORD = "sunny-day-2026"  # noqa: S105  of the trial county alone: printed, and written to var/demo.json
OFFICERS = (
    (Role.COUNTY, "周文静"),
    (Role.COUNTY_LEAD, "梁国平"),
    (Role.AUDITOR, "程慧兰"),
    (Role.LEADER, "秦志华"),
)
EXAM_DAYS = 7


@dataclass(frozen=True)
class Logins:
    """Usernames of one school; the first two schools have the short ones."""

    admin: str
    head: str
    nurse: str
    teachers: list[str]

    def all(self) -> list[str]:
        return [self.admin, self.head, self.nurse, *self.teachers]


def logins(number: int, teachers: Sequence[DemoTeacher]) -> Logins:
    """`school_a`, `head_a`, `teacher_a`; from the third school on `school_03`, `head_03`, `teacher_03`.

    The last teacher has the short name: one without a class sees the paired children and no others.
    """
    mark = "ab"[number] if number < 2 else f"{number + 1:02d}"
    others = [f"teacher_{mark}_{index:02d}" for index in range(1, len(teachers))]
    nurse = "nurse" if number == 0 else f"nurse_{mark}"
    return Logins(f"school_{mark}", f"head_{mark}", nurse, [*others, f"teacher_{mark}"])


def found(story: Timeline) -> int:
    """The county with terms and officers; its id. A second time it finds what is there."""
    users = create_accounts(usernames=[str(role) for role, _ in OFFICERS], password=PASSWORD)
    with scope(ALL_TENANTS):
        county = provisioning.create_county(name=COUNTY, code=CODE, live_from=story.now)
    since = story.begins
    with scope(for_county(county.pk)):
        for role, name in OFFICERS:
            if not Membership.objects.filter(user=users[role]).exists():
                provisioning.add_officer(user_id=users[role], name=name, role=role, since=since)
    officer = actor(users[Role.COUNTY], story)
    with scope(officer.scope):
        _open_terms(story, officer)
    return county.pk


def actor(user_id: int, story: Timeline) -> Actor:
    return queries.actors_of(user_id, story.today)[0]


def _open_terms(story: Timeline, by: Actor) -> None:
    """The terms of the story, each with its exam week."""
    now = story.at(story.begins)
    for span in story.terms:
        if Term.objects.filter(school_year=span.school_year, season=span.season).exists():
            continue
        school_setup.create_term(
            school_year=span.school_year, season=span.season, begins_on=span.begins, ends_on=span.ends, by=by, now=now
        )
        exams = span.ends - timedelta(days=EXAM_DAYS)
        school_setup.set_day_kind(
            begins_on=exams, ends_on=span.ends, kind=DayKind.EXAM, name="期末考试", source="县教育局", by=by, now=now
        )


def open_schools(places: Sequence[SchoolSpec], admins: Sequence[int], story: Timeline) -> None:
    """Each with its first administrator, as `manage.py school add` opens one."""
    with scope(ALL_TENANTS):
        there = set(School.objects.values_list("name", flat=True))
        for place, admin in zip(places, admins, strict=True):
            if place.name not in there:
                provisioning.create_school(
                    name=place.name,
                    township=place.township,
                    county=COUNTY,
                    admin="管理员",
                    user_id=admin,
                    now=story.at(story.begins),
                    kind=place.kind,
                )


def county_here() -> County | None:
    """A county that is there already, the demo's own first."""
    with scope(ALL_TENANTS):
        return County.objects.filter(name=COUNTY).first() or County.objects.first()
