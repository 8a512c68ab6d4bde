"""Scores as their reader may see them: to the county some are withheld, because their counts are small groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.assessment.models import AssessmentResult, Score
from services.dashboards.figures import marker_text
from services.dashboards.suppression.scores import WithheldScores
from services.kit.periods import Quarter


@dataclass(frozen=True)
class ShownScore:
    """A score and the marker shown instead of its numbers; "" where the numbers are shown."""

    score: Score
    withheld: str


def shown_scores(scores: Iterable[Score], result: AssessmentResult, *, outside: bool) -> list[ShownScore]:
    """The scores of one result. `outside`: for a reader of no school."""
    if not outside:
        return [ShownScore(score, "") for score in scores]
    quarter = Quarter(result.round.year, result.round.quarter)
    markers = WithheldScores(quarter).of_result(result.pk, result.school.pk)
    texts = {measure: marker_text(marker) for measure, marker in markers.items()}
    return [ShownScore(score, texts.get(score.indicator.measure, "")) for score in scores]
