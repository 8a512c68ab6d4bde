"""`classes` of a school year, with their teachers, and `sites` of a school."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, IntegerField, UUIDField

from services.access.actions import school_setup
from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField, ReferenceField
from services.api.resources.filters import IntegerFilter, UuidFilter
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin
from services.children.actions import class_teachers
from services.kit.pagination.keyset import Ordering
from services.schools import queries
from services.schools.choices import SiteKind
from services.schools.classes import GRADES, class_label_in_grade
from services.schools.models import SchoolClass, Site, Staff


def label(_view: BaseView, grade: int, number: int) -> str:
    return class_label_in_grade(grade, number)


class ClassSerializer(Resource):
    label = Computed(CharField(), label, "grade_in_year", "number")
    grade = IntegerField(source="grade_in_year")
    number = IntegerField()
    entry_year = IntegerField()
    site = CharField(source="site.name")
    class_teacher = CharField(source="class_teacher.name", allow_null=True)
    class_teacher_id = UUIDField(source="class_teacher.public_id", allow_null=True)
    school = UUIDField(source="school.public_id")


class ClassCreateSerializer(Serializer):
    grade = IntegerField(min_value=1, max_value=len(GRADES), help_text="本学年的年级")
    number = IntegerField(min_value=1, max_value=school_setup.MAX_CLASS_NUMBER)
    site = ReferenceField(lambda _view: Site.objects.all(), required=False, help_text="校区；只有一个校区时可不填")


class ClassTeacherSerializer(Serializer):
    class_teacher = ReferenceField(lambda _view: Staff.objects.filter(is_active=True), allow_null=True)


class ClassListView(ListCreateView):
    """Classes with their grade and label in a school year, by default the current one."""

    required_permissions = {"GET": Permission.VIEW_STAFF, "POST": Permission.MANAGE_SCHOOL}
    serializer = ClassSerializer
    create_serializer = ClassCreateSerializer
    orderings = {
        "grade": Ordering.of_columns("grade_in_year", "number"),
        "-grade": Ordering.of_columns("-grade_in_year", "-number"),
    }
    filters = {
        "school_year": IntegerFilter(),
        "grade": IntegerFilter("grade_in_year"),
        "school": UuidFilter("school__public_id"),
    }

    def get_queryset(self) -> QuerySet[SchoolClass]:
        return queries.classes(self.params["school_year"] or queries.school_year_of(self.today))

    def get_created_queryset(self) -> QuerySet[SchoolClass]:
        return queries.classes(queries.school_year_of(self.today))

    def create(self, *, grade: int, number: int, site: Site | None = None) -> SchoolClass:
        """Add a class by the grade it is in this school year. A roster import adds those of the roster by itself."""
        return school_setup.add_class(grade=grade, number=number, site=site, by=self.actor, now=self.now)


class ClassDetailView(DetailView[SchoolClass], UpdateMixin[SchoolClass]):
    required_permissions = {"GET": Permission.VIEW_STAFF, "PATCH": Permission.MANAGE_SCHOOL}
    serializer = ClassSerializer
    update_serializer = ClassTeacherSerializer

    def get_queryset(self) -> QuerySet[SchoolClass]:
        return queries.classes(queries.school_year_of(self.today))

    def update(self, school_class: SchoolClass, /, **changes: Staff | None) -> None:
        """Name the class teacher, who sees the children of the class from now on; null for none."""
        if "class_teacher" in changes:
            staff = changes["class_teacher"]
            class_teachers.assign_class_teacher(school_class=school_class, staff=staff, by=self.actor, now=self.now)


class SiteSerializer(Resource):
    writable = ("name", "kind")
    name = CharField(max_length=Site.name.field.max_length)
    kind = EnumField(SiteKind)
    school = UUIDField(source="school.public_id")


class SiteListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_SCHOOL}
    queryset = Site.objects.all()
    serializer = create_serializer = SiteSerializer
    orderings = ordered_by("name", "-name")
    filters = {"school": UuidFilter("school__public_id")}

    def create(self, *, name: str, kind: SiteKind) -> Site:
        return school_setup.create_site(name=name, kind=kind, by=self.actor, now=self.now)
