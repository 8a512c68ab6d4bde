"""Create and change clinics: where pupils are examined, and how many a day."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health.choices import AuditAction
from services.health.models import Clinic
from services.kit.exceptions import ApplicationError
from services.schools.models import Township

MAX_PER_DAY = 5000  # a larger number is a typing error


class UnableToSaveClinic(ApplicationError):
    """Name or capacity is missing, taken or out of range; the field names it."""


@transaction.atomic
def create_clinic(*, name: str, capacity: int, by: Actor, now: datetime, township: Township | None = None) -> Clinic:
    """Create a clinic of the county. With a township, it serves the schools there first."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    name = _checked(name, capacity)
    clinic = Clinic.objects.create(name=name, capacity=capacity, township=township)
    audit.log(AuditAction.CLINIC_CREATED, target=clinic, by=by, now=now, detail={"capacity": capacity})
    return clinic


class ClinicChanges(TypedDict, total=False):
    name: str
    capacity: int
    township: Township | None


@transaction.atomic
def update_clinic(*, clinic: Clinic, by: Actor, now: datetime, **changes: Unpack[ClinicChanges]) -> Clinic:
    """Change what is given. Appointments stay; the next planning uses the new capacity."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    clinic.capacity = changes.get("capacity", clinic.capacity)
    clinic.name = _checked(changes.get("name", clinic.name), clinic.capacity, clinic)
    clinic.township = changes.get("township", clinic.township)
    clinic.save(update_fields=["name", "capacity", "township"])
    audit.log(AuditAction.CLINIC_UPDATED, target=clinic, by=by, now=now, detail={"capacity": clinic.capacity})
    return clinic


def _checked(name: str, capacity: int, clinic: Clinic | None = None) -> str:
    # One clinic typed with other blanks must not become a second one.
    name = " ".join(name.split())
    if not name:
        raise UnableToSaveClinic(_("请填写机构名称。"), field="name")
    others = Clinic.objects.exclude(pk=clinic.pk) if clinic else Clinic.objects.all()
    if others.filter(name=name).exists():
        raise UnableToSaveClinic(_("已经有这个机构。"), field="name")
    if not 1 <= capacity <= MAX_PER_DAY:
        raise UnableToSaveClinic(_("每日人数请填 1 到 %d。") % MAX_PER_DAY, field="capacity")
    return name
