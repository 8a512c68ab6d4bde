"""A quarter through the API: real HTTP, a real worker and sweep, four days of one school year.

September: schools import rosters, case files and contact cards are created, pairing is proposed and approved. October:
work becomes due, teachers are reminded and record, the county plans a checkup. A week later the nurse enters results.
January: the quarter is assessed, confirmed and published, and the dashboard equals the rows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection

from deploy.local.child_processes import wait_until
from services.demo.school_specs import SchoolSpec
from services.demo.synthetic import people, rosters
from services.schools.scope import ALL_TENANTS, scope
from tests.journeys.api_client import ApiClient
from tests.journeys.provisioning import OPERATOR, PASSWORD, create_county, employ
from tests.journeys.servers import RunningService, running_service

pytestmark = pytest.mark.django_db(transaction=True)

OFFICERS = {"county": ("周文静", "county"), "lead": ("梁国平", "county_lead")}
NURSE_UNTIL = "2026-10-30"
SEPTEMBER, OCTOBER, A_WEEK_LATER, JANUARY = (
    f"{day}T10:00:00+08:00" for day in ("2026-09-01", "2026-10-15", "2026-10-22", "2027-01-05")
)
# Small schools with many left-behind children: enough to pair, and fast. The layouts differ on purpose.
SPECS = (
    SchoolSpec("石桥镇中心小学", "石桥镇", 36, 0.4, roster_layout="export_with_dates"),
    SchoolSpec("白沙乡中心小学", "白沙乡", 24, 0.4, roster_layout="by_hand"),
)
QUARTER = {"year": 2026, "quarter": 4}
IN_QUARTER = "BETWEEN '2026-10-01' AND '2026-12-31'"


@pytest.fixture
def service(transactional_db: None) -> Iterator[RunningService]:
    with running_service(SEPTEMBER) as running:
        yield running


@dataclass
class School:
    """One school of the journey and its users."""

    spec: SchoolSpec
    people: people.SchoolPeople
    admin: ApiClient
    nurse: ApiClient
    teachers: dict[str, ApiClient] = field(default_factory=dict)  # by staff id

    @property
    def children(self) -> list[Any]:
        return self.admin.rows("children")


def test_a_quarter_through_the_api(service: RunningService) -> None:
    officer, lead = create_county(service, officers=OFFICERS).values()
    a, b = (create_school(service, spec, suffix) for spec, suffix in zip(SPECS, "ab", strict=True))
    for school in (a, b):
        import_the_roster(school)
        issue_contact_cards(school)
        approve_the_plan(school)
        pair_the_children(school)
    teachers_see_exactly_their_own_children(a, b)

    service.move_to(OCTOBER)
    for school in (a, b):
        record_what_is_due(school)
    wrong_fields_and_foreign_ids_are_refused(a, b)
    campaign = plan_a_checkup(officer, a, b)

    service.move_to(A_WEEK_LATER)
    enter_results(a, campaign)

    service.move_to(JANUARY)
    assess_the_quarter(officer, lead, a, b)
    the_dashboard_equals_the_rows(officer)


def create_school(service: RunningService, spec: SchoolSpec, suffix: str) -> School:
    """`manage.py school add` while the service runs; then the staff by invitation."""
    admin = f"school_{suffix}"
    arguments = (spec.name, "--township", spec.township, "--admin", admin, "--password-stdin", *OPERATOR)
    json.loads(service.manage("school", "add", *arguments, stdin=f"{PASSWORD}\n"))
    invented = people.invent_people(spec, school_year=2026, term_start=date(2026, 9, 1))
    client = ApiClient.log_in(service.address, admin, PASSWORD)
    _staff, nurse = employ(client, _body(invented.nurse), f"nurse_{suffix}", "nurse", until=NURSE_UNTIL)
    teachers = (
        employ(client, _body(person), f"teacher_{suffix}_{number}", "teacher")
        for number, person in enumerate(invented.teachers)
    )
    return School(spec, invented, client, nurse, dict(teachers))


def _body(person: people.DemoStaff) -> dict[str, str]:
    return {"name": person.name, "sex": "M" if person.sex == "男" else "F", "subject": person.subject}


def import_the_roster(school: School) -> None:
    spec, admin = school.spec, school.admin
    content = rosters.write_roster(school.people.pupils, school=spec.name, school_year=2026, layout=spec.roster_layout)
    accepted = admin.upload("roster-imports", content, "名册.xlsx")
    admin.wait_for_job(accepted["job"])
    preview = admin.get_ok(f"roster-imports/{accepted['id']}")
    assert (preview["state"], preview["counts"]["new"], preview["counts"]["errors"]) == ("ready", spec.pupils, 0)

    admin.wait_for_job(admin.post_ok(f"roster-imports/{accepted['id']}/commit")["job"])

    assert admin.get_ok(f"roster-imports/{accepted['id']}")["state"] == "committed"
    assert len(admin.rows("pupils")) == spec.pupils
    assert len(school.children) == sum(pupil.family.is_left_behind for pupil in school.people.pupils)
    # The same workbook once more changes nothing.
    again = admin.upload("roster-imports", content, "名册.xlsx")
    admin.wait_for_job(again["job"])
    assert admin.get_ok(f"roster-imports/{again['id']}")["counts"]["unchanged"] == spec.pupils


def issue_contact_cards(school: School) -> None:
    first, *others = school.children
    for child in (first, *others[:5]):
        school.admin.post_ok(f"children/{child['id']}/contact-card")
    pdf = school.admin.get(f"children/{first['id']}/contact-card", format="pdf")
    assert (pdf.status, pdf.content_type, pdf.body[:5]) == (200, "application/pdf", b"%PDF-")


def approve_the_plan(school: School) -> None:
    plan = school.admin.post_ok("work-plans", {"goals": "一人一档,按周谈心。"})
    assert {frequency["activity"] for frequency in plan["required_frequencies"]} == {"talk", "home_visit", "call"}
    assert school.admin.post_ok(f"work-plans/{plan['id']}/approve")["state"] == "approved"


def pair_the_children(school: School) -> None:
    """The optimiser proposes with reasons, the school approves; a teacher has at most three children."""
    accepted = school.admin.post_ok("pairing-plans")
    school.admin.wait_for_job(accepted["job"])
    proposed = school.admin.rows(f"pairing-plans/{accepted['id']}/rows")
    assert all(row["reasons"] for row in proposed)
    assert school.admin.post_ok(f"pairing-plans/{accepted['id']}/approve")["state"] == "approved"
    pairings = school.admin.rows("pairings", open="true")
    assert {row["child"]["id"] for row in pairings} == {row["child"]["id"] for row in proposed if row["staff"]}
    counts = [sum(row["staff"]["id"] == staff for row in pairings) for staff in school.teachers]
    assert max(counts) <= 3
    assert sum(counts) == len(pairings) > 0


def teachers_see_exactly_their_own_children(a: School, b: School) -> None:
    pairings = a.admin.rows("pairings", open="true")
    all_children = {child["id"] for child in a.children}
    for staff, teacher in a.teachers.items():
        own = {row["child"]["id"] for row in pairings if row["staff"]["id"] == staff}
        assert {child["id"] for child in teacher.rows("children")} == own
        assert teacher.get(f"children/{next(iter(all_children - own))}").status == 404
    foreign = b.children[0]["id"]
    assert a.admin.get(f"children/{foreign}").status == 404
    assert b.admin.get(f"children/{foreign}").status == 200
    assert b.admin.get_ok(f"children/{foreign}/access")
    assert ApiClient(a.admin.address).get("children").status == 401


def record_what_is_due(school: School) -> None:
    """The worker has made work due and reminded; a teacher records it; a repeated request writes nothing."""
    for teacher in school.teachers.values():
        if not teacher.rows("children"):
            continue
        due = teacher.wait_for_rows("due-work", this_week_is_due, state="due", activity="talk", ordering="-due_on")
        assert teacher.wait_for_rows("notifications")
        for work in due:
            day = min(work["due_on"], "2026-10-15")
            talk = {"child": work["child"]["id"], "activity": "talk", "happened_on": day, "mood": 4}
            body = {**talk, "topics": ["study"], "text": "聊了作业和周末。"}
            key = {"Idempotency-Key": f"talk {work['id']}"}
            recorded = teacher.post_ok("care-records", body, **key)
            assert teacher.post_ok("care-records", body, **key)["id"] == recorded["id"]
        assert not [row for row in teacher.rows("due-work", state="due", activity="talk") if row["is_late"]]


def this_week_is_due(rows: list[Any]) -> bool:
    return any(row["due_on"] > "2026-10-11" for row in rows)


def wrong_fields_and_foreign_ids_are_refused(a: School, b: School) -> None:
    staff, teacher = next((staff, client) for staff, client in a.teachers.items() if client.rows("children"))
    own, foreign = teacher.rows("children")[0]["id"], b.children[0]["id"]

    def refusal(body: Any) -> tuple[int, Any]:
        response = teacher.post("care-records", body)
        return response.status, [error["attr"] for error in response.json()["errors"]]

    assert refusal({"child": own, "activity": "dance"}) == (400, ["activity"])
    assert refusal({"child": foreign, "activity": "talk"}) == (400, ["child"])
    assert refusal({"child": own, "activity": "talk", "happened_on": "2026-12-24"}) == (400, ["happened_on"])
    assert teacher.post("pairing-plans").status == 403
    assert a.admin.get(f"pairings?staff={staff}").status == 200
    assert b.admin.rows("pairings", staff=staff) == []


def plan_a_checkup(officer: ApiClient, a: School, b: School) -> str:
    """Every class gets a school day within the clinic's capacity, and the schools are notified."""
    clinic = officer.post_ok("clinics", {"name": "石桥镇卫生院", "capacity": 30})
    window = {"begins_on": "2026-10-16", "ends_on": "2026-10-30"}
    campaign = officer.post_ok("checkup-campaigns", {"title": "秋季体检", **window, "clinics": [clinic["id"]]})
    officer.wait_for_job(officer.post_ok(f"checkup-campaigns/{campaign['id']}/plan")["job"])
    appointments = officer.rows("appointments", campaign=campaign["id"])
    assert sum(row["expected"] for row in appointments) == a.spec.pupils + b.spec.pupils
    by_day: dict[str, int] = {}
    for row in appointments:
        by_day[row["date"]] = by_day.get(row["date"], 0) + row["expected"]
    assert max(by_day.values()) <= 30
    assert all(date.fromisoformat(day).weekday() < 5 for day in by_day)
    assert count("SELECT count(*) FROM notify_notification WHERE kind = 'checkup.planned'") > 0
    assert a.nurse.get("children").status == 403
    return str(campaign["id"])


