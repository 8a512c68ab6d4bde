"""`roster-imports/{id}/faulty-rows`: a faulty row is corrected by whoever imports, checked as the import checks."""

from typing import Any

import pytest

from services.access.models import AuditEvent
from services.children import jobs
from services.children.choices import AuditAction, JobKind
from services.children.importing.correction import rows
from services.children.models import Pupil, RosterImport
from tests.cast import Town
from tests.factories import rosters

HEADERS = ["姓名", "性别", "出生日期", "班级", "父亲电话"]
ROWS = [
    ["范萍娜", "女", "2015-12-15", "三年级1班", "17405000001"],
    ["张*明", "男", "2015-02-30", "三年级1班", "17405000002"],
    ["王小红", "女", "2015-04-01", "三年级1班", "1740"],
    ["李文山", "", "2015-05-09", "三年级2班", ""],
]


@pytest.fixture
def staged(town: Town, at_monday: Any) -> RosterImport:
    return rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, *ROWS))


@pytest.fixture
def admin(town: Town, calls: Any, at_monday: Any) -> Any:
    return calls(town.admin_zhao)


def test_faulty_rows_are_corrected_left_out_and_imported(town: Town, admin: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}"
    listed = admin.get(f"{path}/faulty-rows").json()["results"]
    assert [(row["row"], row["is_open"], row["remaining"]) for row in listed] == [
        (3, True, 2),
        (4, False, 2),
        (5, True, 2),
    ]
    assert {cell["header"]: cell["text"] for cell in listed[0]["cells"]} == dict(zip(HEADERS, ROWS[1], strict=True))
    assert [(issue["column"], issue["code"]) for issue in listed[0]["issues"]] == [
        ("A", "name_unreadable"),
        ("C", "birth_impossible"),
    ]
    assert admin.post(f"{path}/apply-corrections").status_code == 409

    half = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"A": "张小明"}}).json()
    assert ([issue["code"] for issue in half["issues"]], half["remaining"]) == (["birth_impossible"], 2)
    whole = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"C": "2015.2.28"}}).json()
    assert (whole["issues"], whole["is_open"], whole["remaining"]) == ([], False, 1)
    assert admin.send("patch", f"{path}/faulty-rows/1", {"cells": {"E": "17405000003"}}).json()["issues"] == []
    assert admin.post(f"{path}/commit").status_code == 409

    assert admin.send("patch", f"{path}/faulty-rows/2", {"is_left_out": True}).json()["remaining"] == 0
    assert admin.post(f"{path}/apply-corrections").status_code == 202
    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))
    assert admin.get(path).json()["state"] == "ready"
    assert admin.get(f"{path}/faulty-rows").json()["results"] == []
    rosters.commit(town.admin_zhao, rosters.fresh(town.admin_zhao, staged))
    with town.a.inside():
        names = ["范萍娜", "张*明", "张小明", "王小红", "李文山"]
        enrolled = Pupil.objects.filter(name__in=names).values_list("name", flat=True)
        assert set(enrolled) == {"范萍娜", "张小明", "王小红"}
        kept = rows.load(staged).corrections["名单", 3]
        assert (kept.by, kept.cells) == (town.admin_zhao.user_id, {"A": "张小明", "C": "2015.2.28"})
        events = AuditEvent.objects.filter(action=AuditAction.ROSTER_ROW_CORRECTED)
        assert {event.user_id for event in events} == {town.admin_zhao.user_id}
        assert not any("张" in str(event.detail) for event in events)


def test_all_that_is_still_wrong_is_left_out_at_once(town: Town, admin: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}"

    assert admin.post(f"{path}/apply-corrections", {"leaves_out_rest": True}).status_code == 202
    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))

    assert admin.get(path).json()["state"] == "ready"
    assert [row["values"]["name"] for row in admin.get(f"{path}/rows").json()["results"]] == ["范萍娜", "王小红"]


def test_a_correction_obeys_the_rules_of_the_import(town: Town, admin: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}/faulty-rows/0"

    codes = {}
    for name in ("王明/李红", "123", "=cmd()", "范萍娜"):
        answer = admin.send("patch", path, {"cells": {"A": name, "C": "2015-12-15"}}).json()
        codes[name] = [issue["code"] for issue in answer["issues"]]

    assert codes == {
        "王明/李红": ["name_several"],
        "123": ["name_unreadable"],
        "=cmd()": ["formula_text"],
        "范萍娜": ["duplicate_person"],
    }


def test_a_correction_needs_the_version_that_was_read(admin: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}/faulty-rows/0"
    read = admin.get(path)

    assert admin.send("patch", path, {"cells": {"A": "张小明"}}, **{"If-Match": ""}).status_code == 428
    admin.send("patch", path, {"cells": {"A": "张小明"}})
    stale = admin.send("patch", path, {"cells": {"A": "张大明"}}, **{"If-Match": read["ETag"]})

    assert stale.status_code == 412
    assert admin.get(path).json()["cells"][0]["text"] == "张小明"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"cells": {"Z": "x"}}, "cells"),
        ({"cells": {"A": "x" * 201}}, "cells.A"),
        ({"cels": {}}, "cels"),
        ({"is_left_out": "maybe"}, "is_left_out"),
    ],
)
def test_a_wrong_body_is_refused_naming_its_field(admin: Any, staged: RosterImport, body: Any, field: str) -> None:
    answer = admin.send("patch", f"roster-imports/{staged.public_id}/faulty-rows/0", body)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [field]


def test_nobody_else_sees_or_corrects_a_row(town: Town, calls: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}/faulty-rows"

    for stranger, status in ((town.teacher_wang, 403), (town.admin_of_b, 404), (town.officer, 403)):
        caller = calls(stranger)
        assert caller.get(path).status_code == status
        assert caller.get(f"{path}/0").status_code == status
        assert caller.send("patch", f"{path}/0", {"is_left_out": True}).status_code == status
    with town.a.inside():
        assert rows.load(staged).corrections == {}


def test_a_row_that_is_none_is_not_found(admin: Any, staged: RosterImport) -> None:
    path = f"roster-imports/{staged.public_id}/faulty-rows/9"

    assert (admin.get(path).status_code, admin.send("patch", path, {}).status_code) == (404, 404)


def test_rows_stay_while_the_workbook_is_read_and_once_it_is_imported(
    town: Town, admin: Any, staged: RosterImport
) -> None:
    path = f"roster-imports/{staged.public_id}"
    assert admin.post(f"{path}/apply-corrections", {"leaves_out_rest": True}).status_code == 202
    being_read = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"A": "张小明"}})

    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))
    rosters.commit(town.admin_zhao, rosters.fresh(town.admin_zhao, staged))
    imported = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"E": "17405000009"}})

    assert (being_read.status_code, imported.status_code) == (409, 409)
    with town.a.inside():
        assert "A" not in rows.load(staged).corrections["名单", 3].cells
