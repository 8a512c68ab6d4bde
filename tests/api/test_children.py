"""Pupils and children at the API's door: found, shown with reasons, edited, and kept from everybody else."""

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
from tests.cast import Town
from tests.factories import children as make

ID = "999001201912151640"
PHONE = "17405690469"


@pytest.fixture
def full(town: Town, at_monday: Any) -> Town:
    """王小明 with parents away, a number, a telephone, and 王老师 entrusted with him."""
    with town.a.inside():
        pupil = town.xiaoming.pupil
        for parent in Parent:
            make.parent(pupil, parent, name="王大", away_since=date(2025, 3, 1))
        make.claim(pupil, "none")
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


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def test_a_list_shows_what_each_may_see(full: Town, calls: Any) -> None:
    assert names(calls(full.admin_zhao).get("children")) == ["李小红", "王小明", "张强"]
    assert names(calls(full.teacher_wang).get("children")) == ["王小明"]
    assert names(calls(full.teacher_chen).get("children")) == []
    assert names(calls(full.officer_of_other).get("children")) == ["李小红", "王小明", "张强"], "of their own county"
    assert len(names(calls(full.officer).get("children"))) == 6
    assert calls(full.actors["leader"]).get("children").status_code == 403
    assert calls(full.nurse_sun).get("children").status_code == 403


def test_one_child_is_404_for_everybody_else(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}"
    for stranger in (full.teacher_chen, full.admin_of_b, full.teacher_of_b, full.admin_of_c, full.officer_of_other):
        for tail in ("", "/access", "/contact-card"):
            assert calls(stranger).get(path + tail).status_code == 404, (stranger, tail)
    for stranger in (full.admin_of_b, full.admin_of_c):
        assert calls(stranger).post(f"{path}/unmask", {"field": "phones", "reason": "核对"}).status_code == 404
    assert calls(full.teacher_wang).post(f"{path}/unmask", {"field": "phones", "reason": "核对"}).status_code == 403


def test_a_child_is_shown_with_its_basis_and_reasons_and_masked_numbers(full: Town, calls: Any) -> None:
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


def test_a_child_alone_is_told_of_as_in_the_list(full: Town, calls: Any) -> None:
    for reader in (full.teacher_wang, full.head_li, full.officer):
        alone = calls(reader).get(f"children/{full.xiaoming.public_id}").json()
        (listed,) = [one for one in calls(reader).get("children").json()["results"] if one["id"] == alone["id"]]
        assert {name: alone[name] for name in listed} == listed
        assert set(alone) - set(listed) == {"family"}


def test_the_county_sees_no_number_at_all(full: Town, calls: Any) -> None:
    answer = calls(full.officer).get(f"children/{full.xiaoming.public_id}")
    assert answer.json()["family"]["phone_numbers"] == []
    assert answer.json()["family"]["papers"] == {}
    assert names(calls(full.officer).get("children", q=ID)) == []


@pytest.mark.parametrize(
    ("words", "found"),
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
def test_search_by_name_sound_initials_and_exact_number(full: Town, calls: Any, words: str, found: list[str]) -> None:
    assert names(calls(full.admin_zhao).get("children", q=words)) == found


def test_filters_of_a_list(full: Town, calls: Any) -> None:
    admin = calls(full.admin_zhao)
    assert names(admin.get("children", basis="d2")) == ["王小明"]
    assert names(admin.get("children", basis="d1", answer="unknown")) == ["李小红", "张强"]
    assert names(admin.get("children", paired="false")) == ["李小红", "张强"]
    assert names(admin.get("pupils", **{"class": full.a.classes[1].public_id})) == ["刘芳", "张强"]
    assert admin.get("children", basis="d9").json()["errors"][0]["attr"] == "basis"
    assert admin.get("children", ordering="phone").status_code == 400


def test_a_list_costs_the_same_with_one_row_and_with_three(full: Town, calls: Any) -> None:
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


def test_a_pupil_is_changed_field_by_field(full: Town, calls: Any) -> None:
    admin, pupil = calls(full.admin_zhao), full.xiaoming.pupil
    answer = admin.send("patch", f"pupils/{pupil.public_id}", {"name": "王晓明", "boarding": True})
    assert (answer.status_code, answer.json()["name"], answer.json()["boarding"]) == (200, "王晓明", True)
    with full.a.inside():
        assert Pupil.objects.get(pk=pupil.pk).pinyin == "wang xiao ming"
        assert Pupil.objects.get(pk=pupil.pk).revision > 1
    wrong = admin.send("patch", f"pupils/{pupil.public_id}", {"birth_date": "2030-01-01"})
    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "birth_date")
    foreign = admin.send("patch", f"pupils/{pupil.public_id}", {"school_class": str(full.b.classes[0].public_id)})
    assert (foreign.status_code, foreign.json()["errors"][0]["attr"]) == (400, "school_class")
    unknown = admin.send("patch", f"pupils/{pupil.public_id}", {"id_number": "1"})
    assert (unknown.status_code, unknown.json()["errors"][0]["attr"]) == (400, "id_number")
    assert calls(full.teacher_wang).send("patch", f"pupils/{pupil.public_id}", {"name": "x"}).status_code == 403


