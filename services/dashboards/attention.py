"""需要您处理: what a county officer should look at first, from the figures on the page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from services.dashboards.queries import FigureRow

Tone = Literal["due", "alert"]
Missing = Callable[[dict[str, Any]], int]


@dataclass(frozen=True)
class AttentionItem:
    """Schools with the same thing open. `figure` is the one whose rows show it."""

    code: str
    text: str
    schools: Sequence[FigureRow]
    tone: Tone = "due"
    figure: str = ""


def attention_items(schools: Iterable[FigureRow]) -> list[AttentionItem]:
    """The matters that some school has, gravest first."""
    places = list(schools)
    found = [
        _matter("findings", places, lambda row: row["findings"] - row["findings_closed"], "findings_closed", "alert"),
        _matter("roster", places, lambda row: 0 if row["pupils"] else 1, "pupils", "alert"),
        _matter("paired", places, lambda row: row["children"] - row["paired"], "paired"),
        _matter("talks", places, lambda row: row["talks_due"] - row["talks_done"], "talks"),
        _matter("visits", places, lambda row: row["visits_due"] - row["visits_done"], "visits"),
        _matter("cards", places, lambda row: row["children"] - row["cards"], "cards"),
    ]
    return [matter for matter in found if matter.schools]


def _matter(code: str, places: list[FigureRow], missing: Missing, figure: str, tone: Tone = "due") -> AttentionItem:
    theirs = [place for place in places if missing(place.row) > 0]
    count = sum(missing(place.row) for place in theirs)
    return AttentionItem(code, _words(code, len(theirs), count), theirs, tone, figure)


def _words(code: str, schools: int, count: int) -> str:
    values = {"schools": schools, "count": count}
    sentences = {
        "findings": _("%(schools)d 所学校有体检异常还没有闭环"),
        "roster": _("%(schools)d 所学校还没有导入名册"),
        "paired": _("%(schools)d 所学校还有孩子没有结对"),
        "talks": _("%(schools)d 所学校谈心逾期，共 %(count)d 次"),
        "visits": _("%(schools)d 所学校家访逾期，共 %(count)d 次"),
        "cards": _("%(schools)d 所学校还有孩子没有联系卡"),
    }
    return sentences[code] % values
