"""Actions of the operator: create a school and the login of its first administrator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actions.counties import UnableToProvision, check_name, find_county
from services.access.choices import AuditAction
from services.access.models import Membership
from services.access.roles import Role
from services.accounts.actions import create_account, deactivate_account
from services.kit import clock
from services.kit.names import pinyin
from services.schools.directory.entries import SchoolEntry
from services.schools.directory.writing import write_school
from services.schools.models import School, Site, Staff, Township
from services.schools.scope import ALL_TENANTS, scope


@dataclass(frozen=True)
class ProvisionedSchool:
    """Public ids of the new rows; `admin` is the administrator's staff row."""

    school: UUID
    site: UUID
    admin: UUID


@transaction.atomic
def create_school(
    *,
    name: str,
    township: str,
    county: str,
    admin: str,
    user_id: int,
    now: datetime,
    kind: str = "primary",
    operator: str = "",
) -> ProvisionedSchool:
    """Create a school in scope ALL_TENANTS, and its township if new. `county` may be "" where there is only one."""
    owner = find_county(county)
    if School.objects.filter(county=owner, name=name).exists():
        raise UnableToProvision(_("这个县已经有同名学校。"), field="name")
    township_row, _created = Township.objects.get_or_create(county=owner, name=township)
    school = write_school(SchoolEntry(name, township, kind=kind), owner, township_row)
    site = Site.objects.get(school=school)
    staff = _add_admin(school, site, admin, user_id, now)
    event = AuditAction.SCHOOL_CREATED
    audit.log(event, target=[school, staff], by=None, now=now, county_id=owner.pk, operator=operator)
    return ProvisionedSchool(school.public_id, site.public_id, staff.public_id)


def create_school_with_account(
    *,
    password: str,
    admin: str,
    name: str,
    township: str,
    county: str,
    now: datetime,
    kind: str = "primary",
    operator: str = "",
) -> ProvisionedSchool:
    """Create a login and its school, both or neither. Raises UnableToProvision, ValidationError."""
    check_name(name, School, "name", _("学校名称"))
    check_name(township, Township, "township", _("乡镇名称"))
    user = create_account(username=admin, password=password)  # before the scope: logins cannot be read inside
    try:
        with scope(ALL_TENANTS):
            return create_school(
                name=name,
                township=township,
                county=county,
                admin=admin,
                user_id=user.pk,
                now=now,
                kind=kind,
                operator=operator,
            )
    except BaseException:
        deactivate_account(user=user)
        raise


def _add_admin(school: School, site: Site, name: str, user_id: int, now: datetime) -> Staff:
    """A staff row, named like the login until its person changes that, and a membership."""
    sound = pinyin.to_pinyin(name)
    staff = Staff.objects.create(
        county_id=school.county_id,
        school=school,
        user_id=user_id,
        site=site,
        name=name,
        pinyin=sound.sort,
        initials=sound.initials,
    )
    Membership.objects.create(
        county_id=school.county_id,
        school=school,
        user_id=user_id,
        role=Role.SCHOOL_ADMIN,
        staff=staff,
        since=clock.local_date(now),
    )
    return staff
