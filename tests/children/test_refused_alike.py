"""One rule, one place: import, page and API keep the same value of what is typed, or refuse it by the same code."""

from datetime import date
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.children.choices import IdKind
from services.children.models import Guardian, Pupil, PupilPrivate
from services.children.roster import faulty
from services.children.roster.cells.classes import calendar_of
from services.children.roster.cells.phones import phones
from services.children.roster.record import ReadContext
from services.kit.names import person_names
from tests.cast import TERM_START, Caller, Town

COLUMNS = [
    "name",
    "sex",
    "birth_date",
    "class",
    "ethnicity",
    "remark",
    "guardian_name",
    "guardian_age",
    "father_location",
]
USUAL = dict(zip(COLUMNS, ["王小明", "男", "2018-03-05", "三年级1班", "", "", "", "", ""], strict=True))
FEW = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# What people type or copy into a cell, as pieces; nothing that a browser or a workbook cannot hold.
NAME_PIECES = st.sampled_from([
    *"王李明红吕𠮷⽂⼭林葛龙ñé·•．/、和*☆①(）1=+-@xXＡ某无⺅", "欧阳", "未知", "Anna", " ", "\u3000", "\u200b",
    "\U000e0100", "\ue863", "\uf8ff", "é", "_x000D_",
])  # fmt: skip
NAMES = st.lists(NAME_PIECES, max_size=8).map("".join) | st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]), max_size=45
)
DAYS = st.sampled_from([
    "2018-03-05", "2018.3.5", "2018年3月5日", "20180305", "2018/3/5", "２０１８．３．５", "二〇一八年三月五日", "43164",
    "2018-02-30", "2018-13-01", "1990-12-05", "2031-05-02", "2026-09-08", "2025-01-01", "2018年3月", "3/5/2018", "去年",
    "", "无", "2018-03-05 16:00", "2018-03-05T00:00:00", "43163.9995", "2018", "2018-3-5 ", "#N/A",
]) | st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str)  # fmt: skip


class Answer(NamedTuple):
    """The code of a refusal, "" for none, and what is kept."""

    code: str
    kept: object = None


def imported(field: str, typed: str) -> Answer:
    """What the roster import makes of a cell."""
    frame: Any = {
        "columns": [(chr(65 + number), name, 1, name) for number, name in enumerate(COLUMNS)],
        "class_of_sheet": None,
        "grade": "",
        "epoch": "1899-12-30",
    }
    context = ReadContext("中心小学", date(2026, 9, 7), TERM_START, calendar_of(TERM_START, "中心小学"))
    record = faulty.reader_of(frame, context).read(list({**USUAL, field: typed}.values()))
    codes = [problem.code for name, problem, _others in record.issues if name == field]
    return Answer(codes[0]) if codes else Answer("", record.values[field])


def answered(response: Any, field: str, kept: Any) -> Answer:
    if response.status_code == 400:
        (error,) = response.json()["errors"]
        assert error["attr"] == field, error
        return Answer(error["code"])
    assert response.status_code == 200, response.content.decode()
    return Answer("", kept())


def sent_by_api(caller: Caller, town: Town, field: str, typed: str) -> Answer:
    """What the API makes of a pupil's column."""
    pupil = town.xiaoming.pupil

    def kept() -> object:
        with town.a.inside():
            value = getattr(Pupil.objects.get(pk=pupil.pk), field)
        return str(value) if isinstance(value, date) else value or None

    return answered(caller.send("patch", f"pupils/{pupil.public_id}", {field: typed}), field, kept)


def guardian_by_api(caller: Caller, town: Town, typed: str) -> Answer:
    response = caller.send("put", f"children/{town.xiaoming.public_id}/guardian", {"name": typed})
    return answered(response, "name", lambda: response.json()["guardian"]["name"])


def guardian_by_page(client: Client, town: Town, typed: str) -> Answer:
    response = client.post(reverse("web:guardian", args=[town.xiaoming.public_id]), {"guardian-name": typed})
    if response.status_code == 302:
        with town.a.inside():
            return Answer("", Guardian.objects.get(pupil=town.xiaoming.pupil, until=None).name)
    (error,) = response.context["form"].errors.as_data()["name"]
    return Answer(error.code)


def expected_of_required(answer: Answer) -> Answer:
    """A cell may be empty; a guardian whom somebody enters has a name."""
    return answer if answer.code or answer.kept else Answer("name_missing")


@FEW
@given(typed=NAMES)
def test_a_pupils_name_is_kept_or_refused_alike(town: Town, at_monday: Any, calls: Any, typed: str) -> None:
    assert sent_by_api(calls(town.admin_zhao), town, "name", typed) == imported("name", typed)


@FEW
@given(typed=NAMES)
def test_a_guardians_name_is_kept_or_refused_alike(
    town: Town, at_monday: Any, calls: Any, browses: Any, typed: str
) -> None:
    expected = expected_of_required(imported("guardian_name", typed))

    assert guardian_by_api(calls(town.admin_zhao), town, typed) == expected
    assert guardian_by_page(browses(town.admin_zhao), town, typed) == expected


