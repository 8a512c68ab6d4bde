"""What a list of pupils or of children may be asked: filters and orderings, the same for both."""

from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from services.api import asked
from services.children.choices import Answer, PupilState
from services.children.queries import basis, people
from services.kit.paging import Order

NAMES = {
    "name": Order.by("pinyin"),
    "-name": Order.by("-pinyin"),
    "birth_date": Order.by("birth_date"),
    "-birth_date": Order.by("-birth_date"),
    "-updated_at": Order.by("-updated_at"),
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
    OpenApiParameter("answer", str, enum=Answer.values, description="按口径的判定，默认 yes"),
    OpenApiParameter("paired", bool),
    OpenApiParameter("card", bool),
]


def wish_of(request: Request) -> people.Wish:
    """The filters of a list, each checked."""
    return people.Wish(
        words=request.query_params.get("q", "")[:60],
        school_class=asked.public_id(request, "class"),
        school=asked.public_id(request, "school"),
        boarding=asked.yes(request, "boarding"),
        basis=asked.one_of(request, "basis", basis.BASES) or "",
        answer=asked.one_of(request, "answer", Answer.values) or Answer.YES,
        state=asked.one_of(request, "state", PupilState.values) or "",
        is_paired=asked.yes(request, "paired"),
        has_card=asked.yes(request, "card"),
    )


def class_shape(row: dict[str, Any], on: date) -> dict[str, Any]:
    return {"id": row["school_class__public_id"], "label": people.class_label(row, on)}
