"""`rubrics`, `assessment-rounds` with their steps, and `scores` with the rows behind them."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.assessment import access, actions, queries
from services.assessment.choices import RoundState, RubricState, Subject
from services.assessment.models import Indicator, Round, Rubric, Score
from services.kit.paging import Order

Text, Number, Whole = serializers.CharField, serializers.DecimalField, serializers.IntegerField


class IndicatorAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = Text()
    group = Text()
    name = Text()
    subject = serializers.ChoiceField(choices=Subject.choices)
    measure = Text()
    points = serializers.FloatField()


class RubricAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = Text()
    version = Whole()
    state = serializers.ChoiceField(choices=RubricState.choices)
    indicators = IndicatorAnswer(many=True)


class NewRound(serializers.Serializer[Any]):
    year = Whole(min_value=2000, max_value=2100)
    quarter = Whole(min_value=1, max_value=4)


class RoundAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    year = Whole()
    quarter = Whole()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(choices=RoundState.choices)
    rubric = serializers.UUIDField()
    job = serializers.UUIDField(allow_null=True)
    computed_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    schools = Whole()
    confirmed = Whole()


class AskedRound(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


class ScoreAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    round = serializers.UUIDField()
    school = asked.Named()
    subject = serializers.ChoiceField(choices=Subject.choices)
    staff = asked.Named(allow_null=True)
    indicator = Text()
    measure = Text()
    numerator = Whole()
    denominator = Whole()
    points = serializers.FloatField()
    out_of = serializers.FloatField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class ScoreRow(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = Text()
    name = Text()
    day = serializers.DateField(allow_null=True)
    is_met = serializers.BooleanField()


class RubricsDoor(ListDoor):
    may = {"GET": May.VIEW_SCORES}
    name = "rubrics"
    orderings = {"-version": Order.by("-version")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Rubric.objects.values("id", "public_id", "title", "version", "state")
        return rows

    def seen(self, found: Any) -> None:
        self.lines: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in found}
        for line in Indicator.objects.filter(rubric_id__in=self.lines).order_by("id"):
            self.lines[line.rubric_id].append(
                {
                    "id": line.public_id,
                    "code": line.code,
                    "group": line.group,
                    "name": line.name,
                    "subject": line.subject,
                    "measure": line.measure,
                    "points": float(line.points),
                }
            )

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        same = {name: found[name] for name in ("title", "version", "state")}
        return {"id": found["public_id"], **same, "indicators": self.lines[found["id"]]}

    @extend_schema(responses=asked.page_of(RubricAnswer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)


_ROUND = ("year", "quarter", "begins_on", "ends_on", "state", "computed_at", "published_at", "schools", "confirmed")


def round_rows() -> Any:
    return queries.rounds().values("id", "public_id", *_ROUND, "job__public_id", "rubric__public_id")


def round_answer(row: dict[str, Any]) -> dict[str, Any]:
    keys = {"id": row["public_id"], "job": row["job__public_id"], "rubric": row["rubric__public_id"]}
    return keys | {name: row[name] for name in _ROUND}


class RoundsDoor(ListDoor):
    may = {"GET": May.VIEW_SCORES, "POST": May.RUN_ROUND}
    name = "assessment-rounds"
    orderings = {"-begins_on": Order.by("-begins_on"), "begins_on": Order.by("begins_on")}

    def rows(self) -> Any:
        state = asked.one_of(self.request, "state", RoundState.values)
        return round_rows().filter(state=state) if state else round_rows()

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return round_answer(found)

    @extend_schema(responses=asked.page_of(RoundAnswer), parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)])
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewRound, responses={201: RoundAnswer})
    def post(self, request: Request) -> Response:
        """Open a quarter's assessment of the county."""
        given = asked.body(NewRound, request)

        def create() -> Response:
            opened = actions.open_round(**given, by=self.by, now=self.now)
            return Response(_round(opened.public_id), status=201)

        return once(request, self.by, self.now, create)


class RoundDoor(Door):
    may = {"GET": May.VIEW_SCORES}

    @extend_schema(responses=RoundAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_round(public_id))