@FEW
@given(typed=DAYS)
def test_a_day_of_birth_is_kept_or_refused_alike(town: Town, at_monday: Any, calls: Any, typed: str) -> None:
    expected = imported("birth_date", typed)
    if expected.code == "formula_error":  # a cell of a spreadsheet shows it, a body is text
        expected = Answer("birth_unreadable")

    assert sent_by_api(calls(town.admin_zhao), town, "birth_date", typed) == expected


@pytest.mark.parametrize("typed", ["汉", "苗族", "01", "汉汉族", "=1+1", "漢族", "外星人", "无", ""])
def test_an_ethnicity_is_kept_or_refused_alike(town: Town, at_monday: Any, calls: Any, typed: str) -> None:
    assert sent_by_api(calls(town.admin_zhao), town, "ethnicity", typed) == imported("ethnicity", typed)


@pytest.mark.parametrize("typed", ["要按时吃药", "=cmd()", "@SUM(1)", "字" * 201, " 近视\u200b ", "＝1", ""])
def test_a_remark_is_kept_or_refused_alike(town: Town, at_monday: Any, calls: Any, typed: str) -> None:
    assert sent_by_api(calls(town.admin_zhao), town, "remark", typed) == imported("remark", typed)


@pytest.mark.parametrize(
    ("typed", "code", "kept"),
    [("60", "", 60), ("60岁", "", 60), ("六十", "age_unreadable", None), ("0", "age_unreadable", None),
     ("120", "age_unreadable", None), ("-5", "age_unreadable", None), ("", "", None)],
)  # fmt: skip
def test_an_age_is_kept_or_refused_alike(
    town: Town, at_monday: Any, calls: Any, browses: Any, typed: str, code: str, kept: int | None
) -> None:
    assert imported("guardian_age", typed) == Answer(code, kept)

    body = {"name": "李桂芳", "age": typed}
    response = calls(town.admin_zhao).send("put", f"children/{town.xiaoming.public_id}/guardian", body)
    assert answered(response, "age", lambda: response.json()["guardian"]["age"]) == Answer(code, kept)
    page = browses(town.admin_zhao).post(
        reverse("web:guardian", args=[town.xiaoming.public_id]), {"guardian-name": "李桂芳", "guardian-age": typed}
    )
    form = page.context["form"] if page.context else None
    assert [error.code for error in (form.errors.as_data()["age"] if form else [])] == ([code] if code else [])


@pytest.mark.parametrize("number", ["17405000001", "0854-8123456", "174050000", "12345678901", "打不通", "1740500000a"])
def test_a_telephone_number_is_kept_or_refused_alike(
    town: Town, at_monday: Any, calls: Any, browses: Any, number: str
) -> None:
    numbers, problem = phones(number)
    # a cell may say that there is no number, an entry has one
    code = problem.code if problem else "" if numbers else "phone_bad"
    path = f"children/{town.xiaoming.public_id}"

    page = browses(town.admin_zhao).post(
        reverse("web:phone_number", args=[town.xiaoming.public_id]),
        {"phone_number-owner": "mother", "phone_number-number": number},
    )
    form = page.context["form"] if page.context else None
    assert [error.code for error in (form.errors.as_data()["number"] if form else [])] == ([code] if code else [])
    response = calls(town.admin_zhao).post(f"{path}/phone-numbers", {"owner": "father", "number": number})
    assert (response.status_code, code) in {(200, ""), (201, ""), (400, "phone_bad")}
    if code:
        assert [(error["attr"], error["code"]) for error in response.json()["errors"]] == [("number", code)]


def test_day_of_birth_and_sex_must_agree_with_the_number_as_in_a_roster(town: Town, at_monday: Any, calls: Any) -> None:
    pupil, caller = town.xiaoming.pupil, calls(town.admin_zhao)
    with town.a.inside():
        private, _created = PupilPrivate.objects.get_or_create(pupil=pupil)
        private.id_kind = IdKind.RESIDENT
        private.seal("id_number", "999001201803051637")
        private.save()

    def code(**changes: str) -> str:
        response = caller.send("patch", f"pupils/{pupil.public_id}", changes)
        return "" if response.status_code == 200 else str(response.json()["errors"][0]["code"])

    assert code(birth_date="2018-03-06") == "id_birth_mismatch"
    assert code(sex="F") == "id_sex_mismatch"
    assert code(birth_date="2018-03-05", sex="M") == ""


@pytest.mark.parametrize(
    ("typed", "code"), [("王明/李红", "name_several"), ("孙权☆", "name_character"), ("张*明", "name_unreadable")]
)
def test_staff_and_invited_people_have_names_by_the_same_rule(
    town: Town, at_monday: Any, calls: Any, browses: Any, typed: str, code: str
) -> None:
    officer, admin = calls(town.lead), calls(town.admin_zhao)

    for response in (
        admin.post("staff", {"name": typed}),
        officer.post("invitations", {"name": typed, "role": "county"}),
    ):
        assert [(error["attr"], error["code"]) for error in response.json()["errors"]] == [("name", code)]
    page = browses(town.admin_zhao).post(reverse("web:staff_add"), {"name": typed, "site": str(town.a.site.public_id)})
    assert [error.code for error in page.context["form"].errors.as_data()["name"]] == [code]


@given(typed=NAMES)
def test_a_name_that_is_kept_is_kept_again(typed: str) -> None:
    try:
        name = person_names.checked(typed)
    except person_names.InvalidName:
        return
    assert not name or person_names.checked(name) == name
