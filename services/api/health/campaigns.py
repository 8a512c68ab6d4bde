"""`checkup-campaigns`: one checkup of all pupils of a county: drafted, planned, closed."""

from typing import Any, Unpack

from rest_framework.fields import CharField, DateField, DateTimeField, IntegerField, ListField, UUIDField

from services.access.permissions import Permission
from services.api.health.clinics import ClinicSerializer
from services.api.resources.fields import Computed, EnumField, ReferenceField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin, action, job_action
from services.health import queries
from services.health.actions import campaigns
from services.health.choices import CampaignState
from services.health.models import Campaign, Clinic, UnplacedClass

MAX_CLINICS = 100  # more than any county has


class UnplacedSerializer(Serializer):
    school = UUIDField()
    school_name = CharField()
    label = CharField()
    pupils = IntegerField()
    reason = CharField()
    sentence = CharField()


class CampaignBaseSerializer(Serializer):
    title = CharField(max_length=Campaign.title.field.max_length)
    begins_on = DateField()
    ends_on = DateField()


class CampaignSerializer(Resource, CampaignBaseSerializer):
    state = EnumField(CampaignState)
    term = UUIDField(source="term.public_id")
    job = UUIDField(source="job.public_id", allow_null=True)
    message = CharField()
    planned_at = DateTimeField(allow_null=True)
    classes = IntegerField(help_text="已排班级")
    pupils = IntegerField(help_text="已排学生")


def clinics_of(view: BaseView, campaign_id: int) -> list[Row]:
    rows = queries.clinics_of(campaign_id).select_related("township").order_by("name")
    return [view.represent(clinic, ClinicSerializer) for clinic in rows]


def unplaced(view: BaseView, classes: list[UnplacedClass]) -> list[UnplacedClass]:
    return queries.visible_unplaced(classes, view.actor)


class CampaignDetailSerializer(CampaignSerializer):
    clinics = Computed(ClinicSerializer(many=True), clinics_of, "id")
    unplaced = Computed(UnplacedSerializer(many=True), unplaced, "unplaced")


class CampaignCreateSerializer(CampaignBaseSerializer):
    clinics = ListField(child=ReferenceField(lambda _view: Clinic.objects.all()), max_length=MAX_CLINICS)


class CampaignListView(ListCreateView):
    """Checkup campaigns of the county; a school's counts are its own classes and pupils."""

    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "POST": Permission.MANAGE_CAMPAIGNS}
    queryset = queries.campaigns()
    serializer = CampaignSerializer
    create_serializer = CampaignCreateSerializer
    created_serializer = CampaignDetailSerializer
    orderings = ordered_by("-begins_on", "begins_on")
    filters = {"state": ChoiceFilter(CampaignState.values, "state")}

    def create(self, **body: Any) -> Campaign:
        """Create a draft. Planning it gives every class a day and notifies schools and guardians."""
        return campaigns.open_campaign(**body, by=self.actor, now=self.now)


class CampaignDetailView(DetailView[Campaign], UpdateMixin[Campaign]):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "PATCH": Permission.MANAGE_CAMPAIGNS}
    queryset = queries.campaigns()
    serializer = CampaignDetailSerializer
    update_serializer = CampaignCreateSerializer

    def update(self, campaign: Campaign, /, **changes: Unpack[campaigns.CampaignChanges]) -> None:
        """Change title, period or clinics. Days already given to classes change only when it is planned again."""
        campaigns.change_campaign(campaign=campaign, **changes, by=self.actor, now=self.now)

    @job_action(Permission.MANAGE_CAMPAIGNS)  # planning twice would move classes twice
    def plan(self, campaign: Campaign, /) -> None:
        """Enqueue a job that gives every class a day within the clinics' capacity; `jobs/{id}` shows its progress."""
        campaigns.request_plan(campaign=campaign, by=self.actor, now=self.now)

    @action(Permission.MANAGE_CAMPAIGNS)
    def close(self, campaign: Campaign, /) -> None:
        """Close the campaign: no more results are entered. Its findings stay open until each is closed."""
        campaigns.close_campaign(campaign=campaign, by=self.actor, now=self.now)
