"""`Idempotency-Key`: what a repeated request gets, and what it does not do again."""

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
from services.api.idempotency import IdempotencyKeyReused, idempotent
from services.jobs.models import IdempotencyKey
from tests.cast import Town


class Desk:
    """Somebody who asks for things to be made and counts what was."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.made: list[str] = []

    def asks(self, by: Actor, body: dict[str, Any], *, key: str = "k1", hours: int = 0) -> Response:
        def create() -> Response:
            self.made.append(body["name"])
            return Response({"number": len(self.made), "name": body["name"]}, status=201)

        with self.town.as_(by):
            return idempotent(sent(body, key), by, self.town.later(hours=hours), create)


def sent(body: dict[str, Any], key: str = "k1") -> Request:
    posted = APIRequestFactory().post("/api/v1/things", body, format="json", headers={"Idempotency-Key": key})
    return Request(posted, parsers=[JSONParser()])


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)


@pytest.mark.django_db
def test_the_same_key_and_body_get_the_first_answer_and_make_nothing(town: Town, desk: Desk) -> None:
    first = desk.asks(town.head_li, {"name": "王小明", "n": 1})
    again = desk.asks(town.head_li, {"n": 1, "name": "王小明"}, hours=23)

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, {"number": 1, "name": "王小明"})
    assert desk.made == ["王小明"]
    with town.a.inside():
        kept = IdempotencyKey.objects.get()
        assert "王小明".encode() not in bytes(kept.response_body), "the kept answer is sealed"


@pytest.mark.django_db
def test_the_same_key_for_another_body_is_422_and_makes_nothing(town: Town, desk: Desk) -> None:
    desk.asks(town.head_li, {"name": "甲"})

    with pytest.raises(IdempotencyKeyReused) as refused:
        desk.asks(town.head_li, {"name": "乙"})

    assert (refused.value.status_code, desk.made) == (422, ["甲"])


@pytest.mark.django_db
def test_after_a_day_the_key_is_fresh_again(town: Town, desk: Desk) -> None:
    desk.asks(town.head_li, {"name": "甲"})

    assert desk.asks(town.head_li, {"name": "乙"}, hours=24).data == {"number": 2, "name": "乙"}


@pytest.mark.django_db
def test_a_key_is_ones_own_in_ones_own_place(town: Town, desk: Desk) -> None:
    everybody = [town.head_li, town.admin_zhao, town.admin_of_b, town.officer, town.officer_of_other]

    for person in everybody:
        desk.asks(person, {"name": "甲"})

    assert len(desk.made) == len(everybody)


@pytest.mark.django_db
def test_without_a_key_each_request_is_its_own(town: Town, desk: Desk) -> None:
    for _ in range(2):
        desk.asks(town.head_li, {"name": "甲"}, key="")

    assert len(desk.made) == 2


@pytest.mark.django_db(transaction=True)
def test_a_repeat_while_the_first_is_still_at_work_is_409(town: Town, desk: Desk) -> None:
    """The second comes on a connection of its own from inside the first, so that they surely overlap."""

    def repeated() -> type[Exception] | None:
        try:
            desk.asks(town.head_li, {"name": "甲"})
        except Conflict as refused:
            return type(refused)
        finally:
            connections.close_all()
        return None

    def create() -> Response:
        with ThreadPoolExecutor(1) as threads:
            return Response({"repeat": str(threads.submit(repeated).result(timeout=20))}, status=201)

    with town.as_(town.head_li) as head:
        answer = idempotent(sent({"name": "甲"}), head, town.monday, create)

    assert answer.data == {"repeat": str(Conflict)}
    assert desk.made == []
