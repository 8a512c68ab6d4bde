import gc

import pytest

from services.kit.gc_control import gc_paused


def test_the_look_for_garbage_rests_and_goes_on_even_after_trouble():
    seen = []

    @gc_paused()
    def work() -> None:
        seen.append(gc.isenabled())
        raise ValueError("error")

    with pytest.raises(ValueError, match="error"):
        work()

    assert [*seen, gc.isenabled()] == [False, True]


def test_who_had_switched_it_off_finds_it_off():
    gc.disable()
    try:
        with gc_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
