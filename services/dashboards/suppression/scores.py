"""Which scores of the assessment readers outside the school do not get: they are counted like the figures."""

from collections.abc import Collection, Mapping

from services.assessment import queries as assessment
from services.dashboards.rollup.columns import MEASURE_COLUMNS
from services.dashboards.suppression.markers import THRESHOLD, Marker, Markers
from services.dashboards.tables import school_counts
from services.kit.periods import Quarter

# Measures that count people, findings, or the work due for each child, and their columns.
_COLUMNS: Mapping[str, frozenset[str]] = {
    **{measure: frozenset(pair) - {""} for measure, pair in MEASURE_COLUMNS.items()},
    "responsible": frozenset({"children"}),
    "records_complete": frozenset({"talks_due"}),
}
_WORK = frozenset({"talks", "visits", "calls", "records_complete"})
# The total of a result is published: one withheld score would be what the others leave of it, and its points are the
# rate. A second one is withheld with each.
_PARTNERS: Mapping[str, str] = {
    "surveyed": "case_files",
    "case_files": "case_files_complete",
    "responsible": "paired",
    "case_files_complete": "cards",
    "cards": "phones",
    "phones": "cards",
    "paired": "cards",
    "talks": "calls",
    "visits": "calls",
    "calls": "visits",
    "records_complete": "talks",
    "checkups": "findings_closed",
    "findings_notified": "findings_closed",
    "findings_closed": "findings_notified",
}


class WithheldScores:
    """The scores of a quarter of the scope's county that are withheld from readers outside the schools. Two queries."""

    def __init__(self, quarter: Quarter) -> None:
        withheld = school_counts.withhold_schools(school_counts.read_schools(quarter), quarter)
        self._of_schools = withheld.units
        self._small = assessment.small_scores(quarter, below=THRESHOLD)

    def of_result(self, result_id: int, school_id: int) -> dict[str, Marker]:
        """Measure → marker, of a result of a school or of one of its teachers."""
        return withheld_measures(self._of_schools.get(school_id, {}), self._small.get(result_id, set()))


def withheld_measures(markers: Markers, small: Collection[str]) -> dict[str, Marker]:
    """Measure → marker. `markers` are the school's of that quarter, `small` the measures with a small count."""
    withheld = {measure: markers[column] for measure in _COLUMNS for column in _COLUMNS[measure] if column in markers}
    # A result may be older than the figures, so its own counts decide too.
    withheld |= dict.fromkeys(_COLUMNS.keys() & set(small) - _WORK, Marker.SMALL)
    if "paired" in withheld:
        withheld = dict.fromkeys(_WORK, withheld["paired"]) | withheld
    partners = {_PARTNERS[measure] for measure in withheld} - withheld.keys()
    return withheld | dict.fromkeys(partners, Marker.CONFIDENTIAL)
