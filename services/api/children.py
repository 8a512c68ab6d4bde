"""`pupils`, `children`, `guardians`: lists and one of each, edits by hand, the contact card, who can see."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find, named
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.children import access
from services.children.actions import cards, contacts, family
from services.children.choices import Answer, ContactOf, Household, Parent, PupilState, Stated, Verified, Whereabouts
from services.children.models import Child, Contact, Pupil
from services.children.queries import basis, people
from services.children.queries import family as families
from services.kit import clock
from services.kit.paging import Order
from services.schools.choices import Sex
from services.schools.models import SchoolClass

Text = serializers.CharField
NAMES = {
    "name": Order.by("pinyin"),
    "-name": Order.by("-pinyin"),
    "birth_date": Order.by("birth_date"),
    "-birth_date": Order.by("-birth_date"),
    "-updated_at": Order.by("-updated_at"),
}
PUPIL_FILTERS = [
    OpenApiParameter("q", str, description="姓名、拼音、首字母,或完整的证件号、学籍号"),
    OpenApiParameter("class", UUID),
    OpenApiParameter("school", UUID),
    OpenApiParameter("boarding", bool),
    OpenApiParameter("state", str, enum=PupilState.values),
]
CHILD_FILTERS = [
    *PUPIL_FILTERS,
    OpenApiParameter("basis", str, enum=list(basis.BASES), description="口径"),
    OpenApiParameter("answer", str, enum=Answer.values, description="按口径的判定,默认 yes"),
    OpenApiParameter("paired", bool),
    OpenApiParameter("card", bool),
]


class ClassShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = Text()  # type: ignore[assignment]


class PupilAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    school_class = ClassShape()
    boarding = serializers.BooleanField(allow_null=True)
    household = Text()
    state = serializers.ChoiceField(choices=PupilState.choices)
    child = serializers.UUIDField(allow_null=True)


class ChildAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    pupil = serializers.UUIDField()
    name = Text()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    school_class = ClassShape()
    boarding = serializers.BooleanField(allow_null=True)
    state = serializers.ChoiceField(choices=PupilState.choices)
    opened_on = serializers.DateField()
    opened_because = Text()
    carer = Text(allow_null=True)
    has_card = serializers.BooleanField()
    d1 = serializers.ChoiceField(choices=Answer.choices)
    d2 = serializers.ChoiceField(choices=Answer.choices)
    d3 = serializers.ChoiceField(choices=Answer.choices)


class ParentShape(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    name = Text()
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_null=True)
    away_since = serializers.DateField(allow_null=True)
    place = Text()
    can_guard = serializers.BooleanField(allow_null=True)
    since = serializers.DateField()


class GuardianShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()


class ClaimShape(serializers.Serializer[Any]):
    stated = serializers.ChoiceField(choices=Stated.choices)
    stated_on = serializers.DateField()


class VerdictShape(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=Answer.choices)
    reason = Text()
    sentence = Text()


class BasisShape(serializers.Serializer[Any]):
    d1 = VerdictShape()
    d2 = VerdictShape()
    d3 = VerdictShape()


class ContactShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    of = serializers.ChoiceField(choices=ContactOf.choices)
    phone = Text()
    verified = serializers.ChoiceField(choices=Verified.choices, allow_null=True)
    verified_on = serializers.DateField(allow_null=True)


class PapersShape(serializers.Serializer[Any]):
    id_kind = Text()
    id_number = Text()
    student_number = Text()
    address = Text()
    household_place = Text()


class CardShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issued_on = serializers.DateField()


class FamilyAnswer(serializers.Serializer[Any]):
    parents = ParentShape(many=True)
    guardian = GuardianShape(allow_null=True)
    claim = ClaimShape(allow_null=True)
    basis = BasisShape()
    disagreement = Text()
    contacts = ContactShape(many=True)
    papers = PapersShape()
    contact_card = CardShape(allow_null=True)


class PupilDetail(PupilAnswer):
    family = FamilyAnswer()


class ChildDetail(ChildAnswer):
    family = FamilyAnswer()


class PupilChange(serializers.Serializer[Any]):
    name = Text(max_length=60)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    ethnicity = Text(max_length=20, allow_blank=True)
    school_class = serializers.UUIDField()
    boarding = serializers.BooleanField(allow_null=True)
    household = serializers.ChoiceField(choices=Household.choices, allow_blank=True)
    remark = Text(max_length=300, allow_blank=True)
    state = serializers.ChoiceField(choices=PupilState.choices)
    left_on = serializers.DateField(allow_null=True)


class NewFact(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_blank=True)
    name = Text(max_length=60, required=False, default="", allow_blank=True)
    place = Text(max_length=200, required=False, default="", allow_blank=True)
    away_since = serializers.DateField(required=False, default=None, allow_null=True)
    can_guard = serializers.BooleanField(required=False, default=None, allow_null=True)


class NewGuardian(serializers.Serializer[Any]):
    name = Text(max_length=60)
    relation = Text(max_length=2, required=False, default="", allow_blank=True)
    age = serializers.IntegerField(min_value=1, max_value=119, required=False, default=None, allow_null=True)


class NewContact(serializers.Serializer[Any]):
    of = serializers.ChoiceField(choices=ContactOf.choices)
    phone = Text(max_length=30)


class Verification(serializers.Serializer[Any]):
    result = serializers.ChoiceField(choices=Verified.choices)


class Unmasking(serializers.Serializer[Any]):
    field = serializers.ChoiceField(choices=[(name, name) for name in contacts.SHOWN])
    reason = Text(max_length=200)


class Unmasked(serializers.Serializer[Any]):
    values = serializers.DictField(child=Text())


class SeerShape(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    name = Text()
    reason = Text()
    reason_label = Text()
    note = Text()
    since = serializers.DateTimeField()
    can_sign_in = serializers.BooleanField()


class RoleShape(serializers.Serializer[Any]):
    role = Text()
    role_label = Text()
    sentence = Text()
    names = serializers.ListField(child=Text())


class AccessAnswer(serializers.Serializer[Any]):
    people = SeerShape(many=True)
    roles = RoleShape(many=True)


class LineShape(serializers.Serializer[Any]):
    who = Text()
    name = Text()
    about = Text()
    phones = serializers.ListField(child=Text())


class CardAnswer(serializers.Serializer[Any]):
    school = Text()
    name = Text()
    class_label = Text()
    class_teacher = Text()
    lines = LineShape(many=True)
    issued_on = Text()
    is_current = serializers.BooleanField()


class GuardianAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    pupil = asked.Named()


def wish_of(request: Request) -> people.Wish:
    """The filters of a list, each checked."""
    return people.Wish(
        words=request.query_params.get("q", "")[:60],
        school_class=asked.public_id(request, "class"),
        school=asked.public_id(request, "school"),
        boarding=asked.yes(request, "boarding"),
        basis=asked.one_of(request, "basis", basis.BASES) or "",
        answer=asked.one_of(request, "answer", Answer.values) or Answer.YES,
        state=asked.one_of(request, "state", PupilState.values) or "",
        is_paired=asked.yes(request, "paired"),
        has_card=asked.yes(request, "card"),
    )


def _class(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["school_class__public_id"], "label": people.class_label(row, clock.today())}


def pupil_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("name", "sex", "birth_date", "boarding", "household", "state")
    keys = {"id": row["public_id"], "school_class": _class(row), "child": row["child__public_id"]}
    return keys | {name: row[name] for name in same}


def child_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("name", "sex", "birth_date", "boarding", "state", "has_card", "d1", "d2", "d3")
    return {
        "id": row["child__public_id"],
        "pupil": row["public_id"],
        "school_class": _class(row),
        "opened_on": row["child__opened_on"],
        "opened_because": row["child__opened_because"],
        "carer": row["carer_name"],
    } | {name: row[name] for name in same}


class PupilsDoor(ListDoor):
    may = {"GET": May.VIEW_PUPIL}
    name = "pupils"
    orderings = NAMES

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = people.pupils(self.by, self.now, wish_of(self.request))
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return pupil_answer(found)

    def seen(self, found: Any) -> None:
        trail.note("children.pupils_listed", about=[row["public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=asked.page_of(PupilAnswer), parameters=[*LIST_PARAMETERS, *PUPIL_FILTERS])
    def get(self, request: Request) -> Response:
        return super().get(request)


class PupilDoor(Door):
    may = {"GET": May.VIEW_PUPIL, "PATCH": May.EDIT_PUPIL}

    @extend_schema(responses=PupilDetail)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(self._answer(public_id))

    @extend_schema(request=PupilChange, responses=PupilDetail)
    def patch(self, request: Request, public_id: UUID) -> Response:
        pupil = find(access.visible_pupils(self.by, self.now), public_id)
        changes = asked.body(PupilChange, request, partial=True)
        if unknown := sorted(set(request.data) - set(PupilChange().fields)):
            raise ValidationError({name: ["没有这个字段,或不能在这里改。"] for name in unknown})
        if "school_class" in changes:
            changes["school_class"] = named(SchoolClass.objects.all(), changes["school_class"], "school_class")
        family.edit_pupil(pupil=pupil, changes=changes, by=self.by, now=self.now)
        return Response(self._answer(public_id))

    def _answer(self, public_id: UUID) -> dict[str, Any]:
        row = find(people.pupils(self.by, self.now, people.Wish()), public_id)
        pupil = Pupil.objects.select_related("school_class").get(pk=row["id"])
        trail.note("children.pupil_seen", about=pupil, by=self.by, now=self.now)
        told = families.of(pupil, self.by, clock.today())
        return pupil_answer(row) | {"family": families.plain(told)}


class ChildrenDoor(ListDoor):
    may = {"GET": May.VIEW_CHILD}
    name = "children"
    orderings = NAMES

    def rows(self) -> QuerySet[Any, Any]:
        wish = wish_of(self.request)
        rows: QuerySet[Any, Any] = people.children(self.by, self.now, clock.today(), wish)
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return child_answer(found)

    def seen(self, found: Any) -> None:
        trail.note("children.listed", about=[row["child__public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=asked.page_of(ChildAnswer), parameters=[*LIST_PARAMETERS, *CHILD_FILTERS])
    def get(self, request: Request) -> Response:
        return super().get(request)


class OneChild(Door):
    """What every address below one child shares."""

    def child(self, public_id: UUID) -> Child:
        rows = access.visible_to(self.by, self.now).select_related(
            "pupil__school_class__class_teacher", "pupil__school"
        )
        child: Child = find(rows, public_id)
        return child


class ChildDoor(OneChild):
    may = {"GET": May.VIEW_CHILD}

    @extend_schema(responses=ChildDetail)
    def get(self, request: Request, public_id: UUID) -> Response:
        child = self.child(public_id)
        row = people.children(self.by, self.now, clock.today(), people.Wish()).get(id=child.pupil_id)
        trail.note("children.seen", about=child, by=self.by, now=self.now)
        told = families.of(child.pupil, self.by, clock.today())
        return Response(child_answer(row) | {"family": families.plain(told)})


class ChildAccessDoor(OneChild):
    may = {"GET": May.VIEW_ACCESS}

    @extend_schema(responses=AccessAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who can see this child, and why: people by entrustment, others by their role."""
        child = self.child(public_id)
        return Response(
            {
                "people": people.who_can_see(child, self.now),
                "roles": people.roles_that_see(child, clock.today()),
            }
        )


class ParentsDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL}

    @extend_schema(request=NewFact, responses={201: FamilyAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Where a parent is from today on."""
        child, told = self.child(public_id), asked.body(NewFact, request)
        told["parent"] = Parent(told["parent"])

        def create() -> Response:
            family.record_parent(pupil=child.pupil, by=self.by, now=self.now, **told)
            return Response(families.plain(families.of(child.pupil, self.by, clock.today())), status=201)

        return once(request, self.by, self.now, create)


class GuardianDoor(OneChild):
    may = {"PUT": May.EDIT_PUPIL}

    @extend_schema(request=NewGuardian, responses=FamilyAnswer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Who looks after the child from today on."""
        child, told = self.child(public_id), asked.body(NewGuardian, request)
        family.set_guardian(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response(families.plain(families.of(child.pupil, self.by, clock.today())))


class ContactsDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL}

    @extend_schema(request=NewContact, responses={201: FamilyAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        child, told = self.child(public_id), asked.body(NewContact, request)

        def create() -> Response:
            contacts.add_contact(
                pupil=child.pupil, of=ContactOf(told["of"]), phone=told["phone"], by=self.by, now=self.now
            )
            return Response(families.plain(families.of(child.pupil, self.by, clock.today())), status=201)

        return once(request, self.by, self.now, create)


class ContactDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL, "DELETE": May.EDIT_PUPIL}

    @extend_schema(operation_id="children_contacts_verify", request=Verification, responses=FamilyAnswer)
    def post(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        """What came of ringing this number."""
        child = self.child(public_id)
        result = Verified(asked.body(Verification, request)["result"])
        contacts.verify_contact(contact=self._contact(child, contact_id), result=result, by=self.by, now=self.now)
        return Response(families.plain(families.of(child.pupil, self.by, clock.today())))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        contacts.remove_contact(contact=self._contact(self.child(public_id), contact_id), by=self.by, now=self.now)
        return Response(status=204)

    def _contact(self, child: Child, contact_id: UUID) -> Contact:
        contact: Contact = find(Contact.objects.filter(pupil=child.pupil_id).select_related("pupil"), contact_id)
        return contact


class UnmaskDoor(OneChild):
    may = {"POST": May.UNMASK}

    @extend_schema(request=Unmasking, responses=Unmasked)
    def post(self, request: Request, public_id: UUID) -> Response:
        """A sealed value whole, for a reason that stays in the trail."""
        child, told = self.child(public_id), asked.body(Unmasking, request)
        values = contacts.unmask(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response({"values": values})


class ContactCardDoor(OneChild):
    may = {"GET": May.VIEW_CHILD, "POST": May.EDIT_PUPIL}

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=["json", "pdf"])],
        responses={(200, "application/json"): CardAnswer, (200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, public_id: UUID) -> Response | HttpResponse:
        child = self.child(public_id)
        if asked.one_of(request, "format", ["json", "pdf"]) == "pdf":
            return pdf_answer(cards.printed(child=child, by=self.by, now=self.now))
        trail.note("children.card_seen", about=child, by=self.by, now=self.now)
        return Response(CardAnswer(cards.card_of(child, self.by, self.now)).data)

    @extend_schema(request=None, responses={201: CardAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Issue a card from what is known today."""
        child = self.child(public_id)

        def create() -> Response:
            cards.issue(child=child, by=self.by, now=self.now)
            return Response(CardAnswer(cards.card_of(child, self.by, self.now)).data, status=201)

        return once(request, self.by, self.now, create)


def pdf_answer(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


class GuardiansDoor(ListDoor):
    may = {"GET": May.VIEW_PUPIL}
    name = "guardians"
    orderings = {"name": Order.by("name"), "-name": Order.by("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        rows = people.guardians(self.by, self.now)
        if words := self.request.query_params.get("q"):
            rows = rows.filter(name__contains=words)
        if pupil := asked.public_id(self.request, "pupil"):
            rows = rows.filter(pupil__public_id=pupil)
        own = ("id", "public_id", "name", "relation", "relation_text", "age", "since")
        found: QuerySet[Any, Any] = rows.values(*own, "pupil__public_id", "pupil__name")
        return found

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        same = ("name", "relation", "relation_text", "age", "since")
        pupil = {"id": found["pupil__public_id"], "name": found["pupil__name"]}
        return {"id": found["public_id"], "pupil": pupil} | {name: found[name] for name in same}

    def seen(self, found: Any) -> None:
        about = [row["pupil__public_id"] for row in found]
        trail.note("children.guardians_listed", about=about, by=self.by, now=self.now)

    @extend_schema(
        responses=asked.page_of(GuardianAnswer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("q", str), OpenApiParameter("pupil", UUID)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)
