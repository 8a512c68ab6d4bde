"""A reused connection carries nothing over to the next request: after errors, and between concurrent users."""

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
from django.http import HttpRequest
from django.test import Client
from django.urls import path as route

from deploy.local.processes import web_command
from services.access.actor import Actor
from services.children.models import Pupil
from services.config import urls
from services.schools.scope import _SET, ALL_TENANTS, scope
from tests.cast import Caller, Town
from tests.workers import processes

REQUESTS = 400
THREADS = 8


def web_url() -> str:
    """Return the URL of the test's database with the login of the web server."""
    url, _, options = os.environ["WEB_DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{url.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


class PythonError(Exception):
    """An error outside the database."""


def _fail(raw: psycopg.Connection, town: Town, query: str, failing: str) -> None:
    with raw.transaction():
        raw.execute(_SET, ["r_school", str(town.a.school.pk), str(town.county.pk)])
        assert raw.execute(query).fetchone() == (len(town.a.pupils),)
        raw.execute(failing)
        raise PythonError


def test_connection_loses_its_scope_after_errors(lasting_town: Town) -> None:
    town = lasting_town
    query = "SELECT count(*) FROM children_pupil"
    with psycopg.connect(web_url(), autocommit=True) as raw:
        for failing in ("SELECT 1/0", "SELECT * FROM nowhere", query):
            with pytest.raises((psycopg.Error, PythonError)):
                _fail(raw, town, query, failing)
            with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
                raw.execute(query)
            assert raw.execute("SELECT current_setting('role'), current_user").fetchone() == ("none", "web")
            assert raw.execute("SELECT current_setting('app.school_id', true)").fetchone() in {("",), (None,)}


def raises(request: HttpRequest) -> None:
    Pupil.objects.filter(name="王小明").update(name="改了一半")
    raise PythonError


def breaks(request: HttpRequest) -> None:
    Pupil.objects.filter(name="王小明").update(name="改了一半")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


urlpatterns = [route("raises/", raises), route("breaks/", breaks), *urls.urlpatterns]


@pytest.mark.urls("tests.guards.test_carry_over")
@pytest.mark.parametrize("path", ["/raises/", "/breaks/"])
def test_failing_page_leaves_no_scope_and_no_write(path: str, lasting_town: Town) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lasting_town.user(lasting_town.head_li), backend="services.accounts.backend.PasswordBackend")
    assert client.get(path).status_code == 500
    with connection.cursor() as cursor:  # the thread's own connection, which the next request reuses
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('app.school_id', true), '')")
        assert cursor.fetchone() == ("none", "")
    with scope(ALL_TENANTS):
        assert not Pupil.objects.filter(name="改了一半").exists()


@pytest.fixture
def server(lasting_town: Town, tmp_path: Path) -> Iterator[int]:
    """The web server as in production, 2 workers × 4 threads with the web login. Yields its port."""
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
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        web.request("GET", path, headers=headers)
        answer = web.getresponse()
        body = answer.read()
        return answer.status, json.loads(body) if body.startswith(b"{") else body
    finally:
        web.close()


def _visible_children(actor: Actor, town: Town) -> set[str]:
    """Return the public ids of the case files that the actor may see."""
    schools = [town.a, town.b, town.c]
    if actor.school_id is None:
        own = [cast for cast in schools if cast.school.county_id == actor.county_id]
    else:
        own = [cast for cast in schools if cast.school.pk == actor.school_id]
    return {str(child.public_id) for cast in own for child in cast.children.values()}


def test_concurrent_users_on_shared_connections_see_their_own_rows_only(server: int, lasting_town: Town) -> None:
    town = lasting_town
    people = [town.head_li, town.admin_of_b, town.admin_of_c, town.officer]
    tokens = [Caller(town.user(actor)).client.defaults["HTTP_AUTHORIZATION"] for actor in people]
    expected = [_visible_children(actor, town) for actor in people]
    callers = [(number * 5 + number // 7) % len(people) for number in range(REQUESTS)]
    invalid = ["/api/v1/children?ordering=nothing", f"/api/v1/children/{'0' * 8}-0000-7000-8000-{'0' * 12}"]

    def one(numbered: tuple[int, int]) -> bool:
        number, who = numbered
        if number % 9 == 0:  # errors in between roll back on the same connections
            status, _ = _get(server, invalid[number % 2], {"Authorization": tokens[who]})
            return status in {400, 404}
        status, body = _get(server, "/api/v1/children?page_size=100", {"Authorization": tokens[who]})
        return status == 200 and {row["id"] for row in body["results"]} == expected[who]

    with ThreadPoolExecutor(THREADS) as threads:
        right = list(threads.map(one, enumerate(callers)))
    assert (right.count(False), len(right)) == (0, REQUESTS)
