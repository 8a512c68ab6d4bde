"""A row of which the school's pupils leave unclear who it is: judged as typed, and again when the roster is read."""

from typing import Any

import pytest

from services.children import jobs
from services.children.choices import JobKind
from services.children.models import Pupil, RosterImport
from tests.cast import Town
from tests.factories import rosters

HEADERS = ["姓名", "性别", "出生日期", "班级", "身份证件号", "现住址"]
NUMBER = "999001201912151640"
FIRST = ["王芳", "女", "2019-12-15", "一年级1班", NUMBER, ""]
SECOND = ["王芳", "女", "2019.12.15", "一年级2班", "", ""]
MOVED = ["王芳", "女", "2019.12.15", "一年级2班", "", "柳树湾村4组"]


@pytest.fixture
def unclear(town: Town, at_monday: Any) -> RosterImport:
    """The school has two pupils called 王芳, born on one day; a row names her without a number."""
    rosters.imported(town.admin_zhao, rosters.workbook(HEADERS, FIRST, SECOND))
    return rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, MOVED))


@pytest.fixture
def admin(town: Town, calls: Any, at_monday: Any) -> Any:
    return calls(town.admin_zhao)


def _read_again(town: Town, roster: RosterImport) -> None:
    jobs.read(rosters.run(JobKind.READ_ROSTER, roster, town.admin_zhao, rosters.NOW))


def _codes(row: Any) -> list[tuple[str, str]]:
    return [(issue["column"], issue["code"]) for issue in row["issues"]]


def test_an_unclear_row_is_shown_as_typed_and_settled_by_a_number(
    town: Town, admin: Any, unclear: RosterImport
) -> None:
    path = f"roster-imports/{unclear.public_id}"
    (row,) = admin.get(f"{path}/faulty-rows").json()["results"]
    assert [cell["text"] for cell in row["cells"]] == MOVED
    assert (_codes(row), row["is_open"]) == ([("A", "two_candidates")], True)

    unchanged = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"F": "柳树湾村5组"}}).json()
    assert (_codes(unchanged), unchanged["remaining"]) == ([("A", "two_candidates")], 1)
    settled = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"E": NUMBER}}).json()
    assert (_codes(settled), settled["remaining"]) == ([], 0)

    assert admin.post(f"{path}/apply-corrections").status_code == 202
    _read_again(town, unclear)
    rosters.commit(town.admin_zhao, rosters.fresh(town.admin_zhao, unclear))
    with town.a.inside():
        addresses = {
            pupil.private.unseal("id_number"): pupil.private.unseal("address")
            for pupil in Pupil.objects.filter(name="王芳")
        }
    assert addresses == {NUMBER: "柳树湾村5组", "": ""}


def test_an_unclear_row_is_judged_again_once_the_names_of_the_pupils_differ(
    town: Town, admin: Any, unclear: RosterImport
) -> None:
    path = f"roster-imports/{unclear.public_id}"
    assert admin.post(f"{path}/apply-corrections").status_code == 202
    _read_again(town, unclear)
    assert admin.get(path).json()["state"] == "rejected", "nothing has changed"

    with town.a.inside():
        Pupil.objects.filter(name="王芳", private__id_index="").update(name="王方")
    checked = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {}}).json()
    assert (_codes(checked), checked["remaining"]) == ([], 0)
    assert admin.post(f"{path}/apply-corrections").status_code == 202
    _read_again(town, unclear)

    assert admin.get(path).json()["state"] == "ready"
    assert admin.get(f"{path}/faulty-rows").json()["results"] == []


def test_two_rows_of_one_pupil_are_an_issue_at_the_second_until_one_is_left_out(
    town: Town, admin: Any, at_monday: Any
) -> None:
    rosters.imported(town.admin_zhao, rosters.workbook(HEADERS, SECOND))
    staged = rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, FIRST, MOVED))
    path = f"roster-imports/{staged.public_id}"
    (row,) = admin.get(f"{path}/faulty-rows").json()["results"]
    assert (row["row"], _codes(row)) == (3, [("A", "same_pupil")])
    assert [cell["text"] for cell in row["cells"]] == MOVED

    renamed = admin.send("patch", f"{path}/faulty-rows/0", {"cells": {"A": "王芳芳"}}).json()

    assert (_codes(renamed), renamed["remaining"]) == ([], 0)


def test_a_row_with_another_error_still_waits_to_be_corrected(town: Town, admin: Any, unclear: RosterImport) -> None:
    faulty = ["张*明", "男", "2019-10-10", "一年级1班", "", ""]
    staged = rosters.stage(town.admin_zhao, rosters.workbook([*HEADERS, "父亲电话"], [*MOVED, "1740"], [*faulty, ""]))
    path = f"roster-imports/{staged.public_id}"
    listed = admin.get(f"{path}/faulty-rows").json()["results"]
    assert [(row["row"], sorted(code for _column, code in _codes(row))) for row in listed] == [
        (2, ["phone_bad", "two_candidates"]),
        (3, ["name_unreadable"]),
    ]

    refused = admin.post(f"{path}/apply-corrections")

    assert (refused.status_code, "还有 1 行没有改好" in refused.content.decode()) == (409, True)
