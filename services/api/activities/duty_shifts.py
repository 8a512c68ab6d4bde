"""`duty-shifts`: who is on duty where and when."""

from typing import Any

from rest_framework.fields import CharField, DateField, TimeField

from services.access.permissions import Permission
from services.activities import actions
from services.activities.models import MAX_LOCATION_LENGTH, DutyShift
from services.api.resources.filters import DateFilter, UuidFilter
from services.api.resources.references import staff_reference
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import DestroyMixin, ListCreateView


class DutyShiftSerializer(Resource):
    writable = ("staff", "date", "start_time", "end_time", "location")
    staff = staff_reference()
    date = DateField()
    start_time = TimeField(format="%H:%M")
    end_time = TimeField(format="%H:%M")
    location = CharField(max_length=MAX_LOCATION_LENGTH)


class DutyShiftListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.MANAGE_SCHOOL}
    queryset = DutyShift.objects.all()
    serializer = create_serializer = DutyShiftSerializer
    orderings = ordered_by("date", "-date")
    filters = {
        "from": DateFilter("date__gte"),
        "until": DateFilter("date__lte"),
        "staff": UuidFilter("staff__public_id"),
    }

    def create(self, **body: Any) -> DutyShift:
        return actions.add_shift(**body, by=self.actor, now=self.now)


class DutyShiftDetailView(DestroyMixin[DutyShift]):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}
    queryset = DutyShift.objects.select_related("staff")

    def destroy(self, shift: DutyShift, /) -> None:
        actions.remove_shift(shift=shift, by=self.actor, now=self.now)
