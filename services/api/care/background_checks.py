"""`background-checks`: until when somebody has checked that an adult may be near children."""

from typing import Any

from rest_framework.fields import DateField

from services.access.permissions import Permission
from services.api.resources.filters import UuidFilter
from services.api.resources.references import staff_reference
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import ListCreateView
from services.care.actions import background_checks
from services.care.models import BackgroundCheck


class BackgroundCheckSerializer(Resource):
    writable = ("staff", "checked_on", "valid_until")
    staff = staff_reference()
    checked_on = DateField()
    valid_until = DateField()


class BackgroundCheckListView(ListCreateView):
    required_permissions = {"GET": Permission.MANAGE_SCHOOL, "POST": Permission.MANAGE_SCHOOL}
    serializer = create_serializer = BackgroundCheckSerializer
    queryset = BackgroundCheck.objects.all()
    orderings = ordered_by("valid_until", "-valid_until")
    filters = {"staff": UuidFilter("staff__public_id")}

    def create(self, **body: Any) -> BackgroundCheck:
        return background_checks.record_background_check(**body, by=self.actor, now=self.now)
