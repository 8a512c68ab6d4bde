"""`staff` and their invitations."""

from datetime import date
from typing import Any

from rest_framework.fields import BooleanField, CharField, EmailField, UUIDField

from services.access.actions import account_links, invitations, memberships, school_setup
from services.access.choices import LinkDelivery
from services.access.models import Membership
from services.access.permissions import Permission
from services.access.roles import Role
from services.api.access.invitations import AccountLinkRequestSerializer, AccountLinkSerializer, LinkSerializer, link_of
from services.api.access.memberships import MembershipSerializer, RoleSerializer
from services.api.resources.fields import Computed, EnumField, ReferenceField, TypedField
from services.api.resources.filters import SearchFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.resources.user_names import UserNamesMixin
from services.api.views.base import BaseView
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin, action
from services.kit.pagination.keyset import Ordering
from services.notify.actions.account_mail import mail_account_link
from services.schools import queries
from services.schools.choices import Sex
from services.schools.models import Site, Staff

# Who has left must not get a login or a role.
WORKING = {"queryset": Staff.objects.filter(is_active=True), "status": 201}


def has_login(_view: BaseView, user_id: int | None) -> bool:
    return user_id is not None


class StaffNameSerializer(Serializer):
    name = TypedField()
    sex = EnumField(Sex, required=False)
    subject = CharField(max_length=Staff.subject.field.max_length, allow_blank=True, required=False)


class StaffSerializer(Resource, StaffNameSerializer):
    site = CharField(source="site.name")
    has_login = Computed(BooleanField(), has_login, "user_id")
    is_active = BooleanField()
    school = UUIDField(source="school.public_id")


class StaffCreateSerializer(StaffNameSerializer):
    email = EmailField(allow_blank=True, required=False)
    site = ReferenceField(lambda _view: Site.objects.all(), required=False, help_text="校区；只有一个校区时可不填")


class StaffListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_STAFF, "POST": Permission.MANAGE_SCHOOL}
    queryset = Staff.objects.all()
    serializer = StaffSerializer
    create_serializer = StaffCreateSerializer
    orderings = {"name": Ordering.of_columns("pinyin"), "-name": Ordering.of_columns("-pinyin")}
    filters = {"q": SearchFilter(queries.search_staff), "school": UuidFilter("school__public_id")}

    def create(self, **body: Any) -> Staff:
        return school_setup.add_staff(**body, by=self.actor, now=self.now)


class StaffUpdateSerializer(StaffNameSerializer):
    email = EmailField(allow_blank=True, required=False)


class StaffDetailView(UserNamesMixin, DetailView[Staff], UpdateMixin[Staff]):
    required_permissions = {"GET": Permission.VIEW_STAFF, "PATCH": Permission.MANAGE_SCHOOL}
    queryset = Staff.objects.all()
    serializer = StaffSerializer
    update_serializer = StaffUpdateSerializer

    def update(self, staff: Staff, /, **changes: str) -> None:
        before = {"name": staff.name, "sex": staff.sex, "subject": staff.subject, "email": staff.email}
        school_setup.update_staff(staff=staff, **{**before, **changes}, by=self.actor, now=self.now)

    @action(Permission.INVITE_MEMBERS, **WORKING, body_serializer=RoleSerializer, serializer=LinkSerializer)
    def invite(self, staff: Staff, /, *, role: Role, until: date | None = None) -> Row:
        """Invite a member of staff without a login. The address is shown once; an earlier one is withdrawn."""
        invitation, token = invitations.invite(
            name=staff.name, role=role, staff=staff, until=until, by=self.actor, now=self.now
        )
        return link_of(self, "/invitations/", invitation, token)

    @action(Permission.INVITE_MEMBERS, **WORKING, body_serializer=RoleSerializer, serializer=MembershipSerializer)
    def give_role(self, staff: Staff, /, *, role: Role, until: date | None = None) -> Membership:
        """Give a member of staff who has a login a further role on it."""
        return memberships.give_role(staff=staff, role=role, until=until, by=self.actor, now=self.now)

    @action(
        Permission.INVITE_MEMBERS,
        body_serializer=AccountLinkRequestSerializer,
        serializer=AccountLinkSerializer,
        status=201,
    )
    def send_account_link(self, staff: Staff, /, *, by: LinkDelivery = LinkDelivery.SHOWN) -> Row:
        """A link for somebody who lost password or second factor: valid once, for 24 hours.

        Shown once here, or mailed to the verified address of its person.
        """
        if by == LinkDelivery.MAIL:
            page = self.request.build_absolute_uri("/accounts/link/")
            mailed = mail_account_link(staff=staff, page=page, by=self.actor, now=self.now)
            return {"url": None, "expires_at": mailed.expires_at}
        link, token = account_links.issue_account_link(staff=staff, by=self.actor, now=self.now)
        return link_of(self, "/accounts/link/", link, token)

    @action(Permission.INVITE_MEMBERS, serializer=None)
    def end_logins(self, staff: Staff, /) -> None:
        """Log somebody out of every browser and end all tokens."""
        account_links.end_logins(staff=staff, by=self.actor, now=self.now)
