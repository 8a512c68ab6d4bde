"""Every figure appears in the docs, with its rule."""

import pytest
from django.core.management import call_command

from services.config.env import ROOT
from services.dashboards import actions, figures
from services.dashboards.management import figures_doc
from services.dashboards.models import SchoolQuarter
from services.dashboards.rollup import columns
from services.kit import clock
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town


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


@pytest.mark.django_db
def test_command_counts_the_figures_that_are_withheld(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=clock.now())

    call_command("figures", "--withheld")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["云岭县", "清河县"]
    # Each school of the cast has four pupils; the two of 清河县 together have eight.
    assert all(f"/{2 * len(figures.ALL)}" in line for line in lines if line.startswith("清河县"))
    assert all(" 0/" not in line.partition("schools")[2] for line in lines)
