"""`memberships`: who works in which role, and the end of it."""

from django.db.models import QuerySet
from rest_framework.fields import DateField, UUIDField

from services.access import queries
from services.access.actions import memberships
from services.access.models import Membership
from services.access.permissions import Permission
from services.access.roles import Role
from services.api.resources.fields import EnumField
from services.api.resources.filters import UuidFilter
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.lists import KeysetListView
from services.api.views.objects import ActionView
from services.kit.pagination.keyset import Ordering


class MembershipSerializer(Resource):
    name = user_name("user_id")
    role = EnumField(Role)
    staff = NamedReference(allow_null=True)
    school = UUIDField(source="school.public_id", allow_null=True)
    since = DateField()
    until = DateField(allow_null=True)


class RoleSerializer(Serializer):
    role = EnumField(Role)
    until = DateField(required=False, allow_null=True)


class MembershipListView(UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.INVITE_MEMBERS}
    serializer = MembershipSerializer
    user_columns = ("user_id",)
    orderings = {"-since": Ordering.of_columns("-since", "-id"), "since": Ordering.of_columns("since", "id")}
    filters = {"school": UuidFilter("school__public_id"), "staff": UuidFilter("staff__public_id")}

    def get_queryset(self) -> QuerySet[Membership]:
        return queries.active_memberships(self.today)


class MembershipEndView(ActionView[Membership]):
    required_permissions = {"POST": Permission.INVITE_MEMBERS}

    def get_queryset(self) -> QuerySet[Membership]:
        return queries.active_memberships(self.today)

    def perform(self, membership: Membership, /) -> None:
        """End a role today. Its person loses access at once."""
        memberships.end_membership(membership=membership, by=self.actor, now=self.now)
