"""`deadlines`: what every school must hand in by a day; set by the county, submitted by each school."""

from typing import Any

from rest_framework.fields import BooleanField, CharField, DateField, IntegerField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import ActionView, ListCreateView
from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline


class DeadlineSerializer(Resource):
    writable = ("title", "kind", "due_on")
    title = CharField(max_length=Deadline.title.field.max_length)
    kind = EnumField(DeadlineKind)
    due_on = DateField()
    is_submitted = BooleanField(help_text="本校是否已报送；县里看为是否有学校报送")
    schools_submitted = IntegerField(help_text="已报送的学校数；学校只数本校")


class DeadlineListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.MANAGE_CALENDAR}
    queryset = deadlines.deadlines()
    serializer = create_serializer = DeadlineSerializer
    orderings = ordered_by("-due_on", "due_on")
    filters = {"kind": ChoiceFilter(DeadlineKind.values, "kind")}

    def create(self, **body: Any) -> Deadline:
        """Ask every school of the county for something by a day."""
        return deadlines.set_deadline(**body, by=self.actor, now=self.now)


class DeadlineSubmitView(ActionView[Deadline]):
    required_permissions = {"POST": Permission.EDIT_PLANS}
    queryset = deadlines.deadlines()
    serializer = DeadlineSerializer

    def perform(self, deadline: Deadline, /) -> None:
        """The school has handed it in; again changes nothing."""
        deadlines.submit_deadline(deadline=deadline, by=self.actor, now=self.now)
