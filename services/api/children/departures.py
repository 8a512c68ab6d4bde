"""`departures`: who left the school, why, and who came back; what came of looking for those who dropped out."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import BooleanFilter, ChoiceFilter, SearchFilter, UuidFilter
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import DetailView, action
from services.children import access
from services.children.actions import departures
from services.children.choices import AuditAction, DepartureKind
from services.children.models import Departure
from services.children.queries import lists


class DepartureSerializer(Resource):
    pupil = NamedReference()
    school = UUIDField(source="school.public_id")
    kind = EnumField(DepartureKind)
    left_on = DateField()
    to_school = CharField()
    note = CharField()
    expected_on = DateField(allow_null=True)
    returned_on = DateField(allow_null=True)
    outcome = CharField()
    followed_up_on = DateField(allow_null=True)


class FollowUpSerializer(Serializer):
    outcome = CharField(max_length=Departure.outcome.field.max_length, help_text="劝返的结果")


class DepartureView(BaseView):
    serializer = DepartureSerializer
    audit_action, audit_columns = AuditAction.DEPARTURES_LISTED, ("pupil__public_id",)

    def get_queryset(self) -> QuerySet[Departure]:
        return access.visible_departures(self.actor, self.now)


class DepartureListView(DepartureView, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PUPIL}
    orderings = ordered_by("-left_on", "left_on")
    filters = {
        "q": SearchFilter(lists.search_departures),
        "kind": ChoiceFilter(DepartureKind.values, "kind"),
        "open": BooleanFilter("returned_on__isnull"),
        "pupil": UuidFilter("pupil__public_id"),
        "school": UuidFilter("school__public_id"),
    }


class DepartureDetailView(DepartureView, DetailView[Departure]):
    required_permissions = {"GET": Permission.VIEW_PUPIL}

    @action(Permission.EDIT_PUPIL, body_serializer=FollowUpSerializer)
    def follow_up(self, departure: Departure, /, *, outcome: str) -> None:
        """Record what came of looking for a pupil who dropped out."""
        departures.follow_up_dropout(departure=departure, outcome=outcome, by=self.actor, now=self.now)
