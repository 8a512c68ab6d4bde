"""`staff` and their invitations."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import BooleanField, CharField, DateField, EmailField, UUIDField

from services.access.actions import invitations, school_setup
from services.access.permissions import Permission
from services.access.roles import Role
from services.api.access.invitations import InvitationLinkSerializer, link_of
from services.api.resources.fields import Computed, EnumField, ReferenceField
from services.api.resources.filters import SearchFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.objects import ActionView, DetailView, ListCreateView
from services.kit.pagination.keyset import Ordering
from services.schools import queries
from services.schools.choices import Sex
from services.schools.models import Site, Staff


def has_login(_view: BaseView, user_id: int | None) -> bool:
    return user_id is not None


class StaffNameSerializer(Serializer):
    name = CharField(max_length=Staff.name.field.max_length)
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


class InvitationCreateSerializer(Serializer):
    role = EnumField(Role)
    until = DateField(required=False, allow_null=True)


class StaffListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_STAFF, "POST": Permission.MANAGE_SCHOOL}
    serializer = StaffSerializer
    create_serializer = StaffCreateSerializer
    orderings = {"name": Ordering.of_columns("pinyin"), "-name": Ordering.of_columns("-pinyin")}
    filters = {"q": SearchFilter(queries.search_staff), "school": UuidFilter("school__public_id")}

    def get_queryset(self) -> QuerySet[Staff]:
        return Staff.objects.all()

    def create(
        self, *, name: str, site: Site | None = None, sex: str = "", subject: str = "", email: str = ""
    ) -> Staff:
        return school_setup.add_staff(
            name=name,
            site=site or _only_site(),
            sex=sex,
            subject=subject,
            email=email,
            by=self.actor,
            now=self.now,
        )


class StaffDetailView(DetailView[Staff]):
    required_permissions = {"GET": Permission.VIEW_STAFF}
    serializer = StaffSerializer

    def get_queryset(self) -> QuerySet[Staff]:
        return Staff.objects.all()


class StaffInvitationsView(ActionView[Staff]):
    required_permissions = {"POST": Permission.INVITE_MEMBERS}
    serializer, status = InvitationLinkSerializer, 201
    body_serializer = InvitationCreateSerializer

    def get_queryset(self) -> QuerySet[Staff]:
        return Staff.objects.filter(is_active=True)  # who has left must not get a login

    def perform(self, staff: Staff, /, *, role: Role, until: date | None = None) -> Row:
        """Invite a member of staff without a login. The address is shown once; an earlier one is withdrawn."""
        invitation, token = invitations.invite(
            name=staff.name, role=role, staff=staff, until=until, by=self.actor, now=self.now
        )
        return link_of(self, invitation, token)


def _only_site() -> Site:
    """The school's site, where it has one only. Raises ValidationError."""
    sites = list(Site.objects.order_by("id")[:2])
    if len(sites) != 1:
        raise ValidationError({"site": [_("请选择校区。")]})
    return sites[0]
