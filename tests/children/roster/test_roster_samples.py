"""The four sample rosters, cell by cell."""

import pytest

from tests.children.roster.rosters import oracle, read, where

SCHOOLS = {
    "l1_pupil_status_export": "云岫县白杨镇中心小学",
    "l2_left_behind_ledger": "云岫县柳溪乡九年一贯制学校",
}

# Found by reading every row of the two workbooks that have no oracle.
SHEET_PER_CLASS = [
    ("二(2)班", 3, "F", "id_precision_lost", "error"),  # text 9.99003E+17
    ("二(2)班", 5, "D", "birth_impossible", "error"),  # 2019-06-31
    ("二(2)班", 7, "C", "sex_missing", "error"),
    ("二(2)班", 13, "F", "id_check_digit", "error"),
    ("三年级2班", 6, "F", "id_sex_mismatch", "error"),
    ("四(2)班", 7, "B", "formula_uncomputed", "error"),  # VLOOKUP into another file, no value stored
    ("五(1)班", 9, "B", "name_missing", "error"),  # a full-width blank, in a filtered row
    ("五(2)班", 11, "L", "phone_bad", "warn"),  # 12345678901
    ("五(2)班", 15, "J", "phone_bad", "warn"),  # letters O for zeros
    ("五(2)班", 23, "F", "duplicate_id", "error"),  # of row 19
    ("六年级1班", 11, "R", "phone_bad", "warn"),  # 12 digits
    ("六（2）班", 2, "U", "unknown_column", "warn"),  # 餐卡余额, whose cells say M
]
HAND_MADE = [
    ("Sheet1", 6, "C", "birth_unreadable", "error"),  # 约8岁
    ("Sheet1", 10, "A", "formula_text", "error"),
    ("Sheet1", 22, "C", "birth_future", "error"),
    ("Sheet1", 56, "A", "name_missing", "error"),
    ("Sheet1", 70, "I", "phone_bad", "warn"),
    ("Sheet1", 80, "A", "duplicate_person", "error"),  # of row 75
    ("Sheet1", 84, "D", "id_length", "error"),  # 15 digits
    ("Sheet1", 87, "I", "phone_bad", "warn"),
    ("Sheet1", 92, "O", "phone_bad", "warn"),
    ("Sheet1", 99, "E", "class_unknown", "error"),  # 十三年级
    ("Sheet1", 100, "D", "id_birth_mismatch", "error"),
    ("Sheet1", 108, "D", "id_precision_lost", "error"),
    ("Sheet1", 121, "D", "id_check_digit", "error"),
]


@pytest.mark.parametrize("name", SCHOOLS)
def test_sample_with_an_oracle_is_read_exactly_so(name: str) -> None:
    reading, expected = read(name, SCHOOLS[name]), oracle(name)

    assert reading.outcome == expected["outcome"]
    assert reading.counts == expected["counts"] | {"issues_left_out": 0}
    assert reading.sheets == expected["sheets"]
    for ours, theirs in zip(reading.rows, expected["rows"], strict=True):
        assert ours == theirs


@pytest.mark.parametrize("name", SCHOOLS)
def test_issues_are_those_of_the_oracle(name: str) -> None:
    def plain(issue: dict[str, object]) -> tuple[object, ...]:
        return tuple(
            issue.get(k) for k in ("sheet", "row", "column", "header", "code", "level", "other_columns", "duplicate_of")
        )

    issues = [plain(issue.as_json()) for issue in read(name, SCHOOLS[name]).issues]

    assert issues == [plain(issue) for issue in oracle(name)["issues"]]


@pytest.mark.parametrize(
    ("name", "issues", "pupils"), [("l3_sheet_per_class", SHEET_PER_CLASS, 241), ("l4_hand_made_list", HAND_MADE, 126)]
)
def test_issues_of_a_sample_without_an_oracle(name, issues, pupils) -> None:
    reading = read(name)

    assert [where(issue) for issue in reading.issues] == issues
    assert reading.outcome == "refuse"
    assert len(reading.rows) == pupils


def test_sheets_that_are_no_roster_have_their_role() -> None:
    roles = {sheet["name"]: sheet["role"] for sheet in read("l3_sheet_per_class").sheets}

    assert [name for name, role in roles.items() if role != "data"] == ["填表说明", "Sheet1", "字典"]
    assert (roles["填表说明"], roles["Sheet1"], roles["字典"]) == ("instructions", "empty", "choices")


def test_class_is_read_from_the_name_of_the_sheet() -> None:
    classes = {
        row["sheet"]: (row["values"]["grade"], row["values"]["class_no"]) for row in read("l3_sheet_per_class").rows
    }

    assert list(classes.values()) == [(grade, number) for grade in range(1, 7) for number in (1, 2)]


def test_hand_made_list_in_everyday_words_is_read() -> None:
    rows = {row["row"]: row["values"] for row in read("l4_hand_made_list").rows}

    assert rows[4] == {
        "name": "方云",
        "sex": "女",
        "birth_date": "2020-03-08",
        "id_number": "999004202003087761",
        "grade": 1,
        "class_no": 1,
        "ethnicity": "布依族",
        "address": "云岫县龙潭乡双河村2组",
        "father_name": "方生刚",
        "father_state": "away",
        "father_phones": ["17405438955", "17405394179"],
        "father_location": "浙江省义乌市",
        "mother_name": "龙文云",
        "mother_state": "deceased",
        "mother_location": None,
        "guardian_name": "方佑天",
        "guardian_relation": "祖父",
        "guardian_relation_code": "61",
        "guardian_phones": ["17405132670"],
        "left_behind": "单亲留守",
        "boarding": False,
        "remark": None,
    }
    assert rows[83]["name"] == "卓玛·央金"
    assert rows[67]["name"] == "陶雯"
    assert rows[77]["mother_name"] == "闫婷㼆"
    assert rows[14]["father_phones"] == ["17405249175", "17405351495"]
    assert (rows[89]["father_state"], rows[100]["mother_state"]) == ("missing", "in_custody")


@pytest.mark.parametrize(
    ("name", "warnings"), [("l2_left_behind_ledger", 6), ("l3_sheet_per_class", 4), ("l4_hand_made_list", 3)]
)
def test_corrected_sample_is_accepted_with_its_warnings(name: str, warnings: int) -> None:
    reading = read(f"{name}.corrected")

    assert reading.outcome == "accept"
    assert (reading.counts["errors"], reading.counts["warnings"]) == (0, warnings)
    assert all(row["is_acceptable"] for row in reading.rows)
