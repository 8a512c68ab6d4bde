"""`schools`, `school-imports`, and the invitation of the first person of a school."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework.exceptions import ValidationError
from rest_framework.fields import BooleanField, CharField, FileField, IntegerField, ListField
from rest_framework.parsers import MultiPartParser

from services.access.actions import invitations, school_directory
from services.access.permissions import Permission
from services.access.roles import Role
from services.api.access.invitations import LinkSerializer, link_of
from services.api.resources.fields import EnumField, TypedField
from services.api.resources.filters import SearchFilter, TextFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.lists import ordered_by
from services.api.views.objects import CreateMixin, DetailView, ListCreateView, UpdateMixin, action
from services.schools import queries
from services.schools.choices import SchoolKind
from services.schools.directory.entries import Fault, SchoolEntry
from services.schools.models import County, School, Township


class FirstPersonSerializer(Serializer):
    name = TypedField()
    role = EnumField(Role, help_text="校长或学校管理员")


class SchoolsFileSerializer(Serializer):
    file = FileField(allow_empty_file=True)
    dry_run = BooleanField(required=False, default=False, help_text="只核对，不写入")


class DirectoryChangesSerializer(Serializer):
    townships = ListField(child=CharField())
    created = ListField(child=CharField())
    updated = ListField(child=CharField())
    unchanged = IntegerField()
    dry_run = BooleanField()


class SchoolSerializer(Resource):
    writable = ("name", "code", "kind", "township")
    name = CharField(max_length=School.name.field.max_length)
    code = CharField(max_length=School.code.field.max_length, allow_blank=True, required=False, help_text="学校标识码")
    kind = EnumField(SchoolKind, required=False)
    township = CharField(source="township.name", max_length=Township.name.field.max_length, help_text="没有的会新增")
    is_open = BooleanField()


class SchoolListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_SCHOOLS}
    queryset = School.objects.all()
    serializer = create_serializer = SchoolSerializer
    orderings = ordered_by("name", "-name")
    filters = {"q": SearchFilter(queries.search_schools), "township": TextFilter("township__name")}

    def create(self, **body: Any) -> School:
        """Add a school with its main site. Its first person is invited at `schools/{id}/invitations`."""
        return school_directory.add_school(entry=SchoolEntry(**body), by=self.actor, now=self.now)


class SchoolDetailView(DetailView[School], UpdateMixin[School]):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "PATCH": Permission.MANAGE_SCHOOLS}
    queryset = School.objects.select_related("township")
    serializer = update_serializer = SchoolSerializer

    def update(self, school: School, /, **changes: Any) -> None:
        before = {"name": school.name, "code": school.code, "kind": school.kind, "township": school.township.name}
        entry = SchoolEntry(**{**before, **changes})
        school_directory.update_school(school=school, entry=entry, by=self.actor, now=self.now)

    @action(Permission.INVITE_MEMBERS, body_serializer=FirstPersonSerializer, serializer=LinkSerializer, status=201)
    def invite(self, school: School, /, *, name: str, role: Role) -> Row:
        """Let the county invite the first administrator or head of a school. The address is shown once."""
        invitation, token = invitations.invite(name=name, role=role, school=school, by=self.actor, now=self.now)
        return link_of(self, "/invitations/", invitation, token)


class SchoolImportView(CreateMixin):
    required_permissions = {"POST": Permission.MANAGE_SCHOOLS}
    parser_classes = (MultiPartParser,)
    create_serializer = SchoolsFileSerializer
    created_serializer = DirectoryChangesSerializer
    created_status = 200

    def create(self, *, file: "UploadedFile[bytes]", dry_run: bool = False) -> Row:
        """Bring a CSV file of schools in, all or none; a second run changes nothing. Faults are listed at `file`."""
        county = County.objects.get(pk=self.actor.county_id)
        changes = school_directory.import_schools(
            content=file.read(), county=county, by=self.actor, now=self.now, dry_run=dry_run
        )
        if changes.faults:
            raise ValidationError({"file": [_fault_text(fault) for fault in changes.faults]})
        return {
            "townships": changes.townships,
            "created": [entry.name for entry in changes.created],
            "updated": [change.entry.name for change in changes.updated],
            "unchanged": changes.unchanged,
            "dry_run": dry_run,
        }


def _fault_text(fault: Fault) -> str:
    return f"{fault.row} {fault.field}: {fault.text}{fault.remedy}"
