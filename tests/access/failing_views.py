"""Two doors that write and then fail, for tests: `POST /api/v1/half` and `POST /half/`, each with `?how=`."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.base import BaseView
from services.children.models import Pupil
from services.kit.exceptions import ApplicationError
from services.web.decorators import requires

FAILURES: dict[str, Exception | None] = {
    "refused": ApplicationError("不行"),
    "missing": Http404(),
    "broken": ZeroDivisionError(),
    "well": None,
}


def write_and_fail(how: str) -> None:
    Pupil.objects.filter(name="王小明").update(remark="写了一半")
    if failure := FAILURES[how]:
        raise failure


class HalfDoor(BaseView):
    required_permissions = {"POST": Permission.EDIT_PUPIL}

    def post(self, request: Request) -> Response:
        write_and_fail(request.query_params["how"])
        return Response({})


@requires(Permission.EDIT_PUPIL)
def half(request: Any) -> HttpResponse:
    write_and_fail(request.GET["how"])
    return HttpResponse()


urlpatterns = [
    path("api/v1/half", HalfDoor.as_view()),
    path("half/", half),
    path("", include("services.config.urls")),
]
