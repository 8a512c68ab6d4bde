"""`appointments`: a class's day at a clinic."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.health.clinics import ClinicSerializer
from services.api.health.fields import class_label_field
from services.api.resources.filters import DateFilter, UuidFilter
from services.api.resources.serializers import Resource
from services.api.views.lists import KeysetListView, ordered_by
from services.health import queries
from services.health.models import Appointment


class AppointmentSerializer(Resource):
    campaign = UUIDField(source="campaign.public_id")
    date = DateField()
    clinic = ClinicSerializer()
    school = UUIDField(source="school.public_id")
    school_name = CharField(source="school.name")
    school_class = UUIDField(source="school_class.public_id")
    label = class_label_field("school_class", "campaign")
    expected = IntegerField()
    done = IntegerField(allow_null=True, help_text="已检人数；县级为空")
    absent = IntegerField(allow_null=True)


class AppointmentListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS}
    serializer = AppointmentSerializer
    orderings = ordered_by("date", "-date")
    filters = {
        "campaign": UuidFilter("campaign__public_id"),
        "class": UuidFilter("school_class__public_id"),
        "school": UuidFilter("school__public_id"),
        "date": DateFilter("date"),
    }

    def get_queryset(self) -> QuerySet[Appointment]:
        return queries.appointments(self.actor)
