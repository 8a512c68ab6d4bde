"""Results and findings of the API: entered by the nurse, followed by the school, closed to everybody else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.health.models import Campaign, Checkup, Finding, Measurements
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


def checkup_id(town: Town, name: str = "王小明") -> Any:
    with town.a.inside():
        return health.checkup(town.a.pupils[name]).public_id


def errors(answer: Any) -> dict[str, str]:
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def test_nurse_enters_results_and_gets_the_verdicts(planned: Town, calls: Any) -> None:
    nurse = calls(planned.nurse_sun)
    (day, _other) = nurse.get("appointments", date="2026-09-14").json()["results"]
    rows = nurse.get("checkups", appointment=day["id"]).json()["results"]
    assert set(rows[0]) == {
        "id", "appointment", "campaign", "name", "label", "sex", "birth_date", "state", "taken_on", "measurements",
    }  # fmt: skip

    entered = nurse.post(f"checkups/{checkup_id(planned)}/results", HEAVY)

    assert entered.status_code == 200
    assert entered.json()["state"] == "done"
    assert {row["kind"]: row["label"] for row in entered.json()["verdicts"] if row["is_abnormal"]} == {"bmi": "肥胖"}
    corrected = nurse.send("patch", f"checkups/{checkup_id(planned)}/results", {"weight_kg": "27.0"})
    assert corrected.json()["measurements"]["height_cm"] == "130.5"
    with planned.a.inside():
        assert not Finding.objects.exists()
    for closed in ("findings", "children", "pupils"):
        assert nurse.get(closed).status_code == 403


def test_clinic_hands_over_a_day_at_once(planned: Town, calls: Any) -> None:
    nurse = calls(planned.nurse_sun)
    results = [
        {"checkup": checkup_id(planned), **HEAVY},
        {"checkup": checkup_id(planned, "李小红"), **HEALTHY},
        {"checkup": checkup_id(planned, "张强"), "absent": True},
    ]

    first = nurse.post("checkup-results", {"taken_on": "2026-09-07", "results": results})
    again = nurse.post("checkup-results", {"taken_on": "2026-09-07", "results": results})

    assert (first.status_code, first.json()) == (200, {"entered": 3, "kept": 0})
    assert again.json() == {"entered": 1, "kept": 2}, "who was absent may still come"
    with planned.a.inside():
        assert dict(Checkup.objects.values_list("pupil__name", "state")) == {
            "王小明": "done", "李小红": "done", "张强": "absent", "刘芳": "expected",
        }  # fmt: skip
        assert [finding.pupil.name for finding in Finding.objects.select_related("pupil")] == ["王小明"]


def test_a_day_with_an_impossible_or_foreign_slip_is_refused_as_a_whole(planned: Town, calls: Any) -> None:
    nurse = calls(planned.nurse_sun)
    good = {"checkup": checkup_id(planned), **HEALTHY}
    with planned.b.inside():
        foreign = health.checkup(planned.b.pupils["王小明"]).public_id
    body = {"taken_on": "2026-09-07"}

    wrong = {"checkup": checkup_id(planned, "李小红"), **HEALTHY, "height_cm": "1.31"}
    impossible = nurse.post("checkup-results", body | {"results": [good, wrong]})
    theirs = nurse.post("checkup-results", body | {"results": [good, {"checkup": foreign, **HEALTHY}]})
    tomorrow = nurse.post("checkup-results", {"taken_on": "2026-09-08", "results": [good]})

    assert impossible.status_code == theirs.status_code == tomorrow.status_code == 400
    assert "应填" in errors(impossible)["results.1.height_cm"]
    assert list(errors(theirs)) == ["results.1.checkup"]
    assert list(errors(tomorrow)) == ["taken_on"]
    with planned.a.inside():
        assert set(Checkup.objects.values_list("state", flat=True)) == {"expected"}
    assert calls(planned.teacher_wang).post("checkup-results", body | {"results": [good]}).status_code == 403


def test_impossible_results_are_400_and_rare_ones_need_confirmation(planned: Town, calls: Any) -> None:
    nurse, path = calls(planned.nurse_sun), f"checkups/{checkup_id(planned)}/results"

    impossible = nurse.post(path, HEALTHY | {"height_cm": 1.31, "vision_left": "1.0"})
    assert impossible.status_code == 400
    assert {attr: "应填" in detail for attr, detail in errors(impossible).items()} == {
        "height_cm": True,
        "vision_left": True,
    }
    rare = nurse.post(path, HEALTHY | {"weight_kg": 62})
    assert (rare.status_code, rare.json()["errors"][0]["code"]) == (400, "warning_jin")
    assert nurse.post(path, HEALTHY | {"weight_kg": 62, "confirmed": True}).status_code == 200
    for body in ({"height_cm": "很高"}, {"systolic": 120.5}, {"height_cm": "NaN"}, {"weight_kg": True}):
        assert list(errors(nurse.post(path, HEALTHY | body))) == list(body)
    assert nurse.post(path, {}).status_code == 400


def test_vision_below_the_chart_is_kept_once_it_is_chosen(planned: Town, calls: Any) -> None:
    nurse, path = calls(planned.nurse_sun), f"checkups/{checkup_id(planned)}/results"

    assert list(errors(nurse.post(path, HEALTHY | {"vision_left": "0"}))) == ["vision_left"]
    assert "光感" in errors(nurse.post(path, HEALTHY | {"vision_left": "1", "confirmed": True}))["vision_left"]
    kept = nurse.post(path, HEALTHY | {"vision_left": "1", "vision_right": "0", "low_vision": ["vision_left"]})
    assert list(errors(kept)) == ["vision_right"]
    both = ["vision_left", "vision_right"]
    assert nurse.post(path, HEALTHY | {"vision_left": "1", "vision_right": "0", "low_vision": both}).status_code == 200
    assert nurse.send("patch", path, {"height_cm": "131"}).status_code == 200
    assert list(errors(nurse.post(path, HEALTHY | {"low_vision": ["left"]}))) == ["low_vision.0"]


def test_comma_and_full_width_digits_are_read_as_in_the_page(planned: Town, calls: Any) -> None:
    nurse, path = calls(planned.nurse_sun), f"checkups/{checkup_id(planned)}/results"

    assert nurse.post(path, HEALTHY | {"height_cm": "130,5", "weight_kg": "２７。５"}).status_code == 200
    with planned.a.inside():
        measured = Measurements.objects.get()
    assert (str(measured.height_cm), str(measured.weight_kg)) == ("130.5", "27.5")


def test_checkup_is_marked_absent_and_expected_again(planned: Town, calls: Any) -> None:
    nurse, path = calls(planned.nurse_sun), f"checkups/{checkup_id(planned)}"

    assert nurse.send("patch", path, {"state": "absent"}).json()["state"] == "absent"
    assert nurse.send("patch", path, {"state": "expected"}).json()["state"] == "expected"
    assert nurse.send("patch", path, {"state": "done"}).status_code == 400
    nurse.post(f"{path}/results", HEALTHY)
    assert nurse.send("patch", path, {"state": "absent"}).status_code == 409


def test_school_advances_a_finding(planned: Town, calls: Any) -> None:
    calls(planned.nurse_sun).post(f"checkups/{checkup_id(planned)}/results", HEAVY)
    school = calls(planned.admin_zhao)

    (row,) = school.get("findings", state="open").json()["results"]
    assert (row["name"], row["interpretation"], row["next_states"]) == ("王小明", "obese", ["guardian_notified"])
    notified = school.send("patch", f"findings/{row['id']}", {"state": "guardian_notified"})
    assert (notified.json()["guardian_notified_on"], notified.json()["next_states"]) == (
        "2026-09-07",
        ["seen_by_doctor", "cannot_pay"],
    )
    assert list(errors(school.send("patch", f"findings/{row['id']}", {"state": "closed"}))) == ["state"]
    assert school.get("findings", state="open").json()["results"] == []
    assert school.get(f"findings/{row['id']}").json() == notified.json()


def test_results_and_findings_are_closed_to_others(planned: Town, calls: Any) -> None:
    calls(planned.nurse_sun).post(f"checkups/{checkup_id(planned)}/results", HEAVY)
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
    assert other_nurse.post(f"checkups/{checkup_id(planned)}/results", HEALTHY).status_code == 404
    assert other_nurse.send("patch", f"checkups/{checkup_id(planned)}", {"state": "absent"}).status_code == 404
    ids = {row["id"] for row in other_nurse.get("checkups").json()["results"]}
    assert len(ids) == 4
    assert str(checkup_id(planned)) not in ids


def test_lists_cost_the_same_with_one_row_and_with_three(planned: Town, calls: Any) -> None:
    nurse, school = calls(planned.nurse_sun), calls(planned.admin_zhao)
    paths = ["clinics", "checkup-campaigns", "appointments", "checkups", "findings"]
    nurse.post(f"checkups/{checkup_id(planned)}/results", HEAVY)
    few = [cost(school, path) for path in paths]
    for name in ("李小红", "张强"):
        nurse.post(f"checkups/{checkup_id(planned, name)}/results", HEAVY | {"vision_left": "4.6"})
    with planned.as_(planned.officer):
        for number in range(2):
            health.campaign(planned, health.clinic(planned, f"卫生院{number}"), title=f"复查{number}")
    with planned.a.inside():
        school_class = SchoolClass.objects.create(site=planned.a.site, entry_year=2024, number=7)
        health.crowd(school_class, 2)
    with planned.as_(planned.officer):
        campaign = Campaign.objects.get(title="秋季体检")
    health.planned(planned, campaign)

    assert [cost(school, path) for path in paths] == few
    with planned.a.inside():
        assert Checkup.objects.count() == 6


def cost(caller: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert caller.get(path).status_code == 200
    return len(queries)
