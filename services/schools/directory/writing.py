"""Write townships, schools and sites of a county, in its scope or as the operator in ALL_TENANTS."""

from collections.abc import Iterable

from services.schools.choices import SiteKind
from services.schools.directory.changes import DirectoryChanges, SchoolChange
from services.schools.directory.entries import MAIN_SITE, SchoolEntry
from services.schools.models import County, School, Site, Township


def add_townships(names: Iterable[str], county: County) -> list[Township]:
    """Create the townships that are missing and return these."""
    existing = set(Township.objects.filter(county=county).values_list("name", flat=True))
    return [Township.objects.create(county=county, name=name) for name in dict.fromkeys(names) if name not in existing]


def write_school(entry: SchoolEntry, county: County, township: Township) -> School:
    """Create a school with its main site and its other sites."""
    school = School.objects.create(county=county, township=township, name=entry.name, code=entry.code, kind=entry.kind)
    _add_sites(school, {MAIN_SITE: SiteKind.MAIN, **entry.sites})
    return school


def write_changes(changes: DirectoryChanges, county: County) -> list[School]:
    """Write everything, and return the schools that are new or changed."""
    add_townships(changes.townships, county)
    townships = {township.name: township for township in Township.objects.filter(county=county)}
    created = [write_school(entry, county, townships[entry.township]) for entry in changes.created]
    for change in changes.updated:
        update_school(change, townships[change.entry.township])
    return [*created, *(change.school for change in changes.updated)]


def update_school(change: SchoolChange, township: Township) -> None:
    school, entry = change.school, change.entry
    school.name, school.kind, school.township = entry.name, entry.kind, township
    # An empty code says nothing and must not erase the known one.
    school.code = entry.code or school.code
    school.save(update_fields=["name", "code", "kind", "township"])
    _add_sites(school, change.sites)


def _add_sites(school: School, sites: dict[str, SiteKind]) -> None:
    for name, kind in sites.items():
        Site.objects.create(county_id=school.county_id, school=school, name=name, kind=kind)
