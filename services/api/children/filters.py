"""Filters and orderings of the lists of pupils and of children, the same for both."""

from typing import Any

from django.db.models import QuerySet

from services.api.resources.filters import BooleanFilter, ChoiceFilter, Filter, Params, SearchFilter, UuidFilter
from services.care import queries as care
from services.children.choices import PupilState, Ternary
from services.children.queries import basis, lists
from services.kit import clock
from services.kit.pagination.keyset import Ordering
from services.plans.choices import CareActivity

ORDERINGS = {
    "name": Ordering.of_columns("pinyin"),
    "-name": Ordering.of_columns("-pinyin"),
    "birth_date": Ordering.of_columns("birth_date"),
    "-birth_date": Ordering.of_columns("-birth_date"),
    "-updated_at": Ordering.of_columns("-updated_at"),
}
ANY = "any"


# Composed here, because children may not import care.
def _with_overdue_work(rows: QuerySet[Any], activity: str) -> QuerySet[Any]:
    work = care.overdue_work(clock.today())
    return rows.filter(child__in=(work if activity == ANY else work.filter(activity=activity)).values("child_id"))


def _without_contact(rows: QuerySet[Any], _answer: str) -> QuerySet[Any]:
    return rows.filter(child__in=care.without_contact(clock.today()))


# Without lookups: the app filters, as its pages do.
PUPIL_FILTERS: dict[str, Filter] = {
    "q": SearchFilter(description="姓名、拼音、首字母，或完整的证件号、学籍号"),
    "class": UuidFilter(),
    "school": UuidFilter(),
    "boarding": BooleanFilter(),
    "state": ChoiceFilter(PupilState.values),
}
CHILD_FILTERS: dict[str, Filter] = {
    **PUPIL_FILTERS,
    "basis": ChoiceFilter(basis.BASES, description="口径"),
    "answer": ChoiceFilter(Ternary.values, description="按口径的判定，默认 yes"),
    "paired": BooleanFilter(),
    "card": BooleanFilter(),
    "late": ChoiceFilter([ANY, *CareActivity.values], _with_overdue_work, description="有逾期的应办：某类或任何一类"),
    "contact": ChoiceFilter(["no"], _without_contact, description="no：30 天没有联系"),
}


def pupil_filter(params: Params) -> lists.PupilFilter:
    return lists.PupilFilter(
        search_text=params["q"] or "",
        school_class=params["class"],
        school=params["school"],
        boarding=params["boarding"],
        state=params["state"] or "",
        basis=params.get("basis") or "",
        answer=params.get("answer") or Ternary.YES,
        is_paired=params.get("paired"),
        has_card=params.get("card"),
    )
