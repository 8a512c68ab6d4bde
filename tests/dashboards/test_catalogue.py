"""Every figure appears in the docs, with its rule."""

from services.config.env import ROOT
from services.dashboards import figures, figures_doc
from services.dashboards.models import SchoolQuarter
from services.dashboards.rollup import columns


def test_the_figures_page_is_current() -> None:
    assert (ROOT / "docs/figures.md").read_text(encoding="utf-8") == figures_doc.text(), (
        "run: manage.py figures > docs/figures.md"
    )


def test_every_figure_has_a_rule_a_source_and_its_columns() -> None:
    stored = {field.name for field in SchoolQuarter._meta.get_fields()}

    for figure in figures.ALL:
        assert f"`{figure.code}`" in figures_doc.text()
        assert str(figure.rule).endswith("。")
        assert figure.source
        assert {figure.numerator, figure.denominator} <= {"", *columns.COLUMNS}
    assert set(columns.COLUMNS) <= stored
