"""`terms` and `school-days`: the county's calendar, and a school's own word on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import school_actions
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.schools import queries
from services.schools.choices import OPEN_DAYS, DayKind, Season
from services.schools.models import SchoolDay, SchoolDayOverride, Term

Text = serializers.CharField
OWN = "本校调整"


class TermSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    school_year = serializers.IntegerField()
    season = serializers.ChoiceField(choices=Season.choices)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    school_days = serializers.IntegerField(required=False)


class TermCreateSerializer(serializers.Serializer[Any]):
    school_year = serializers.IntegerField(min_value=2000, max_value=2100)
    season = serializers.ChoiceField(choices=Season.choices)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()


TERM = ("public_id", "school_year", "season", "begins_on", "ends_on", "id")


class TermListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_CALENDAR}
    name = "terms"
    orderings = {"-begins_on": Ordering.of_columns("-begins_on"), "begins_on": Ordering.of_columns("begins_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Term.objects.values(*TERM)
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"id": found["public_id"], **{name: found[name] for name in TERM[1:-1]}}

    @extend_schema(responses=request_params.page_schema(TermSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=TermCreateSerializer, responses={201: TermSerializer})
    def post(self, request: Request) -> Response:
        """Open a term of the county: every day of it gets its kind by the national calendar."""
        given = request_params.validated_body(TermCreateSerializer, request)

        def create() -> Response:
            term = school_actions.create_term(**given, by=self.by, now=self.now)
            return Response(_term(term), status=201)

        return idempotent(request, self.by, self.now, create)


class TermDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}

    @extend_schema(responses=TermSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_term(get_or_404(Term.objects.all(), public_id), school=self.by.school_id))


def _term(term: Term, school: int | None = None) -> dict[str, Any]:
    return {
        "id": term.public_id,
        **{name: getattr(term, name) for name in TERM[1:-1]},
        "school_days": len(queries.school_days(term, school)),
    }


class SchoolDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices)
    is_school_day = serializers.BooleanField()
    name = Text()
    source = Text()  # type: ignore[assignment]  # the calendar's word for it


class SetDayKindsSerializer(serializers.Serializer[Any]):
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices)
    name = Text(max_length=40, allow_blank=True, default="")
    source = Text(max_length=120, default="县教育局")  # type: ignore[assignment]


class DayOverrideCreateSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices)
    reason = Text(max_length=120)


class SchoolDayListView(KeysetListView):
    """A school sees its own days (its overrides win), a county its calendar."""

    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_CALENDAR}
    name = "school-days"
    orderings = {"date": Ordering.of_columns("date"), "-date": Ordering.of_columns("-date")}

    def rows(self) -> QuerySet[Any, Any]:
        own = SchoolDayOverride.objects.filter(school_id=self.by.school_id or 0, date=OuterRef("date"))
        rows: QuerySet[Any, Any] = SchoolDay.objects.annotate(
            kind_here=Coalesce(Subquery(own.values("kind")[:1]), "kind", output_field=CharField()),
            name_here=Coalesce(Subquery(own.values("reason")[:1]), "name", output_field=CharField()),
            own=Coalesce(Subquery(own.values("kind")[:1]), Value(""), output_field=CharField()),
        )
        if term := request_params.uuid_param(self.request, "term"):
            rows = rows.filter(term__public_id=term)
        if first := request_params.date_param(self.request, "from"):
            rows = rows.filter(date__gte=first)
        if last := request_params.date_param(self.request, "until"):
            rows = rows.filter(date__lte=last)
        return rows.values("id", "date", "kind_here", "name_here", "source", "own")

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "date": found["date"],
            "kind": found["kind_here"],
            "is_school_day": found["kind_here"] in OPEN_DAYS,
            "name": found["name_here"],
            "source": OWN if found["own"] else found["source"],
        }

    @extend_schema(
        responses=request_params.page_schema(SchoolDaySerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("term", str),
            OpenApiParameter("from", date),
            OpenApiParameter("until", date),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=SetDayKindsSerializer, responses={201: None})
    def post(self, request: Request) -> Response:
        """The county's word on a run of days: an exam week, a holiday announced late."""
        given = request_params.validated_body(SetDayKindsSerializer, request)

        def create() -> Response:
            return Response({"changed": school_actions.set_day_kind(**given, by=self.by, now=self.now)}, status=201)

        return idempotent(request, self.by, self.now, create)


class DayOverrideListView(BaseView):
    required_permissions = {"POST": Permission.MANAGE_SCHOOL}

    @extend_schema(request=DayOverrideCreateSerializer, responses={201: SchoolDaySerializer})
    def post(self, request: Request) -> Response:
        """The school's own word on one day; the same day again replaces it."""
        given = request_params.validated_body(DayOverrideCreateSerializer, request)

        def create() -> Response:
            row = school_actions.override_day(
                on=given["date"], kind=given["kind"], reason=given["reason"], by=self.by, now=self.now
            )
            answer = {"date": row.date, "kind": row.kind, "is_school_day": row.kind in OPEN_DAYS}
            return Response({**answer, "name": row.reason, "source": OWN}, status=201)

        return idempotent(request, self.by, self.now, create)


class DayOverrideDetailView(BaseView):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, on: str) -> Response:
        """Follow the county again."""
        try:
            gone = school_actions.clear_override(on=date.fromisoformat(on), by=self.by, now=self.now)
        except ValueError as reason:
            raise Http404 from reason
        if not gone:
            raise Http404
        return Response(status=204)
