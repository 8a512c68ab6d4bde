"""`GET me`: the caller's workspaces, and the permissions of the present one."""

from typing import cast

from rest_framework.fields import CharField, ListField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.middleware import ScopedRequest
from services.access.permissions import Permission
from services.access.roles import ROLES
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView


class WorkspaceSerializer(Serializer):
    role = CharField()
    school = UUIDField(source="school_public_id", allow_null=True)
    school_name = CharField()


class MeSerializer(Serializer):
    username = CharField()
    role = CharField()
    school = UUIDField(allow_null=True)
    workspaces = WorkspaceSerializer(many=True)
    permissions = ListField(child=CharField())


class MeView(BaseView):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}
    serializer = MeSerializer

    def get(self, request: Request) -> Response:
        caller = {
            "username": request.user.username,
            "role": self.actor.role,
            "school": self.actor.school_public_id,
            "workspaces": cast("ScopedRequest", request._request).actors,
            "permissions": sorted(ROLES[self.actor.role].permissions),
        }
        return Response(self.represent(caller))
