"""Fields of a body that are read as the roster import reads its cells, and refused under the same codes."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from rest_framework.exceptions import ValidationError
from rest_framework.fields import DateField, IntegerField

from services.children.roster.cells import dates, options
from services.children.roster.issues import MESSAGES, CellProblem
from services.kit.i18n import translate
from services.kit.xlsx import CellValue

Value = TypeVar("Value")


class BirthDateField(DateField):
    """A day of birth, however it is typed in a roster; answered as ISO 8601."""

    def to_internal_value(self, value: object) -> date:
        if not isinstance(value, (str, date)) or isinstance(value, datetime):
            return super().to_internal_value(value)  # type: ignore[arg-type]  # refuses any other type
        born = _cleaned(dates.day, value)
        if born is None:
            raise _refusal(CellProblem("birth_missing"))
        return born


class AgeField(IntegerField):
    """Whole years of an adult."""

    def to_internal_value(self, data: object) -> int | None:  # type: ignore[override]
        if isinstance(data, bool) or not isinstance(data, (str, int, float)):
            return super().to_internal_value(data)  # type: ignore[arg-type]  # refuses any other type
        return _cleaned(options.age, data)


def _cleaned(cleaner: Callable[[CellValue], tuple[Value | None, CellProblem | None]], cell: CellValue) -> Value | None:
    value, problem = cleaner(cell)
    if problem:
        raise _refusal(problem)
    return value


def _refusal(problem: CellProblem) -> ValidationError:
    return ValidationError(translate(MESSAGES[problem.code][1], problem.params), problem.code)
