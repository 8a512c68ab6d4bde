"""`me/sessions`, `me/tokens`: where the caller is logged in; `staff/{id}/account-links` and `end-logins` for others."""

from collections.abc import Sequence
from typing import ClassVar, Literal
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.fields import BooleanField, CharField, DateTimeField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import account_events
from services.access.actions import account_links
from services.access.choices import AuditAction
from services.access.permissions import Permission
from services.accounts import logins
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.api.views.objects import ActionView
from services.schools.models import Staff


class LoginSessionSerializer(Serializer):
    id = UUIDField()
    started_at = DateTimeField()
    last_seen_at = DateTimeField()
    address = CharField()
    device = CharField()
    is_current = BooleanField()


class ApiTokenSerializer(Serializer):
    id = UUIDField()
    created_at = DateTimeField()
    expires_at = DateTimeField(allow_null=True)
    is_current = BooleanField()


class LoginSessionsSerializer(Serializer):
    results = LoginSessionSerializer(many=True)


class ApiTokensSerializer(Serializer):
    results = ApiTokenSerializer(many=True)


class AccountLinkSerializer(Serializer):
    url = CharField(help_text="只显示这一次")
    expires_at = DateTimeField()


class OwnLoginsView(BaseView):
    # Sessions and tokens can be read outside every scope only.
    opens_scope: ClassVar[bool] = False
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS, "DELETE": Permission.VIEW_NOTIFICATIONS}
    kind: ClassVar[Literal["sessions", "tokens"]]

    @property
    def user_id(self) -> int:
        return self.actor.user_id

    def rows(self) -> Sequence[logins.LoginSession | logins.ApiToken]:
        if self.kind == "sessions":
            key = self.request._request.session.session_key if self.request.auth is None else ""
            return logins.sessions_of(self.user_id, current_key=key or "")
        digest = getattr(self.request.auth, "digest", "")
        return logins.tokens_of(self.user_id, current_digest=digest)

    def end(self, ids: Sequence[UUID]) -> int:
        end = logins.end_sessions if self.kind == "sessions" else logins.end_tokens
        count = end(user_id=self.user_id, ids=ids)
        if count:
            account_events.record_own(user_id=self.user_id, action=AuditAction.LOGINS_ENDED, now=self.now)
        return count


class OwnLoginListView(OwnLoginsView):
    def get(self, request: Request) -> Response:
        return Response(self.represent({"results": self.rows()}))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """End all but the one that calls."""
        self.end([row.id for row in self.rows() if not row.is_current])
        return Response(status=204)


class OwnLoginDetailView(OwnLoginsView):
    required_permissions = {"DELETE": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """End it at once. One that is over, or somebody else's, is answered alike."""
        self.end([public_id])
        return Response(status=204)


@extend_schema_view(delete=extend_schema(operation_id="me_sessions_destroy_others"))
class SessionListView(OwnLoginListView):
    kind, serializer = "sessions", LoginSessionsSerializer


class SessionDetailView(OwnLoginDetailView):
    kind = "sessions"


@extend_schema_view(delete=extend_schema(operation_id="me_tokens_destroy_others"))
class TokenListView(OwnLoginListView):
    kind, serializer = "tokens", ApiTokensSerializer


class TokenDetailView(OwnLoginDetailView):
    kind = "tokens"


class StaffLoginView(ActionView[Staff]):
    required_permissions = {"POST": Permission.INVITE_MEMBERS}

    def get_queryset(self) -> QuerySet[Staff]:
        return Staff.objects.all()


class StaffAccountLinksView(StaffLoginView):
    serializer, status = AccountLinkSerializer, 201

    def perform(self, staff: Staff, /) -> Row:
        """A link for somebody who lost password or second factor: valid once, for 24 hours, shown once."""
        link, token = account_links.issue_account_link(staff=staff, by=self.actor, now=self.now)
        url = self.request.build_absolute_uri(f"/accounts/link/#{token}")
        return {"url": url, "expires_at": link.expires_at}


class StaffEndLoginsView(StaffLoginView):
    def perform(self, staff: Staff, /) -> None:
        """Log somebody out of every browser and end all tokens."""
        account_links.end_logins(staff=staff, by=self.actor, now=self.now)
