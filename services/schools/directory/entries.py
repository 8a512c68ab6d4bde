"""One school as a person or a row of a file gives it, and what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from services.schools.choices import SchoolKind, SiteKind
from services.schools.models import School, Site, Township

MAIN_SITE = "本部"
# 学校标识码: ten digits, the same in every province.
_CODE = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class SchoolEntry:
    """A school to be added or changed. `row` is its line in a file, 0 in a form; `sites` exclude the main one."""

    name: str
    township: str
    code: str = ""
    kind: str = SchoolKind.PRIMARY
    sites: dict[str, SiteKind] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row, in which field, and what to do. `field` is a key of an entry, "" for the whole file."""

    row: int
    field: str
    text: str
    remedy: str


def check_entry(entry: SchoolEntry) -> Iterator[Fault]:
    """The faults of one entry that can be seen without the others."""
    yield from _check_name(entry, "name", entry.name, School, _("学校名称"))
    yield from _check_name(entry, "township", entry.township, Township, _("乡镇"))
    for name in entry.sites:
        yield from _check_name(entry, "sites", name, Site, _("教学点名称"))
    if entry.code and not _CODE.fullmatch(entry.code):
        yield Fault(
            entry.row,
            "code",
            _("学校标识码“%(code)s”不是 10 位数字。") % {"code": entry.code},
            _("照学籍系统里的 10 位标识码填写，或先留空。"),
        )
    if entry.kind not in SchoolKind.values:
        text = _("没有“%(kind)s”这种学校。") % {"kind": entry.kind}
        kinds = "、".join(str(label) for label in SchoolKind.labels)
        yield Fault(entry.row, "kind", text, _("请写：%(kinds)s。") % {"kinds": kinds})


def _check_name(entry: SchoolEntry, column: str, name: str, model: type[Model], what: str) -> Iterator[Fault]:
    limit = int(getattr(model._meta.get_field("name"), "max_length", 0) or 0)
    # A control character or a line break would make two names that nobody can tell apart.
    if not name or not name.isprintable():
        yield Fault(entry.row, column, _("缺少%(what)s。") % {"what": what}, _("请填写%(what)s。") % {"what": what})
    elif len(name) > limit:
        text = _("%(what)s有 %(n)d 个字。") % {"what": what, "n": len(name)}
        yield Fault(entry.row, column, text, _("请写得短一些，至多 %(most)d 个字。") % {"most": limit})
