"""What stands before the story begins: a county with two officers and a term, a school with its admin and people."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.access import queries
from services.access.actions import memberships as access
from services.access.actions import provisioning, school_setup
from services.access.roles import Role
from services.accounts.actions import create_account
from services.kit import clock
from services.kit.pinyin import initials, sort_key
from services.schools.choices import Season
from services.schools.models import School, Site, Staff
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope
from tests.journeys.servers import House

PASSWORD = "sunny-day-2026"
COUNTY = "云岫县"
OFFICERS = {"zhou": ("周文静", Role.COUNTY), "liang": ("梁国平", Role.COUNTY_LEAD)}
PEOPLE = {
    "shen": ("沈秋云", Role.TEACHER),
    "ma": ("马建国", Role.TEACHER),
    "ayi": ("阿依古丽·买买提", Role.TEACHER),
    "sun": ("孙护士", Role.NURSE),
}
SINCE = date(2026, 8, 1)


@dataclass(frozen=True)
class Founded:
    """Public ids as `manage.py school add` printed them."""

    school: str
    site: str
    admin: str


def found(house: House, *, school: str, township: str, admin: str) -> Founded:
    """County and officers, then the school by the operator's command, then its people."""
    logins = {name: create_account(username=name, password=PASSWORD).pk for name in (*OFFICERS, *PEOPLE)}
    with scope(ALL_TENANTS):
        county = provisioning.create_county(name=COUNTY)
    with scope(for_county(county.pk)):
        for username, (name, role) in OFFICERS.items():
            provisioning.add_officer(user_id=logins[username], name=name, role=role, since=SINCE)
    officer = queries.actors_of(logins["zhou"], clock.today())[0]
    with scope(officer.scope):
        days: dict[str, Any] = {"begins_on": date(2026, 9, 1), "ends_on": date(2027, 1, 22)}
        school_setup.create_term(school_year=2026, season=Season.AUTUMN, **days, by=officer, now=clock.now())
    words = ("school", "add", school, "--township", township, "--admin", admin, "--password-stdin")
    founded = Founded(**json.loads(house.manage(*words, stdin=f"{PASSWORD}\n")))
    with scope(ALL_TENANTS):
        place = School.objects.get(public_id=founded.school)
    with scope(for_school(place.pk, county.pk)):
        for username, (name, role) in PEOPLE.items():
            _employ(name, role, logins[username])
    return founded


def _employ(name: str, role: Role, user_id: int) -> None:
    site = Site.objects.get()
    sound = {"pinyin": sort_key(name), "initials": initials(name)}
    staff = Staff.objects.create(name=name, **sound, sex="F", site=site, user_id=user_id)
    access.add_membership(user_id=user_id, role=role, since=SINCE, staff=staff)
