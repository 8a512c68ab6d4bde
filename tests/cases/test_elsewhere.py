"""The tests that other folders hold for lines of this one are there."""

from importlib import import_module

import pytest

from tests.cases.elsewhere import SHOWN


@pytest.mark.parametrize("path", [path for paths in SHOWN.values() for path in paths])
def test_the_test_is_there(path: str) -> None:
    module, _, name = path.rpartition(".")

    assert callable(getattr(import_module(module), name))
