"""A class is labelled by its grade while it is taught, and by its entry year before and after."""

import pytest

from services.schools.classes import class_label


@pytest.mark.parametrize(
    ("entry_year", "entry_grade", "school_year", "label"),
    [
        (2024, 1, 2026, "三(2)班"),
        (2026, 1, 2026, "一(2)班"),
        (2026, 7, 2026, "七(2)班"),
        (2025, 10, 2026, "高二(2)班"),
        (2027, 1, 2026, "2027级2班"),  # opened for the coming year
        (2018, 1, 2026, "2018级2班"),  # left primary school two years ago
        (2023, 7, 2026, "2023级2班"),
        (2000, 1, 2026, "2000级2班"),
    ],
)
def test_class_label_by_school_year(entry_year: int, entry_grade: int, school_year: int, label: str) -> None:
    given = {"entry_year": entry_year, "entry_grade": entry_grade, "number": 2}

    assert class_label(**given, school_year=school_year) == label
