"""`clinics`: where checkups are taken, how many a day."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import CharField, IntegerField, empty

from services.access.permissions import Permission
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin
from services.health.actions import clinics
from services.health.models import Clinic
from services.schools.models import Township


class TownshipField(CharField):
    """A township by name; in a body it becomes the row, None for none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=Township.name.field.max_length, required=False, allow_null=True, **options)

    def run_validation(self, data: Any = empty) -> Township | None:
        if (name := super().run_validation(data)) is None:
            return None
        try:
            return Township.objects.get(name=name)
        except Township.DoesNotExist as reason:
            raise ValidationError(_("本县没有这个乡镇。")) from reason


class ClinicSerializer(Resource):
    writable = ("name", "capacity", "township")
    name = CharField(max_length=Clinic.name.field.max_length)
    capacity = IntegerField(help_text="每日可体检人数")
    township = TownshipField(source="township.name", help_text="优先服务的乡镇，按名称")


class ClinicListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "POST": Permission.MANAGE_CAMPAIGNS}
    queryset = Clinic.objects.all()
    serializer = create_serializer = ClinicSerializer
    orderings = ordered_by("name", "-name")

    def create(self, **body: Any) -> Clinic:
        return clinics.create_clinic(**body, by=self.actor, now=self.now)


class ClinicDetailView(DetailView[Clinic], UpdateMixin[Clinic]):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "PATCH": Permission.MANAGE_CAMPAIGNS}
    queryset = Clinic.objects.select_related("township")
    serializer = update_serializer = ClinicSerializer

    def update(self, clinic: Clinic, /, **changes: Any) -> None:
        clinics.update_clinic(clinic=clinic, **changes, by=self.actor, now=self.now)
