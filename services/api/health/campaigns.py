"""`checkup-campaigns`: the county's checkup from its draft to its close."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.health.clinics import CLINIC, ClinicSerializer, clinic_answer
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.health import queries
from services.health.actions import campaigns
from services.health.choices import CampaignState
from services.health.models import Campaign, Clinic
from services.kit.pagination import Ordering

Text = serializers.CharField


class UnplacedSerializer(serializers.Serializer[Any]):
    school = serializers.UUIDField()
    school_name = Text()
    label = Text()  # type: ignore[assignment]
    pupils = serializers.IntegerField()
    reason = Text()
    sentence = Text()


class CampaignSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = Text()
    state = serializers.ChoiceField(choices=CampaignState.choices)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    term = serializers.UUIDField()
    job = serializers.UUIDField(allow_null=True)
    message = Text()
    planned_at = serializers.DateTimeField(allow_null=True)
    classes = serializers.IntegerField(help_text="已排班级")
    pupils = serializers.IntegerField(help_text="已排学生")


class CampaignDetailSerializer(CampaignSerializer):
    clinics = ClinicSerializer(many=True)
    unplaced = UnplacedSerializer(many=True)


class CampaignCreateSerializer(serializers.Serializer[Any]):
    title = Text(max_length=120)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    clinics = serializers.ListField(child=serializers.UUIDField(), allow_empty=True, max_length=100)


class CampaignPlanAcceptedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


PLAIN = ("title", "state", "begins_on", "ends_on", "message", "planned_at", "classes", "pupils")
CAMPAIGN = ("public_id", "term__public_id", "job__public_id", *PLAIN)


def campaign_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        **{name: row[name] for name in PLAIN},
        "term": row["term__public_id"],
        "job": row["job__public_id"],
    }


class CampaignListView(KeysetListView):
    """Checkup campaigns of the county; a school's counts are its own classes and pupils."""

    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "POST": Permission.MANAGE_CAMPAIGNS}
    name = "checkup-campaigns"
    orderings = {"-begins_on": Ordering.of_columns("-begins_on"), "begins_on": Ordering.of_columns("begins_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = queries.campaigns().values("id", *CAMPAIGN)
        state = request_params.choice_param(self.request, "state", CampaignState.values)
        return rows.filter(state=state) if state else rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return campaign_answer(found)

    @extend_schema(
        responses=request_params.page_schema(CampaignSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=CampaignCreateSerializer, responses={201: CampaignDetailSerializer})
    def post(self, request: Request) -> Response:
        """Open a draft; `plan` arranges it and tells schools and guardians."""
        given = request_params.validated_body(CampaignCreateSerializer, request)
        given["clinics"] = _clinics(given["clinics"])

        def create() -> Response:
            return Response(_campaign(self, campaigns.open_campaign(**given, by=self.by, now=self.now)), status=201)

        return idempotent(request, self.by, self.now, create)


class CampaignDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "PATCH": Permission.MANAGE_CAMPAIGNS}

    @extend_schema(responses=CampaignDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_campaign(self, get_or_404(Campaign.objects.all(), public_id)))

    @extend_schema(request=CampaignCreateSerializer, responses=CampaignDetailSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Another window or other clinics; arranged days move when it is planned again."""
        campaign = get_or_404(Campaign.objects.all(), public_id)
        given = request_params.validated_body(CampaignCreateSerializer, request, partial=True)
        known: dict[str, Any] = {name: getattr(campaign, name) for name in ("title", "begins_on", "ends_on")}
        used = _clinics(given.pop("clinics")) if "clinics" in given else _clinics_of(campaign)
        changed = campaigns.change_campaign(campaign=campaign, **known | given, clinics=used, by=self.by, now=self.now)
        return Response(_campaign(self, changed))


class CampaignPlanView(BaseView):
    required_permissions = {"POST": Permission.MANAGE_CAMPAIGNS}

    @extend_schema(request=None, responses={202: CampaignPlanAcceptedSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give every class a day within the clinics' capacity; the job tells how far it is."""
        campaign = get_or_404(Campaign.objects.all(), public_id)

        def create() -> Response:
            job = campaigns.request_plan(campaign=campaign, by=self.by, now=self.now)
            return Response({"id": campaign.public_id, "job": job.public_id}, status=202)

        return idempotent(request, self.by, self.now, create)


class CampaignCloseView(BaseView):
    required_permissions = {"POST": Permission.MANAGE_CAMPAIGNS}

    @extend_schema(request=None, responses=CampaignDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """No more results are entered; findings are followed on."""
        campaign = get_or_404(Campaign.objects.all(), public_id)
        return Response(_campaign(self, campaigns.close_campaign(campaign=campaign, by=self.by, now=self.now)))


def _campaign(door: BaseView, campaign: Campaign) -> dict[str, Any]:
    """A school reads its own classes without a day, the county all."""
    used = [clinic_answer(row) for row in _used_by(campaign).order_by("name").values(*CLINIC)]
    mine = str(door.by.school_public_id or "")
    unplaced = [each for each in campaign.unplaced if not door.by.school_id or each["school"] == mine]
    row = queries.campaigns().values(*CAMPAIGN).get(pk=campaign.pk)
    return {**campaign_answer(row), "clinics": used, "unplaced": unplaced}


def _used_by(campaign: Campaign) -> QuerySet[Clinic]:
    return Clinic.objects.filter(pk__in=campaign.clinics.values("clinic_id"))


def _clinics_of(campaign: Campaign) -> list[Clinic]:
    return list(_used_by(campaign))


def _clinics(wished: list[UUID]) -> list[Clinic]:
    return [get_or_400(Clinic.objects.all(), each, "clinics") for each in dict.fromkeys(wished)]
