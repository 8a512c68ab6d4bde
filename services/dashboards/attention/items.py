"""What is undone at some school of the county, gravest first, each with its schools."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.dashboards import figures
from services.dashboards.attention import open_work
from services.dashboards.queries import FigureRow
from services.dashboards.suppression.markers import THRESHOLD, Marker, is_small

Tone = Literal["due", "alert"]


@dataclass(frozen=True)
class LateSchool:
    """A school of an item. `count`: how much is undone there; `marker` stands instead where that is withheld.

    `detail`: what is undone, in words.
    """

    school_id: int
    row: FigureRow
    count: int
    marker: str = ""
    detail: str = ""

    @property
    def shown(self) -> str:
        return self.marker or str(self.count)


@dataclass(frozen=True)
class AttentionItem:
    """One kind of undone work. `unit` names what is counted at each school; "" where it is the school itself."""

    code: str
    sentence: Promise | str
    tone: Tone
    unit: Promise | str = ""
    schools: Sequence[LateSchool] = ()

    @property
    def text(self) -> str:
        """The sentence with the number of schools and the sum over them."""
        return self._text(str(self._count))

    @property
    def public_text(self) -> str:
        """The sentence for a screen that passers-by see: a sum under five is withheld, too."""
        return self._text(Marker.SMALL.value if is_small(self._count) else str(self._count))

    @property
    def _count(self) -> int:
        return sum(school.count for school in self.schools if not school.marker)

    def _text(self, count: str) -> str:
        """The sentence. The sum leaves out what is withheld, which would follow from it and the list."""
        if any(school.marker for school in self.schools):
            count = gettext("若干") if self._count < THRESHOLD else gettext("至少 %s") % count
        return self.sentence % {"schools": len(self.schools), "count": count}


def attention_items(schools: Iterable[FigureRow], today: date) -> list[AttentionItem]:
    """The items of a day, without those that no school has. `schools`: the county's rows of the running quarter."""
    rows = list(schools)
    items = (_with_schools(kind, rows, today) for kind in KINDS)
    return [item for item in items if item.schools]


def attention_item(code: str, schools: Iterable[FigureRow], today: date) -> AttentionItem | None:
    """One item, also where no school has it any more; None for an unknown code."""
    kind = next((kind for kind in KINDS if kind.code == code), None)
    return _with_schools(kind, list(schools), today) if kind else None


def _with_schools(kind: AttentionItem, rows: list[FigureRow], today: date) -> AttentionItem:
    by_id = {row.school_id: row for row in rows if row.school_id is not None}
    return replace(kind, schools=_late_schools(kind.code, by_id, today))


KINDS = (
    AttentionItem("findings", _("%(schools)d 所学校有体检异常还没有闭环"), "alert", _("未闭环")),
    AttentionItem("contact", _("%(schools)d 所学校有孩子 30 天没有联系：%(count)s 名"), "alert", _("孩子")),
    AttentionItem("roster", _("%(schools)d 所学校还没有导入名册"), "alert"),
    AttentionItem("deadlines", _("%(schools)d 所学校有报送逾期"), "alert", _("逾期报送")),
    AttentionItem("plan", _("%(schools)d 所学校还没有批准本学期计划"), "alert"),
    AttentionItem("paired", _("%(schools)d 所学校还有孩子没有结对"), "due", _("未结对")),
    AttentionItem("talks", _("%(schools)d 所学校谈心逾期：%(count)s 次"), "due", _("逾期谈心")),
    AttentionItem("visits", _("%(schools)d 所学校家访逾期：%(count)s 次"), "due", _("逾期家访")),
    AttentionItem("cards", _("%(schools)d 所学校还有孩子没有联系卡"), "due", _("没有联系卡")),
    AttentionItem("old_roster", _("%(schools)d 所学校的名册不是本学期的"), "due"),
)
# code → the columns of the rollup with what is due and what of it is done
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "findings": ("findings", "findings_closed"),
    "paired": ("children", "paired"),
    "talks": ("talks_due", "talks_done"),
    "visits": ("visits_due", "visits_done"),
    "cards": ("children", "cards"),
}
_COUNTED: Mapping[str, Callable[[date], Mapping[int, int]]] = {
    "contact": open_work.children_without_contact,
    "plan": open_work.schools_without_plan,
    "old_roster": open_work.schools_with_old_roster,
}
COUNTS_OF_CHILDREN = frozenset({"contact"})  # which no column of the rollup counts


def _late_schools(code: str, rows: Mapping[int, FigureRow], today: date) -> list[LateSchool]:
    if code in _COLUMNS:
        return _behind(rows, *_COLUMNS[code])
    if code == "roster":
        return [LateSchool(key, row, 1) for key, row in rows.items() if not row.count("pupils")]
    if code == "deadlines":
        titles = open_work.overdue_deadlines(rows.keys(), today)
        late = [(key, titles[key]) for key in rows if key in titles]
        return [LateSchool(key, rows[key], len(missing), detail="、".join(missing)) for key, missing in late]
    counts = _COUNTED[code](today)
    # A school without pupils stands in "roster" already.
    late_rows = [(key, row, counts[key]) for key, row in rows.items() if key in counts and row.count("pupils")]
    is_of_children = code in COUNTS_OF_CHILDREN
    return [
        LateSchool(key, row, count, _marker_of_children(row, count) if is_of_children else "")
        for key, row, count in late_rows
    ]


def _behind(rows: Mapping[int, FigureRow], due: str, done: str) -> list[LateSchool]:
    """Schools where the column `due` exceeds the column `done`."""
    late = ((key, row, row.count(due) - row.count(done)) for key, row in rows.items())
    return [LateSchool(key, row, count, _marker_of_rest(row, due, done)) for key, row, count in late if count > 0]


def _marker_of_rest(row: FigureRow, *columns: str) -> str:
    """Where few are reached, the others need not be few: of a rest it is not said that it is small."""
    is_withheld = not (row.markers or {}).keys().isdisjoint(columns)
    return figures.marker_text(Marker.CONFIDENTIAL) if is_withheld else ""


def _marker_of_children(row: FigureRow, count: int) -> str:
    """Some children of a school are withheld where they are few, and where all of them are."""
    marker = (row.markers or {}).get("children") or (Marker.SMALL if is_small(count) else None)
    return figures.marker_text(marker) if marker else ""
