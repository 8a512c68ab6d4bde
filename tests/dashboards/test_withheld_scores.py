"""Scores of the assessment are withheld like the figures they are counted as, and never one alone."""

import pytest

from services.dashboards.rollup.columns import MEASURE_COLUMNS
from services.dashboards.suppression.markers import Marker
from services.dashboards.suppression.scores import withheld_measures


@pytest.mark.parametrize("measure", MEASURE_COLUMNS)
def test_a_total_of_points_less_the_other_scores_leaves_two(measure: str) -> None:
    column = MEASURE_COLUMNS[measure][0]

    withheld = withheld_measures({column: Marker.SMALL}, set())

    assert withheld[measure] is Marker.SMALL
    assert len(withheld) > 1


def test_a_result_older_than_the_figures_is_withheld_by_its_own_counts() -> None:
    assert withheld_measures({}, {"checkups"}) == {
        "checkups": Marker.SMALL,
        "findings_closed": Marker.CONFIDENTIAL,
    }
    # Few talks of a group that is shown are few talks, not few children; a term is nobody.
    assert withheld_measures({}, {"talks", "leading_group"}) == {}
