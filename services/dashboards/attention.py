"""需要您处理: what a county officer should look at first, from the figures on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from services.dashboards.queries import FigureRow

Tone = Literal["due", "alert"]


@dataclass(frozen=True)
class AttentionItem:
    """Schools with the same thing undone. `figure` is the code of the one whose rows show it."""

    code: str
    text: str
    schools: Sequence[FigureRow]
    tone: Tone = "due"
    figure: str = ""


def attention_items(schools: Iterable[FigureRow]) -> list[AttentionItem]:
    """What some school has not done, gravest first."""
    rows = list(schools)
    items = [
        _undone("findings", rows, "findings", "findings_closed", "findings_closed", "alert"),
        _without_roster(rows),
        _undone("paired", rows, "children", "paired", "paired"),
        _undone("talks", rows, "talks_due", "talks_done", "talks"),
        _undone("visits", rows, "visits_due", "visits_done", "visits"),
        _undone("cards", rows, "children", "cards", "cards"),
    ]
    return [item for item in items if item.schools]


def _undone(
    code: str, rows: Iterable[FigureRow], due: str, done: str, figure: str, tone: Tone = "due"
) -> AttentionItem:
    """Schools where the column `due` exceeds the column `done`."""
    missing = [(row, row.count(due) - row.count(done)) for row in rows]
    schools = [row for row, number in missing if number > 0]
    count = sum(number for _row, number in missing if number > 0)
    return AttentionItem(code, _text(code, len(schools), count), schools, tone, figure)


def _without_roster(rows: Iterable[FigureRow]) -> AttentionItem:
    schools = [row for row in rows if not row.count("pupils")]
    return AttentionItem("roster", _text("roster", len(schools), len(schools)), schools, "alert", "pupils")


def _text(code: str, schools: int, count: int) -> str:
    texts = {
        "findings": _("%(schools)d 所学校有体检异常还没有闭环"),
        "roster": _("%(schools)d 所学校还没有导入名册"),
        "paired": _("%(schools)d 所学校还有孩子没有结对"),
        "talks": _("%(schools)d 所学校谈心逾期，共 %(count)d 次"),
        "visits": _("%(schools)d 所学校家访逾期，共 %(count)d 次"),
        "cards": _("%(schools)d 所学校还有孩子没有联系卡"),
    }
    return texts[code] % {"schools": schools, "count": count}
