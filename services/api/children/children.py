"""`children`: the case files, one of them, and who can see it."""

from collections.abc import Sequence
from types import SimpleNamespace

from django.db.models import QuerySet
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, ListField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api.children.filters import CHILD_FILTERS, ORDERINGS, pupil_filter
from services.api.children.serializers import ClassSummarySerializer, FamilySerializer
from services.api.children.views import ChildView
from services.api.resources.fields import EnumField
from services.api.resources.references import staff_reference
from services.api.resources.rows import Row, Source
from services.api.resources.serializers import Serializer
from services.api.views.base import get_or_404
from services.api.views.lists import KeysetListView
from services.api.views.objects import CreateMixin, DestroyMixin, DetailView
from services.children import access
from services.children.actions import sharing
from services.children.choices import AuditAction, PupilState, Ternary
from services.children.models import CaseAssignment, Child, Pupil
from services.children.queries import lists
from services.schools.choices import Sex
from services.schools.models import Staff


class ChildSerializer(Serializer):
    # Read from the pupil: a list is ordered and searched by its columns.
    id = UUIDField(source="child.public_id")
    pupil = UUIDField(source="public_id")
    name = CharField()
    sex = EnumField(Sex)
    birth_date = DateField()
    school_class = ClassSummarySerializer()
    boarding = BooleanField(allow_null=True)
    state = EnumField(PupilState)
    opened_on = DateField(source="child.opened_on")
    opening_reason = CharField(source="child.opening_reason")
    guardian = CharField(source="guardian_name", allow_null=True)
    has_card = BooleanField()
    d1 = EnumField(Ternary)
    d2 = EnumField(Ternary)
    d3 = EnumField(Ternary)


class ChildDetailSerializer(ChildSerializer):
    family = FamilySerializer()


class AccessReasonSerializer(Serializer):
    id = UUIDField(help_text="这份托付，结束时用")
    staff = UUIDField()
    name = CharField()
    reason = CharField()
    reason_label = CharField()
    note = CharField()
    since = DateTimeField()
    can_sign_in = BooleanField()


class RoleSerializer(Serializer):
    role = CharField()
    role_label = CharField()
    sentence = CharField()
    names = ListField(child=CharField())


class ChildAccessSerializer(Serializer):
    people = AccessReasonSerializer(many=True)
    roles = RoleSerializer(many=True)


class ChildListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CHILD}
    serializer = ChildSerializer
    audit_action, audit_columns = AuditAction.LISTED, ("child__public_id",)
    orderings = ORDERINGS
    filters = CHILD_FILTERS

    def get_queryset(self) -> QuerySet[Pupil]:
        return lists.children(self.actor, self.now, self.today, pupil_filter(self.params))


class ChildDetailView(ChildView, DetailView[Child]):
    required_permissions = {"GET": Permission.VIEW_CHILD}
    serializer = ChildDetailSerializer
    purpose = ""  # of the read, for the audit log

    def version_of(self, answer: Row) -> Row:
        """The family: guardian and telephone numbers are changed at addresses of their own."""
        family: Row = answer["family"]
        return family

    def get_row(self) -> Source:
        """The list's columns and the family in one row, so that nothing is read twice."""
        child = self.get_object()
        pupil, family = child.pupil, self.family(child.pupil)
        # The list computes these in SQL for many pupils; here the family is loaded anyway.
        more = {
            "child": child,
            "school_class": pupil.school_class,
            "family": family,
            "guardian_name": family.guardian.name if family.guardian else None,
            "has_card": family.card is not None,
            **{basis: row.answer for basis, row in family.classifications.items()},
        }
        return SimpleNamespace(**vars(pupil) | more)

    def log_access(self, rows: Sequence[Source]) -> None:
        (row,) = rows
        audit.log(AuditAction.CHILD_VIEWED, target=row.child, by=self.actor, now=self.now, purpose=self.purpose)


class SharingSerializer(Serializer):
    staff = staff_reference()
    note = CharField(max_length=CaseAssignment.note.field.max_length, required=False, allow_blank=True)


class ChildAccessView(ChildView, CreateMixin):
    required_permissions = {"GET": Permission.VIEW_CHILD_ACCESS, "POST": Permission.MANAGE_SCHOOL}
    serializer = ChildAccessSerializer
    create_serializer = SharingSerializer

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Who can see this child, and why: people by assignment, others by their role."""
        return Response(self.represent(self._access(self.get_object())))

    def post(self, request: Request, **kwargs: object) -> Response:
        self.get_object()  # another school's child is unknown, whatever the body holds
        return super().post(request, **kwargs)

    def create(self, *, staff: Staff, note: str = "") -> Row:
        """Let a teacher or psychology teacher of the school see and record this child."""
        child = self.get_object()
        sharing.share_child(child=child, staff=staff, note=note, by=self.actor, now=self.now)
        return self._access(child)

    def _access(self, child: Child) -> Row:
        return {"people": lists.who_can_see(child, self.now), "roles": lists.roles_that_see(child, self.today)}


class ChildAssignmentView(DestroyMixin[CaseAssignment]):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}

    def get_object(self) -> CaseAssignment:
        child: Child = get_or_404(access.visible_to(self.actor, self.now), self.kwargs["public_id"])
        rows = CaseAssignment.objects.filter(child=child)
        assignment: CaseAssignment = get_or_404(rows, self.kwargs["assignment_id"])
        return assignment

    def destroy(self, assignment: CaseAssignment, /) -> None:
        """End what the school has assigned; a pairing or the class teacher ends at its own address."""
        sharing.end_sharing(assignment=assignment, by=self.actor, now=self.now)
