"""A template that names something nobody gave it fails the test."""

from collections.abc import Iterator

import pytest
from django.template import engines


# A str, because Django asks for `string_if_invalid % name` and for `"%s" in string_if_invalid`.
class Unknown(str):
    """Django's `string_if_invalid`, but loud."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:  # type: ignore[override]
        raise AssertionError(f"the template names “{name}”, which its view does not give")


@pytest.fixture(autouse=True)
def _unknown_variables_fail() -> Iterator[None]:
    engine = engines["django"].engine
    # Set on the engine: `override_settings` would build a new one for every test.
    before, engine.string_if_invalid = engine.string_if_invalid, Unknown("unknown")
    yield
    engine.string_if_invalid = before
