"""`pupils`: everyone enrolled; edits by hand."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import BooleanField, CharField, DateField, UUIDField

from services.access import audit
from services.access.permissions import Permission
from services.api.children.fields import BirthDateField
from services.api.children.filters import ORDERINGS, PUPIL_FILTERS, pupil_filter
from services.api.children.serializers import ClassSummarySerializer, FamilySerializer
from services.api.resources.fields import EnumField, ReferenceField, TypedField
from services.api.resources.rows import Source
from services.api.resources.serializers import Resource, Serializer
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin, action
from services.children import access
from services.children.actions import departures, family
from services.children.choices import AuditAction, DepartureKind, Household, PupilState, ReportedLeftBehind
from services.children.importing import enrolment
from services.children.models import Departure, Pupil
from services.children.queries import family as families
from services.children.queries import lists
from services.schools.choices import Sex
from services.schools.models import SchoolClass


class PupilSerializer(Resource):
    name = TypedField()
    sex = EnumField(Sex)
    birth_date = BirthDateField()
    school_class = ReferenceField(lambda _view: SchoolClass.objects.all(), ClassSummarySerializer())
    boarding = BooleanField(allow_null=True)
    household = EnumField(Household, allow_blank=True)
    state = EnumField(PupilState)
    child = UUIDField(source="child.public_id", allow_null=True)


class PupilDetailSerializer(PupilSerializer):
    writable = family.EDITABLE
    ethnicity = TypedField(write_only=True)
    remark = TypedField(write_only=True)
    family = FamilySerializer()


class PupilLeaveSerializer(Serializer):
    on = DateField(help_text="离校后的第一天")
    kind = EnumField(DepartureKind)
    to_school = CharField(max_length=Departure.to_school.field.max_length, required=False, allow_blank=True)
    note = CharField(max_length=Departure.note.field.max_length, required=False, allow_blank=True)
    expected_on = DateField(required=False, allow_null=True, help_text="休学的预计复学日")


class PupilReturnSerializer(Serializer):
    on = DateField(help_text="返校的第一天；与离校日相同表示登记错误")
    school_class = ReferenceField(lambda _view: SchoolClass.objects.all(), required=False, help_text="不填则回原班")


class PupilCreateSerializer(Serializer):
    name = TypedField()
    sex = EnumField(Sex, required=False, allow_blank=True, help_text="有身份证号时可不填")
    birth_date = BirthDateField(required=False, allow_null=True, help_text="有身份证号时可不填")
    school_class = ReferenceField(lambda _view: SchoolClass.objects.all())
    id_type = TypedField(required=False)
    id_number = TypedField(required=False)
    student_number = TypedField(required=False)
    ethnicity = TypedField(required=False)
    household = EnumField(Household, required=False, allow_blank=True)
    boarding = BooleanField(required=False, allow_null=True)
    reported_status = EnumField(ReportedLeftBehind, required=False, allow_blank=True)
    remark = TypedField(required=False)


class PupilListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PUPIL, "POST": Permission.EDIT_PUPIL}
    serializer = PupilSerializer
    create_serializer = PupilCreateSerializer
    audit_action = AuditAction.PUPILS_LISTED
    orderings = ORDERINGS
    filters = PUPIL_FILTERS

    def get_queryset(self) -> QuerySet[Pupil]:
        return lists.pupils(self.actor, self.now, pupil_filter(self.params))

    def get_created_queryset(self) -> QuerySet[Pupil]:
        return lists.pupils(self.actor, self.now, lists.PupilFilter())

    def create(self, *, sex: str = "", birth_date: date | None = None, **body: Any) -> Pupil:
        """Enrol a pupil by hand; the rules are those of a roster import."""
        return enrolment.add_pupil(sex=sex, birth_date=birth_date, **body, by=self.actor, now=self.now)


class PupilDetailView(DetailView[Pupil], UpdateMixin[Pupil]):
    required_permissions = {"GET": Permission.VIEW_PUPIL, "PATCH": Permission.EDIT_PUPIL}
    serializer = update_serializer = PupilDetailSerializer

    def get_queryset(self) -> QuerySet[Pupil]:
        return access.visible_pupils(self.actor, self.now).select_related("school_class", "child")

    def get_row(self) -> Source:
        pupil = self.get_object()
        audit.log(AuditAction.PUPIL_VIEWED, target=pupil, by=self.actor, now=self.now)
        more = {
            "school_class": pupil.school_class,
            "child": getattr(pupil, "child", None),
            "family": families.family_of(pupil, self.actor, self.today),
        }
        return SimpleNamespace(**vars(pupil) | more)

    def update(self, pupil: Pupil, /, **changes: Any) -> None:
        family.edit_pupil(pupil=pupil, changes=changes, by=self.actor, now=self.now)

    @action(Permission.EDIT_PUPIL, body_serializer=PupilLeaveSerializer)
    def leave(self, pupil: Pupil, /, **body: Any) -> None:
        """Record that the pupil leaves the school; pairing and access end on that day."""
        departures.leave(pupil=pupil, **body, by=self.actor, now=self.now)

    @action(Permission.EDIT_PUPIL, body_serializer=PupilReturnSerializer)
    def return_(self, pupil: Pupil, /, **body: Any) -> None:
        """Record that the pupil is back, in its former class or another."""
        departures.return_pupil(pupil=pupil, **body, by=self.actor, now=self.now)
