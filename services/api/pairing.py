"""`pairing-plans` and `pairings`: who looks after whom, proposed, approved, ended."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find, named
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.care import access, queries
from services.care.actions import carers, pairing, proposals
from services.care.choices import ProposalState
from services.care.models import PairingPlan
from services.children import access as children
from services.kit.paging import Order
from services.schools.models import Staff

Text = serializers.CharField
Moment = serializers.DateTimeField


class AskedPlan(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


class PairingPlanAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    message = Text()
    job = serializers.UUIDField(allow_null=True)
    school = serializers.UUIDField()
    proposed_at = Moment()
    approved_at = Moment(allow_null=True)
    pairs = serializers.IntegerField()
    unpaired = serializers.IntegerField()


class ReasonShape(serializers.Serializer[Any]):
    code = Text()
    text = Text()


class ProposedPairAnswer(serializers.Serializer[Any]):
    child = asked.Named()
    staff = asked.Named(allow_null=True)
    reasons = ReasonShape(many=True)


def plan_rows(door: Door) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = access.visible_plans(door.by).annotate(
        pairs=Count("rows", filter=Q(rows__carer__isnull=False)), unpaired=Count("rows", filter=Q(rows__carer=None))
    )
    own = ("id", "public_id", "state", "message", "proposed_at", "approved_at", "pairs", "unpaired")
    return counted.values(*own, "job__public_id", "school__public_id")


def plan_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("state", "message", "proposed_at", "approved_at", "pairs", "unpaired")
    keys = {"id": row["public_id"], "job": row["job__public_id"], "school": row["school__public_id"]}
    return keys | {name: row[name] for name in same}


class PairingPlansDoor(ListDoor):
    may = {"GET": May.VIEW_PAIRING, "POST": May.PROPOSE_PAIRING}
    name = "pairing-plans"
    orderings = {"-proposed_at": Order.by("-proposed_at")}

    def rows(self) -> QuerySet[Any, Any]:
        state = asked.one_of(self.request, "state", ProposalState.values)
        return plan_rows(self).filter(state=state) if state else plan_rows(self)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return plan_answer(found)

    @extend_schema(
        responses=asked.page_of(PairingPlanAnswer), parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)]
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=None, responses={202: AskedPlan})
    def post(self, request: Request) -> Response:
        """Ask the optimiser for pairs for all children without a carer."""

        def create() -> Response:
            plan = proposals.propose(by=self.by, now=self.now)
            return Response({"id": plan.public_id, "job": plan.job.public_id if plan.job else None}, status=202)

        return once(request, self.by, self.now, create)


class PairingPlanDoor(Door):
    may = {"GET": May.VIEW_PAIRING}

    @extend_schema(responses=PairingPlanAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(plan_answer(find_values(plan_rows(self), public_id)))


class ProposedPairsDoor(ListDoor):
    may = {"GET": May.VIEW_PAIRING}
    name = "pairing-plan-rows"
    orderings = {"child": Order.by("child__pupil__pinyin")}

    def rows(self) -> QuerySet[Any, Any]:
        plan: PairingPlan = find(access.visible_plans(self.by), self.kwargs["public_id"])
        names = ("child__public_id", "child__pupil__name", "child__pupil__pinyin")
        rows: QuerySet[Any, Any] = plan.rows.all()
        return rows.values("id", "reasons", *names, "carer__staff__public_id", "carer__staff__name")

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        staff = {"id": found["carer__staff__public_id"], "name": found["carer__staff__name"]}
        return {
            "child": {"id": found["child__public_id"], "name": found["child__pupil__name"]},
            "staff": staff if staff["id"] else None,
            "reasons": [{"code": code, "text": queries.why(code)} for code in found["reasons"]],
        }

    def seen(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        trail.note("care.proposal_seen", about=ids, by=self.by, now=self.now)

    @extend_schema(responses=asked.page_of(ProposedPairAnswer), parameters=LIST_PARAMETERS)
    def get(self, request: Request, public_id: UUID) -> Response:  # type: ignore[override]
        return super().get(request)


class ApprovePairingPlanDoor(Door):
    may = {"POST": May.APPROVE_PAIRING}

    @extend_schema(request=None, responses=PairingPlanAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Make all proposed pairs, or none (409 says what has changed since)."""
        plan = find(access.visible_plans(self.by), public_id)
        proposals.approve(plan=plan, by=self.by, now=self.now)
        return Response(plan_answer(find_values(plan_rows(self), public_id)))


class PairingAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    child = asked.Named()
    staff = asked.Named()
    school = serializers.UUIDField()
    started_at = Moment()
    ended_at = Moment(allow_null=True)
    end_reason = Text()


class NewPairing(serializers.Serializer[Any]):
    child = serializers.UUIDField()
    staff = serializers.UUIDField()


class EndedPairing(serializers.Serializer[Any]):
    reason = Text(max_length=120)


PAIRING = (
    "id",
    "public_id",
    "started_at",
    "ended_at",
    "end_reason",
    "school__public_id",
    "child__public_id",
    "child__pupil__name",
    "carer__staff__public_id",
    "carer__staff__name",
)


def pairing_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "child": {"id": row["child__public_id"], "name": row["child__pupil__name"]},
        "staff": {"id": row["carer__staff__public_id"], "name": row["carer__staff__name"]},
        "school": row["school__public_id"],
        "started_at": row["started_at"],
        "ended_at": row["ended_at"],
        "end_reason": row["end_reason"],
    }


class PairingsDoor(ListDoor):
    may = {"GET": May.VIEW_PAIRING, "POST": May.APPROVE_PAIRING}
    name = "pairings"
    orderings = {"-started_at": Order.by("-started_at"), "started_at": Order.by("started_at")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.visible_pairings(self.by, self.now)
        if staff := asked.public_id(self.request, "staff"):
            rows = rows.filter(carer__staff__public_id=staff)
        if child := asked.public_id(self.request, "child"):
            rows = rows.filter(child__public_id=child)
        if (is_open := asked.yes(self.request, "open")) is not None:
            rows = rows.filter(ended_at__isnull=is_open)
        if words := self.request.query_params.get("q"):
            rows = rows.filter(
                Q(child__pupil__name__icontains=words) | Q(child__pupil__initials__startswith=words.lower())
            )
        return rows.values(*PAIRING)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return pairing_answer(found)

    def seen(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        trail.note("care.pairings_seen", about=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=asked.page_of(PairingAnswer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("q", str),
            OpenApiParameter("staff", str),
            OpenApiParameter("child", str),
            OpenApiParameter("open", bool),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewPairing, responses={201: PairingAnswer})
    def post(self, request: Request) -> Response:
        """Pair one child with one member of staff by hand."""
        given = asked.body(NewPairing, request)
        child = named(children.visible_to(self.by, self.now), given["child"], "child")
        staff = named(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            carer = carers.as_carer(staff=staff, by=self.by, now=self.now)
            made = pairing.pair(child=child, carer=carer, by=self.by, now=self.now)
            return Response(_pairing(self, made.public_id), status=201)

        return once(request, self.by, self.now, create)


class PairingDoor(Door):
    may = {"GET": May.VIEW_PAIRING}

    @extend_schema(responses=PairingAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        answer = _pairing(self, public_id)
        trail.note("care.pairing_seen", about=[answer["child"]["id"]], by=self.by, now=self.now)
        return Response(answer)


class EndPairingDoor(Door):
    may = {"POST": May.APPROVE_PAIRING}

    @extend_schema(request=EndedPairing, responses=PairingAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """End a pairing: the teacher no longer sees the child."""
        found = find(access.visible_pairings(self.by, self.now), public_id)
        given = asked.body(EndedPairing, request)
        pairing.end(pairing=found, reason=given["reason"], by=self.by, now=self.now)
        return Response(_pairing(self, public_id))


def _pairing(door: Door, public_id: UUID) -> dict[str, Any]:
    return pairing_answer(find_values(access.visible_pairings(door.by, door.now).values(*PAIRING), public_id))


def find_values(rows: QuerySet[Any, Any], public_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = find(rows, public_id)
    return found