def enter_results(school: School, campaign: str) -> None:
    """All pupils of the first school are examined; one weighs too much, which is a finding to follow up."""
    queue = school.nurse.rows("checkups", campaign=campaign)
    assert len(queue) == school.spec.pupils
    # A height in metres, the most frequent typing error.
    refused = school.nurse.post(f"checkups/{queue[0]['id']}/results", {"height_cm": 1.32})
    assert (refused.status, refused.json()["errors"][0]["attr"]) == (400, "height_cm")
    for number, checkup in enumerate(queue):
        # 60 kg at 132 cm is obesity at any age of primary school (WS/T 586).
        weight = 60 if number == 0 else 30
        body = {"height_cm": 132, "weight_kg": weight, "vision_left": 5.0, "vision_right": 5.0, "confirmed": True}
        school.nurse.post_ok(f"checkups/{checkup['id']}/results", body)
    findings = school.admin.rows("findings")
    assert findings
    updated = school.admin.patch(f"findings/{findings[0]['id']}", {"state": "guardian_notified"})
    assert (updated.status, updated.json()["state"]) == (200, "guardian_notified")


SMALL_GROUP = 5  # people; fewer are withheld from readers outside the school


def assess_the_quarter(officer: ApiClient, lead: ApiClient, a: School, b: School) -> None:
    """Opened, computed by a worker, confirmed by every school, published by the lead alone."""
    round_ = officer.post_ok("assessment-rounds", QUARTER)["id"]
    officer.wait_for_job(officer.post_ok(f"assessment-rounds/{round_}/compute")["job"])
    talks = [row for row in officer.rows("scores", round=round_, subject="school") if row["measure"] == "talks"]
    assert {row["school"]["name"] for row in talks} == {a.spec.name, b.spec.name}
    for school, other in ((a, b), (b, a)):
        # The school's own answer: to the county the few pairs of a school are a small group.
        scores = school.admin.rows("scores", round=round_, subject="school")
        (own,) = (row for row in scores if row["measure"] == "talks")
        assert 0 < own["numerator"] <= own["denominator"]
        assert len(school.admin.rows(f"scores/{own['id']}/rows")) == own["denominator"]
        assert other.admin.get(f"scores/{own['id']}/rows").status == 404
    # Not before every school has confirmed.
    assert lead.post(f"assessment-rounds/{round_}/publish").status == 409
    for school in (a, b):
        school.admin.post_ok(f"assessment-rounds/{round_}/confirm")
    lead.wait_for_rows("assessment-rounds", state="confirmed")
    # Not by the officer who computed it.
    assert officer.post(f"assessment-rounds/{round_}/publish").status == 403
    assert lead.post_ok(f"assessment-rounds/{round_}/publish")["state"] == "published"


