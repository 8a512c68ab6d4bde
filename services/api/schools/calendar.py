"""`terms` and `school-days`: the county's calendar, and a school's overrides."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.fields import BooleanField, CharField, DateField, IntegerField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.actions import school_setup
from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import DateFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import CreateMixin, DetailView, ListCreateView
from services.kit.periods import FIRST_YEAR, LAST_YEAR
from services.schools import queries
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind, Season
from services.schools.models import SchoolDay, SchoolDayOverride, Term

OWN = "本校调整"


class TermSerializer(Resource):
    writable = ("school_year", "season", "begins_on", "ends_on")
    school_year = IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    season = EnumField(Season)
    begins_on = DateField()
    ends_on = DateField()


def count_school_days(view: BaseView, begins_on: date, ends_on: date) -> int:
    days = queries.calendar(begins_on, ends_on, view.actor.school_id)
    return sum(day.kind in SCHOOL_DAY_KINDS for day in days)


class TermDetailSerializer(TermSerializer):
    school_days = Computed(IntegerField(), count_school_days, "begins_on", "ends_on")


class TermListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_CALENDAR}
    queryset = Term.objects.all()
    serializer = create_serializer = TermSerializer
    created_serializer = TermDetailSerializer
    orderings = ordered_by("-begins_on", "begins_on")

    def create(self, **body: Any) -> Term:
        """Open a term of the county: every day of it gets its kind by the national calendar."""
        return school_setup.create_term(**body, by=self.actor, now=self.now)


class TermDetailView(DetailView[Term]):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}
    queryset = Term.objects.all()
    serializer = TermDetailSerializer


def is_school_day(_view: BaseView, kind: str) -> bool:
    return kind in SCHOOL_DAY_KINDS


def source(_view: BaseView, own_kind: str, source: str) -> str:
    return OWN if own_kind else source


class SchoolDaySerializer(Serializer):
    date = DateField()
    kind = EnumField(DayKind, source="effective_kind")
    is_school_day = Computed(BooleanField(), is_school_day, "effective_kind")
    name = CharField(source="effective_name")
    source = Computed(CharField(), source, "own_kind", "source")


class SetDayKindsSerializer(Serializer):
    begins_on = DateField()
    ends_on = DateField()
    kind = EnumField(DayKind)
    name = CharField(max_length=SchoolDay.name.field.max_length, allow_blank=True, default="")
    source = CharField(max_length=SchoolDay.source.field.max_length, default="县教育局")


class DaysChangedSerializer(Serializer):
    changed = IntegerField(help_text="改了几天")


class DayOverrideCreateSerializer(Serializer):
    date = DateField()
    kind = EnumField(DayKind)
    reason = CharField(max_length=SchoolDayOverride.reason.field.max_length)


class SchoolDayListView(ListCreateView):
    """A school sees its own days (its overrides win), a county its calendar."""

    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_CALENDAR}
    serializer = SchoolDaySerializer
    create_serializer = SetDayKindsSerializer
    created_serializer = DaysChangedSerializer
    orderings = ordered_by("date", "-date")
    filters = {"term": UuidFilter("term__public_id"), "from": DateFilter("date__gte"), "until": DateFilter("date__lte")}

    def get_queryset(self) -> QuerySet[SchoolDay]:
        return queries.effective_days(self.actor.school_id)

    def create(self, **body: Any) -> int:
        """Set the kind of a run of days for the county: an exam week, a holiday announced late."""
        return school_setup.set_day_kind(**body, by=self.actor, now=self.now)

    def represent_created(self, created: int) -> Row:
        return {"changed": created}


class DayOverrideListView(CreateMixin):
    required_permissions = {"POST": Permission.MANAGE_SCHOOL}
    create_serializer = DayOverrideCreateSerializer
    created_serializer = SchoolDaySerializer

    def create(self, *, date: date, kind: DayKind, reason: str) -> SchoolDayOverride:
        """Set the kind of one day for the own school; the same day again replaces it."""
        return school_setup.override_day(day=date, kind=kind, reason=reason, by=self.actor, now=self.now)

    def represent_created(self, created: SchoolDayOverride) -> Row:
        kind, name = created.kind, created.reason
        day = {"date": created.date, "effective_kind": kind, "effective_name": name, "own_kind": kind, "source": ""}
        return self.represent(day, SchoolDaySerializer)


class DayOverrideDetailView(BaseView):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}

    def delete(self, request: Request, day: str) -> Response:
        """Follow the county again."""
        try:
            removed = school_setup.clear_override(day=date.fromisoformat(day), by=self.actor, now=self.now)
        except ValueError as reason:  # not a date: an address that does not exist
            raise Http404 from reason
        if not removed:
            raise Http404
        return Response(status=204)
