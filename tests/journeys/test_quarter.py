"""The story of a quarter through the API: real HTTP, a real worker and sweep, four days of one autumn.

September: schools upload rosters, archives and cards appear, pairing is proposed and approved. October: work falls
due, teachers are reminded and record, the county plans a checkup. A week later the nurse enters results. January: the
quarter is assessed, confirmed, published, and the dashboard equals the rows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection

from deploy.local.child_processes import wait_until
from services.access.actions import provisioning
from services.access.roles import Role
from services.accounts.actions import create_account
from services.demo import people, workbook
from services.demo.school_specs import SchoolSpec
from services.schools.scope import ALL_TENANTS, for_county, scope
from tests.journeys.caller import Caller, accept_invitation
from tests.journeys.servers import House

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "sunny-day-2026"
SEPTEMBER, OCTOBER, A_WEEK_LATER, JANUARY = (
    f"{day}T10:00:00+08:00" for day in ("2026-09-01", "2026-10-15", "2026-10-22", "2027-01-05")
)
COUNTY = "青禾县"
PLACES = (
    SchoolSpec("石桥镇中心小学", "石桥镇", 36, 0.4, layout="since"),
    SchoolSpec("白沙乡中心小学", "白沙乡", 24, 0.4, layout="by_hand"),
)
QUARTER = {"year": 2026, "quarter": 4}
PERIOD = "BETWEEN '2026-10-01' AND '2026-12-31'"


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    built = House(day=SEPTEMBER)
    try:
        built.open()
        yield built
    finally:
        built.close()


@dataclass
class School:
    """One school of the story and who calls for it."""

    place: SchoolSpec
    people: people.People
    admin: Caller
    site: str
    teachers: dict[str, Caller] = field(default_factory=dict)  # by staff id
    nurse: Caller | None = None

    @property
    def children(self) -> list[Any]:
        return self.admin.rows("children")


def test_a_quarter_through_the_api(house: House) -> None:
    officer, lead = bureau(house)
    a, b = (open_school(house, place, mark) for place, mark in zip(PLACES, "ab", strict=True))
    for school in (a, b):
        import_the_roster(school)
        issue_cards(school)
        approve_the_plan(school)
        pair(school)
    each_sees_exactly_their_own(a, b)

    house.move_to(OCTOBER)
    for school in (a, b):
        record_what_is_due(school)
    wrong_fields_and_foreign_ids(a, b)
    campaign = plan_a_checkup(officer, a, b)

    house.move_to(A_WEEK_LATER)
    enter_results(a, campaign)

    house.move_to(JANUARY)
    assess(officer, lead, a, b)
    the_dashboard_equals_the_rows(officer)


def bureau(house: House) -> tuple[Caller, Caller]:
    """The operator opens the county and its officers; the county sets its term."""
    users = {name: create_account(username=name, password=PASSWORD).pk for name in ("county", "lead")}
    with scope(ALL_TENANTS):
        county = provisioning.create_county(name=COUNTY)
    with scope(for_county(county.pk)):
        provisioning.add_officer(user_id=users["county"], name="周文静", role=Role.COUNTY, since=date(2026, 8, 1))
        provisioning.add_officer(user_id=users["lead"], name="梁国平", role=Role.COUNTY_LEAD, since=date(2026, 8, 1))
    officer, lead = (Caller.log_in(house.address, name, PASSWORD) for name in users)
    days = {"begins_on": "2026-09-01", "ends_on": "2027-01-22"}
    officer.made("terms", {"school_year": 2026, "season": "autumn", **days})
    return officer, lead


def open_school(house: House, place: SchoolSpec, mark: str) -> School:
    """`manage.py school add` while everything is up; then people by invitation."""
    words = ("school", "add", place.name, "--township", place.township, "--admin", f"school_{mark}", "--password-stdin")
    printed = json.loads(house.manage(*words, stdin=f"{PASSWORD}\n"))
    invented = people.invent(place, school_year=2026, term_start=date(2026, 9, 1))
    school = School(place, invented, Caller.log_in(house.address, f"school_{mark}", PASSWORD), printed["site"])
    for number, person in enumerate(invented.teachers):
        staff = employ(school, person, f"teacher_{mark}_{number}", "teacher")
        school.teachers[staff] = Caller.log_in(house.address, f"teacher_{mark}_{number}", PASSWORD)
    employ(school, invented.nurse, f"nurse_{mark}", "nurse")
    school.nurse = Caller.log_in(house.address, f"nurse_{mark}", PASSWORD)
    return school


def employ(school: School, person: people.DemoTeacher, username: str, role: str) -> str:
    sex = "M" if person.sex == "男" else "F"
    staff = school.admin.made("staff", {"name": person.name, "sex": sex, "subject": person.subject})
    invitation = school.admin.made(f"staff/{staff['id']}/invitations", {"role": role})
    accept_invitation(invitation["url"], username, PASSWORD)
    return str(staff["id"])


def import_the_roster(school: School) -> None:
    place, admin = school.place, school.admin
    content = workbook.roster(school.people.pupils, school=place.name, school_year=2026, layout=place.layout)
    asked = admin.upload("roster-imports", content, "名册.xlsx")
    admin.wait(asked["job"])
    ready = admin.read(f"roster-imports/{asked['id']}")
    assert (ready["state"], ready["counts"]["new"], ready["counts"]["errors"]) == ("ready", place.pupils, 0)

    admin.wait(admin.made(f"roster-imports/{asked['id']}/commit")["job"])

    assert admin.read(f"roster-imports/{asked['id']}")["state"] == "committed"
    assert len(admin.rows("pupils")) == place.pupils
    stated = sum(pupil.family.is_left_behind for pupil in school.people.pupils)
    assert len(school.children) == stated
    again = admin.upload("roster-imports", content, "名册.xlsx")
    admin.wait(again["job"])
    assert admin.read(f"roster-imports/{again['id']}")["counts"]["unchanged"] == place.pupils


def issue_cards(school: School) -> None:
    first, *others = school.children
    for child in (first, *others[:5]):
        school.admin.made(f"children/{child['id']}/contact-card")
    paper = school.admin.get(f"children/{first['id']}/contact-card", format="pdf")
    assert (paper.status, paper.kind, paper.body[:5]) == (200, "application/pdf", b"%PDF-")


def approve_the_plan(school: School) -> None:
    plan = school.admin.made("work-plans", {"goals": "一人一档,按周谈心。"})
    assert {frequency["activity"] for frequency in plan["required_frequencies"]} == {"talk", "home_visit", "call"}
    assert school.admin.made(f"work-plans/{plan['id']}/approve")["state"] == "approved"


def pair(school: School) -> None:
    """Proposed by the optimiser, approved, at most three a teacher, most children have one."""
    asked = school.admin.made("pairing-plans")
    school.admin.wait(asked["job"])
    proposed = school.admin.rows(f"pairing-plans/{asked['id']}/rows")
    assert all(row["reasons"] for row in proposed)
    assert school.admin.made(f"pairing-plans/{asked['id']}/approve")["state"] == "approved"
    open_pairs = school.admin.rows("pairings", open="true")
    assert {row["child"]["id"] for row in open_pairs} == {row["child"]["id"] for row in proposed if row["staff"]}
    held = [sum(row["staff"]["id"] == staff for row in open_pairs) for staff in school.teachers]
    assert max(held) <= 3
    assert sum(held) == len(open_pairs) > 0


def each_sees_exactly_their_own(a: School, b: School) -> None:
    pairs = a.admin.rows("pairings", open="true")
    everybody = {child["id"] for child in a.children}
    for staff, teacher in a.teachers.items():
        own = {row["child"]["id"] for row in pairs if row["staff"]["id"] == staff}
        assert {child["id"] for child in teacher.rows("children")} == own
        assert teacher.get(f"children/{next(iter(everybody - own))}").status == 404
    foreign = b.children[0]["id"]
    assert a.admin.get(f"children/{foreign}").status == 404
    assert b.admin.get(f"children/{foreign}").status == 200
    seers = b.admin.read(f"children/{foreign}/access")
    assert seers
    assert Caller(a.admin.address).get("children").status == 401


def record_what_is_due(school: School) -> None:
    """The worker has made it due and reminded; the teacher records each; a repeated call writes nothing."""
    for teacher in school.teachers.values():
        if not teacher.rows("children"):
            continue
        late = teacher.wait_for("due-work", this_week_is_due, state="due", activity="talk", ordering="-due_on")
        assert teacher.wait_for("notifications")
        for work in late:
            said = {"child": work["child"]["id"], "activity": "talk", "happened_on": min(work["due_on"], "2026-10-15")}
            body = {**said, "mood": 4, "topics": ["study"], "text": "聊了作业和周末。"}
            told = teacher.made("care-records", body, **{"Idempotency-Key": f"talk {work['id']}"})
            again = teacher.made("care-records", body, **{"Idempotency-Key": f"talk {work['id']}"})
            assert again["id"] == told["id"]
        assert not [row for row in teacher.rows("due-work", state="due", activity="talk") if row["is_late"]]


def this_week_is_due(rows: list[Any]) -> bool:
    return any(row["due_on"] > "2026-10-11" for row in rows)


def wrong_fields_and_foreign_ids(a: School, b: School) -> None:
    staff, teacher = next((staff, each) for staff, each in a.teachers.items() if each.rows("children"))
    own, foreign = teacher.rows("children")[0]["id"], b.children[0]["id"]

    def refused(body: Any) -> tuple[int, Any]:
        answer = teacher.post("care-records", body)
        return answer.status, [error["attr"] for error in answer.json()["errors"]]

    assert refused({"child": own, "activity": "dance"}) == (400, ["activity"])
    assert refused({"child": foreign, "activity": "talk"}) == (400, ["child"])
    assert refused({"child": own, "activity": "talk", "happened_on": "2026-12-24"}) == (400, ["happened_on"])
    assert teacher.post("pairing-plans").status == 403
    assert a.admin.get(f"pairings?staff={staff}").status == 200
    assert b.admin.rows("pairings", staff=staff) == []


def plan_a_checkup(officer: Caller, a: School, b: School) -> str:
    """Every class gets a school day within the clinic's capacity, and the schools are told."""
    clinic = officer.made("clinics", {"name": "石桥镇卫生院", "capacity": 30})
    window = {"begins_on": "2026-10-16", "ends_on": "2026-10-30"}
    campaign = officer.made("checkup-campaigns", {"title": "秋季体检", **window, "clinics": [clinic["id"]]})
    officer.wait(officer.made(f"checkup-campaigns/{campaign['id']}/plan")["job"])
    planned = officer.rows("appointments", campaign=campaign["id"])
    assert sum(each["expected"] for each in planned) == a.place.pupils + b.place.pupils
    by_day: dict[str, int] = {}
    for each in planned:
        by_day[each["date"]] = by_day.get(each["date"], 0) + each["expected"]
    assert max(by_day.values()) <= 30
    assert all(date.fromisoformat(day).weekday() < 5 for day in by_day)
    assert count("SELECT count(*) FROM notify_notification WHERE kind = 'checkup.planned'") > 0
    assert a.nurse
    assert a.nurse.get("children").status == 403
    return str(campaign["id"])