def the_dashboard_equals_the_rows(officer: ApiClient) -> None:
    """Figure by figure, seconds after the facts, against counts that are independent of the dashboard's SQL."""
    numerators = {
        "paired": count("SELECT count(DISTINCT child_id) FROM care_pairing WHERE ended_at IS NULL"),
        "cards": count("SELECT count(*) FROM children_contactcard WHERE stale_on IS NULL"),
        "talks": count(
            "SELECT count(*) FROM care_duework w JOIN care_carerecord r ON r.id = w.record_id"
            f" WHERE w.activity = 'talk' AND w.due_on {IN_QUARTER} AND r.happened_on <= '2026-12-31'"
        ),
        "checkups": count("SELECT count(*) FROM health_checkup WHERE state = 'done'"),
        "findings": count(f"SELECT count(*) FROM health_finding WHERE found_on {IN_QUARTER}"),
    }
    assert all(numerators.values()), numerators
    talks_due = count(
        f"SELECT count(*) FROM care_duework WHERE activity = 'talk' AND state <> 'cancelled' AND due_on {IN_QUARTER}"
    )

    published = {code: None if number < SMALL_GROUP else number for code, number in numerators.items()}

    def shown() -> tuple[dict[str, int | None], int]:
        figures = officer.get_ok("dashboards/county", **QUARTER)["total"]["figures"]
        return {code: figures[code]["numerator"] for code in numerators}, figures["talks"]["denominator"]

    # The workers fill the rollup some seconds after a change.
    wait_until(lambda: shown() == (published, talks_due), seconds=30)
    assert shown() == (published, talks_due)


def count(sql: str) -> int:
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
