"""What the operator opens: a county with its officers, a school with its first administrator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import actions
from services.access.models import Membership
from services.access.roles import Role
from services.accounts.actions import create_account, deactivate_account
from services.kit import clock, pinyin
from services.kit.exceptions import ApplicationError
from services.schools.models import County, Officer, Region, School, Site, Staff
from services.schools.scope import ALL_TENANTS, scope


class UnableToProvision(ApplicationError):
    """The sentence says why."""


@dataclass(frozen=True)
class ProvisionedSchool:
    """Public ids of what was made; `admin` is the administrator's staff row."""

    school: UUID
    site: UUID
    admin: UUID


@transaction.atomic
def create_county(*, name: str, code: str = "") -> County:
    """Open a county in scope EVERYWHERE; of the same name there is one only."""
    return County.objects.get_or_create(name=name, defaults={"code": code})[0]


@transaction.atomic
def add_officer(*, user_id: int, name: str, role: Role, since: date) -> Membership:
    """Give a login an office at the bureau of the scope's county."""
    Officer.objects.create(user_id=user_id, name=name)
    return actions.add_membership(user_id=user_id, role=role, since=since)


@transaction.atomic
def create_school(
    *, name: str, township: str, county: str, admin: str, user_id: int, now: datetime, kind: str = "primary"
) -> ProvisionedSchool:
    """Open a school in scope EVERYWHERE. `county` may be "" where there is only one. The township is made if new."""
    where = _county(county)
    if School.objects.filter(county=where, name=name).exists():
        raise UnableToProvision(_("这个县已经有同名学校。"), field="name")
    region, _made = Region.objects.get_or_create(county=where, name=township)
    school = School.objects.create(county=where, region=region, name=name, kind=kind)
    site = Site.objects.create(county=where, school=school, name=_("本部"))
    staff = _employ(school, site, admin, user_id, now)
    return ProvisionedSchool(school.public_id, site.public_id, staff.public_id)


def create_school_with_account(*, password: str, admin: str, **school: Any) -> ProvisionedSchool:
    """A login and its school, both or neither. The login is made before the scope: inside one nobody sees logins."""
    _check_name(school["name"], School, "name", _("学校名称"))
    _check_name(school["township"], Region, "township", _("乡镇名称"))
    user = create_account(username=admin, password=password)
    try:
        with scope(ALL_TENANTS):
            return create_school(admin=admin, user_id=user.pk, **school)
    except BaseException:
        deactivate_account(user=user)
        raise


def _check_name(name: str, model: type[School | Region], field: str, what: str) -> None:
    """Before anything is made. Raises UnableToFound for what cannot be a name."""
    most: int = model._meta.get_field("name").max_length or 0
    if not name or not name.isprintable():
        raise UnableToProvision(_("请填写%(what)s。") % {"what": what}, field=field)
    if len(name) > most:
        raise UnableToProvision(_("%(what)s至多 %(most)s 个字。") % {"what": what, "most": most}, field=field)


def _employ(school: School, site: Site, name: str, user_id: int, now: datetime) -> Staff:
    """The first person of a school: a staff row under the login's name until they write their own, a membership."""
    sound = pinyin.to_pinyin(name)
    whose: dict[str, Any] = {"county_id": school.county_id, "school": school, "user_id": user_id}
    staff = Staff.objects.create(**whose, site=site, name=name, pinyin=sound.sort, initials=sound.initials)
    Membership.objects.create(**whose, role=Role.SCHOOL_ADMIN, staff=staff, since=clock.local_date(now))
    return staff


def _county(name: str) -> County:
    found = list(County.objects.filter(**({"name": name} if name else {}))[:2])
    if len(found) != 1:
        raise UnableToProvision(_("没有这个县。") if not found else _("有多个县，请用 --county 指明。"), field="county")
    return found[0]
