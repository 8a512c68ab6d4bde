"""`me/sessions`, `me/tokens`: where the caller is logged in."""

from collections.abc import Sequence
from typing import ClassVar, Literal
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.fields import BooleanField, CharField, DateTimeField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import account_events
from services.access.choices import AuditAction
from services.access.permissions import Permission
from services.accounts import logins
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.api.views.lists import WholeListView


class LoginSessionSerializer(Serializer):
    id = UUIDField()
    started_at = DateTimeField()
    last_seen_at = DateTimeField()
    address = CharField()
    device = CharField()
    is_current = BooleanField()
    is_display = BooleanField()


class ApiTokenSerializer(Serializer):
    id = UUIDField()
    created_at = DateTimeField()
    expires_at = DateTimeField(allow_null=True)
    is_current = BooleanField()


class OwnLoginsView(BaseView):
    # Sessions and tokens can be read outside every scope only.
    opens_scope: ClassVar[bool] = False
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS, "DELETE": Permission.VIEW_NOTIFICATIONS}
    kind: ClassVar[Literal["sessions", "tokens"]]

    def get_rows(self) -> Sequence[logins.LoginSession | logins.ApiToken]:
        if self.kind == "sessions":
            key = self.request._request.session.session_key if self.request.auth is None else ""
            return logins.sessions_of(self.actor.user_id, current_key=key or "")
        digest = getattr(self.request.auth, "digest", "")
        return logins.tokens_of(self.actor.user_id, current_digest=digest)

    def end(self, ids: Sequence[UUID]) -> int:
        end = logins.end_sessions if self.kind == "sessions" else logins.end_tokens
        if count := end(user_id=self.actor.user_id, ids=ids):
            account_events.record_own(user_id=self.actor.user_id, action=AuditAction.LOGINS_ENDED, now=self.now)
        return count


class OwnLoginListView(OwnLoginsView, WholeListView):
    def delete(self, request: Request) -> Response:
        """End all but the one that calls."""
        self.end([row.id for row in self.get_rows() if not row.is_current])
        return Response(status=204)


class OwnLoginDetailView(OwnLoginsView):
    required_permissions = {"DELETE": Permission.VIEW_NOTIFICATIONS}

    def delete(self, request: Request, public_id: UUID) -> Response:
        """End it at once. The answer is the same for one that has ended and for another person's."""
        self.end([public_id])
        return Response(status=204)


@extend_schema_view(delete=extend_schema(operation_id="me_sessions_destroy_others"))
class SessionListView(OwnLoginListView):
    kind, serializer = "sessions", LoginSessionSerializer


class SessionDetailView(OwnLoginDetailView):
    kind = "sessions"


@extend_schema_view(delete=extend_schema(operation_id="me_tokens_destroy_others"))
class TokenListView(OwnLoginListView):
    kind, serializer = "tokens", ApiTokenSerializer


class TokenDetailView(OwnLoginDetailView):
    kind = "tokens"
