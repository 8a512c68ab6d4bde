"""Fields that the resources of a checkup share."""

from rest_framework.fields import CharField

from services.api.resources.fields import Computed
from services.api.views.base import BaseView
from services.schools.classes import class_label


def _label(_view: BaseView, entry_year: int, entry_grade: int, number: int, school_year: int) -> str:
    return class_label(entry_year=entry_year, entry_grade=entry_grade, number=number, school_year=school_year)


def class_label_field(school_class: str, campaign: str) -> Computed:
    """三(2)班, as the class is called in the campaign's school year. Both are paths to the related row."""
    columns = [f"{school_class}.{name}" for name in ("entry_year", "entry_grade", "number")]
    return Computed(CharField(), _label, *columns, f"{campaign}.term.school_year")
