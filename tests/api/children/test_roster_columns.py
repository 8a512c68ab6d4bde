"""`roster-imports/{id}/columns`: what each column is, chosen once by a school and offered to its county."""

from typing import Any

import pytest

from services.access.actor import Actor
from services.children import jobs
from services.children.choices import JobKind
from services.children.models import ColumnAnswer, Pupil, RosterImport
from services.schools.scope import scope
from tests.api.children.test_roster_imports import post_roster
from tests.cast import Town
from tests.factories import rosters

HEADERS = ["娃娃大名", "男孩女孩", "落地日子", "归哪班", "爹落脚处", "餐卡"]
ROWS = [
    ["范萍娜", "女", "2019-12-15", "一年级1班", "广东省东莞市", "30.5"],
    ["王小明", "男", "2019-11-02", "一年级1班", "在家", "12"],
    ["李文山", "男", "2020-01-09", "一年级2班", "浙江省宁波市", "8.5"],
]
ANSWERS = {"爹落脚处": "father_location", "餐卡": None}


def uploaded(caller: Any, by: Actor, content: bytes | None = None) -> str:
    """Send the workbook and let it be read; the path of its import."""
    sent = post_roster(caller, content or rosters.workbook(HEADERS, *ROWS)).json()["id"]
    read_again(by, f"roster-imports/{sent}")
    return f"roster-imports/{sent}"


def read_again(by: Actor, path: str) -> None:
    with scope(by.scope):
        roster = RosterImport.objects.get(public_id=path.rpartition("/")[2])
    jobs.read(rosters.run(JobKind.READ_ROSTER, roster, by, rosters.NOW))


def answered(columns: list[dict[str, Any]], answers: dict[str, str | None]) -> list[dict[str, Any]]:
    return [{**column, "field": answers.get(column["header"], column["field"])} for column in columns]


@pytest.fixture
def admin(town: Town, calls: Any, at_monday: Any) -> Any:
    return calls(town.admin_zhao)


def test_columns_nobody_knows_are_shown_before_the_rows_are_judged(town: Town, admin: Any) -> None:
    path = uploaded(admin, town.admin_zhao)

    assert admin.get(path).json()["state"] == "mapping"
    assert admin.post(f"{path}/commit").status_code == 409
    columns = {column["header"]: column for column in admin.get(f"{path}/columns").json()}
    assert columns["男孩女孩"] == {
        "sheet": "名单", "column": "B", "header": "男孩女孩", "samples": ["女", "男"],
        "field": "sex", "certainty": 1.0, "by": "content",
    }  # fmt: skip
    assert [columns[header]["field"] for header in HEADERS[:4]] == ["name", "sex", "birth_date", "class"]
    assert (columns["餐卡"]["field"], columns["餐卡"]["certainty"]) == (None, 0.0)
    assert columns["爹落脚处"]["certainty"] < 0.8


def test_samples_of_columns_show_nobodys_name_number_or_address(town: Town, admin: Any) -> None:
    headers = ["姓名", "身份证件号", "家庭住址", "联系电话"]
    rows = [["范萍娜", "999001201912151640", "清河县柳溪乡三组12号", "17405123456"]]
    columns = admin.get(f"{uploaded(admin, town.admin_zhao, rosters.workbook(headers, *rows))}/columns").json()

    assert [column["samples"] for column in columns] == [
        ["范**"],
        ["99****************"],
        ["清河*********"],
        ["17*********"],
    ]


