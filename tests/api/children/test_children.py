"""`pupils` and `children`: searched, shown with reasons, edited, and closed to everybody else."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.children.actions.class_teachers import assign_class_teacher
from services.children.actions.phone_numbers import add_number
from services.children.assignments import assign, end_assignment
from services.children.blind_indexes import id_index
from services.children.choices import AssignmentReason, Parent, PhoneOwner, VerificationResult
from services.children.models import Child, ChildGrant, ContactCard, Pupil, PupilPrivate
from tests.api.responses import error_fields, names
from tests.cast import Town
from tests.factories import children as make

ID = "999001201912151640"
PHONE = "17405690469"


@pytest.fixture
def full(town: Town, at_monday: Any) -> Town:
    """王小明 with parents away, papers, a phone number, and 王老师 assigned to him."""
    with town.a.inside():
        pupil = town.xiaoming.pupil
        for parent in Parent:
            make.parent(pupil, parent, name="王大", away_since=date(2025, 3, 1))
        make.reported_status(pupil, "none")
        Pupil.objects.filter(pk=pupil.pk).update(household="rural")
        private = PupilPrivate(pupil=pupil, id_kind="resident", id_index=id_index(ID))
        private.school_id = town.a.school.pk
        private.seal("id_number", ID)
        private.seal("student_number", f"G{ID}")
        private.save()
        add_number(pupil=pupil, owner=PhoneOwner.GUARDIAN, number=PHONE, by=town.admin_zhao, now=town.monday)
        assign(
            child=town.xiaoming,
            staff=town.a.staff["wang"],
            reason=AssignmentReason.PAIRING,
            by=town.admin_zhao,
            now=town.monday,
        )
    return town


def test_children_are_listed_as_far_as_the_reader_may_see(full: Town, calls: Any) -> None:
    assert names(calls(full.admin_zhao).get("children")) == ["李小红", "王小明", "张强"]
    assert names(calls(full.teacher_wang).get("children")) == ["王小明"]
    assert names(calls(full.teacher_chen).get("children")) == []
    assert names(calls(full.officer_of_other).get("children")) == ["李小红", "王小明", "张强"], "of their own county"
    assert len(names(calls(full.officer).get("children"))) == 6
    assert calls(full.actors["leader"]).get("children").status_code == 403
    assert calls(full.nurse_sun).get("children").status_code == 403


def test_child_is_404_for_everybody_else(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}"
    for stranger in (full.teacher_chen, full.admin_of_b, full.teacher_of_b, full.admin_of_c, full.officer_of_other):
        for tail in ("", "/access", "/contact-card"):
            assert calls(stranger).get(path + tail).status_code == 404, (stranger, tail)
    for stranger in (full.admin_of_b, full.admin_of_c):
        assert calls(stranger).post(f"{path}/unmask", {"field": "phones", "reason": "核对"}).status_code == 404
    assert calls(full.teacher_wang).post(f"{path}/unmask", {"field": "phones", "reason": "核对"}).status_code == 403


def test_child_detail_has_basis_reasons_and_masked_numbers(full: Town, calls: Any) -> None:
    answer = calls(full.teacher_wang).get(f"children/{full.xiaoming.public_id}").json()
    family = answer["family"]
    assert (answer["d1"], answer["d2"], answer["d3"]) == ("yes", "yes", "yes")
    assert family["basis"]["d2"] == {"answer": "yes", "reason": "both_away", "sentence": "父母双方外出务工。"}
    assert family["reported_status"]["reported"] == "none"
    assert "非留守" in family["disagreement"]
    assert [row["number"] for row in family["phone_numbers"]] == ["174****0469"]
    assert family["papers"]["id_number"] == "999001********1640"
    assert family["papers"]["student_number"] == "G99900*********1640"
    with full.a.inside():
        assert (
            AuditEvent.objects.filter(action="children.child_viewed", target=[str(full.xiaoming.public_id)]).count()
            == 1
        )


def test_child_detail_agrees_with_the_list(full: Town, calls: Any) -> None:
    for reader in (full.teacher_wang, full.head_li, full.officer):
        detail = calls(reader).get(f"children/{full.xiaoming.public_id}").json()
        (listed,) = [row for row in calls(reader).get("children").json()["results"] if row["id"] == detail["id"]]
        assert {name: detail[name] for name in listed} == listed
        assert set(detail) - set(listed) == {"family"}


def test_child_detail_for_the_county_has_no_number(full: Town, calls: Any) -> None:
    answer = calls(full.officer).get(f"children/{full.xiaoming.public_id}")
    assert answer.json()["family"]["phone_numbers"] == []
    assert answer.json()["family"]["papers"] == {}
    assert names(calls(full.officer).get("children", q=ID)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小明", ["王小明"]),
        ("wangxiao", ["王小明"]),
        ("WXM", ["王小明"]),
        (ID, ["王小明"]),
        ("G" + ID, []),
        ("%", []),
        ("xiao", ["李小红", "王小明"]),
    ],
)
def test_children_search_by_name_pinyin_initials_and_exact_number(
    full: Town, calls: Any, text: str, expected: list[str]
) -> None:
    assert names(calls(full.admin_zhao).get("children", q=text)) == expected


def test_children_filters(full: Town, calls: Any) -> None:
    admin = calls(full.admin_zhao)
    assert names(admin.get("children", basis="d2")) == ["王小明"]
    assert names(admin.get("children", basis="d1", answer="unknown")) == ["李小红", "张强"]
    assert names(admin.get("children", paired="false")) == ["李小红", "张强"]
    assert names(admin.get("pupils", **{"class": full.a.classes[1].public_id})) == ["刘芳", "张强"]
    assert admin.get("children", basis="d9").json()["errors"][0]["attr"] == "basis"
    assert admin.get("children", ordering="phone").status_code == 400


def test_children_lists_cost_the_same_queries_with_more_rows(full: Town, calls: Any) -> None:
    admin = calls(full.admin_zhao)
    admin.get("children")
    counted = []
    for path, params in (("children", {"q": "王小明"}), ("children", {}), ("pupils", {"q": "王小明"}), ("pupils", {})):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(path, **params).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[2] == counted[3]
    assert max(counted) <= 12


def test_pupil_is_changed_field_by_field(full: Town, calls: Any) -> None:
    admin, pupil = calls(full.admin_zhao), full.xiaoming.pupil
    answer = admin.send("patch", f"pupils/{pupil.public_id}", {"name": "王晓明", "boarding": True})
    assert (answer.status_code, answer.json()["name"], answer.json()["boarding"]) == (200, "王晓明", True)
    with full.a.inside():
        assert Pupil.objects.get(pk=pupil.pk).pinyin == "wang xiao ming"
        assert Pupil.objects.get(pk=pupil.pk).revision > 1
    wrong = admin.send("patch", f"pupils/{pupil.public_id}", {"birth_date": "2030-01-01"})
    assert error_fields(wrong) == ["birth_date"]
    foreign = admin.send("patch", f"pupils/{pupil.public_id}", {"school_class": str(full.b.classes[0].public_id)})
    assert error_fields(foreign) == ["school_class"]
    unknown = admin.send("patch", f"pupils/{pupil.public_id}", {"id_number": "1"})
    assert error_fields(unknown) == ["id_number"]
    assert calls(full.teacher_wang).send("patch", f"pupils/{pupil.public_id}", {"name": "x"}).status_code == 403


def test_parent_who_comes_home_is_recorded_and_outdates_the_card(full: Town, calls: Any) -> None:
    admin, path = calls(full.admin_zhao), f"children/{full.xiaoming.public_id}"
    assert admin.post(f"{path}/contact-card").json()["is_current"] is True
    answer = admin.post(f"{path}/parents", {"parent": "father", "whereabouts": "home", "name": "王大"})
    assert answer.status_code == 201
    assert answer.json()["basis"]["d2"]["reason"] == "other_able"
    assert admin.get(f"{path}/contact-card").json()["is_current"] is False
    with full.a.inside():
        history = list(
            full.xiaoming.pupil.parents.filter(parent="father").order_by("since").values_list("whereabouts", "until")
        )
        assert history == [("away", date(2026, 9, 7)), ("home", None)]
        assert ContactCard.objects.filter(child=full.xiaoming, stale_on=date(2026, 9, 7)).count() == 1


def test_contact_card_has_no_label_and_prints(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}/contact-card"
    admin = calls(full.admin_zhao)
    card = admin.get(path)
    assert "留守" not in card.content.decode()
    assert card.json()["lines"][-1]["phones"] == [PHONE], "whole for whom may see it"
    assert calls(full.teacher_wang).get(path).json()["lines"][-1]["phones"] == ["174****0469"]
    printed = admin.get(path, format="pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_phone_number_is_verified_and_unmasked_for_a_reason(full: Town, calls: Any) -> None:
    admin, path = calls(full.admin_zhao), f"children/{full.xiaoming.public_id}"
    (number,) = admin.get(path).json()["family"]["phone_numbers"]
    checked = admin.post(f"{path}/phone-numbers/{number['id']}", {"result": VerificationResult.VALID})
    assert checked.json()["phone_numbers"][0]["verification"] == "valid"
    for reason in ("", " ", "x"):  # the serializer rejects the first, the app the others
        response = admin.post(f"{path}/unmask", {"field": "phones", "reason": reason})
        assert error_fields(response) == ["reason"]
    assert admin.post(f"{path}/unmask", {"field": "id_number", "reason": "核对学籍"}).json()["values"] == {
        "id_number": ID
    }
    with full.a.inside():
        event = AuditEvent.objects.get(action="children.number_unmasked")
        assert (event.purpose, event.detail) == ("核对学籍", {"field": "id_number"})
    bad = admin.post(f"{path}/phone-numbers", {"owner": "father", "number": "12345"})
    assert error_fields(bad) == ["number"]


def test_child_access_lists_people_with_reasons(full: Town, calls: Any) -> None:
    answer = calls(full.teacher_wang).get(f"children/{full.xiaoming.public_id}/access").json()
    assert [(person["name"], person["reason"]) for person in answer["people"]] == [("王老师", "pairing")]
    assert {role["role"]: role["names"] for role in answer["roles"]}["head"] == ["李校长"]


def test_child_is_invisible_once_the_assignment_ends(full: Town, calls: Any) -> None:
    with full.a.inside():
        end_assignment(assignment=full.xiaoming.assignments.get(), by=full.head_li, now=full.monday)
    assert calls(full.teacher_wang).get(f"children/{full.xiaoming.public_id}").status_code == 404


def test_class_teacher_sees_the_class_until_replaced(full: Town, calls: Any) -> None:
    first, second = full.a.staff["chen"], full.a.staff["wang"]
    with full.a.inside():
        assign_class_teacher(school_class=full.a.classes[1], staff=first, by=full.head_li, now=full.monday)
    assert names(calls(full.teacher_chen).get("children")) == ["张强"]
    assert names(calls(full.teacher_chen).get("pupils")) == ["刘芳", "张强"]
    with full.a.inside():
        assign_class_teacher(school_class=full.a.classes[1], staff=second, by=full.head_li, now=full.monday)
        assert ChildGrant.objects.filter(user_id=full.teacher_chen.user_id, valid_until__isnull=True).count() == 0
    assert names(calls(full.teacher_chen).get("pupils")) == []


def test_pupil_moved_to_another_class_is_seen_by_its_teacher(full: Town, calls: Any) -> None:
    with full.a.inside():
        assign_class_teacher(
            school_class=full.a.classes[1], staff=full.a.staff["chen"], by=full.head_li, now=full.monday
        )
    body = {"school_class": str(full.a.classes[1].public_id)}
    assert calls(full.admin_zhao).send("patch", f"pupils/{full.xiaoming.pupil.public_id}", body).status_code == 200
    assert names(calls(full.teacher_chen).get("children")) == ["王小明", "张强"]
    with full.a.inside():
        assert Child.objects.count() == 3


def test_guardians_are_listed_for_visible_children_only(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}/guardian"
    assert calls(full.admin_zhao).send("put", path, {"name": "李奶奶", "relation": "62", "age": 66}).status_code == 200
    assert names(calls(full.teacher_wang).get("guardians")) == ["李奶奶"]
    assert names(calls(full.teacher_chen).get("guardians")) == []
    assert names(calls(full.admin_of_b).get("guardians")) == []
