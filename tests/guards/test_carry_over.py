"""A connection that goes on to the next request carries nothing over: after errors, and between people at once."""

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import path as route

from deploy.local.processes import web_command
from services.access.actor import Actor
from services.children.models import Pupil
from services.config import urls
from services.schools.scope import _BECOME, ALL_TENANTS, scope
from tests.cast import Caller, Town
from tests.workers import processes

REQUESTS = 400
CROWD = 8


def web_url() -> str:
    """The test's database, as the login of the web server."""
    given, name = os.environ["WEB_DATABASE_URL"], connection.settings_dict["NAME"]
    place, _, options = given.partition("?")
    return f"{place.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


class HalfWay(Exception):
    """Something went wrong in Python."""


def _break(raw: Any, town: Town, ask: str, breaking: str) -> None:
    with raw.transaction():
        raw.execute(_BECOME, ["r_school", str(town.a.school.pk), str(town.county.pk)])
        assert raw.execute(ask).fetchone() == (len(town.a.pupils),)
        raw.execute(breaking)
        raise HalfWay


def test_a_connection_shows_nothing_after_broken_sql(lasting_town: Town) -> None:
    town = lasting_town
    ask = "SELECT count(*) FROM children_pupil"
    with psycopg.connect(web_url(), autocommit=True) as raw:
        for breaking in ("SELECT 1/0", "SELECT * FROM nowhere", ask):
            with pytest.raises((psycopg.Error, HalfWay)):
                _break(raw, town, ask, breaking)
            with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
                raw.execute(ask)
            assert raw.execute("SELECT current_setting('role'), current_user").fetchone() == ("none", "web")
            assert raw.execute("SELECT current_setting('app.school_id', true)").fetchone() in {("",), (None,)}


def raises(request: Any) -> None:
    Pupil.objects.filter(name="王小明").update(name="改了一半")
    raise HalfWay


def breaks(request: Any) -> None:
    Pupil.objects.filter(name="王小明").update(name="改了一半")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


urlpatterns = [route("raises/", raises), route("breaks/", breaks), *urls.urlpatterns]


@pytest.mark.urls("tests.guards.test_carry_over")
@pytest.mark.parametrize("where", ["/raises/", "/breaks/"])
def test_a_page_that_fails_leaves_neither_scope_nor_half_a_write(where: str, lasting_town: Town) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lasting_town.user(lasting_town.head_li), backend="services.accounts.backend.PasswordBackend")
    assert client.get(where).status_code == 500
    with connection.cursor() as cursor:  # the thread's own connection, as the next request finds it
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('app.school_id', true), '')")
        assert cursor.fetchone() == ("none", "")
    with scope(ALL_TENANTS):
        assert not Pupil.objects.filter(name="改了一半").exists()


@pytest.fixture
def server(lasting_town: Town, tmp_path: Path) -> Iterator[int]:
    """The web server as it is run, 2 workers × 4 threads, as the login of the web; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    (tmp_path / "static").mkdir()
    env = processes.environment(tmp_path, WEB_DATABASE_URL=web_url(), NUANYANG_DB_LOGIN="web")
    with (tmp_path / "web.log").open("wb") as log:
        running = subprocess.Popen(web_command(port), cwd=processes.ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(port, running, tmp_path / "web.log")
            yield port
        finally:
            running.terminate()
            running.wait(30)


def _wait(port: int, running: Any, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if _get(port, "/healthz", {})[0] == 200:
                return
        except OSError:
            assert running.poll() is None, log.read_text("utf-8")[-2000:]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8")[-2000:])


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if said.startswith(b"{") else said
    finally:
        line.close()


def _sees(actor: Actor, town: Town) -> set[str]:
    """The public ids of the care files that this person may see."""
    places = {"a": town.a, "b": town.b, "c": town.c}
    if actor.school_id is None:
        own = [place for place in places.values() if place.school.county_id == actor.county_id]
    else:
        own = [place for place in places.values() if place.school.pk == actor.school_id]
    return {str(child.public_id) for place in own for child in place.children.values()}


def test_people_at_once_on_shared_connections_see_their_own_rows_only(server: int, lasting_town: Town) -> None:
    town = lasting_town
    people = [town.head_li, town.admin_of_b, town.admin_of_c, town.officer]
    tokens = [Caller(town.user(each)).client.defaults["HTTP_AUTHORIZATION"] for each in people]
    expected = [_sees(each, town) for each in people]
    turns = [(number * 5 + number // 7) % len(people) for number in range(REQUESTS)]
    broken = ["/api/v1/children?ordering=nothing", f"/api/v1/children/{'0' * 8}-0000-7000-8000-{'0' * 12}"]

    def one(numbered: tuple[int, int]) -> bool:
        number, who = numbered
        if number % 9 == 0:  # errors in between: they roll back on the same connections
            status, _ = _get(server, broken[number % 2], {"Authorization": tokens[who]})
            return status in {400, 404}
        status, said = _get(server, "/api/v1/children?page_size=100", {"Authorization": tokens[who]})
        return status == 200 and {row["id"] for row in said["results"]} == expected[who]

    with ThreadPoolExecutor(CROWD) as crowd:
        right = list(crowd.map(one, enumerate(turns)))
    assert (right.count(False), len(right)) == (0, REQUESTS)
