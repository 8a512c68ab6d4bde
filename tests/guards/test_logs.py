"""No log line contains personal data: not of a search, a failed login, a row the database rejects, a notification."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path as route

from services.config import urls
from services.kit import clock, dispatch, log
from services.notify import outbox
from tests.cast import PASSWORD, Town

NAME, PHONE, ID_NUMBER = "王小明", "13812345678", "110101201803050018"


def rejected(request: HttpRequest) -> NoReturn:
    """Insert a row that a constraint rejects: PostgreSQL's message repeats its values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE rejected (name text, phone text NOT NULL, CHECK (phone <> name)) ON COMMIT DROP"
        )
        cursor.execute("INSERT INTO rejected VALUES (%s, %s)", [request.GET["q"], request.GET["q"]])
    raise AssertionError("the constraint must reject the row")


urlpatterns = [route("rejected/", rejected), *urls.urlpatterns]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the process would print at level DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=log.as_json, foreign_pre_chain=log.PROCESSORS))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def assert_absent(lines: io.StringIO, *values: str) -> None:
    output = lines.getvalue()
    assert output, "nothing was logged: the handler is not attached"
    assert [line for line in output.splitlines() for value in values if value in line] == []


def test_search_terms_stay_out_of_the_log(town: Town, calls: Any, browses: Any, lines: io.StringIO) -> None:
    for q in (NAME, PHONE, ID_NUMBER):
        calls(town.head_li).get("children", q=q)
        calls(town.head_li).get("children", q=q, ordering="nothing")
        calls(town.nurse_sun).get("children", q=q)
        Client().get("/nowhere/", {"q": q})
        browses(town.head_li).get("/children/", {"q": q})
        browses(town.nurse_sun).get("/children/", {"q": q})
    assert_absent(lines, NAME, "%E7%8E%8B", PHONE, ID_NUMBER)


def test_credentials_stay_out_of_the_log(town: Town, lines: io.StringIO) -> None:
    credentials = {"username": "head_a", "password": "not-the-password"}
    Client().post("/api/v1/auth/token", credentials, content_type="application/json")
    Client().post("/accounts/login/", {"login": credentials["username"], "password": credentials["password"]})
    Client().post("/api/v1/auth/token", credentials | {"password": PASSWORD}, content_type="application/json")
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        Client().post("/api/v1/auth/token", credentials, content_type="application/json")
    assert_absent(lines, credentials["username"], credentials["password"], PASSWORD)


@pytest.mark.urls("tests.guards.test_logs")
def test_rejected_row_stays_out_of_the_log(town: Town, browses: Any, lines: io.StringIO) -> None:
    client = browses(town.head_li)
    client.raise_request_exception = False
    assert client.get("/rejected/", {"q": NAME}).status_code == 500
    assert "CheckViolation" in lines.getvalue()
    assert_absent(lines, NAME)


@pytest.mark.django_db(transaction=True)
def test_notification_and_its_message_stay_out_of_the_log(lasting_town: Town, lines: io.StringIO) -> None:
    with lasting_town.a.inside():
        outbox.add(
            dedupe_key="x", kind="test", title=NAME, body=ID_NUMBER, phone=PHONE, channels=("sms",), now=clock.now()
        )
        dispatch.delay_on_commit("workers.notify.deliver")
    logging.getLogger("services").warning("trial", extra={"name_of": "", "phone": PHONE})
    assert_absent(lines, NAME, PHONE, ID_NUMBER)


def test_refusals_are_logged_with_person_and_status(town: Town, calls: Any, browses: Any, lines: io.StringIO) -> None:
    """By route, and never by address: what was refused is one person's."""
    foreign = next(iter(town.b.staff.values())).public_id
    calls(town.teacher_wang).get("audit-log")
    calls(town.admin_zhao).get(f"staff/{foreign}")
    browses(town.teacher_wang).get("/members/")

    seen = [json.loads(line) for line in lines.getvalue().splitlines() if '"code": 40' in line]
    wang, zhao = town.teacher_wang.user_id, town.admin_zhao.user_id
    assert [(event["user_id"], event["code"], event["request"]) for event in seen] == [
        (wang, 403, "GET /api/v1/audit-log"),
        (zhao, 404, "GET /api/v1/staff/<uuid:public_id>"),
        (wang, 403, "GET /members/"),
    ]
    assert_absent(lines, str(foreign))
