"""The garbage collector is off inside `gc_paused` and as before afterwards."""

import gc

import pytest

from services.kit.execution.gc_control import gc_paused


def test_gc_is_enabled_again_after_an_error():
    states = []

    @gc_paused()
    def work() -> None:
        states.append(gc.isenabled())
        raise ValueError("error")

    with pytest.raises(ValueError, match="error"):
        work()

    assert [*states, gc.isenabled()] == [False, True]


def test_disabled_gc_stays_disabled():
    gc.disable()
    try:
        with gc_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
