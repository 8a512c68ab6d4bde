"""A pupil's family as every answer tells it; sealed values stand masked."""

from typing import Any

from rest_framework import serializers

from services.children.choices import Ternary, PhoneOwner, Parent, ReportedLeftBehind, VerificationResult, Whereabouts

Text = serializers.CharField


class ClassShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = Text()  # type: ignore[assignment]


class ParentShape(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    name = Text()
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_null=True)
    away_since = serializers.DateField(allow_null=True)
    place = Text()
    can_guard = serializers.BooleanField(allow_null=True)
    since = serializers.DateField()


class GuardianShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()


class ClaimShape(serializers.Serializer[Any]):
    stated = serializers.ChoiceField(choices=ReportedLeftBehind.choices)
    stated_on = serializers.DateField()


class VerdictShape(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=Ternary.choices)
    reason = Text()
    sentence = Text()


class BasisShape(serializers.Serializer[Any]):
    d1 = VerdictShape()
    d2 = VerdictShape()
    d3 = VerdictShape()


class ContactShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    of = serializers.ChoiceField(choices=PhoneOwner.choices)
    phone = Text()
    verified = serializers.ChoiceField(choices=VerificationResult.choices, allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    works_from = serializers.TimeField(allow_null=True, format="%H:%M")
    works_until = serializers.TimeField(allow_null=True, format="%H:%M")
    refuses_sms = serializers.BooleanField(help_text="本校记下：不要发短信")


class PapersShape(serializers.Serializer[Any]):
    id_kind = Text()
    id_number = Text()
    student_number = Text()
    address = Text()
    household_place = Text()


class CardShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issued_on = serializers.DateField()


class FamilyAnswer(serializers.Serializer[Any]):
    parents = ParentShape(many=True)
    guardian = GuardianShape(allow_null=True)
    claim = ClaimShape(allow_null=True)
    basis = BasisShape()
    disagreement = Text()
    contacts = ContactShape(many=True)
    papers = PapersShape()
    contact_card = CardShape(allow_null=True)
