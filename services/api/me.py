"""`GET me`: who I am here, and what I may."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.access.roles import ROLES
from services.api.base import BaseView


class WorkspaceSerializer(serializers.Serializer[Any]):
    role = serializers.CharField()
    school = serializers.UUIDField(allow_null=True)
    school_name = serializers.CharField()


class MeSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    role = serializers.CharField()
    school = serializers.UUIDField(allow_null=True)
    workspaces = WorkspaceSerializer(many=True)
    permissions = serializers.ListField(child=serializers.CharField())


class MeView(BaseView):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        actors = request._request.actors  # type: ignore[attr-defined]
        return Response(
            {
                "username": request.user.username,
                "role": self.by.role,
                "school": self.by.school_public_id,
                "workspaces": [
                    {"role": each.role, "school": each.school_public_id, "school_name": each.school_name}
                    for each in actors
                ],
                "permissions": sorted(ROLES[self.by.role].permissions),
            }
        )
