"""`care-records`: what was done for a child; the note for those who may read it."""

from collections.abc import Sequence
from typing import ClassVar, Unpack

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, DateTimeField, IntegerField, ListField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import ChoiceFilter, DateFilter, UuidFilter
from services.api.resources.references import child_reference, staff_reference
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.lists import ordered_by
from services.api.views.objects import CreateMixin, DestroyMixin, DetailView, ListCreateView
from services.care import access, queries
from services.care.actions import care_records, history
from services.care.actions.history import PastCareRecord
from services.care.actions.saving import CareRecordValues
from services.care.choices import AuditAction, Mood, Topic
from services.care.models import CareNote, CareRecord
from services.kit import clock
from services.plans.choices import CareActivity
from services.schools.models import Staff

MAX_IMPORTED = 500  # a teacher's records of a school year


class CareRecordSerializer(Resource):
    child = child_reference()
    staff = staff_reference()
    activity = EnumField(CareActivity)
    happened_on = DateField(default=clock.today, help_text="不填为今天")
    mood = EnumField(Mood, required=False, allow_null=True)
    topics = ListField(child=EnumField(Topic), required=False)
    recorded_at = DateTimeField()


class CareRecordDetailSerializer(CareRecordSerializer):
    writable: ClassVar[Sequence[str]] = ("child", "activity", "happened_on", "mood", "topics", "text", "agreed")
    text = CharField(
        allow_null=True,
        allow_blank=True,
        required=False,
        max_length=care_records.MAX_NOTE_LENGTH,
        help_text="谈了什么；县里看不到",
    )
    agreed = CharField(
        allow_null=True,
        allow_blank=True,
        required=False,
        max_length=CareNote.agreed.field.max_length,
        help_text="约定；县里看不到",
    )
    settles = UUIDField(source="due_work.public_id", allow_null=True, help_text="完成了哪一项应办")


class PastCareRecordSerializer(CareRecordDetailSerializer):
    writable = (*CareRecordDetailSerializer.writable, "recorded_at")
    happened_on = DateField()
    recorded_at = DateTimeField(help_text="当时记下的时间")


class CareRecordImportSerializer(Serializer):
    staff = staff_reference(help_text="谁做的；记录算在名下")
    records = ListField(child=PastCareRecordSerializer(), max_length=MAX_IMPORTED)


class CareRecordsImportedSerializer(Serializer):
    records = IntegerField(help_text="导入了几条")


class CareRecordListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_CARE, "POST": Permission.RECORD_CARE}
    serializer = CareRecordSerializer
    create_serializer = created_serializer = CareRecordDetailSerializer
    audit_action, audit_columns = AuditAction.RECORDS_VIEWED, ("child__public_id",)
    orderings = ordered_by("-happened_on", "happened_on")
    filters = {
        "child": UuidFilter("child__public_id"),
        "staff": UuidFilter("staff__public_id"),
        "activity": ChoiceFilter(CareActivity.values, "activity"),
        "from": DateFilter("happened_on__gte"),
        "until": DateFilter("happened_on__lte"),
    }

    def get_queryset(self) -> QuerySet[CareRecord]:
        return access.visible_records(self.actor, self.now)

    # The list has no notes: they are opened one at a time, and each opening is logged.
    def get_created_queryset(self) -> QuerySet[CareRecord]:
        return queries.with_notes(self.get_queryset(), self.actor)

    def create(self, **body: Unpack[CareRecordValues]) -> CareRecord:
        """Record a talk, a home visit or a call; it closes the work that was due."""
        return care_records.record(**body, by=self.actor, now=self.now)


class CareRecordImportView(CreateMixin):
    required_permissions = {"POST": Permission.MANAGE_SCHOOL}
    create_serializer, created_serializer = CareRecordImportSerializer, CareRecordsImportedSerializer

    def create(self, *, staff: Staff, records: list[PastCareRecord]) -> Row:
        """Bring in what a member of staff recorded elsewhere before, all or none; nobody is notified."""
        created = history.import_records(entries=records, staff=staff, by=self.actor, now=self.now)
        return {"records": len(created)}


class CareRecordDetailView(DetailView[CareRecord], DestroyMixin[CareRecord]):
    required_permissions = {"GET": Permission.VIEW_CARE, "DELETE": Permission.RECORD_CARE}
    serializer = CareRecordDetailSerializer
    # About the record and the child: the access log of either must name the reading.
    audit_action, audit_columns = AuditAction.RECORD_VIEWED, ("public_id", "child__public_id")

    def get_queryset(self) -> QuerySet[CareRecord]:
        return queries.with_notes(access.visible_records(self.actor, self.now), self.actor)

    def destroy(self, record: CareRecord, /) -> None:
        """Take a record back: its author, within ten minutes."""
        care_records.withdraw(record=record, by=self.actor, now=self.now)
