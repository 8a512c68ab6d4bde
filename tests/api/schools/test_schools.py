"""`schools classes terms school-days staff`."""

from typing import Any

import pytest

from services.schools.models import Staff
from tests.api.responses import error_fields, names, ok
from tests.cast import Town
from tests.factories import care

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_schools_of_a_county_are_listed_and_a_school_sees_itself(town: Town, calls: Any) -> None:
    assert sorted(names(calls(town.officer).get("schools"))) == ["中心小学", "河西小学"]
    assert names(calls(town.head_li).get("schools")) == ["中心小学"]
    assert calls(town.head_li).get(f"schools/{town.b.school.public_id}").status_code == 404
    assert ok(calls(town.officer).get("schools", q="河西"))["results"][0]["township"] == "清河镇"


def test_classes_have_the_label_of_the_school_year(town: Town, calls: Any) -> None:
    caller = calls(town.head_li)
    assert [row["label"] for row in ok(caller.get("classes"))["results"]] == ["三(1)班", "三(2)班"]
    assert ok(caller.get("classes", school_year=2029))["results"][0]["label"] == "六(1)班"
    assert ok(caller.get("classes", school_year=2030))["results"] == []
    assert error_fields(caller.get("classes", grade="x")) == ["grade"]


def test_term_is_opened_and_an_exam_week_set_by_the_county(town: Town, calls: Any) -> None:
    care.school_days(town)
    officer, head = calls(town.officer), calls(town.head_li)
    spring = {"school_year": 2026, "season": "spring", "begins_on": "2027-02-22", "ends_on": "2027-07-09"}
    made = ok(officer.post("terms", spring), 201)
    assert made["school_days"] == 100
    assert error_fields(officer.post("terms", spring)) == ["season"]
    assert head.post("terms", spring).status_code == 403
    exam = {"begins_on": "2026-11-09", "ends_on": "2026-11-13", "kind": "exam", "name": "期中考试"}
    assert ok(officer.post("school-days", exam), 201) == {"changed": 5}
    days = ok(head.get("school-days", **{"from": "2026-11-09", "until": "2026-11-14"}))["results"]
    assert [day["kind"] for day in days] == ["exam"] * 5 + ["weekend"]
    assert [day["is_school_day"] for day in days] == [True] * 5 + [False]
    assert ok(calls(town.officer_of_other).get("school-days"))["results"] == []


def test_day_override_applies_to_the_own_school_only(town: Town, calls: Any) -> None:
    care.school_days(town)
    head = calls(town.head_li)
    own = {"date": "2026-09-09", "kind": "holiday", "reason": "赶集"}
    assert ok(head.post("school-days/overrides", own), 201)["source"] == "本校调整"
    day = {"from": "2026-09-09", "until": "2026-09-09"}
    assert ok(head.get("school-days", **day))["results"][0]["name"] == "赶集"
    assert ok(calls(town.admin_of_b).get("school-days", **day))["results"][0]["kind"] == "lessons"
    assert error_fields(head.post("school-days/overrides", own | {"date": "2030-01-01"})) == ["date"]
    assert calls(town.teacher_wang).post("school-days/overrides", own).status_code == 403
    assert head.client.delete("/api/v1/school-days/overrides/2026-09-09").status_code == 204
    assert head.client.delete("/api/v1/school-days/overrides/2026-09-09").status_code == 404
    assert head.client.delete("/api/v1/school-days/overrides/never").status_code == 404


def test_staff_are_added_and_invited(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    made = ok(head.post("staff", {"name": "钱老师", "subject": "数学"}), 201)
    assert (made["has_login"], made["site"]) == (False, "本部")
    invited = ok(head.post(f"staff/{made['id']}/invitations", {"role": "teacher"}), 201)
    assert "/invitations/#" in invited["url"]
    assert error_fields(head.post(f"staff/{made['id']}/invitations", {"role": "county"})) == ["role"]
    assert names(head.get("staff", q="qls")) == ["钱老师"]
    assert calls(town.admin_of_b).get(f"staff/{made['id']}").status_code == 404
    assert calls(town.admin_of_b).post(f"staff/{made['id']}/invitations", {"role": "teacher"}).status_code == 404
    with town.b.inside():
        assert not Staff.objects.filter(name="钱老师").exists()
