"""`roster-imports`: upload, rows, commit, undo."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.children import jobs
from services.children.choices import JobKind
from services.children.models import Pupil, RosterImport
from services.schools.scope import scope
from tests.cast import Town
from tests.factories import rosters

HEADERS = ["姓名", "性别", "出生日期", "班级", "身份证件号"]
ROW = ["范萍娜", "女", "2019-12-15", "一年级1班", "999001201912151640"]


def post_roster(caller: Any, content: bytes, **headers: str) -> Any:
    file = SimpleUploadedFile("名单.xlsx", content)
    return caller.client.post("/api/v1/roster-imports", {"file": file}, headers=headers)


def run_job(town: Town, job: Any, public_id: str) -> None:
    by = town.admin_zhao
    with scope(by.scope):
        roster = RosterImport.objects.get(public_id=UUID(public_id))
    job(rosters.run(JobKind.READ_ROSTER, roster, by, town.monday))


@pytest.fixture
def admin(town: Town, calls: Any, at_monday: Any) -> Any:
    return calls(town.admin_zhao)


def test_roster_import_from_upload_to_undo(town: Town, admin: Any) -> None:
    sent = post_roster(admin, rosters.workbook(HEADERS, ROW))
    assert sent.status_code == 202
    path = f"roster-imports/{sent.json()['id']}"
    assert admin.get(f"jobs/{sent.json()['job']}").json()["state"] == "queued"
    assert admin.get(path).json()["state"] == "staging"
    assert admin.post(f"{path}/commit").status_code == 409

    run_job(town, jobs.read, sent.json()["id"])
    detail = admin.get(path).json()
    assert detail["state"] == "ready"
    assert detail["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 0}
    assert detail["issues"] == []
    (row,) = admin.get(f"{path}/rows").json()["results"]
    assert (row["sheet"], row["row"], row["values"]["name"], row["values"]["grade"]) == ("名单", 2, "范萍娜", 1)

    committed = admin.post(f"{path}/commit")
    assert (committed.status_code, committed.json().keys()) == (202, {"id", "job"})
    assert admin.post(f"{path}/commit").status_code == 409
    run_job(town, jobs.commit, sent.json()["id"])
    assert admin.get(path).json()["state"] == "committed"
    assert [pupil["name"] for pupil in admin.get("pupils", q="范萍娜").json()["results"]] == ["范萍娜"]

    assert admin.post(f"{path}/undo").status_code == 202
    assert admin.post(f"{path}/undo").status_code == 409
    run_job(town, jobs.undo, sent.json()["id"])
    assert admin.get(path).json()["state"] == "undone"
    assert admin.get("pupils", q="范萍娜").json()["results"] == []


def test_roster_undo_after_an_edit_is_409_naming_the_pupil(town: Town, admin: Any) -> None:
    sent = post_roster(admin, rosters.workbook(HEADERS, ROW)).json()["id"]
    run_job(town, jobs.read, sent)
    admin.post(f"roster-imports/{sent}/commit")
    run_job(town, jobs.commit, sent)
    with town.a.inside():
        pupil = Pupil.objects.get(name="范萍娜")
    assert admin.send("patch", f"pupils/{pupil.public_id}", {"boarding": True}).status_code == 200
    refused = admin.post(f"roster-imports/{sent}/undo")
    assert refused.status_code == 409
    assert "范萍娜" in refused.json()["errors"][0]["detail"]


def test_roster_issues_are_listed_cell_by_cell(town: Town, admin: Any) -> None:
    sent = post_roster(admin, rosters.workbook(HEADERS, [*ROW[:4], "999001201912151641"])).json()["id"]
    run_job(town, jobs.read, sent)
    detail = admin.get(f"roster-imports/{sent}").json()
    assert detail["state"] == "rejected"
    (issue,) = detail["issues"]
    assert set(issue) == {"sheet", "row", "column", "header", "code", "level", "message"}
    assert (issue["row"], issue["column"], issue["header"], issue["code"]) == (2, "E", "身份证件号", "id_check_digit")
    assert len(admin.get(f"roster-imports/{sent}/rows", faulty="true").json()["results"]) == 1


def test_roster_rows_are_paged(town: Town, admin: Any) -> None:
    rows = [[f"学生{chr(0x4E00 + n)}", "男", "2019-12-15", "一年级1班", ""] for n in range(7)]
    sent = post_roster(admin, rosters.workbook(HEADERS, *rows)).json()["id"]
    run_job(town, jobs.read, sent)
    first = admin.get(f"roster-imports/{sent}/rows", page_size=3).json()
    second = admin.client.get(first["next"]).json()
    assert [row["row"] for row in first["results"] + second["results"]] == [2, 3, 4, 5, 6, 7]
    assert admin.client.get(second["next"]).json()["next"] is None


@pytest.mark.parametrize("size", ["0", "101", "-1", "all"])
def test_roster_rows_have_the_page_size_of_every_list(town: Town, admin: Any, size: str) -> None:
    sent = post_roster(admin, rosters.workbook(HEADERS, ROW)).json()["id"]
    answer = admin.get(f"roster-imports/{sent}/rows", page_size=size)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "page_size")


OLD_WORD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    "content", [b"name,sex", b"\x00\x01\x02", b"PK\x03\x04PK\x05\x06", OLD_WORD_FILE, b"x" * (20 * 2**20 + 1)]
)
def test_roster_upload_of_no_workbook_is_400_on_file(admin: Any, content: bytes) -> None:
    answer = post_roster(admin, content)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "file")


def test_roster_upload_without_file_is_400_on_file(admin: Any) -> None:
    answer = admin.client.post("/api/v1/roster-imports", {})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "file")


def test_roster_upload_with_the_same_key_happens_once(town: Town, admin: Any) -> None:
    content = rosters.workbook(HEADERS, ROW)
    first, again = (post_roster(admin, content, **{"Idempotency-Key": "a"}) for _ in range(2))
    assert first.json() == again.json()
    with town.a.inside():
        assert RosterImport.objects.count() == 1


def test_roster_imports_are_closed_to_other_schools_and_roles(town: Town, admin: Any, calls: Any) -> None:
    sent = post_roster(admin, rosters.workbook(HEADERS, ROW)).json()["id"]
    for stranger in (town.admin_of_b, town.admin_of_c):
        for method, tail in (("get", ""), ("get", "/rows"), ("post", "/commit"), ("post", "/undo")):
            assert calls(stranger).send(method, f"roster-imports/{sent}{tail}").status_code == 404
        assert calls(stranger).get("roster-imports").json()["results"] == []
    for powerless in (town.teacher_wang, town.officer, town.nurse_sun, town.actors["auditor"]):
        assert calls(powerless).get(f"roster-imports/{sent}").status_code == 403
        assert post_roster(calls(powerless), b"x").status_code == 403


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ("中心小学", "ready"),
        ("清河县中心小学", "ready"),
        ("清河县清河镇中心小学", "ready"),
        ("云岭县中心小学", "rejected"),
        ("河东区清河镇中心小学", "rejected"),
    ],
)
def test_a_roster_is_of_the_school_by_its_whole_name_in_its_own_county(town: Town, named: str, state: str) -> None:
    headers = ["学校", "姓名", "性别", "出生日期", "班级"]
    file = rosters.workbook(headers, [named, "范萍娜", "女", "2015-12-15", "三年级1班"])

    assert rosters.stage(town.admin_zhao, file).state == state
