"""Schools, classes, terms, school days, staff, work plans at the API's door."""

from typing import Any

import pytest

from services.schools.models import Staff
from tests.cast import Town
from tests.factories import care

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None


def fields(answer: Any) -> list[str]:
    return [error["attr"] for error in ok(answer, 400)["errors"]]


def test_a_school_sees_itself_the_county_all_of_its_own(town: Town, calls: Any):
    names = [row["name"] for row in ok(calls(town.officer).get("schools"))["results"]]
    assert sorted(names) == ["中心小学", "河西小学"]
    assert [row["name"] for row in ok(calls(town.head_li).get("schools"))["results"]] == ["中心小学"]
    assert calls(town.head_li).get(f"schools/{town.b.school.public_id}").status_code == 404
    assert ok(calls(town.officer).get("schools", q="河西"))["results"][0]["township"] == "清河镇"


def test_classes_carry_the_label_of_the_school_year(town: Town, calls: Any):
    caller = calls(town.head_li)
    assert [row["label"] for row in ok(caller.get("classes"))["results"]] == ["三(1)班", "三(2)班"]
    assert ok(caller.get("classes", school_year=2029))["results"][0]["label"] == "六(1)班"
    assert ok(caller.get("classes", school_year=2030))["results"] == []
    assert fields(caller.get("classes", grade="x")) == ["grade"]


def test_the_county_opens_a_term_and_marks_an_exam_week(town: Town, calls: Any):
    care.school_days(town)
    officer, head = calls(town.officer), calls(town.head_li)
    spring = {"school_year": 2026, "season": "spring", "begins_on": "2027-02-22", "ends_on": "2027-07-09"}
    made = ok(officer.post("terms", spring), 201)
    assert made["school_days"] == 100
    assert fields(officer.post("terms", spring)) == ["season"]
    assert head.post("terms", spring).status_code == 403
    exam = {"begins_on": "2026-11-09", "ends_on": "2026-11-13", "kind": "exam", "name": "期中考试"}
    assert ok(officer.post("school-days", exam), 201) == {"changed": 5}
    days = ok(head.get("school-days", **{"from": "2026-11-09", "until": "2026-11-14"}))["results"]
    assert [day["kind"] for day in days] == ["exam"] * 5 + ["weekend"]
    assert [day["is_school_day"] for day in days] == [True] * 5 + [False]
    assert ok(calls(town.officer_of_other).get("school-days"))["results"] == []


def test_a_schools_own_day_is_its_own(town: Town, calls: Any):
    care.school_days(town)
    head = calls(town.head_li)
    own = {"date": "2026-09-09", "kind": "holiday", "reason": "赶集"}
    assert ok(head.post("school-days/overrides", own), 201)["source"] == "本校调整"
    on = {"from": "2026-09-09", "until": "2026-09-09"}
    assert ok(head.get("school-days", **on))["results"][0]["name"] == "赶集"
    assert ok(calls(town.admin_of_b).get("school-days", **on))["results"][0]["kind"] == "lessons"
    assert fields(head.post("school-days/overrides", own | {"date": "2030-01-01"})) == ["date"]
    assert calls(town.teacher_wang).post("school-days/overrides", own).status_code == 403
    assert head.client.delete("/api/v1/school-days/overrides/2026-09-09").status_code == 204
    assert head.client.delete("/api/v1/school-days/overrides/2026-09-09").status_code == 404
    assert head.client.delete("/api/v1/school-days/overrides/never").status_code == 404


def test_staff_are_added_and_invited_and_the_address_is_told_once(town: Town, calls: Any):
    head = calls(town.head_li)
    made = ok(head.post("staff", {"name": "钱老师", "subject": "数学"}), 201)
    assert (made["has_login"], made["site"]) == (False, "本部")
    invited = ok(head.post(f"staff/{made['id']}/invitations", {"role": "teacher"}), 201)
    assert "/invitations/" in invited["url"]
    assert fields(head.post(f"staff/{made['id']}/invitations", {"role": "county"})) == ["role"]
    assert [row["name"] for row in ok(head.get("staff", q="qls"))["results"]] == ["钱老师"]
    assert calls(town.admin_of_b).get(f"staff/{made['id']}").status_code == 404
    assert calls(town.admin_of_b).post(f"staff/{made['id']}/invitations", {"role": "teacher"}).status_code == 404
    with town.b.inside():
        assert not Staff.objects.filter(name="钱老师").exists()


def test_a_plan_is_written_changed_and_approved_by_the_school(town: Town, calls: Any):
    head = calls(town.head_li)
    leader = {"staff": str(town.a.staff["head"].public_id), "role": "leader"}
    made = ok(head.post("work-plans", {"goals": "一个不少", "leading_group": [leader]}), 201)
    assert {frequency["activity"]: frequency["period_unit"] for frequency in made["required_frequencies"]} == {
        "talk": "week",
        "home_visit": "month",
        "call": "month",
    }
    assert made["leading_group"] == [{"staff": {"id": leader["staff"], "name": "李校长"}, "role": "leader"}]
    assert ok(head.post(f"work-plans/{made['id']}/approve"))["state"] == "approved"
    changed = ok(
        head.send(
            "patch",
            f"work-plans/{made['id']}",
            {"required_frequencies": [{"activity": "talk", "count": 2, "period_unit": "week"}]},
        )
    )
    assert (changed["state"], len(changed["required_frequencies"])) == ("draft", 1)
    assert fields(head.post("work-plans")) == ["term"]
    assert fields(
        head.send(
            "patch",
            f"work-plans/{made['id']}",
            {"required_frequencies": [{"activity": "talk", "count": 99, "period_unit": "week"}]},
        )
    )
    foreign = {"staff": str(town.b.staff["head"].public_id), "role": "member"}
    assert fields(head.send("patch", f"work-plans/{made['id']}", {"leading_group": [foreign]})) == [
        "leading_group.0.staff"
    ]

    teacher = calls(town.teacher_wang)
    assert ok(teacher.get(f"work-plans/{made['id']}"))["goals"] == "一个不少"
    assert teacher.post(f"work-plans/{made['id']}/approve").status_code == 403
    assert calls(town.admin_of_b).get(f"work-plans/{made['id']}").status_code == 404
    assert len(ok(calls(town.officer).get("work-plans"))["results"]) == 1
