"""A form that is sent twice is carried out once; what is different is answer about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.access.actor import Actor
from services.care.models import CareRecord
from services.jobs.models import IdempotencyKey
from tests.cast import Town
from tests.factories import care

TALK = {"activity": "talk", "happened_on": "2026-09-07", "text": "想妈妈"}


@pytest.fixture
def sheet(town: Town, at_monday: Any) -> str:
    care.paired(town)
    return f"/care-records/new/{town.xiaoming.public_id}/"


@pytest.fixture
def teacher(town: Town, browses: Callable[[Actor], Client]) -> Client:
    return browses(town.teacher_wang)


def records(town: Town) -> int:
    with town.a.inside():
        return CareRecord.objects.count()


def test_same_key_and_content_store_one_record_and_lead_to_the_same_page(
    town: Town, teacher: Client, sheet: str
) -> None:
    first = teacher.post(sheet, {**TALK, "form_key": "k1"})
    again = teacher.post(sheet, {**TALK, "form_key": "k1"})

    assert (first.status_code, again.status_code, first["Location"]) == (302, 302, again["Location"])
    assert records(town) == 1
    assert "没有再存一次" in teacher.get(again["Location"]).content.decode()
    with town.a.inside():
        assert "想妈妈".encode() not in bytes(IdempotencyKey.objects.get().response_body)


def test_same_key_with_other_content_asks_and_a_yes_stores_it(town: Town, teacher: Client, sheet: str) -> None:
    teacher.post(sheet, {**TALK, "form_key": "k1"})
    answer = teacher.post(sheet, {**TALK, "text": "想爸爸", "form_key": "k1"})

    assert (answer.status_code, records(town)) == (409, 1)
    assert "想爸爸" in answer.content.decode()
    teacher.post(sheet, {**TALK, "text": "想爸爸", "form_key": "k2", "repeat": "1"})
    teacher.post(sheet, {**TALK, "text": "想爸爸", "form_key": "k2", "repeat": "1"})
    assert records(town) == 2


def test_same_content_from_another_tab_asks_for_ten_minutes(
    town: Town, teacher: Client, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher.post(sheet, {**TALK, "form_key": "k1"})
    answer = teacher.post(sheet, {**TALK, "form_key": "k2"})
    assert (answer.status_code, records(town)) == (409, 1)

    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(minutes=11)).isoformat())
    assert teacher.post(sheet, {**TALK, "form_key": "k3"}).status_code == 302
    assert records(town) == 2


def test_form_with_an_error_may_be_sent_again_with_its_key(town: Town, teacher: Client, sheet: str) -> None:
    wrong = teacher.post(sheet, {**TALK, "happened_on": "", "form_key": "k1"})
    right = teacher.post(sheet, {**TALK, "form_key": "k1"})

    assert (wrong.status_code, right.status_code, records(town)) == (422, 302, 1)


def test_key_of_one_person_is_not_that_of_another(
    town: Town, teacher: Client, sheet: str, browses: Callable[[Actor], Client]
) -> None:
    teacher.post(sheet, {**TALK, "form_key": "k1"})
    answer = browses(town.head_li).post(sheet, {**TALK, "form_key": "k1"})

    assert (answer.status_code, records(town)) == (302, 2)


def test_script_gets_the_address_instead_of_a_redirect(teacher: Client, sheet: str) -> None:
    answer = teacher.post(sheet, TALK, headers={"X-Save": "1"})

    assert (answer.status_code, answer["X-Location"], answer.has_header("X-Failed")) == (204, "/today/", False)


def test_script_without_session_gets_the_login_with_the_way_back(sheet: str) -> None:
    page = {"Referer": f"http://testserver{sheet}?activity=call"}
    answer = Client().post(sheet, TALK, headers={"X-Save": "1", **page})

    assert answer.status_code == 401
    expected = f"/accounts/login/?next={sheet.replace('/', '%2F')}%3Factivity%3Dcall"
    assert answer["X-Location"] == answer["HX-Redirect"] == expected


@pytest.mark.parametrize("page", ["https://evil.example/x", "", "javascript:alert(1)"])
def test_way_back_never_leaves_the_service(sheet: str, page: str) -> None:
    answer = Client().post(sheet, TALK, headers={"Referer": page})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2F")


def test_old_token_is_named_to_scripts_and_people_get_a_way_back(town: Town, sheet: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.user(town.teacher_wang), backend="services.accounts.backend.PasswordBackend")

    for_script = strict.post(sheet, TALK, headers={"X-Save": "1"})
    for_person = strict.post(sheet, TALK, headers={"Referer": f"http://testserver{sheet}"})

    assert (for_script.status_code, for_script["X-Expired"]) == (403, "1")
    assert f'href="{sheet}"' in for_person.content.decode()
    assert records(town) == 0


def test_page_of_another_person_is_refused(town: Town, teacher: Client, sheet: str) -> None:
    answer = teacher.post(sheet, TALK, headers={"X-Save": "1", "X-Person": "0123456789abcdef"})

    assert (answer.status_code, answer["X-Other-Person"], records(town)) == (403, "1", 0)
