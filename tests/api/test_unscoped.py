"""Coming in by token: who gets one, what it opens, and what a foreign school looks like."""

from typing import Any

import pytest
from django.test import Client

from services.access import actions as access
from services.access.roles import Role
from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")


def _ask_token(**given: str) -> Any:
    return Client().post("/api/v1/auth/token", given, content_type="application/json")


def test_a_teacher_gets_a_token_and_learns_who_she_is(town: Town) -> None:
    answer = _ask_token(username="wang_a", password=PASSWORD)
    assert answer.status_code == 201
    me = Client(headers={"Authorization": f"Token {answer.json()['token']}"}).get("/api/v1/me").json()
    assert (me["role"], me["workspaces"][0]["school_name"]) == ("teacher", "中心小学")
    assert me["school"] == str(town.a.school.public_id)


def test_a_wrong_password_says_so_in_the_apis_shape_and_five_lock_the_door(town: Town) -> None:
    answers = [_ask_token(username="wang_a", password="wrong") for _ in range(5)]
    assert answers[0].status_code == 401
    assert answers[0].json()["errors"][0]["detail"] == "用户名或密码不对。"
    assert _ask_token(username="wang_a", password=PASSWORD).status_code in {401, 403}


def test_a_token_that_was_given_back_opens_nothing(town: Town) -> None:
    caller = Caller(town.user(town.teacher_wang))
    assert caller.client.delete("/api/v1/auth/token").status_code == 204
    assert caller.get("me").status_code == 401


def test_without_a_token_the_answer_is_401(town: Town) -> None:
    assert Client().get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        "[" * 3000 + "]" * 3000,
        '{"sex": ' + "[" * 30 + "]" * 30 + "}",
        '{"name": "x", "sex": "\\ud800"}',
        '{"name": NaN}',
        '{"name": "' + "x" * 3_000_000 + '"}',
        b"\xff\xfe",
        "{",
    ],
    ids=["bottomless", "deep", "half_a_character", "nan", "huge", "no_utf8", "broken"],
)
def test_a_body_that_no_program_should_send_is_400(body: Any, town: Town) -> None:
    caller = Caller(town.user(town.head_li))
    for path in ("auth/token", "staff"):
        answer = caller.client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "parse_error")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "张\0"),
        ("page_size", "²"),
        ("page_size", "0"),
        ("page_size", "9" * 5000),
        ("cursor", "\0"),
        ("school", "\0"),
    ],
)
def test_a_question_that_makes_no_sense_is_400_on_its_name(name: str, value: str, town: Town) -> None:
    for path in ("pupils", "staff"):
        answer = Caller(town.user(town.head_li)).get(path, **{name: value})
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, name)


@pytest.mark.parametrize("path", ["nothing", "children/no-uuid", "children//"])
def test_an_address_that_does_not_exist_is_404_in_the_apis_shape(path: str, town: Town) -> None:
    answer = Client().get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")
    assert Client().get("/nothing").headers["Content-Type"].startswith("text/html")


def test_a_method_that_an_address_does_not_have_is_405_and_a_stranger_is_still_401(town: Town) -> None:
    answer = Caller(town.user(town.head_li)).client.delete("/api/v1/schools")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (405, "method_not_allowed")
    assert Client().delete("/api/v1/schools").status_code == 401


def test_another_school_named_in_the_header_does_not_exist(town: Town) -> None:
    for wish in (town.b.school.public_id, town.c.school.public_id, "no-uuid"):
        assert Caller(town.user(town.teacher_wang), wish).get("me").status_code == 404


def test_who_works_at_two_schools_must_say_at_which(town: Town) -> None:
    with town.b.inside():
        access.add_membership(user_id=town.teacher_wang.user_id, role=Role.TEACHER, since=town.term.begins_on)
    user = town.user(town.teacher_wang)
    unsaid = Caller(user).get("me")
    assert unsaid.status_code == 400
    assert unsaid.json()["errors"][0]["attr"] == "X-School"
    assert Caller(user, town.b.school.public_id).get("me").json()["school"] == str(town.b.school.public_id)


def test_a_role_that_has_ended_opens_nothing_any_more(town: Town) -> None:
    from services.access.models import Membership

    with town.a.inside():
        membership = Membership.objects.get(user_id=town.teacher_wang.user_id)
        access.end_membership(membership=membership, by=town.head_li, now=town.monday)
    assert Caller(town.user(town.teacher_wang)).get("me").status_code == 403
