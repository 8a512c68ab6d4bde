"""Filters of the list of children: read from the address, shown as chips."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from services.care import queries as care
from services.children.choices import PupilState, Ternary
from services.children.models import Pupil
from services.children.queries.lists import PupilFilter
from services.kit import clock
from services.plans.choices import CareActivity
from services.schools import queries as schools
from services.schools.models import School, SchoolClass
from services.web import drill_path
from services.web.components import Tab
from services.web.page_request import PageRequest, choice_param, query_string, uuid_param

_Row = TypeVar("_Row", bound=Model)
BASIS_LABELS = {
    "d1": gettext_lazy("学校口径（父母一方或双方外出）"),
    "d2": gettext_lazy("国发13号口径"),
    "d3": gettext_lazy("教育统计口径（外出三个月以上）"),
}
YES_NO = {"yes": True, "no": False}
YES_OR_NO = {"boarding", "paired", "card"}
EXPORTED = (*YES_OR_NO, "class", "school", "basis", "answer", "state", "late", "contact")
# One question each, as a head asks it; combinations are for the export.
CHIPS: tuple[tuple[Promise, dict[str, str]], ...] = (
    (gettext_lazy("全部"), {}),
    (gettext_lazy("学校口径"), {"basis": "d1"}),
    (gettext_lazy("国发13号"), {"basis": "d2"}),
    (gettext_lazy("教育统计"), {"basis": "d3"}),
    (gettext_lazy("情况不明"), {"basis": "d1", "answer": "unknown"}),
    (gettext_lazy("未结对"), {"paired": "no"}),
    (gettext_lazy("有逾期"), {"late": "any"}),
    (gettext_lazy("30 天没有联系"), {"contact": "no"}),
    (gettext_lazy("寄宿"), {"boarding": "yes"}),
    (gettext_lazy("无联系卡"), {"card": "no"}),
)


@dataclass(frozen=True)
class ClassOption:
    """A class in the select above the list."""

    id: str
    label: str
    is_selected: bool


def pupil_filter(request: PageRequest) -> PupilFilter:
    """The filters of the address. An invalid value filters nothing."""
    return PupilFilter(
        school_class=uuid_param(request, "class"),
        school=uuid_param(request, "school"),
        boarding=YES_NO.get(request.GET.get("boarding", "")),
        basis=choice_param(request, "basis", BASIS_LABELS),
        # A basis alone means the children who are left-behind by it.
        answer=choice_param(request, "answer", Ternary.values, default=Ternary.YES),
        state=choice_param(request, "state", PupilState.values),
        is_paired=YES_NO.get(request.GET.get("paired", "")),
        has_card=YES_NO.get(request.GET.get("card", "")),
    )


def filter_by_care(
    request: PageRequest, rows: "QuerySet[Pupil, dict[str, object]]"
) -> "QuerySet[Pupil, dict[str, object]]":
    """Care work past its day, `late=talk` of one activity, `late=any` of any; `contact=no`: nobody for 30 days."""
    # Composed here, because children may not import care.
    if request.GET.get("contact") == "no":
        rows = rows.filter(child__in=care.without_contact(clock.today()))
    activity = request.GET.get("late", "")
    if not activity:
        return rows
    work = care.overdue_work(clock.today())
    if activity in CareActivity.values:
        work = work.filter(activity=activity)
    return rows.filter(child__in=work.values("child_id"))


def chips(request: PageRequest) -> list[Tab]:
    """One filter at a time, together with the school and class that are chosen."""
    # Choosing a chip must not lose the class that was chosen.
    kept = {name: request.GET[name] for name in ("class", "school") if request.GET.get(name)}
    current = {name: value for name, value in request.GET.items() if name not in {"cursor", "class", "school"}}
    url = reverse("web:children")
    return [Tab(label, f"{url}?{urlencode(kept | query)}", is_active=current == query) for label, query in CHIPS]


def for_export(request: PageRequest) -> dict[str, str]:
    """The filters of the address in the API's words, which an export understands."""
    booleans = {"yes": "true", "no": "false"}
    kept = {name: request.GET[name] for name in EXPORTED if request.GET.get(name)}
    return {name: booleans.get(text, text) if name in YES_OR_NO else text for name, text in kept.items()}


@dataclass(frozen=True)
class Selection:
    """The school and class of the address: the steps down to them, and chips that take each away again."""

    path: list[Tab]
    chips: list[Tab]


def selection(request: PageRequest) -> Selection:
    """What the list is narrowed to, for its breadcrumbs and its chips; nothing for what is not visible."""
    school = _named(School.objects.select_related("township"), uuid_param(request, "school"))
    school_class = _named(SchoolClass.objects.select_related("school__township"), uuid_param(request, "class"))
    chips = [Tab(school.name, query_string(request, school="", **{"class": ""}))] if school else []
    if school_class is None:
        return Selection(drill_path.to_school(request.actor, school) if school else [], chips)
    path = drill_path.to_class(request.actor, school_class.school, school_class)
    return Selection(path, [*chips, Tab(path[-1].label, query_string(request, **{"class": ""}))])


def _named(rows: QuerySet[_Row], public_id: UUID | None) -> _Row | None:
    return rows.filter(public_id=public_id).first() if public_id else None


def class_options(request: PageRequest) -> list[ClassOption]:
    """The school's classes; none for the county, which has thousands."""
    if request.actor.school_id is None:
        return []
    year = schools.school_year_of(clock.today())
    selected = request.GET.get("class", "")
    return [
        ClassOption(str(row.public_id), row.label(year), is_selected=str(row.public_id) == selected)
        for row in schools.classes(year)
    ]
