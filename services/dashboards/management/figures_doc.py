"""docs/figures.md as text: what every figure counts, and what every score is computed from."""

from collections.abc import Iterator

from django.utils import translation

from services.assessment import measures, rubric
from services.dashboards import figures

_HEAD = """# Figures 口径

Written by `manage.py figures > docs/figures.md` from `services/dashboards/figures.py`,
`services/assessment/measures.py` and `services/assessment/rubric.py`; a test holds this page equal to them.
Shares are numerator / denominator.

- As of: a quarter that is running is counted up to today; what is due after today is not due yet.
- Fewer than five: to readers outside the school a group of fewer than five people is shown as `<5`, and as 保密 what
  would give it away by subtraction: a neighbouring school, a rate, the work due for the children
  ([decision 025](decisions/025-small-groups.md)). The score is shown to them in whole points.
- Township and county figures are sums of the schools' rows.

"""


def text() -> str:
    """The whole page."""
    with translation.override("zh-hans"):
        return _HEAD + "\n".join([*_figures(), "", *_measures(), ""])


def _figures() -> Iterator[str]:
    yield "## On dashboards\n"
    yield "| code | 名称 | 口径 | numerator | denominator | from |\n|---|---|---|---|---|---|"
    for figure in figures.ALL:
        denominator = f"`{figure.denominator}`" if figure.denominator else "–"
        cells = f"`{figure.code}`", figure.name, figure.rule, f"`{figure.numerator}`", denominator, figure.source
        yield f"| {' | '.join(map(str, cells))} |"


def _measures() -> Iterator[str]:
    yield f"## In the assessment: rubric version {rubric.VERSION}\n"
    yield "| line | 对象 | 指标 | measure | 口径(达到的数 / 应达到的数) | points |\n|---|---|---|---|---|---|"
    for line in rubric.lines():
        rule, points = measures.BY_CODE[line.measure].rule, f"{line.points.normalize():f}"
        yield f"| {line.code} | {line.assessee.label} | {line.name} | `{line.measure}` | {rule} | {points} |"
