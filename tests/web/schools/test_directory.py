"""学校名录: the county's lead adds, changes and imports schools, and names the first person of each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.access.actor import Actor
from services.access.models import AuditEvent, Invitation, Membership
from services.access.queries import actors_of
from services.access.roles import Role
from services.accounts.models import User
from services.kit import clock
from services.schools.models import School, Site, Staff, Township
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")
Browses = Callable[[Actor], Client]
FORM = {
    "name": "青山小学",
    "township": "青山乡",
    "kind": "nine_year",
    "code": "",
    "teaching_points": "",
    "village_schools": "",
}
CSV = """学校名称,标识码,乡镇,办学类型,教学点
青山小学,,青山乡,九年一贯制,河湾教学点、北坡教学点
中心小学,1234567890,清河镇,小学,
"""


def upload(client: Client, text: str) -> Any:
    return client.post("/directory/import/", {"file": SimpleUploadedFile("schools.csv", text.encode())})


def test_the_lead_adds_a_school_with_its_sites_and_township(town: Town, browses: Browses) -> None:
    answer = browses(town.lead).post("/directory/new/", {**FORM, "teaching_points": "河湾教学点、北坡教学点"})
    with town.as_(town.lead):
        school = School.objects.get(name="青山小学")
        assert answer["Location"] == f"/directory/{school.public_id}/invite/"
        assert (school.kind, school.township.name, school.county_id) == ("nine_year", "青山乡", town.county.pk)
        assert list(Site.objects.filter(school=school).order_by("pk").values_list("name", flat=True)) == [
            "本部",
            "河湾教学点",
            "北坡教学点",
        ]
        event = AuditEvent.objects.get(action="schools.school_created")
        assert (event.user_id, event.target) == (town.lead.user_id, [str(school.public_id)])
    with town.as_(town.officer_of_other):
        assert not School.objects.filter(name="青山小学").exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "河西小学"}, "name"),
        ({"code": "123"}, "code"),
        ({"township": "清河乡"}, "township"),
        ({"teaching_points": "长" * 81}, "teaching_points"),
    ],
)
def test_a_school_that_cannot_be_stays_typed_with_its_fault(
    town: Town, browses: Browses, given: dict[str, str], field: str
) -> None:
    answer = browses(town.lead).post("/directory/new/", {**FORM, **given})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with town.as_(town.lead):
        assert School.objects.count() == 2
        assert not Township.objects.exclude(name="清河镇").exists()


def test_the_lead_changes_a_school_and_adds_a_site(town: Town, browses: Browses) -> None:
    address = f"/directory/{town.a.school.public_id}/edit/"
    lead = browses(town.lead)
    assert "中心小学" in lead.get(address).content.decode()
    lead.post(address, {**FORM, "name": "清河中心小学", "township": "清河镇", "village_schools": "大坪村小"})
    with town.as_(town.lead):
        school = School.objects.get(pk=town.a.school.pk)
        assert (school.name, school.kind, school.township.name) == ("清河中心小学", "nine_year", "清河镇")
        assert list(Site.objects.filter(school=school).order_by("pk").values_list("name", "kind")) == [
            ("本部", "main"),
            ("大坪村小", "village"),
        ]
        assert AuditEvent.objects.get(action="schools.school_updated").detail == {"fields": ["name", "kind"]}


def test_a_school_cannot_take_the_name_of_another(town: Town, browses: Browses) -> None:
    answer = browses(town.lead).post(
        f"/directory/{town.a.school.public_id}/edit/", {**FORM, "name": "河西小学", "township": "清河镇"}
    )
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors


def test_a_file_is_shown_first_and_imported_when_confirmed(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)
    shown = upload(lead, CSV)
    assert "新增 1 所，修改 1 所，0 所不变" in shown.content.decode()
    with town.as_(town.lead):
        assert School.objects.count() == 2
    lead.post("/directory/import/confirm/", {"content": shown.context["confirm"].initial["content"]})
    with town.as_(town.lead):
        assert School.objects.get(name="中心小学").code == "1234567890"
        assert Site.objects.filter(school__name="青山小学").count() == 3
        assert AuditEvent.objects.get(action="schools.schools_imported").user_id == town.lead.user_id
    assert "2 所学校都和现有的一样" in upload(lead, CSV).content.decode()


def test_the_template_that_is_offered_can_be_imported(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)
    content = lead.get("/directory/template.csv").content
    shown = lead.post("/directory/import/", {"file": SimpleUploadedFile("schools.csv", content)})
    assert not shown.context["changes"].faults


def test_faults_of_a_file_stand_with_row_and_remedy(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)
    text = CSV + ",,清河镇,,\n"
    shown = upload(lead, text).content.decode()
    assert "缺少学校名称。" in shown
    assert "确认导入" not in shown
    assert lead.post("/directory/import/confirm/", {"content": text}).status_code == 422
    with town.as_(town.lead):
        assert School.objects.count() == 2


def test_the_first_person_of_a_school_joins_as_its_admin(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)
    lead.post("/directory/new/", FORM)
    with town.as_(town.lead):
        school = School.objects.get(name="青山小学")
    answer = lead.post(f"/directory/{school.public_id}/invite/", {"name": "何主任", "role": "school_admin"})
    assert "qr-code" in answer.content.decode()
    code = answer.context["link"]["url"].partition("#")[2]
    client = Client()
    client.post("/invitations/", {"code": code})
    client.post("/invitations/accept/", {"username": "heqingshan", "password": "a-long-password-7"})
    (actor,) = actors_of(User.objects.get(username="heqingshan").pk, clock.today())
    assert (actor.role, actor.school_name) == (Role.SCHOOL_ADMIN, "青山小学")
    with town.as_(actor):
        assert [(row.name, row.user_id) for row in Staff.objects.all()] == [("何主任", actor.user_id)]
        assert Site.objects.get().name == "本部"
    with town.a.inside():
        assert not Staff.objects.filter(name="何主任").exists()
    assert "何主任" in lead.get("/directory/").content.decode()


def test_who_is_on_the_staff_list_already_gets_the_row_that_is_there(town: Town, browses: Browses) -> None:
    with town.a.inside():
        row = Staff.objects.create(name="何主任", site=town.a.site)
    browses(town.lead).post(f"/directory/{town.a.school.public_id}/invite/", {"name": "何主任", "role": "school_admin"})
    with town.a.inside():
        assert Invitation.objects.get().staff_id == row.pk


def test_a_second_invitation_of_the_first_person_makes_the_first_useless(town: Town, browses: Browses) -> None:
    lead, address = browses(town.lead), f"/directory/{town.a.school.public_id}/invite/"
    links = [lead.post(address, {"name": "何主任", "role": "head"}).context["link"]["url"] for _ in range(2)]
    codes = [link.partition("#")[2] for link in links]
    assert [Client().post("/invitations/", {"code": code}).status_code for code in codes] == [410, 302]


@pytest.mark.parametrize("role", ["teacher", "county_lead", "nurse"])
def test_the_county_names_no_teacher_and_no_officer_at_a_school(town: Town, browses: Browses, role: str) -> None:
    address = f"/directory/{town.a.school.public_id}/invite/"
    answer = browses(town.lead).post(address, {"name": "何主任", "role": role})
    assert answer.status_code == 422
    with town.as_(town.lead):
        assert not Invitation.objects.exists()


def test_an_officer_invites_but_does_not_found_schools(town: Town, browses: Browses) -> None:
    officer = browses(town.officer)
    assert "全县 2 所学校，每所都有管理员" in officer.get("/directory/").content.decode()
    assert officer.get("/directory/new/").status_code == 403
    assert officer.post("/directory/import/confirm/", {"content": CSV}).status_code == 403
    assert officer.get(f"/directory/{town.a.school.public_id}/invite/").status_code == 200


def test_nobody_reaches_the_schools_of_another_county(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)
    for page in ("edit", "invite"):
        assert lead.get(f"/directory/{town.c.school.public_id}/{page}/").status_code == 404
    assert "云岭小学" not in lead.get("/directory/").content.decode()
    assert browses(town.head_li).get("/directory/")["Location"] == "/members/"


def test_a_school_without_an_admin_stands_first(town: Town, browses: Browses) -> None:
    with town.b.inside():
        Membership.objects.filter(role__in=["head", "school_admin"]).delete()
    rows = browses(town.lead).get("/directory/").context["rows"]
    assert [(row.school.name, bool(row.admins)) for row in rows] == [("河西小学", False), ("中心小学", True)]


def test_the_directory_costs_the_same_with_more_schools(town: Town, browses: Browses) -> None:
    lead = browses(town.lead)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get("/directory/")
        return len(queries)

    lead.get("/directory/")  # the first page of a session asks more
    before = count()
    text = "学校名称,乡镇\n" + "".join(f"新{n}小学,清河镇\n" for n in range(3))
    lead.post("/directory/import/confirm/", {"content": text})
    assert count() == before
