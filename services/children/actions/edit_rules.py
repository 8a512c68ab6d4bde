"""What the roster import refuses, an edit by hand refuses, by the same rule and under the same code."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from services.children.choices import IdKind
from services.children.models import Pupil, PupilPrivate
from services.children.queries.rosters import term_of_import
from services.children.roster import checks
from services.children.roster.cells import identity, names, options, text
from services.children.roster.issues import MESSAGES, CellProblem
from services.kit.exceptions import ApplicationError
from services.kit.i18n import translate
from services.kit.xlsx import CellValue
from services.schools.choices import Sex

Value = TypeVar("Value")
MAX_GUARDIAN_AGE = 119  # years


class UnableToEdit(ApplicationError):
    """An impossible value; names the field."""


def refusal(problem: CellProblem, field: str) -> UnableToEdit:
    """The error of a field that an issue of the import is about."""
    return UnableToEdit(translate(MESSAGES[problem.code][1], problem.params), field=field, code=problem.code)


def cleaned(
    cleaner: Callable[[CellValue], tuple[Value | None, CellProblem | None]], typed: object, field: str
) -> Value | None:
    """What a cell of the roster would hold; None for nothing. Raises UnableToEdit."""
    value, problem = cleaner("" if typed is None else str(typed))
    if problem:
        raise refusal(problem, field)
    return value


def cleaned_unless_kept(clean: Callable[[object], str], typed: object, stored: str) -> str:
    """What is typed in the form of the import; what is stored stays as it is, though an older rule let it in."""
    return stored if stored and typed == stored else clean(typed)


def pupil_name(typed: object) -> str:
    """The one form of a pupil's name. Raises UnableToEdit."""
    name = cleaned(names.person, typed, "name")
    if not name:
        raise refusal(CellProblem("name_missing"), "name")
    return name


def adult_name(typed: object) -> str:
    """The one form of a parent's or guardian's name, "" for none. Raises UnableToEdit."""
    return cleaned(names.adult, typed, "name") or ""


def parent_location(typed: object) -> str:
    """Where a parent is, "" for nowhere known. Raises UnableToEdit."""
    return cleaned(text.plain, typed, "location") or ""


def clean_pupil(pupil: Pupil, changes: Mapping[str, object]) -> dict[str, object]:
    """The changes of a pupil, each in the form that the import gives it. Raises UnableToEdit."""
    return dict(changes) | {
        field: cleaned_unless_kept(clean, changes[field], getattr(pupil, field))
        for field, clean in _PUPIL_TEXTS.items()
        if field in changes
    }


def _ethnicity(typed: object) -> str:
    return cleaned(options.ethnicity, typed, "ethnicity") or ""


def _remark(typed: object) -> str:
    return cleaned(text.plain, typed, "remark") or ""


_PUPIL_TEXTS: Mapping[str, Callable[[object], str]] = {"name": pupil_name, "ethnicity": _ethnicity, "remark": _remark}


def check_person(pupil: Pupil, differing: list[str], today: date) -> None:
    """Check day of birth and sex, also against the ID number. Raises UnableToEdit."""
    start, _year = term_of_import(today)
    if "birth_date" in differing and (problem := checks.problem_of_birth(pupil.birth_date, today, start)):
        raise refusal(problem, "birth_date")
    if not {"birth_date", "sex"} & set(differing):
        return
    private = PupilPrivate.objects.filter(pupil=pupil, id_kind=IdKind.RESIDENT).first()
    number = private.unseal("id_number") if private else ""
    if len(number) != 18:
        return
    sex = "男" if pupil.sex == Sex.MALE else "女"
    for field, problem in (
        ("birth_date", checks.birth_mismatch(identity.birth_of(number), pupil.birth_date)),
        ("sex", checks.sex_mismatch(identity.sex_of(number), sex)),
    ):
        if field in differing and problem:
            raise refusal(problem, field)
