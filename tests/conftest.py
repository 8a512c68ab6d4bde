"""Traps and fixtures for the whole suite. The cast lives in tests/cast.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

pytest_plugins = ["tests.cast"]


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """A transactional test is flushed through the owner's login, or its rows would leak into the next test."""
    for item in items:
        if marker := item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(**{**marker.kwargs, "databases": ["default", "owner", "progress"]}), False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The databases of the run; our own connections are closed before they are dropped."""
    yield
    for connection in connections.all(initialized_only=True):
        connection.inc_thread_sharing()
        connection.close()