def enter_results(school: School, campaign: str) -> None:
    """Everybody of the first school is measured; who weighs too much becomes a finding, which is followed."""
    assert school.nurse
    queue = school.nurse.rows("checkups", campaign=campaign)
    assert len(queue) == school.place.pupils
    refused = school.nurse.post(f"checkups/{queue[0]['id']}/results", {"height_cm": 1.32})
    assert (refused.status, refused.json()["errors"][0]["attr"]) == (400, "height_cm")
    for number, place in enumerate(queue):
        weight = 60 if number == 0 else 30
        body = {"height_cm": 132, "weight_kg": weight, "vision_left": 5.0, "vision_right": 5.0, "confirmed": True}
        school.nurse.made(f"checkups/{place['id']}/results", body)
    findings = school.admin.rows("findings")
    assert findings
    told = school.admin.patch(f"findings/{findings[0]['id']}", {"state": "guardian_notified"})
    assert (told.status, told.json()["state"]) == (200, "guardian_notified")


def assess(officer: Caller, lead: Caller, a: School, b: School) -> None:
    """Opened, computed by a worker, confirmed by each school, published by the lead alone."""
    round_ = officer.made("assessment-rounds", QUARTER)["id"]
    officer.wait(officer.made(f"assessment-rounds/{round_}/compute")["job"])
    talks = [row for row in officer.rows("scores", round=round_, subject="school") if row["measure"] == "talks"]
    assert {row["school"]["name"] for row in talks} == {a.place.name, b.place.name}
    assert all(0 < row["numerator"] <= row["denominator"] for row in talks)
    for school, other in ((a, b), (b, a)):
        (own,) = (row for row in talks if row["school"]["name"] == school.place.name)
        assert len(school.admin.rows(f"scores/{own['id']}/rows")) == own["denominator"]
        assert other.admin.get(f"scores/{own['id']}/rows").status == 404
    assert lead.post(f"assessment-rounds/{round_}/publish").status == 409
    for school in (a, b):
        school.admin.made(f"assessment-rounds/{round_}/confirm")
    lead.wait_for("assessment-rounds", state="confirmed")
    assert officer.post(f"assessment-rounds/{round_}/publish").status == 403
    assert lead.made(f"assessment-rounds/{round_}/publish")["state"] == "published"


