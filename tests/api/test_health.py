"""Campaigns, days, results and findings at the API's door."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.health.models import Campaign, Checkup, Finding
from services.jobs.models import Job
from services.schools.models import SchoolClass
from tests.cast import Town
from tests.factories import health

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]

HEALTHY = {
    "height_cm": "130.5",
    "weight_kg": 27,
    "vision_left": "5.0",
    "vision_right": "5.1",
    "systolic": 100,
    "diastolic": 62,
}
HEAVY = HEALTHY | {"weight_kg": "38.0"}


@pytest.fixture
def planned(town: Town) -> Town:
    health.planned(town)
    return town


def place(town: Town, name: str = "王小明") -> Any:
    with town.a.inside():
        return health.checkup(town.a.pupils[name]).public_id


def errors(answer: Any) -> dict[str, str]:
    return {each["attr"]: each["detail"] for each in answer.json()["errors"]}


def test_the_county_makes_a_clinic_and_a_campaign_and_has_it_planned(town: Town, calls):
    health.school_days(town)
    county = calls(town.officer)

    clinic = county.post("clinics", {"name": "清河镇卫生院", "capacity": 60, "township": "清河镇"})
    assert (clinic.status_code, clinic.json()["township"]) == (201, "清河镇")
    drawn = {"title": "秋季体检", "begins_on": "2026-09-14", "ends_on": "2026-09-25", "clinics": [clinic.json()["id"]]}
    made = county.post("checkup-campaigns", drawn, **{"Idempotency-Key": "k1"})
    assert (made.status_code, made.json()["state"], made.json()["classes"]) == (201, "draft", 0)
    assert county.post("checkup-campaigns", drawn, **{"Idempotency-Key": "k1"}).json() == made.json()

    asked = county.post(f"checkup-campaigns/{made.json()['id']}/plan")

    assert (asked.status_code, asked.json()["id"]) == (202, made.json()["id"])
    assert county.post(f"checkup-campaigns/{made.json()['id']}/plan").status_code == 409
    with town.as_(town.officer):
        job, campaign = Job.objects.get(public_id=asked.json()["job"]), Campaign.objects.get()
    health.again(town, campaign, job)
    detail = county.get(f"checkup-campaigns/{made.json()['id']}").json()
    assert (detail["state"], detail["classes"], detail["pupils"], detail["unplaced"]) == ("scheduled", 4, 8, [])
    assert [each["name"] for each in detail["clinics"]] == ["清河镇卫生院"]
    days = county.get("appointments", campaign=detail["id"]).json()["results"]
    assert {(day["school_name"], day["label"], day["date"], day["done"]) for day in days} == {
        (school, label, "2026-09-14", None) for school in ("中心小学", "河西小学") for label in ("三(1)班", "三(2)班")
    }


def test_the_window_is_moved_and_a_clinic_changed(planned: Town, calls):
    county = calls(planned.officer)
    campaign = county.get("checkup-campaigns").json()["results"][0]
    clinic = county.get("clinics").json()["results"][0]

    moved = county.send("patch", f"checkup-campaigns/{campaign['id']}", {"ends_on": "2026-10-16"})
    changed = county.send("patch", f"clinics/{clinic['id']}", {"capacity": 90})

    assert (moved.status_code, moved.json()["ends_on"], moved.json()["title"]) == (200, "2026-10-16", "秋季体检")
    assert (changed.json()["capacity"], changed.json()["name"]) == (90, clinic["name"])
    assert county.post(f"checkup-campaigns/{campaign['id']}/close").json()["state"] == "closed"
    assert county.post(f"checkup-campaigns/{campaign['id']}/plan").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"clinics": ["00000000-0000-7000-8000-000000000000"]}, "clinics"),
        ({"clinics": []}, "clinics"),
        ({"begins_on": "2026-02-30"}, "begins_on"),
        ({"ends_on": "2026-09-01"}, "ends_on"),
        ({"title": ""}, "title"),
    ],
)
def test_a_wrong_field_is_named(planned: Town, calls, wrong, field):
    county = calls(planned.officer)
    clinic = county.get("clinics").json()["results"][0]["id"]
    right = {"title": "复查", "begins_on": "2026-09-14", "ends_on": "2026-09-25", "clinics": [clinic]}

    answer = county.post("checkup-campaigns", right | wrong)

    assert answer.status_code == 400
    assert {attr.split(".")[0] for attr in errors(answer)} == {field}


def test_a_school_sees_its_own_classes_only(planned: Town, calls):
    with planned.a.inside():
        campaign = Campaign.objects.get()
    with planned.as_(planned.officer):
        Campaign.objects.update(unplaced=[{"school": str(planned.b.school.public_id), "label": "三(9)班"}])
    school = calls(planned.admin_zhao)

    assert {day["school_name"] for day in school.get("appointments").json()["results"]} == {"中心小学"}
    detail = school.get(f"checkup-campaigns/{campaign.public_id}").json()
    assert (detail["classes"], detail["pupils"], detail["unplaced"]) == (2, 4, [])
    assert school.post(f"checkup-campaigns/{campaign.public_id}/plan").status_code == 403
    with planned.b.inside():
        foreign = health.appointment(planned.b.classes[0]).public_id
    assert school.get("checkups", appointment=foreign).json()["results"] == []
    assert calls(planned.officer_of_other).get(f"checkup-campaigns/{campaign.public_id}").status_code == 404


def test_the_nurse_sees_her_queue_and_enters_with_the_verdict_at_once(planned: Town, calls):
    nurse = calls(planned.nurse_sun)
    (day, _other) = nurse.get("appointments", date="2026-09-14").json()["results"]
    rows = nurse.get("checkups", appointment=day["id"]).json()["results"]
    assert set(rows[0]) == {
        "id", "appointment", "campaign", "name", "label", "sex", "birth_date", "state", "taken_on", "measurements",
    }  # fmt: skip

    entered = nurse.post(f"checkups/{place(planned)}/results", HEAVY)

    assert entered.status_code == 200
    assert entered.json()["state"] == "done"
    assert {each["kind"]: each["label"] for each in entered.json()["verdicts"] if each["is_abnormal"]} == {
        "bmi": "肥胖"
    }
    corrected = nurse.send("patch", f"checkups/{place(planned)}/results", {"weight_kg": "27.0"})
    assert corrected.json()["measurements"]["height_cm"] == "130.5"
    with planned.a.inside():
        assert not Finding.objects.exists()
    for closed in ("findings", "children", "pupils"):
        assert nurse.get(closed).status_code == 403


def test_what_cannot_be_is_refused_and_what_is_rare_confirmed(planned: Town, calls):
    nurse, path = calls(planned.nurse_sun), f"checkups/{place(planned)}/results"

    wrong = nurse.post(path, HEALTHY | {"height_cm": 1.31, "vision_left": "1.0"})
    assert wrong.status_code == 400
    assert {attr: "应填" in detail for attr, detail in errors(wrong).items()} == {
        "height_cm": True,
        "vision_left": True,
    }
    rare = nurse.post(path, HEALTHY | {"weight_kg": 62})
    assert (rare.status_code, rare.json()["errors"][0]["code"]) == (400, "warning_jin")
    assert nurse.post(path, HEALTHY | {"weight_kg": 62, "confirmed": True}).status_code == 200
    for nonsense in ({"height_cm": "很高"}, {"systolic": 120.5}, {"height_cm": "NaN"}, {"weight_kg": True}):
        assert list(errors(nurse.post(path, HEALTHY | nonsense))) == list(nonsense)
    assert nurse.post(path, {}).status_code == 400


def test_absent_and_expected_again(planned: Town, calls):
    nurse, path = calls(planned.nurse_sun), f"checkups/{place(planned)}"

    assert nurse.send("patch", path, {"state": "absent"}).json()["state"] == "absent"
    assert nurse.send("patch", path, {"state": "expected"}).json()["state"] == "expected"
    assert nurse.send("patch", path, {"state": "done"}).status_code == 400
    nurse.post(f"{path}/results", HEALTHY)
    assert nurse.send("patch", path, {"state": "absent"}).status_code == 409


def test_findings_are_followed_by_the_school(planned: Town, calls):
    calls(planned.nurse_sun).post(f"checkups/{place(planned)}/results", HEAVY)
    school = calls(planned.admin_zhao)

    (row,) = school.get("findings", state="open").json()["results"]
    assert (row["name"], row["interpretation"], row["next_states"]) == ("王小明", "obese", ["guardian_notified"])
    told = school.send("patch", f"findings/{row['id']}", {"state": "guardian_notified"})
    assert (told.json()["guardian_notified_on"], told.json()["next_states"]) == (
        "2026-09-07",
        ["seen_by_doctor", "cannot_pay"],
    )
    assert list(errors(school.send("patch", f"findings/{row['id']}", {"state": "closed"}))) == ["state"]
    assert school.get("findings", state="open").json()["results"] == []
    assert school.get(f"findings/{row['id']}").json() == told.json()


def test_nobody_else_reads_results_or_findings(planned: Town, calls):
    calls(planned.nurse_sun).post(f"checkups/{place(planned)}/results", HEAVY)
    with planned.a.inside():
        finding = Finding.objects.get().public_id

    for stranger in (planned.officer, planned.a.actors["proxy_parent"]):
        assert calls(stranger).get("findings").status_code == 403
        assert calls(stranger).get(f"findings/{finding}").status_code == 403
    assert calls(planned.officer).get("checkups").json()["results"] == []
    for stranger in (planned.teacher_chen, planned.admin_of_b, planned.teacher_of_b, planned.admin_of_c):
        assert calls(stranger).get("findings").json()["results"] == []
        assert calls(stranger).get(f"findings/{finding}").status_code == 404
        assert "王小明" not in {row["name"] for row in calls(stranger).get("checkups").json()["results"]} or (
            stranger in (planned.admin_of_b, planned.admin_of_c)
        )
    other_nurse = calls(planned.b.actors["nurse"])
    assert other_nurse.post(f"checkups/{place(planned)}/results", HEALTHY).status_code == 404
    assert other_nurse.send("patch", f"checkups/{place(planned)}", {"state": "absent"}).status_code == 404
    ids = {row["id"] for row in other_nurse.get("checkups").json()["results"]}
    assert len(ids) == 4
    assert str(place(planned)) not in ids


def test_lists_cost_the_same_with_one_row_and_with_three(planned: Town, calls):
    nurse, school = calls(planned.nurse_sun), calls(planned.admin_zhao)
    paths = ["clinics", "checkup-campaigns", "appointments", "checkups", "findings"]
    nurse.post(f"checkups/{place(planned)}/results", HEAVY)
    few = [cost(school, path) for path in paths]
    for name in ("李小红", "张强"):
        nurse.post(f"checkups/{place(planned, name)}/results", HEAVY | {"vision_left": "4.6"})
    with planned.as_(planned.officer):
        for number in range(2):
            health.campaign(planned, health.clinic(planned, f"卫生院{number}"), title=f"复查{number}")
    with planned.a.inside():
        made = SchoolClass.objects.create(site=planned.a.site, entry_year=2024, number=7)
        health.crowd(made, 2)
    with planned.as_(planned.officer):
        drawn = Campaign.objects.get(title="秋季体检")
    health.planned(planned, drawn)

    assert [cost(school, path) for path in paths] == few
    with planned.a.inside():
        assert Checkup.objects.count() == 6


def cost(caller: Any, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert caller.get(path).status_code == 200
    return len(told)
