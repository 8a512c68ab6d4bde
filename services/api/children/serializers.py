"""A pupil's family as every answer tells it; sealed values stand masked."""

from typing import Any

from rest_framework import serializers

from services.children.choices import Parent, PhoneOwner, ReportedLeftBehind, Ternary, VerificationResult, Whereabouts

Text = serializers.CharField


class ClassSummarySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = Text()  # type: ignore[assignment]


class ParentWhereaboutsSerializer(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    name = Text()
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_null=True)
    away_since = serializers.DateField(allow_null=True)
    location = Text()
    is_capable_guardian = serializers.BooleanField(allow_null=True)
    since = serializers.DateField()


class GuardianSummarySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()


class ReportedStatusSerializer(serializers.Serializer[Any]):
    reported = serializers.ChoiceField(choices=ReportedLeftBehind.choices)
    reported_on = serializers.DateField()


class ClassificationSerializer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=Ternary.choices)
    reason = Text()
    sentence = Text()


class BasisSerializer(serializers.Serializer[Any]):
    d1 = ClassificationSerializer()
    d2 = ClassificationSerializer()
    d3 = ClassificationSerializer()


class PhoneNumberSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    owner = serializers.ChoiceField(choices=PhoneOwner.choices)
    number = Text()
    verification = serializers.ChoiceField(choices=VerificationResult.choices, allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    works_from = serializers.TimeField(allow_null=True, format="%H:%M")
    works_until = serializers.TimeField(allow_null=True, format="%H:%M")
    refuses_sms = serializers.BooleanField(help_text="本校记下：不要发短信")


class IdentityPapersSerializer(serializers.Serializer[Any]):
    id_kind = Text()
    id_number = Text()
    student_number = Text()
    address = Text()
    household_address = Text()


class ContactCardSummarySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issued_on = serializers.DateField()


class FamilySerializer(serializers.Serializer[Any]):
    parents = ParentWhereaboutsSerializer(many=True)
    guardian = GuardianSummarySerializer(allow_null=True)
    reported_status = ReportedStatusSerializer(allow_null=True)
    basis = BasisSerializer()
    disagreement = Text()
    phone_numbers = PhoneNumberSerializer(many=True)
    papers = IdentityPapersSerializer()
    contact_card = ContactCardSummarySerializer(allow_null=True)
