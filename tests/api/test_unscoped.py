"""Tokens, malformed requests, unknown addresses and the workspace of a request."""

from typing import Any

import pytest
from django.test import Client

from services.access.actions import memberships as access
from services.access.models import Membership
from services.access.roles import Role
from services.schools.models import Staff
from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")


def request_token(**credentials: str) -> Any:
    return Client().post("/api/v1/auth/token", credentials, content_type="application/json")


def test_token_opens_the_own_workspace(town: Town) -> None:
    answer = request_token(username="wang_a", password=PASSWORD)
    assert answer.status_code == 201
    me = Client(headers={"Authorization": f"Token {answer.json()['token']}"}).get("/api/v1/me").json()
    assert (me["role"], me["workspaces"][0]["school_name"]) == ("teacher", "中心小学")
    assert me["school"] == str(town.a.school.public_id)


def test_wrong_password_is_401_and_five_lock_the_user_out(town: Town) -> None:
    answers = [request_token(username="wang_a", password="wrong") for _ in range(5)]
    assert answers[0].status_code == 401
    assert answers[0].json()["errors"][0]["detail"] == "用户名或密码不对。"
    assert request_token(username="wang_a", password=PASSWORD).status_code in {401, 403}


def test_deleted_token_is_401(town: Town) -> None:
    caller = Caller(town.user(town.teacher_wang))
    assert caller.client.delete("/api/v1/auth/token").status_code == 204
    assert caller.get("me").status_code == 401


def test_request_without_a_token_is_401(town: Town) -> None:
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
    ids=["very_deep", "deep", "lone_surrogate", "nan", "huge", "no_utf8", "broken"],
)
def test_malformed_body_is_400(body: Any, town: Town) -> None:
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
def test_malformed_parameter_is_400_on_its_name(name: str, value: str, town: Town) -> None:
    for path in ("pupils", "staff"):
        answer = Caller(town.user(town.head_li)).get(path, **{name: value})
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, name)


@pytest.mark.parametrize("path", ["nothing", "children/no-uuid", "children//"])
def test_unknown_address_is_404_in_the_format_of_the_api(path: str, town: Town) -> None:
    answer = Client().get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")
    assert Client().get("/nothing").headers["Content-Type"].startswith("text/html")


def test_unknown_method_is_405_and_without_a_token_401(town: Town) -> None:
    answer = Caller(town.user(town.head_li)).client.delete("/api/v1/schools")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (405, "method_not_allowed")
    assert Client().delete("/api/v1/schools").status_code == 401


def test_foreign_school_in_the_header_is_404(town: Town) -> None:
    for school in (town.b.school.public_id, town.c.school.public_id, "no-uuid"):
        assert Caller(town.user(town.teacher_wang), school).get("me").status_code == 404


def test_member_of_two_schools_must_name_one(town: Town) -> None:
    with town.b.inside():
        staff = Staff.objects.create(name="王老师", site=town.b.site, user_id=town.teacher_wang.user_id)
        since = town.term.begins_on
        access.add_membership(user_id=town.teacher_wang.user_id, role=Role.TEACHER, since=since, staff=staff)
    user = town.user(town.teacher_wang)
    response = Caller(user).get("me")
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == "X-School"
    assert Caller(user, town.b.school.public_id).get("me").json()["school"] == str(town.b.school.public_id)


def test_ended_membership_is_403(town: Town) -> None:
    with town.a.inside():
        membership = Membership.objects.get(user_id=town.teacher_wang.user_id)
        access.end_membership(membership=membership, by=town.head_li, now=town.monday)
    assert Caller(town.user(town.teacher_wang)).get("me").status_code == 403
