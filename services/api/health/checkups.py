"""`checkups`: a pupil's place in a class's day, and what was measured."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, ChoiceField, DateField, DecimalField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.health.fields import class_label_field
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import ChoiceFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView
from services.api.views.objects import UpdateMixin
from services.health import access
from services.health.actions import results
from services.health.choices import AuditAction, CheckupState
from services.health.models import Checkup
from services.kit.pagination.keyset import Ordering
from services.schools.choices import Sex


class MeasurementsSerializer(Serializer):
    height_cm = DecimalField(4, 1, allow_null=True)
    weight_kg = DecimalField(4, 1, allow_null=True)
    vision_left = DecimalField(2, 1, allow_null=True)
    vision_right = DecimalField(2, 1, allow_null=True)
    systolic = IntegerField(allow_null=True)
    diastolic = IntegerField(allow_null=True)


def measurements(_view: BaseView, row_id: int | None, *values: object) -> Row | None:
    return None if row_id is None else dict(zip(results.FIELDS, values, strict=True))


# The key first: it is null where nothing was measured, while a single measurement may be null in a row.
MEASURED = [f"measurements.{name}" for name in ("id", *results.FIELDS)]


class CheckupSerializer(Resource):
    appointment = UUIDField(source="appointment.public_id")
    campaign = UUIDField(source="campaign.public_id")
    name = CharField(source="pupil.name")
    label = class_label_field("pupil.school_class", "campaign")
    sex = EnumField(Sex, source="pupil.sex")
    birth_date = DateField(source="pupil.birth_date")
    state = EnumField(CheckupState)
    taken_on = DateField(allow_null=True)
    measurements = Computed(MeasurementsSerializer(allow_null=True), measurements, *MEASURED)


class CheckupUpdateSerializer(Serializer):
    state = ChoiceField(choices=[CheckupState.EXPECTED, CheckupState.ABSENT])


class CheckupListView(KeysetListView):
    """A nurse reads the queue of running campaigns, the office all of its school, a teacher those of their pupils."""

    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS}
    serializer = CheckupSerializer
    audit_action, audits_empty = AuditAction.CHECKUPS_VIEWED, False  # the county always gets an empty list
    orderings = {"name": Ordering.of_columns("pupil__pinyin"), "-name": Ordering.of_columns("-pupil__pinyin")}
    filters = {
        "appointment": UuidFilter("appointment__public_id"),
        "campaign": UuidFilter("campaign__public_id"),
        "state": ChoiceFilter(CheckupState.values, "state"),
    }

    def get_queryset(self) -> QuerySet[Checkup]:
        return access.checkups_visible_to(self.actor, self.now)


class CheckupDetailView(UpdateMixin[Checkup]):
    required_permissions = {"PATCH": Permission.ENTER_RESULTS}
    serializer = CheckupSerializer
    update_serializer, is_partial = CheckupUpdateSerializer, False
    is_versioned = False  # one field with two values: the later of two people is right

    def get_queryset(self) -> QuerySet[Checkup]:
        return access.enterable_by(self.actor)

    def update(self, checkup: Checkup, /, *, state: CheckupState) -> None:
        """Mark as absent, or as expected again."""
        change = results.mark_absent if state == CheckupState.ABSENT else results.undo_absence
        change(checkup=checkup, by=self.actor, now=self.now)
