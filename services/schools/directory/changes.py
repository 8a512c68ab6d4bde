"""What entries would change in a county: new townships, new schools, changed ones, new sites."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from services.schools.choices import SiteKind
from services.schools.directory.checks import Existing, check_entries
from services.schools.directory.entries import Fault, SchoolEntry
from services.schools.models import County, School, Site, Township


@dataclass(frozen=True)
class SchoolChange:
    """An existing school with the fields that an entry changes, by name, and the sites it adds."""

    school: School
    entry: SchoolEntry
    fields: tuple[str, ...]
    sites: dict[str, SiteKind]

    @property
    def columns(self) -> list[str]:
        """What changes, in the words of the file."""
        columns = {"name": _("学校名称"), "township": _("乡镇"), "code": _("学校标识码"), "kind": _("办学类型")}
        return [columns[name] for name in self.fields]


@dataclass(frozen=True)
class DirectoryChanges:
    """The comparison of entries with a county. With `faults` nothing is written."""

    faults: list[Fault] = field(default_factory=list)
    townships: list[str] = field(default_factory=list)
    created: list[SchoolEntry] = field(default_factory=list)
    updated: list[SchoolChange] = field(default_factory=list)
    unchanged: int = 0

    @property
    def sites(self) -> int:
        """How many sites would be new, besides the main site of each new school."""
        return sum(len(entry.sites) for entry in self.created) + sum(len(change.sites) for change in self.updated)

    @property
    def is_empty(self) -> bool:
        return not (self.townships or self.created or self.updated)


def compare(entries: Sequence[SchoolEntry], county: County) -> DirectoryChanges:
    """What the entries would change. Reads the county's schools in three queries."""
    existing = load_existing(county)
    # Nothing is compared beside a fault: with one wrong row nothing of the file is written.
    if faults := check_entries(entries, existing):
        return DirectoryChanges(faults=faults)
    sites = _sites(county)
    townships = sorted({entry.township for entry in entries} - existing.townships)
    created: list[SchoolEntry] = []
    updated: list[SchoolChange] = []
    for entry in entries:
        school = existing.school_of(entry)
        if school is None:
            created.append(entry)
        elif (change := _change(school, entry, sites.get(school.pk, set()))).fields or change.sites:
            updated.append(change)
    unchanged = len(entries) - len(created) - len(updated)
    return DirectoryChanges([], townships, created, updated, unchanged)


def compare_school(school: School, entry: SchoolEntry, county: County) -> DirectoryChanges:
    """What an entry would change in one school, whose name and code may both be new."""
    # Without the school itself: keeping its own name or code is no conflict.
    others = load_existing(county, without=school)
    if faults := check_entries([entry], others):
        return DirectoryChanges(faults=faults)
    if other := others.school_of(entry):
        # The field to correct is the one that the other school has in common with the entry.
        field_name = "code" if other.code and other.code == entry.code else "name"
        text, remedy = _("这个县已经有“%(name)s”。") % {"name": other.name}, _("请核对名称和标识码。")
        return DirectoryChanges(faults=[Fault(entry.row, field_name, text, remedy)])
    change = _change(school, entry, _sites(county).get(school.pk, set()))
    townships = sorted({entry.township} - others.townships)
    return DirectoryChanges(townships=townships, updated=[change] if change.fields or change.sites else [])


def load_existing(county: County, *, without: School | None = None) -> Existing:
    rows = School.objects.filter(county=county).select_related("township").order_by("pk")
    schools = [row for row in rows if without is None or row.pk != without.pk]
    return Existing(
        townships=frozenset(Township.objects.filter(county=county).values_list("name", flat=True)),
        by_name={school.name: school for school in schools},
        by_code={school.code: school for school in schools if school.code},
    )


def _sites(county: County) -> dict[int, set[str]]:
    """Names of the sites of each school, by its key."""
    names: dict[int, set[str]] = {}
    for school, name in Site.objects.filter(county=county).values_list("school_id", "name"):
        names.setdefault(school, set()).add(name)
    return names


def _change(school: School, entry: SchoolEntry, sites: set[str]) -> SchoolChange:
    """A code left empty says nothing, so it changes none; sites that a file leaves out stay."""
    before = {"name": school.name, "township": school.township.name, "code": school.code, "kind": school.kind}
    given = {"name": entry.name, "township": entry.township, "code": entry.code or school.code, "kind": entry.kind}
    fields = tuple(name for name, value in given.items() if value != before[name])
    new_sites = {name: kind for name, kind in entry.sites.items() if name not in sites}
    return SchoolChange(school, entry, fields, new_sites)