def the_dashboard_equals_the_rows(officer: Caller) -> None:
    """Seconds after the facts, figure by figure, against this file's own counts."""
    counted = {
        "paired": count("SELECT count(DISTINCT child_id) FROM care_pairing WHERE ended_at IS NULL"),
        "cards": count("SELECT count(*) FROM children_contactcard WHERE stale_on IS NULL"),
        "talks": count(
            "SELECT count(*) FROM care_duework w JOIN care_carerecord r ON r.id = w.record_id"
            f" WHERE w.activity = 'talk' AND w.due_on {PERIOD} AND r.happened_on <= '2026-12-31'"
        ),
        "checkups": count("SELECT count(*) FROM health_checkup WHERE state = 'done'"),
        "findings": count(f"SELECT count(*) FROM health_finding WHERE found_on {PERIOD}"),
    }
    assert all(counted.values()), counted
    due = count(
        f"SELECT count(*) FROM care_duework WHERE activity = 'talk' AND state <> 'cancelled' AND due_on {PERIOD}"
    )

    def told() -> tuple[dict[str, int], int]:
        figures = officer.read("dashboards/county", **QUARTER)["total"]["figures"]
        return {code: figures[code]["numerator"] for code in counted}, figures["talks"]["denominator"]

    wait_until(lambda: told() == (counted, due), seconds=30)
    assert told() == (counted, due)


def count(sql: str) -> int:
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
