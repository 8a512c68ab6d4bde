"""`schools`, `school-imports`, `schools/{id}/invitations`, `sites` and `classes` as the first day needs them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from services.access.models import AuditEvent
from services.access.queries import actors_of
from services.access.roles import Role
from services.accounts.models import User
from services.children.access import visible_to
from services.kit import clock
from services.schools.models import School, SchoolClass, Site
from tests.api.responses import error_fields, names, ok
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
SCHOOL = {"name": "青山小学", "township": "青山乡"}


def test_the_lead_adds_and_changes_a_school_and_nobody_else_does(town: Town, calls: Any) -> None:
    lead = calls(town.lead)
    made = ok(lead.post("schools", SCHOOL), 201)
    assert (made["kind"], made["township"], made["is_open"]) == ("primary", "青山乡", True)
    changed = ok(lead.send("patch", f"schools/{made['id']}", {"kind": "nine_year", "code": "1234567890"}))
    assert (changed["name"], changed["kind"], changed["code"]) == ("青山小学", "nine_year", "1234567890")
    assert error_fields(lead.post("schools", SCHOOL)) == ["name"]
    assert error_fields(lead.post("schools", SCHOOL | {"name": "新小学", "code": "12"})) == ["code"]
    assert error_fields(lead.post("schools", {"name": "新小学", "township": "清河乡"})) == ["township"]
    assert lead.send("patch", f"schools/{town.c.school.public_id}", {"name": "我的"}).status_code == 404
    for who in (town.officer, town.head_li, town.officer_of_other):
        assert calls(who).post("schools", {"name": "新小学", "township": "清河镇"}).status_code == 403
    with town.as_(town.lead):
        assert School.objects.count() == 3
        actions = AuditEvent.objects.filter(action__startswith="schools.school_").values_list("action", "user_id")
        assert list(actions.order_by("id")) == [
            ("schools.school_created", town.lead.user_id),
            ("schools.school_updated", town.lead.user_id),
        ]
    with town.as_(town.officer_of_other):
        assert School.objects.count() == 1


def test_a_file_of_schools_is_imported_all_or_none(town: Town, calls: Any) -> None:
    lead = calls(town.lead)

    def send(text: str, **fields: Any) -> Any:
        file = SimpleUploadedFile("schools.csv", text.encode())
        return lead.client.post("/api/v1/school-imports", {"file": file, **fields})

    text = "学校名称,乡镇,村小\n青山小学,青山乡,大坪村小\n中心小学,清河镇,\n"
    expected = {"townships": ["青山乡"], "created": ["青山小学"], "updated": [], "unchanged": 1}
    assert ok(send(text, dry_run="true")) == expected | {"dry_run": True}
    assert len(names(lead.get("schools"))) == 2
    assert ok(send(text)) == expected | {"dry_run": False}
    assert ok(send(text))["unchanged"] == 2
    faulty = send(text + ",清河镇,\n好小学,清河镇,\n")
    assert error_fields(faulty) == ["file"]
    assert "4 name: 缺少学校名称。请填写学校名称。" in faulty.content.decode()
    assert sorted(names(lead.get("schools"))) == ["中心小学", "河西小学", "青山小学"]
    assert calls(town.officer).client.post("/api/v1/school-imports", {}).status_code == 403


def test_the_county_invites_the_first_admin_of_a_school(town: Town, calls: Any) -> None:
    school = ok(calls(town.lead).post("schools", SCHOOL), 201)["id"]
    officer = calls(town.officer)
    link = ok(officer.post(f"schools/{school}/invitations", {"name": "何主任", "role": "school_admin"}), 201)
    client = Client()
    client.post("/invitations/", {"code": link["url"].partition("#")[2]})
    client.post("/invitations/accept/", {"username": "heqingshan", "password": "a-long-password-7"})
    (actor,) = actors_of(User.objects.get(username="heqingshan").pk, clock.today())
    assert (actor.role, actor.school_name) == (Role.SCHOOL_ADMIN, "青山小学")
    body = {"name": "何老师", "role": "teacher"}
    assert error_fields(officer.post(f"schools/{school}/invitations", body)) == ["role"]
    # A school's own people are invited from its staff list.
    own = f"schools/{town.a.school.public_id}/invitations"
    assert error_fields(calls(town.head_li).post(own, {"name": "何主任", "role": "school_admin"})) == ["role"]
    foreign = f"schools/{town.c.school.public_id}/invitations"
    assert officer.post(foreign, {"name": "何主任", "role": "head"}).status_code == 404


def test_a_school_adds_sites_and_classes_by_their_grade(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    site = ok(head.post("sites", {"name": "河湾教学点", "kind": "teaching_point"}), 201)
    assert error_fields(head.post("sites", {"name": "河湾教学点", "kind": "village"})) == ["name"]
    assert error_fields(head.post("classes", {"grade": 1, "number": 1})) == ["site"]
    made = ok(head.post("classes", {"grade": 1, "number": 1, "site": site["id"]}), 201)
    assert (made["label"], made["entry_year"], made["site"]) == ("一(1)班", 2026, "河湾教学点")
    assert ok(head.post("classes", {"grade": 8, "number": 2, "site": site["id"]}), 201)["label"] == "八(2)班"
    assert error_fields(head.post("classes", {"grade": 1, "number": 1, "site": site["id"]})) == ["number"]
    assert error_fields(head.post("classes", {"grade": 13, "number": 1, "site": site["id"]})) == ["grade"]
    with town.b.inside():
        foreign = Site.objects.get().public_id
    assert error_fields(head.post("classes", {"grade": 2, "number": 1, "site": str(foreign)})) == ["site"]
    assert calls(town.teacher_wang).post("classes", {"grade": 2, "number": 1}).status_code == 403
    with town.b.inside():
        assert SchoolClass.objects.count() == 2


def test_a_class_teacher_is_named_and_sees_the_children_of_the_class(town: Town, calls: Any) -> None:
    head, first = calls(town.head_li), town.a.classes[0]
    address, chen = f"classes/{first.public_id}", str(town.a.staff["chen"].public_id)
    assert ok(head.send("patch", address, {"class_teacher": chen}))["class_teacher"] == "陈老师"
    with town.as_(town.teacher_chen):
        seen = visible_to(town.teacher_chen, clock.now()).values_list("pupil__name", flat=True)
        assert sorted(seen) == ["李小红", "王小明"]
    assert ok(head.send("patch", address, {"class_teacher": None}))["class_teacher"] is None
    with town.as_(town.teacher_chen):
        assert not visible_to(town.teacher_chen, clock.now()).exists()
    foreign = str(town.b.staff["chen"].public_id)
    assert error_fields(head.send("patch", address, {"class_teacher": foreign})) == ["class_teacher"]
    assert calls(town.admin_of_b).send("patch", address, {"class_teacher": None}).status_code == 404


def test_a_member_of_staff_is_corrected(town: Town, calls: Any) -> None:
    wang = f"staff/{town.a.staff['wang'].public_id}"
    assert ok(calls(town.head_li).send("patch", wang, {"subject": "数学"}))["subject"] == "数学"
    assert error_fields(calls(town.head_li).send("patch", wang, {"name": " "})) == ["name"]
    assert calls(town.admin_of_b).send("patch", wang, {"subject": "语文"}).status_code == 404
    assert calls(town.teacher_wang).send("patch", wang, {"subject": "语文"}).status_code == 403
