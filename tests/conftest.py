"""Fixtures and checks for the whole suite. The people of the tests are in tests/cast.py."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.db.models import QuerySet
from django.utils import translation
from hypothesis import settings

from tests import emptying, planner_statistics

pytest_plugins = ["tests.cast", "tests.gateways.smtp", "tests.journeys.browser"]

# Properties have no deadline: they must also hold on a busy machine.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


ALIASES = ["default", "owner", "progress"]
MAX_THREAD_SECONDS = 30


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Give every database test all connections: only a flush by the owner empties every table."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and {"db", "transactional_db"}.isdisjoint(item.fixturenames):
            continue
        options = {"transaction": "transactional_db" in item.fixturenames} | (marker.kwargs if marker else {})
        item.add_marker(pytest.mark.django_db(**options | {"databases": ALIASES}), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: Any) -> Iterator[None]:
    """Fail a test that leaves a thread running: it could deadlock with the flush of the tables."""
    before = set(threading.enumerate())
    try:
        yield
    finally:
        running = [thread.name for thread in set(threading.enumerate()) - before if _keeps_running(thread)]
    assert not running, f"{running} still running"


def _keeps_running(thread: threading.Thread) -> bool:
    """Ignores a server's thread that waits for the next request: its fixture closes the connection later."""
    if "process_request" in thread.name:
        return False
    thread.join(MAX_THREAD_SECONDS)
    return thread.is_alive()


@pytest.fixture(scope="session", autouse=True)
def unordered_rows_are_reversed() -> Iterator[None]:
    """Reverse the rows of queries without ORDER BY: PostgreSQL guarantees no order, but small tables hide that."""
    fetch = QuerySet._fetch_all

    def fetch_all(rows: QuerySet[Any]) -> None:
        is_fresh = rows._result_cache is None
        fetch(rows)
        if is_fresh and not rows.ordered:
            rows._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_all)
        yield


@pytest.fixture(scope="session", autouse=True)
def checks_of_this_run_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the slots of file checks apart: another process of the suite would take them."""
    django_settings.FILE_CHECKS_DIR = tmp_path_factory.mktemp("checks")


@pytest.fixture(autouse=True)
def chinese_by_default() -> Iterator[None]:
    """Reset the language: a request in English leaves it set in the thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Complete the databases of the run; close our connections before they are dropped."""
    with django_db_blocker.unblock():
        planner_statistics.write()
    with emptying.only_what_was_written():
        yield
    for connection in connections.all(initialized_only=True):
        connection.inc_thread_sharing()
        connection.close()
