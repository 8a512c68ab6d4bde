"""No log line holds a person, whatever goes wrong: what is asked for, who tries to log in, which row is refused."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import path as route

from services.config import urls
from services.kit import clock, dispatch, log
from services.notify import outbox
from tests.cast import PASSWORD, Town

NAME, PHONE, PAPER = "王小明", "13812345678", "110101201803050018"


def refused(request: Any) -> None:
    """PostgreSQL tells the row that it refuses, value by value."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept (name text, phone text NOT NULL, CHECK (phone <> name)) ON COMMIT DROP")
        cursor.execute("INSERT INTO kept VALUES (%s, %s)", [request.GET["q"], request.GET["q"]])


urlpatterns = [route("refused/", refused), *urls.urlpatterns]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the process would print, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=log.as_json, foreign_pre_chain=log.CHAIN))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def assert_silent(lines: io.StringIO, *words: str) -> None:
    said = lines.getvalue()
    assert said, "nothing was written: the test hears nothing"
    assert [line for line in said.splitlines() for word in words if word in line] == []


def test_a_search_for_a_name_stays_out_of_the_log(town: Town, calls: Any, browses: Any, lines: io.StringIO) -> None:
    for q in (NAME, PHONE, PAPER):
        calls(town.head_li).get("children", q=q)
        calls(town.head_li).get("children", q=q, ordering="nothing")
        calls(town.nurse_sun).get("children", q=q)
        Client().get("/nowhere/", {"q": q})
        browses(town.head_li).get("/children/", {"q": q})
        browses(town.nurse_sun).get("/children/", {"q": q})
    assert_silent(lines, NAME, "%E7%8E%8B", PHONE, PAPER)


def test_who_tries_to_log_in_stays_out_of_the_log(town: Town, lines: io.StringIO) -> None:
    told = {"username": "head_a", "password": "not-the-password"}
    Client().post("/api/v1/auth/token", told, content_type="application/json")
    Client().post("/accounts/login/", {"login": told["username"], "password": told["password"]})
    Client().post("/api/v1/auth/token", told | {"password": PASSWORD}, content_type="application/json")
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        Client().post("/api/v1/auth/token", told, content_type="application/json")
    assert_silent(lines, told["username"], told["password"], PASSWORD)


@pytest.mark.urls("tests.guards.test_logs")
def test_a_refused_row_stays_out_of_the_log(town: Town, browses: Any, lines: io.StringIO) -> None:
    client = browses(town.head_li)
    client.raise_request_exception = False
    assert client.get("/refused/", {"q": NAME}).status_code == 500
    assert "CheckViolation" in lines.getvalue()
    assert_silent(lines, NAME)


@pytest.mark.django_db(transaction=True)
def test_a_notice_and_its_bell_stay_out_of_the_log(lasting_town: Town, lines: io.StringIO) -> None:
    with lasting_town.a.inside():
        outbox.add(dedupe_key="x", kind="test", title=NAME, body=PAPER, phone=PHONE, channels=("sms",), now=clock.now())
        dispatch.delay_on_commit("workers.notify.deliver")
    logging.getLogger("services").warning("trial", extra={"name_of": "", "phone": PHONE})
    assert_silent(lines, NAME, PHONE, PAPER)