def test_a_parent_who_comes_home_is_a_new_fact_and_outdates_the_card(full: Town, calls: Any) -> None:
    admin, path = calls(full.admin_zhao), f"children/{full.xiaoming.public_id}"
    assert admin.post(f"{path}/contact-card").json()["is_current"] is True
    answer = admin.post(f"{path}/parents", {"parent": "father", "whereabouts": "home", "name": "王大"})
    assert answer.status_code == 201
    assert answer.json()["basis"]["d2"]["reason"] == "other_able"
    assert admin.get(f"{path}/contact-card").json()["is_current"] is False
    with full.a.inside():
        told = list(
            full.xiaoming.pupil.parents.filter(parent="father").order_by("since").values_list("whereabouts", "until")
        )
        assert told == [("away", date(2026, 9, 7)), ("home", None)]
        assert ContactCard.objects.filter(child=full.xiaoming, stale_on=date(2026, 9, 7)).count() == 1


def test_the_contact_card_names_no_label_and_prints(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}/contact-card"
    admin = calls(full.admin_zhao)
    card = admin.get(path)
    assert "留守" not in card.content.decode()
    assert card.json()["lines"][-1]["phones"] == [PHONE], "whole for whom may see it"
    assert calls(full.teacher_wang).get(path).json()["lines"][-1]["phones"] == ["174****0469"]
    printed = admin.get(path, format="pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_number_is_made_sure_of_and_shown_for_a_reason(full: Town, calls: Any) -> None:
    admin, path = calls(full.admin_zhao), f"children/{full.xiaoming.public_id}"
    (contact,) = admin.get(path).json()["family"]["phone_numbers"]
    checked = admin.post(f"{path}/phone-numbers/{contact['id']}", {"result": VerificationResult.VALID})
    assert checked.json()["phone_numbers"][0]["verification"] == "valid"
    for reason in ("", " ", "x"):  # a serializer refuses the first, the rule of the room the others
        told = admin.post(f"{path}/unmask", {"field": "phones", "reason": reason})
        assert (told.status_code, told.json()["errors"][0]["attr"]) == (400, "reason")
    assert admin.post(f"{path}/unmask", {"field": "id_number", "reason": "核对学籍"}).json()["values"] == {
        "id_number": ID
    }
    with full.a.inside():
        noted = AuditEvent.objects.get(action="children.number_unmasked")
        assert (noted.purpose, noted.detail) == ("核对学籍", {"field": "id_number"})
    bad = admin.post(f"{path}/phone-numbers", {"owner": "father", "number": "12345"})
    assert (bad.status_code, bad.json()["errors"][0]["attr"]) == (400, "number")


def test_who_can_see_and_why(full: Town, calls: Any) -> None:
    answer = calls(full.teacher_wang).get(f"children/{full.xiaoming.public_id}/access").json()
    assert [(one["name"], one["reason"]) for one in answer["people"]] == [("王老师", "pairing")]
    assert {one["role"]: one["names"] for one in answer["roles"]}["head"] == ["李校长"]


def test_released_means_out_of_sight_at_once(full: Town, calls: Any) -> None:
    with full.a.inside():
        end_assignment(assignment=full.xiaoming.assignments.get(), by=full.head_li, now=full.monday)
    assert calls(full.teacher_wang).get(f"children/{full.xiaoming.public_id}").status_code == 404


def test_a_class_teacher_sees_the_class_until_another_leads_it(full: Town, calls: Any) -> None:
    first, second = full.a.staff["chen"], full.a.staff["wang"]
    with full.a.inside():
        assign_class_teacher(school_class=full.a.classes[1], staff=first, by=full.head_li, now=full.monday)
    assert names(calls(full.teacher_chen).get("children")) == ["张强"]
    assert names(calls(full.teacher_chen).get("pupils")) == ["刘芳", "张强"]
    with full.a.inside():
        assign_class_teacher(school_class=full.a.classes[1], staff=second, by=full.head_li, now=full.monday)
        assert ChildGrant.objects.filter(user_id=full.teacher_chen.user_id, valid_until__isnull=True).count() == 0
    assert names(calls(full.teacher_chen).get("pupils")) == []


def test_moving_to_another_class_moves_the_sight(full: Town, calls: Any) -> None:
    with full.a.inside():
        assign_class_teacher(
            school_class=full.a.classes[1], staff=full.a.staff["chen"], by=full.head_li, now=full.monday
        )
    body = {"school_class": str(full.a.classes[1].public_id)}
    assert calls(full.admin_zhao).send("patch", f"pupils/{full.xiaoming.pupil.public_id}", body).status_code == 200
    assert names(calls(full.teacher_chen).get("children")) == ["王小明", "张强"]
    with full.a.inside():
        assert Child.objects.count() == 3


def test_guardians_are_listed_for_the_own_children_only(full: Town, calls: Any) -> None:
    path = f"children/{full.xiaoming.public_id}/guardian"
    assert calls(full.admin_zhao).send("put", path, {"name": "李奶奶", "relation": "62", "age": 66}).status_code == 200
    assert names(calls(full.teacher_wang).get("guardians")) == ["李奶奶"]
    assert names(calls(full.teacher_chen).get("guardians")) == []
    assert names(calls(full.admin_of_b).get("guardians")) == []
