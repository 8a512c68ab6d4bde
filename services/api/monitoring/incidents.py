"""`system-incidents`: what needs a person now, and what was handled."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import queries as people
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.notify import queries
from services.notify.actions.incidents import close_incident
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident

PLAIN = ("kind", "source", "opened_at", "last_seen_at", "seen_count", "closed_at")
SHOWN = ("id", "public_id", *PLAIN, "closed_by_id", "school__public_id", "school__name")


class SystemIncidentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=IncidentKind.choices)
    source = serializers.CharField(allow_blank=True, help_text="哪个渠道、队列或规则")  # type: ignore[assignment]  # DRF takes declared fields off the class
    school = request_params.NamedReferenceSerializer(allow_null=True, help_text="空：县里的")
    opened_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    seen_count = serializers.IntegerField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField(allow_blank=True)


class SystemIncidentListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    name = "system-incidents"
    orderings = {"-opened_at": Ordering.of_columns("-id"), "opened_at": Ordering.of_columns("id")}

    def rows(self) -> QuerySet[SystemIncident, dict[str, Any]]:
        rows = queries.incidents()
        if (is_open := request_params.bool_param(self.request, "open")) is not None:
            rows = rows.filter(closed_at__isnull=is_open)
        if kind := request_params.choice_param(self.request, "kind", IncidentKind.values):
            rows = rows.filter(kind=kind)
        found: QuerySet[SystemIncident, dict[str, Any]] = rows.values(*SHOWN)
        return found

    def log_access(self, found: Any) -> None:
        self.names = people.names_of({each["closed_by_id"] for each in found})

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found, self.names)

    @extend_schema(
        responses=request_params.page_schema(SystemIncidentSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("open", bool),
            OpenApiParameter("kind", str, enum=IncidentKind.values),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class SystemIncidentCloseView(BaseView):
    required_permissions = {"POST": Permission.CLOSE_INCIDENTS}

    @extend_schema(request=None, responses=SystemIncidentSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Handled; seen again, it opens anew."""
        incident = get_or_404(queries.incidents(), public_id)
        close_incident(incident=incident, by=self.by, now=self.now)
        told = queries.incidents().values(*SHOWN).get(pk=incident.pk)
        return Response(_answer(told, people.names_of([told["closed_by_id"]])))


def _answer(found: dict[str, Any], names: Any) -> dict[str, Any]:
    school = {"id": found["school__public_id"], "name": found["school__name"]}
    return {
        "id": found["public_id"],
        **{name: found[name] for name in PLAIN},
        "school": school if school["id"] else None,
        "closed_by": names[found["closed_by_id"]] if found["closed_by_id"] else "",
    }
