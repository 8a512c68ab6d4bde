"""Actions of the operator on counties: found one, and invite its first officers."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actions import invitations
from services.access.choices import AuditAction
from services.access.models import Invitation
from services.access.roles import COUNTY_ROLES, Role
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.schools.directory import writing
from services.schools.models import County, School, Township

_CODE = re.compile(r"[0-9]{6}")


class UnableToProvision(ApplicationError):
    """The county, officer or school cannot be created as given."""


@transaction.atomic
def add_county(
    *,
    code: str,
    name: str,
    operator: str,
    now: datetime,
    townships: Sequence[str] = (),
    live_from: datetime | None = None,
) -> tuple[County, list[Township]]:
    """Create a county in scope ALL_TENANTS, or find it again; with the townships that were new.

    A second call with the same arguments changes nothing. Raises UnableToProvision.
    """
    locks.wait("access.county")  # the name is unique by itself, the code only here
    _check(code, name, townships)
    county = County.objects.filter(code=code).first() or County.objects.filter(name=name, code="").first()
    if county is None:
        if County.objects.filter(name=name).exists():
            raise UnableToProvision(_("已有同名的县，代码不同。"), field="name")
        county = County.objects.create(name=name, code=code, live_from=live_from)
        _log(AuditAction.COUNTY_CREATED, county, operator, now)
    elif county.name != name:
        raise UnableToProvision(_("代码 %(code)s 是%(name)s的。") % {"code": code, "name": county.name}, field="code")
    return county, add_townships(county=county, names=townships, operator=operator, now=now)


@transaction.atomic
def add_townships(*, county: County, names: Sequence[str], operator: str, now: datetime) -> list[Township]:
    """Create the townships that the county lacks and return them."""
    if created := writing.add_townships(names, county):
        _log(AuditAction.TOWNSHIPS_ADDED, county, operator, now, townships=len(created))
    return created


@transaction.atomic
def invite_officer(*, county: County, name: str, role: Role, operator: str, now: datetime) -> tuple[Invitation, str]:
    """Invite somebody to a county's office, in scope ALL_TENANTS. Raises UnableToProvision."""
    if role not in COUNTY_ROLES:
        raise UnableToProvision(_("这里只邀请县级人员，学校的人由县里邀请。"), field="role")
    check_name(name, Invitation, "name", _("姓名"))
    return invitations.invite_as_operator(county_id=county.pk, name=name, role=role, operator=operator, now=now)


def find_county(name_or_code: str) -> County:
    """A county by its name or code, in scope ALL_TENANTS; "" where there is one only. Raises UnableToProvision."""
    rows = County.objects.order_by("pk")
    if name_or_code:
        rows = rows.filter(code=name_or_code) if _CODE.fullmatch(name_or_code) else rows.filter(name=name_or_code)
    counties = list(rows[:2])
    if len(counties) != 1:
        reason = _("有多个县，请用 --county 指明。") if counties else _("没有这个县。")
        raise UnableToProvision(reason, field="county")
    return counties[0]


def _check(code: str, name: str, townships: Sequence[str]) -> None:
    if not _CODE.fullmatch(code):
        raise UnableToProvision(_("县的代码是 6 位数字（国标行政区划代码）。"), field="code")
    check_name(name, County, "name", _("县名"))
    for township in townships:
        check_name(township, Township, "townships", _("乡镇名称"))


def check_name(name: str, model: type[County | Township | School | Invitation], field: str, what: str) -> None:
    """Raise UnableToProvision for a name that is empty, too long or not printable."""
    max_length: int = model._meta.get_field("name").max_length or 0
    if not name or not name.isprintable():
        raise UnableToProvision(_("请填写%(what)s。") % {"what": what}, field=field)
    if len(name) > max_length:
        raise UnableToProvision(_("%(what)s至多 %(most)s 个字。") % {"what": what, "most": max_length}, field=field)


def _log(action: AuditAction, county: County, operator: str, now: datetime, **counts: int) -> None:
    audit.log(action, target=county, by=None, now=now, detail=counts, county_id=county.pk, operator=operator)
