"""Campaigns, clinics and class days of the API."""

from typing import Any

import pytest

from services.health.models import Campaign
from services.jobs.models import Job
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


def errors(answer: Any) -> dict[str, str]:
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def test_county_creates_a_clinic_and_a_campaign_and_plans_it(town: Town, calls: Any) -> None:
    health.school_days(town)
    county = calls(town.officer)

    clinic = county.post("clinics", {"name": "清河镇卫生院", "capacity": 60, "township": "清河镇"})
    assert (clinic.status_code, clinic.json()["township"]) == (201, "清河镇")
    body = {"title": "秋季体检", "begins_on": "2026-09-14", "ends_on": "2026-09-25", "clinics": [clinic.json()["id"]]}
    created = county.post("checkup-campaigns", body, **{"Idempotency-Key": "k1"})
    assert (created.status_code, created.json()["state"], created.json()["classes"]) == (201, "draft", 0)
    assert county.post("checkup-campaigns", body, **{"Idempotency-Key": "k1"}).json() == created.json()

    accepted = county.post(f"checkup-campaigns/{created.json()['id']}/plan")

    assert (accepted.status_code, accepted.json()["id"]) == (202, created.json()["id"])
    assert county.post(f"checkup-campaigns/{created.json()['id']}/plan").status_code == 409
    with town.as_(town.officer):
        job, campaign = Job.objects.get(public_id=accepted.json()["job"]), Campaign.objects.get()
    health.again(town, campaign, job)
    detail = county.get(f"checkup-campaigns/{created.json()['id']}").json()
    assert (detail["state"], detail["classes"], detail["pupils"], detail["unplaced"]) == ("scheduled", 4, 8, [])
    assert [clinic["name"] for clinic in detail["clinics"]] == ["清河镇卫生院"]
    days = county.get("appointments", campaign=detail["id"]).json()["results"]
    assert {(day["school_name"], day["label"], day["date"], day["done"]) for day in days} == {
        (school, label, "2026-09-14", None) for school in ("中心小学", "河西小学") for label in ("三(1)班", "三(2)班")
    }


def test_campaign_and_clinic_are_updated(planned: Town, calls: Any) -> None:
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
    ("invalid", "field"),
    [
        ({"clinics": ["00000000-0000-7000-8000-000000000000"]}, "clinics"),
        ({"clinics": []}, "clinics"),
        ({"begins_on": "2026-02-30"}, "begins_on"),
        ({"ends_on": "2026-09-01"}, "ends_on"),
        ({"title": ""}, "title"),
    ],
)
def test_invalid_field_is_named(planned: Town, calls: Any, invalid: Any, field: str) -> None:
    county = calls(planned.officer)
    clinic = county.get("clinics").json()["results"][0]["id"]
    valid = {"title": "复查", "begins_on": "2026-09-14", "ends_on": "2026-09-25", "clinics": [clinic]}

    answer = county.post("checkup-campaigns", valid | invalid)

    assert answer.status_code == 400
    assert {attr.split(".")[0] for attr in errors(answer)} == {field}


def test_school_sees_its_own_classes_only(planned: Town, calls: Any) -> None:
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
