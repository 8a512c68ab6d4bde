"""`schools` and `classes`: the schools of the county and the classes of a school year."""

from django.db.models import QuerySet
from rest_framework.fields import BooleanField, CharField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import IntegerFilter, SearchFilter, TextFilter, UuidFilter
from services.api.resources.serializers import Resource
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import DetailView
from services.kit.pagination.keyset import Ordering
from services.schools import queries
from services.schools.choices import SchoolKind
from services.schools.classes import class_label_in_grade
from services.schools.models import School, SchoolClass


class SchoolSerializer(Resource):
    name = CharField()
    code = CharField()
    kind = EnumField(SchoolKind)
    township = CharField(source="township.name")
    is_open = BooleanField()


class SchoolListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}
    queryset = School.objects.all()
    serializer = SchoolSerializer
    orderings = ordered_by("name", "-name")
    filters = {"q": SearchFilter(queries.search_schools), "township": TextFilter("township__name")}


class SchoolDetailView(DetailView[School]):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}
    queryset = School.objects.all()
    serializer = SchoolSerializer


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


class ClassListView(KeysetListView):
    """Classes with their grade and label in a school year, by default the current one."""

    required_permissions = {"GET": Permission.VIEW_STAFF}
    serializer = ClassSerializer
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
