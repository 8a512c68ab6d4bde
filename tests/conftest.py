"""Traps and fixtures for the whole suite. The cast lives in tests/cast.py."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.utils import translation
from hypothesis import settings

pytest_plugins = ["tests.cast", "tests.journeys.browser"]

# A busy machine makes no property false.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


LOGINS = ["default", "owner", "progress"]
LONGEST_HELP = 30  # seconds


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Every test with a database has all three logins; a flush through another than the owner's leaks rows."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and {"db", "transactional_db"}.isdisjoint(item.fixturenames):
            continue
        options = {"transaction": "transactional_db" in item.fixturenames} | (marker.kwargs if marker else {})
        item.add_marker(pytest.mark.django_db(**options | {"databases": LOGINS}), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: Any) -> Iterator[None]:
    """No thread outlives its test: one at work in the tables while they are emptied would lock itself in with that."""
    before = set(threading.enumerate())
    try:
        yield
    finally:
        left = [thread.name for thread in set(threading.enumerate()) - before if _is_left_at_work(thread)]
    assert not left, f"{left} still at work"


def _is_left_at_work(thread: threading.Thread) -> bool:
    """A server's thread that waits for its caller's next words is not: a fixture closes their line."""
    if "process_request" in thread.name:
        return False
    thread.join(LONGEST_HELP)
    return thread.is_alive()


@pytest.fixture(scope="session", autouse=True)
def unordered_rows_come_last_first() -> Iterator[None]:
    """A list without ORDER BY comes back the other way round: PostgreSQL promises none, and small tables hide it."""
    fetch = QuerySet._fetch_all

    def fetch_all(rows: Any) -> None:
        is_fresh = rows._result_cache is None
        fetch(rows)
        if is_fresh and not rows.ordered:
            rows._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_all)
        yield


@pytest.fixture(autouse=True)
def chinese_first() -> Iterator[None]:
    """A page read in English leaves its language to the thread; the next test begins in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The databases of the run; our own connections are closed before they are dropped."""
    yield
    for connection in connections.all(initialized_only=True):
        connection.inc_thread_sharing()
        connection.close()
