"""Check entries against each other and against the schools the county has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.schools.directory.entries import Fault, SchoolEntry, check_entry
from services.schools.models import School

# A name typed with another of these, or without, is most likely the same township.
_SUFFIXES = ("街道办事处", "街道", "民族乡", "镇", "乡")


@dataclass(frozen=True)
class Existing:
    """What a county has: its townships, its schools by name and by code."""

    townships: frozenset[str]
    by_name: Mapping[str, School]
    by_code: Mapping[str, School]

    def school_of(self, entry: SchoolEntry) -> School | None:
        """The school that an entry is about: by its code if it has one, else by its name."""
        return self.by_code.get(entry.code) or self.by_name.get(entry.name)


def check_entries(entries: Sequence[SchoolEntry], existing: Existing) -> list[Fault]:
    """All faults, in the order of the rows."""
    # The row in which each name and code came first, for the message about a second one.
    names: dict[str, int] = {}
    codes: dict[str, int] = {}
    townships = dict.fromkeys(sorted(existing.townships))
    faults: list[Fault] = []
    for entry in entries:
        faults += check_entry(entry)
        faults += _check_repeated(entry, "name", entry.name, names)
        faults += _check_repeated(entry, "code", entry.code, codes)
        faults += _check_school(entry, existing)
        faults += _check_township(entry, townships)
        # A township that a row introduces is known to the rows after it, so that its variants are found as well.
        townships.setdefault(entry.township)
    return faults


def _check_repeated(entry: SchoolEntry, column: str, value: str, rows: dict[str, int]) -> Iterator[Fault]:
    if value and (first := rows.setdefault(value, entry.row)) != entry.row:
        text = _("“%(value)s”在第 %(row)d 行已经有了。") % {"value": value, "row": first}
        yield Fault(entry.row, column, text, _("请删去多余的一行，或改成各自的名称和标识码。"))


def _check_school(entry: SchoolEntry, existing: Existing) -> Iterator[Fault]:
    """A name and a code that belong to two schools: nobody can say which one is meant."""
    by_name, by_code = existing.by_name.get(entry.name), existing.by_code.get(entry.code)
    if by_name and by_code and by_name.pk != by_code.pk:
        text = _("标识码 %(code)s 是“%(name)s”的。") % {"code": entry.code, "name": by_code.name}
        yield Fault(entry.row, "code", text, _("请核对名称和标识码，两者要是同一所学校。"))
    elif by_name and entry.code and by_name.code not in {"", entry.code}:
        text = _("这所学校登记的标识码是 %(code)s。") % {"code": by_name.code}
        yield Fault(entry.row, "code", text, _("请核对标识码；确实换了码，请先在学校名录里修改。"))


def _check_township(entry: SchoolEntry, townships: Mapping[str, None]) -> Iterator[Fault]:
    """A new township whose name is that of another but for its suffix."""
    if not entry.township or entry.township in townships:
        return
    similar = next((name for name in townships if _stem(name) == _stem(entry.township)), None)
    if similar:
        text = _("没有“%(name)s”，有“%(similar)s”。") % {"name": entry.township, "similar": similar}
        yield Fault(entry.row, "township", text, _("请改成“%(similar)s”。") % {"similar": similar})


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        # At least two characters stay: in a shorter name the last one belongs to the name itself.
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name
