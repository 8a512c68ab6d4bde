"""What a list of pupils or of children may be asked: filters and orderings, the same for both."""

from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from services.api import request_params
from services.children.choices import PupilState, Ternary
from services.children.queries import basis, lists
from services.kit.pagination import Ordering

NAMES = {
    "name": Ordering.of_columns("pinyin"),
    "-name": Ordering.of_columns("-pinyin"),
    "birth_date": Ordering.of_columns("birth_date"),
    "-birth_date": Ordering.of_columns("-birth_date"),
    "-updated_at": Ordering.of_columns("-updated_at"),
}
PUPIL_FILTERS = [
    OpenApiParameter("q", str, description="姓名、拼音、首字母，或完整的证件号、学籍号"),
    OpenApiParameter("class", UUID),
    OpenApiParameter("school", UUID),
    OpenApiParameter("boarding", bool),
    OpenApiParameter("state", str, enum=PupilState.values),
]
CHILD_FILTERS = [
    *PUPIL_FILTERS,
    OpenApiParameter("basis", str, enum=list(basis.BASES), description="口径"),
    OpenApiParameter("answer", str, enum=Ternary.values, description="按口径的判定，默认 yes"),
    OpenApiParameter("paired", bool),
    OpenApiParameter("card", bool),
]


def filter_from(request: Request) -> lists.PupilFilter:
    """The filters of a list, each checked."""
    return lists.PupilFilter(
        search_text=request.query_params.get("q", "")[:60],
        school_class=request_params.uuid_param(request, "class"),
        school=request_params.uuid_param(request, "school"),
        boarding=request_params.bool_param(request, "boarding"),
        basis=request_params.choice_param(request, "basis", basis.BASES) or "",
        answer=request_params.choice_param(request, "answer", Ternary.values) or Ternary.YES,
        state=request_params.choice_param(request, "state", PupilState.values) or "",
        is_paired=request_params.bool_param(request, "paired"),
        has_card=request_params.bool_param(request, "card"),
    )


def serialize_class(row: dict[str, Any], on: date) -> dict[str, Any]:
    return {"id": row["school_class__public_id"], "label": lists.class_label(row, on)}