class ComputeRoundDoor(Door):
    may = {"POST": May.RUN_ROUND}

    @extend_schema(request=None, responses={202: AskedRound})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Let a worker compute it from the recorded work; may be asked again until it is published."""

        def create() -> Response:
            round_ = actions.ask_compute(round_=find(Round.objects.all(), public_id), by=self.by, now=self.now)
            return Response({"id": round_.public_id, "job": round_.job.public_id if round_.job else None}, status=202)

        return once(request, self.by, self.now, create)


class ConfirmRoundDoor(Door):
    may = {"POST": May.CONFIRM_SCORES}

    @extend_schema(request=None, responses=RoundAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """The caller's school agrees with its own results."""
        actions.confirm(round_=find(Round.objects.all(), public_id), by=self.by, now=self.now)
        return Response(_round(public_id))


class PublishRoundDoor(Door):
    may = {"POST": May.PUBLISH_ROUND}

    @extend_schema(request=None, responses=RoundAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Make it final: nothing changes it any more (409 while a school has not confirmed)."""
        actions.publish(round_=find(Round.objects.all(), public_id), by=self.by, now=self.now)
        return Response(_round(public_id))


def _round(public_id: UUID) -> dict[str, Any]:
    return round_answer(find(round_rows(), public_id))


def score_rows(door: Door) -> QuerySet[Any, Any]:
    return access.visible_scores(door.by).values(
        "id",
        "result_id",
        "public_id",
        "numerator",
        "denominator",
        "points",
        round=F("result__round__public_id"),
        school_public=F("school__public_id"),
        school_name=F("school__name"),
        subject=F("result__subject"),
        staff_public=F("result__staff__public_id"),
        staff_name=F("result__staff__name"),
        name=F("indicator__name"),
        measure=F("indicator__measure"),
        out_of=F("indicator__points"),
        confirmed_at=F("result__confirmed_at"),
    )


def score_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("round", "subject", "measure", "numerator", "denominator", "confirmed_at")
    return {
        "id": row["public_id"],
        "school": {"id": row["school_public"], "name": row["school_name"]},
        "staff": {"id": row["staff_public"], "name": row["staff_name"]} if row["staff_public"] else None,
        "indicator": row["name"],
        "points": float(row["points"]),
        "out_of": float(row["out_of"]),
    } | {name: row[name] for name in same}


class ScoresDoor(ListDoor):
    may = {"GET": May.VIEW_SCORES}
    name = "scores"
    orderings = {"result": Order.by("result_id")}  # by school and person as they were computed: nobody is ranked

    def rows(self) -> QuerySet[Any, Any]:
        rows = score_rows(self)
        for name in ("round", "school", "staff"):
            if wish := asked.public_id(self.request, name):
                path = "school__public_id" if name == "school" else f"result__{name}__public_id"
                rows = rows.filter(**{path: wish})
        if subject := asked.one_of(self.request, "subject", Subject.values):
            rows = rows.filter(result__subject=subject)
        if measure := self.request.query_params.get("measure"):
            rows = rows.filter(indicator__measure=measure)
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return score_answer(found)

    @extend_schema(
        responses=asked.page_of(ScoreAnswer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("round", "school", "staff", "measure")),
            OpenApiParameter("subject", str, enum=Subject.values),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class ScoreDoor(Door):
    may = {"GET": May.VIEW_SCORES}

    @extend_schema(responses=ScoreAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(score_answer(find(score_rows(self), public_id)))


class ScoreRowsDoor(ListDoor):
    """Empty for the county where the rows are about health or notes: numerator and denominator must do."""

    may = {"GET": May.VIEW_SCORES}
    name = "score-rows"
    orderings = {"id": Order.by("id")}

    def rows(self) -> QuerySet[Any, Any]:
        found = access.visible_scores(self.by).select_related("indicator")
        score: Score = find(found, self.kwargs["public_id"])
        rows = queries.rows_behind(score, met=asked.yes(self.request, "met"))
        return rows if queries.may_open_rows(score, self.by) else rows.none()

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "kind": found["row_kind"],
            "name": str(found["row_name"]),
            "day": found["row_day"],
            "is_met": found["is_met"],
        }

    def seen(self, found: Any) -> None:
        trail.note("assessment.rows_seen", about=[row["public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=asked.page_of(ScoreRow), parameters=[*LIST_PARAMETERS, OpenApiParameter("met", bool)])
    def get(self, request: Request, public_id: UUID) -> Response:  # type: ignore[override]
        return super().get(request)
