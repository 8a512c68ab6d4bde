"""Actions of the operator: create a county and its officers, a school and its first administrator."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access.actions import memberships
from services.access.models import Membership
from services.access.roles import Role
from services.accounts.actions import create_account, deactivate_account
from services.kit import clock, pinyin
from services.kit.exceptions import ApplicationError
from services.schools.models import County, Officer, School, Site, Staff, Township
from services.schools.scope import ALL_TENANTS, scope


class UnableToProvision(ApplicationError):
    """The school cannot be created as given."""


@dataclass(frozen=True)
class ProvisionedSchool:
    """Public ids of the new rows; `admin` is the administrator's staff row."""

    school: UUID
    site: UUID
    admin: UUID


@transaction.atomic
def create_county(*, name: str, code: str = "", live_from: datetime | None = None) -> County:
    """Create a county in scope ALL_TENANTS, or return the one of this name.

    `live_from`: until that moment the county brings in its history and nobody is notified.
    """
    return County.objects.get_or_create(name=name, defaults={"code": code, "live_from": live_from})[0]


@transaction.atomic
def add_officer(*, user_id: int, name: str, role: Role, since: date) -> Membership:
    """Make a user an officer of the scope's county."""
    officer = Officer.objects.create(user_id=user_id, name=name)
    return memberships.add_membership(user_id=user_id, role=role, since=since, officer=officer)


@transaction.atomic
def create_school(
    *, name: str, township: str, county: str, admin: str, user_id: int, now: datetime, kind: str = "primary"
) -> ProvisionedSchool:
    """Create a school in scope ALL_TENANTS, and its township if new. `county` may be "" where there is only one."""
    owner = _county(county)
    if School.objects.filter(county=owner, name=name).exists():
        raise UnableToProvision(_("这个县已经有同名学校。"), field="name")
    township_row, _created = Township.objects.get_or_create(county=owner, name=township)
    school = School.objects.create(county=owner, township=township_row, name=name, kind=kind)
    site = Site.objects.create(county=owner, school=school, name=_("本部"))
    staff = _add_admin(school, site, admin, user_id, now)
    return ProvisionedSchool(school.public_id, site.public_id, staff.public_id)


def create_school_with_account(
    *, password: str, admin: str, name: str, township: str, county: str, now: datetime, kind: str = "primary"
) -> ProvisionedSchool:
    """Create a login and its school, both or neither. Raises UnableToProvision, ValidationError."""
    _check_name(name, School, "name", _("学校名称"))
    _check_name(township, Township, "township", _("乡镇名称"))
    user = create_account(username=admin, password=password)  # before the scope: logins cannot be read inside
    try:
        with scope(ALL_TENANTS):
            return create_school(
                name=name, township=township, county=county, admin=admin, user_id=user.pk, now=now, kind=kind
            )
    except BaseException:
        deactivate_account(user=user)
        raise


def _check_name(name: str, model: type[School | Township], field: str, what: str) -> None:
    """Raise UnableToProvision for a name that is empty, too long or not printable."""
    max_length: int = model._meta.get_field("name").max_length or 0
    if not name or not name.isprintable():
        raise UnableToProvision(_("请填写%(what)s。") % {"what": what}, field=field)
    if len(name) > max_length:
        raise UnableToProvision(_("%(what)s至多 %(most)s 个字。") % {"what": what, "most": max_length}, field=field)


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


def _county(name: str) -> County:
    counties = list(County.objects.filter(**({"name": name} if name else {}))[:2])
    if len(counties) != 1:
        reason = _("有多个县，请用 --county 指明。") if counties else _("没有这个县。")
        raise UnableToProvision(reason, field="county")
    return counties[0]
