"""`staff` and their invitations."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import actions as access
from services.access import school_actions
from services.access.permissions import Permission
from services.access.roles import Role
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.schools.choices import Sex
from services.schools.models import Site, Staff

Text = serializers.CharField


class StaffSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    sex = Text()
    subject = Text()
    site = Text()
    has_login = serializers.BooleanField()
    is_active = serializers.BooleanField()
    school = serializers.UUIDField()


class StaffCreateSerializer(serializers.Serializer[Any]):
    name = Text(max_length=60)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False, default="")
    subject = Text(max_length=30, allow_blank=True, default="")
    email = serializers.EmailField(allow_blank=True, default="")
    site = serializers.UUIDField(required=False, help_text="校区；只有一个校区时可不填")


class InvitationCreateSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)
    until = serializers.DateField(required=False, allow_null=True, default=None)


class InvitationSerializer(serializers.Serializer[Any]):
    url = Text(help_text="只显示这一次")
    expires_at = serializers.DateTimeField()


STAFF = ("public_id", "name", "sex", "subject", "site__name", "is_active", "user_id", "school__public_id")


def staff_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "name": row["name"],
        "sex": row["sex"],
        "subject": row["subject"],
        "site": row["site__name"],
        "has_login": row["user_id"] is not None,
        "is_active": row["is_active"],
        "school": row["school__public_id"],
    }


class StaffListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_STAFF, "POST": Permission.MANAGE_SCHOOL}
    name = "staff"
    orderings = {"name": Ordering.of_columns("pinyin"), "-name": Ordering.of_columns("-pinyin")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Staff.objects.values(*STAFF, "id", "pinyin")
        if words := self.request.query_params.get("q"):
            sound = words.lower().replace(" ", "")
            rows = rows.filter(
                Q(name__icontains=words) | Q(initials__startswith=sound) | Q(pinyin__startswith=words.lower())
            )
        school = request_params.uuid_param(self.request, "school")
        return rows.filter(school__public_id=school) if school else rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return staff_answer(found)

    @extend_schema(
        responses=request_params.page_schema(StaffSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("q", str), OpenApiParameter("school", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=StaffCreateSerializer, responses={201: StaffSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(StaffCreateSerializer, request)
        site = _site(given.pop("site", None))

        def create() -> Response:
            staff = school_actions.add_staff(**given, site=site, by=self.by, now=self.now)
            return Response(staff_answer(Staff.objects.values(*STAFF).get(pk=staff.pk)), status=201)

        return idempotent(request, self.by, self.now, create)


class StaffDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_STAFF}

    @extend_schema(responses=StaffSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(staff_answer(get_or_404(Staff.objects.values(*STAFF), public_id)))


class StaffInvitationsView(BaseView):
    required_permissions = {"POST": Permission.INVITE_MEMBERS}

    @extend_schema(request=InvitationCreateSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Invite a member of staff to choose a login. The address is told once."""
        staff = get_or_404(Staff.objects.filter(is_active=True), public_id)
        given = request_params.validated_body(InvitationCreateSerializer, request)
        invitation, token = access.invite(
            name=staff.name, role=Role(given["role"]), staff=staff, until=given["until"], by=self.by, now=self.now
        )
        url = request.build_absolute_uri(f"/invitations/{token}/")
        return Response({"url": url, "expires_at": invitation.expires_at}, status=201)


def _site(public_id: UUID | None) -> Site:
    """The named site, or the school's only one."""
    if public_id:
        site: Site = get_or_400(Site.objects.all(), public_id, "site")
        return site
    sites = list(Site.objects.order_by("id")[:2])
    if len(sites) != 1:
        raise ValidationError({"site": [_("请选择校区。")]})
    return sites[0]
