"""`invitations`: open links with which people become members; those of a county's officers are made here.

A member of staff is invited at `staff/{id}/invitations`.
"""

from datetime import date

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, DateTimeField

from services.access import queries
from services.access.actions import invitations
from services.access.choices import LinkDelivery
from services.access.models import AccountLink, Invitation
from services.access.permissions import Permission
from services.access.roles import Role
from services.api.resources.fields import EnumField, TypedField
from services.api.resources.rows import Row
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import CreateMixin, DestroyMixin


class LinkSerializer(Serializer):
    url = CharField(help_text="只显示这一次")
    expires_at = DateTimeField()


class AccountLinkSerializer(LinkSerializer):
    url = CharField(allow_null=True, help_text="只显示这一次；发到邮箱时为空")


class AccountLinkRequestSerializer(Serializer):
    by = EnumField(LinkDelivery, required=False, help_text="mail 只发到本人核实过的邮箱")


class OpenInvitationSerializer(Resource):
    name = CharField()
    role = EnumField(Role)
    staff = NamedReference(allow_null=True)
    until = DateField(allow_null=True)
    created_at = DateTimeField()
    expires_at = DateTimeField()
    invited_by = user_name("invited_by_id")


class OfficerInvitationSerializer(Serializer):
    name = TypedField()
    role = EnumField(Role, help_text="县级角色")
    until = DateField(required=False, allow_null=True)


def link_of(view: BaseView, path: str, row: Invitation | AccountLink, token: str) -> Row:
    """The link, answered once. Its token is in the fragment, which browsers send to no server, so no log has it."""
    return {"url": view.request.build_absolute_uri(f"{path}#{token}"), "expires_at": row.expires_at}


class InvitationListView(UserNamesMixin, CreateMixin, KeysetListView):
    required_permissions = {"GET": Permission.INVITE_MEMBERS, "POST": Permission.INVITE_MEMBERS}
    serializer = OpenInvitationSerializer
    create_serializer, created_serializer = OfficerInvitationSerializer, LinkSerializer
    user_columns = ("invited_by_id",)
    orderings = ordered_by("-created_at")

    def get_queryset(self) -> QuerySet[Invitation]:
        return queries.open_invitations(self.now)

    def create(self, *, name: str, role: Role, until: date | None = None) -> Row:
        """Invite somebody to the county's office. The address is shown once."""
        invitation, token = invitations.invite(name=name, role=role, until=until, by=self.actor, now=self.now)
        return link_of(self, "/invitations/", invitation, token)


class InvitationDetailView(DestroyMixin[Invitation]):
    required_permissions = {"DELETE": Permission.INVITE_MEMBERS}

    def get_queryset(self) -> QuerySet[Invitation]:
        return queries.open_invitations(self.now)

    def destroy(self, invitation: Invitation, /) -> None:
        """Withdraw it: its link no longer works."""
        invitations.withdraw_invitation(invitation=invitation, by=self.actor, now=self.now)