def test_answer_is_kept_for_the_school_alone(town: Town, admin: Any, calls: Any) -> None:
    path = uploaded(admin, town.admin_zhao)
    sent = admin.send("put", f"{path}/columns", answered(admin.get(f"{path}/columns").json(), ANSWERS))

    assert (sent.status_code, sent.json().keys()) == (202, {"id", "job"})
    assert admin.get(path).json()["state"] == "staging"
    read_again(town.admin_zhao, path)
    assert admin.get(path).json()["state"] == "ready"
    chosen = {column["header"]: (column["field"], column["by"]) for column in admin.get(f"{path}/columns").json()}
    assert chosen["爹落脚处"] == ("father_location", "person")
    assert chosen["餐卡"] == (None, "person")
    assert [row["values"]["father_location"] for row in admin.get(f"{path}/rows").json()["results"]] == [
        "广东省东莞市",
        None,
        "浙江省宁波市",
    ]

    again = uploaded(admin, town.admin_zhao)
    assert admin.get(again).json()["state"] == "ready"
    assert admin.get(again).json()["issues"] == []
    other = calls(town.admin_of_b)
    assert other.get(uploaded(other, town.admin_of_b)).json()["state"] == "mapping"
    assert other.get(f"{path}/columns").status_code == 404
    with town.b.inside():
        assert not ColumnAnswer.objects.exists()


def test_county_takes_over_what_a_school_answered(town: Town, admin: Any, calls: Any) -> None:
    path = uploaded(admin, town.admin_zhao)
    admin.send("put", f"{path}/columns", answered(admin.get(f"{path}/columns").json(), ANSWERS))
    county, stranger = calls(town.officer), calls(town.officer_of_other)

    proposals = county.get("header-proposals").json()["results"]
    assert {"header": "餐卡", "field": "", "schools": 1} in proposals
    assert {"header": "爹落脚处", "field": "father_location", "schools": 1} in proposals
    assert stranger.get("header-proposals").json()["results"] == []
    assert admin.get("header-proposals").status_code == 403

    for proposal in proposals:
        sent = county.post("header-aliases", {"header": proposal["header"], "field": proposal["field"]})
        assert sent.status_code == 201
    assert county.get("header-proposals").json()["results"] == []
    other = calls(town.admin_of_b)
    path = uploaded(other, town.admin_of_b)
    assert other.get(path).json()["state"] == "ready"
    assert {column["by"] for column in other.get(f"{path}/columns").json()} == {"name"}


def test_county_declines_an_answer_and_is_not_offered_it_again(town: Town, admin: Any, calls: Any) -> None:
    path = uploaded(admin, town.admin_zhao)
    admin.send("put", f"{path}/columns", answered(admin.get(f"{path}/columns").json(), ANSWERS))
    county = calls(town.officer)

    assert county.post("header-proposals", {"header": "餐卡"}).status_code == 201
    assert "餐卡" not in [row["header"] for row in county.get("header-proposals").json()["results"]]
    assert county.get("header-aliases").json()["results"] == []
    other = calls(town.admin_of_b)
    assert other.get(uploaded(other, town.admin_of_b)).json()["state"] == "mapping"


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"餐卡": "shoe_size"}, "餐卡"),
        ({"餐卡": "name"}, "餐卡"),
        ({"爹落脚处": "sex"}, "爹落脚处"),
    ],
)
def test_choice_that_is_no_field_or_is_taken_is_refused_naming_the_column(
    town: Town, admin: Any, answers: Any, word: str
) -> None:
    path = uploaded(admin, town.admin_zhao)
    refused = admin.send("put", f"{path}/columns", answered(admin.get(f"{path}/columns").json(), answers))

    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert error["attr"].endswith("field")
    assert word in error["detail"]
    assert admin.get(path).json()["state"] == "mapping"
    with town.a.inside():
        assert not ColumnAnswer.objects.exists()


def test_columns_of_a_committed_roster_stay(town: Town, admin: Any) -> None:
    path = uploaded(
        admin, town.admin_zhao, rosters.workbook(["姓名", "性别", "出生日期", "班级"], *[r[:4] for r in ROWS])
    )
    admin.post(f"{path}/commit")

    assert admin.send("put", f"{path}/columns", admin.get(f"{path}/columns").json()).status_code == 409
    with town.a.inside():
        assert not Pupil.objects.filter(name="范萍娜").exists()
