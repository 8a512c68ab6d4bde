"""`audit-log`: who saw and changed what; the same of one child; people and children by name; an export."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.fields import CharField, ChoiceField, DateTimeField, ListField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit, audit_actions, audit_queries
from services.access.actions.audit_export import MAX_REASON_LENGTH, export_audit_log
from services.access.audit_queries import AuditFilter, audit_events
from services.access.choices import AuditAction
from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.api.resources.fields import Computed
from services.api.resources.filters import ChoiceFilter, DateFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.base import BaseView, get_or_400, get_or_404
from services.api.views.lists import KeysetListView, ordered_by
from services.children import access as children
from services.children.models import Child
from services.children.queries import audit_lookup
from services.schools.models import School, Staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_MATCHES = 20
NEWEST = ordered_by("-recorded_at")


def label(_view: BaseView, action: str) -> str:
    return audit_actions.label_of(action)


class AuditEventSerializer(Serializer):
    id = UUIDField()
    recorded_at = DateTimeField()
    actor = user_name("user_id")
    role = CharField()
    operator = CharField(help_text="系统管理员在命令行做的：是谁")
    action = CharField()
    label = Computed(CharField(help_text="做了什么"), label, "action")
    school = UUIDField(source="school.public_id", allow_null=True)
    subject = CharField(source="target_model", help_text="第一个对象的种类")
    target = ListField(child=CharField())
    purpose = CharField()


class FilteredAuditView(BaseView):
    """What the list and its export share: the filters of the query."""

    filters = {
        "target": UuidFilter(description="关于这个编号的"),
        "child": UuidFilter(description="关于这个孩子的档案和其中每一项的"),
        "person": UuidFilter(description="这位教职工或县级工作人员做的"),
        "school": UuidFilter(),
        "action": ChoiceFilter(audit_actions.values()),
        "from": DateFilter(description="从这一天起"),
        "to": DateFilter(description="到这一天止"),
    }

    def audit_filter(self) -> AuditFilter:
        params = self.params
        person = self._person()
        if school := params["school"]:
            get_or_400(School.objects.all(), school, "school")
        return AuditFilter(
            user_ids=None if person is None else [person.user_id or 0],
            targets=self._targets(),
            school=school,
            action=params["action"] or "",
            begins=params["from"],
            ends=params["to"],
        )

    def _person(self) -> Any:
        if not (public_id := self.params["person"]):
            return None
        return audit_queries.person(public_id) or get_or_400(Staff.objects.none(), public_id, "person")

    def _targets(self) -> list[Any] | None:
        if public_id := self.params["child"]:
            child = get_or_400(Child.objects.all(), public_id, "child")
            audit.log(AuditAction.AUDIT_OF_CHILD_VIEWED, target=child, by=self.actor, now=self.now)
            return audit_lookup.ids_of_record(child)
        return [self.params["target"]] if self.params["target"] else None


class AuditEventListView(FilteredAuditView, UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_AUDIT_LOG}
    serializer = AuditEventSerializer
    user_columns = ("user_id",)
    orderings = NEWEST
    # The view applies them: a period and a record are more than one condition.

    def get_queryset(self) -> QuerySet[AuditEvent]:
        return audit_events(self.audit_filter())


class AuditReasonSerializer(Serializer):
    reason = CharField(max_length=MAX_REASON_LENGTH)


class AuditExportView(FilteredAuditView):
    required_permissions = {"POST": Permission.VIEW_AUDIT_LOG}

    @extend_schema(request=AuditReasonSerializer, responses={(200, XLSX): OpenApiTypes.BINARY})
    def post(self, request: Request) -> HttpResponse:
        """The filtered log as a workbook. The reason for the export is recorded in the log."""
        body = self.validated_body(AuditReasonSerializer)
        content = export_audit_log(filters=self.audit_filter(), by=self.actor, now=self.now, **body)
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="audit-log.xlsx"'
        return response


class AuditNameSerializer(Serializer):
    name = CharField(max_length=60)


class AuditMatchSerializer(Serializer):
    kind = ChoiceField(choices=["child", "person"])
    id = UUIDField()
    name = CharField()
    school = CharField(allow_blank=True)


class AuditMatchesSerializer(Serializer):
    results = AuditMatchSerializer(many=True)


class AuditSearchView(BaseView):
    required_permissions = {"POST": Permission.VIEW_AUDIT_LOG}
    serializer = AuditMatchesSerializer

    @extend_schema(request=AuditNameSerializer, responses={200: AuditMatchesSerializer})
    def post(self, request: Request) -> Response:
        """People and children of a name, to filter by. A name stands in no address, so it comes in the body.

        Who may not open children finds one by the whole name only.
        """
        name = self.validated_body(AuditNameSerializer)["name"]
        matching = audit_lookup.children_named(name, self.actor, self.now, MAX_MATCHES)
        people = audit_queries.persons_named(name, MAX_MATCHES)
        audit.log(AuditAction.AUDIT_SEARCHED, target=[*matching, *people], by=self.actor, now=self.now)
        matches: list[Row] = [
            {"kind": "child", "id": row.public_id, "name": row.pupil.name, "school": row.pupil.school.name}
            for row in matching
        ]
        matches += [
            {
                "kind": "person",
                "id": row.public_id,
                "name": row.name,
                "school": row.school.name if isinstance(row, Staff) else "",
            }
            for row in people
        ]
        return Response(self.represent({"results": matches}))


class ChildAuditEventSerializer(AuditEventSerializer):
    """The same fields under a name of its own: in the API description each list has its own page type."""


class ChildAuditEventListView(UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CHILD_ACCESS}
    serializer = ChildAuditEventSerializer
    user_columns = ("user_id",)
    orderings = NEWEST

    def get_queryset(self) -> QuerySet[AuditEvent]:
        child: Child = get_or_404(children.visible_to(self.actor, self.now), self.kwargs["public_id"])
        # First, so that this reading is listed, too.
        audit.log(AuditAction.AUDIT_OF_CHILD_VIEWED, target=child, by=self.actor, now=self.now)
        return audit_events(AuditFilter(targets=audit_lookup.ids_of_record(child)))

    def log_access(self, rows: Sequence[Row]) -> None:
        """Log nothing here: the rows are audit events, and the view has already logged the read of the child."""
