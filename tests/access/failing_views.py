"""An endpoint and a page that write and then fail: `POST /api/v1/half` and `POST /half/`, with `?how=`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.views.base import BaseView
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


class FailingView(BaseView):
    required_permissions = {"POST": Permission.EDIT_PUPIL}

    def post(self, request: Request) -> Response:
        write_and_fail(request.query_params["how"])
        return Response({})


@requires(Permission.EDIT_PUPIL)
def failing_page(request: HttpRequest) -> HttpResponse:
    write_and_fail(request.GET["how"])
    return HttpResponse()


urlpatterns = [
    path("api/v1/half", FailingView.as_view()),
    path("half/", failing_page),
    path("", include("services.config.urls")),
]
