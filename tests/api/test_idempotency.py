"""`Idempotency-Key`: a repeated request gets the stored response and changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from services.access.actor import Actor
from services.api.framework import Conflict
from services.api.views.idempotency import IdempotencyKeyReused, idempotent
from services.jobs.models import IdempotencyKey
from tests.cast import Town


class Creator:
    """Sends creating requests and keeps what they created."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.created: list[str] = []

    def post(self, by: Actor, body: dict[str, Any], *, key: str = "k1", hours: int = 0) -> Response:
        def create() -> Response:
            self.created.append(body["name"])
            return Response({"number": len(self.created), "name": body["name"]}, status=201)

        with self.town.as_(by):
            return idempotent(request_with(body, key), by, self.town.later(hours=hours), create)


def request_with(body: dict[str, Any], key: str = "k1") -> Request:
    request = APIRequestFactory().post("/api/v1/things", body, format="json", headers={"Idempotency-Key": key})
    return Request(request, parsers=[JSONParser()])


@pytest.fixture
def creator(town: Town) -> Creator:
    return Creator(town)


@pytest.mark.django_db
def test_same_key_and_body_get_the_first_response_and_create_nothing(town: Town, creator: Creator) -> None:
    first = creator.post(town.head_li, {"name": "王小明", "n": 1})
    again = creator.post(town.head_li, {"n": 1, "name": "王小明"}, hours=23)

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, {"number": 1, "name": "王小明"})
    assert creator.created == ["王小明"]
    with town.a.inside():
        row = IdempotencyKey.objects.get()
        assert "王小明".encode() not in bytes(row.response_body), "the stored response is sealed"


@pytest.mark.django_db
def test_same_key_with_another_body_is_422_and_creates_nothing(town: Town, creator: Creator) -> None:
    creator.post(town.head_li, {"name": "甲"})

    with pytest.raises(IdempotencyKeyReused) as error:
        creator.post(town.head_li, {"name": "乙"})

    assert (error.value.status_code, creator.created) == (422, ["甲"])


@pytest.mark.django_db
def test_key_expires_after_a_day(town: Town, creator: Creator) -> None:
    creator.post(town.head_li, {"name": "甲"})

    assert creator.post(town.head_li, {"name": "乙"}, hours=24).data == {"number": 2, "name": "乙"}


@pytest.mark.django_db
def test_key_belongs_to_one_user_in_one_workspace(town: Town, creator: Creator) -> None:
    people = [town.head_li, town.admin_zhao, town.admin_of_b, town.officer, town.officer_of_other]

    for person in people:
        creator.post(person, {"name": "甲"})

    assert len(creator.created) == len(people)


@pytest.mark.django_db
def test_requests_without_a_key_are_all_performed(town: Town, creator: Creator) -> None:
    for _ in range(2):
        creator.post(town.head_li, {"name": "甲"}, key="")

    assert len(creator.created) == 2


@pytest.mark.django_db(transaction=True)
def test_repeat_while_the_first_is_running_is_409(town: Town, creator: Creator) -> None:
    """The second runs on its own connection from inside the first, so that they surely overlap."""

    def repeated() -> type[Exception] | None:
        try:
            creator.post(town.head_li, {"name": "甲"})
        except Conflict as error:
            return type(error)
        finally:
            connections.close_all()
        return None

    def create() -> Response:
        with ThreadPoolExecutor(1) as threads:
            return Response({"repeat": str(threads.submit(repeated).result(timeout=20))}, status=201)

    with town.as_(town.head_li) as head:
        answer = idempotent(request_with({"name": "甲"}), head, town.monday, create)

    assert answer.data == {"repeat": str(Conflict)}
    assert creator.created == []
