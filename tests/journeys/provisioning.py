"""What exists before a journey begins: a county with officers and a term, a school with administrator and staff."""

import json
from dataclasses import dataclass
from datetime import date

from services.access import queries
from services.access.actions import memberships, provisioning, school_setup
from services.access.roles import Role
from services.accounts.actions import create_account
from services.kit import clock
from services.kit.pinyin import initials, sort_key
from services.schools.choices import Season
from services.schools.models import School, Site, Staff
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope
from tests.journeys.servers import RunningService

PASSWORD = "sunny-day-2026"
COUNTY = "云岫县"
OFFICERS = {"zhou": ("周文静", Role.COUNTY), "liang": ("梁国平", Role.COUNTY_LEAD)}
STAFF = {
    "shen": ("沈秋云", Role.TEACHER),
    "ma": ("马建国", Role.TEACHER),
    "ayi": ("阿依古丽·买买提", Role.TEACHER),
    "sun": ("孙护士", Role.NURSE),
}
SINCE = date(2026, 8, 1)


@dataclass(frozen=True)
class ProvisionedSchool:
    """Public ids as `manage.py school add` prints them."""

    school: str
    site: str
    admin: str


def provision(service: RunningService, *, school: str, township: str, admin: str) -> ProvisionedSchool:
    """Create county, officers and term, the school by the operator's command, and its staff."""
    user_ids = {name: create_account(username=name, password=PASSWORD).pk for name in (*OFFICERS, *STAFF)}
    county_id = _create_county(user_ids)
    arguments = ("school", "add", school, "--township", township, "--admin", admin, "--password-stdin")
    provisioned = ProvisionedSchool(**json.loads(service.manage(*arguments, stdin=f"{PASSWORD}\n")))
    with scope(ALL_TENANTS):
        school_id = School.objects.get(public_id=provisioned.school).pk
    with scope(for_school(school_id, county_id)):
        for username, (name, role) in STAFF.items():
            _employ(name, role, user_ids[username])
    return provisioned


def _create_county(user_ids: dict[str, int]) -> int:
    with scope(ALL_TENANTS):
        county = provisioning.create_county(name=COUNTY)
    with scope(for_county(county.pk)):
        for username, (name, role) in OFFICERS.items():
            provisioning.add_officer(user_id=user_ids[username], name=name, role=role, since=SINCE)
    officer = queries.actors_of(user_ids["zhou"], clock.today())[0]
    with scope(officer.scope):
        school_setup.create_term(
            school_year=2026,
            season=Season.AUTUMN,
            begins_on=date(2026, 9, 1),
            ends_on=date(2027, 1, 22),
            by=officer,
            now=clock.now(),
        )
    return county.pk


def _employ(name: str, role: Role, user_id: int) -> None:
    pinyin = {"pinyin": sort_key(name), "initials": initials(name)}
    staff = Staff.objects.create(name=name, **pinyin, sex="F", site=Site.objects.get(), user_id=user_id)
    memberships.add_membership(user_id=user_id, role=role, since=SINCE, staff=staff)
