"""What is undone at some school of the county, gravest first, each with its schools."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.dashboards import figures
from services.dashboards.attention import open_work
from services.dashboards.queries import FigureRow

Tone = Literal["due", "alert"]


@dataclass(frozen=True)
class LateSchool:
    """A school of an item. `shown`: how much is undone there, `<5` where it is withheld; `detail`: what, in words."""

    school_id: int
    row: FigureRow
    count: int
    shown: str
    detail: str = ""


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
        return self.sentence % {"schools": len(self.schools), "count": sum(school.count for school in self.schools)}


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
    AttentionItem("contact", _("%(schools)d 所学校有孩子 30 天没有联系，共 %(count)d 名"), "alert", _("孩子")),
    AttentionItem("roster", _("%(schools)d 所学校还没有导入名册"), "alert"),
    AttentionItem("deadlines", _("%(schools)d 所学校有报送逾期"), "alert", _("逾期报送")),
    AttentionItem("plan", _("%(schools)d 所学校还没有批准本学期计划"), "alert"),
    AttentionItem("paired", _("%(schools)d 所学校还有孩子没有结对"), "due", _("未结对")),
    AttentionItem("talks", _("%(schools)d 所学校谈心逾期，共 %(count)d 次"), "due", _("逾期谈心")),
    AttentionItem("visits", _("%(schools)d 所学校家访逾期，共 %(count)d 次"), "due", _("逾期家访")),
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


def _late_schools(code: str, rows: Mapping[int, FigureRow], today: date) -> list[LateSchool]:
    if code in _COLUMNS:
        return _behind(rows, *_COLUMNS[code])
    if code == "roster":
        return [LateSchool(key, row, 1, "1") for key, row in rows.items() if not row.count("pupils")]
    if code == "deadlines":
        titles = open_work.overdue_deadlines(rows.keys(), today)
        late = [(key, titles[key]) for key in rows if key in titles]
        return [
            LateSchool(key, rows[key], len(missing), str(len(missing)), "、".join(missing)) for key, missing in late
        ]
    counts = _COUNTED[code](today)
    # A school without pupils stands in "roster" already.
    late_rows = [(key, row) for key, row in rows.items() if key in counts and row.count("pupils")]
    return [LateSchool(key, row, counts[key], str(counts[key])) for key, row in late_rows]


def _behind(rows: Mapping[int, FigureRow], due: str, done: str) -> list[LateSchool]:
    """Schools where the column `due` exceeds the column `done`."""
    late = ((key, row, row.count(due) - row.count(done)) for key, row in rows.items())
    return [LateSchool(key, row, count, _marker(row, due, done) or str(count)) for key, row, count in late if count > 0]


def _marker(row: FigureRow, *columns: str) -> str:
    """What stands instead of a withheld count; "" where it is shown."""
    markers = row.markers or {}
    return next((figures.marker_text(markers[column]) for column in columns if column in markers), "")
