"""The specialists' roles: each logs in, sees a desk that fits, and nothing beyond it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.access.roles import COUNTY_ROLES, GIVERS, ROLES, Role
from services.health.models import Finding
from services.schools.models import Staff
from services.web import layout
from services.web.home import HOME_PAGES
from tests.assessment.test_rounds import a_quarter_of_work, computed
from tests.cast import Caller, Town
from tests.factories import health

AT_SCHOOL = (Role.HEALTH_OFFICER, Role.PSYCHOLOGY_TEACHER, Role.SAFETY_OFFICER, Role.VOLUNTEER_COORDINATOR)
AT_COUNTY = (Role.ASSESSOR, Role.COUNTY_SAFETY_OFFICER, Role.AID_OFFICER)

Browses = Callable[..., Client]
Calls = Callable[..., Caller]


@pytest.mark.parametrize("role", AT_SCHOOL + AT_COUNTY)
def test_specialist_lands_on_a_desk_without_a_dead_entry(role: Role, town: Town, browses: Browses, at_monday: object):
    actor = town.actors[role] if role in COUNTY_ROLES else town.hires(town.a, role)
    client = browses(actor)

    page = client.get("/", follow=True)

    assert (page.status_code, page.request["PATH_INFO"]) == (200, layout.url(HOME_PAGES[role]))
    entries = layout.nav(actor, "/")
    assert entries, "a desk without an entry"
    assert {entry.url: client.get(entry.url).status_code for entry in entries} == {entry.url: 200 for entry in entries}


@pytest.mark.parametrize("role", AT_SCHOOL)
def test_school_office_invites_the_specialists_of_a_school_and_no_teacher_does(
    role: Role, town: Town, browses: Browses
):
    with town.a.inside():
        fresh = Staff.objects.create(name="新老师", pinyin="xin", initials="x", site=town.a.site)

    page = browses(town.admin_zhao).get(f"/staff/{fresh.public_id}/invite/").content.decode()
    invited = browses(town.admin_zhao).post(f"/staff/{fresh.public_id}/invite/", {"role": role})
    refused = browses(town.teacher_wang).post(f"/staff/{fresh.public_id}/invite/", {"role": role})

    assert f'<option value="{role}">' in page
    assert (invited.status_code, "/invitations/#" in invited.content.decode()) == (200, True)
    assert refused.status_code == 403


@pytest.mark.parametrize("role", AT_COUNTY)
def test_county_office_invites_its_specialists_by_the_api_and_no_school_does(role: Role, town: Town, calls: Calls):
    answer = calls(town.officer).post("invitations", {"name": "新专员", "role": role})
    refused = calls(town.head_li).post("invitations", {"name": "新专员", "role": role})

    assert (answer.status_code, "/invitations/#" in answer.json()["url"]) == (201, True)
    assert refused.status_code == 400


@pytest.mark.parametrize("role", AT_SCHOOL + AT_COUNTY)
def test_givers_of_a_specialist_hold_every_permission_they_give(role: Role):
    for giver in GIVERS[role]:
        assert ROLES[role].level != ROLES[giver].level or ROLES[role].permissions <= ROLES[giver].permissions


def test_volunteer_coordinator_gives_the_role_of_proxy_parent_alone(town: Town, calls: Calls):
    coordinator = town.hires(town.a, Role.VOLUNTEER_COORDINATOR)
    staff = town.a.staff["chen"].public_id

    given = [
        role
        for role in Role
        if calls(coordinator).post(f"staff/{staff}/memberships", {"role": role, "until": None}).status_code == 201
    ]

    assert given == [Role.PROXY_PARENT]


def test_psychology_teacher_sees_no_child_before_one_is_assigned(town: Town, browses: Browses):
    client = browses(town.hires(town.a, Role.PSYCHOLOGY_TEACHER))

    page = client.get("/children/").content.decode()

    assert not any(name in page for name in town.a.children)
    assert client.get(f"/children/{town.xiaoming.public_id}/").status_code == 404


def test_school_assigns_a_child_to_the_psychology_teacher_and_ends_it(town: Town, browses: Browses, at_monday: object):
    actor = town.hires(town.a, Role.PSYCHOLOGY_TEACHER)
    admin, client = browses(town.admin_zhao), browses(actor)
    address, staff = f"/children/{town.xiaoming.public_id}/access/", town.a.staff[Role.PSYCHOLOGY_TEACHER].public_id

    assert browses(town.teacher_wang).post(address, {"staff": staff}).status_code == 403
    page = admin.post(address, {"staff": staff, "note": "近来不说话"}, follow=True).content.decode()

    assert "已指定" in page
    assert "王小明" in client.get("/children/").content.decode()
    assert "李小红" not in client.get("/children/").content.decode()
    assert client.get(f"/children/{town.xiaoming.public_id}/").status_code == 200
    with town.a.inside():
        (assignment,) = town.xiaoming.assignments.filter(staff__public_id=staff)
    assert (assignment.reason, assignment.note) == ("shared", "近来不说话")
    admin.post(f"{address}{assignment.public_id}/end/")
    assert client.get(f"/children/{town.xiaoming.public_id}/").status_code == 404


def test_nobody_is_assigned_a_child_in_a_role_that_sees_none(town: Town, calls: Calls, at_monday: object):
    admin, path = calls(town.admin_zhao), f"children/{town.xiaoming.public_id}/access"
    town.hires(town.a, Role.SAFETY_OFFICER)

    for staff in (town.a.staff["nurse"], town.a.staff[Role.SAFETY_OFFICER], town.b.staff["wang"]):
        refused = admin.post(path, {"staff": str(staff.public_id)})
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "staff")
    shared = admin.post(path, {"staff": str(town.a.staff["chen"].public_id)})
    (person,) = shared.json()["people"]
    assert (shared.status_code, person["name"], person["reason"]) == (201, "陈老师", "shared")
    assert admin.send("delete", f"{path}/{person['id']}").status_code == 204
    assert admin.get(path).json()["people"] == []


def test_health_officer_sees_findings_of_the_school_and_no_case_file(town: Town, calls: Calls, at_monday: object):
    health.planned(town)
    with town.a.inside():
        checkup = health.checkup(town.a.pupils["王小明"])
        finding = Finding.objects.create(
            checkup=checkup, pupil=checkup.pupil, kind="vision", value="4.5", limit="5.0", found_on=town.monday.date()
        )
    officer, elsewhere = town.hires(town.a, Role.HEALTH_OFFICER), town.hires(town.b, Role.HEALTH_OFFICER)

    seen = [row["id"] for row in calls(officer).get("findings").json()["results"]]

    assert seen == [str(finding.public_id)]
    assert calls(elsewhere).get("findings").json()["results"] == []
    assert [calls(officer).get(closed).status_code for closed in ("children", "pupils", "guardians")] == [403] * 3


def test_assessor_reads_every_schools_result_without_a_teachers_name(town: Town, calls: Calls, monkeypatch: Any):
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-12-31T18:00:00+08:00")
    a_quarter_of_work(town)
    computed(town)
    assessor = calls(town.actors[Role.ASSESSOR])

    answer = assessor.get("scores")

    assert answer.json() == calls(town.officer).get("scores").json()
    assert (answer.status_code, bool(answer.json()["results"]), "王老师" in answer.content.decode()) == (
        200,
        True,
        False,
    )
    assert assessor.get("children").status_code == 403
