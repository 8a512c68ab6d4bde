"""`deadlines`: what every school owes by a day; set by the county, met by each school."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline

SHOWN = ("public_id", "title", "kind", "due_on", "is_submitted", "schools_submitted")


class DeadlineSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=DeadlineKind.choices)
    due_on = serializers.DateField()
    is_submitted = serializers.BooleanField(help_text="本校是否已报送；县里看为是否有学校报送")
    schools_submitted = serializers.IntegerField(help_text="已报送的学校数；学校只数本校")


class DeadlineCreateSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=DeadlineKind.choices)
    due_on = serializers.DateField()


class DeadlineListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.MANAGE_CALENDAR}
    name = "deadlines"
    orderings = {"-due_on": Ordering.of_columns("-due_on"), "due_on": Ordering.of_columns("due_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows = deadlines.deadlines()
        if kind := request_params.choice_param(self.request, "kind", DeadlineKind.values):
            rows = rows.filter(kind=kind)
        return rows.values("id", *SHOWN)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found)

    @extend_schema(
        responses=request_params.page_schema(DeadlineSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("kind", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=DeadlineCreateSerializer, responses={201: DeadlineSerializer})
    def post(self, request: Request) -> Response:
        """Ask every school of the county for something by a day."""
        given = request_params.validated_body(DeadlineCreateSerializer, request)
        given["kind"] = DeadlineKind(given["kind"])

        def create() -> Response:
            return Response(_one(deadlines.set_deadline(**given, by=self.by, now=self.now)), status=201)

        return idempotent(request, self.by, self.now, create)


class DeadlineSubmitView(BaseView):
    required_permissions = {"POST": Permission.EDIT_PLANS}

    @extend_schema(request=None, responses=DeadlineSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """The school has handed it in; again changes nothing."""
        deadline = get_or_404(Deadline.objects.all(), public_id)
        deadlines.submit_deadline(deadline=deadline, by=self.by, now=self.now)
        return Response(_one(deadline))


def _one(deadline: Deadline) -> dict[str, Any]:
    return _answer(deadlines.deadlines().values(*SHOWN).get(pk=deadline.pk))


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    return {"id": found["public_id"]} | {name: found[name] for name in SHOWN[1:]}
