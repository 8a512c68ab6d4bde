"""What stands above the rows of an exported list, and what marks its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from services.access import queries as access
from services.access.actor import Actor
from services.documents.lists import Exportable
from services.documents.models import Export
from services.schools.models import County


@dataclass(frozen=True)
class Head:
    """The title, lines of (label, value), and the mark of every printed page: who took it out, and when."""

    title: str
    lines: Sequence[tuple[str, str]]
    mark: str


def head_of(export: Export, exportable: Exportable, by: Actor, rows: int, now: datetime) -> Head:
    moment, name = _moment(now), _name(by)
    chosen = exportable.describe(export.filters, now)
    lines = [
        (_("单位"), _tenant_name(by)),
        (_("筛选"), "；".join(f"{label}：{value}" for label, value in chosen) or _("全部")),
        (_("截至"), moment),
        (_("行数"), str(rows)),
        (_("导出人"), name),
    ]
    if export.reason:
        lines.append((_("事由"), export.reason))
    return Head(str(exportable.title), lines, mark_of(export, by, now))


def mark_of(export: Export, by: Actor, now: datetime) -> str:
    """Who and when, and four digits of the export's id: a page that turns up somewhere is traced to its request."""
    return f"{_name(by)} {_moment(now)} {str(export.public_id)[-4:].upper()}"


def _moment(now: datetime) -> str:
    return timezone.localtime(now).strftime("%Y-%m-%d %H:%M")


def _name(by: Actor) -> str:
    return access.names_of({by.user_id}).get(by.user_id, "")


def _tenant_name(by: Actor) -> str:
    return by.school_name or County.objects.get(pk=by.county_id).name
