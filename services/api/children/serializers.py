"""A pupil's class and family as every answer shows them; sealed values are masked."""

from collections.abc import Sequence
from typing import ClassVar

from rest_framework.fields import BooleanField, CharField, DateField, IntegerField, TimeField, UUIDField

from services.api.children.fields import AgeField
from services.api.resources.fields import Computed, EnumField, TypedField
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.children.actions.phone_numbers import MAX_TYPED_NUMBER
from services.children.choices import (
    GUARDIANS,
    Parent,
    PhoneOwner,
    ReportedLeftBehind,
    Ternary,
    VerificationResult,
    Whereabouts,
)
from services.children.models import Guardian
from services.children.queries import lists


def class_label(view: BaseView, entry_year: int, entry_grade: int, number: int) -> str:
    return lists.class_label_on(entry_year, entry_grade, number, view.today)


def papers(_view: BaseView, papers: Row) -> Row:
    return papers


class ClassSummarySerializer(Resource):
    label = Computed(CharField(), class_label, "entry_year", "entry_grade", "number")


class ParentWhereaboutsSerializer(Serializer):
    writable = ("parent", "name", "whereabouts", "away_since", "location", "is_capable_guardian")
    parent = EnumField(Parent)
    name = TypedField(required=False)
    whereabouts = EnumField(Whereabouts, allow_null=True, allow_blank=True)
    away_since = DateField(required=False, allow_null=True)
    location = TypedField(required=False)
    is_capable_guardian = BooleanField(required=False, allow_null=True)
    since = DateField()


class GuardianSummarySerializer(Resource):
    writable = ("name", "relation", "age", "order")
    name = TypedField()
    relation = CharField(max_length=Guardian.relation.field.max_length, required=False, allow_blank=True)
    relation_text = CharField()
    age = AgeField(required=False, allow_null=True)
    order = IntegerField(
        min_value=1,
        max_value=len(GUARDIANS),
        required=False,
        help_text="1：先找的；2：第二监护人，姓名空着即取消",
    )
    since = DateField()


class ReportedStatusSerializer(Serializer):
    reported = EnumField(ReportedLeftBehind)
    reported_on = DateField()


class ClassificationSerializer(Serializer):
    answer = EnumField(Ternary)
    reason = CharField()
    sentence = CharField()


class BasisSerializer(Serializer):
    d1 = ClassificationSerializer()
    d2 = ClassificationSerializer()
    d3 = ClassificationSerializer()


class PhoneNumberSerializer(Serializer):
    writable: ClassVar[Sequence[str]] = ("owner", "number", "works_from", "works_until")
    id = UUIDField()
    owner = EnumField(PhoneOwner)
    number = CharField(max_length=MAX_TYPED_NUMBER)
    verification = EnumField(VerificationResult, allow_null=True, allow_blank=True)
    verified_on = DateField(allow_null=True)
    works_from = TimeField(
        required=False, allow_null=True, format="%H:%M", help_text="上班时间，期间不发消息；可以跨夜"
    )
    works_until = TimeField(required=False, allow_null=True, format="%H:%M")
    refuses_sms = BooleanField(required=False, help_text="本校记下：不要发短信；安全警报除外")


class ContactPreferencesSerializer(PhoneNumberSerializer):
    writable = ("works_from", "works_until", "refuses_sms")


class IdentityPapersSerializer(Serializer):
    id_kind = CharField()
    id_number = CharField()
    student_number = CharField()
    address = CharField()
    household_address = CharField()


class ContactCardSummarySerializer(Resource):
    issued_on = DateField()


class FamilySerializer(Serializer):
    parents = ParentWhereaboutsSerializer(many=True)
    guardian = GuardianSummarySerializer(allow_null=True)
    guardians = GuardianSummarySerializer(many=True)
    reported_status = ReportedStatusSerializer(allow_null=True)
    basis = BasisSerializer(source="classifications")
    disagreement = CharField()
    phone_numbers = PhoneNumberSerializer(many=True)
    papers = Computed(IdentityPapersSerializer(), papers, "identity")  # {} for readers outside the school
    contact_card = ContactCardSummarySerializer(source="card", allow_null=True)
