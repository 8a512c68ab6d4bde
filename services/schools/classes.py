"""Labels of classes."""

# Counted through: grade 7, the first of junior school, is written 七, and grade 10 高一.
GRADES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "高一", "高二", "高三")


def class_label(*, entry_year: int, entry_grade: int, number: int, school_year: int) -> str:
    """三(2)班 in the school years the class is taught; 2018级2班, by its entry year, before and after."""
    grade = entry_grade + school_year - entry_year
    return (
        class_label_in_grade(grade, number)
        if entry_grade <= grade <= _last_grade(entry_grade)
        else f"{entry_year}级{number}班"
    )


def class_label_in_grade(grade: int, number: int) -> str:
    """三(2)班 for grade 3, class 2."""
    return f"{GRADES[grade - 1]}({number})班"


def entry_of(grade: int, school_year: int) -> tuple[int, int]:
    """Entry grade and entry year of a class that is in a grade in a school year: 1, 7 or 10, and when that was."""
    entry_grade = 1 if grade < 7 else 7 if grade < 10 else 10
    return entry_grade, school_year - (grade - entry_grade)


def _last_grade(entry_grade: int) -> int:
    """Primary ends with grade 6, junior with 9, senior with 12."""
    # By the grade of entry, not the school: a nine-year school teaches primary and junior classes under one roof.
    return 6 if entry_grade < 7 else 9 if entry_grade < 10 else 12
