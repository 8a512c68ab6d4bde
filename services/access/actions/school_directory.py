"""The directory of a county's schools, each change with an audit event: by its lead, or by the operator.

The operator works in scope ALL_TENANTS and gives a name instead of an actor.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.schools.directory import reader, writing
from services.schools.directory.changes import DirectoryChanges, compare, compare_school
from services.schools.directory.entries import Fault, SchoolEntry
from services.schools.models import County, School


class UnableToChangeDirectory(ApplicationError):
    """The school is not acceptable; the message says why and what to do."""


@transaction.atomic
def add_school(*, entry: SchoolEntry, by: Actor, now: datetime) -> School:
    """Add a school with its main site, and its township if new. Raises UnableToChangeDirectory."""
    county = _locked_county(by.county_id)
    changes = _checked(compare([entry], county))
    if not changes.created:
        raise UnableToChangeDirectory(_("这个县已经有这所学校。"), field="name")
    (school,) = writing.write_changes(changes, county)
    audit.log(AuditAction.SCHOOL_CREATED, target=school, by=by, now=now)
    return school


@transaction.atomic
def update_school(*, school: School, entry: SchoolEntry, by: Actor, now: datetime) -> School:
    """Change name, township, code, kind, and add sites. Raises UnableToChangeDirectory."""
    county = _locked_county(by.county_id)
    changes = _checked(compare_school(school, entry, county))
    if changes.is_empty:
        return school
    fields = list(changes.updated[0].fields) if changes.updated else []
    writing.write_changes(changes, county)
    audit.log(AuditAction.SCHOOL_UPDATED, target=school, by=by, now=now, detail={"fields": fields})
    return changes.updated[0].school if changes.updated else school


@transaction.atomic
def import_schools(
    *, content: bytes, county: County, now: datetime, by: Actor | None = None, operator: str = "", dry_run: bool = False
) -> DirectoryChanges:
    """Bring the schools of a file in, all or none; what it would change is returned in either case.

    Nothing is written where there are faults, in a dry run, or where nothing changes: a second run changes nothing.
    """
    county = _locked_county(county.pk)
    entries, faults = reader.read(content)
    changes = DirectoryChanges(faults=faults) if faults else compare(entries, county)
    if dry_run or changes.faults or changes.is_empty:
        return changes
    schools = writing.write_changes(changes, county)
    counts = {"created": len(changes.created), "updated": len(changes.updated), "townships": len(changes.townships)}
    audit.log(
        AuditAction.SCHOOLS_IMPORTED,
        target=schools,
        by=by,
        now=now,
        detail=counts,
        county_id=county.pk,
        operator=operator,
    )
    return changes


def _locked_county(county_id: int) -> County:
    """The county; two changes of its directory at once follow one another."""
    locks.wait("access.school_directory", county_id)
    return County.objects.get(pk=county_id)


def _checked(changes: DirectoryChanges) -> DirectoryChanges:
    """Raise UnableToChangeDirectory for the first fault: a form has one school."""
    for fault in changes.faults:
        raise UnableToChangeDirectory(_sentence(fault), field=fault.field)
    return changes


def _sentence(fault: Fault) -> str:
    return f"{fault.text}{fault.remedy}"
